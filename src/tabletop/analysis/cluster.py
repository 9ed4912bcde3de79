"""The machines of a Dask cluster as a crew, through the concurrent.futures interface of `distributed`.

The workers need not share our files. Each chunk of work carries the scenario as we loaded it, compressed (the flagship
takes 80 kB), and a worker compiles it once and keeps it by the hash of its content. They do need the same version of
tabletop, since a function travels by its name; a worker with another one refuses.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import pickle
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pkgutil import resolve_name
from typing import Any, Self, TypeVar

from tabletop import __version__
from tabletop.analysis.crew import AHEAD, CHUNK, Work, flow
from tabletop.engine.program import Program, compile_program
from tabletop.errors import CannotRun, TabletopError, printable

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE = 10.0
_LEAST_AHEAD = 64
_KEPT = 4
_VERSION = "tabletop:__version__"
_SAME_VERSION = f"install tabletop {__version__} for the scheduler and for every worker"
_TALKATIVE = ("distributed", "distributed.client", "tornado.application")
_START_ONE = "start one with 'dask scheduler' and, on each machine, 'dask worker ADDRESS', or leave --cluster out"


@dataclass(frozen=True)
class Parcel:
    """A scenario for workers: the version that packed it, the hash of its content, and its bytes."""

    version: str
    sha256: str
    scenario: bytes


class Cluster:
    """All workers of the cluster at `address`, such as tcp://10.0.0.5:8786; those that join later work as well."""

    grain = CHUNK

    def __init__(self, program: Program, address: str, patience: float = PATIENCE) -> None:
        """Raises CannotRun when `distributed` is not installed."""
        self._address = address
        self._patience = patience
        self._parcel = Parcel(__version__, program.sha256, zlib.compress(pickle.dumps(program.loaded)))
        self._distributed = _distributed()
        self._client: Any = None
        self._executor: Any = None
        self._left = ExitStack()

    def each(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results as they are done. Raises CannotRun when the cluster cannot do the work."""
        ahead = max(_LEAST_AHEAD, AHEAD * sum(self._client.nthreads().values()))
        try:
            submit = partial(self._executor.submit, do, self._parcel, work)
            yield from flow(submit, items, ahead, self._patience, self._look)
        except TabletopError:
            raise
        except CancelledError:
            raise CannotRun(f"the cluster at {self._address} went away", "look at its scheduler's log") from None
        except self._distributed.scheduler.KilledWorker as error:
            raise CannotRun(f"workers died at their work: {printable(str(error))}", "look at their logs") from None

    def __enter__(self) -> Self:
        """Raises CannotRun when nobody answers at the address, no worker is there, or one has another version."""
        with ExitStack() as stack:
            stack.enter_context(_quiet())
            asyncio.run(self._greet())
            client = self._distributed.Client(self._address, timeout=self._patience, set_as_default=False)
            self._client = stack.enter_context(client)
            self._muster()
            self._executor = client.get_executor(pure=False)
            stack.callback(self._executor.shutdown, wait=False)
            self._left = stack.pop_all()
        return self

    async def _greet(self) -> None:
        """Find out whether a scheduler answers; a client of `distributed` that fails to start would not go quietly."""
        try:
            async with self._distributed.rpc(self._address) as scheduler:
                await asyncio.wait_for(scheduler.identity(), self._patience)
        except Exception as error:  # noqa: BLE001  whatever answers there need not be a scheduler
            raise CannotRun(f"no cluster at {printable(self._address)!r}: {self._reason(error)}", _START_ONE) from None

    def _muster(self) -> None:
        """Wait for a worker; see that all who handle our work, the scheduler among them, have this very version."""
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise CannotRun(
                f"the cluster at {self._address} has no workers", f"start one: dask worker {self._address}"
            ) from None
        for where, version in self._versions():
            if version != __version__:
                found = f"tabletop {printable(version)}" if isinstance(version, str) else "no tabletop"
                raise CannotRun(f"{where} has {found}, here is {__version__}", _SAME_VERSION)

    def _versions(self) -> Iterator[tuple[str, object]]:
        """Who has which version; anything but a text where there is none. A function of Python itself asks for it."""
        try:
            yield "the scheduler", self._client.run_on_scheduler(resolve_name, _VERSION)
        except Exception as error:  # noqa: BLE001  what it cannot import it cannot run, for whatever reason
            yield "the scheduler", error
        found = self._client.run(resolve_name, _VERSION, on_error="return")
        yield from ((f"the worker {where}", found[where]) for where in sorted(found))

    def _reason(self, error: Exception) -> str:
        if isinstance(error, OSError | TimeoutError):
            return f"nobody answered within {self._patience:g} seconds"
        if isinstance(error, ValueError):
            return "an address has the form tcp://10.0.0.5:8786"
        return "what answers there is no Dask scheduler"

    def _look(self) -> None:
        """Nothing has come in for a while: that is all right as long as somebody works."""
        if not self._client.nthreads():
            raise CannotRun(f"the cluster at {self._address} has lost all its workers", "look at their logs")

    def __exit__(self, *_: object) -> None:
        self._left.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is told once, and by us, not by the loggers of the library."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def do(parcel: Parcel, work: Work[Item, Result], item: Item) -> Result:
    """One item, on a worker. Raises CannotRun when it was packed by another version."""
    if parcel.version != __version__:
        raise CannotRun(f"a worker has tabletop {__version__}, here is {parcel.version}", _SAME_VERSION)
    return work(_unpacked(parcel), item)


@lru_cache(maxsize=_KEPT)
def _unpacked(parcel: Parcel) -> Program:
    """The program of a parcel, compiled at its first use on a worker."""
    return compile_program(pickle.loads(zlib.decompress(parcel.scenario)))  # noqa: S301  Dask sends pickles anyway


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise CannotRun(
            "--cluster needs the package 'distributed', which is not installed",
            "pip install 'tabletop[cluster]', in a checkout pip install -e '.[cluster]'; or use --jobs",
        ) from None
