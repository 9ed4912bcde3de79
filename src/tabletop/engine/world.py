"""The state of the world, and the one door through which it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from math import isnan
from typing import Any

from tabletop.engine.codegen import GRAIN, MAGIC, grain
from tabletop.engine.entries import NOTHING, Change, Entry, EntryKind
from tabletop.engine.layout import DAYS, LENGTH, Layout
from tabletop.errors import CannotRun

MOST_ENTRIES = 200_000
NO_PARTS: Mapping[int, tuple[tuple[str, float], ...]] = {}


def door_source(slot: int, low: float, high: float, name: str) -> str:
    """The rule of `World.commit` as a source line over `v` and `x<slot>`; its globals must hold `held`."""
    rounded = f"(x{slot} * {GRAIN!r} + {MAGIC!r} - {MAGIC!r}) / {GRAIN!r}"
    usual = f"{low!r} <= x{slot} <= {high!r}"
    return f"v[{slot}] = {rounded} if {usual} else held(x{slot}, {low!r}, {high!r}, {name!r})"


def held(value: float, low: float, high: float, name: str) -> float:
    """The nearer bound for a value outside them. Raises CannotRun for what is not a number."""
    if isnan(value):
        raise CannotRun(f"{name} became something that is not a number", "look at the effects that change it")
    return grain(high if value > high else low)


class World:
    """The flat array of numbers, the time it stands for, and the entries of how it came about.

    `values` is read freely and written only by `commit`. `version` counts commits. `entries` is None when nobody asked
    for them (ensembles).
    """

    __slots__ = ("_high", "_length", "_low", "_names", "entries", "latest", "now", "values", "version")

    def __init__(self, layout: Layout, *, entries: bool) -> None:
        self.values = list(layout.start)
        self.now = 0
        self.version = 0
        self.latest = 0
        self.entries: list[Entry] | None = [] if entries else None
        self._low = layout.low
        self._high = layout.high
        self._names = layout.names
        self._length = layout.slots[LENGTH]

    def fork(self) -> World:
        """The same present for a fork of the game, of which nothing is written down."""
        fork = object.__new__(World)
        fork.values, fork.now, fork.version, fork.latest = self.values.copy(), self.now, self.version, self.latest
        fork.entries, fork._low, fork._high, fork._names = None, self._low, self._high, self._names
        fork._length = self._length
        return fork

    def pass_to(self, minute: int) -> None:
        """Let time pass to `minute`. The clock is the one value that is not committed: it is nobody's doing."""
        self.now = minute
        self.values[DAYS] = minute / 1440

    def stepped(self) -> None:
        """Count a commit that compiled rules have made by `door_source`."""
        self.version += 1

    def recall(self, bound: Iterable[tuple[int, float]]) -> None:
        """Put drawn values back under their names for an effect that was delayed; nobody else reads those slots."""
        for slot, value in bound:
            self.values[slot] = value

    def commit(
        self,
        writes: Iterable[tuple[int, float]],
        kind: EntryKind,
        what: str,
        cause: int,
        because: str = "",
        seats: tuple[str, ...] | None = None,
        detail: Mapping[str, Any] = NOTHING,
        parts: Mapping[int, tuple[tuple[str, float], ...]] = NO_PARTS,
    ) -> int:
        """Write new values (slot, value), clipped and rounded, and make the entry. Returns the entry's number.

        Without entries the cause's number comes back. Raises CannotRun for a value that is not a number.
        """
        self.version += 1
        values, lows, highs = self.values, self._low, self._high
        changes: list[Change] | None = None if self.entries is None else []
        for slot, value in writes:
            low, high = lows[slot], highs[slot]
            if low <= value <= high:
                value = (value * GRAIN + MAGIC - MAGIC) / GRAIN
            else:
                value = held(value, low, high, self._names[slot])
            if changes is not None and value != values[slot]:
                changes.append(Change(self._names[slot], values[slot], value, parts.get(slot, ())))
            values[slot] = value
        if changes is None:
            return cause
        return self.enter(kind, what, cause, because, tuple(changes), seats, detail)

    def enter(
        self, kind: EntryKind, what: str, cause: int, because: str = "", changes: tuple[Change, ...] = (),
        seats: tuple[str, ...] | None = None, detail: Mapping[str, Any] = NOTHING,
    ) -> int:  # fmt: skip
        """Make an entry of something that happened, whether or not a value changed. Returns its number."""
        if self.entries is None:
            return cause
        number = len(self.entries)
        if number >= MOST_ENTRIES:
            raise CannotRun(
                f"more than {MOST_ENTRIES:,} entries in one game", "let relations or repeats run less often"
            )
        if kind != "step":
            self.latest = number
        self.entries.append(Entry(number, self.now, kind, what, cause, because, changes, seats, detail))
        return number

    def digest(self, *more: object) -> str:
        """Hex digest of the time, every value, and whatever else belongs to the state."""
        before, after = self.values[: self._length], self.values[self._length + 1 :]
        state = "|".join([str(self.now), *map(repr, before), *map(repr, after), *map(repr, more)])
        return blake2b(state.encode(), digest_size=16).hexdigest()
