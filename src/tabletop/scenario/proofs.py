"""What can be proved of expressions before anything runs: conditions that never change, odds that are none."""

from __future__ import annotations

from math import isfinite

from tabletop.scenario.bounds import ranges
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Gauge, Stock
from tabletop.scenario.expression.interval import interval, verdict
from tabletop.scenario.expression.nodes import Number, Truth
from tabletop.scenario.expression.spans import Span
from tabletop.scenario.findings import Findings
from tabletop.scenario.readings import Reading, Readings
from tabletop.scenario.references import Path_

_ROUNDING = 1e-9
_MOST_A_DAY = 48.0
_CLAMP = "keep it in with clamp(…, 0, 1)"


def check_proofs(scenario: Scenario, readings: Readings, findings: Findings) -> None:
    """Conditions that always or never hold, odds outside 0–1, rates beyond their bound, starts out of bounds."""
    spans = _Spans(scenario)
    for reading in readings.sound:
        if reading.wanted == "truth":
            _condition(reading, spans, findings)
        elif reading.path[-1] == "odds":
            _odds(reading, spans.of(reading), findings)
    by_path = readings.by_path()
    _sums_of_arms(by_path, spans, findings)
    _hazards(scenario, by_path, spans, findings)
    _starts(scenario, by_path, spans, findings)


class _Spans:
    """Ranges and verdicts, each different expression looked at once."""

    def __init__(self, scenario: Scenario) -> None:
        self.bounds = ranges(scenario)
        self._spans: dict[object, Span] = {}
        self._verdicts: dict[object, str] = {}

    def of(self, reading: Reading) -> Span:
        if reading.node not in self._spans:
            self._spans[reading.node] = interval(reading.node, self.bounds)
        return self._spans[reading.node]

    def verdict(self, reading: Reading) -> str:
        if reading.node not in self._verdicts:
            self._verdicts[reading.node] = verdict(reading.node, self.bounds)
        return self._verdicts[reading.node]


def _condition(reading: Reading, spans: _Spans, findings: Findings) -> None:
    if isinstance(reading.node, Truth) or (isinstance(reading.node, Number) and reading.path[-2:-1] == ("set",)):
        return  # said outright: a condition, or what a flag is set to
    found = spans.verdict(reading)
    if found == "never":
        hint = "look at the bounds of what it reads; write false if that is meant"
        findings.warning("TT405", "this condition can never hold", reading.path, hint)
    elif found == "always":
        findings.warning("TT405", "this condition always holds", reading.path, "leave it out, or correct it")


def _odds(reading: Reading, span: Span, findings: Findings) -> None:
    low, high = span
    if low > 1 + _ROUNDING or high < -_ROUNDING:
        message = f"odds lie between 0 and 1; these are {_shown(span)}"
        findings.error("TT406", message, reading.path, "write 35 % as 0.35")
    elif low < -_ROUNDING or high > 1 + _ROUNDING:
        known = isfinite(low) and isfinite(high)
        message = f"the odds may come to lie outside 0–1: {_shown(span)}" if known else "the odds have no bounds"
        findings.warning("TT407", message, reading.path, _CLAMP)


def _sums_of_arms(by_path: dict[Path_, Reading], spans: _Spans, findings: Findings) -> None:
    least: dict[Path_, float] = {}
    for path, reading in by_path.items():
        if path[-1] == "odds" and path[-3] == "arms":
            chance = path[:-2]
            least[chance] = least.get(chance, 0.0) + max(0.0, spans.of(reading)[0])
    for path, total in least.items():
        if total > 1 + _ROUNDING:
            message = f"the odds of these arms add up to {total:g} or more"
            findings.error("TT406", message, path, "together they may reach 1 at the most")


def _hazards(scenario: Scenario, by_path: dict[Path_, Reading], spans: _Spans, findings: Findings) -> None:
    for index in range(len(scenario.injects)):
        path, limit = ("injects", index, "hazard", "rate"), ("injects", index, "hazard", "bound")
        if path not in by_path or limit not in by_path:
            continue
        (low, high), (least, bound) = spans.of(by_path[path]), spans.of(by_path[limit])
        if bound <= 0 or least > _MOST_A_DAY:
            message = f"the bound is {_shown((least, bound))}, outside 0 to {_MOST_A_DAY:g} a day"
            findings.error("TT408", message, limit, "a bound lies above 0 and is at most 48")
        elif low > bound or high < 0:
            message = f"the rate is {_shown((low, high))} a day, outside 0 to the bound of {bound:g}"
            findings.error("TT408", message, path, "raise the bound, or correct the rate")
        elif least <= 0 or bound > _MOST_A_DAY:
            message = f"the bound may come to lie outside 0 to {_MOST_A_DAY:g} a day: {_shown((least, bound))}"
            findings.warning("TT408", message, limit, "keep it in with clamp(…, 0.01, 48)")


def _starts(scenario: Scenario, by_path: dict[Path_, Reading], spans: _Spans, findings: Findings) -> None:
    amounts: list[tuple[Path_, Gauge | Stock]] = [(("gauges", n), gauge) for n, gauge in enumerate(scenario.gauges)]
    amounts += [(("stocks", n), stock) for n, stock in enumerate(scenario.stocks)]
    for path, amount in amounts:
        place = (*path, "start")
        if amount.min >= amount.max:
            message = f"min {amount.min:g} is not below max {amount.max:g}"
            findings.error("TT410", message, (*path, "min"), "exchange or correct them")
        elif place in by_path:
            low, high = spans.of(by_path[place])
            if low > amount.max or high < amount.min:
                message = f'"{amount.id}" starts at {_shown((low, high))}, outside {amount.min:g} to {amount.max:g}'
                findings.error("TT410", message, place, "start within the bounds, or widen them")


def _shown(span: Span) -> str:
    low, high = span
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
