"""What playing a record or a script again comes to, and the chain of digests that is kept on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.record import chain
from tabletop.record.record import Header, Parent, Record
from tabletop.simtime import format_moment


@dataclass(frozen=True)
class Divergence:
    """Where a re-run first took another way: line, time (minutes), decision ('' for the end), and both values."""

    where: str
    at: int
    decision: str
    recorded: str
    found: str

    def __str__(self) -> str:
        what = self.decision or "the end"
        return (
            f"{self.where}: {what}, {format_moment(self.at)}: {self.recorded} in the record, {self.found} in the re-run"
        )


@dataclass(frozen=True)
class Replayed:
    """A game that was played again.

    `taken` are all decisions, defaults among them; `digest` is the chain's last link, the outcome included once the
    game has ended (`complete`). `divergence` is the first difference, `dropped` what could not be given, `mapped` what
    was renamed on the way. `record` holds what was given as header and lines.
    """

    simulation: Simulation
    taken: tuple[Taken, ...]
    digest: str
    divergence: Divergence | None
    complete: bool
    dropped: tuple[str, ...]
    mapped: tuple[str, ...]
    record: Record


def setup_of(header: Header) -> Setup:
    """The engine's setup that a header describes."""
    return Setup(header.seed, header.preset, header.length, header.texts, header.assumptions, header.latents)


def header_of(program: Program, setup: Setup, seats: Mapping[str, str], parent: Parent | None = None) -> Header:
    """The header of a game of this scenario; `setup` with its defaults filled in, as `Simulation.setup` has it."""
    scenario = program.scenario
    return Header(
        scenario=str(scenario.id),
        scenario_version=str(scenario.version),
        sha256=program.sha256,
        seed=setup.seed,
        preset=setup.preset,
        length=setup.length,
        texts=dict(setup.texts),
        assumptions=dict(setup.assumptions),
        latents=dict(setup.latents),
        seats=dict(seats),
        parent=parent,
    )


class Chained:
    """Keeps the chain of a running simulation: give `hear` to it as `on_decision`."""

    def __init__(self) -> None:
        self.digest = ""
        self._simulation: Simulation | None = None

    def follow(self, simulation: Simulation) -> None:
        """Begin the chain of this simulation."""
        self._simulation = simulation
        self.digest = chain.start(str(simulation.program.scenario.id), simulation.setup)

    def hear(self, taken: Taken) -> None:
        """A decision is about to be taken: a new link, unless it is a default."""
        if taken.by != "default" and self._simulation is not None:
            self.digest = chain.chain(self.digest, taken, self._simulation.digest())

    def closed(self) -> str:
        """The chain as it stands, closed by the outcome when the game has ended."""
        simulation = self._simulation
        if simulation is None or simulation.outcome is None:
            return self.digest
        outcome = simulation.outcome
        return chain.close(self.digest, outcome.at, outcome.ending, simulation.digest())
