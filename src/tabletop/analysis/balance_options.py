"""Decisions under the balance's glass: what each option is worth, where it is best, who takes it, what it moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tabletop.analysis.balance import DRAWN, human_seats
from tabletop.analysis.columns import Block, Columns
from tabletop.analysis.favourites import Favour, favours
from tabletop.analysis.harvest import Harvest
from tabletop.analysis.intervals import Array, figure
from tabletop.analysis.regression import Fit, fit
from tabletop.analysis.trials import scored_objectives, scored_seats
from tabletop.scenario.definition import Scenario

ENOUGH = 20
"""An option that was taken less often than this says too little to make a spread."""
MOVED = 1.0
SURE = 3.0


def decisions(found: Mapping[str, Harvest], columns: Columns, scenario: Scenario) -> list[dict[str, Any]]:
    """The questions of human seats that were asked at this length, in written order, each with its options."""
    games, told = found[DRAWN], []
    for seat in human_seats(scenario):
        if seat not in scored_seats(scenario):
            continue
        values = games.totals[:, scored_seats(scenario).index(seat)]
        effects = fit(games, values)
        own = [block for block in columns.blocks if block.seat == seat]
        for block, favour in zip(own, favours(games, columns, seat, values, effects), strict=True):
            if games.opened[:, block.columns].any():
                told.append(_decision(found, block, effects, favour))
    return told


def objectives(games: Harvest, columns: Columns, scenario: Scenario) -> list[dict[str, Any]]:
    """Every objective with the question that moves it most, its seat's own if possible.

    `moved` where the mean difference between two options of a question is at least a point of the objective's 0 to 100
    and three times its standard error.
    """
    told = []
    for number, (seat, id_) in enumerate(scored_objectives(scenario)):
        values = games.objectives[:, number]
        head = {"seat": seat, "objective": id_, "observed": figure(np.mean(~np.isnan(values)))}
        told.append({**head, **_most(games, columns, values, seat)})
    return told


def _decision(found: Mapping[str, Harvest], block: Block, effects: Fit, favour: Favour) -> dict[str, Any]:
    games = found[DRAWN]
    best, worst, spread, error = _spread(games, block, effects)
    return {
        "decision": block.name,
        "seat": block.seat,
        "title": block.title,
        "asked": figure((games.opened[:, block.columns].max(axis=1) > 0).mean()),
        "spread": figure(spread),
        "error": figure(error),
        "spread_in_a_world": figure(favour.spread),
        "best": best,
        "worst": worst,
        "options": [_option(found, block, number, effects, favour) for number in range(len(block.options))],
    }


def _option(found: Mapping[str, Harvest], block: Block, number: int, effects: Fit, favour: Favour) -> dict[str, Any]:
    games, column = found[DRAWN], block.first + number
    asked = max(1, int(games.opened[:, block.columns].max(axis=1).sum()))
    opened, taken = int(games.opened[:, column].sum()), int(games.taken[:, column].sum())
    persona, share = _keenest(found, block, column)
    return {
        "option": block.options[number],
        "default": number in block.defaults,
        "open": figure(opened / asked),
        "taken": taken,
        "effect": figure(effects.effects[column]) if taken else None,
        "error": figure(_error(effects, column)) if taken else None,
        "best": figure(favour.best[number]) if favour.worlds[number] else None,
        "worlds": favour.worlds[number],
        "persona": persona,
        "persona_share": figure(share),
    }


def _keenest(found: Mapping[str, Harvest], block: Block, column: int) -> tuple[str, float]:
    """Which persona takes an option most often when it is open to it, and how often; ('', 0) where none does."""
    most = ("", 0.0)
    for name, games in found.items():
        seat, sign, spec = name.partition("=")
        opened = int(games.opened[:, column].sum())
        if sign and seat == block.seat and opened:
            share = int(games.taken[:, column].sum()) / opened
            most = (spec.partition(":")[2], share) if share > most[1] else most
    return most


def _most(games: Harvest, columns: Columns, values: Array, seat: str) -> dict[str, Any]:
    most: dict[str, Any] = {"moved": False, "decision": "", "of": "", "spread": 0.0, "error": 0.0}
    if np.isnan(values).all():
        return most
    effects, rank = fit(games, values), (False, False, 0.0)
    for block in columns.blocks:
        _, _, spread, error = _spread(games, block, effects)
        moved = spread >= max(MOVED, SURE * error)
        if (moved, moved and block.seat == seat, spread) > rank:
            rank = (moved, moved and block.seat == seat, spread)
            told = {"decision": block.name, "of": block.seat, "spread": figure(spread), "error": figure(error)}
            most = {"moved": moved, **told}
    return most


def _spread(games: Harvest, block: Block, effects: Fit) -> tuple[str, str, float, float]:
    """Best and worst option by their mean effects, the points between them and the standard error of those."""
    taken = games.taken[:, block.columns].sum(axis=0)
    usable = [block.first + number for number in range(len(block.options)) if taken[number] >= ENOUGH]
    if len(usable) < 2:
        return "", "", 0.0, 0.0
    high = max(usable, key=lambda column: float(effects.effects[column]))
    low = min(usable, key=lambda column: float(effects.effects[column]))
    spread = float(effects.effects[high] - effects.effects[low])
    return _id(block, high), _id(block, low), spread, _error(effects, high, low)


def _id(block: Block, column: int) -> str:
    return block.options[column - block.first]


def _error(effects: Fit, first: int, second: int | None = None) -> float:
    """The standard error of an effect, or of the difference of two."""
    found = effects.covariance
    if second is None:
        return float(np.sqrt(max(0.0, found[first, first])))
    return float(np.sqrt(max(0.0, found[first, first] + found[second, second] - 2 * found[first, second])))
