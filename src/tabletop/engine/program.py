"""A scenario compiled once: plain functions over a flat array, ready for any number of games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.decisions import GroupPlan, PointPlan, plan_decisions
from tabletop.engine.effects import Acts, EffectCompiler, distribution_form
from tabletop.engine.forces import ForcesPlan, plan_forces
from tabletop.engine.injects import InjectPlan, plan_injects
from tabletop.engine.layout import Layout
from tabletop.engine.programmes import ProgrammePlan, plan_programmes
from tabletop.engine.relations import Step, compile_steps
from tabletop.engine.sight import Mask, mask
from tabletop.engine.trackers import TrackerPlan, plan_trackers
from tabletop.scenario.definition import Ending, Scenario
from tabletop.scenario.elements import Gauge, Latent, Stock
from tabletop.scenario.load import Loaded
from tabletop.simtime import Clock


@dataclass(frozen=True)
class LatentPlan:
    """How a hidden fact is drawn: odds of its numbers, or the form and parameters of a distribution."""

    slot: int
    odds: tuple[float, ...]
    values: tuple[float, ...]
    form: str
    parameters: Any


@dataclass(frozen=True)
class Conditions:
    """What waits for a condition, in written order: injects, then decision points. `holds` gives a bit each."""

    holds: Any
    waiting: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Program:
    """The compiled scenario. Nothing in it changes; games keep their own state."""

    loaded: Loaded
    code: Code
    layout: Layout
    starts: tuple[tuple[int, Any], ...]
    latents: Mapping[str, LatentPlan]
    steps: tuple[Step, ...]
    forces: ForcesPlan
    injects: Mapping[str, InjectPlan]
    groups: Mapping[str, GroupPlan]
    points: Mapping[str, PointPlan]
    programmes: Mapping[str, ProgrammePlan]
    conditions: Conditions
    setup: Acts
    presets: Mapping[str, Acts]
    trackers: TrackerPlan
    endex: Any
    endings: tuple[tuple[Ending, Any], ...]
    masks: Mapping[str, Mask]

    @property
    def scenario(self) -> Scenario:
        """The definition that was compiled."""
        return self.loaded.scenario

    @property
    def times(self) -> Clock:
        """How moments of the scenario are read and told."""
        return self.scenario.times

    @property
    def sha256(self) -> str:
        """Content hash of the scenario's files."""
        return self.loaded.sha256


def compile_program(loaded: Loaded) -> Program:
    """Compile a loaded scenario. The scenario has been validated, so nothing in it can fail to compile."""
    scenario = loaded.scenario
    layout = Layout(scenario)
    code = Code(layout, scenario.formulas)
    effects = EffectCompiler(code)
    injects = plan_injects(scenario, code, effects)
    groups = plan_decisions(scenario, code, effects)
    points = {plan.point.id: plan for group in groups.values() for plan in group.points}
    return Program(
        loaded=loaded,
        code=code,
        layout=layout,
        starts=tuple(_starts(scenario, code)),
        latents={latent.id: _latent(latent, code) for latent in scenario.latents},
        steps=compile_steps(scenario, code),
        forces=plan_forces(scenario, code, effects),
        injects=injects,
        groups=groups,
        points=points,
        programmes=plan_programmes(scenario, code, effects),
        conditions=_conditions(scenario, code),
        setup=effects.acts(scenario.setup, "setup"),
        presets={preset.id: effects.acts(preset.setup, preset.id) for preset in scenario.presets},
        trackers=plan_trackers(scenario, code),
        endex=code.value(scenario.endex.at),
        endings=tuple((e, None if e.when is None else code.value(e.when)) for e in scenario.endings),
        masks={seat.id: mask(scenario, layout, seat.id) for seat in scenario.seats},
    )


def _starts(scenario: Scenario, code: Code) -> list[tuple[int, Any]]:
    quantities = code.layout.quantities
    amounts: list[Gauge | Stock] = [*scenario.gauges, *scenario.stocks]
    starts = [(quantities[amount.id].slot, code.value(amount.start)) for amount in amounts]
    return starts + [(quantities[flag.id].slot, code.value(flag.start)) for flag in scenario.flags]


def _latent(latent: Latent, code: Code) -> LatentPlan:
    quantity = code.layout.quantities[latent.id]
    if latent.states:
        return LatentPlan(quantity.slot, tuple(state.odds for state in latent.states), quantity.values, "", None)
    assert latent.value is not None
    form, numbers = distribution_form(latent.value)
    return LatentPlan(quantity.slot, (), (), form, code.values(numbers))


def _conditions(scenario: Scenario, code: Code) -> Conditions:
    waiting = [("inject", i.id, i.when) for i in scenario.injects if i.when is not None and i.at is None]
    waiting += [("decision", p.id, p.opens.when) for p in scenario.decisions if p.opens.when is not None]
    lines: list[tuple[str, Any]] = [("    bits = 0", None)]
    for number, (_, _, when) in enumerate(waiting):
        lines.append((f"    if {code.source(when)}: bits |= {1 << number}", when))
    holds = code.function("v", [*lines, ("    return bits", None)])
    return Conditions(holds, tuple((kind, id_) for kind, id_, _ in waiting))
