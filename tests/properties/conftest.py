"""Shipped scenarios on a bench: loaded once, played by a list of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tabletop.engine.program import compile_program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.simulation import Setup, Simulation
from tabletop.scenario.load import load


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


class Bench:
    """One scenario, ready to be played. Its short name keeps failure reports readable."""

    def __init__(self, path: Path) -> None:
        self.loaded = load(path)
        self.scenario = self.loaded.scenario
        self.program = compile_program(self.loaded)

    def __repr__(self) -> str:
        return str(self.scenario.id)

    def play(self, setup: Setup, taste: Sequence[int], until: int | None = None, **extra: bool) -> Simulation:
        """A game to its end, or to minute `until`, with every seat going by the same numbers."""
        player = by_numbers(taste)
        sim = Simulation(self.program, setup, {seat.id: player for seat in self.scenario.seats}, **extra)
        sim.advance(until)
        return sim


SHIPPED = sorted(path.parent for path in (Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))


@pytest.fixture(scope="session", params=SHIPPED, ids=lambda folder: folder.name)
def bench(request: pytest.FixtureRequest) -> Bench:
    """A shipped scenario."""
    return Bench(request.param)
