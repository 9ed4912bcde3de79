"""The programme on the bench: nothing stalls, no election changes a line, and every mind is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

STILL = {"stall_rate": 0.0, "taiwan_tension": 0.0, "domestic_shift": 0.0}
MINDS: dict[str, str | float] = {
    "mood": "open", "difficulty": "typical", "beijing": "tolerant", "board": "cooperative", "end_day": 5500.0,
}  # fmt: skip


@pytest.fixture(scope="session")
def lab(laboratory: Callable[[str, Mapping[str, float], Mapping[str, str | float]], Any]) -> Any:
    """The submarine roadmap; days count from 4 November 2025."""
    return laboratory("submarine-roadmap", STILL, MINDS)
