"""The scorecard of a seat: weighted objectives, what was observed of them, and the caps that hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.definition import Objective
from tabletop.scoring.gates import GateReached, gates_reached
from tabletop.scoring.measures import MeasureScore, weighed
from tabletop.scoring.objectives import ObjectiveScore, Rating, objective_score, rating
from tabletop.scoring.totals import ended_totals

__all__ = ["GateReached", "MeasureScore", "ObjectiveScore", "Scorecard", "rating", "score", "totals"]

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Scorecard:
    """What a game was worth to one seat.

    `total` from 0 to 100 is kept to a millionth and shown as the whole number `points`; `coverage` from 0 to 1 is the
    weight of what was observed. `uncapped` is the total before gates; `capped_by` names the gate that lowered it and
    how it was reached, or is ''. Nothing observed: `rating` is '' and the total is no score.
    """

    seat: str
    total: float
    rating: Rating
    coverage: float
    capped_by: str
    objectives: tuple[ObjectiveScore, ...]
    uncapped: float = 0.0
    gates: tuple[GateReached, ...] = ()

    @property
    def points(self) -> int:
        """The total as it is shown."""
        return round(self.total)


def score(sim: Simulation, weights: Weights | None = None) -> dict[str, Scorecard]:
    """The scorecards of all seats that have objectives, as the game stands, in the order of the seats.

    `weights` are a team's own swing weights: seat to objective to weight; what is left out keeps the scenario's. Raises
    IllegalDecision for weights of unknown seats or objectives, negative ones, or none above zero; CannotRun for a
    measure that has no value.
    """
    try:
        return _cards(sim, weights or {})
    except (ArithmeticError, ValueError) as error:
        raise sim.program.code.explain(error) from error


def totals(sim: Simulation, seats: Collection[str] | None = None) -> dict[str, float]:
    """The totals alone, of the seats named or of all that have objectives: `score(sim)[seat].total`, to the last bit.

    Much quicker for games that have ended. Seats without objectives are left out. Raises CannotRun.
    """
    if not (sim.ended and sim.trackers.samples):
        return {seat: card.total for seat, card in score(sim).items() if seats is None or seat in seats}
    try:
        return ended_totals(sim, seats)
    except (ArithmeticError, ValueError) as error:
        raise sim.program.code.explain(error) from error


def _cards(sim: Simulation, own: Weights) -> dict[str, Scorecard]:
    scenario = sim.program.scenario
    readings = sim.trackers.read(sim.world.values)
    _known("seat", own, [str(seat.id) for seat in scenario.seats])
    cards = {}
    for seat in scenario.seats:
        objectives = [objective for objective in scenario.objectives if objective.seat == seat.id]
        if objectives:
            given = _weighted(str(seat.id), objectives, own.get(seat.id, {}))
            found = tuple(objective_score(sim, o, weight, readings) for o, weight in given)
            cards[str(seat.id)] = _scorecard(str(seat.id), found, gates_reached(sim, seat.id))
    return cards


def _scorecard(seat: str, objectives: tuple[ObjectiveScore, ...], gates: tuple[GateReached, ...]) -> Scorecard:
    observed = [objective for objective in objectives if objective.observed]
    weight = sum(objective.weight for objective in observed)
    uncapped = weighed([o.value for o in observed], [o.weight for o in observed], weight) if weight else 0.0
    lowest = gates[0] if gates and weight and gates[0].cap < uncapped else None
    total = lowest.cap if lowest else uncapped
    return Scorecard(
        seat=seat,
        total=total,
        rating=rating(total) if weight else "",
        coverage=_coverage(objectives),
        capped_by=str(lowest) if lowest else "",
        objectives=objectives,
        uncapped=uncapped,
        gates=gates,
    )


def _coverage(objectives: tuple[ObjectiveScore, ...]) -> float:
    whole = sum(objective.weight for objective in objectives)
    return weighed([o.coverage for o in objectives], [o.weight for o in objectives], whole)


def _weighted(seat: str, objectives: list[Objective], own: Mapping[str, float]) -> list[tuple[Objective, float]]:
    _known(f"objective of {seat}", own, [str(objective.id) for objective in objectives])
    weighted = [(objective, float(own.get(objective.id, objective.weight))) for objective in objectives]
    if not all(0 <= weight < float("inf") for _, weight in weighted) or not any(weight > 0 for _, weight in weighted):
        raise IllegalDecision(f"the weights of {seat} must not be negative, and one must be above zero")
    return weighted


def _known(what: str, given: Mapping[str, object], known: list[str]) -> None:
    for name in given:
        if name not in known:
            raise IllegalDecision(f'no {what} "{name}"', closest(name, known) or f"there are: {', '.join(known)}")
