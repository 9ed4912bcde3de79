"""An ensemble in figures: means, spread, ratings, endings, what was chosen, what occurred."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from tabletop.analysis.ensemble import Ensemble
from tabletop.scenario.definition import Scenario

RATINGS = ("P", "S", "M", "U")
QUANTILES = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_DIGITS = 6


def summary(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    """`seats`, `endings`, `options`, `injects`, `events_per_playout`, `playouts_per_second`, ready for JSON.

    Scores are 0 to 100; `sd` is the standard deviation of the sample (n - 1), quantiles are linear between order
    statistics (Hyndman and Fan 1996, type 7). Seats, endings, options and injects stand in the scenario's order.
    """
    playouts = ensemble.playouts
    number = len(playouts)
    seconds = max(ensemble.seconds, 1e-9)
    return {
        "seats": {seat.id: _seat(ensemble, seat.id) for seat in scenario.seats} if number else {},
        "endings": _endings(ensemble, scenario),
        "options": _options(ensemble, scenario),
        "injects": _injects(ensemble, scenario),
        "events_per_playout": _figure(np.mean([playout.events for playout in playouts])) if number else 0.0,
        "playouts_per_second": round(number / seconds, 1),
    }


def _seat(ensemble: Ensemble, seat: str) -> dict[str, Any]:
    totals = np.array([playout.totals[seat] for playout in ensemble.playouts if seat in playout.totals])
    if not len(totals):
        return {"player": ensemble.plan.seats.get(seat, ""), "mean": None, "sd": None, "quantiles": {}, "ratings": {}}
    ratings = Counter(playout.ratings[seat] for playout in ensemble.playouts)
    return {
        "player": ensemble.plan.seats.get(seat, ""),
        "mean": _figure(totals.mean()),
        "sd": _figure(totals.std(ddof=1)) if len(totals) > 1 else 0.0,
        "quantiles": {name: _figure(np.quantile(totals, share)) for name, share in QUANTILES.items()},
        "ratings": {rating: ratings[rating] for rating in RATINGS},
    }


def _endings(ensemble: Ensemble, scenario: Scenario) -> dict[str, int]:
    counts = Counter(playout.ending for playout in ensemble.playouts)
    return {str(ending.id): counts[ending.id] for ending in scenario.endings}


def _options(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    counts = Counter(option for playout in ensemble.playouts for option in playout.options)
    return {
        str(point.id): {str(option.id): counts[point.seat, point.id, option.id] for option in point.options}
        for point in scenario.decisions
    }


def _injects(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    """By id: the share of playouts in which it occurred, and how often it occurred in a playout on average."""
    number = max(1, len(ensemble.playouts))
    often = Counter[str]()
    once = Counter[str]()
    for playout in ensemble.playouts:
        often.update(playout.injects)
        once.update(playout.injects.keys())
    return {
        str(inject.id): {"share": _figure(once[inject.id] / number), "mean": _figure(often[inject.id] / number)}
        for inject in scenario.injects
    }


def _figure(value: Any) -> float:
    return round(float(value), _DIGITS)
