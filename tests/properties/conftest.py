"""Shipped scenarios, loaded once; games that are played by a list of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.simulation import Setup, Simulation
from tabletop.scenario.load import Loaded, load

Play = Callable[..., Simulation]


@pytest.fixture(scope="session", params=["regional-contingency"])
def loaded(request: pytest.FixtureRequest, checkout: Path) -> Loaded:
    """A shipped scenario."""
    return load(checkout / "scenarios" / request.param)


@pytest.fixture(scope="session")
def program(loaded: Loaded) -> Program:
    """The same, compiled."""
    return compile_program(loaded)


def by_numbers(taste: Sequence[int]) -> Chooser:
    """A player that goes through the numbers in turn and takes the open option that each points to."""
    asked = iter(range(10_000))

    def choose(question: Question) -> tuple[str, ...]:
        if question.point.pick or question.point.items:
            default = question.point.default
            return (default,) if isinstance(default, str) else tuple(default)
        options = [o.id for o, is_open in zip(question.point.options, question.open, strict=True) if is_open]
        return (options[taste[next(asked) % len(taste)] % len(options)],)

    return choose


@pytest.fixture(scope="session")
def play(program: Program) -> Play:
    """Plays a game to its end, or to minute `until`, with every seat going by the same numbers."""

    def run(setup: Setup, taste: Sequence[int], until: int | None = None, **extra: bool) -> Simulation:
        player = by_numbers(taste)
        sim = Simulation(program, setup, {seat.id: player for seat in program.scenario.seats}, **extra)
        sim.advance(until)
        return sim

    return run
