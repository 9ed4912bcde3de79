"""Which happenings speak for and against an objective: those that moved the quantities that it watches most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.engine.cards import ROOTS
from tabletop.engine.entries import ROOT, Entry
from tabletop.engine.simulation import Simulation
from tabletop.scenario.definition import Objective
from tabletop.scoring.measures import position

MOST = 3
_NEGLIGIBLE = 1e-9
_AIMS = {"up": 1.0, "down": -1.0}


@dataclass(frozen=True)
class Evidence:
    """Numbers of the entries of happenings, the largest effect first: three in favour, three against at the most."""

    favour: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    sizes: tuple[tuple[int, float], ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        """Both sides together, the largest effect first."""
        return tuple(n for n, size in sorted(self.sizes, key=lambda item: (-abs(item[1]), item[0])))


NO_EVIDENCE = Evidence()
"""Nothing moved, or nothing was written down."""


def evidence(sim: Simulation, objective: Objective) -> Evidence:
    """The happenings that moved the watched quantities most, each valued in points of the objective.

    What follows at the same minute is part of a happening, as on its consequence card. A move counts by the slope of
    the objective's own measures at the values of now; where they do not read the quantity, by whether it is better up
    or down, as a share of its range. Steps of the relations are cited only where nothing else moved anything. Without
    entries there is no evidence.
    """
    slopes = {name: _slope(sim, objective, name) for name in objective.watches}
    for steps in (False, True):
        sizes: defaultdict[int, float] = defaultdict(float)
        for entry in sim.entries:
            if (entry.kind == "step") == steps:
                sizes[_happening(sim.entries, entry)] += _effect(entry, slopes)
        moved = [(n, size) for n, size in sizes.items() if abs(size) > _NEGLIGIBLE]
        if moved:
            return _largest(moved)
    return NO_EVIDENCE


def _happening(entries: list[Entry], entry: Entry) -> int:
    """The number of the entry that this one is part of, its own if it stands for itself."""
    while entry.n != ROOT and entry.kind not in ROOTS and entries[entry.cause].at == entry.at:
        cause = entries[entry.cause]
        if cause.kind in ("start", "step"):
            break
        entry = cause
    return entry.n


def _largest(moved: list[tuple[int, float]]) -> Evidence:
    favour = sorted((item for item in moved if item[1] > 0), key=lambda item: (-item[1], item[0]))[:MOST]
    against = sorted((item for item in moved if item[1] < 0), key=lambda item: (item[1], item[0]))[:MOST]
    return Evidence(tuple(n for n, _ in favour), tuple(n for n, _ in against), (*favour, *against))


def _effect(entry: Entry, slopes: Mapping[str, float]) -> float:
    if entry.kind == "start":
        return 0.0
    return sum(slopes.get(change.quantity, 0.0) * (change.after - change.before) for change in entry.changes)


def _slope(sim: Simulation, objective: Objective, name: str) -> float:
    """Points of the objective for one unit of a quantity."""
    quantity = sim.program.layout.quantities.get(name)
    if quantity is None:
        return 0.0
    values = [change for entry in sim.entries for change in entry.changes if change.quantity == name]
    low = min((min(change.before, change.after) for change in values), default=0.0)
    high = max((max(change.before, change.after) for change in values), default=0.0)
    if high - low <= _NEGLIGIBLE:
        return 0.0
    try:
        rise = _points(sim, objective, quantity.slot, high) - _points(sim, objective, quantity.slot, low)
    except (ArithmeticError, ValueError):
        rise = 0.0
    found = rise / (high - low)
    return found if abs(found) > _NEGLIGIBLE else _aim(sim, name) * 100.0 / (quantity.high - quantity.low)


def _points(sim: Simulation, objective: Objective, slot: int, value: float) -> float:
    """What the objective would be worth, not clipped, with another value in one slot."""
    values = sim.world.values.copy()
    values[slot] = value
    total = 0.0
    for measure in objective.measures:
        raw = float(sim.program.code.remembered(measure.of)(values))
        total += measure.share / 100.0 * position(raw, measure.zero, measure.hundred)
    return total


def _aim(sim: Simulation, name: str) -> float:
    scenario = sim.program.scenario
    better = {gauge.id: gauge.better for gauge in scenario.gauges} | {s.id: s.better for s in scenario.stocks}
    return _AIMS.get(better.get(name, "neither"), 0.0)
