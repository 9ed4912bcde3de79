"""One game of a plan, from STARTEX to ENDEX, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tabletop.analysis.plan import STATED_DEFAULT, Plan
from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.engine.simulation import Simulation
from tabletop.record.prompting import Performance
from tabletop.record.script import Script
from tabletop.scoring.scorecard import Scorecard, score

UNDERSTUDY = "doctrine"

Chosen = tuple[str, str, str]


@dataclass(frozen=True)
class Playout:
    """One replicate: totals (0 to 100) and ratings by seat, the ending and its minute, the simulation's events.

    `options` are (seat, decision, option) as often as chosen, defaults included; `injects` counts by id. `objectives`
    are the scores (0 to 100) of each seat's objectives; those that could not be observed are left out.
    """

    replicate: int
    totals: Mapping[str, float]
    ratings: Mapping[str, str]
    ending: str
    ended: int
    events: int
    options: tuple[Chosen, ...]
    injects: Mapping[str, int]
    objectives: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


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
            options=tuple(_same((t.seat, t.decision, option)) for t in sim.taken for option in t.choice),
            injects=self._fired(sim),
            objectives={seat: _objectives(card) for seat, card in cards.items()},
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
        scripted = self.plan.scripted(script, replicate)
        performance = Performance(scripted, self.program, self._bot, entries=False, until=self.plan.until)
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
        counts = {id_: int(sim.world.values[inject.fired_slot]) for id_, inject in self.program.injects.items()}
        return {id_: count for id_, count in counts.items() if count}


@lru_cache(maxsize=4096)
def _same(chosen: Chosen) -> Chosen:
    """One object for all equal ones: playouts by the hundred thousand are kept until the end."""
    return chosen


def _objectives(card: Scorecard) -> dict[str, float]:
    return {objective.id: objective.value for objective in card.objectives if objective.observed}
