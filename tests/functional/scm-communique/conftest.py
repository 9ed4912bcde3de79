"""The negotiation on the bench: nobody calls, few fire, and every mind is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.entries import Entry
from tabletop.engine.program import Program
from tabletop.engine.question import Question
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scoring.scorecard import totals

DAY = 1440
STILL = {"a_base_rate": 0.4, "a_trim": 0.005, "a_drawprob": 0.0}
MINDS: dict[str, str | float] = {
    "dprk_mode": "routine", "prc_line": "calibrated", "congress_mood": "divided", "assembly_mood": "ordinary",
    "end_month": 12.0,
}  # fmt: skip
Choices = Mapping[str, str | Sequence[str]]


class Game:
    """One game: the value of an expression now, and what happened."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim

    def __call__(self, expression: str) -> float:
        return float(self.sim.program.code.remembered(expression)(self.sim.world.values))

    def odds(self, chance: str) -> float:
        """The odds of a chance when it was drawn."""
        return float(self.drawn(chance)[0].detail["odds"][0])

    def drawn(self, chance: str) -> list[Entry]:
        """The times at which a chance was drawn."""
        return [entry for entry in self.sim.entries if (entry.kind, entry.what) == ("chance", chance)]


class Table:
    """Seats take their defaults, save what a test chooses; forms are given one option for each item."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def play(
        self,
        days: float,
        choices: Choices | None = None,
        *,
        put: Mapping[float, Mapping[str, float]] | None = None,
        assume: Mapping[str, float] | None = None,
        minds: Mapping[str, str | float] | None = None,
        texts: Mapping[str, str] | None = None,
        seed: int = 1,
        length: str = "",
    ) -> Game:
        """The state after `days`; `put` sets quantities on a day."""
        setup = Setup(
            seed,
            length=length,
            texts=texts or {},
            assumptions=STILL | dict(assume or {}),
            latents=MINDS | dict(minds or {}),
        )
        seats = {seat.id: _player(choices or {}) for seat in self.program.scenario.seats}
        sim = Simulation(self.program, setup, seats)
        for day, values in sorted((put or {}).items()):
            sim.advance(round(day * DAY))
            for quantity, value in values.items():
                sim.override(quantity, value, "turned by a test")
        sim.advance(round(days * DAY))
        return Game(sim)

    def mean(self, choices: Choices, preset: str, games: int) -> dict[str, float]:
        """Mean scores of the two allies over the same seeds, the others by their doctrine."""
        doctrine = make_chooser("doctrine", self.program)
        player = _player(choices)
        seats = {"us": player, "rok": player, "dprk": doctrine, "prc": doctrine}
        found = {"us": 0.0, "rok": 0.0}
        for seed in range(games):
            sim = Simulation(self.program, Setup(seed, preset), seats, entries=False)
            while not sim.ended:
                sim.advance()
            for seat, total in totals(sim, tuple(found)).items():
                found[seat] += total / games
        return found


def _player(choices: Choices) -> Callable[[Question], tuple[str, ...]]:
    def choose(question: Question) -> tuple[str, ...]:
        point = question.point
        wanted = choices.get(point.id, point.default)
        chosen = (wanted,) if isinstance(wanted, str) else tuple(wanted)
        options = [option.id for option in point.options]
        locked = [option for option in chosen if not question.open[options.index(option)]]
        assert not locked or point.id not in choices, f"{point.id}.{locked} is locked in this game"
        return chosen

    return choose


@pytest.fixture(scope="session")
def table(laboratory: Callable[..., Any]) -> Table:
    """The scenario, with every seat taking its defaults unless a test chooses."""
    return Table(laboratory("scm-communique", STILL, MINDS).program)
