"""What is proved of conditions before anything runs."""

from __future__ import annotations

import math

import pytest

from tabletop.scenario.expression.interval import interval, verdict
from tabletop.scenario.expression.nodes import Atom, Name
from tabletop.scenario.expression.parse import parse

GAUGES = {"calm": (0.0, 100.0), "rung": (1.0, 6.0), "flag": (0.0, 1.0), "debt": (-5.0, 5.0)}


def bounds(atom: Atom) -> tuple[float, float] | None:
    return GAUGES.get(atom.id) if isinstance(atom, Name) else None


RANGES = {
    "calm": (0.0, 100.0),
    "calm + rung": (1.0, 106.0),
    "calm - rung": (-6.0, 99.0),
    "-calm": (-100.0, 0.0),
    "debt * debt": (-25.0, 25.0),
    "calm / rung": (0.0, 100.0),
    "1 / flag": (1.0, math.inf),
    "calm / debt": (-math.inf, math.inf),
    "calm // 7": (0.0, 14.0),
    "-rung // 4": (-2.0, -1.0),
    "calm % rung": (0.0, 6.0),
    "flag % 5": (0.0, 1.0),
    "abs(debt)": (0.0, 5.0),
    "min(calm, rung)": (0.0, 6.0),
    "max(calm, rung)": (1.0, 100.0),
    "clamp(calm, 10, 20)": (10.0, 20.0),
    "round(calm / 3, 1)": (0.0, 33.3),
    "floor(rung / 4) + ceil(rung / 4)": (1.0, 3.0),
    "sqrt(calm)": (0.0, 10.0),
    "pick(rung, 9, 8, 7, 1)": (1.0, 8.0),
    "3 if flag else calm": (0.0, 100.0),
    "3 if rung > 0 else calm": (3.0, 3.0),
    "calm if calm > 30 else 30": (30.0, 100.0),
    "3 * (calm > 50)": (0.0, 3.0),
    "days() + stage(reactor)": (0.0, math.inf),
    "strength(korea, share)": (-math.inf, math.inf),
    "at(ad1, kadena) + 1": (1.0, 2.0),
    "unknown": (-math.inf, math.inf),
    "0 * unknown": (0.0, 0.0),
}


@pytest.mark.parametrize("text", RANGES)
def test_ranges_are_as_narrow_as_they_can_be(text: str) -> None:
    assert interval(parse(text), bounds) == RANGES[text]


def test_functions_of_the_c_library_get_a_margin() -> None:
    low, high = interval(parse("logistic(debt)"), bounds)
    assert 0.0066 < low < 1 / (1 + math.exp(5)) < 0.5 < 1 / (1 + math.exp(-5)) < high < 0.9934
    assert interval(parse("exp(unknown)"), bounds) == (0.0, math.inf)
    assert interval(parse("log(calm)"), bounds)[0] == -math.inf


VERDICTS = {
    "calm >= 0": "always",
    "calm > 100": "never",
    "calm > 50": "unknown",
    "calm + rung > 0.5": "always",
    "rung in (7, 8)": "never",
    "rung not in (7, 8)": "always",
    "calm > 60 and calm < 40": "never",
    "calm > 60 and not calm > 20": "never",
    "calm >= 60 and rung > 2 and calm < 60.5": "unknown",
    "calm < 60 or calm > 40": "always",
    "calm < 60 or calm >= 60": "always",
    "calm < 40 or calm > 60": "unknown",
    "calm > 40 or calm <= 101": "always",
    "not calm < 0": "always",
    "calm == calm": "always",
    "unknown != unknown": "never",
    "unknown > 3": "unknown",
    "wording == 'open'": "unknown",
    "0 <= calm <= 100": "always",
    "0 <= calm <= 100 < rung": "never",
    "true": "always",
    "0": "never",
    "elapsed(quake) < 0": "never",
    "flag and rung > 6": "never",
}


@pytest.mark.parametrize("text", VERDICTS)
def test_verdicts(text: str) -> None:
    assert verdict(parse(text), bounds) == VERDICTS[text]


NESTED = {
    "1 < ({}) < 2": 30,
    "calm if calm > ({}) else rung": 15,
    "(calm > 1 and calm > ({})) and flag": 10,
    "flag and (flag or ({}) > calm)": 10,
}


@pytest.mark.parametrize("form", NESTED)
def test_nesting_does_not_double_the_work(form: str) -> None:
    nested = "calm"
    for _ in range(NESTED[form]):
        nested = form.format(nested)
    low, high = interval(parse(nested), bounds)
    assert low <= high
