"""Arithmetic with ranges: from the least and greatest that the operands can be to those of the result.

Every function over-approximates: the true value lies in the range for all finite operands in theirs. Endpoints
are worked out with the same floating-point steps as the value, which are monotone; where the C library rounds
as it likes, the range is made wider by a part in 10^12. See R. E. Moore, Interval Analysis, 1966.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from tabletop.scenario.expression.functions import clamp, logistic, pick, rounded

Span = tuple[float, float]

ALL: Span = (-math.inf, math.inf)
MAYBE: Span = (0.0, 1.0)
YES: Span = (1.0, 1.0)
NO: Span = (0.0, 0.0)


def hull(*spans: Span) -> Span:
    """The least range that holds all of them."""
    return min(low for low, _ in spans), max(high for _, high in spans)


def truth(span: Span) -> Span:
    """The range of `x != 0`."""
    if span == NO:
        return NO
    return MAYBE if span[0] <= 0 <= span[1] else YES


def add(a: Span, b: Span) -> Span:
    """The range of a + b."""
    return _ordered(a[0] + b[0], a[1] + b[1])


def subtract(a: Span, b: Span) -> Span:
    """The range of a - b."""
    return _ordered(a[0] - b[1], a[1] - b[0])


def multiply(a: Span, b: Span) -> Span:
    """The range of a * b; nothing times a boundless value is nothing."""
    return _corners(_product, a, b)


def divide(a: Span, b: Span) -> Span:
    """The range of a / b wherever it has a value."""
    return _by_sides(_quotient, a, b)


def divide_whole(a: Span, b: Span) -> Span:
    """The range of a // b wherever it has a value."""
    return _by_sides(_whole_quotient, a, b)


def remainder(a: Span, b: Span) -> Span:
    """The range of a % b: between 0 and the divisor, and unchanged where a is smaller than any divisor."""
    if a[0] >= 0 and a[1] < b[0]:
        return a
    return min(b[0], 0.0), max(b[1], 0.0)


def _ordered(low: float, high: float) -> Span:
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def _corners(of: Callable[[float, float], float], a: Span, b: Span) -> Span:
    values = [of(x, y) for x in a for y in b]
    return min(values), max(values)


def _product(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y


def _by_sides(of: Callable[[float, float], float], a: Span, b: Span) -> Span:
    """A division, taken apart where the divisor can be on both sides of 0; `of` takes -0.0 for just below 0."""
    sides: list[Span] = []
    if b[1] > 0:
        sides.append(_corners(of, a, (max(b[0], 0.0), b[1])))
    if b[0] < 0:
        sides.append(_corners(of, a, (b[0], b[1] if b[1] < 0 else -0.0)))
    return hull(*sides) if sides else ALL


def _quotient(x: float, y: float) -> float:
    if x == 0 or (math.isinf(x) and math.isinf(y)):
        return 0.0
    return math.copysign(math.inf, x) * math.copysign(1.0, y) if y == 0 else x / y


def _whole_quotient(x: float, y: float) -> float:
    if x != 0 and math.isinf(y):
        return 0.0 if (x > 0) == (y > 0) else -1.0
    found = _quotient(x, y)
    return found if math.isinf(found) or x == 0 else x // y


# Functions by name: each takes the ranges of its arguments.


def _least(*spans: Span) -> Span:
    return min(low for low, _ in spans), min(high for _, high in spans)


def _greatest(*spans: Span) -> Span:
    return max(low for low, _ in spans), max(high for _, high in spans)


def _distance(x: Span) -> Span:
    low, high = sorted((abs(x[0]), abs(x[1])))
    return (0.0 if x[0] <= 0 <= x[1] else low), high


def _clamp(x: Span, low: Span, high: Span) -> Span:
    if low[1] > high[0]:
        return hull(x, low, high)
    return clamp(x[0], low[0], high[0]), clamp(x[1], low[1], high[1])


def _rounded(x: Span, digits: Span = NO) -> Span:
    if digits[0] != digits[1]:
        return _wider(x[0] - 1.0, x[1] + 1.0)
    return _bounded(lambda value: rounded(value, digits[0]))(x)


def _bounded(function: Callable[[float], float]) -> Callable[[Span], Span]:
    """A function that never falls and that keeps endless values endless."""

    def at(value: float) -> float:
        try:
            return float(function(value))
        except OverflowError:
            return math.copysign(math.inf, value)

    return lambda x: (at(x[0]), at(x[1]))


def _wider(low: float, high: float) -> Span:
    return low - abs(low) * 1e-12 if low > -math.inf else low, high + abs(high) * 1e-12 if high < math.inf else high


def _root(x: Span) -> Span:
    return math.sqrt(max(x[0], 0.0)), math.sqrt(max(x[1], 0.0))


def _exp(x: Span) -> Span:
    low, high = (math.inf if value > 709 else math.exp(value) for value in x)
    return _wider(min(low, 8e307), high)


def _log(x: Span) -> Span:
    low, high = (-math.inf if value <= 0 else math.log(value) for value in x)
    return _wider(low, high) if x[1] > 0 else ALL


def _logistic(x: Span) -> Span:
    low, high = _wider(logistic(max(x[0], -1e3)), logistic(min(x[1], 1e3)))
    return max(low, 0.0), min(high, 1.0)


def _pick(index: Span, *values: Span) -> Span:
    numbers = [float(number) for number in range(len(values))]
    first, last = int(pick(index[0], *numbers)), int(pick(index[1], *numbers))
    return hull(*values[first : last + 1])


FUNCTION_SPANS: dict[str, Callable[..., Span]] = {
    "min": _least,
    "max": _greatest,
    "abs": _distance,
    "clamp": _clamp,
    "round": _rounded,
    "floor": _bounded(math.floor),
    "ceil": _bounded(math.ceil),
    "sqrt": _root,
    "exp": _exp,
    "log": _log,
    "logistic": _logistic,
    "pick": _pick,
}
"""The range of each pure function, from the ranges of its arguments."""
