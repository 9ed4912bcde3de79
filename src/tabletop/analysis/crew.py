"""Who does the work of many games: this process, or several at once.

Work is a function of (program, item) that can be imported by name. Its results come as they are done, in any order, so
each has to say what it belongs to.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Protocol, Self, TypeVar

from tabletop.engine.program import Program, compile_program
from tabletop.errors import CannotRun
from tabletop.scenario.load import Loaded

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Program, Item], Result]

AHEAD = 4
CHUNK = 25


class Crew(Protocol):
    """Whoever does the work. `grain` is how many playouts make a good item; use it as a context manager."""

    grain: int

    def each(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results of `work(program, item)` for all items, as they are done. What it raises is raised here."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the workers go; what is still under way is given up."""


class Alone:
    """This process does one item after the other."""

    grain = 1

    def __init__(self, program: Program) -> None:
        self._program = program

    def each(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results in the order of the items."""
        for item in items:
            yield work(self._program, item)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be let go."""


class Processes:
    """So many processes on this machine, each with the scenario compiled once; Ctrl-C is for the parent alone."""

    grain = CHUNK

    def __init__(self, program: Program, jobs: int) -> None:
        self._jobs = jobs
        context = _context()
        given = program if context.get_start_method() == "fork" else program.loaded
        self._pool = ProcessPoolExecutor(jobs, context, _prepare, (given,))

    def each(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results as they are done. Raises CannotRun when a worker is killed."""
        try:
            yield from flow(lambda item: self._pool.submit(_do, work, item), items, AHEAD * self._jobs)
        except BrokenProcessPool:
            raise CannotRun("a worker process was ended from outside", "try again with fewer --jobs") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def crew(program: Program, jobs: int, playouts: int) -> Crew:
    """The crew on this machine for so many playouts: no more processes than there are chunks of work."""
    chunks = -(-playouts // CHUNK)
    return Processes(program, min(jobs, chunks)) if jobs > 1 and chunks > 1 else Alone(program)


def flow(
    submit: Callable[[Item], Future[Result]],
    items: Iterable[Item],
    ahead: int,
    patience: float | None = None,
    idle: Callable[[], None] = lambda: None,
) -> Iterator[Result]:
    """Keep `ahead` items under way until all are done, and hand on each result; give up the rest when closed.

    `idle` is called whenever nothing was done for `patience` seconds.
    """
    left = iter(items)
    under_way = {submit(item) for item in islice(left, ahead)}
    try:
        while under_way:
            done, under_way = wait(under_way, patience, FIRST_COMPLETED)
            under_way |= {submit(item) for item in islice(left, len(done))}
            for future in done:
                yield future.result()
            if not done:
                idle()
    finally:
        for future in under_way:
            future.cancel()


_program: Program | None = None


def _prepare(given: Program | Loaded) -> None:
    """Get a worker ready. A forked one is given the program as it is, another one what it is compiled from."""
    global _program  # noqa: PLW0603  a worker process has one scenario for all its life
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _program = given if isinstance(given, Program) else compile_program(given)
    gc.freeze()  # the scenario stays for good, so that nobody need look through it for garbage
    gc.set_threshold(50_000)  # a game leaves circles behind: looking for them less often saves a tenth of the time


def _do(work: Work[Item, Result], item: Item) -> Result:
    assert _program is not None
    return work(_program, item)


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe (Linux, one thread, no library with threads of its own), since it starts at once."""
    alone = threading.active_count() == 1 and not {"numpy", "textual"} & set(sys.modules)
    return multiprocessing.get_context("fork" if sys.platform == "linux" and alone else "spawn")
