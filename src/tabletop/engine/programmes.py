"""Programmes compiled: stages that last, wait at a gate, and do something when they are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.effects import Acts, EffectCompiler, Machine
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Programme, Stage
from tabletop.scenario.notation import Distribution


@dataclass(frozen=True)
class StagePlan:
    """One stage: minutes that it lasts (drawn if need be), its gate, when the gate is looked at again."""

    stage: Stage
    lasts: Callable[[Machine], int]
    gate: Any
    acts: Acts


@dataclass(frozen=True)
class ProgrammePlan:
    """One programme; its slot holds the number of stages done."""

    programme: Programme
    slot: int
    stages: tuple[StagePlan, ...]


def plan_programmes(scenario: Scenario, code: Code, effects: EffectCompiler) -> dict[str, ProgrammePlan]:
    """Compile all programmes."""
    return {programme.id: _plan(programme, code, effects) for programme in scenario.programmes}


def _plan(programme: Programme, code: Code, effects: EffectCompiler) -> ProgrammePlan:
    stages = tuple(_stage(stage, programme.id, code, effects) for stage in programme.stages)
    return ProgrammePlan(programme, code.layout.quantities[programme.id].slot, stages)


def _stage(stage: Stage, programme: str, code: Code, effects: EffectCompiler) -> StagePlan:
    lasts = _lasts(stage, programme, effects)
    return StagePlan(stage, lasts, code.value(stage.gate), effects.acts(stage.does, programme))


def _lasts(stage: Stage, programme: str, effects: EffectCompiler) -> Callable[[Machine], int]:
    if isinstance(stage.lasts, Distribution):
        draw = effects.delay(stage.lasts, f"{programme} {stage.id}")
        return lambda machine: max(0, round(draw(machine)))
    minutes = stage.lasts
    return lambda _: minutes
