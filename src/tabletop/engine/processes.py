"""The SimPy processes. A body only waits, asks a pure function, and commits through one method of the simulation."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from math import ceil
from typing import Any

from simpy import Environment, Event

from tabletop.engine.forces import LOADING, NOTICE, UNDER_WAY, Order
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
Again = Callable[[Any, int], None]


class Due(Event):
    """Something due `delay` minutes from now, at its place in the order of equal times.

    `again` sets the same thing going in a fork of the game, given the minutes that are left; without it the fork does
    without.
    """

    def __init__(
        self, env: Environment, delay: int, order: float, do: Callable[[Event], None] | None = None,
        again: Again | None = None,
    ) -> None:  # fmt: skip
        self.env = env
        self.callbacks = [] if do is None else [do]
        self.again = again
        self._value = None
        self._ok = True
        self._defused = False
        env.schedule(self, order, delay)  # type: ignore[arg-type]


def due(sim: Running, delay: int, order: int, act: Callable[[Any], None]) -> None:
    """Let `act` happen to the game `delay` minutes from now, and in its forks after the minutes that are left."""
    Due(sim.env, delay, order, lambda _: act(sim), lambda fork, left: due(fork, left, order, act))


def stepping(sim: Running, step: Step, left: int | None = None) -> Body:
    """Apply the relations of one period for ever; the first time after `left` minutes, a whole period if None.

    On a shared minute the shorter period comes first, whenever it was set going.
    """
    periods = sim.program.steps
    order = RELATIONS + periods.index(step) / len(periods)

    def again(fork: Running, left: int) -> None:
        fork.begin(stepping(fork, step, left))

    yield Due(sim.env, step.every if left is None else left, order, again=again)
    while True:
        sim.take_step(step)
        yield Due(sim.env, step.every, order, again=again)


def hazard(sim: Running, plan: InjectPlan, candidate: int = 0, happened: int = 0) -> Body:
    """A state-dependent rate by thinning: candidate times depend on the declared bound alone, not on choices.

    Lewis and Shedler 1979. Each candidate takes one block of draws: slot 0 the wait, slot 1 whether it happens. A fork
    draws the wait that is under way anew: a wait without memory is the same whatever time has passed.
    """
    declared = plan.inject.hazard
    assert declared is not None
    id_, values = plan.inject.id, sim.world.values
    bound = float(plan.bound(values))
    if not 0 <= bound <= MOST_A_DAY:
        raise CannotRun(f"the bound of the hazard {id_} is {bound:.4g} a day", f"keep it from 0 to {MOST_A_DAY}")
    if bound == 0:  # in this world it never happens
        return

    def again(fork: Running, _: int) -> None:
        fork.begin(hazard(fork, plan, candidate, happened))

    env, candidate_of, rate_of = sim.env, sim.streams.candidate, plan.rate
    mean_wait, ceiling = DAY / bound, bound * (1 + 1e-9)
    while declared.most is None or happened < declared.most:
        wait, draw = candidate_of(id_, candidate)
        yield Due(env, max(1, round(wait * mean_wait)), INJECTS, again=again)
        rate = rate_of(values)
        if rate > ceiling:
            where = f"{rate:.4g} a day against {bound:.4g}"
            raise CannotRun(f"the hazard of {id_} rose above its bound: {where}", "raise 'bound' or limit the rate")
        candidate += 1
        if draw * bound < rate:
            happened += 1
            sim.happen(id_, rate, rate / bound, draw)


def movement(sim: Running, order: Order, left: int | None = None) -> Body:
    """Notice, queue for lift, loading at the day's capacity, transit, arrival.

    With `left`, the minutes until its present wait ends, an order goes on from the stage that it is in.
    """

    def again(fork: Running, left: int) -> None:
        if order.cancelled and not order.at_front:
            return
        same = replace(order) if order.cancelled else fork.forces.orders[order.package]
        fork.begin(movement(fork, same, left))

    if order.stage == NOTICE:
        yield Due(sim.env, order.notice if left is None else left, MOVEMENTS, again=again)
        left = None
        if order.cancelled:
            return
        sim.forces.enqueue(order)
    if order.stage != UNDER_WAY:
        with sim.lifts[order.lift].request() as turn:
            yield turn
            if not order.cancelled or left is not None:
                order.at_front = True
                yield from _loading(sim, order, left, again)
        if order.cancelled:
            return
        sim.forces.leave(order)
        left = None
    yield Due(sim.env, order.transit if left is None else left, MOVEMENTS, again=again)
    sim.forces.arrive(order)


def _loading(sim: Running, order: Order, left: int | None, again: Again) -> Body:
    capacity, day = sim.program.forces.capacity[order.lift], sim.program.scenario.step
    while order.left > 0:
        if left is None:
            rate = capacity(sim.world.values)
            if rate > 0 and order.stage != LOADING:
                sim.forces.depart(order)
            rest_of_day = day - sim.world.now % day
            needed = ceil(order.left / rate * day) if rate > 0 else rest_of_day + 1
            order.due = sim.world.now + needed if rate > 0 else None
            order.leaving = order.left if needed <= rest_of_day else max(0.0, rate) * rest_of_day / day
            left = min(needed, rest_of_day)
        yield Due(sim.env, left, MOVEMENTS, again=again)
        left = None
        if order.cancelled:
            return
        sim.forces.load(order, order.leaving)


def programme(sim: Running, plan: ProgrammePlan, stage: int, left: int | None = None) -> Body:
    """Carry a programme from `stage` on by time alone; ends when another hand has advanced it meanwhile."""

    def again(fork: Running, left: int) -> None:
        fork.begin(programme(fork, plan, stage, left))

    while stage < len(plan.stages):
        current = plan.stages[stage]
        yield Due(sim.env, current.lasts(sim) if left is None else left, EFFECTS, again=again)
        left = None
        while sim.stages_done(plan) == stage and not current.gate(sim.world.values):
            yield Due(sim.env, current.stage.slot, EFFECTS, again=again)
        if sim.stages_done(plan) != stage:
            return
        sim.complete_stage(plan, 0)
        stage += 1
