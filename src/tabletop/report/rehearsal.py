"""A scenario played through a few times by its doctrines, to see what a class will meet.

Decisions and injects that depend on the course of the game have no date in the file. The rehearsal says how often they
came and, for decisions, when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tabletop.bots.players import make_chooser
from tabletop.engine.chance import derived_seed
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import DecisionPoint
from tabletop.simtime import DAY

GAMES = 40
OFTEN = 0.5


@dataclass(frozen=True)
class Rehearsal:
    """`games` playouts with every seat on doctrine.

    `asked` gives for each decision the number of games in which it was asked and the (lower) median minute of the first
    answer, `came` the same for each inject and the minute at which it last came, `rates` the least and the greatest
    rate a day of each hazard at STARTEX.
    """

    games: int
    asked: Mapping[str, tuple[int, int]]
    came: Mapping[str, tuple[int, int]]
    rates: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Round:
    """Decisions that are asked at the same moment: the minute, and the points in written order."""

    at: int
    points: tuple[DecisionPoint, ...]


def rehearse(program: Program, preset: str = "", length: str = "", games: int = GAMES) -> Rehearsal:
    """Play `games` games. The same program and setup give the same figures. Raises IllegalDecision and CannotRun."""
    times: defaultdict[str, list[int]] = defaultdict(list)
    came: defaultdict[str, list[int]] = defaultdict(list)
    rates: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(games):
        sim = _started(program, Setup(derived_seed(0, "rehearsal", number), preset, length))
        for name, plan in program.injects.items():
            if plan.rate is not None:
                rates[name].append(_rate(plan.rate, sim))
        while not sim.ended:
            sim.advance()
        for decision, at in {made.decision: made.at for made in reversed(sim.taken)}.items():
            times[decision].append(at)
        for name, plan in program.injects.items():
            if sim.world.values[plan.fired_slot]:
                came[name].append(round(sim.world.values[plan.last_slot] * DAY))
    return Rehearsal(
        games, _often(times), _often(came), {name: (min(found), max(found)) for name, found in rates.items()}
    )


def _often(times: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {name: (len(found), sorted(found)[(len(found) - 1) // 2]) for name, found in times.items()}


def _started(program: Program, setup: Setup) -> Simulation:
    bots = {str(seat.id): make_chooser("doctrine", program) for seat in program.scenario.seats}
    return Simulation(program, setup, bots, entries=False)


def _rate(rate: object, sim: Simulation) -> float:
    """A hazard's rate as the game begins; what has no value yet counts as never."""
    try:
        return max(0.0, float(rate(sim.world.values)))  # type: ignore[operator]
    except (ArithmeticError, ValueError):
        return 0.0


def is_listed(point: DecisionPoint, length: str) -> bool:
    """Whether the seat itself is asked in a session of this length; '' stands for no length."""
    return not point.lengths or not length or length in point.lengths


def rounds(
    scenario: Scenario, length: str, seats: Iterable[str], rehearsal: Rehearsal
) -> tuple[tuple[Round, ...], tuple[DecisionPoint, ...]]:
    """The rounds in which these seats are asked in most games, in order of time, and what may come besides.

    Decisions that are asked at the same minute, or are sealed together, make one round.
    """
    wanted = set(seats)
    points = [point for point in scenario.decisions if point.seat in wanted and is_listed(point, length)]
    usual = [p for p in points if rehearsal.asked.get(p.id, (0, 0))[0] >= OFTEN * rehearsal.games]
    sealed = {decision: joint.decisions[0] for joint in scenario.joint for decision in joint.decisions}
    first: dict[str, int] = {}
    for point in usual:
        group = sealed.get(point.id, point.id)
        first[group] = min(first.get(group, rehearsal.asked[point.id][1]), rehearsal.asked[point.id][1])
    by_time: defaultdict[int, list[DecisionPoint]] = defaultdict(list)
    for point in usual:
        by_time[first[sealed.get(point.id, point.id)]].append(point)
    rare = tuple(point for point in points if point not in usual)
    return tuple(Round(at, tuple(by_time[at])) for at in sorted(by_time)), rare
