"""How far scores spread: over the class, and over games in which the program plays every seat in the same setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path

from tabletop.analysis.ensemble import Ensemble, Plan
from tabletop.record.record import Header
from tabletop.report.teams import Comparison

PLAYER = "doctrine"


@dataclass(frozen=True)
class Band:
    """`n` scores from 0 to 100: the 5th, the 50th and the 95th percentile."""

    n: int
    p5: float
    p50: float
    p95: float

    def word(self, value: float) -> str:
        """Where a score lies: 'below', 'within' or 'above' the band, by the whole numbers that are shown."""
        return "below" if round(value) < round(self.p5) else "above" if round(value) > round(self.p95) else "within"


@dataclass(frozen=True)
class Spread:
    """Of one seat: the class (None with nobody to count), the bots (None if none were asked to play).

    `objectives` are the bots' bands by objective.
    """

    lowest: float | None
    middle: float | None
    highest: float | None
    count: int
    bots: Band | None
    objectives: Mapping[str, Band]


def plan_of(header: Header, path: Path, runs: int) -> Plan:
    """The same setup with the scenario's doctrine in every seat, many times over."""
    seats = dict.fromkeys(header.seats, PLAYER)
    return Plan(path, header.seed, runs, seats, header.preset, header.length, header.texts, header.assumptions)


def spreads(comparison: Comparison, bots: Ensemble | None) -> dict[str, Spread]:
    """The spread of every seat that is compared."""
    return {seat: _spread(comparison, seat, bots) for seat in comparison.seats}


def quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile of sorted values, linear between order statistics (Hyndman and Fan 1996, type 7)."""
    place = share * (len(ordered) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def band(values: Sequence[float]) -> Band | None:
    """The band of some values; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Band(len(ordered), quantile(ordered, 0.05), quantile(ordered, 0.5), quantile(ordered, 0.95))


def _spread(comparison: Comparison, seat: str, bots: Ensemble | None) -> Spread:
    totals = sorted(team.scores[seat].total for team in comparison.of_class(seat) if seat in team.scores)
    playouts = bots.playouts if bots else ()
    names = [str(objective.id) for objective in comparison.scenario.objectives if objective.seat == seat]
    by_objective = {
        name: [p.objectives[seat][name] for p in playouts if name in p.objectives.get(seat, {})] for name in names
    }
    return Spread(
        lowest=totals[0] if totals else None,
        middle=quantile(totals, 0.5) if totals else None,
        highest=totals[-1] if totals else None,
        count=len(totals),
        bots=band([p.totals[seat] for p in playouts if seat in p.totals]),
        objectives={name: found for name, values in by_objective.items() if (found := band(values))},
    )
