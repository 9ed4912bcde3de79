"""Value functions: what a raw value is worth between two printed anchors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import mul

from tabletop.scenario.definition import Measure

GRAIN = 6


@dataclass(frozen=True)
class MeasureScore:
    """One measure: its raw value in its own unit, and the score from 0 to 100 that it is worth.

    `zero` and `hundred` are the anchors, `share` its per cent of the objective, `mode` how it was read over time.
    `clipped` is '' or says that the raw value lay 'below' the worst or 'above' the best anchor.
    """

    label: str
    mode: str
    raw: float
    score: float
    zero: float
    hundred: float
    share: float
    unit: str = ""
    clipped: str = ""


def position(raw: float, zero: float, hundred: float) -> float:
    """Where `raw` lies on the line that gives 0 at `zero` and 100 at `hundred`, not clipped.

    Anchors may run either way. Equal anchors make a step: 100 from there on upwards, otherwise 0.
    """
    if zero == hundred:
        return 100.0 if raw >= hundred else 0.0
    return 100.0 * (raw - zero) / (hundred - zero)


def value(raw: float, zero: float, hundred: float) -> float:
    """Points from 0 to 100: straight between the anchors, clipped outside, to a millionth."""
    return _clipped(position(raw, zero, hundred))


def _clipped(where: float) -> float:
    return 0.0 if where <= 0.0 else 100.0 if where >= 100.0 else round(where, GRAIN)


def measured(measure: Measure, raw: float) -> MeasureScore:
    """The score of one measure at a raw value."""
    where = position(raw, measure.zero, measure.hundred)
    return MeasureScore(
        label=measure.label,
        mode=measure.mode,
        raw=raw,
        score=_clipped(where),
        zero=measure.zero,
        hundred=measure.hundred,
        share=measure.share,
        unit=measure.unit,
        clipped="below" if where < 0 else "above" if where > 100 else "",
    )


def combined(scores: tuple[MeasureScore, ...]) -> float:
    """The scores weighted by their shares (per cent, adding up to 100)."""
    return weighed([score.score for score in scores], [score.share for score in scores], 100.0)


def weighed(points: Iterable[float], weights: Iterable[float], whole: float) -> float:
    """The points weighted, to a millionth; the weights add up to `whole`."""
    total: float = sum(map(mul, points, weights))
    return round(total / whole, GRAIN)
