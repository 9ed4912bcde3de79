"""How a game is driven: letting time pass, halting, deciding from outside; and that none of it changes the game."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tabletop.bots.uniform import uniform
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.scenario.load import load

Game = Callable[..., Simulation]

DAY = 1440
BOTS: dict[str, Chooser] = {"blue": uniform, "red": uniform}
NEWS = """
    injects: [{id: one, at: 2d 6h, NEWS}, {id: two, at: 4d, NEWS}, {id: three, at: 4d, NEWS}]
    decisions: [{id: ask, seat: blue, ASK, opens: {at: 3d}, window: 2d, default: no, options: [{id: no, OPT}]}]
    """


@pytest.fixture(scope="module")
def straits(checkout: Path) -> Program:
    """A scenario with a bit of everything."""
    return compile_program(load(checkout / "tests" / "benchmarks" / "overhead"))


class TestAdvance:
    def test_to_a_time(self, game: Game) -> None:
        sim = game(NEWS, until=100)
        assert (sim.now, sim.ended) == (100, False)
        sim.advance(50)
        assert sim.now == 100
        sim.advance(2 * DAY + 360)
        assert (sim.now, sim.entries[-1].what) == (2 * DAY + 360, "one")

    def test_to_a_question_and_over_it(self, game: Game) -> None:
        sim = game(NEWS)
        assert sim.now == 3 * DAY
        sim.advance()
        assert (sim.now, sim.ended) == (10 * DAY, True)

    def test_to_an_entry_that_the_caller_waits_for(self, game: Game) -> None:
        """Everything of that minute has happened when it returns."""
        sim = game(NEWS, until=0)
        sim.advance(stop=lambda entry: entry.kind == "inject")
        assert sim.now == 2 * DAY + 360
        sim.advance()
        sim.advance(stop=lambda entry: entry.what == "two")
        assert (sim.now, sim.entries[-1].what) == (4 * DAY, "three")

    def test_after_the_end_nothing_more_happens(self, game: Game) -> None:
        sim = game("")
        before = (sim.now, len(sim.entries), sim.digest())
        sim.advance()
        sim.advance(99 * DAY)
        assert (sim.now, len(sim.entries), sim.digest()) == before

    def test_the_time_to_advance_to_may_be_a_busy_minute(self, game: Game) -> None:
        sim = game(NEWS, until=4 * DAY)
        sim.advance(4 * DAY)
        assert [entry.what for entry in sim.entries if entry.kind == "inject"] == ["one", "two", "three"]


def answers(taken: Sequence[Taken]) -> list[tuple[int, str, str, tuple[str, ...]]]:
    """What is needed to play the same game from outside; defaults follow from the clock."""
    return [(t.at, t.seat, t.decision, t.choice) for t in taken if t.by != "default"]


def replayed(program: Program, seed: int, taken: Sequence[Taken]) -> Simulation:
    """The same game with every decision given from outside, at its time and in its order."""
    sim = Simulation(program, Setup(seed))
    for at, seat, decision, choice in answers(taken):
        while sim.now < at:
            sim.advance(at)
        sim.decide(seat, decision, choice)
    while not sim.ended:
        sim.advance()
    return sim


def live(program: Program, seed: int, bots: dict[str, Chooser], *, entries: bool = True) -> Simulation:
    """A game that bots play."""
    sim = Simulation(program, Setup(seed), bots, entries=entries)
    while not sim.ended:
        sim.advance()
    return sim


@pytest.mark.parametrize("seed", range(12))
class TestSameGame:
    def test_decisions_from_outside_make_the_same_game(self, straits: Program, seed: int) -> None:
        played = live(straits, seed, BOTS)
        again = replayed(straits, seed, played.taken)
        assert answers(again.taken) == answers(played.taken)
        assert again.digest() == played.digest()
        assert [(e.at, e.kind, e.what, e.changes) for e in again.entries] == [
            (e.at, e.kind, e.what, e.changes) for e in played.entries
        ]

    def test_half_the_seats_from_outside_too(self, straits: Program, seed: int) -> None:
        """Blue is played from outside, lets some questions pass, and answers others late."""
        sim = Simulation(straits, Setup(seed), {"red": uniform})
        waited = False
        while not sim.ended:
            sim.advance()
            for point in sim.open_points():
                waited = not waited
                sim.advance(sim.now + 300 * waited)
                option = sim.program.points[point.decision].point.options[-1].id
                if point.decision != "b2" and sim.program.points[point.decision].open_options(sim.world.values)[-1]:
                    sim.decide(point.seat, point.decision, (option,))
        assert replayed(straits, seed, sim.taken).digest() == sim.digest()

    def test_writing_nothing_down_changes_nothing(self, straits: Program, seed: int) -> None:
        told, untold = live(straits, seed, BOTS), live(straits, seed, BOTS, entries=False)
        assert untold.entries == []
        assert untold.world.values == told.world.values
        assert untold.digest() == told.digest()
        assert untold.events == told.events
        assert untold.taken == told.taken
        assert untold.outcome == told.outcome

    def test_halting_changes_nothing(self, straits: Program, seed: int) -> None:
        straight = live(straits, seed, BOTS)
        halting = Simulation(straits, Setup(seed), BOTS)
        for minute in range(0, 60 * DAY, 777):
            halting.advance(minute)
            assert halting.now <= max(minute, 0) or halting.ended
        halting.advance()
        assert halting.digest() == straight.digest()

    def test_what_was_taken_is_told_at_once(self, straits: Program, seed: int) -> None:
        heard: list[Taken] = []
        sim = Simulation(straits, Setup(seed), BOTS, on_decision=heard.append)
        sim.advance()
        assert heard == sim.taken
        assert [taken.n for taken in heard] == list(range(1, len(heard) + 1))
        assert [taken.at for taken in heard] == sorted(taken.at for taken in heard)


PLAY = """
import sys
from tabletop.bots.uniform import uniform
from tabletop.engine.program import compile_program
from tabletop.engine.simulation import Setup, Simulation
from tabletop.scenario.load import load
program = compile_program(load(sys.argv[1]))
for seed in range(5):
    sim = Simulation(program, Setup(seed), {"blue": uniform, "red": uniform})
    sim.advance()
    print(sim.digest())
