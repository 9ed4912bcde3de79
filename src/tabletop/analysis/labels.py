"""What a decision is called: by how much was surely lost, in points of the final score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

THRESHOLDS: Mapping[str, float] = {"inaccuracy": 5.0, "mistake": 10.0, "blunder": 15.0}
CLOSE = "close call"


def label(lower_bounds: Iterable[float]) -> str:
    """The gravest name whose threshold all lower 95 % bounds of the loss clear; otherwise a close call."""
    lowest = min(lower_bounds)
    passed = [name for name, threshold in THRESHOLDS.items() if lowest > threshold]
    return passed[-1] if passed else CLOSE
