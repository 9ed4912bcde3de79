"""What a seat may know, as plain values: one pure function that every screen, page, report and bot stands behind."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.asking import QuestionView, questions
from tabletop.engine.entries import Entry
from tabletop.engine.knowledge import TakenView, knows, origin, seats_told, taken
from tabletop.engine.outcome import Outcome
from tabletop.engine.readings import Reading, TheatreView, readings, since, theatres
from tabletop.engine.sight import seen
from tabletop.engine.simulation import Simulation
from tabletop.engine.whereabouts import ForceView, forces


@dataclass(frozen=True)
class Notice:
    """An inject as it reached a seat; `n` is its entry's number, `at` in minutes.

    `enclosed` is the title ('' for none) and the paragraphs of the document that came with it.
    """

    n: int
    at: int
    clock: str
    inject: str
    sender: str
    channel: str
    subject: str
    body: str
    enclosed: tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class PendingView:
    """Something on its way that the seat knows of; `due` in minutes."""

    due: int
    clock: str
    label: str


@dataclass(frozen=True)
class View:
    """Everything that one seat may know now. `seat` is None for the facilitator, who sees all. Times in minutes.

    `since` is the day against which changes are told, '' for the day before.
    """

    seat: str | None
    seat_label: str
    now: int
    clock: str
    date: str
    ended: bool
    outcome: Outcome | None
    readings: tuple[Reading, ...]
    theatres: tuple[TheatreView, ...]
    forces: tuple[ForceView, ...]
    notices: tuple[Notice, ...]
    pending: tuple[PendingView, ...]
    questions: tuple[QuestionView, ...]
    decisions: tuple[TakenView, ...]
    numbers: tuple[float | None, ...]
    since: str


def view(sim: Simulation, seat: str | None) -> View:
    """The world as `seat` may know it. Changes nothing; equal knowledge gives equal views. Raises CannotRun."""
    return sim.guarded(lambda: _view(sim, seat))


def _view(sim: Simulation, seat: str | None) -> View:
    scenario = sim.program.scenario
    values = sim.world.values if seat is None else sim.program.masks[seat].apply(sim.world.values)
    times = scenario.times
    label = next((known.label for known in scenario.seats if known.id == seat), "Facilitator")
    return View(
        seat=seat,
        seat_label=label,
        now=sim.now,
        clock=times.moment(sim.now),
        date=f"{times.beside(sim.now)} {scenario.startex.zone}".strip(),
        ended=sim.ended,
        outcome=sim.outcome,
        readings=readings(sim, seat),
        theatres=theatres(sim, seat),
        forces=forces(sim, seat),
        notices=tuple(_notice(sim, entry) for entry in sim.entries if entry.kind == "inject" and knows(entry, seat)),
        pending=_pending(sim, seat),
        questions=questions(sim, seat),
        decisions=taken(sim, seat),
        numbers=tuple(map(seen, values)),
        since=since(sim),
    )


def _notice(sim: Simulation, entry: Entry) -> Notice:
    inject = sim.program.injects[entry.what].inject
    subject, body, enclosed = entry.detail["subject"], entry.detail["body"], entry.detail.get("enclosed", ("", ()))
    clock = sim.program.times.moment(entry.at)
    return Notice(entry.n, entry.at, clock, inject.id, inject.sender, inject.channel, subject, body, enclosed)


def _pending(sim: Simulation, seat: str | None) -> tuple[PendingView, ...]:
    known = []
    for item in sim.pending:
        told = seats_told(sim, item.cause)
        if seat is None or told is None or seat in told:
            label = item.label or f"what follows from {origin(sim, item.cause)}"
            known.append(PendingView(item.due, sim.program.times.moment(item.due), label))
    return tuple(sorted(set(known), key=lambda item: (item.due, item.label)))
