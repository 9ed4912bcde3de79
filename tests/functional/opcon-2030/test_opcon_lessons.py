"""The lessons hold in one world and fail in another: policies against each other over the same seeds."""

from __future__ import annotations

from typing import Any

YEARS = (2026, 2027, 2028, 2029, 2030)
BURDEN = "persona:burden"


def asked(line: str) -> dict[str, str]:
    """The same line of Seoul at every meeting."""
    return {f"rok_scm_{year}": line for year in YEARS}


def exercises(size: str) -> dict[str, str]:
    """The same size on both sides, both times."""
    return {f"{seat}_exercise_{year}": size for seat in ("rok", "us") for year in (2026, 2028)}


def test_waived_evidence_is_dear_where_gaps_matter(terms: Any) -> None:
    evidence, press = (terms.means("pessimistic", asked(line), BURDEN) for line in ("evidence", "press"))
    assert evidence[0] > press[0] + 1
    assert evidence[1] > press[1] + 5


def test_waived_evidence_is_cheap_where_a_hollow_command_barely_matters(terms: Any) -> None:
    evidence, press, trade = (terms.means("paper_gap", asked(line), BURDEN) for line in ("evidence", "press", "trade"))
    assert press[0] > evidence[0]
    assert trade[1] > evidence[1]


def test_the_largest_exercise_is_the_best_unless_the_north_answers_it(terms: Any) -> None:
    def gain(preset: str) -> tuple[float, float]:
        full, spread = (terms.means(preset, exercises(size)) for size in ("full", "spread"))
        return full[0] - spread[0], full[1] - spread[1]

    base, quiet = gain("base"), gain("quiet_north")
    assert base[1] > 1
    assert quiet[1] < 0
    assert quiet[0] < base[0]
