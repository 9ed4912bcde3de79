"""Injects compiled, and their texts filled with the numbers of the moment."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.effects import Acts, EffectCompiler
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import Inject, Wording

Fill = Callable[[list[float]], str]


@dataclass(frozen=True)
class InjectPlan:
    """One inject: its condition or rate, what it does, and its words."""

    inject: Inject
    fired_slot: int
    last_slot: int
    when: Any
    rate: Any
    bound: Any
    acts: Acts
    wordings: tuple[tuple[Any, Fill, Fill], ...]

    def words(self, values: list[float]) -> tuple[str, str]:
        """Subject and body as they read now."""
        for holds, subject, body in self.wordings:
            if holds is None or holds(values):
                return subject(values), body(values)
        return self.inject.subject, self.inject.body


def plan_injects(scenario: Scenario, code: Code, effects: EffectCompiler) -> dict[str, InjectPlan]:
    """Compile all injects, in written order."""
    return {inject.id: _plan(inject, code, effects) for inject in scenario.injects}


def _plan(inject: Inject, code: Code, effects: EffectCompiler) -> InjectPlan:
    layout = code.layout
    return InjectPlan(
        inject,
        layout.slot(("fired", inject.id)),
        layout.slot(("last", inject.id)),
        None if inject.when is None else code.value(inject.when),
        None if inject.hazard is None else code.value(inject.hazard.rate),
        None if inject.hazard is None else code.value(inject.hazard.bound),
        effects.acts(inject.effects, inject.id),
        tuple(wordings(inject.subject, inject.body, inject.wordings, code)),
    )


def wordings(subject: str, body: str, variants: list[Wording], code: Code) -> list[tuple[Any, Fill, Fill]]:
    """Conditions and fillers of the variants, the plain text last."""
    told = [(code.value(w.when), filler(w.subject or subject, code), filler(w.body, code)) for w in variants]
    return [*told, (None, filler(subject, code), filler(body, code))]


def filler(text: str, code: Code) -> Fill:
    """A function that puts current numbers into `{name}` and `{name:.0f}` of a text. Nothing else is a template."""
    if "{" not in text:
        return lambda _: text
    pieces = [(literal, name, spec or "") for literal, name, spec, _ in string.Formatter().parse(text)]
    reads = [(literal, *_reader(name, spec, code)) if name else (literal, None, "") for literal, name, spec in pieces]

    def fill(values: list[float]) -> str:
        return "".join(lit + ("" if read is None else _shown(read(values), spec)) for lit, read, spec in reads)

    return fill


def _reader(name: str, spec: str, code: Code) -> tuple[Any, str]:
    quantity = code.layout.quantities.get(name)
    if quantity is not None and quantity.names:
        return (lambda values: quantity.name(values[quantity.slot]).replace("_", " ")), ""
    return code.remembered(name), spec or ".0f"


def _shown(value: Any, spec: str) -> str:
    return format(value, spec) if spec else str(value)
