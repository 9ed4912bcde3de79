"""One decision, every answer that was open: how this very game would have gone, and where it first parts.

The same world with one decision changed is hindsight: the dice that were to fall fall the same. What an answer was
worth beforehand is for `review.judge`, in futures that nobody could know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tabletop.analysis.answers import open_answers
from tabletop.analysis.past import Given, give, reach
from tabletop.bots.players import make_chooser
from tabletop.engine.cards import Card, cards
from tabletop.engine.knowledge import origin
from tabletop.engine.program import Program
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.changed import changed
from tabletop.record.course import setup_of
from tabletop.record.record import DecisionLine, Record
from tabletop.record.replay import replay_record
from tabletop.scoring.scorecard import Scorecard, score


@dataclass(frozen=True)
class Way:
    """This very game with one answer: its end, the scorecards, what of the recorded course did not fit.

    `parts` is the first card on which it differs from the recorded game, None for the recorded answer and where nothing
    differs; `because` says what that follows from.
    """

    choice: tuple[str, ...]
    recorded: bool
    ending: str
    ended: int
    scores: Mapping[str, Scorecard]
    dropped: tuple[str, ...]
    parts: Card | None
    because: str


def ways(record: Record, program: Program, n: int) -> tuple[DecisionLine, tuple[Way, ...]]:
    """Decision number `n`, and this game with every answer that was open there, in written order.

    Raises RecordMismatch for a record that takes another course, CannotRun for a game that has not ended,
    IllegalDecision when there is no such decision.
    """
    replayed = replay_record(record, program, verify=True)
    if not replayed.complete:
        raise CannotRun("this game has not ended yet", "play it to its end, or use 'tabletop branch'")
    line = next((line for line in record.decisions if line.n == n), None)
    if line is None:
        count = len(record.decisions)
        raise IllegalDecision(f"no decision number {n} in this record", f"give a number from 1 to {count}")
    answers = open_answers(program.points[line.decision], _values(record, program, line), line.choice)
    recorded = cards(replayed.simulation, None)
    return line, tuple(_way(record, program, line, choice, recorded) for choice in answers)


def _values(record: Record, program: Program, line: DecisionLine) -> list[float]:
    """The world just before the decision."""
    sim = Simulation(program, setup_of(record.header), entries=False)
    for given in record.lines:
        reach(sim, given.at)
        if given is line:
            break
        if isinstance(given, Given):
            give(sim, given)
    return sim.world.values


def _way(
    record: Record, program: Program, line: DecisionLine, choice: tuple[str, ...], recorded: tuple[Card, ...]
) -> Way:
    course = changed(record, program, line.n, choice, lambda spec: make_chooser(spec, program), play_on=True)
    sim = course.simulation
    assert sim.outcome is not None
    parts = _parts(recorded, cards(sim, None), line)
    return Way(
        choice=choice,
        recorded=choice == line.choice,
        ending=sim.outcome.title,
        ended=sim.outcome.at,
        scores=score(sim),
        dropped=course.dropped,
        parts=parts,
        because="" if parts is None else _because(sim, parts),
    )


def _parts(recorded: tuple[Card, ...], found: tuple[Card, ...], line: DecisionLine) -> Card | None:
    """The first card that the recorded game does not have, the decision's own aside."""
    known = {(card.at, card.title, card.lines) for card in recorded}
    for card in found:
        own = card.at == line.at and _is_own(card, recorded)
        if card.at >= line.at and not own and (card.at, card.title, card.lines) not in known:
            return card
    return None


def _is_own(card: Card, recorded: tuple[Card, ...]) -> bool:
    """True for a card of the same question at the same minute, which differs because the answer does."""
    return any(other.at == card.at and other.title == card.title for other in recorded)


def _because(sim: Simulation, card: Card) -> str:
    cause = sim.entries[card.n].cause
    return origin(sim, cause) if cause else ""


def told(program: Program, line: DecisionLine, found: tuple[Way, ...]) -> dict[str, Any]:
    """The comparison ready for JSON: `n decision title seat at choice here`; scores from 0 to 100, times in minutes."""
    point = program.points[line.decision].point
    labels = {option.id: option.label for option in point.options}
    return {
        "n": line.n,
        "decision": line.decision,
        "title": point.title,
        "seat": line.seat,
        "at": line.at,
        "choice": list(line.choice),
        "here": [
            {
                "choice": list(way.choice),
                "label": "; ".join(labels[option] for option in way.choice),
                "recorded": way.recorded,
                "ending": way.ending,
                "ended": way.ended,
                "scores": {seat: _scores(card) for seat, card in way.scores.items()},
                "dropped": list(way.dropped),
                "parts": None if way.parts is None else _card(way),
            }
            for way in found
        ],
    }


def _scores(card: Scorecard) -> dict[str, Any]:
    objectives = {objective.id: objective.value for objective in card.objectives}
    return {"total": card.total, "rating": card.rating, "objectives": objectives}


def _card(way: Way) -> dict[str, Any]:
    assert way.parts is not None
    return {
        "entry": way.parts.n, "at": way.parts.at, "title": way.parts.title, "lines": list(way.parts.lines),
        "because": way.because,
    }  # fmt: skip
