"""What every test may ask for: the checkout, the shipped scenarios, the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PATIENCE = 60
CHECKOUT = Path(__file__).resolve().parents[1]

# Examples are derived from the test's own name, so that a red test is red again; time limits are for benchmarks.
settings.register_profile(
    "tabletop", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("tabletop")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of the repository."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shipped() -> list[Path]:
    """The folders of the scenarios that ship, in order of name."""
    return sorted(path.parent for path in (CHECKOUT / "scenarios").glob("*/scenario.yaml"))


@pytest.fixture
def tabletop(tmp_path: Path) -> Run:
    """Runs `tabletop` with the given arguments as a person would, with a home of its own and no terminal."""

    def run(*arguments: str | Path, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-c", "import sys; from tabletop.cli.main import main; sys.exit(main())", *arguments],
            input=stdin,
            env={**os.environ, **home, **extra},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Dask cluster on this machine: a scheduler and two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    contact = folder / "scheduler.json"
    common = ("--scheduler-file", str(contact), "--host", "127.0.0.1", "--no-dashboard")
    worker = ("distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    started = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=folder, stderr=subprocess.DEVNULL)
        for command in (("distributed.cli.dask_scheduler", *common, "--port", "0"), worker, worker)
    ]
    try:
        yield _address(contact)
    finally:
        for process in started:  # asked politely, a worker may wait for a scheduler that is gone
            process.kill()
            process.wait(PATIENCE)


def _address(contact: Path) -> str:
    """Where the scheduler is, once it has written that down and both workers are there."""
    import distributed  # only these tests need it, and it takes half a second

    until = time.monotonic() + PATIENCE
    while (address := _written(contact)) is None:
        assert time.monotonic() < until, "the scheduler did not start"
        time.sleep(0.05)
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
    return address


def _written(contact: Path) -> str | None:
    """The address in the file, once it is there in full."""
    try:
        address: str = json.loads(contact.read_text("utf-8"))["address"]
    except (OSError, ValueError):
        return None
    return address
