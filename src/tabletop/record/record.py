"""What was done in one game: a header and lines of inputs, in the order in which they were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from tabletop import __version__
from tabletop.errors import IllegalDecision
from tabletop.record.texts import clean

FORMAT = "tabletop-record"
VERSION = 1
OLDEST_VERSION = 1
OLDEST_ENGINE = "0.1.0"


@dataclass(frozen=True)
class Parent:
    """Where a branch leaves its parent: the parent's file, `at` = the last decision taken over, the digest there."""

    file: str
    digest: str
    at: int


@dataclass(frozen=True)
class Campaign:
    """Which stage of which campaign a game is: its number from 1, and the campaign's own setup.

    `sha256` is the content hash of the campaign's file, `seed` the one that the stages' seeds derive from, `weights`
    the set of weights that the stages are added up with, `format` how the stages are shared out over the time of a
    class, `assumptions` those of the campaign that were set from outside, `seats` the players that were named for it.
    """

    id: str
    version: str
    sha256: str
    stage: str
    number: int
    seed: int
    preset: str = ""
    format: str = ""
    weights: str = ""
    assumptions: Mapping[str, float] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Header:
    """How the game was set up. `seats` maps each seat to who held it ('human', 'doctrine', 'persona:hawk', …).

    `sha256` is the content hash of the scenario's files, `engine` the version of the program that made the record.
    `starts` and `campaign` stand only in the records of campaigns.
    """

    scenario: str
    scenario_version: str
    sha256: str
    seed: int
    preset: str = ""
    length: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    latents: Mapping[str, str | float] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    parent: Parent | None = None
    engine: str = __version__
    version: int = VERSION
    starts: Mapping[str, str | float] = field(default_factory=dict)
    campaign: Campaign | None = None


@dataclass(frozen=True)
class DecisionLine:
    """A decision of any seat, bots included. `n` counts decisions from 1, `at` is in minutes since STARTEX.

    `by` is the player's spec, `considered` the options that were weighed, `forecast` per cent from 1 to 99,
    `digest` the chain up to here. Rationale and dissent are cleaned; IllegalDecision when one is too long.
    """

    n: int
    at: int
    seat: str
    decision: str
    choice: tuple[str, ...]
    by: str
    digest: str
    considered: tuple[str, ...] = ()
    rationale: str = ""
    forecast: int | None = None
    dissent: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rationale", clean(self.rationale, "rationale"))
        object.__setattr__(self, "dissent", clean(self.dissent, "dissent"))


@dataclass(frozen=True)
class ClockLine:
    """Time was let pass up to `at`, over whatever was open."""

    at: int


@dataclass(frozen=True)
class NoteLine:
    """An annotation; `seat` '' is the facilitator. IllegalDecision when the text is too long."""

    at: int
    seat: str
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text, "note"))


@dataclass(frozen=True)
class InjectLine:
    """The facilitator fired an inject, and why. IllegalDecision when the reason is too long."""

    at: int
    inject: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", clean(self.reason, "reason"))


@dataclass(frozen=True)
class OverrideLine:
    """The facilitator set a quantity to a number or a text, and why.

    IllegalDecision when the reason is too long or the number is not finite.
    """

    at: int
    quantity: str
    value: str | float
    reason: str

    def __post_init__(self) -> None:
        if isinstance(self.value, float) and not isfinite(self.value):
            raise IllegalDecision(f"{self.quantity} cannot be set to {self.value}", "give a finite number")
        object.__setattr__(self, "reason", clean(self.reason, "reason"))


@dataclass(frozen=True)
class EndLine:
    """The game ended at `at` with ending `outcome`; `digest` closes the chain."""

    at: int
    outcome: str
    digest: str


Line = DecisionLine | ClockLine | NoteLine | InjectLine | OverrideLine | EndLine


@dataclass(frozen=True)
class Record:
    """A whole record. `torn`: the end of the file was cut off and left out of `lines`.

    `begins` is the line of the file that holds the header: 1, but for the later stages of a campaign.
    """

    header: Header
    lines: tuple[Line, ...]
    path: Path
    torn: bool = False
    begins: int = 1

    @property
    def decisions(self) -> tuple[DecisionLine, ...]:
        """The decisions, in order."""
        return tuple(line for line in self.lines if isinstance(line, DecisionLine))

    @property
    def complete(self) -> bool:
        """Whether the game was played to its end."""
        return any(isinstance(line, EndLine) for line in self.lines)

    def where(self, index: int) -> str:
        """'file:line' of `lines[index]`."""
        return f"{self.path}:{index + 1 + self.begins}"
