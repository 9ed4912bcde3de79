"""Force packages: where they are, what they are ordered to do, what moves when they do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.effects import Acts, EffectCompiler, Machine, perform
from tabletop.errors import CannotRun
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Package

DAY = 1440
STAGES = ("present", "notice", "queued", "loading", "under way")
PRESENT, NOTICE, QUEUED, LOADING, UNDER_WAY = range(5)
NOWHERE = -1.0


@dataclass
class Order:
    """A running order. `due` is when the present stage is expected to end (minutes), None while queueing.

    `left` and `leaving` are loads: all that have not left yet, and those that leave by the end of the present wait.
    `ticket` is the order's place in the line for lift; `at_front` it holds the lift.
    """

    package: str
    origin: int
    goal: int
    lift: str
    notice: int
    transit: int
    left: float
    number: int
    because: str
    stage: int = NOTICE
    due: int | None = None
    leaving: float = 0.0
    ticket: int = 0
    at_front: bool = False
    cancelled: bool = False
    then: tuple[int, int] | None = None
    """Goal and entry number of an order that came too late to change this one; it follows on arrival."""


@dataclass(frozen=True)
class PackagePlan:
    """What the engine needs of one package: slots, and the strengths that it carries to each place."""

    package: Package
    home: int
    place_slot: int
    order_slot: int
    strengths: tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True)
class ForcesPlan:
    """All packages, routes and lifts of a scenario, compiled."""

    packages: dict[str, PackagePlan]
    routes: dict[tuple[int, int], tuple[str, int]]
    capacity: dict[str, Any]
    waiting: dict[str, int]
    notice: Any
    notice_slot: int
    arrives: Acts
    places: tuple[str, ...]
    labels: tuple[str, ...]


def plan_forces(scenario: Scenario, code: Code, effects: EffectCompiler) -> ForcesPlan:
    """Compile packages, routes, lifts and movement rules."""
    layout = code.layout
    numbers = layout.places()
    routes: dict[tuple[int, int], tuple[str, int]] = {}
    for route in scenario.routes:
        first, second = (numbers[end] for end in route.ends)
        routes[first, second] = routes[second, first] = (route.lift, route.transit)
    return ForcesPlan(
        packages={package.id: _plan_package(package, scenario, code) for package in scenario.packages},
        routes=routes,
        capacity={lift.id: code.value(lift.capacity) for lift in scenario.lifts},
        waiting={lift.id: layout.slot(("waiting", lift.id)) for lift in scenario.lifts},
        notice=code.value(scenario.movement.notice),
        notice_slot=layout.slot(("local", "notice")),
        arrives=effects.acts(scenario.movement.arrives, "movement"),
        places=tuple(place.id for place in scenario.places),
        labels=tuple(place.label for place in scenario.places),
    )


def _plan_package(package: Package, scenario: Scenario, code: Code) -> PackagePlan:
    layout = code.layout
    strengths = tuple(
        tuple((layout.slot(("strength", place.theatre, tag)), amount) for tag, amount in package.strengths.items())
        for place in scenario.places
    )
    place_slot, order_slot = layout.slot(("place", package.id)), layout.slot(("order", package.id))
    return PackagePlan(package, layout.places()[package.place], place_slot, order_slot, strengths)


@dataclass
class Forces:
    """The running orders. Everything that expressions can read stands in the world."""

    plan: ForcesPlan
    machine: Machine
    orders: dict[str, Order] = field(default_factory=dict)
    tickets: int = 0

    def fork(self, machine: Machine) -> Forces:
        """The same orders for a fork of the game."""
        return Forces(self.plan, machine, {id_: replace(order) for id_, order in self.orders.items()}, self.tickets)

    def in_line(self) -> list[Order]:
        """The orders that wait for lift, in the order in which they joined."""
        waiting = (order for order in self.orders.values() if order.stage == QUEUED and not order.at_front)
        return sorted(waiting, key=lambda order: order.ticket)

    def deploy(self, places: dict[str, int]) -> None:
        """Put every package where the scenario (or the preset) has it at STARTEX."""
        writes: dict[int, float] = {}
        for id_, plan in self.plan.packages.items():
            place = places.get(id_, plan.home)
            writes[plan.place_slot] = float(place)
            for slot, amount in plan.strengths[place]:
                writes[slot] = writes.get(slot, 0.0) + amount
        self.machine.world.commit(writes.items(), "start", "forces", 0)

    def place(self, package: str) -> int:
        """Number of the place where the package is, -1 under way."""
        return int(self.machine.world.values[self.plan.packages[package].place_slot])

    def new_order(self, package: str, goal: int | None, sooner: int, cause: int, because: str) -> Order | None:
        """Start, redirect or queue an order; returns one that has to be set going, or None."""
        plan = self.plan.packages[package]
        goal = plan.home if goal is None else goal
        running = self.orders.get(package)
        if running is not None and running.stage >= LOADING:
            running.then = None if goal == running.goal else (goal, cause)
            return None
        if running is not None and running.goal == goal:
            return None
        if running is not None:
            self.cancel(package, cause)
        here = self.place(package)
        return None if goal == here else self._order(plan, here, goal, sooner, cause, because)

    def _order(self, plan: PackagePlan, here: int, goal: int, sooner: int, cause: int, because: str) -> Order:
        if (here, goal) not in self.plan.routes:
            here_label, goal_label = self.plan.labels[here], self.plan.labels[goal]
            raise CannotRun(
                f"no route from {here_label} to {goal_label} for {plan.package.id}", "add it under 'routes'"
            )
        lift, transit = self.plan.routes[here, goal]
        notice = self._notice(plan.package, sooner)
        world = self.machine.world
        detail = {"to": self.plan.labels[goal], "from": self.plan.labels[here], "notice": notice}
        number = world.commit(((plan.order_slot, 1.0),), "order", plan.package.id, cause, because, detail=detail)
        order = Order(plan.package.id, here, goal, lift, notice, transit, float(plan.package.loads), number, because)
        order.due = world.now + notice
        self.orders[plan.package.id] = order
        return order

    def _notice(self, package: Package, sooner: int) -> int:
        values = self.machine.world.values
        slot = self.plan.notice_slot
        self.machine.world.commit(((slot, package.notice - sooner / DAY),), "start", "notice", 0)
        days: float = self.plan.notice(values)
        return max(0, round(days * DAY))

    def cancel(self, package: str, cause: int) -> None:
        """Cancel an order that is not loading yet."""
        order = self.orders.get(package)
        if order is None or order.stage >= LOADING:
            return
        order.cancelled = True
        del self.orders[package]
        if order.stage == QUEUED:
            self._wait(order, -order.left)
        detail = {"cancelled": True}
        slot = self.plan.packages[package].order_slot
        self.machine.world.commit(((slot, 0.0),), "order", package, cause, detail=detail)

    def enqueue(self, order: Order) -> None:
        """The notice is over: join the queue for lift."""
        self.tickets += 1
        order.stage, order.due, order.ticket = QUEUED, None, self.tickets
        self._wait(order, order.left)

    def _wait(self, order: Order, loads: float) -> None:
        waiting = self.plan.waiting[order.lift]
        slot = self.plan.packages[order.package].order_slot
        values = self.machine.world.values
        writes = ((waiting, values[waiting] + loads), (slot, float(order.stage)))
        self.machine.world.commit(writes, "pending", order.package, order.number)

    def depart(self, order: Order) -> None:
        """The first load goes: the package no longer counts where it was."""
        order.stage = LOADING
        plan, values = self.plan.packages[order.package], self.machine.world.values
        here = self.place(order.package)
        writes = [(slot, values[slot] - amount) for slot, amount in plan.strengths[here]]
        writes += [(plan.place_slot, NOWHERE), (plan.order_slot, float(order.stage))]
        detail = {"from": self.plan.labels[here], "to": self.plan.labels[order.goal], "loads": order.left}
        order.number = self.machine.world.commit(writes, "loading", order.package, order.number, "", detail=detail)

    def load(self, order: Order, loads: float) -> None:
        """`loads` have left the queue."""
        loads = min(loads, order.left)
        order.left -= loads
        self._wait(order, -loads)

    def leave(self, order: Order) -> None:
        """The last load is in the air."""
        order.stage = UNDER_WAY
        order.due = self.machine.world.now + order.transit

    def arrive(self, order: Order) -> None:
        """The last load lands: the package counts where it is now; a late order follows."""
        plan, values = self.plan.packages[order.package], self.machine.world.values
        del self.orders[order.package]
        writes = [(slot, values[slot] + amount) for slot, amount in plan.strengths[order.goal]]
        writes += [(plan.place_slot, float(order.goal)), (plan.order_slot, 0.0)]
        detail = {"at": self.plan.labels[order.goal], "home": order.goal == plan.home}
        world = self.machine.world
        number = world.commit(writes, "arrived", order.package, order.number, order.because, detail=detail)
        if order.goal != plan.home:
            perform(self.plan.arrives, self.machine, number)
        if order.then is not None:
            goal, cause = order.then
            self.machine.order(order.package, self.plan.places[goal], 0, cause, order.because)

    def state(self) -> list[tuple[str, int, int, float]]:
        """What belongs to the state beyond the world's numbers: running orders."""
        return [(o.package, o.goal, o.stage, round(o.left, 6)) for o in self.orders.values()]
