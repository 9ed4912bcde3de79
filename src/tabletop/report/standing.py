"""What it was worth, as plain values: scorecards, where the score came from, forecasts. Points are 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """A happening cited for or against an objective, and about how many of its points it moved."""

    n: int
    clock: str
    title: str
    points: float


@dataclass(frozen=True)
class MeasureTold:
    """A measure between its anchors: `zero` scores 0 points, `hundred` scores 100."""

    label: str
    how: str
    raw: str
    points: float
    zero: str
    hundred: str
    share: float
    clipped: str


@dataclass(frozen=True)
class ObjectiveTold:
    """An objective of a seat: points, rating, the share of the total in per cent, measures, and what moved it."""

    id: str
    title: str
    about: str
    points: float
    rating: str
    words: str
    share: float
    coverage: float
    observed: bool
    measures: tuple[MeasureTold, ...]
    helped: tuple[Cited, ...]
    hurt: tuple[Cited, ...]


@dataclass(frozen=True)
class GateTold:
    """A cap that holds, how it was reached, and at which row."""

    label: str
    cap: float
    how: str
    n: int | None


@dataclass(frozen=True)
class ScoreTold:
    """The scorecard of a seat. `uncapped` is the total before caps; `coverage` from 0 to 1 is what was observed."""

    seat: str
    short: str
    label: str
    asked: bool
    total: float
    rating: str
    words: str
    coverage: float
    uncapped: float
    capped_by: str
    objectives: tuple[ObjectiveTold, ...]
    gates: tuple[GateTold, ...]


@dataclass(frozen=True)
class Stroke:
    """A draw, its odds beforehand in words, the number drawn (0 to 1), and what it was worth in points.

    The worth is hindsight: the final score less that of the same game with this one draw fallen otherwise.
    """

    n: int
    clock: str
    what: str
    odds: str
    draw: float
    points: float


@dataclass(frozen=True)
class LedgerTold:
    """Where the final score of a seat came from, in points: start + decisions + luck + others + drift = final.

    `shown` are the same terms as whole numbers that add up as well, in that order.
    """

    seat: str
    start: float
    decisions: float
    luck: float
    others: float
    drift: float
    final: float
    shown: tuple[int, ...]
    luck_removed: float
    strokes: tuple[Stroke, ...]
    says: tuple[str, ...]


@dataclass(frozen=True)
class SpreadTold:
    """What bots scored in many games of this setup; `below` is the share of them with less than this game."""

    seat: str
    runs: int
    totals: tuple[float, ...]
    this: float
    below: float
    good: float


@dataclass(frozen=True)
class CalibrationTold:
    """How good the forecasts of a seat were. `brier` and `base_brier` are None with fewer forecasts than `needed`."""

    seat: str
    settled: int
    unsettled: int
    needed: int
    base: float | None
    brier: float | None
    base_brier: float | None
    says: str


@dataclass(frozen=True)
class Method:
    """How the numbers of the review were made; None in the report where there is no review."""

    futures: int
    references: tuple[tuple[str, str], ...]
    thresholds: tuple[tuple[str, float], ...]
