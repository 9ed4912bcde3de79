"""OPCON 2030 on the bench: no shots, no draws, no mishaps, and every mind is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scoring.scorecard import totals

STILL = {"taiwan_rate": 0.0, "mishaps": 0.0, "crisis_rate": 0.0, "drawdown_base": 0.0, "exit_after": 0.0}
MINDS: dict[str, str | float] = {
    "intent": "routine", "c4i_truth": "fair", "us_drive": "staying", "dprk_error": 0.0, "end_day": 1850.0,
}  # fmt: skip


@pytest.fixture(scope="session")
def lab(laboratory: Callable[..., Any]) -> Any:
    """The scenario with every seat taking its defaults, save what a test chooses."""
    return laboratory("opcon-2030", STILL, MINDS)


class Terms:
    """Policies for the allied seats over the same seeds, what they leave open by taste, the north by doctrine."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def means(
        self, preset: str, choices: Mapping[str, str], us: str = "doctrine", games: int = 24
    ) -> tuple[float, float]:
        """Mean scores of Seoul and Washington in full-length games; a choice that is locked is left to taste."""
        seats = {"rok": "persona:cautious", "us": us, "dprk": "doctrine"}
        players = {seat: _steered(make_chooser(spec, self.program), choices) for seat, spec in seats.items()}
        found = [self._scores(Setup(seed, preset, "240"), players) for seed in range(1, games + 1)]
        return sum(rok for rok, _ in found) / games, sum(us_ for _, us_ in found) / games

    def _scores(self, setup: Setup, players: Mapping[str, Chooser]) -> tuple[float, float]:
        sim = Simulation(self.program, setup, dict(players), entries=False)
        sim.advance()
        scores = totals(sim, ("rok", "us"))
        return scores["rok"], scores["us"]


def _steered(taste: Chooser, choices: Mapping[str, str]) -> Chooser:
    def choose(question: Question) -> tuple[str, ...]:
        wanted = choices.get(question.point.id, "")
        options = [option.id for option in question.point.options]
        if wanted and question.open[options.index(wanted)]:
            return (wanted,)
        return taste(question)

    return choose


@pytest.fixture(scope="session")
def terms(lab: Any) -> Terms:
    """Policies against each other over common seeds."""
    return Terms(lab.program)
