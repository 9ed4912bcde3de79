"""Distributions: one form each, with numbers that it can take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabletop.scenario.findings import Findings
from tabletop.scenario.notation import Distribution
from tabletop.scenario.references import Path_, Site
from tabletop.simtime import parse_duration

_FORMS = tuple(Distribution.model_fields)
_DELAYS = ("after", "lasts")
_COUNTS = ("binomial", "poisson", "whole")


def check_draws(sites: Iterable[Site], findings: Findings) -> None:
    """Every distribution of a scenario. In delays the numbers are durations, elsewhere numbers (or expressions)."""
    for site in sites:
        if site.marker is Distribution:
            _one(site.value, site.path, findings)


def _one(distribution: Distribution, path: Path_, findings: Findings) -> None:
    given = [form for form in _FORMS if getattr(distribution, form) is not None]
    if len(given) != 1:
        message = f"a distribution has exactly one form, found {', '.join(given) or 'none'}"
        findings.error("TT427", message, path, f"the forms are {', '.join(_FORMS)}")
        return
    form, value = given[0], getattr(distribution, given[0])
    delay = path[-1] in _DELAYS
    if delay and form in _COUNTS:
        message = f"a time cannot be drawn as {form}, which counts things"
        findings.error("TT427", message, (*path, form), "use uniform, triangular, exponential or lognormal", key=True)
        return
    numbers = _numbers(form, value, (*path, form), delay, findings)
    if numbers is not None:
        wrong = _wrong(form, numbers)
        if wrong:
            findings.error("TT427", f"{form}: {wrong}", (*path, form), "correct the numbers")


def _numbers(form: str, value: Any, path: Path_, delay: bool, findings: Findings) -> list[float] | None:
    """The parameters as numbers (minutes in delays); None when one is an expression or wrong, which is told."""
    several = isinstance(value, list | tuple)
    numbers: list[float] = []
    sound = True
    for index, part in enumerate(value if several else [value]):
        place = (*path, index) if several else path
        plain = not delay or (form == "lognormal" and index == 1)
        if plain and isinstance(part, int | float) and not isinstance(part, bool):
            numbers.append(float(part))
        elif plain:
            sound = False
            if not isinstance(part, str):
                findings.error("TT427", f"{form} takes numbers", place, "write a number, or an expression as text")
            elif "draw" not in path and "value" not in path:
                findings.error("TT427", f'"{part[:40]}" is not a number', place, "write a number")
        else:
            sound &= _duration(part, place, numbers, findings)
    return numbers if sound else None


def _duration(part: Any, path: Path_, numbers: list[float], findings: Findings) -> bool:
    try:
        numbers.append(float(parse_duration(part)))
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        findings.error("TT107", message, path, hint or "write 12h or 3d")
        return False
    return True


def _wrong(form: str, numbers: list[float]) -> str:
    """What is wrong with literal parameters; '' when they will do."""
    first, last = numbers[0], numbers[-1]
    match form:
        case "uniform" | "whole" | "triangular" if numbers != sorted(numbers):
            return f"the numbers must go up, found {', '.join(f'{number:g}' for number in numbers)}"
        case "exponential" if first <= 0:
            return f"the mean must be above 0, found {first:g}"
        case "normal" | "lognormal" if last < 0:
            return f"the deviation cannot be negative, found {last:g}"
        case "lognormal" if first <= 0:
            return f"the median must be above 0, found {first:g}"
        case "poisson" if not 0 <= first <= 500:
            return f"the mean must be 0 to 500, found {first:g}"
        case "binomial" if not (0 <= first <= 1000 and first == int(first)):
            return f"the number of trials must be a whole number from 0 to 1,000, found {first:g}"
        case "binomial" if not 0 <= last <= 1:
            return f"the odds must be between 0 and 1, found {last:g}"
    return ""
