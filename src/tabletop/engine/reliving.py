"""A game lived through again in a world that may be hidden from its players otherwise, with what was seen of it fixed.

What chance did in sight of a seat happens again as it did, and the game keeps account of how likely that was in this
world. What nobody on that seat saw is drawn anew. So many such games, weighted by their likelihood, show what the seat
could have known (likelihood weighting; Fung and Chang 1990).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, log
from typing import Any

from tabletop.engine.chance import Streams
from tabletop.engine.future import ANALYSIS, Future
from tabletop.engine.injects import InjectPlan
from tabletop.engine.processes import DAY, INJECTS, Due, hazard
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation


@dataclass(frozen=True)
class Seen:
    """What a seat saw chance do in one game, which was set up by `setup`.

    `arms` are the arms of chances by (id, occurrence), -1 for none; `times` the minutes at which injects came by their
    rate, an empty tuple for one that would have been seen and did not come.
    """

    setup: Setup
    arms: Mapping[tuple[str, int], int]
    times: Mapping[str, tuple[int, ...]]


class Relived(Simulation):
    """One such game. `likelihood` is the natural logarithm of how likely what was seen is in this world, up to now.

    `seed` draws the hidden facts and everything that was not seen. Delays and amounts are those of the game itself.
    """

    def __init__(self, program: Program, seen: Seen, seed: int, choosers: Mapping[str, Chooser]) -> None:
        self.seen = seen
        self.likelihood = 0.0
        self._drawn = Streams(seen.setup.seed, str(program.scenario.id))
        self._watched: list[InjectPlan] = []
        super().__init__(program, replace(seen.setup, seed=seed), choosers, entries=False, domain=ANALYSIS)

    def weigh(self, odds: float) -> None:
        """Take into account that something with these odds was seen."""
        self.likelihood += log(odds) if odds > 0 else -inf

    def fork(self, future: Future, choosers: Mapping[str, Chooser]) -> Simulation:
        """As any game's; injects whose times were given come by their rate from now on."""
        fork = super().fork(future, choosers)
        for plan in self._watched:
            came = sum(at <= self.now for at in self.seen.times[plan.inject.id])
            fork.begin(hazard(fork, plan, 0, came))
            fork.set_going()
        return fork

    # What was seen happens again

    def drawn(self, entity: str) -> float:
        """The value that the game itself drew."""
        return self._drawn.uniform("draw", entity, self.occurrence("draw", entity))

    def arm(self, chance: str, odds: list[float]) -> tuple[int, float]:
        """The arm that was seen; otherwise one of this world's own."""
        taken = self.seen.arms.get((chance, self.times("chance", chance)))
        if taken is None:
            return super().arm(chance, odds)
        self.occurrence("chance", chance)
        self.weigh(odds[taken] if taken >= 0 else 1.0 - sum(odds))
        return taken, 0.0

    def start_hazard(self, plan: InjectPlan) -> None:
        """Let an inject come when it was seen to come; otherwise by its rate."""
        times = self.seen.times.get(plan.inject.id)
        if times is None:
            super().start_hazard(plan)
            return
        self._watched.append(plan)
        for at in times:
            Due(self.env, at, INJECTS, lambda _: self._comes(plan))

    def _comes(self, plan: InjectPlan) -> None:
        rate = float(plan.rate(self.world.values))
        self.weigh(rate)
        self.happen(plan.inject.id, rate, 1.0, 0.0)

    def _instant(self) -> None:
        """Before time passes: how likely it is that none of the watched injects comes until then."""
        ahead = (min(self.env.peek(), inf) - self.now) / DAY
        if self._watched and ahead > 0:
            self.likelihood -= ahead * sum(self._rate(plan) for plan in self._watched)
        super()._instant()

    def _rate(self, plan: InjectPlan) -> float:
        """The rate a day at which an inject can still come."""
        declared: Any = plan.inject.hazard
        came = sum(at <= self.now for at in self.seen.times[plan.inject.id])
        return 0.0 if declared.most is not None and came >= declared.most else float(plan.rate(self.world.values))
