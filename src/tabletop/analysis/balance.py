"""Whether a scenario is in balance: what its scores, choices, worlds and injects look like when it is played at random.

Human seats choose at random and the others by their doctrine, in worlds drawn anew and in worlds that differ by their
hidden facts alone; beside them everybody at random, every persona in every human seat, and every default taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabletop.analysis.plan import STATED_DEFAULT
from tabletop.analysis.trials import Trial, base_worlds, scored_seats, worlds
from tabletop.engine.program import Program
from tabletop.errors import CannotRun
from tabletop.scenario.definition import Scenario

if TYPE_CHECKING:
    from tabletop.engine.setup import Setup

DRAWN, BASE, EVERYBODY, INACTION = "drawn", "base", "everybody", "inaction"
_BASE_SHARE = 4
_PERSONA_GAMES = 4
_PERSONA_WORLDS = 15


@dataclass(frozen=True)
class Design:
    """How much is played: `games` in each of `worlds` drawn worlds, and less of the rest, by the same measure.

    Empty preset and length mean the scenario's own.
    """

    seed: int
    worlds: int
    games: int
    preset: str = ""
    length: str = ""

    def trials(self, program: Program) -> list[Trial]:
        """What is played. Raises CannotRun where no human seat is scored, IllegalDecision for an unknown name."""
        scenario = program.scenario
        humans = human_seats(scenario)
        if not humans:
            raise CannotRun("no seat of this scenario is for humans", "balance asks whose choices matter")
        if not set(humans) & set(scored_seats(scenario)):
            raise CannotRun("no human seat of this scenario has objectives", "balance asks what scores come from")
        asked = (program.loaded.path, program, self.seed)
        drawn = worlds(*asked, self.worlds, self.preset, self.length)
        base = base_worlds(*asked, max(2, self.worlds // _BASE_SHARE), self.preset, self.length)
        side = max(1, self.games // 20)
        random = seating(scenario, dict.fromkeys(humans, "uniform"))
        return [
            Trial(DRAWN, random, drawn, self.games),
            Trial(BASE, random, base, self.games),
            Trial(EVERYBODY, dict.fromkeys(random, "uniform"), drawn, side),
            Trial(INACTION, seating(scenario, dict.fromkeys(humans, STATED_DEFAULT)), drawn, max(1, side // 2)),
            *_persona_trials(scenario, humans, random, drawn[:_PERSONA_WORLDS]),
        ]


def seating(scenario: Scenario, humans: Mapping[str, str]) -> dict[str, str]:
    """Players by seat: those given, doctrine in every other."""
    return {str(seat.id): humans.get(str(seat.id), "doctrine") for seat in scenario.seats}


def human_seats(scenario: Scenario) -> list[str]:
    """The seats that the scenario means for people."""
    return [str(seat.id) for seat in scenario.seats if seat.player == "human"]


def _persona_trials(
    scenario: Scenario, humans: Sequence[str], random: Mapping[str, str], drawn: tuple[Setup, ...]
) -> list[Trial]:
    """Each persona in each human seat, the other human seats at random."""
    return [
        Trial(f"{seat}={spec}", {**random, seat: spec}, drawn, _PERSONA_GAMES)
        for seat in humans
        for spec in (f"persona:{persona.id}" for persona in scenario.personas)
    ]
