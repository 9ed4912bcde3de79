"""The games of a trial as arrays: one row a game, ready for arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tabletop.analysis.intervals import Array
from tabletop.analysis.trials import Game

Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Harvest:
    """`n` games. `world` (n) numbers each game's world; `totals` (n, seats), `objectives` (n, objectives) are scores.

    `surprise` (n, columns) has mean 0 in every world; `opened` and `taken` (n, columns) count; `injects` (injects) are
    the numbers of games in which each occurred, `events` and `seconds` means.
    """

    world: Whole
    totals: Array
    ratings: tuple[str, ...]
    objectives: Array
    opened: Whole
    taken: Whole
    surprise: Array
    injects: Whole
    events: float
    seconds: float

    @cached_property
    def worlds(self) -> int:
        """How many worlds there are, numbered from 0."""
        return int(self.world.max()) + 1

    def within(self, values: Array) -> Array:
        """Values (n, …) less their mean in their world."""
        sums = np.zeros((self.worlds, *values.shape[1:]))
        np.add.at(sums, self.world, values)
        counts = np.bincount(self.world).reshape(-1, *[1] * (values.ndim - 1))
        centred: Array = values - (sums / counts)[self.world]
        return centred


def harvest(games: Sequence[Game]) -> Harvest:
    """The games in arrays; there is at least one."""
    return Harvest(
        world=np.array([game.world for game in games]),
        totals=np.array([game.totals for game in games], dtype=float),
        ratings=tuple(game.ratings for game in games),
        objectives=np.array([game.objectives for game in games], dtype=float),
        opened=np.array([game.opened for game in games], dtype=np.int64),
        taken=np.array([game.taken for game in games], dtype=np.int64),
        surprise=np.array([game.surprise for game in games], dtype=float),
        injects=(np.array([game.injects for game in games], dtype=np.int64) > 0).sum(axis=0),
        events=float(np.mean([game.events for game in games])),
        seconds=float(np.mean([game.seconds for game in games])),
    )
