"""The ledger of a seat: where the points between the expected score at the start and the final one came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tabletop.analysis.futures import START, Value
from tabletop.analysis.judgement import Judged, by_reference, overall, worth_of_others
from tabletop.analysis.past import Past


@dataclass(frozen=True)
class Stretch:
    """The time from one moment of the seat (START for STARTEX) to its next, or to the end: `luck` and `others`."""

    after: int
    begins: int
    ends: int
    luck: float
    others: float


def stretches(past: Past, start: Sequence[Value], moments: Sequence[Judged]) -> list[Stretch]:
    """Luck and other seats by stretch.

    Others: what it was worth that they chose what they chose, with chance still open. Luck: the rest of the way from
    the value after a decision to the value before the next one, or to the final score.
    """
    expected = [expected_at(start), *(judged.after for judged in moments)]
    others = [worth_of_others(start), *(judged.others for judged in moments)]
    reached = [*(judged.value for judged in moments), past.final]
    times = [0, *(moment.at for moment in past.moments), past.ended]
    return [
        Stretch(START + n, times[n], times[n + 1], reached[n] - expected[n] - others[n], others[n])
        for n in range(len(expected))
    ]


def ledger(past: Past, start: Sequence[Value], moments: Sequence[Judged]) -> dict[str, float]:
    """`start decisions luck others drift final`: the first five add up to the last, to 1e-9.

    Nothing is rounded here, so that the sum holds.
    """
    parts = stretches(past, start, moments)
    return {
        "start": expected_at(start),
        "decisions": sum(judged.regret for judged in moments),
        "luck": sum(part.luck for part in parts),
        "others": sum(part.others for part in parts),
        "drift": sum(judged.drift for judged in moments),
        "final": past.final,
    }


def expected_at(values: Sequence[Value]) -> float:
    """The expected final score, over both reference policies."""
    return overall([np.array([value.by_reference for value in one]) for one in by_reference(values)])


def told(part: Stretch, draws: list[dict[str, Any]]) -> dict[str, Any]:
    """A stretch as the review tells it."""
    return {
        "from": part.begins, "to": part.ends, "after": part.after, "luck": part.luck, "others": part.others,
        "draws": draws,
    }  # fmt: skip
