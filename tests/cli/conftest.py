"""The quay as a path, answers for it, and `tabletop` as a process that can be watched, interrupted and killed."""

from __future__ import annotations

import contextlib
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

    def __init__(self, process: subprocess.Popen[bytes], errors: int | None = None) -> None:
        assert process.stdout is not None
        self.process = process
        self._out, self._err = bytearray(), bytearray()
        streams = {process.stdout.fileno(): self._out}
        streams[process.stderr.fileno() if process.stderr else errors or 0] = self._err
        self._readers = [threading.Thread(target=self._read, args=item, daemon=True) for item in streams.items()]
        for reader in self._readers:
            reader.start()

    @property
    def text(self) -> str:
        """Everything on stdout so far."""
        return self._out.decode("utf-8", "replace")

    @property
    def errors(self) -> str:
        """Everything on stderr so far."""
        return self._err.decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Type into its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def wait_for(self, words: str) -> None:
        """Wait until stdout or stderr has said this."""
        until = time.monotonic() + PATIENCE
        while words not in self.text + self.errors:
            assert time.monotonic() < until, f"never said {words!r}:\n{self.text}\n{self.errors}"
            assert self.process.poll() is None or words in self.text + self.errors, self.text + self.errors
            time.sleep(0.01)

    def leave(self) -> tuple[int, str]:
        """Wait for the end: exit code and stderr."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code, self.errors

    @staticmethod
    def _read(descriptor: int, into: bytearray) -> None:
        with contextlib.suppress(OSError):  # a pseudo-terminal ends with an error
            while piece := os.read(descriptor, 65536):
                into += piece


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts `tabletop` with a pipe for stdin and lets go of it at the end."""
    started: list[subprocess.Popen[bytes]] = []
    terminals: list[int] = []

    def start(*arguments: str | Path, errors_on_terminal: bool = False) -> Running:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path)}
        pipe = subprocess.PIPE
        master, slave = os.openpty() if errors_on_terminal else (None, pipe)
        process = subprocess.Popen(
            [sys.executable, "-m", "tabletop", *map(str, arguments)],
            stdin=pipe, stdout=pipe, stderr=slave, env={**os.environ, **home},
        )  # fmt: skip
        started.append(process)
        if master is not None:
            os.close(slave)
            terminals.append(master)
        return Running(process, master)

    yield start
    for process in started:
        process.kill()
        process.wait(PATIENCE)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    for terminal in terminals:
        os.close(terminal)
