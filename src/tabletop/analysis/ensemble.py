"""Many playouts of one setup: each with its own seed and fresh players, one after another or in several processes.

Replicate r has the seed that derives from (seed, r). So the result does not depend on the number of processes or on how
the work was cut up.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from tabletop.bots.players import make_chooser
from tabletop.engine.chance import derived_seed
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun
from tabletop.record.prompting import Performance
from tabletop.record.script import Script
from tabletop.scenario.load import load
from tabletop.scoring.scorecard import score

STATED_DEFAULT = "default"
UNDERSTUDY = "doctrine"
_CHUNK = 25
_AHEAD = 4


@dataclass(frozen=True)
class Plan:
    """What is played `runs` times. `path` is the scenario's; `seats` maps every seat to a player.

    The player "default" never answers, so that stated defaults are taken. The answers of a `script` are given wherever
    they are asked for and open; the rest is up to the seat's player. Of its setup only the answers count.
    """

    path: Path
    seed: int
    runs: int
    seats: Mapping[str, str]
    preset: str = ""
    length: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    script: Script | None = None

    def setup(self, replicate: int) -> Setup:
        """The setup of one replicate, counted from 0."""
        seed = derived_seed(self.seed, "ensemble", replicate)
        return Setup(seed, self.preset, self.length, self.texts, self.assumptions)

    def scripted(self, script: Script, replicate: int) -> Script:
        """The script with this plan's seats and the setup of one replicate."""
        setup = self.setup(replicate)
        return replace(
            script, seed=setup.seed, preset=setup.preset, length=setup.length, texts=setup.texts,
            assumptions=setup.assumptions, latents={}, seats=self.seats, tree=None,
        )  # fmt: skip


@dataclass(frozen=True)
class Playout:
    """One replicate: totals (0 to 100) and ratings by seat, the ending and its minute, the simulation's events.

    `options` are (seat, decision, option) as often as chosen, defaults included; `injects` counts by id.
    """

    replicate: int
    totals: Mapping[str, float]
    ratings: Mapping[str, str]
    ending: str
    ended: int
    events: int
    options: tuple[tuple[str, str, str], ...]
    injects: Mapping[str, int]


@dataclass(frozen=True)
class Ensemble:
    """The playouts of a plan in order of replicate; `partial` when it was interrupted; `seconds` it took."""

    plan: Plan
    playouts: tuple[Playout, ...]
    seconds: float
    partial: bool


class Player:
    """Plays replicates of one plan with one compiled scenario."""

    def __init__(self, plan: Plan, program: Program) -> None:
        self.plan = plan
        self.program = program

    def play(self, replicate: int) -> Playout:
        """One game from STARTEX to ENDEX. Raises CannotRun and IllegalDecision."""
        sim = self._by_bots(replicate) if self.plan.script is None else self._by_script(self.plan.script, replicate)
        assert sim.outcome is not None
        cards = score(sim)
        return Playout(
            replicate=replicate,
            totals={seat: card.total for seat, card in cards.items()},
            ratings={seat: card.rating for seat, card in cards.items()},
            ending=sim.outcome.ending,
            ended=sim.outcome.at,
            events=sim.events,
            options=tuple((t.seat, t.decision, option) for t in sim.taken for option in t.choice),
            injects=self._fired(sim),
        )

    def _by_bots(self, replicate: int) -> Simulation:
        understudies = {seat: self._bot(UNDERSTUDY) for seat in self._silent()}
        sim = Simulation(
            self.program, self.plan.setup(replicate), self._bots(), entries=False, understudies=understudies
        )
        while not sim.ended:
            sim.advance()
        return sim

    def _by_script(self, script: Script, replicate: int) -> Simulation:
        performance = Performance(self.plan.scripted(script, replicate), self.program, self._bot, entries=False)
        performance.play()
        return performance.simulation

    def _bot(self, spec: str) -> Chooser:
        return make_chooser(spec, self.program)

    def _silent(self) -> list[str]:
        return [seat for seat, spec in self.plan.seats.items() if spec == STATED_DEFAULT]

    def _bots(self) -> dict[str, Chooser]:
        """New players for each game: one that remembers must not carry anything from one replicate to the next."""
        seats = self.plan.seats.items()
        return {seat: self._bot(spec) for seat, spec in seats if spec != STATED_DEFAULT}

    def _fired(self, sim: Simulation) -> dict[str, int]:
        counts = {id_: int(sim.world.values[plan.fired_slot]) for id_, plan in self.program.injects.items()}
        return {id_: count for id_, count in counts.items() if count}


def run(plan: Plan, program: Program, jobs: int = 1, report: Callable[[int], None] = lambda _: None) -> Ensemble:
    """Play all replicates of a plan; `report` hears how many are done. Ctrl-C gives what is done so far, as partial.

    Raises IllegalDecision for a setup that the scenario does not have, CannotRun when a game cannot be played on.
    """
    chunks = [range(start, min(start + _CHUNK, plan.runs)) for start in range(0, plan.runs, _CHUNK)]
    player = Player(plan, program)
    many = jobs > 1 and len(chunks) > 1
    done: list[Playout] = []
    started = time.perf_counter()
    try:
        for some in _together(player, chunks, min(jobs, len(chunks))) if many else _alone(player, chunks):
            done += some
            report(len(done))
    except KeyboardInterrupt:
        pass
    seconds = time.perf_counter() - started
    ordered = tuple(sorted(done, key=lambda playout: playout.replicate))
    return Ensemble(plan, ordered, seconds, len(ordered) < plan.runs)


def _alone(player: Player, chunks: list[range]) -> Iterator[list[Playout]]:
    for chunk in chunks:
        for replicate in chunk:
            yield [player.play(replicate)]


def _together(player: Player, chunks: list[range], jobs: int) -> Iterator[list[Playout]]:
    global _player  # noqa: PLW0603  a forked worker finds it here and need not load anything
    _player = player
    pool = ProcessPoolExecutor(jobs, _context(), _prepare, (player.plan,))
    left = iter(chunks)
    try:
        under_way = {pool.submit(_play_chunk, chunk) for chunk in islice(left, _AHEAD * jobs)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= {pool.submit(_play_chunk, chunk) for chunk in islice(left, len(done))}
            for future in done:
                yield future.result()
    except BrokenProcessPool:
        raise CannotRun("a worker process was ended from outside", "try again with fewer --jobs") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _player = None


_player: Player | None = None


def _prepare(plan: Plan) -> None:
    """Get a worker ready: Ctrl-C is for the parent to deal with, and the scenario is compiled once."""
    global _player  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _player is None:
        _player = Player(plan, compile_program(load(plan.path)))


def _play_chunk(chunk: range) -> list[Playout]:
    assert _player is not None
    return [_player.play(replicate) for replicate in chunk]


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe (Linux, one thread, no library with threads of its own), since it starts at once."""
    alone = threading.active_count() == 1 and not {"numpy", "textual"} & set(sys.modules)
    return multiprocessing.get_context("fork" if sys.platform == "linux" and alone else "spawn")
