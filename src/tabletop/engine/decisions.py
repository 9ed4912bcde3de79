"""Decision points compiled: what is open, what is legal, what follows, and what the sealed choices add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import nan
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.effects import Acts, EffectCompiler
from tabletop.engine.filling import Fill
from tabletop.engine.injects import wordings
from tabletop.engine.sight import masked_source, middle
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import DecisionPoint, Row

Choice = tuple[str, ...]


@dataclass(frozen=True)
class PointPlan:
    """One decision point, compiled. Lists run along the options in written order.

    `locks` works out what the options require, None where all are always open.
    """

    point: DecisionPoint
    group: str
    numbers: Mapping[str, int]
    locks: Any
    acts: tuple[Acts, ...]
    weights: Any
    opens_when: Any
    chosen_slot: int
    answered_slot: int
    last_slot: int
    wordings: tuple[tuple[Any, Fill, Fill], ...]

    @cached_property
    def default(self) -> Choice:
        """The stated default as a choice."""
        default = self.point.default
        return (default,) if isinstance(default, str) else tuple(default)

    @cached_property
    def single(self) -> bool:
        """True if exactly one option is taken."""
        return self.point.pick is None and not self.point.items

    def open_options(self, values: list[float]) -> tuple[bool, ...]:
        """Which options are open at these values of the world."""
        return self._all if self.locks is None else tuple(map(bool, self.locks(values)))

    @cached_property
    def _all(self) -> tuple[bool, ...]:
        return (True,) * len(self.point.options)

    def named(self, choice: Iterable[str]) -> str:
        """The labels of a choice in words, 'nothing' for none."""
        return ", ".join(self.point.options[self.numbers[option]].label for option in choice) or "nothing"

    def stored(self, choice: Choice) -> float:
        """The number that stands in the chosen slot: the option's number, or a bit for each of several."""
        if self.single:
            return float(self.numbers[choice[0]])
        return float(sum(1 << self.numbers[option] for option in choice))


@dataclass(frozen=True)
class GroupPlan:
    """Decision points that are resolved together (a single point is a group of one), and the joint rows."""

    id: str
    points: tuple[PointPlan, ...]
    rows: tuple[tuple[tuple[tuple[str, str], ...], Any, Acts], ...]

    def joint(self, choices: Mapping[str, Choice], values: list[float]) -> Acts | None:
        """What the first fitting row adds."""
        for wanted, holds, acts in self.rows:
            for decision, option in wanted:
                if option not in choices[decision]:
                    break
            else:
                if holds is None or holds(values):
                    return acts
        return None


def plan_decisions(scenario: Scenario, code: Code, effects: EffectCompiler) -> dict[str, GroupPlan]:
    """Compile all decision points into their groups, in written order of the first point of each."""
    joints = {decision: joint for joint in scenario.joint for decision in joint.decisions}
    groups: dict[str, list[PointPlan]] = {}
    for point in scenario.decisions:
        group = joints[point.id].id if point.id in joints else point.id
        groups.setdefault(group, []).append(_plan(point, group, code, effects))
    for joint in scenario.joint:
        places = {decision: place for place, decision in enumerate(joint.decisions)}
        groups[joint.id] = sorted(groups[joint.id], key=partial(_place, places))
    rows = {joint.id: tuple(_row(row, code, effects, joint.id) for row in joint.rows) for joint in scenario.joint}
    return {id_: GroupPlan(id_, tuple(points), rows.get(id_, ())) for id_, points in groups.items()}


def _place(places: Mapping[str, int], plan: PointPlan) -> int:
    return places[plan.point.id]


def _row(row: Row, code: Code, effects: EffectCompiler, joint: str) -> tuple[tuple[tuple[str, str], ...], Any, Acts]:
    holds = None if row.when is None else code.value(row.when)
    return tuple(row.choices.items()), holds, effects.acts(row.effects, joint)


