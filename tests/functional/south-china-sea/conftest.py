"""The fortnight at the shoal on the bench: no swarms, no firings, nobody hurt or stopped, unless a test says so."""

from __future__ import annotations

from typing import Any

import pytest

STILL = {"crowding": 0.0, "dprk_opp": 0.0, "injury": 0.0, "death_odds": 0.0, "block_base": 0.0, "hazard_moral": 0.0}
MINDS: dict[str, str | float] = {"aim": "probe", "temper": "low", "contact": "meant", "end_day": 16.0}


@pytest.fixture(scope="session")
def lab(laboratory: Any) -> Any:
    """The scenario with everything still but what a test turns."""
    return laboratory("south-china-sea", STILL, MINDS)
