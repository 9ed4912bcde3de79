"""The totals alone, for the many games of an analysis: worked out by a plan that is made once for a scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tabletop.engine.codegen import Compiled, grain
from tabletop.engine.program import Program
from tabletop.engine.simulation import Simulation
from tabletop.engine.trackers import Trackers
from tabletop.scenario.definition import Objective
from tabletop.scoring.measures import value, weighed

Anchored = tuple[int, float, float]
"""The number of a raw value, and the two anchors of the measure."""


@dataclass(frozen=True)
class SeatPlan:
    """How one seat's total follows from a game that is over.

    `final` works out the raw values of the terminal measures, `running` names the others (place among the trackers'
    sums, whether it is a mean); numbers run through the first, then the second. `gates` are (cap, condition), the
    lowest cap first.
    """

    final: Compiled
    running: tuple[tuple[int, bool], ...]
    objectives: tuple[tuple[tuple[Anchored, ...], tuple[float, ...]], ...]
    weights: tuple[float, ...]
    gates: tuple[tuple[float, Compiled], ...]

    def total(self, values: list[float], trackers: Trackers) -> float:
        """From 0 to 100, at these values of the world and with what was gathered over at least one step."""
        raws = [grain(raw) for raw in self.final(values)]
        samples, sums = trackers.samples, trackers.sums
        raws += [grain(sums[place] / samples if mean else sums[place]) for place, mean in self.running]
        points = [
            weighed([value(raws[number], zero, hundred) for number, zero, hundred in measures], shares, 100.0)
            for measures, shares in self.objectives
        ]
        return self._capped(weighed(points, self.weights, sum(self.weights)), values)

    def _capped(self, total: float, values: list[float]) -> float:
        for cap, holds in self.gates:
            if cap >= total:
                break
            if holds(values):
                return cap
        return total


def ended_totals(sim: Simulation, seats: Collection[str] | None) -> dict[str, float]:
    """Totals of a game that has ended after at least one step, of the seats named or of all that have objectives."""
    plans = sim.program.code.once("totals", lambda: seat_plans(sim.program))
    return {
        seat: plan.total(sim.world.values, sim.trackers)
        for seat, plan in plans.items()
        if seats is None or seat in seats
    }


def seat_plans(program: Program) -> dict[str, SeatPlan]:
    """The plans of all seats that have objectives, in the order of the seats."""
    scenario = program.scenario
    by_seat = {seat.id: [o for o in scenario.objectives if o.seat == seat.id] for seat in scenario.seats}
    return {seat: _plan(program, seat, objectives) for seat, objectives in by_seat.items() if objectives}


def _plan(program: Program, seat: str, objectives: list[Objective]) -> SeatPlan:
    code, gathered = program.code, {key: place for place, key in enumerate(program.trackers.keys)}
    measures = [((o.id, n), measure) for o in objectives for n, measure in enumerate(o.measures)]
    final = [(key, measure) for key, measure in measures if key not in gathered]
    running = [(key, measure) for key, measure in measures if key in gathered]
    numbers = {key: number for number, (key, _) in enumerate([*final, *running])}
    gates = sorted((gate for gate in program.scenario.gates if seat in gate.seats), key=lambda gate: gate.cap)
    return SeatPlan(
        final=code.values([measure.of for _, measure in final]),
        running=tuple((gathered[key], measure.mode == "mean") for key, measure in running),
        objectives=tuple(_anchored(objective, numbers.__getitem__) for objective in objectives),
        weights=tuple(float(objective.weight) for objective in objectives),
        gates=tuple((gate.cap, code.remembered(gate.when)) for gate in gates),
    )


def _anchored(
    objective: Objective, number: Callable[[tuple[str, int]], int]
) -> tuple[tuple[Anchored, ...], tuple[float, ...]]:
    measures = tuple((number((objective.id, n)), m.zero, m.hundred) for n, m in enumerate(objective.measures))
    return measures, tuple(measure.share for measure in objective.measures)
