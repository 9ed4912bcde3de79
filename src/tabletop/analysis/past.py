"""A recorded game as one of its seats lived it: its own decisions, what it saw happen, and what it saw of the world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tabletop.analysis.answers import open_answers
from tabletop.engine.entries import Entry
from tabletop.engine.program import Program
from tabletop.engine.reliving import Seen
from tabletop.engine.setup import Setup
from tabletop.engine.sight import sight as sight_of
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.record.course import Replayed, setup_of
from tabletop.record.record import DecisionLine, EndLine, InjectLine, OverrideLine, Record
from tabletop.scoring.scorecard import score

HUMAN = "human"
Given = DecisionLine | InjectLine | OverrideLine


@dataclass(frozen=True)
class Moment:
    """A decision of the seat. `n` is its number in the record, None for a default that was taken at the deadline.

    `at` is the minute at which it was made, `before` the minute at which it could still be made otherwise: the same,
    or one before the deadline. `place` is its number among all decisions of the game. `open` are the answers that could
    be given then, the one that was given among them; `sealed` the decisions that others had answered in secret by then.
    """

    n: int | None
    place: int
    at: int
    before: int
    decision: str
    choice: tuple[str, ...]
    by: str
    open: tuple[tuple[str, ...], ...] = ()
    sealed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """All that a review needs of a game for one seat.

    `given` are the inputs from outside in their order, the seat's own and other people's decisions among them; `known`
    what the program's players chose in sight of the seat, by (decision, how often it was answered before); `others` the
    decisions of everybody else, seen or not, as (place, decision, answer). `sights` are the world's numbers as the seat
    saw them at each moment, not a number where hidden. `final` is the score at the end.
    """

    seat: str
    seats: Mapping[str, str]
    seen: Seen
    given: tuple[Given, ...]
    moments: tuple[Moment, ...]
    known: Mapping[tuple[str, int], tuple[str, ...]]
    others: tuple[tuple[int, str, tuple[str, ...]], ...]
    sights: tuple[tuple[float, ...], ...]
    final: float
    ended: int


def past(record: Record, replayed: Replayed, seat: str) -> Past:
    """The game as `seat` lived it. `replayed` is the record played again, with entries, to its end."""
    sim = replayed.simulation
    outside = {id_ for id_, spec in record.header.seats.items() if spec == HUMAN} | {seat}
    lines = [line for line in record.lines if not isinstance(line, EndLine)]
    seen = _seen(sim, seat)
    inputs = tuple(line for line in lines if isinstance(line, Given))
    looks = list(_looks(sim.program, record, inputs, tuple(_moments(record, sim, seat)), seat))
    return Past(
        seat=seat,
        seats=dict(record.header.seats),
        seen=Seen(_known_setup(record, sim.program, seat), _arms(sim, seen), _times(sim, seen, seat)),
        given=tuple(line for line in inputs if not isinstance(line, DecisionLine) or line.seat in outside),
        moments=tuple(moment for moment, _ in looks),
        known=_known(sim, seen, outside),
        others=tuple((t.n, t.decision, t.choice) for t in sim.taken if t.seat != seat and t.by != "default"),
        sights=tuple(seen for _, seen in looks),
        final=score(sim)[seat].total,
        ended=sim.now,
    )


def walk(sim: Simulation, given: tuple[Given, ...], moments: tuple[Moment, ...]) -> Iterator[int]:
    """Play a game by what was given, and stop before each moment: its number. Ends early when the game does.

    Raises IllegalDecision when something cannot be given in this game.
    """
    waiting = list(enumerate(moments))
    for line in given:
        while waiting and (waiting[0][1].n is None or _is(waiting[0][1], line)) and waiting[0][1].before <= line.at:
            number, moment = waiting.pop(0)
            reach(sim, moment.before)
            if sim.ended:
                return
            yield number
        reach(sim, line.at)
        if sim.ended:
            return
        give(sim, line)
    for number, moment in waiting:
        reach(sim, moment.before)
        if sim.ended:
            return
        yield number


def reach(sim: Simulation, at: int) -> None:
    """Let time pass to `at` minutes, over whatever is open."""
    while sim.now < at and not sim.ended:
        sim.advance(at)


def give(sim: Simulation, line: Given) -> None:
    """Do what a line of the record says, now."""
    if isinstance(line, DecisionLine):
        sim.decide(line.seat, line.decision, line.choice)
    elif isinstance(line, InjectLine):
        sim.fire_by_hand(line.inject, line.reason)
    else:
        quantity = sim.program.layout.quantities[line.quantity]
        value = quantity.number(line.value) if isinstance(line.value, str) else line.value
        sim.override(line.quantity, value, line.reason)


def _is(moment: Moment, line: Given) -> bool:
    return isinstance(line, DecisionLine) and line.n == moment.n


def _moments(record: Record, sim: Simulation, seat: str) -> Iterator[Moment]:
    numbers = {(line.at, line.decision): line for line in record.decisions if line.seat == seat}
    held = record.header.seats.get(seat, HUMAN)
    for taken in sim.taken:
        if taken.seat != seat or not _listed(sim, taken):
            continue
        line = numbers.get((taken.at, taken.decision))
        if taken.by == "default":
            yield Moment(None, taken.n, taken.at, taken.at - 1, taken.decision, taken.choice, "default")
        elif line is not None and line.by == held:
            yield Moment(line.n, taken.n, taken.at, taken.at, taken.decision, taken.choice, line.by)


def _listed(sim: Simulation, taken: Taken) -> bool:
    lengths = sim.program.points[taken.decision].point.lengths
    return not lengths or sim.setup.length in lengths


# What the seat saw


def _known_setup(record: Record, program: Program, seat: str) -> Setup:
    """The setup without hidden facts that were set by hand: the seat was not told of them."""
    setup, quantities = setup_of(record.header), program.layout.quantities
    told = {id_: value for id_, value in setup.latents.items() if sight_of(quantities[id_].visible, seat) != "hidden"}
    return replace(setup, latents=told)


def _seen(sim: Simulation, seat: str) -> list[bool]:
    """For each entry, whether the seat saw it or something that followed from it at once."""
    hidden = {sim.program.layout.names[slot] for slot in sim.program.masks[seat].hidden}
    seen = [_visible(sim, entry, seat, hidden) for entry in sim.entries]
    for entry in reversed(sim.entries):
        if seen[entry.n] and not _only_later(sim, entry):
            seen[entry.cause] = True
    return seen


def _only_later(sim: Simulation, entry: Entry) -> bool:
    """Steps, and what a condition set off, name what came before them, which need not have led to them."""
    if entry.kind == "inject":
        return sim.program.injects[entry.what].when is not None
    return entry.kind in ("step", "opened", "end")


def _visible(sim: Simulation, entry: Entry, seat: str, hidden: set[str]) -> bool:
    if entry.kind == "inject":
        return entry.seats is None or seat in entry.seats
    if entry.kind in ("decision", "default"):
        plan = sim.program.points[entry.what]
        secret = any(plan.point.options[plan.numbers[option]].secret for option in entry.detail["choice"])
        return plan.point.seat == seat or not secret
    return any(change.quantity not in hidden for change in entry.changes)


def _arms(sim: Simulation, seen: list[bool]) -> dict[tuple[str, int], int]:
    counts: Counter[str] = Counter()
    arms = {}
    for entry in sim.entries:
        if entry.kind == "chance":
            if seen[entry.n]:
                arms[entry.what, counts[entry.what]] = int(entry.detail["taken"])
            counts[entry.what] += 1
    return arms


def _times(sim: Simulation, seen: list[bool], seat: str) -> dict[str, tuple[int, ...]]:
    came = [entry for entry in sim.entries if entry.kind == "inject" and "threshold" in entry.detail]
    watched = {entry.what for entry in came if seen[entry.n]}
    hazards = {id_: plan.inject for id_, plan in sim.program.injects.items() if plan.inject.hazard is not None}
    watched |= {id_ for id_, inject in hazards.items() if seat in inject.to}
    return {id_: tuple(entry.at for entry in came if entry.what == id_) for id_ in hazards if id_ in watched}


def _known(sim: Simulation, seen: list[bool], outside: set[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    made: dict[tuple[str, int], Entry] = {}
    counts: Counter[str] = Counter()
    for entry in sim.entries:
        if entry.kind in ("decision", "default"):
            made[entry.what, counts[entry.what]] = entry
            counts[entry.what] += 1
    return {
        key: tuple(entry.detail["choice"])
        for key, entry in made.items()
        if seen[entry.n] and entry.kind == "decision" and entry.detail["seat"] not in outside
    }


def _looks(
    program: Program, record: Record, inputs: tuple[Given, ...], moments: tuple[Moment, ...], seat: str
) -> Iterator[tuple[Moment, tuple[float, ...]]]:
    """Each moment with the answers that were open, and what the seat saw of the world."""
    sim = Simulation(program, setup_of(record.header), entries=False)
    for number in walk(sim, inputs, moments):
        moment = moments[number]
        answers = open_answers(program.points[moment.decision], sim.world.values, moment.choice)
        sealed = tuple(answer.plan.point.id for answer in sim.table.sealed_answers())
        yield replace(moment, open=answers, sealed=sealed), sight(sim, seat)


def sight(sim: Any, seat: str) -> tuple[float, ...]:
    """The world's numbers as the seat sees them now."""
    return tuple(sim.program.masks[seat].apply(sim.world.values))
