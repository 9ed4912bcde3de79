"""What a sample says of what it was drawn from: means, shares and paired differences, each with its 95 % interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95
_NORMAL = 1.959963984540054
_DIGITS = 6

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Interval:
    """A mean of `n` values, its 95 % interval from `low` to `high`, and `sd`, their standard deviation (n - 1)."""

    n: int
    mean: float
    low: float
    high: float
    sd: float

    @property
    def half_width(self) -> float:
        """Half of the interval, in the unit of the values."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether zero lies outside, so that the sign can be trusted; one value alone says nothing."""
        return self.n > 1 and (self.low > 0 or self.high < 0)


def figure(value: Any) -> float:
    """A number as it is told: to six digits after the point, never a negative zero."""
    return round(float(value), _DIGITS) + 0.0


def student(n: int) -> float:
    """The 97.5 % quantile of Student's t with n - 1 degrees of freedom; n from 2."""
    return float(stdtrit(n - 1, (1 + CONFIDENCE) / 2))


def interval(values: Array) -> Interval:
    """The mean with its interval by Student's t. One value has no width; raises ValueError for none."""
    n = len(values)
    if not n:
        raise ValueError("no value, no mean")
    mean = float(values.mean())
    sd = float(values.std(ddof=1)) if n > 1 else 0.0
    half = student(n) * sd / math.sqrt(n) if sd else 0.0
    return Interval(n, figure(mean), figure(mean - half), figure(mean + half), figure(sd))


def share(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a probability of which `count` of `n` trials are known (Wilson 1927); n above 0."""
    z2 = _NORMAL**2
    middle = (count + z2 / 2) / (n + z2)
    half = _NORMAL * math.sqrt(count * (n - count) / n + z2 / 4) / (n + z2)
    return figure(max(0.0, middle - half)), figure(min(1.0, middle + half))


@dataclass(frozen=True)
class Paired:
    """Second minus first, replicate by replicate.

    `reduction` is the share of the variance of the difference that pairing took away, 1 - var(d) / (var(a) + var(b));
    `worth` how many times as many independent playouts would give the same interval, its inverse. Both are None where
    nothing varies. `better`, `same` and `worse` count the replicates.
    """

    first: float
    second: float
    difference: Interval
    reduction: float | None
    worth: float | None
    better: int
    same: int
    worse: int


def paired(first: Array, second: Array) -> Paired:
    """Compare two samples of the same replicates, in the same order; raises ValueError for none."""
    differences = second - first
    alone = _variance(first) + _variance(second)
    left = _variance(differences)
    return Paired(
        first=figure(first.mean()),
        second=figure(second.mean()),
        difference=interval(differences),
        reduction=figure(1 - left / alone) if alone else None,
        worth=figure(alone / left) if left else None,
        better=int((differences > 0).sum()),
        same=int((differences == 0).sum()),
        worse=int((differences < 0).sum()),
    )


def _variance(values: Array) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0
