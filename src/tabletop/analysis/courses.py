"""A course of a game as plain values: the question at which it turned, its end and scores, what did not fit into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tabletop.analysis.phrases import answer, labels, phrase, short
from tabletop.engine.simulation import Simulation
from tabletop.record.askings import Asking
from tabletop.record.otherwise import Misfit, Otherwise
from tabletop.record.record import DecisionLine, InjectLine
from tabletop.scoring.scorecard import Scorecard, score


def decision_told(sim: Simulation, asking: Asking, known: Sequence[Asking]) -> dict[str, Any]:
    """A question and its answer. `n` is None for a default; `name` is what `--at` takes, `known` are all questions."""
    times = sum(other.decision == asking.decision and other.put for other in known)
    return {
        "n": asking.n,
        "name": f"{asking.decision}:{asking.turn + 1}" if times > 1 else asking.decision,
        "at": asking.at,
        "time": sim.program.times.moment(asking.at),
        "opened": asking.opened,
        "seat": asking.seat,
        "short": short(sim, asking.seat),
        "decision": asking.decision,
        "title": sim.program.points[asking.decision].point.title,
        "choice": list(asking.choice),
        "label": labels(sim, asking.decision, asking.choice),
        "by": asking.line.by if asking.line else "default",
    }


def course_told(sim: Otherwise) -> dict[str, Any]:
    """Digest, outcome (None before the end), and the scores of all seats that have objectives."""
    outcome = sim.outcome
    return {
        "digest": sim.closed(),
        "outcome": None
        if outcome is None
        else {
            "ending": outcome.ending,
            "title": outcome.title,
            "at": outcome.at,
            "time": sim.program.times.moment(outcome.at),
        },
        "scores": {seat: _score(card) for seat, card in score(sim).items()},
    }


def _score(card: Scorecard) -> dict[str, Any]:
    keys = ("title", "weight", "rating", "observed")
    return {
        "total": card.total,
        "rating": card.rating,
        "capped_by": card.capped_by,
        "objectives": {o.id: {"score": o.value, **{key: getattr(o, key) for key in keys}} for o in card.objectives},
    }


def left_out_told(sim: Otherwise) -> list[dict[str, Any]]:
    """What was recorded and did not fit, why, and what was answered instead ('' for nothing, `instead_by` whom)."""
    return [_left_out(sim, misfit) for misfit in sim.misfits]


def _left_out(sim: Otherwise, misfit: Misfit) -> dict[str, Any]:
    line = misfit.line
    taken = sim.answered().get(misfit.key) if misfit.key else None
    return {
        "n": line.n if isinstance(line, DecisionLine) else None,
        "at": line.at,
        "time": sim.program.times.moment(line.at),
        "what": _what(sim, line),
        "why": misfit.why,
        "instead": "" if taken is None else labels(sim, taken.decision, taken.choice),
        "instead_by": "" if taken is None else taken.by,
    }


def _what(sim: Otherwise, line: Any) -> str:
    if isinstance(line, DecisionLine):
        return answer(sim, line.decision, line.choice)
    program = sim.program
    if isinstance(line, InjectLine):
        return f"by the facilitator's hand: “{program.injects[line.inject].inject.subject}”"
    return f"by the facilitator's hand: {program.layout.quantities[line.quantity].label}"


def by_hand(sim: Simulation, since: int) -> Iterator[dict[str, Any]]:
    """What the facilitator did from minute `since` on, and why."""
    for entry in sim.entries:
        if entry.at >= since and entry.kind in ("inject", "override") and "reason" in entry.detail:
            reason = entry.detail["reason"]
            yield {
                "at": entry.at,
                "time": sim.program.times.moment(entry.at),
                "what": phrase(sim, entry),
                "reason": reason,
            }
