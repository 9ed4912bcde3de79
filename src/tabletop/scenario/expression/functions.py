"""What may be called: pure functions of numbers with what they do, and queries with what they ask about."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

NUMBER, TRUTH, TEXT = "number", "truth", "text"


def clamp(x: float, low: float, high: float) -> float:
    """`x` held between `low` and `high`."""
    if x > high:
        return high
    if x < low:
        return low
    return x


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), for any finite x without overflow."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


def pick(index: float, *values: float) -> float:
    """The value at `index` counted from 0, rounded down; below 0 the first, beyond the end the last."""
    if index >= len(values):
        return values[-1]
    return values[int(index)] if index > 0 else values[0]


def floor(x: float) -> float:
    """The whole number at or below x, as a float."""
    return float(math.floor(x))


def ceil(x: float) -> float:
    """The whole number at or above x, as a float."""
    return float(math.ceil(x))


def rounded(x: float, digits: float = 0.0) -> float:
    """x rounded to a number of decimals from 0 to 9; a half goes up."""
    unit = 10.0 ** int(clamp(digits, 0.0, 9.0))
    return math.floor(x * unit + 0.5) / unit


@dataclass(frozen=True)
class Function:
    """A pure function: how few and how many arguments it takes (None: any number), and how it is written."""

    least: int
    most: int | None
    usage: str
    run: Callable[..., float]


FUNCTIONS: dict[str, Function] = {
    "min": Function(2, None, "min(a, b, ...)", min),
    "max": Function(2, None, "max(a, b, ...)", max),
    "abs": Function(1, 1, "abs(x)", abs),
    "clamp": Function(3, 3, "clamp(x, low, high)", clamp),
    "round": Function(1, 2, "round(x) or round(x, digits)", rounded),
    "floor": Function(1, 1, "floor(x)", floor),
    "ceil": Function(1, 1, "ceil(x)", ceil),
    "sqrt": Function(1, 1, "sqrt(x)", math.sqrt),
    "exp": Function(1, 1, "exp(x)", math.exp),
    "log": Function(1, 1, "log(x)", math.log),
    "logistic": Function(1, 1, "logistic(x)", logistic),
    "pick": Function(2, None, "pick(index, first, second, ...)", pick),
}


@dataclass(frozen=True)
class Asking:
    """A query: the space that each argument names, how many may be left out at the end, what it answers, its usage."""

    spaces: tuple[str, ...]
    optional: int
    answer: str
    usage: str


QUERIES: dict[str, Asking] = {
    "strength": Asking(("theatre", "tag"), 0, NUMBER, "strength(theatre, tag)"),
    "base_strength": Asking(("theatre", "tag"), 0, NUMBER, "base_strength(theatre, tag)"),
    "at": Asking(("package", "place"), 0, TRUTH, "at(package, place)"),
    "away": Asking(("package",), 0, TRUTH, "away(package)"),
    "ordered": Asking(("package",), 0, TRUTH, "ordered(package)"),
    "waiting": Asking(("lift",), 0, NUMBER, "waiting(lift)"),
    "chosen": Asking(("decision", "option"), 1, TEXT, "chosen(decision) or chosen(decision, option)"),
    "answered": Asking(("decision",), 0, TRUTH, "answered(decision)"),
    "asked": Asking(("decision",), 0, TRUTH, "asked(decision)"),
    "fired": Asking(("inject",), 0, NUMBER, "fired(inject)"),
    "days": Asking((), 0, NUMBER, "days()"),
    "since": Asking(("moment",), 0, NUMBER, "since('2028-01-01')"),
    "elapsed": Asking(("inject or decision",), 0, NUMBER, "elapsed(inject or decision)"),
    "stage": Asking(("programme",), 0, NUMBER, "stage(programme)"),
}


def answer(function: str, arguments: int) -> str:
    """The kind of value that a query with so many arguments gives: number, truth or text."""
    return TRUTH if function == "chosen" and arguments == 2 else QUERIES[function].answer
