"""How far long work has come: a line on a terminal with rate and time left, nothing elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

_EVERY = 0.2


class Progress:
    """Call it with the number done. It writes over its own line on `sink`, at most five times a second."""

    def __init__(self, total: int, what: str, sink: TextIO | None) -> None:
        self._total = total
        self._what = what
        self._sink = sink if sink is not None and sink.isatty() else None
        self._started = time.monotonic()
        self._shown = self._started - _EVERY
        self._width = 0

    def __call__(self, done: int) -> None:
        """Show that `done` of the total are done."""
        now = time.monotonic()
        if self._sink is None or (now - self._shown < _EVERY and done < self._total):
            return
        self._shown = now
        self._write(describe(done, self._total, self._what, now - self._started))

    def expect(self, total: int) -> None:
        """From now on the total is this."""
        self._total = total

    def clear(self) -> None:
        """Take the line away."""
        if self._sink is not None and self._width:
            self._write("")
            self._sink.write("\r")
            self._sink.flush()

    def _write(self, text: str) -> None:
        assert self._sink is not None
        self._sink.write("\r" + text.ljust(self._width))
        self._sink.flush()
        self._width = len(text)


def describe(done: int, total: int, what: str, seconds: float) -> str:
    """'250 of 1000 playouts (25 %), 400 a second, 2 s left'."""
    rate = done / seconds if seconds > 0 else 0.0
    left = f"{lasting((total - done) / rate)} left" if rate > 0 else "starting"
    return f"{done} of {total} {what} ({100 * done // max(1, total)} %), {rate:.0f} a second, {left}"


def lasting(seconds: float) -> str:
    """'40 s', '12 min' from two minutes on, '3 h' from two hours on."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
