"""What playing a record or a script again comes to, and the chain of digests that is kept on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tabletop.engine.entries import NOTHING
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup, settled
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.record import chain
from tabletop.record.record import Header, Parent, Record


@dataclass(frozen=True)
class Divergence:
    """Where a re-run first took another way: line, time in minutes and in words, decision ('' for the end), values."""

    where: str
    at: int
    decision: str
    recorded: str
    found: str
    time: str

    def __str__(self) -> str:
        what = self.decision or "the end"
        return f"{self.where}: {what}, {self.time}: {self.recorded} in the record, {self.found} in the re-run"


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
    return Setup(
        header.seed, header.preset, header.length, header.texts, header.assumptions, header.latents, header.starts
    )


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
        starts=dict(setup.starts),
    )


class Chained(Simulation):
    """A simulation that keeps the chain of its digests: `link` is the last one.

    `on_link` hears of every decision but defaults, with its digest, just before it is taken.
    """

    def __init__(
        self, program: Program, setup: Setup, choosers: Mapping[str, Chooser] = NOTHING, *, entries: bool = True,
        understudies: Mapping[str, Chooser] = NOTHING, on_link: Callable[[Taken, str], None] | None = None,
    ) -> None:  # fmt: skip
        self.link = chain.start(str(program.scenario.id), settled(program, setup))
        self._on_link = on_link
        super().__init__(
            program, setup, choosers, entries=entries, understudies=understudies, on_decision=self._add_link
        )

    def closed(self) -> str:
        """The chain as it stands, closed by the outcome once the game has ended."""
        if self.outcome is None:
            return self.link
        return chain.close(self.link, self.outcome.at, self.outcome.ending, self.digest())

    def _add_link(self, taken: Taken) -> None:
        if taken.by == "default":
            return
        self.link = chain.chain(self.link, taken, self.digest())
        if self._on_link is not None:
            self._on_link(taken, self.link)
