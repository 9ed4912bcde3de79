"""What a result rests on: each assumption at its low and its high, each preset in turn, or all drawn together.

Every variation is played in the same replicates as the plan itself, so that its effect is a paired difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tabletop.analysis.ensemble import Ensemble
from tabletop.analysis.intervals import Array, figure, interval
from tabletop.analysis.pairs import change, pairs, total_pairs
from tabletop.analysis.plan import Plan
from tabletop.analysis.summary import totals
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Assumption

_NORMAL = 1.959963984540054


@dataclass(frozen=True)
class Variation:
    """A plan with one thing changed: an assumption at one `end` of its range ("low" or "high"), or another preset."""

    what: str
    end: str
    value: float | None
    plan: Plan


def values(plan: Plan, scenario: Scenario) -> dict[str, float]:
    """What each assumption is in a plan: set by it, else by its preset, else the base."""
    name = plan.preset or scenario.preset_default or ""
    preset = next((each for each in scenario.presets if each.id == name), None)
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
    own = plan.preset or scenario.preset_default
    names = [str(preset.id) for preset in scenario.presets if preset.id != own]
    if not names:
        raise IllegalDecision("the scenario has no other preset", "leave --presets out to vary its assumptions")
    return [Variation(name, "", None, replace(plan, preset=name)) for name in names]


def tornado(
    base: Ensemble, variations: Iterable[tuple[Variation, Ensemble]], scenario: Scenario
) -> dict[str, list[dict[str, Any]]]:
    """By seat, the assumption with the largest swing first: what each end of its range changes, ready for JSON.

    `low` and `high` are None where the plan is already there; `swing` is the distance between the largest and the
    smallest mean of the row, the plan's own included; `clear` whether the change at either end is beyond chance.
    """
    ends: dict[str, dict[str, tuple[Variation, Ensemble]]] = {}
    for variation, ensemble in variations:
        ends.setdefault(variation.what, {})[variation.end] = (variation, ensemble)
    return {
        seat: sorted(
            (_bar(base, what, found, seat) for what, found in ends.items()), key=lambda row: -float(row["swing"])
        )
        for seat in _seats(base, scenario)
    }


def preset_changes(
    base: Ensemble, variations: Iterable[tuple[Variation, Ensemble]], scenario: Scenario
) -> dict[str, list[dict[str, Any]]]:
    """By seat: what each preset changes against the plan's own, in the scenario's order, ready for JSON."""
    found = list(variations)
    return {
        seat: [{"preset": each.what, **_change(base, ensemble, seat)} for each, ensemble in found]
        for seat in _seats(base, scenario)
    }


def influences(ensemble: Ensemble, scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """By seat, the largest first: the rank correlation of the total with each drawn assumption (Spearman 1904).

    `clear` when it is larger than chance would give in 95 % of ensembles in which nothing depends on it.
    """
    draws = [ensemble.plan.draw(playout.replicate) for playout in ensemble.playouts]
    found: dict[str, list[dict[str, Any]]] = {}
    for seat in _seats(ensemble, scenario):
        scores = ranks(totals(ensemble.playouts, seat))
        rows = [
            _influence(name, ranks(np.array([draw[name] for draw in draws])), scores) for name in ensemble.plan.drawn
        ]
        found[seat] = sorted(rows, key=lambda row: -abs(float(row["rank_correlation"])))
    return found


def ranks(sample: Array) -> Array:
    """The place of each value among all, from 1; equal ones share the mean of their places."""
    _, number, counts = np.unique(sample, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Array = (last - (counts - 1) / 2)[number]
    return shared


def _influence(name: str, drawn_ranks: Array, scores: Array) -> dict[str, Any]:
    varies = len(scores) > 2 and drawn_ranks.std() > 0 and scores.std() > 0
    r = figure(np.corrcoef(drawn_ranks, scores)[0, 1]) if varies else 0.0
    return {"assumption": name, "rank_correlation": r, "clear": varies and abs(r) > _NORMAL / (len(scores) - 1) ** 0.5}


def _bar(base: Ensemble, what: str, found: Mapping[str, tuple[Variation, Ensemble]], seat: str) -> dict[str, Any]:
    row: dict[str, Any] = {"assumption": what}
    for end in ("low", "high"):
        if end in found:
            variation, ensemble = found[end]
            row[end] = {"value": variation.value, **_change(base, ensemble, seat)}
        else:
            row[end] = None
    changes = [0.0, *(row[end]["change"] for end in ("low", "high") if row[end])]
    clear = any(row[end]["clear"] for end in ("low", "high") if row[end])
    return {**row, "swing": figure(max(changes) - min(changes)), "clear": clear}


def _change(base: Ensemble, other: Ensemble, seat: str) -> dict[str, Any]:
    before, after = total_pairs(pairs(base, other), seat)
    return {"mean": figure(after.mean()), **change(interval(after - before))}


def _seats(ensemble: Ensemble, scenario: Scenario) -> list[str]:
    scored = ensemble.playouts[0].totals if ensemble.playouts else {}
    return [str(seat.id) for seat in scenario.seats if seat.id in scored]
