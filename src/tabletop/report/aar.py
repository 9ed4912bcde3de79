"""The after-action report as plain values: one tree of facts that every way of showing it reads."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.report.periods import Periods
from tabletop.report.standing import CalibrationTold, LedgerTold, Method, ScoreTold, SpreadTold
from tabletop.report.story import DecisionTold, EndTold, Head, Row


@dataclass(frozen=True)
class Line:
    """A gauge over time: (minute, value) at each step."""

    id: str
    label: str
    low: float
    high: float
    better: str
    decimals: int
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Stay:
    """A force package in one place ('' under way) between two minutes, and these in words."""

    since: int
    until: int
    place: str
    came: str
    left: str


@dataclass(frozen=True)
class Track:
    """A force package and where it was, one stay after the other."""

    label: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class HandTold:
    """Something that the facilitator did, with the reason given."""

    n: int
    clock: str
    what: str
    reason: str


@dataclass(frozen=True)
class HandsTold:
    """All that the facilitator did, and its share of the happenings that changed something."""

    rows: tuple[HandTold, ...]
    consequential: int
    share: float
    mainly: bool


@dataclass(frozen=True)
class FactHidden:
    """A hidden fact of the world: how it was, and with which odds it had been drawn."""

    label: str
    state: str
    odds: str
    seen_by: tuple[str, ...]


@dataclass(frozen=True)
class GaugeHidden:
    """A quantity that reported seats did not see exactly: how they saw it, and how it stood."""

    label: str
    start: str
    end: str
    seen: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HiddenTold:
    """What reported seats could not see while they played. `rows` are numbers of the timeline."""

    facts: tuple[FactHidden, ...]
    gauges: tuple[GaugeHidden, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class QuestionTold:
    """A question for the debrief after one of the six patterns, filled from this game."""

    pattern: str
    text: str


@dataclass(frozen=True)
class SourceTold:
    """A public source."""

    id: str
    title: str
    date: str
    address: str
    confidence: str


@dataclass(frozen=True)
class AssumptionTold:
    """A judgement number that results rest on: its value in this game and its range."""

    id: str
    label: str
    value: str
    low: str
    high: str
    unit: str
    grade: str
    why: str
    effect: str


@dataclass(frozen=True)
class Background:
    """What does not depend on how the game went, and what is told of the years after.

    `facts` are (text, ids of sources), `papers` (title, paragraphs), `limits` (label, text).
    """

    facts: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[SourceTold, ...]
    assumptions: tuple[AssumptionTold, ...]
    epilogue: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, tuple[str, ...]], ...]
    limits: tuple[tuple[str, str], ...]
    learned: tuple[str, ...]
    riders: tuple[str, ...]
    relations: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Report:
    """The whole after-action report. `in_short` are the sentences of its first page."""

    head: Head
    end: EndTold
    in_short: tuple[str, ...]
    rows: tuple[Row, ...]
    decisions: tuple[DecisionTold, ...]
    scores: tuple[ScoreTold, ...]
    method: Method | None
    ledgers: tuple[LedgerTold, ...]
    spreads: tuple[SpreadTold, ...]
    lines: tuple[Line, ...]
    tracks: tuple[Track, ...]
    periods: Periods
    calibrations: tuple[CalibrationTold, ...]
    hands: HandsTold
    hidden: HiddenTold
    questions: tuple[QuestionTold, ...]
    background: Background
