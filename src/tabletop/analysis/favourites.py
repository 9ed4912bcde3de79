"""In how many worlds each option is the best of its question, the noise of the estimates taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from tabletop.analysis.columns import Block, Columns
from tabletop.analysis.harvest import Harvest
from tabletop.analysis.intervals import Array
from tabletop.analysis.regression import Fit
from tabletop.engine.chance import derived_seed

ROUNDS = 40
DRAWS = 400
_START = 4.0
_LEAST = 1e-6


@dataclass(frozen=True)
class Favour:
    """By option of a block: `best`, its share (0 to 1) of the worlds in which it was open, and the number of those.

    `spread` is the mean over worlds of the points between the best and the worst option that were open there.
    """

    best: tuple[float, ...]
    worlds: tuple[int, ...]
    spread: float


def favours(games: Harvest, columns: Columns, seat: str, values: Array, found: Fit) -> list[Favour]:
    """For each block of a seat, how often each option is the best one for `values` (n), the seat's own score.

    In each world the effects of the seat's options are fitted by least squares on all its choices, in games freed of
    the mean effects of all seats. Such an estimate is noisy, and the best of noisy ones is the luckiest; so the
    deviations of a world's effects from their means are taken as drawn from a normal distribution, its variance one a
    block, estimated by EM over all worlds (Laird and Ware 1982). Given the games, the effects of a world are then
    normal with a known mean and covariance, and the share of an option is the mean over worlds of its probability of
    being the best.
    """
    own = columns.seat(seat)
    blocks = [block for block in columns.blocks if block.seat == seat]
    if not own:
        return []
    means, spreads = _posterior(games, own, blocks, values, found)
    favoured, start = [], 0
    for block in blocks:
        place = slice(start, start + len(block.options))
        start = place.stop
        covariance = spreads[:, place, place] + found.covariance[block.columns, block.columns]
        favoured.append(_favour(games, block, means[:, place] + found.effects[block.columns], covariance))
    return favoured


def _posterior(games: Harvest, own: list[int], blocks: list[Block], values: Array, found: Fit) -> tuple[Array, Array]:
    """By world, the deviations of the own effects from their means (worlds, own) and their covariances."""
    gram, cross, left, number = _moments(games, own, games.within(values) - found.explained)
    group = np.repeat(np.arange(len(blocks)), [len(block.options) for block in blocks])
    prior = np.full(len(blocks), _START)
    noise = float(left.sum()) / max(1.0, number.sum() - games.worlds)
    for _ in range(ROUNDS):
        covariance = np.linalg.inv(gram / noise + np.diag(1 / prior[group]))
        means = (covariance @ cross[:, :, None])[:, :, 0] / noise
        square = (means**2 + np.einsum("wii->wi", covariance)).mean(axis=0)
        prior = np.maximum(np.bincount(group, square) / np.bincount(group), _LEAST)
        noise = _noise(gram, cross, left, number, means, covariance)
    return means, covariance


def _moments(games: Harvest, own: list[int], rest: Array) -> tuple[Array, Array, Array, Array]:
    """By world X'X, X'r, r'r and the number of games."""
    x = games.within(games.surprise[:, own])
    gram = np.zeros((games.worlds, len(own), len(own)))
    cross = np.zeros((games.worlds, len(own)))
    left, number = np.zeros(games.worlds), np.zeros(games.worlds)
    for world in range(games.worlds):
        rows = games.world == world
        gram[world] = x[rows].T @ x[rows]
        cross[world] = x[rows].T @ rest[rows]
        left[world] = rest[rows] @ rest[rows]
        number[world] = rows.sum()
    return gram, cross, left, number


def _noise(gram: Array, cross: Array, left: Array, number: Array, means: Array, covariance: Array) -> float:
    """The expected residual variance at these deviations: the other half of an EM step."""
    fitted = np.einsum("wi,wij,wj->w", means, gram, means) - 2 * np.einsum("wi,wi->w", means, cross)
    doubt = np.einsum("wij,wji->w", gram, covariance)
    return max(_LEAST, float((left + fitted + doubt).sum()) / max(1.0, float(number.sum()) - len(number)))


def _favour(games: Harvest, block: Block, means: Array, covariance: Array) -> Favour:
    """From the distribution of the effects in each world (worlds, options) to shares, by fixed normal draws."""
    size = len(block.options)
    was_open = np.zeros((games.worlds, size))
    np.add.at(was_open, games.world, games.opened[:, block.columns])
    draws = _normal(block.name, size)
    best, spreads = np.zeros(size), []
    for world in np.flatnonzero((was_open > 0).sum(axis=1) > 1):
        usable = np.flatnonzero(was_open[world] > 0)
        values, vectors = np.linalg.eigh(covariance[world][np.ix_(usable, usable)])
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        cases = means[world, usable] + draws[:, : len(usable)] @ root.T
        best[usable] += np.bincount(cases.argmax(axis=1), minlength=len(usable)) / DRAWS
        spreads.append(float((cases.max(axis=1) - cases.min(axis=1)).mean()))
    counts = (was_open > 0).sum(axis=0)
    return Favour(
        tuple(float(share) for share in best / np.maximum(counts, 1)),
        tuple(int(count) for count in counts),
        float(np.mean(spreads)) if spreads else 0.0,
    )


def _normal(name: str, size: int) -> Array:
    """Standard normal values (draws, size), always the same ones for a block."""
    words = [derived_seed(number, f"favour/{name}", 0) for number in range(DRAWS * size)]
    uniform = (np.array([word >> 11 for word in words], dtype=float) + 0.5) * 2.0**-52
    drawn: Array = ndtri(uniform).reshape(DRAWS, size)
    return drawn
