"""The running game as its processes and its decision table see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tabletop.engine.chance import Streams
from tabletop.engine.effects import Machine
from tabletop.engine.forces import Forces
from tabletop.engine.program import Program
from tabletop.engine.programmes import ProgrammePlan
from tabletop.engine.relations import Step
from tabletop.engine.setup import Setup


class Running(Machine, Protocol):
    """What processes and the table may read of the game and ask of it. `env` is the SimPy environment."""

    program: Program
    setup: Setup
    forces: Forces
    env: Any
    lifts: Mapping[str, Any]
    streams: Streams

    @property
    def now(self) -> int:
        """Minutes since STARTEX."""

    @property
    def ended(self) -> bool:
        """True after ENDEX."""

    def begin(self, body: Any) -> None:
        """Set a SimPy process going."""

    def at_deadline(self, window: int, decision: str) -> None:
        """Let an open point lapse when its window of `window` minutes closes."""

    def take_step(self, step: Step) -> None:
        """Apply the relations of one period."""

    def happen(self, inject: str, rate: float, threshold: float, draw: float) -> None:
        """Let an inject happen by hazard: rate a day, its share of the bound, and the draw that fell below."""

    def stages_done(self, plan: ProgrammePlan) -> int:
        """Number of stages that a programme has done."""

    def complete_stage(self, plan: ProgrammePlan, cause: int) -> None:
        """Count the present stage of a programme as done."""