"""


def test_the_hash_seed_of_the_interpreter_changes_nothing(straits: Program, checkout: Path) -> None:
    folder = checkout / "tests" / "benchmarks" / "overhead"
    here = [live(straits, seed, BOTS).digest() for seed in range(5)]
    for hash_seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(checkout / "src")}
        done = subprocess.run(
            [sys.executable, "-c", PLAY, folder], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == here


def test_seeds_make_different_games(straits: Program) -> None:
    digests = {live(straits, seed, BOTS, entries=False).digest() for seed in range(20)}
    assert len(digests) == 20


def test_a_different_choice_makes_a_different_state(straits: Program) -> None:
    played = live(straits, 1, BOTS)
    first = played.taken[0]
    other = next(o.id for o in straits.points[first.decision].point.options if o.id != first.choice[0])
    changed = [Taken(first.n, first.at, first.seat, first.decision, (other,), "outside"), *played.taken[1:]]
    sim = Simulation(straits, Setup(1))
    sim.advance()
    sim.decide(first.seat, first.decision, changed[0].choice)
    again = Simulation(straits, Setup(1))
    again.advance()
    again.decide(first.seat, first.decision, first.choice)
    assert sim.now == again.now
    assert sim.digest() != again.digest()


def test_games_of_one_program_do_not_touch_each_other(straits: Program) -> None:
    alone = live(straits, 5, BOTS).digest()
    one, two = Simulation(straits, Setup(5), BOTS), Simulation(straits, Setup(6), BOTS)
    for day in range(1, 62):
        one.advance(day * DAY)
        two.advance(day * DAY)
    assert one.digest() == alone != two.digest()
