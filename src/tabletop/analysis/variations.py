"""Plans made from one plan: each assumption at its low and its high, each preset in turn, or all drawn together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tabletop.analysis.plan import Plan
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Assumption


@dataclass(frozen=True)
class Variation:
    """A plan with one thing changed: an assumption at one `end` of its range ("low" or "high"), or another preset."""

    what: str
    end: str
    value: float | None
    plan: Plan


def values(plan: Plan, scenario: Scenario) -> dict[str, float]:
    """What each assumption is in a plan: set by it, else by its preset, else the base."""
    preset = next((each for each in scenario.presets if each.id == _own(plan, scenario)), None)
    given = {**(preset.assumptions if preset else {}), **plan.assumptions}
    return {str(each.id): float(given.get(each.id, each.base)) for each in scenario.assumptions}


def varied(plan: Plan, scenario: Scenario, names: Iterable[str] = ()) -> list[Assumption]:
    """The assumptions that a sweep varies: those named, otherwise all that the plan does not set.

    Raises IllegalDecision for a name that the scenario does not have, and when there is nothing to vary.
    """
    known = {str(each.id): each for each in scenario.assumptions}
    for name in names:
        if name not in known:
            listed = f"there are: {', '.join(known) or 'none'}"
            raise IllegalDecision(f'no assumption "{name}"', closest(name, known) or listed)
    chosen = list(dict.fromkeys(names)) or [name for name in known if name not in plan.assumptions]
    found = [known[name] for name in chosen if known[name].low < known[name].high]
    if not found:
        raise IllegalDecision("there is no assumption to vary", "a scenario gives each a low, a base and a high")
    return found


def drawn(plan: Plan, scenario: Scenario, names: Iterable[str] = ()) -> Plan:
    """The plan with assumptions drawn anew in each replicate, each from the triangle over its range.

    The most likely value is what it is in the plan; one that lies outside the range widens it. Raises IllegalDecision
    as `varied` does.
    """
    likely = values(plan, scenario)
    ranges = {
        str(each.id): (min(each.low, likely[each.id]), likely[each.id], max(each.high, likely[each.id]))
        for each in varied(plan, scenario, names)
    }
    return replace(plan, drawn=ranges)


def each_in_turn(plan: Plan, scenario: Scenario, names: Iterable[str] = ()) -> list[Variation]:
    """Every assumption at its low and at its high, the rest as in the plan; an end where it is already is left out."""
    now = values(plan, scenario)
    return [
        Variation(str(each.id), end, value, replace(plan, assumptions={**plan.assumptions, str(each.id): value}))
        for each in varied(plan, scenario, names)
        for end, value in (("low", each.low), ("high", each.high))
        if value != now[each.id]
    ]


def each_preset(plan: Plan, scenario: Scenario) -> list[Variation]:
    """Every preset but the plan's own. Raises IllegalDecision when there is no other."""
    names = [str(preset.id) for preset in scenario.presets if preset.id != _own(plan, scenario)]
    if not names:
        raise IllegalDecision("the scenario has no other preset", "leave --presets out to vary its assumptions")
    return [Variation(name, "", None, replace(plan, preset=name)) for name in names]


def _own(plan: Plan, scenario: Scenario) -> str:
    """The preset that a plan is played with; without a name it is the scenario's default, else its first."""
    return plan.preset or scenario.preset_default or next((str(preset.id) for preset in scenario.presets), "")
