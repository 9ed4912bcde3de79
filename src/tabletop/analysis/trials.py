"""What a balance of a scenario is judged on: the same worlds, played many times by players of several kinds.

A world is one draw of all assumptions and hidden facts. Game g of world w has the seed that derives from (seed, w, g),
whoever plays it on whichever machine, so that the result does not depend on how the work was cut up.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tabletop.analysis.columns import Columns
from tabletop.analysis.crew import Crew
from tabletop.analysis.plan import STATED_DEFAULT, Plan
from tabletop.analysis.variations import drawn
from tabletop.analysis.watcher import Sheet, Watcher
from tabletop.engine.chance import Streams, derived_seed
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup, furnish, settled
from tabletop.engine.simulation import Simulation
from tabletop.engine.world import World
from tabletop.errors import IllegalDecision
from tabletop.scenario.definition import Scenario
from tabletop.scoring.scorecard import Scorecard, score

NOT_OBSERVED = float("nan")
_GRAIN = 6


@dataclass(frozen=True)
class Trial:
    """Players by seat who play `games` games in each of the worlds."""

    name: str
    seats: Mapping[str, str]
    worlds: tuple[Setup, ...]
    games: int

    @property
    def playouts(self) -> int:
        """How many games that is."""
        return self.games * len(self.worlds)


@dataclass(frozen=True)
class Game:
    """One game: totals by seat and scores by objective, in the scenario's order, not a number where not observed.

    `opened`, `taken` and `surprise` are a sheet's; `injects` counts by number; `seconds` of processor time.
    """

    trial: int
    world: int
    game: int
    totals: tuple[float, ...]
    ratings: str
    objectives: tuple[float, ...]
    opened: array[int]
    taken: array[int]
    surprise: array[float]
    injects: tuple[int, ...]
    events: int
    seconds: float


@dataclass(frozen=True)
class Bout:
    """Some games of one world of trial number `trial`: what a worker is given at a time."""

    trial: int
    seats: Mapping[str, str]
    world: int
    setup: Setup
    games: range


def worlds(path: Path, program: Program, seed: int, number: int, preset: str, length: str) -> tuple[Setup, ...]:
    """So many worlds: assumptions from their triangles, hidden facts by their odds. Raises IllegalDecision."""
    plan = Plan(path, seed, number, {}, preset, length)
    try:
        plan = drawn(plan, program.scenario)
    except IllegalDecision:
        if program.scenario.assumptions and any(each.low < each.high for each in program.scenario.assumptions):
            raise
    return tuple(pinned(plan.setup(world), program) for world in range(number))


def base_worlds(path: Path, program: Program, seed: int, number: int, preset: str, length: str) -> tuple[Setup, ...]:
    """So many worlds that differ by their hidden facts alone; the assumptions are the preset's."""
    plan = Plan(path, seed, number, {}, preset, length)
    return tuple(pinned(plan.setup(world), program) for world in range(number))


def pinned(setup: Setup, program: Program) -> Setup:
    """The setup with the hidden facts that its seed would draw, so that other seeds meet them too."""
    streams = Streams(setup.seed, program.scenario.id)
    world = World(program.layout, entries=False)
    furnish(program, settled(program, setup), world, streams)
    quantities = program.layout.quantities
    facts: dict[str, str | float] = {}
    for id_, plan in program.latents.items():
        value = world.values[plan.slot]
        facts[str(id_)] = quantities[id_].name(value) if quantities[id_].names else value
    return replace(setup, latents=facts)


def played(trials: Sequence[Trial], hands: Crew, report: Callable[[int], None] = lambda _: None) -> list[list[Game]]:
    """The games of each trial in order of world and game. Raises CannotRun; Ctrl-C is the caller's."""
    found: list[list[Game]] = [[] for _ in trials]
    done = 0
    for games in hands.each(_play, _bouts(trials, hands.grain)):
        found[games[0].trial] += games
        done += len(games)
        report(done)
    return [sorted(games, key=lambda each: (each.world, each.game)) for games in found]


def scored_seats(scenario: Scenario) -> list[str]:
    """The seats that have objectives, in the scenario's order."""
    judged = {str(objective.seat) for objective in scenario.objectives}
    return [str(seat.id) for seat in scenario.seats if seat.id in judged]


def scored_objectives(scenario: Scenario) -> list[tuple[str, str]]:
    """(seat, objective) in the order in which a game's scores stand."""
    return [(str(o.seat), str(o.id)) for seat in scored_seats(scenario) for o in scenario.objectives if o.seat == seat]


def _bouts(trials: Sequence[Trial], grain: int) -> Iterator[Bout]:
    """Worlds in order; a worker gets as many games as make a good piece of work."""
    for number, trial in enumerate(trials):
        for world, setup in enumerate(trial.worlds):
            for start in range(0, trial.games, grain):
                yield Bout(number, trial.seats, world, setup, range(start, min(start + grain, trial.games)))


def _play(program: Program, bout: Bout) -> list[Game]:
    columns: Columns = program.code.once("columns", lambda: Columns(program.scenario))
    return [_game(program, columns, bout, game) for game in bout.games]


def _game(program: Program, columns: Columns, bout: Bout, number: int) -> Game:
    started = time.process_time()
    sheet = Sheet(columns)
    players: dict[str, Chooser] = {
        seat: Watcher(spec, program, sheet) for seat, spec in bout.seats.items() if spec != STATED_DEFAULT
    }
    seed = derived_seed(bout.setup.seed, "balance", number)
    sim = Simulation(program, replace(bout.setup, seed=seed), players, entries=False)
    while not sim.ended:
        sim.advance()
    cards = list(score(sim).values())
    return Game(
        trial=bout.trial,
        world=bout.world,
        game=number,
        totals=tuple(card.total for card in cards),
        ratings="".join(card.rating or "-" for card in cards),
        objectives=tuple(value for card in cards for value in _objectives(card)),
        opened=sheet.opened,
        taken=sheet.taken,
        surprise=sheet.surprise,
        injects=tuple(int(sim.world.values[plan.fired_slot]) for plan in program.injects.values()),
        events=sim.events,
        seconds=time.process_time() - started,
    )


def _objectives(card: Scorecard) -> list[float]:
    return [objective.value if objective.observed else NOT_OBSERVED for objective in card.objectives]
