"""Integrated Shield on the bench: no small provocations, nobody inside, and every mind is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.engine.question import Question
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scoring.scorecard import totals

STILL = {"lam0": 0.0, "theft_median": 1.0, "foothold_odds": 0.0, "misperceive": 0.0}
MINDS: dict[str, str | float] = {
    "intent": "routine", "disposition": "neutral", "key_luck": 0.99, "sat_luck": 0.99, "siren_luck": 0.99,
    "end_day": 23.5,
}  # fmt: skip


@pytest.fixture(scope="session")
def lab(laboratory: Callable[..., Any]) -> Any:
    """The scenario with every seat taking its defaults, save what a test chooses."""
    return laboratory("integrated-shield", STILL, MINDS)


class Capitals:
    """Two policies for both allied seats over the same seeds, the others by their doctrine."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def mean(self, choices: Mapping[str, str], preset: str, games: int = 25) -> float:
        """Mean of the scores of Seoul and Washington; what is not chosen takes its default."""
        doctrine = make_chooser("doctrine", self.program)
        seats = {"rok": _player(choices), "us": _player(choices), "dprk": doctrine, "prc": doctrine}
        found = 0.0
        for seed in range(games):
            sim = Simulation(self.program, Setup(seed, preset), seats, entries=False)
            while not sim.ended:
                sim.advance()
            found += sum(totals(sim, ("rok", "us")).values()) / (2 * games)
        return found


def _player(choices: Mapping[str, str]) -> Callable[[Question], tuple[str, ...]]:
    def choose(question: Question) -> tuple[str, ...]:
        return (choices.get(question.point.id, str(question.point.default)),)

    return choose


@pytest.fixture(scope="session")
def capitals(lab: Any) -> Capitals:
    """Policies compared over whole games."""
    return Capitals(lab.program)
