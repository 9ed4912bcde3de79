"""Which hidden worlds a seat had to reckon with at each moment: possible worlds weighed by what it saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf

from tabletop.analysis.futures import Fit, World
from tabletop.errors import CannotRun

EXACT = 1e-6
FEWEST = 0.05


@dataclass(frozen=True)
class Posterior:
    """The worlds of one moment: `worlds` has one for each future, `distance` is how far a view may be off.

    `effective` is the effective number of worlds behind them (Kish 1965): (sum of weights)² / sum of squares.
    """

    worlds: tuple[World, ...]
    distance: float
    effective: float


def posterior(fits: Sequence[Fit], moment: int, futures: int) -> Posterior:
    """Worlds for so many futures, drawn in proportion to how likely they make what was seen.

    Only worlds whose view at the moment equals the one that the seat had are taken; if fewer than one in twenty do, the
    nearest of them (rejection with a tolerance; Beaumont, Zhang and Balding 2002), which the distance tells. Raises
    CannotRun when the game cannot have gone on so in any of the worlds.
    """
    possible = _possible(fits, moment)
    if not possible:
        raise CannotRun(
            "in none of the possible worlds could this game have come so far", "ask for more --futures, or other seats"
        )
    distance = _tolerance([fit.at_moments[moment][1] for fit in possible], max(1, round(FEWEST * futures)))
    near = [fit for fit in possible if fit.at_moments[moment][1] <= distance]
    best = max(fit.at_moments[moment][0] for fit in near)
    weights = [exp(fit.at_moments[moment][0] - best) for fit in near]
    worlds = tuple(near[index].world for index in _systematic(weights, futures))
    return Posterior(worlds, distance, sum(weights) ** 2 / sum(weight**2 for weight in weights))


def exact(fits: Sequence[Fit], moment: int) -> list[Fit]:
    """The worlds in which the seat would have seen just what it saw."""
    return [fit for fit in _possible(fits, moment) if fit.at_moments[moment][1] <= EXACT]


def come_to_light(fits: Sequence[Fit], moment: int) -> tuple[tuple[str, str | float], ...]:
    """Hidden facts that are the same in all worlds that fit exactly: the seat could conclude them."""
    fitting = exact(fits, moment)
    if not fitting:
        return ()
    first = fitting[0].latents
    return tuple((id_, value) for id_, value in first.items() if all(fit.latents[id_] == value for fit in fitting))


def _possible(fits: Sequence[Fit], moment: int) -> list[Fit]:
    ordered = sorted(fits, key=lambda fit: fit.world.number)
    alive = [fit for fit in ordered if fit.world.since <= moment < len(fit.at_moments)]
    return [fit for fit in alive if fit.at_moments[moment][0] > -inf]


def _tolerance(distances: Iterable[float], fewest: int) -> float:
    ordered = sorted(distances)
    return max(EXACT, ordered[min(fewest, len(ordered)) - 1])


def _systematic(weights: Sequence[float], number: int) -> Iterator[int]:
    """Indices drawn in proportion to the weights by evenly spaced points (Kitagawa 1996)."""
    step, index, reached = sum(weights) / number, 0, weights[0]
    for point in range(number):
        while (point + 0.5) * step > reached and index < len(weights) - 1:
            index += 1
            reached += weights[index]
        yield index