def _plan(point: DecisionPoint, group: str, code: Code, effects: EffectCompiler) -> PointPlan:
    layout, options = code.layout, point.options
    return PointPlan(
        point,
        group,
        {option.id: number for number, option in enumerate(options)},
        _locks(point, code),
        tuple(effects.part(option.effects, point.id, option.id) for option in options),
        _weights(point, code) if any(option.weight is not None for option in options) else None,
        None if point.opens.when is None else code.value(point.opens.when),
        layout.slot(("chosen", point.id)),
        layout.slot(("answered", point.id)),
        layout.slot(("last", point.id)),
        tuple(wordings(point.title, point.brief, point.wordings, code)),
    )


def _locks(point: DecisionPoint, code: Code) -> Any:
    required = [option.requires for option in point.options]
    if all(text is None for text in required):
        return None
    return code.values([True if text is None else text for text in required])


def _weights(point: DecisionPoint, code: Code) -> Any:
    """Doctrine weights, compiled to read only what the point's seat sees."""
    weights = [option.weight or 0 for option in point.options]
    return code.values(weights, masked_source(code.layout, point.seat), {"middle": middle, "nan": nan})


def check_choice(plan: PointPlan, open_options: Sequence[bool], choice: Choice) -> None:
    """Raise IllegalDecision, saying what would be legal, unless `choice` may be taken."""
    if plan.single and len(choice) == 1 and choice[0] in plan.numbers and open_options[plan.numbers[choice[0]]]:
        return
    point = plan.point
    for option in choice:
        if option not in plan.numbers:
            known = ", ".join(plan.numbers)
            hint = closest(option, plan.numbers) or f"the options are {known}"
            raise IllegalDecision(f"{point.id} has no option '{option}'", hint)
        if not open_options[plan.numbers[option]]:
            locked = point.options[plan.numbers[option]]
            raise IllegalDecision(
                f"option '{option}' of {point.id} is locked", locked.why_locked or str(locked.requires)
            )
    if len(set(choice)) != len(choice):
        raise IllegalDecision(f"an option of {point.id} is chosen twice", "name each option once")
    _check_count(plan, choice)


def stand_in(plan: PointPlan, open_options: Sequence[bool]) -> Choice:
    """What is taken when nobody answers: the default; if that is locked, the first open options that fit.

    If nothing fits, the default all the same: a question always has an answer.
    """
    candidates = [plan.default, _first_open(plan, open_options)]
    for choice in candidates:
        try:
            check_choice(plan, open_options, choice)
        except IllegalDecision:
            continue
        return choice
    return plan.default


def _first_open(plan: PointPlan, open_options: Sequence[bool]) -> Choice:
    point = plan.point
    available = [option for option, is_open in zip(point.options, open_options, strict=True) if is_open]
    if point.items:
        firsts = (next((o.id for o in available if o.item == item.id), "") for item in point.items)
        return tuple(first for first in firsts if first)
    least = point.pick.min if point.pick is not None else 1
    cheapest = sorted(available, key=lambda option: option.price)
    return tuple(option.id for option in (cheapest if point.pick else available)[:least])


def _check_count(plan: PointPlan, choice: Choice) -> None:
    point = plan.point
    if plan.single:
        if len(choice) != 1:
            raise IllegalDecision(f"{point.id} takes exactly one option, not {len(choice)}", "choose one")
        return
    if point.items:
        answered = sorted(str(point.options[plan.numbers[option]].item) for option in choice)
        if answered != sorted(item.id for item in point.items):
            wanted = ", ".join(item.label for item in point.items)
            raise IllegalDecision(f"{point.id} needs exactly one answer to each of: {wanted}", "answer every item once")
    if point.pick is not None:
        _check_budget(plan, choice)


def _check_budget(plan: PointPlan, choice: Choice) -> None:
    point, pick = plan.point, plan.point.pick
    assert pick is not None
    if not pick.min <= len(choice) <= pick.max:
        raise IllegalDecision(
            f"{point.id} takes {pick.min} to {pick.max} options, not {len(choice)}", "choose fewer or more"
        )
    price = sum(point.options[plan.numbers[option]].price for option in choice)
    if pick.budget is not None and price > pick.budget + 1e-9:
        over = f"{price:g} of {pick.budget:g} {pick.of}".strip()
        raise IllegalDecision(f"the choice at {point.id} costs {over}", "drop an option to stay within the budget")
