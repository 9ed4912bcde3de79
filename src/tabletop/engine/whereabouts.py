"""Where the force packages are, as a seat sees them, and when they may be expected."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.forces import STAGES, UNDER_WAY, Order
from tabletop.engine.sight import sight
from tabletop.engine.simulation import Simulation

DAY = 1440


@dataclass(frozen=True)
class ForceView:
    """A package: where it is, what it is doing, and when it may be expected at the present rate of lift.

    That is `due` in minutes, `arrives` in words.
    `at` is the id of its place, of that which it leaves once it is loading; `goal` that of the place it is ordered to;
    `done` the part of the way behind it, from 0 to 1.
    """

    id: str
    label: str
    place: str
    at: str
    status: str
    to: str
    goal: str
    done: float
    due: int | None
    arrives: str
    loads: int
    loads_left: float
    away: bool
    about: str


def forces(sim: Simulation, seat: str | None) -> tuple[ForceView, ...]:
    """The packages that the seat sees, in written order."""
    expected = arrivals(sim)
    return tuple(
        _force(sim, package.id, expected)
        for package in sim.program.scenario.packages
        if sight(package.visible, seat) != "hidden"
    )


def _force(sim: Simulation, package: str, expected: dict[str, int | None]) -> ForceView:
    plan = sim.program.forces.packages[package]
    labels, ids, place = sim.program.forces.labels, sim.program.forces.places, sim.forces.place(package)
    order, due = sim.forces.orders.get(package), expected.get(package)
    return ForceView(
        id=package,
        label=plan.package.label,
        place=labels[place] if place >= 0 else "under way",
        at=ids[place if order is None else order.origin],
        status=STAGES[order.stage] if order else "present",
        to=labels[order.goal] if order else "",
        goal=ids[order.goal] if order else "",
        done=_done(sim, order),
        due=due,
        arrives="" if due is None else sim.program.times.moment(due),
        loads=plan.package.loads,
        loads_left=order.left if order else 0.0,
        away=place != plan.home,
        about=plan.package.about,
    )


def _done(sim: Simulation, order: Order | None) -> float:
    """The part of the way that lies behind a package in the air; 0 for every other."""
    if order is None or order.stage != UNDER_WAY or order.due is None or order.transit == 0:
        return 0.0
    return 1 - (order.due - sim.now) / order.transit


def arrivals(sim: Simulation) -> dict[str, int | None]:
    """Expected arrival of every ordered package if each lift keeps its present capacity and nothing else is ordered."""
    expected: dict[str, int | None] = {}
    free_at: dict[str, float] = {}
    for order in sorted(sim.forces.orders.values(), key=_turn):
        if STAGES[order.stage] == "under way":
            expected[order.package] = order.due
            continue
        rate = sim.program.forces.capacity[order.lift](sim.world.values)
        ready = order.due if STAGES[order.stage] == "notice" and order.due is not None else sim.now
        start = max(float(ready), free_at.get(order.lift, float(sim.now)))
        done = start + order.left / rate * DAY if rate > 0 else None
        free_at[order.lift] = done if done is not None else start
        expected[order.package] = None if done is None else round(done) + order.transit
    return expected


def _turn(order: Order) -> tuple[int, int, int]:
    stage = STAGES[order.stage]
    return (0 if stage != "notice" else 1, order.due or 0 if stage == "notice" else -order.stage, order.number)
