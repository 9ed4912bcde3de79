"""What a result rests on: the change that each variation makes, and what drawn assumptions have to do with scores.

Every variation is played in the same replicates as the plan itself, so that its effect is a paired difference. Where an
interruption has left no pair, a variation is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Any

import numpy as np

from tabletop.analysis import pairs, summary
from tabletop.analysis.ensemble import Ensemble
from tabletop.analysis.intervals import CONFIDENCE, Array, figure, interval
from tabletop.analysis.variations import Variation
from tabletop.scenario.definition import Scenario


def tornado(
    base: Ensemble, variations: Iterable[tuple[Variation, Ensemble]], scenario: Scenario
) -> dict[str, list[dict[str, Any]]]:
    """By seat, the assumption with the largest swing first: what each end of its range changes, ready for JSON.

    `low` and `high` are None where the plan is already there; `swing` is the distance between the largest and the
    smallest mean of the row, the plan's own included; `clear` whether the change at either end is beyond chance.
    """
    ends: dict[str, dict[str, tuple[Variation, Ensemble]]] = {}
    for variation, ensemble in _compared(base, variations):
        ends.setdefault(variation.what, {})[variation.end] = (variation, ensemble)
    return {
        seat: sorted(
            (_bar(base, what, found, seat) for what, found in ends.items()), key=lambda row: -float(row["swing"])
        )
        for seat in _seats(base, scenario)
    }


def preset_changes(
    base: Ensemble, variations: Iterable[tuple[Variation, Ensemble]], scenario: Scenario
) -> dict[str, list[dict[str, Any]]]:
    """By seat: what each preset changes against the plan's own, in the scenario's order, ready for JSON."""
    found = _compared(base, variations)
    return {
        seat: [{"preset": each.what, **_change(base, ensemble, seat)} for each, ensemble in found]
        for seat in _seats(base, scenario)
    }


def advantages(
    labels: Iterable[str], firsts: Iterable[Ensemble], seconds: Iterable[Ensemble], scenario: Scenario
) -> dict[str, list[dict[str, Any]]]:
    """By seat: how much better the second plan does than the first in each variation, ready for JSON.

    The first row is the plan as it is. `turns` where the sign is clear and not the one that it clearly has there.
    """
    trios = [trio for trio in zip(labels, firsts, seconds, strict=True) if pairs.pairs(*trio[1:])]
    found: dict[str, list[dict[str, Any]]] = {}
    for seat in _seats(trios[0][1], scenario) if trios else ():
        rows = [{"variation": label, **_change(first, second, seat, "difference")} for label, first, second in trios]
        start = rows[0]
        for row in rows:
            opposite = row["difference"] * start["difference"] < 0
            row["turns"] = bool(opposite and row["clear"] and start["clear"])
        found[seat] = rows
    return found


def samples(ensembles: tuple[Ensemble, ...]) -> list[Array]:
    """What has to be known well for a sweep to be: the plan's own totals, and the change of each variation."""
    return [*summary.samples(ensembles[:1]), *pairs.samples(ensembles)]


def paired_samples(ensembles: tuple[Ensemble, ...]) -> list[Array]:
    """The same where each variation is played by two plans, all by the first before all by the second."""
    half = len(ensembles) // 2
    return [each for pair in zip(ensembles[:half], ensembles[half:], strict=True) for each in pairs.samples(pair)]


def influences(ensemble: Ensemble, scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """By seat, the largest first: the rank correlation of the total with each drawn assumption (Spearman 1904).

    `clear` when it is larger than any of them would be in 95 % of ensembles in which nothing depends on anything
    (normal approximation, Bonferroni's correction for the number of assumptions).
    """
    limit = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * len(ensemble.plan.drawn)))
    draws = [ensemble.plan.draw(playout.replicate) for playout in ensemble.playouts]
    found: dict[str, list[dict[str, Any]]] = {}
    for seat in _seats(ensemble, scenario):
        scores = ranks(summary.totals(ensemble.playouts, seat))
        rows = [
            _influence(name, limit, ranks(np.array([draw[name] for draw in draws])), scores)
            for name in ensemble.plan.drawn
        ]
        found[seat] = sorted(rows, key=lambda row: -abs(float(row["rank_correlation"])))
    return found


def ranks(sample: Array) -> Array:
    """The place of each value among all, from 1; equal ones share the mean of their places."""
    _, number, counts = np.unique(sample, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Array = (last - (counts - 1) / 2)[number]
    return shared


def _influence(name: str, limit: float, drawn_ranks: Array, scores: Array) -> dict[str, Any]:
    varies = len(scores) > 2 and drawn_ranks.std() > 0 and scores.std() > 0
    r = figure(np.corrcoef(drawn_ranks, scores)[0, 1]) if varies else 0.0
    return {"assumption": name, "rank_correlation": r, "clear": varies and abs(r) > limit / (len(scores) - 1) ** 0.5}


def _compared(base: Ensemble, variations: Iterable[tuple[Variation, Ensemble]]) -> list[tuple[Variation, Ensemble]]:
    return [(variation, ensemble) for variation, ensemble in variations if pairs.pairs(base, ensemble)]


def _bar(base: Ensemble, what: str, found: Mapping[str, tuple[Variation, Ensemble]], seat: str) -> dict[str, Any]:
    row: dict[str, Any] = {"assumption": what}
    for end in ("low", "high"):
        if end in found:
            variation, ensemble = found[end]
            row[end] = {"value": variation.value, **_change(base, ensemble, seat)}
        else:
            row[end] = None
    changes = [0.0, *(row[end]["change"] for end in ("low", "high") if row[end])]
    clear = any(row[end]["clear"] for end in ("low", "high") if row[end])
    return {**row, "swing": figure(max(changes) - min(changes)), "clear": clear}


def _change(base: Ensemble, other: Ensemble, seat: str, name: str = "change") -> dict[str, Any]:
    before, after = pairs.total_pairs(pairs.pairs(base, other), seat)
    return {"mean": figure(after.mean()), **pairs.change(interval(after - before), name)}


def _seats(ensemble: Ensemble, scenario: Scenario) -> list[str]:
    scored = ensemble.playouts[0].totals if ensemble.playouts else {}
    return [str(seat.id) for seat in scenario.seats if seat.id in scored]
