"""Raw values of all measures, gathered while the game runs: mean over steps, minimum, maximum, and the value now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tabletop.engine.codegen import Code, grain
from tabletop.scenario.definition import Scenario

Key = tuple[str, int]
START = {"mean": 0.0, "minimum": 1e300, "maximum": -1e300}


@dataclass(frozen=True)
class TrackerPlan:
    """The running measures of a scenario (`keys`, `modes`) and the terminal ones (`final`)."""

    keys: tuple[Key, ...]
    modes: tuple[str, ...]
    sample: Any
    now: Any
    final_keys: tuple[Key, ...]
    final: Any


def plan_trackers(scenario: Scenario, code: Code) -> TrackerPlan:
    """Compile the measures of all objectives."""
    measures = [((o.id, n), m) for o in scenario.objectives for n, m in enumerate(o.measures)]
    running = [(key, measure) for key, measure in measures if measure.mode != "terminal"]
    final = [(key, measure) for key, measure in measures if measure.mode == "terminal"]
    lines: list[tuple[str, Any]] = [("    pass", None)]
    for number, (_, measure) in enumerate(running):
        lines.append((f"    x = {code.source(measure.of)}", measure.of))
        lines.append((_GATHER[measure.mode].format(n=number), None))
    return TrackerPlan(
        tuple(key for key, _ in running),
        tuple(measure.mode for _, measure in running),
        code.function("v, a", lines),
        code.values([measure.of for _, measure in running]),
        tuple(key for key, _ in final),
        code.values([measure.of for _, measure in final]),
    )


_GATHER = {
    "mean": "    a[{n}] += x",
    "minimum": "    if x < a[{n}]: a[{n}] = x",
    "maximum": "    if x > a[{n}]: a[{n}] = x",
}


@dataclass
class Trackers:
    """The measures of one game. `samples` counts steps."""

    plan: TrackerPlan
    samples: int = 0
    sums: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = self.sums or [START[mode] for mode in self.plan.modes]

    def fork(self) -> Trackers:
        """The same measures so far for a fork of the game."""
        return Trackers(self.plan, self.samples, self.sums.copy())

    def state(self) -> list[float]:
        """What belongs to the state of the game, rounded, so that a platform's mathematics cannot change a digest."""
        return [grain(gathered) for gathered in self.sums]

    def sample(self, values: list[float]) -> None:
        """Take in the world as it is at the end of a step."""
        self.plan.sample(values, self.sums)
        self.samples += 1

    def read(self, values: list[float]) -> dict[Key, float]:
        """Value of every measure so far, by (objective id, number); before the first step, the value now."""
        read = dict(zip(self.plan.final_keys, map(grain, self.plan.final(values)), strict=True))
        if not self.samples:
            return read | dict(zip(self.plan.keys, map(grain, self.plan.now(values)), strict=True))
        for key, mode, gathered in zip(self.plan.keys, self.plan.modes, self.sums, strict=True):
            read[key] = grain(gathered / self.samples if mode == "mean" else gathered)
        return read
