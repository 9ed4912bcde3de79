"""A fork stands where its game stands, goes its own way from there, and leaves the game as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.bots.players import make_chooser
from tabletop.engine.future import ANALYSIS, Future
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation

SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="session")
def calm(bench: Any) -> Program:
    """The scenario without its hazards: their waits have no memory, so that a fork draws them anew."""
    injects = [inject.model_copy(update={"hazard": None}) for inject in bench.scenario.injects]
    scenario = bench.scenario.model_copy(update={"injects": injects})
    return compile_program(replace(bench.loaded, scenario=scenario))


def bots(program: Program, spec: str = "uniform") -> Mapping[str, Chooser]:
    return {str(seat.id): make_chooser(spec, program) for seat in program.scenario.seats}


def future(seed: int, program: Program) -> Future:
    return Future(seed, str(program.scenario.id))


def at_minute(program: Program, seed: int, minute: int) -> Simulation:
    sim = Simulation(program, Setup(seed), bots(program), entries=False, domain=ANALYSIS)
    sim.advance(minute)
    return sim


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, share=st.floats(0, 0.95))
def test_with_the_same_draws_and_players_a_fork_comes_to_the_same_end(calm: Program, seed: int, share: float) -> None:
    sim = at_minute(calm, seed, round(share * calm.scenario.endex.latest))
    fork = sim.fork(future(seed, calm), bots(calm))
    sim.advance()
    fork.advance()
    assert fork.digest() == sim.digest()
    assert fork.events <= sim.events  # the end of a cancelled order's notice is nothing to a fork
    assert [(t.at, t.decision, t.choice) for t in fork.taken] == [(t.at, t.decision, t.choice) for t in sim.taken]


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, share=st.floats(0, 0.95), other=SEEDS)
def test_forks_leave_their_game_alone(bench: Any, seed: int, share: float, other: int) -> None:
    minute = round(share * bench.scenario.endex.latest)
    sim, untouched = at_minute(bench.program, seed, minute), at_minute(bench.program, seed, minute)
    for way in (other, other + 1):
        fork = sim.fork(future(way, bench.program), bots(bench.program))
        fork.advance()
        assert fork.ended
    assert sim.digest() == untouched.digest()
    sim.advance()
    untouched.advance()
    assert sim.digest() == untouched.digest()


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, other=SEEDS)
def test_a_fork_of_a_fork_is_as_good(calm: Program, seed: int, other: int) -> None:
    sim = at_minute(calm, seed, calm.scenario.endex.latest // 3)
    first = sim.fork(future(other, calm), bots(calm))
    second = sim.fork(future(seed, calm), bots(calm)).fork(future(other, calm), bots(calm))
    first.advance()
    second.advance()
    assert first.digest() == second.digest()


def test_other_seeds_give_other_futures(bench: Any) -> None:
    sim = at_minute(bench.program, 3, bench.scenario.endex.latest // 4)
    ends = set()
    for seed in range(5):
        fork = sim.fork(future(seed, bench.program), bots(bench.program))
        fork.advance()
        ends.add(fork.digest())
    assert len(ends) == 5


def test_sealed_answers_are_open_again_in_a_fork(bench: Any) -> None:
    """Nobody but its author knows a sealed answer, so a fork must not."""
    joint = next((joint for joint in bench.scenario.joint), None)
    if joint is None:
        pytest.skip("no sealed decisions in this scenario")
    points = {point.id: point for point in bench.scenario.decisions}
    first, second = (points[id_] for id_ in joint.decisions[:2])
    others = {seat: bot for seat, bot in bots(bench.program).items() if seat not in (first.seat, second.seat)}
    sim = Simulation(bench.program, Setup(1), others, entries=False)
    while not {first.id, second.id} <= {point.decision for point in sim.open_points()}:
        sim.advance()
    sim.decide(second.seat, second.id, (second.options[0].id,))
    fork = sim.fork(future(1, bench.program), {})
    assert second.id not in {point.decision for point in sim.open_points()}
    assert {first.id, second.id} <= {point.decision for point in fork.open_points()}
