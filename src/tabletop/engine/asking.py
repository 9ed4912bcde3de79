"""An open question as its seat reads it: options with cost, risk and odds in words and numbers, and what locks one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import isnan
from typing import Any

from tabletop.engine.decisions import PointPlan
from tabletop.engine.odds import words
from tabletop.engine.program import Program
from tabletop.engine.sight import sight
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import OpenPoint
from tabletop.scenario.effects import Chance, Effect
from tabletop.scenario.elements import Latent
from tabletop.scenario.expression.explain import why_not
from tabletop.scenario.expression.nodes import Atom, Name, atoms
from tabletop.scenario.happenings import Item, Option, Pick

STANDING_FORECAST = "How likely is it, in per cent, that your seat ends with a rating of S or better?"
UNKNOWN = "depends on what you cannot see"


@dataclass(frozen=True)
class OptionView:
    """One option; `chances` are (what, odds in words and numbers) on what the seat knows now."""

    id: str
    label: str
    brief: str
    dime: str
    cost: str
    risk: str
    odds: str
    chances: tuple[tuple[str, str], ...]
    locked: bool
    why_locked: str
    price: float
    item: str


@dataclass(frozen=True)
class QuestionView:
    """One open decision point of the seat; times in minutes, `closes` is the deadline in words."""

    decision: str
    seat: str
    title: str
    brief: str
    opened: int
    deadline: int
    closes: str
    default: tuple[str, ...]
    options: tuple[OptionView, ...]
    pick: Pick | None
    items: tuple[Item, ...]
    sealed_with: tuple[str, ...]
    forecast_asks: str


def questions(sim: Simulation, seat: str | None) -> tuple[QuestionView, ...]:
    """The unanswered points of a seat (of all seats for the facilitator), in order of opening."""
    return tuple(_question(sim, opened) for opened in sim.open_points() if seat in (None, opened.seat))


def _question(sim: Simulation, opened: OpenPoint) -> QuestionView:
    plan = sim.program.points[opened.decision]
    point = plan.point
    values = sim.program.masks[point.seat].apply(sim.world.values)
    title, brief = _words(plan, values)
    group = sim.program.groups[plan.group]
    labels = {seat.id: seat.label for seat in sim.program.scenario.seats}
    is_open = plan.open_options(sim.world.values)
    return QuestionView(
        decision=point.id,
        seat=point.seat,
        title=title,
        brief=brief,
        opened=opened.opened,
        deadline=opened.deadline,
        closes=sim.program.times.moment(opened.deadline),
        default=plan.default,
        options=tuple(_option(sim, plan, n, is_open[n], values) for n in range(len(point.options))),
        pick=point.pick,
        items=tuple(point.items),
        sealed_with=tuple(labels[other.point.seat] for other in group.points if other is not plan),
        forecast_asks=point.forecast.ask if point.forecast else STANDING_FORECAST,
    )


def _words(plan: PointPlan, values: list[float]) -> tuple[str, str]:
    for holds, title, brief in plan.wordings:
        if holds is None or holds(values):
            return title(values), brief(values)
    return plan.point.title, plan.point.brief


def _option(sim: Simulation, plan: PointPlan, n: int, is_open: bool, values: list[float]) -> OptionView:
    option = plan.point.options[n]
    return OptionView(
        id=option.id,
        label=option.label,
        brief=option.brief,
        dime=option.dime,
        cost=option.says.cost,
        risk=option.says.risk,
        odds=option.says.odds,
        chances=tuple(_chances(sim.program, plan.point.seat, option, values)),
        locked=not is_open,
        why_locked="" if is_open else _why(sim.program, option, values),
        price=option.price,
        item=option.item or "",
    )


def _why(program: Program, option: Option, values: list[float]) -> str:
    node = program.code.node(option.requires)
    if any(isinstance(number := _number(program, atom, values), float) and isnan(number) for atom in atoms(node)):
        return option.why_locked or "locked for a reason that you cannot see"
    quantities = program.layout.quantities
    reason = why_not(
        node, lambda a: _worded(program, a, values), lambda i: quantities[i].label if i in quantities else i
    )
    return f"{option.why_locked} ({reason})" if option.why_locked else reason


def _number(program: Program, atom: Atom, values: list[float]) -> Any:
    return program.code.reader(atom)(values)


def _worded(program: Program, atom: Atom, values: list[float]) -> object:
    number = _number(program, atom, values)
    if isinstance(atom, Name) and (quantity := program.layout.quantities.get(atom.id)) and quantity.names:
        return quantity.name(number)
    return number


def _chances(program: Program, seat: str, option: Option, values: list[float]) -> Iterator[tuple[str, str]]:
    for chance in _all_chances(option.effects):
        arms = [(arm.label or arm.id, arm.odds) for arm in chance.arms] or [(chance.label or chance.id, chance.odds)]
        for label, odds in arms:
            expected = _expected(program, seat, odds, values)
            yield label, UNKNOWN if expected is None else words(min(1.0, max(0.0, expected)))


def _all_chances(effects: list[Effect]) -> Iterator[Chance]:
    for effect in effects:
        if effect.chance is not None:
            yield effect.chance
        else:
            yield from _all_chances([*effect.do, *effect.otherwise])


def _expected(program: Program, seat: str, odds: Any, values: list[float]) -> float | None:
    """Odds on what the seat knows: hidden facts with named states are averaged over the odds that they started with."""
    node = program.code.node(odds)
    read = {atom.id for atom in atoms(node) if isinstance(atom, Name)}
    hidden = [x for x in program.scenario.latents if x.id in read and x.states and sight(x.visible, seat) == "hidden"]
    of = program.code.remembered(odds)
    try:
        total = sum(share * float(of(case)) for share, case in _cases(program, hidden, values))
    except (ArithmeticError, ValueError):  # what is hidden or locked may leave no value
        return None
    return None if isnan(total) else total


def _cases(program: Program, hidden: list[Latent], values: list[float]) -> Iterator[tuple[float, list[float]]]:
    quantities = program.layout.quantities
    for states in product(*(latent.states for latent in hidden)):
        share, case = 1.0, values.copy()
        for latent, state in zip(hidden, states, strict=True):
            share *= state.odds
            case[quantities[latent.id].slot] = quantities[latent.id].number(state.id)
        yield share, case
