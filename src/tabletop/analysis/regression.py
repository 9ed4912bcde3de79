"""What each option is worth on average: least squares on all choices of a game at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tabletop.analysis.harvest import Harvest
from tabletop.analysis.intervals import Array


@dataclass(frozen=True)
class Fit:
    """`effects` (columns) in points, `covariance` (columns, columns), `explained` (n): the fitted part of each game.

    An effect is measured from the mean of the options that it stands against.
    """

    effects: Array
    covariance: Array
    explained: Array


def fit(games: Harvest, values: Array) -> Fit:
    """Ordinary least squares of `values` (n) on the surprise of every column, both within worlds.

    Surprise is a choice less its probability given everything before it, so that what led to a question, or unlocked
    an option, is not mistaken for what the choice did. Options of a question add up to 0, so their effects have no
    level of their own: the solution of least length is taken (Moore and Penrose), in which they add up to 0. The
    covariance allows for worlds in which effects differ: games of a world are a cluster (Liang and Zeger 1986). Games
    whose value is not a number are left out.
    """
    known = ~np.isnan(values)
    x, y = _within(games, games.surprise, known), _within(games, values[:, None], known)[:, 0]
    inverse = np.linalg.pinv(x.T @ x, hermitian=True)
    effects = inverse @ (x.T @ y)
    scores = np.zeros((games.worlds, x.shape[1]))
    np.add.at(scores, games.world[known], x * (y - x @ effects)[:, None])
    clusters = max(2, len(np.unique(games.world[known])))
    covariance = inverse @ (scores.T @ scores) @ inverse * (clusters / (clusters - 1))
    explained = np.full(len(values), np.nan)
    explained[known] = x @ effects
    return Fit(effects, covariance, explained)


def adjusted(games: Harvest, values: Array, columns: list[int], *, each_world: bool = False) -> float:
    """The share, 0 to 1, of the variance of `values` (n) within worlds that a regression on some columns explains.

    One regression for all games, or one in `each_world`, so that effects may differ. Adjusted for the number p of
    regressors and w of worlds: 1 - (RSS / (n - w - p)) / (TSS / (n - w)) (Ezekiel 1930). Too few games explain nothing.
    """
    x, y = games.within(games.surprise[:, columns]), games.within(values)
    whole, free = float(y @ y), len(y) - games.worlds
    parts = [games.world == world for world in range(games.worlds)] if each_world else [games.world >= 0]
    fits = [_left(x[rows], y[rows]) for rows in parts]
    left, rank = sum(part for part, _ in fits), sum(rank for _, rank in fits)
    if whole <= 0 or free - rank <= 0:
        return 0.0
    return max(0.0, 1 - (left / (free - rank)) / (whole / free))


def _left(x: Array, y: Array) -> tuple[float, int]:
    """What a regression leaves of the squares of y, and its rank."""
    if not x.shape[1]:
        return float(y @ y), 0
    effects, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
    return float(((y - x @ effects) ** 2).sum()), int(rank)


def _within(games: Harvest, values: Array, known: Array) -> Array:
    """Known rows less their mean over the known rows of their world."""
    world, rows = games.world[known], values[known]
    sums = np.zeros((games.worlds, rows.shape[1]))
    np.add.at(sums, world, rows)
    counts = np.maximum(1, np.bincount(world, minlength=games.worlds))
    centred: Array = rows - (sums / counts[:, None])[world]
    return centred
