"""Who knows of an entry, and which decisions a seat has heard of."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.entries import Entry
from tabletop.engine.simulation import Simulation


@dataclass(frozen=True)
class TakenView:
    """A decision that the seat knows of: its own, or another's once it took effect and unless it was made in secret."""

    n: int
    at: int
    clock: str
    seat: str
    decision: str
    title: str
    choice: tuple[str, ...]
    labels: tuple[str, ...]
    by: str


def knows(entry: Entry, seat: str | None) -> bool:
    """True if `seat` was told of the entry; None is the facilitator."""
    return seat is None or entry.seats is None or seat in entry.seats


def seats_told(sim: Simulation, n: int) -> tuple[str, ...] | None:
    """The seats that know where entry `n` comes from: who decided, or who was told; None means everybody."""
    entry = sim.entries[n]
    while entry.n:
        if entry.kind in ("decision", "default"):
            return (entry.detail["seat"],)
        if entry.kind == "resolved":
            return tuple(sim.program.points[decision].point.seat for decision in entry.detail["choices"])
        if entry.seats is not None:
            return entry.seats
        entry = sim.entries[entry.cause]
    return None


def origin(sim: Simulation, n: int) -> str:
    """What entry `n` follows from, in words: a choice, an inject, or the starting position."""
    entry = sim.entries[n]
    while entry.kind in ("chance", "change", "note") and entry.n:
        entry = sim.entries[entry.cause]
    if entry.what in sim.program.points:
        return f"the choice “{sim.program.points[entry.what].point.title}”"
    if entry.kind == "inject":
        return f"“{entry.detail['subject']}”"
    return "the choices made together" if entry.kind == "resolved" else "the starting position"


def taken(sim: Simulation, seat: str | None) -> tuple[TakenView, ...]:
    """The decisions that `seat` knows of, in order."""
    sealed = {answer.plan.point.id for answer in sim.table.sealed_answers()}
    known = []
    for made in sim.taken:
        plan = sim.program.points[made.decision]
        options = [plan.point.options[plan.numbers[option]] for option in made.choice]
        own = seat is None or seat == made.seat
        if own or (made.decision not in sealed and not any(option.secret for option in options)):
            labels = tuple(option.label for option in options)
            clock, title = sim.program.times.moment(made.at), plan.point.title
            known.append(
                TakenView(made.n, made.at, clock, made.seat, made.decision, title, made.choice, labels, made.by)
            )
    return tuple(known)
