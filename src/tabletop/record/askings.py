"""Every time that a decision point was asked in a recorded game: when, what was answered, and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision, closest
from tabletop.record.course import Replayed
from tabletop.record.record import DecisionLine

Key = tuple[str, int]
"""A decision point and how often it had been asked before."""


@dataclass(frozen=True)
class Asking:
    """One question of a game and its answer; times in minutes since STARTEX.

    `turn` counts earlier questions of the same point. `line` is the record's line, None where nobody answered and the
    default was taken. `place` orders answers and the facilitator's lines that fall into one minute.
    """

    decision: str
    turn: int
    seat: str
    opened: int
    at: int
    choice: tuple[str, ...]
    line: DecisionLine | None
    place: tuple[int, int]
    time: str

    @property
    def key(self) -> Key:
        """What tells this question from all others."""
        return self.decision, self.turn

    @property
    def n(self) -> int | None:
        """The number of the decision in the record; None for a default."""
        return self.line.n if self.line else None

    @property
    def delay(self) -> int:
        """Minutes from the question to its answer; to the last minute in which one was possible if there was none."""
        return self.at - self.opened if self.line else max(0, self.at - 1 - self.opened)

    @property
    def put(self) -> bool:
        """False if nobody was asked: this length of session leaves the point out, and its default stood at once."""
        return self.line is not None or self.at > self.opened


def askings(replayed: Replayed) -> tuple[Asking, ...]:
    """All answered or lapsed questions of a replayed record in order of their answers. It needs its entries."""
    lines = replayed.record.lines
    given = ((index, line) for index, line in enumerate(lines) if isinstance(line, DecisionLine))
    openings = opened(replayed.simulation)
    clock, turns = replayed.simulation.program.times, Counter[str]()
    found = []
    for taken in replayed.simulation.taken:
        key = taken.decision, turns[taken.decision]
        turns[taken.decision] += 1
        index, line = (-1, None) if taken.by == "default" else next(given)
        place = (sum(line.at < taken.at for line in lines), 0) if line is None else (index, 1)
        found.append(
            Asking(*key, taken.seat, openings[key], taken.at, tuple(taken.choice), line, place, clock.moment(taken.at))
        )
    return tuple(found)


def opened(sim: Simulation) -> dict[Key, int]:
    """When each question was put, in minutes, those without an answer too. It needs the simulation's entries."""
    turns = Counter[str]()
    found = {}
    for entry in sim.entries:
        if entry.kind == "opened":
            found[entry.what, turns[entry.what]] = entry.at
            turns[entry.what] += 1
    return found


def asked_at(known: Sequence[Asking], name: str) -> Asking:
    """The question that `name` means: the decision's number in the record, or its id, with ':2' for the second time.

    An id also finds a question that nobody answered, which has no number. Raises IllegalDecision with the way out.
    """
    if name.lstrip("+-").isdigit():
        return _by_number(known, int(name))
    decision, _, time = name.partition(":")
    same = [asking for asking in known if asking.decision == decision and asking.put]
    if not same:
        _unknown(known, decision)
    if not time and len(same) > 1:
        times = ", ".join(f"{decision}:{asking.turn + 1} ({asking.time})" for asking in same)
        raise IllegalDecision(f"{decision} was asked {len(same)} times in this record", f"say which: {times}")
    wanted = int(time) if time.isdigit() else 0
    found = next((asking for asking in same if not time or asking.turn + 1 == wanted), None)
    if found is None:
        raise IllegalDecision(f"{decision} was asked {len(same)} times in this record", f"such as {decision}:1")
    return found


def _by_number(known: Sequence[Asking], number: int) -> Asking:
    numbers = {asking.n: asking for asking in known if asking.n is not None}
    if number not in numbers:
        ways = f"give a number from 1 to {len(numbers)}" if numbers else "there is nothing in it to change"
        raise IllegalDecision(f"no decision number {number} in this record of {len(numbers)}", ways)
    return numbers[number]


def _unknown(known: Sequence[Asking], decision: str) -> NoReturn:
    if any(asking.decision == decision for asking in known):
        raise IllegalDecision(f"{decision} was not put to anybody", "this length of session leaves it to its default")
    ids: Iterable[str] = dict.fromkeys(asking.decision for asking in known if asking.put)
    hint = closest(decision, ids) or f"it has {', '.join(ids) or 'no decisions'}"
    raise IllegalDecision(f'no decision "{decision}" in this record', hint)
