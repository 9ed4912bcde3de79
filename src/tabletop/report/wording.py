"""Numbers in words: whole points, signs, shares, and rounding that still adds up."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from tabletop.engine.layout import Quantity
from tabletop.engine.readings import number

RATINGS = {"P": "performed", "S": "some difficulty", "M": "major difficulty", "U": "unable", "": "not rated"}
MODES = {"mean": "on average", "terminal": "at the end", "minimum": "at its lowest", "maximum": "at its highest"}
MINUS = "−"


def whole(value: float) -> str:
    """A whole number with a real minus sign, never '−0'."""
    rounded = round(value)
    return str(rounded) if rounded >= 0 else f"{MINUS}{-rounded}"


def signed(value: float) -> str:
    """A whole number with its sign, '0' without one."""
    return f"+{round(value)}" if round(value) > 0 else whole(value)


def decimal(value: float, places: int) -> str:
    """A number with `places` decimals and a real minus sign."""
    text = f"{value:.{places}f}"
    return text.replace("-", MINUS) if float(text) else text.replace("-", "")


def plain(value: float) -> str:
    """A number as a person would write it, with a real minus sign."""
    return f"{value:g}".replace("-", MINUS)


def points(value: float) -> str:
    """'1 point', '12 points'."""
    rounded = round(abs(value))
    return f"{rounded} point" + ("" if rounded == 1 else "s")


def percent(share: float) -> str:
    """A share of 1 as whole per cent."""
    return f"{round(100 * share)} %"


def listed(words: Sequence[str]) -> str:
    """'a, b and c'."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def shown(value: float, quantity: Quantity) -> str:
    """A value of a quantity as it is told: a name where it has names, otherwise with fitting decimals."""
    if quantity.kind == "flag":
        return "yes" if value else "no"
    if quantity.names:
        return quantity.words(value)
    return number(value, quantity).replace("-", MINUS)


def adding_up(terms: Sequence[float], total: float) -> tuple[int, ...]:
    """Whole numbers near `terms` that add up to the rounded total: the largest remainders are rounded up.

    Hamilton's method of apportionment, the rest going to the largest terms should the total lie further away.
    """
    floors = [floor(term) for term in terms]
    left = round(total) - sum(floors)
    order = sorted(range(len(terms)), key=lambda i: (floors[i] - terms[i], i))
    for turn in range(abs(left)):
        floors[order[turn % len(order)]] += 1 if left > 0 else -1
    return tuple(floors)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of the ordered values lie below, linear between them (Hyndman and Fan 1996, type 7)."""
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def sampled(points: Sequence[tuple[int, float]], minutes: Sequence[int]) -> tuple[float, ...]:
    """The last known value at each of `minutes`; before the first one, the first."""
    return tuple(next((value for at, value in reversed(points) if at <= minute), points[0][1]) for minute in minutes)
