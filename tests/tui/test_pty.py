"""The program as it is started, in a pseudo-terminal: what is painted, what is left behind."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tabletop.session import Session

PATIENCE = 60
ALTERNATE_OFF = b"\x1b[?1049l"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


class Terminal:
    """A program in a pseudo-terminal of 80 columns and 24 lines."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TABLETOP_RECORDS": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tabletop", *arguments],
            stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **own}, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.painted = b""

    def until(self, words: bytes) -> None:
        """Read until the words were painted."""
        end = time.monotonic() + PATIENCE
        while words not in self.painted:
            assert time.monotonic() < end, self.painted[-3000:]
            self._read()

    def press(self, keys: bytes) -> None:
        """Type, and forget what was painted before."""
        self.painted = b""
        os.write(self.master, keys)

    def leave(self) -> int:
        """The exit code, once the program has ended and all that it painted is read."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._read()
        while self._read():
            pass
        return self.process.wait(1)

    def _read(self) -> bool:
        """Read what is there; False when nothing came or the other side is gone."""
        if not select.select([self.master], [], [], 0.05)[0]:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:
            return False
        self.painted += piece
        return bool(piece)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts `tabletop`; what still runs at the end is ended."""
    running: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        running.append(Terminal(tmp_path / "records", *arguments))
        return running[-1]

    yield start
    for terminal in running:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.master)


def test_the_library_opens_and_gives_the_terminal_back(started: Callable[..., Terminal]) -> None:
    terminal = started()
    terminal.until(b"Two Theatres, One Garrison")
    terminal.press(b"q")
    assert terminal.leave() == 0
    assert ALTERNATE_OFF in terminal.painted


def test_a_game_is_left_with_the_way_back_to_it(started: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = started("play", "regional-contingency", "--seed", "7", "--seat", "rok=doctrine")
    terminal.until(b"Premise")
    terminal.press(b"\x1b")
    terminal.until(b"Messages")
    terminal.press(b" ")
    terminal.until(b"Inspections announced")
    terminal.press(b"q")
    terminal.until(b"Leave the game?")
    terminal.press(b"\r")
    assert terminal.leave() == 0
    assert b"tabletop resume" in terminal.painted
    Session.resume(tmp_path / "records" / "regional-contingency-7-1.jsonl").close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_was_confirmed_outlives_the_program(
    started: Callable[..., Terminal], tmp_path: Path, how: signal.Signals
) -> None:
    terminal = started("play", "regional-contingency", "--seed", "7", "--seat", "rok=doctrine")
    terminal.until(b"Premise")
    terminal.press(b"\x1b")
    terminal.until(b"Messages")
    for words in (b"Inspections announced", b"First assessment", b"Consult before asking"):
        terminal.press(b" ")
        terminal.until(words)
    terminal.press(b"2\r")
    terminal.until(b"SEAL THIS")
    terminal.press(b"\r")
    terminal.until(b"WHAT FOLLOWED")
    terminal.process.send_signal(how)
    code = terminal.leave()
    assert b"Traceback" not in terminal.painted
    assert code in (130, -how)
    session = Session.resume(tmp_path / "records" / "regional-contingency-7-1.jsonl")
    assert [taken.choice for taken in session.view("us").decisions if taken.seat == "us"] == [("named_package",)]
    session.close()
