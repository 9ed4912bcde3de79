"""The SimPy processes. A body only waits, asks a pure function, and commits through one method of the simulation."""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import ceil, log1p
from typing import Any

from simpy import Environment, Event

from tabletop.engine.chance import unit
from tabletop.engine.forces import Order
from tabletop.engine.injects import InjectPlan
from tabletop.engine.programmes import ProgrammePlan
from tabletop.engine.relations import Step
from tabletop.engine.running import Running
from tabletop.errors import CannotRun

EFFECTS, MOVEMENTS, RELATIONS, INJECTS, DECISIONS, END, CLOCK = range(10, 80, 10)
"""The order of what falls on the same minute; equal ones run in the order in which they were set."""

DAY = 1440
MOST_A_DAY = 48
Body = Generator[Event, Any, None]


class Due(Event):
    """Something due `delay` minutes from now, at its place in the order of equal times."""

    def __init__(self, env: Environment, delay: int, order: int, do: Callable[[Event], None] | None = None) -> None:
        self.env = env
        self.callbacks = [] if do is None else [do]
        self._value = None
        self._ok = True
        self._defused = False
        env.schedule(self, order, delay)  # type: ignore[arg-type]


def stepping(sim: Running, step: Step) -> Body:
    """Apply the relations of one period for ever."""
    while True:
        yield Due(sim.env, step.every, RELATIONS)
        sim.take_step(step)


def hazard(sim: Running, plan: InjectPlan) -> Body:
    """A state-dependent rate by thinning: candidate times depend on the declared bound alone, not on choices.

    Lewis and Shedler 1979. Each candidate takes one block of draws: slot 0 the wait, slot 1 whether it happens.
    """
    declared = plan.inject.hazard
    assert declared is not None
    id_, values = plan.inject.id, sim.world.values
    bound = float(plan.bound(values))
    if not 0 <= bound <= MOST_A_DAY:
        raise CannotRun(f"the bound of the hazard {id_} is {bound:.4g} a day", f"keep it from 0 to {MOST_A_DAY}")
    if bound == 0:  # in this world it never happens
        return
    env, uniforms, rate_of = sim.env, sim.streams.uniforms, plan.rate
    mean_wait, ceiling = DAY / bound, bound * (1 + 1e-9)
    candidate = happened = 0
    while declared.most is None or happened < declared.most:
        block = uniforms("hazard", id_, candidate)
        yield Due(env, max(1, round(-log1p(-unit(block, 0)) * mean_wait)), INJECTS)
        rate = rate_of(values)
        if rate > ceiling:
            where = f"{rate:.4g} a day against {bound:.4g}"
            raise CannotRun(f"the hazard of {id_} rose above its bound: {where}", "raise 'bound' or limit the rate")
        candidate += 1
        draw = unit(block, 1)
        if draw * bound < rate:
            happened += 1
            sim.happen(id_, rate, rate / bound, draw)


def movement(sim: Running, order: Order) -> Body:
    """Notice, queue for lift, loading at the day's capacity, transit, arrival."""
    yield Due(sim.env, order.notice, MOVEMENTS)
    if order.cancelled:
        return
    sim.forces.enqueue(order)
    with sim.lifts[order.lift].request() as turn:
        yield turn
        if order.cancelled:
            return
        yield from _loading(sim, order)
    if order.cancelled:
        return
    sim.forces.leave(order)
    yield Due(sim.env, order.transit, MOVEMENTS)
    sim.forces.arrive(order)


def _loading(sim: Running, order: Order) -> Body:
    capacity, day = sim.program.forces.capacity[order.lift], sim.program.scenario.step
    departed = False
    while order.left > 0:
        rate = capacity(sim.world.values)
        if rate > 0 and not departed:
            sim.forces.depart(order)
            departed = True
        rest_of_day = day - sim.world.now % day
        needed = ceil(order.left / rate * day) if rate > 0 else rest_of_day + 1
        order.due = sim.world.now + needed if rate > 0 else None
        yield Due(sim.env, min(needed, rest_of_day), MOVEMENTS)
        if order.cancelled:
            return
        sim.forces.load(order, order.left if needed <= rest_of_day else max(0.0, rate) * rest_of_day / day)


def programme(sim: Running, plan: ProgrammePlan, stage: int) -> Body:
    """Carry a programme from `stage` on by time alone; ends when another hand has advanced it meanwhile."""
    while stage < len(plan.stages):
        current = plan.stages[stage]
        yield Due(sim.env, current.lasts(sim), EFFECTS)
        while sim.stages_done(plan) == stage and not current.gate(sim.world.values):
            yield Due(sim.env, current.stage.slot, EFFECTS)
        if sim.stages_done(plan) != stage:
            return
        sim.complete_stage(plan, 0)
        stage += 1
