"""The numbered rules as one compiled function a period: drifts, relations in written order, computed gauges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.layout import Layout
from tabletop.engine.world import door_source, held
from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import Gauge, Relation
from tabletop.scenario.expression.nodes import Name, Query

Writes = tuple[tuple[int, float], ...]
Note = Callable[[int, str, float], None]
Line = tuple[str, Any]


@dataclass(frozen=True)
class Step:
    """All rules of one period. `traced` gives the new values and reports each contribution; `plain` goes through the
    door at once, for games of which nothing is written down.
    """

    every: int
    plain: Callable[[list[float]], None]
    traced: Callable[[list[float], Note], Writes]


def compile_steps(scenario: Scenario, code: Code) -> tuple[Step, ...]:
    """The steps of a scenario, shortest period first; drifts and computed gauges belong to the scenario's own step."""
    periods = sorted({scenario.step, *(r.every or scenario.step for r in scenario.relations if r.does)})
    return tuple(_StepWriter(scenario, code, period).step() for period in periods)


class _StepWriter:
    """Writes the source of one step. Quantities that it changes live in locals `x<slot>` until the end."""

    def __init__(self, scenario: Scenario, code: Code, every: int) -> None:
        own = every == scenario.step
        self._code = code
        self._layout: Layout = code.layout
        self._every = every
        self._drifting = [gauge for gauge in scenario.gauges if own and gauge.drift is not None]
        self._computed = [gauge for gauge in scenario.gauges if own and gauge.computed is not None]
        self._relations = [r for r in scenario.relations if r.does and (r.every or scenario.step) == every]
        targets = {gauge.id for gauge in [*self._drifting, *self._computed]}
        for relation in self._relations:
            targets |= set(_targets(relation.does))
        self._slots = {id_: self._layout.quantities[id_].slot for id_ in sorted(targets)}

    def step(self) -> Step:
        """The step, compiled twice from the same lines."""
        return Step(self._every, self._compile("v", traced=False), self._compile("v, note", traced=True))

    def _compile(self, parameters: str, *, traced: bool) -> Any:
        load: list[Line] = [("    pass", None)]
        load += [(f"    x{slot} = v[{slot}]", None) for slot in self._slots.values()]
        body = [line for lines in self._sections(traced) for line in lines]
        last = self._writes() if traced else self._through_the_door()
        return self._code.function(parameters, [*load, *body, *last], {"held": held})

    def _writes(self) -> list[Line]:
        pairs = "".join(f"({slot}, x{slot}), " for slot in self._slots.values())
        return [(f"    return ({pairs})", None)]

    def _through_the_door(self) -> list[Line]:
        low, high = self._layout.low, self._layout.high
        slots = [(slot, name) for name, slot in self._slots.items()]
        return [(f"    {door_source(slot, low[slot], high[slot], name)}", None) for slot, name in slots]

    def _sections(self, traced: bool) -> Iterator[list[Line]]:
        for gauge in self._drifting:
            yield self._drift(gauge, traced)
        for relation in self._relations:
            yield self._relation(relation, traced)
        for gauge in self._computed:
            yield [(f"    x{self._slots[gauge.id]} = {self._source(gauge.computed)}", gauge.computed)]

    def _drift(self, gauge: Gauge, traced: bool) -> list[Line]:
        drift = gauge.drift
        assert drift is not None
        slot = self._slots[gauge.id]
        if drift.half_life is not None:
            speed = repr(1.0 - 0.5 ** (self._every / drift.half_life))
        else:
            speed = self._source(drift.share)
        change = f"(({self._source(drift.to)}) - x{slot}) * {speed}"
        return self._change([(slot, change, drift.to)], drift.because or "drift", "    ", traced)

    def _relation(self, relation: Relation, traced: bool) -> list[Line]:
        if relation.when is None:
            return self._effects(relation.does, relation.id, "    ", traced)
        opening: Line = (f"    if {self._source(relation.when)}:", relation.when)
        return [opening, *self._effects(relation.does, relation.id, "        ", traced)]

    def _effects(self, effects: list[Effect], relation: str, indent: str, traced: bool) -> list[Line]:
        lines: list[Line] = []
        for effect in effects:
            if effect.verb == "when":
                lines.append((f"{indent}if {self._source(effect.when)}:", effect.when))
                lines += self._effects(effect.do, relation, indent + "    ", traced)
                if effect.otherwise:
                    lines.append((f"{indent}else:", None))
                    lines += self._effects(effect.otherwise, relation, indent + "    ", traced)
                continue
            changes = [self._target(effect, target, amount) for target, amount in effect.argument.items()]
            lines += self._change(changes, effect.because or relation, indent, traced)
        return lines

    def _target(self, effect: Effect, target: str, amount: Any) -> tuple[int, str, Any]:
        slot = self._slots[target]
        source = self._code.amount(target, amount, self._read)
        return slot, _CHANGES[effect.verb].format(slot=slot, amount=source), amount

    def _change(self, changes: list[tuple[int, str, Any]], relation: str, indent: str, traced: bool) -> list[Line]:
        """Work out all changes of one effect, then make them: none sees what another did."""
        if len(changes) == 1 and not traced:
            slot, change, text = changes[0]
            return [(f"{indent}x{slot} += {change}", text)]
        lines: list[Line] = [(f"{indent}d{slot} = {change}", text) for slot, change, text in changes]
        for slot, _, _ in changes:
            lines.append((f"{indent}x{slot} += d{slot}", None))
            if traced:
                lines.append((f"{indent}note({slot}, {relation!r}, d{slot})", None))
        return lines

    def _source(self, text: Any) -> str:
        return self._code.source(text, self._read)

    def _read(self, atom: Name | Query) -> str:
        if isinstance(atom, Name) and atom.id in self._slots:
            return f"x{self._slots[atom.id]}"
        return self._layout.source(atom)


_CHANGES = {
    "add": "{amount}",
    "set": "({amount}) - x{slot}",
    "scale": "x{slot} * (({amount}) - 1.0)",
}


def _targets(effects: list[Effect]) -> Iterator[str]:
    for effect in effects:
        if effect.verb == "when":
            yield from _targets(effect.do)
            yield from _targets(effect.otherwise)
        else:
            yield from effect.argument


def note(parts: dict[int, tuple[tuple[str, float], ...]], slot: int, relation: str, change: float) -> None:
    """Keep a contribution of a relation to a quantity, by slot."""
    if change:
        parts[slot] = (*parts.get(slot, ()), (relation, change))
