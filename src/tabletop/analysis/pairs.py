"""Two plans against each other, replicate by replicate: the same chance on both sides, so that choices remain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from tabletop.analysis.ensemble import Ensemble
from tabletop.analysis.intervals import Array, Interval, Paired, figure, paired
from tabletop.analysis.playout import Playout
from tabletop.scenario.definition import Scenario

Pair = tuple[Playout, Playout]


def pairs(first: Ensemble, second: Ensemble) -> list[Pair]:
    """The playouts of the replicates that both have, in order."""
    others = {playout.replicate: playout for playout in second.playouts}
    return [(playout, others[playout.replicate]) for playout in first.playouts if playout.replicate in others]


def total_pairs(found: Iterable[Pair], seat: str) -> tuple[Array, Array]:
    """The totals of a seat on both sides, in the order of the replicates."""
    both = [(a.totals[seat], b.totals[seat]) for a, b in found if seat in a.totals and seat in b.totals]
    return _columns(both)


def samples(ensembles: tuple[Ensemble, ...]) -> list[Array]:
    """Each seat's differences of totals between every ensemble and the first one."""
    first, *others = ensembles
    return [
        second - before
        for other in others
        for before, second in (total_pairs(pairs(first, other), seat) for seat in _scored(first))
    ]


def comparison(first: Ensemble, second: Ensemble, scenario: Scenario) -> dict[str, Any]:
    """Second minus first by seat, ready for JSON; seats without a score are left out.

    `difference` is the mean with its 95 % `interval` (Student's t over the pairs), `clear` whether zero lies outside.
    `variance_reduction` is the share of the variance that pairing took away against independent runs, and `worth` how
    many times as many of those would be needed for the same interval.
    """
    found = pairs(first, second)
    if not found:
        return {"pairs": 0, "seats": {}}
    seats = [str(seat.id) for seat in scenario.seats if seat.id in found[0][0].totals]
    return {"pairs": len(found), "seats": {seat: _seat(found, seat, scenario) for seat in seats}}


def _seat(found: list[Pair], seat: str, scenario: Scenario) -> dict[str, Any]:
    objectives = {}
    for objective in scenario.objectives:
        if objective.seat == seat:
            before, after = _objective_pairs(found, seat, objective.id)
            objectives[str(objective.id)] = _told(paired(before, after)) if len(before) else None
    told = paired(*total_pairs(found, seat))
    counts = {"better": told.better, "same": told.same, "worse": told.worse}
    return {**_told(told), **counts, "objectives": objectives}


def _told(found: Paired) -> dict[str, Any]:
    return {
        "first": found.first,
        "second": found.second,
        **change(found.difference, "difference"),
        "variance_reduction": found.reduction,
        "worth": found.worth,
    }


def change(found: Interval, name: str = "change") -> dict[str, Any]:
    """A mean difference for JSON: itself, its interval, half of its width, whether its sign is clear."""
    return {
        name: found.mean,
        "interval": [found.low, found.high],
        "half_width": figure(found.half_width),
        "clear": found.clear,
    }


def _objective_pairs(found: list[Pair], seat: str, objective: str) -> tuple[Array, Array]:
    sides = [(a.objectives.get(seat, {}).get(objective), b.objectives.get(seat, {}).get(objective)) for a, b in found]
    return _columns([(a, b) for a, b in sides if a is not None and b is not None])


def _columns(rows: list[tuple[float, float]]) -> tuple[Array, Array]:
    table = np.array(rows, dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _scored(ensemble: Ensemble) -> list[str]:
    return list(ensemble.playouts[0].totals) if ensemble.playouts else []
