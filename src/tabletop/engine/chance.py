"""Draws addressed by purpose, not by order.

A draw is a pure function of (root seed; domain, scenario; stream, entity, occurrence, slot), by keyed BLAKE2b, and
becomes a value by inverse CDF only. So two branches of a game meet the same weather, undo cannot roll again, and a
record replays on every platform. This is the only file that names a random source for the world.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import blake2b
from struct import Struct

SLOTS = 8
_TO_UNIT = 2.0**-52
_WORD = Struct(">Q").unpack_from


class Streams:
    """All draws of one game in one domain ("world", "bots", "analysis"): domains never meet."""

    def __init__(self, seed: int, scenario: str, domain: str = "world") -> None:
        root = blake2b(f"tabletop/{domain}/{scenario}/{seed}".encode(), digest_size=32).digest()
        self._keyed = blake2b(key=root, digest_size=64)

    def uniforms(self, stream: str, entity: str, occurrence: int) -> bytes:
        """The 64 bytes that hold the eight uniform values of one occurrence; read them with `unit`."""
        mixer = self._keyed.copy()
        mixer.update(f"{stream}/{entity}/{occurrence}".encode())
        return mixer.digest()

    def uniform(self, stream: str, entity: str, occurrence: int, slot: int = 0) -> float:
        """A value strictly between 0 and 1; `slot` is 0 to 7."""
        return unit(self.uniforms(stream, entity, occurrence), slot)

    def candidate(self, entity: str, occurrence: int) -> tuple[float, float]:
        """A candidate of a hazard: the wait for it as a multiple of the mean wait, and the draw that decides on it."""
        block = self.uniforms("hazard", entity, occurrence)
        return -math.log1p(-unit(block, 0)), unit(block, 1)


class Remembered(Streams):
    """Draws that are asked for again and again, as by many forks with one future: each is worked out once."""

    def __init__(self, seed: int, scenario: str, domain: str) -> None:
        super().__init__(seed, scenario, domain)
        self._blocks: dict[tuple[str, str, int], bytes] = {}
        self._candidates: dict[tuple[str, int], tuple[float, float]] = {}

    def uniforms(self, stream: str, entity: str, occurrence: int) -> bytes:
        """As any stream's."""
        key = (stream, entity, occurrence)
        block = self._blocks.get(key)
        if block is None:
            block = self._blocks[key] = super().uniforms(stream, entity, occurrence)
        return block

    def candidate(self, entity: str, occurrence: int) -> tuple[float, float]:
        """As any stream's."""
        key = (entity, occurrence)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = super().candidate(entity, occurrence)
        return found


def unit(block: bytes, slot: int) -> float:
    """The uniform value in `slot` of a block of 64 bytes: 52 bits, centred, so that it is never 0 and never 1."""
    word: int = _WORD(block, 8 * slot)[0]
    return ((word >> 12) + 0.5) * _TO_UNIT


def derived_seed(seed: int, purpose: str, index: int) -> int:
    """A seed of 63 bits for replicate `index` of a larger run, unrelated to those of other purposes."""
    return int.from_bytes(blake2b(f"{purpose}/{seed}/{index}".encode(), digest_size=8).digest(), "big") >> 1


def uniform(u: float, low: float, high: float) -> float:
    """Inverse CDF of the continuous uniform distribution."""
    return low + u * (high - low)


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Inverse CDF of the triangular distribution (Kotz and van Dorp 2004, ch. 1)."""
    if high <= low:
        return low
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def exponential(u: float, mean: float) -> float:
    """Inverse CDF of the exponential distribution with this mean."""
    return -mean * math.log1p(-u)


def normal(u: float, mean: float, deviation: float) -> float:
    """Inverse CDF of the normal distribution; a deviation of 0 gives the mean."""
    from statistics import NormalDist  # loaded only by scenarios that need it

    return NormalDist(mean, deviation).inv_cdf(u) if deviation > 0 else mean


def lognormal(u: float, median: float, spread: float) -> float:
    """Inverse CDF of the lognormal distribution given its median and the deviation of its logarithm."""
    return median * math.exp(normal(u, 0.0, spread))


def whole(u: float, first: float, last: float) -> float:
    """A whole number from first to last, each as likely."""
    return float(math.floor(first + u * (last - first + 1)))


def poisson(u: float, mean: float) -> float:
    """Inverse CDF of the Poisson distribution, by summing its terms; means up to 500."""
    term = math.exp(-mean)
    total, count = term, 0
    while u > total and count < 2000:
        count += 1
        term *= mean / count
        total += term
    return float(count)


def binomial(u: float, trials: float, odds: float) -> float:
    """Inverse CDF of the binomial distribution, by summing its terms; up to 1,000 trials."""
    number = int(trials)
    if odds <= 0 or odds >= 1:
        return float(number if odds >= 1 else 0)
    term = (1.0 - odds) ** number
    total, count = term, 0
    while u > total and count < number:
        count += 1
        term *= (number - count + 1) / count * odds / (1.0 - odds)
        total += term
    return float(count)


def pick(u: float, weights: list[float]) -> int:
    """Index drawn with probability proportional to `weights` (not negative, not all zero)."""
    target = u * math.fsum(weights)
    running = 0.0
    last = 0
    for index, weight in enumerate(weights):
        if weight > 0:
            running += weight
            last = index
            if target < running:
                return index
    return last


INVERSES: dict[str, Callable[..., float]] = {
    "uniform": uniform,
    "triangular": triangular,
    "exponential": exponential,
    "normal": normal,
    "lognormal": lognormal,
    "whole": whole,
    "poisson": poisson,
    "binomial": binomial,
}
