"""A laboratory for a shipped scenario: everything is held still but what a test turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tabletop.engine.entries import Entry
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Question
from tabletop.engine.simulation import Setup, Simulation
from tabletop.scenario.load import load

DAY = 1440

# No incidents, no storm, a Beijing and a Pyongyang of known mind: two runs differ by what was turned and nothing else.
STILL = {"a_inc_t": 0.0, "a_inc_k": 0.0, "a_war": 0.0, "a_nuc": 0.0}
MINDS: dict[str, str | float] = {"resolve": "coercive", "dprk_type": "routine", "end_day": 60.0, "storm_start": 99.0}


class Trial:
    """One run: read any expression of the scenario in its present state, or look at what happened."""

    def __init__(self, sim: Simulation, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.sim = sim
        self.weights = weights

    def __call__(self, expression: str) -> float:
        """The value of an expression now."""
        return float(self.sim.program.code.remembered(expression)(self.sim.world.values))

    def entries(self, kind: str, what: str) -> list[Entry]:
        """What happened of one kind and name, in order."""
        return [entry for entry in self.sim.entries if (entry.kind, entry.what) == (kind, what)]

    def day(self, kind: str, what: str) -> float:
        """Day of the first entry of one kind and name; 9999 if there is none."""
        found = self.entries(kind, what)
        return found[0].at / DAY if found else 9999.0

    def odds(self, chance: str) -> float:
        """The odds that a chance had when it was drawn."""
        return float(self.entries("chance", chance)[0].detail["odds"][0])


class Laboratory:
    """Runs a scenario with every seat taking its defaults, save what a test chooses.

    `still` are the assumptions and `minds` the hidden facts of every run that does not say otherwise.
    """

    def __init__(self, program: Program, still: Mapping[str, float], minds: Mapping[str, str | float]) -> None:
        self.program = program
        self.still = dict(still)
        self.minds = dict(minds)

    def run(
        self,
        days: float,
        *,
        choose: Mapping[str, str] | None = None,
        put: Mapping[float, Mapping[str, float]] | None = None,
        assume: Mapping[str, float] | None = None,
        minds: Mapping[str, str | float] | None = None,
        texts: Mapping[str, str] | None = None,
        seed: int = 1,
    ) -> Trial:
        """The state after `days`: `choose` forces options, `put` sets quantities on a day, `assume` assumptions."""
        weights: dict[str, dict[str, float]] = {}
        chosen = choose or {}

        def player(question: Question) -> tuple[str, ...]:
            point = question.point
            options = [option.id for option in point.options]
            weights[point.id] = dict(zip(options, question.weights(), strict=True))
            wanted = chosen.get(point.id, "")
            if wanted:
                assert question.open[options.index(wanted)], f"{point.id}.{wanted} is locked in this trial"
                return (wanted,)
            return (point.default,) if isinstance(point.default, str) else tuple(point.default)

        setup = Setup(
            seed, texts=texts or {}, assumptions=self.still | dict(assume or {}), latents=self.minds | dict(minds or {})
        )
        sim = Simulation(self.program, setup, {seat.id: player for seat in self.program.scenario.seats})
        for day, values in sorted((put or {}).items()):
            sim.advance(round(day * DAY))
            for quantity, value in values.items():
                sim.override(quantity, value, "turned by a test")
        sim.advance(round(days * DAY))
        return Trial(sim, weights)


MakeLaboratory = Callable[[str, Mapping[str, float], Mapping[str, str | float]], Laboratory]


@pytest.fixture(scope="session")
def laboratory(checkout: Path) -> MakeLaboratory:
    """A shipped scenario on the bench: its id, the assumptions held still, the hidden facts made known."""

    def make(scenario: str, still: Mapping[str, float], minds: Mapping[str, str | float]) -> Laboratory:
        return Laboratory(compile_program(load(checkout / "scenarios" / scenario)), still, minds)

    return make


@pytest.fixture(scope="session")
def lab(laboratory: MakeLaboratory) -> Laboratory:
    """The flagship on the bench."""
    return laboratory("regional-contingency", STILL, MINDS)
