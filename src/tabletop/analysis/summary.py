"""An ensemble in figures: means, spread, ratings, endings, what was chosen, what occurred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from tabletop.analysis.ensemble import Ensemble
from tabletop.analysis.intervals import Array, figure, interval, share
from tabletop.analysis.playout import Playout
from tabletop.scenario.definition import Scenario

RATINGS = ("P", "S", "M", "U")
SOUND = RATINGS[:2]
QUANTILES = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
BANDS = 10


def summary(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    """`seats`, `endings`, `options`, `injects` and more, ready for JSON, each in the scenario's order.

    Scores are 0 to 100; `sd` is the standard deviation of the sample (n - 1), `interval` the 95 % interval of the mean
    (Student's t), quantiles are linear between order statistics (Hyndman and Fan 1996, type 7), `histogram` counts by
    tens, 100 with the nineties. `all_sound` is the share of playouts in which every seat comes to P or S. `options`
    counts choices; shares are of playouts, with 95 % intervals by Wilson.
    """
    playouts = ensemble.playouts
    number = len(playouts)
    return {
        "seats": {seat.id: _seat(ensemble, seat.id, scenario) for seat in scenario.seats} if number else {},
        "all_sound": _share(sum(map(_all_sound, playouts)), number),
        "endings": _endings(ensemble, scenario),
        "options": _options(ensemble, scenario),
        "injects": _injects(ensemble, scenario),
        "ending_shares": _ending_shares(ensemble, scenario),
        "option_shares": _option_shares(ensemble, scenario),
        "events_per_playout": figure(np.mean([playout.events for playout in playouts])) if number else 0.0,
        "playouts_per_second": rate(number, ensemble.seconds),
    }


def rate(playouts: int, seconds: float) -> float:
    """Playouts a second, to a tenth."""
    return round(playouts / max(seconds, 1e-9), 1)


def samples(ensembles: tuple[Ensemble, ...]) -> list[Array]:
    """The totals of every seat of every ensemble: what has to be known well for the means to be."""
    return [totals(ensemble.playouts, seat) for ensemble in ensembles for seat in _scored(ensemble)]


def totals(playouts: Iterable[Playout], seat: str) -> Array:
    """The totals of a seat in the order of the playouts; those without one are left out."""
    return np.array([playout.totals[seat] for playout in playouts if seat in playout.totals])


def _scored(ensemble: Ensemble) -> list[str]:
    return list(ensemble.playouts[0].totals) if ensemble.playouts else []


def _seat(ensemble: Ensemble, seat: str, scenario: Scenario) -> dict[str, Any]:
    found = totals(ensemble.playouts, seat)
    player = {"player": ensemble.plan.seats.get(seat, "")}
    if not len(found):
        return {**player, "mean": None, "sd": None, "quantiles": {}, "ratings": {}}
    ratings = Counter(playout.ratings[seat] for playout in ensemble.playouts)
    return {
        **player,
        **_spread(found),
        "ratings": {rating: ratings[rating] for rating in RATINGS},
        "objectives": _objectives(ensemble, seat, scenario),
    }


def _spread(values: Array) -> dict[str, Any]:
    found = interval(values)
    return {
        "mean": found.mean,
        "sd": found.sd,
        "quantiles": {name: figure(np.quantile(values, part)) for name, part in QUANTILES.items()},
        "interval": [found.low, found.high],
        "histogram": np.bincount(np.minimum(values // 10, BANDS - 1).astype(int), minlength=BANDS).tolist(),
    }


def _objectives(ensemble: Ensemble, seat: str, scenario: Scenario) -> dict[str, Any]:
    """By id: the spread of the scores, and in how many playouts the objective could be observed."""
    found = {}
    for objective in scenario.objectives:
        if objective.seat == seat:
            scores = objective_scores(ensemble.playouts, seat, objective.id)
            head = {"title": objective.title, "weight": objective.weight, "observed": len(scores)}
            found[str(objective.id)] = {**head, **(_spread(scores) if len(scores) else {"mean": None})}
    return found


def objective_scores(playouts: Iterable[Playout], seat: str, objective: str) -> Array:
    """The scores of an objective in the order of the playouts; those in which it was not observed are left out."""
    found = (playout.objectives.get(seat, {}).get(objective) for playout in playouts)
    return np.array([score for score in found if score is not None])


def _all_sound(playout: Playout) -> bool:
    return all(rating in SOUND for rating in playout.ratings.values())


def _endings(ensemble: Ensemble, scenario: Scenario) -> dict[str, int]:
    counts = Counter(playout.ending for playout in ensemble.playouts)
    return {str(ending.id): counts[ending.id] for ending in scenario.endings}


def _ending_shares(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    number = len(ensemble.playouts)
    return {ending: _share(count, number) for ending, count in _endings(ensemble, scenario).items()}


def _share(count: int, number: int) -> dict[str, Any]:
    if not number:
        return {"share": 0.0, "interval": [0.0, 1.0]}
    return {"share": figure(count / number), "interval": list(share(count, number))}


def _options(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    counts = Counter(option for playout in ensemble.playouts for option in playout.options)
    return {
        str(point.id): {str(option.id): counts[point.seat, point.id, option.id] for option in point.options}
        for point in scenario.decisions
    }


def _option_shares(ensemble: Ensemble, scenario: Scenario) -> dict[str, Any]:
    """By decision and option: the share of playouts in which it was chosen at least once."""
    number = max(1, len(ensemble.playouts))
    once = Counter(option for playout in ensemble.playouts for option in dict.fromkeys(playout.options))
    return {
        str(point.id): {
            str(option.id): figure(once[point.seat, point.id, option.id] / number) for option in point.options
        }
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
        str(inject.id): {"share": figure(once[inject.id] / number), "mean": figure(often[inject.id] / number)}
        for inject in scenario.injects
    }
