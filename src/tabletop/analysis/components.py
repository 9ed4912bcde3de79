"""Where the differences between the scores of a seat come from, in shares that add up to 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tabletop.analysis.columns import Columns
from tabletop.analysis.harvest import Harvest
from tabletop.analysis.intervals import Array
from tabletop.analysis.regression import adjusted


@dataclass(frozen=True)
class Shares:
    """Shares of the variance of a seat's score: its own choices, the others', the worlds, and the rest.

    `by_world` is that part of its own which an option does in some worlds more than in others. The rest is luck, what
    choices do only together, and what the others' do in some worlds only.
    """

    own: float
    by_world: float
    others: float
    worlds: float
    luck: float


def shares(games: Harvest, columns: Columns, seat: str, values: Array) -> Shares:
    """Take the variance of a seat's score `values` (n) apart.

    Between worlds by the analysis of variance of a one-way random model: the mean square between worlds less that
    within, over the games a world (Searle, Casella and McCulloch 1992, ch. 3). Within worlds by the adjusted R² of
    regressions on one surprise an option (see `regression.adjusted`): the seat's own first, in each world and with the
    same effects in all, then all seats'; what the others' add is theirs. Chance in the answer to a choice is luck.
    """
    number, size = games.worlds, len(values) / games.worlds
    inside = games.within(values)
    within = float(inside @ inside) / max(1, len(values) - number)
    between = _between(games, values, within, size) if number > 1 else 0.0
    whole = within + between
    if whole <= 0:
        return Shares(0.0, 0.0, 0.0, 0.0, 0.0)
    everywhere = adjusted(games, values, columns.seat(seat))
    own = max(everywhere, adjusted(games, values, columns.seat(seat), each_world=True))
    others = max(0.0, adjusted(games, values, list(range(columns.width))) - everywhere)
    return Shares(
        own=own * within / whole,
        by_world=(own - everywhere) * within / whole,
        others=others * within / whole,
        worlds=between / whole,
        luck=max(0.0, 1 - own - others) * within / whole,
    )


def _between(games: Harvest, values: Array, within: float, size: float) -> float:
    means = np.bincount(games.world, values) / np.bincount(games.world)
    return max(0.0, float(means.var(ddof=1)) - within / size)
