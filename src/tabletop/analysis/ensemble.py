"""Many playouts of one plan, or of several side by side: each replicate with its own seed and fresh players.

Replicate r has the seed that derives from (seed, r). So the result does not depend on who played it or on how the work
was cut up, and replicate r of two plans with one seed can be compared as a pair.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tabletop.analysis.crew import Crew, crew
from tabletop.analysis.enough import Precision
from tabletop.analysis.plan import Plan
from tabletop.analysis.playout import Player, Playout
from tabletop.engine.program import Program

if TYPE_CHECKING:
    from tabletop.analysis.intervals import Array

__all__ = ["Ensemble", "Plan", "Playout", "Precision", "run", "run_together"]

Report = Callable[[int], None]
Samples = Callable[[tuple["Ensemble", ...]], "list[Array]"]


@dataclass(frozen=True)
class Ensemble:
    """The playouts of a plan in order of replicate; `partial` when it was interrupted; `seconds` it took."""

    plan: Plan
    playouts: tuple[Playout, ...]
    seconds: float
    partial: bool


def run(plan: Plan, program: Program, jobs: int = 1, report: Report = lambda _: None) -> Ensemble:
    """Play all replicates of a plan; `report` hears how many are done. Ctrl-C gives what is done so far, as partial.

    Raises IllegalDecision for a setup that the scenario does not have, CannotRun when a game cannot be played on.
    """
    with crew(program, jobs, plan.runs) as hands:
        return run_together([plan], hands, report=report)[0]


def run_together(
    plans: Sequence[Plan],
    hands: Crew,
    *,
    report: Report = lambda _: None,
    expect: Report = lambda _: None,
    precision: Precision | None = None,
    samples: Samples | None = None,
) -> tuple[Ensemble, ...]:
    """Play the same replicates of several plans, so many as the first says; `report` hears how many playouts are done.

    With `precision` the number of replicates is found on the way, such that each of the `samples` (arrays with a value
    a replicate) has a mean that is known well enough; `expect` hears the number of playouts that this will take, as far
    as is known. Ctrl-C gives what is done so far; then plans may have different replicates. Raises as `run` does.
    """
    gathering = _Gathering(plans, hands, report)
    goal = precision.first() if precision else plans[0].runs
    partial = False
    try:
        while gathering.done < goal:
            expect(goal * len(plans))
            gathering.go_to(goal)
            if precision and samples:
                goal = precision.next(goal, samples(gathering.ensembles(goal, partial=False)))
    except KeyboardInterrupt:
        partial = True
    return gathering.ensembles(goal, partial)


class _Gathering:
    """The playouts of some plans as they come in."""

    def __init__(self, plans: Sequence[Plan], hands: Crew, report: Report) -> None:
        self.done = 0
        self._plans = plans
        self._hands = hands
        self._report = report
        self._playouts: list[list[Playout]] = [[] for _ in plans]
        self._started = time.perf_counter()

    def go_to(self, goal: int) -> None:
        """Play all plans up to so many replicates."""
        for number, playouts in self._hands.each(_play, self._chunks(goal)):
            self._playouts[number] += playouts
            self._report(sum(map(len, self._playouts)))
        self.done = goal

    def ensembles(self, goal: int, partial: bool) -> tuple[Ensemble, ...]:
        """What there is, one ensemble a plan, in order of replicate."""
        seconds = time.perf_counter() - self._started
        return tuple(
            Ensemble(replace(plan, runs=goal), _ordered(playouts), seconds, partial)
            for plan, playouts in zip(self._plans, self._playouts, strict=True)
        )

    def _chunks(self, goal: int) -> Iterator[Chunk]:
        """Replicates in order, all plans in turn, so that an interruption leaves whole pairs."""
        grain = self._hands.grain
        for start in range(self.done, goal, grain):
            for number, plan in enumerate(self._plans):
                yield Chunk(number, plan, range(start, min(start + grain, goal)))


@dataclass(frozen=True)
class Chunk:
    """Some replicates of plan number `number`: what a worker is given at a time."""

    number: int
    plan: Plan
    replicates: range


def _play(program: Program, chunk: Chunk) -> tuple[int, list[Playout]]:
    player = Player(chunk.plan, program)
    return chunk.number, [player.play(replicate) for replicate in chunk.replicates]


def _ordered(playouts: list[Playout]) -> tuple[Playout, ...]:
    return tuple(sorted(playouts, key=lambda playout: playout.replicate))
