"""The balance of a scenario in figures, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from tabletop.analysis.balance import BASE, DRAWN, EVERYBODY, INACTION, human_seats
from tabletop.analysis.balance_options import decisions, objectives
from tabletop.analysis.columns import Columns
from tabletop.analysis.components import shares
from tabletop.analysis.harvest import Harvest, harvest
from tabletop.analysis.intervals import Array, figure
from tabletop.analysis.summary import QUANTILES, RATINGS
from tabletop.analysis.trials import Game, Trial, scored_seats
from tabletop.scenario.definition import Scenario

OPEN = (DRAWN, BASE)


def figures(trials: Sequence[Trial], games: Sequence[Sequence[Game]], scenario: Scenario) -> dict[str, Any]:
    """`seats`, `decisions`, `objectives`, `injects`, `never`, `cost`.

    Scores are 0 to 100; `span` is the distance between the 5th and the 95th percentile; shares are 0 to 1, those of the
    variance by `components.shares`. Effects and spreads are points of the seat's score; `best` is the share of drawn
    worlds in which an option is the best of its question for its seat, by `favourites.favours`.
    """
    columns = Columns(scenario)
    found = {trial.name: harvest(each) for trial, each in zip(trials, games, strict=True)}
    return {
        "playouts": sum(trial.playouts for trial in trials),
        "seats": {
            seat: _seat(found, trials, columns, seat, number, human=seat in human_seats(scenario))
            for number, seat in enumerate(scored_seats(scenario))
        },
        "decisions": decisions(found, columns, scenario),
        "objectives": objectives(found[DRAWN], columns, scenario),
        "injects": _injects(found, scenario),
        "never": _never(found, columns),
        "cost": _cost(found[DRAWN]),
    }


def _seat(
    found: Mapping[str, Harvest], trials: Sequence[Trial], columns: Columns, seat: str, number: int, *, human: bool
) -> dict[str, Any]:
    players = {trial.name: trial.seats[seat] for trial in trials}
    scores = {name: {"player": players[name], **_scores(found[name], number)} for name in (*OPEN, EVERYBODY, INACTION)}
    taken_apart = {name: shares(found[name], columns, seat, found[name].totals[:, number]) for name in OPEN}
    told = {name: {part: figure(value) for part, value in asdict(each).items()} for name, each in taken_apart.items()}
    return {"human": human, "scores": scores, "shares": told}


def _scores(games: Harvest, number: int) -> dict[str, Any]:
    values: Array = games.totals[:, number]
    quantiles = {name: figure(np.quantile(values, part)) for name, part in QUANTILES.items()}
    counts = {rating: sum(each[number] == rating for each in games.ratings) / len(values) for rating in RATINGS}
    return {
        "mean": figure(values.mean()),
        "sd": figure(values.std(ddof=1)) if len(values) > 1 else 0.0,
        **{name: quantiles[name] for name in ("p5", "p50", "p75", "p95")},
        "span": figure(quantiles["p95"] - quantiles["p5"]),
        "ratings": {rating: figure(share) for rating, share in counts.items()},
    }


def _injects(found: Mapping[str, Harvest], scenario: Scenario) -> dict[str, float]:
    """By id: the share of all games, of every trial, in which it occurred."""
    whole = sum(len(games.totals) for games in found.values())
    counts = np.sum([games.injects for games in found.values()], axis=0)
    return {str(inject.id): figure(count / whole) for inject, count in zip(scenario.injects, counts, strict=True)}


def _never(found: Mapping[str, Harvest], columns: Columns) -> list[str]:
    """Options that nobody took in any game, as 'decision.option'."""
    taken = np.sum([games.taken.sum(axis=0) for games in found.values()], axis=0)
    return [
        f"{block.name}.{option}"
        for block in columns.blocks
        for option, count in zip(block.options, taken[block.columns], strict=True)
        if not count
    ]


def _cost(games: Harvest) -> dict[str, float]:
    return {
        "events": round(games.events, 1),
        "milliseconds": round(1e3 * games.seconds, 3),
        "microseconds_an_event": round(1e6 * games.seconds / max(1.0, games.events), 1),
    }
