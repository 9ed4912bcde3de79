"""The quay as a path, answers for it, and `tabletop` as a process that can be watched, interrupted and killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tabletop.cli.main import commands

PATIENCE = 60


@pytest.fixture(scope="session")
def quay(checkout: Path) -> Path:
    return checkout / "tests" / "plain" / "quay"


@pytest.fixture(scope="session")
def answers() -> str:
    """What a player of the town types for the whole game, the line being a bot."""
    choice = ["2", "It is fair.", "60", "", "y"]
    works = ["1", "", "", "", ""]
    return "\n".join(["g", *choice, *works]) + "\n"


@pytest.fixture
def call(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `tabletop` within this process, as `tabletop` of the whole suite does in one of its own."""

    def run(*arguments: str | Path, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path)}
        given = [str(argument) for argument in arguments]
        done = CliRunner(env={**home, **extra}).invoke(commands, given, input=stdin)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(given, done.exit_code, done.stdout, done.stderr)

    return run


class Running:
    """A process of `tabletop` whose output is gathered while it runs."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._out = bytearray()
        assert process.stdout is not None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def text(self) -> str:
        """Everything on stdout so far."""
        return self._out.decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Type into its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def wait_for(self, words: str) -> None:
        """Wait until stdout has said this."""
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < until, f"never said {words!r}:\n{self.text}"
            assert self.process.poll() is None or words in self.text, self.text
            time.sleep(0.01)

    def leave(self) -> tuple[int, str]:
        """Wait for the end: exit code and stderr."""
        assert self.process.stderr is not None
        errors = self.process.stderr.read().decode()
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code, errors

    def _read(self) -> None:
        assert self.process.stdout is not None
        while piece := os.read(self.process.stdout.fileno(), 65536):
            self._out += piece


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts `tabletop` with a pipe for stdin and lets go of it at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str | Path, **extra: str) -> Running:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path)}
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, "-m", "tabletop", *map(str, arguments)],
            stdin=pipe, stdout=pipe, stderr=pipe, env={**os.environ, **home, **extra},
        )  # fmt: skip
        started.append(process)
        return Running(process)

    yield start
    for process in started:
        process.kill()
        process.wait(PATIENCE)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
