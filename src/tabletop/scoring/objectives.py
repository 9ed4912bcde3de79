"""The score of one objective, its rating, and how much of it could be observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tabletop.engine.simulation import Simulation
from tabletop.scenario.definition import Objective
from tabletop.scoring.evidence import NO_EVIDENCE, evidence
from tabletop.scoring.measures import MeasureScore, combined, measured

Rating = Literal["P", "S", "M", "U", ""]


@dataclass(frozen=True)
class ObjectiveScore:
    """One objective: `value` from 0 to 100, its `weight`, rating, measures, and the numbers of the entries cited.

    `observed` False means that nothing can be said: `value` is then no score, the rating is '' and the objective is
    left out of the total. `coverage` from 0 to 1 is how much of the game it rests on. `evidence` has the largest
    effects first; `favour` and `against` are the same numbers by side.
    """

    id: str
    title: str
    value: float
    weight: float
    rating: Rating
    measures: tuple[MeasureScore, ...]
    evidence: tuple[int, ...]
    observed: bool
    coverage: float = 1.0
    favour: tuple[int, ...] = ()
    against: tuple[int, ...] = ()


def rating(value: float) -> Rating:
    """P from 75 points, S from 50, M from 25, U below, by the whole number that is shown."""
    shown = round(value)
    return "P" if shown >= 75 else "S" if shown >= 50 else "M" if shown >= 25 else "U"


def objective_score(
    sim: Simulation, objective: Objective, weight: float, readings: Mapping[tuple[str, int], float]
) -> ObjectiveScore:
    """The objective as the game stands. `readings` are the raw values of its measures by (id, number)."""
    scores = tuple(measured(m, readings[objective.id, n]) for n, m in enumerate(objective.measures))
    coverage = observed_part(sim, objective)
    value = combined(scores) if coverage > 0 else 0.0
    cited = evidence(sim, objective) if coverage > 0 and sim.entries else NO_EVIDENCE
    return ObjectiveScore(
        id=str(objective.id),
        title=objective.title,
        value=value,
        weight=weight,
        rating=rating(value) if coverage > 0 else "",
        measures=scores,
        evidence=cited.entries,
        observed=coverage > 0,
        coverage=coverage,
        favour=cited.favour,
        against=cited.against,
    )


def observed_part(sim: Simulation, objective: Objective) -> float:
    """How much of an objective the game has shown, from 0 to 1.

    Nothing before the first step. All of it once the game has ended. In a game that was cut short a terminal measure
    counts in full, since it reads the values of now; one gathered over time counts by the time played, as a share of
    the latest possible end (the real one may be hidden).
    """
    if not sim.trackers.samples:
        return 0.0
    if sim.ended:
        return 1.0
    played = min(1.0, sim.now / sim.program.scenario.endex.latest)
    parts = [m.share * (1.0 if m.mode == "terminal" else played) for m in objective.measures]
    return round(sum(parts) / 100.0, 6)
