"""What every test may ask for: the checkout, the shipped scenarios, the program itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
