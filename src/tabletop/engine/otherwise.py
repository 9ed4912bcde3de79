"""The same game with one draw fallen otherwise: what a single stroke of luck was worth in this very world."""

from __future__ import annotations

from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation


class Otherwise(Simulation):
    """A game without choosers in which one chance takes another arm, or one inject does not come by its rate.

    `chance` is (id, occurrence, arm; -1 for none), `inject` (id, minute). Every other draw is as it was.
    """

    def __init__(
        self, program: Program, setup: Setup, *, chance: tuple[str, int, int] = ("", 0, 0),
        inject: tuple[str, int] = ("", 0),
    ) -> None:  # fmt: skip
        self._chance = chance
        self._inject = inject
        super().__init__(program, setup, entries=False)

    def arm(self, chance: str, odds: list[float]) -> tuple[int, float]:
        """The arm that is drawn, or the other one."""
        other = self._chance[:2] == (chance, self.times("chance", chance))
        taken, u = super().arm(chance, odds)
        return (self._chance[2] if other else taken), u

    def happen(self, inject: str, rate: float, threshold: float, draw: float) -> None:
        """Let an inject come, unless it is the one that does not."""
        if (inject, self.now) != self._inject:
            super().happen(inject, rate, threshold, draw)
