"""An ensemble in figures."""

from __future__ import annotations

import io
from pathlib import Path
from statistics import mean, quantiles, stdev

import pytest

from tabletop.analysis.ensemble import Ensemble, Plan, Playout
from tabletop.analysis.progress import Progress, describe
from tabletop.analysis.summary import summary
from tabletop.scenario.definition import Scenario
from tabletop.scenario.load import load


@pytest.fixture(scope="module")
def scenario(checkout: Path) -> Scenario:
    return load(checkout / "tests" / "plain" / "quay").scenario


def playout(replicate: int, total: float, **changes: object) -> Playout:
    """A playout in which every seat has the same total."""
    seats = ("town", "line", "sea")
    kept: dict[str, object] = {
        "replicate": replicate,
        "totals": dict.fromkeys(seats, total),
        "ratings": dict.fromkeys(seats, "P" if total >= 75 else "U"),
        "ending": "open",
        "ended": 17280,
        "events": 100 + replicate,
        "options": (("town", "share_town", "half"),),
        "injects": {"opening_letter": 2},
    }
    return Playout(**{**kept, **changes})  # type: ignore[arg-type]


def ensemble(*playouts: Playout, seconds: float = 2.0) -> Ensemble:
    return Ensemble(Plan(Path(), 1, len(playouts), {"town": "uniform"}), playouts, seconds, partial=False)


def test_scores_are_summed_up_by_textbook_figures(scenario: Scenario) -> None:
    totals = [10.0, 20.0, 80.0, 90.0, 100.0]
    told = summary(ensemble(*(playout(n, total) for n, total in enumerate(totals))), scenario)
    town = told["seats"]["town"]
    assert list(told["seats"]) == ["town", "line", "sea"]
    assert (town["player"], town["mean"]) == ("uniform", mean(totals))
    assert town["sd"] == pytest.approx(stdev(totals), abs=1e-6)
    quarters = quantiles(totals, n=4, method="inclusive")
    assert [town["quantiles"][name] for name in ("p25", "p50", "p75")] == quarters
    assert town["ratings"] == {"P": 3, "S": 0, "M": 0, "U": 2}
    assert (told["events_per_playout"], told["playouts_per_second"]) == (102.0, 2.5)


def test_everything_of_the_scenario_is_counted_also_what_never_was(scenario: Scenario) -> None:
    told = summary(ensemble(playout(0, 50, ending="closed"), playout(1, 50, injects={})), scenario)
    assert told["endings"] == {"closed": 1, "open": 1}
    assert told["options"]["share_town"] == {"nothing": 0, "half": 2, "decree": 0}
    assert told["injects"]["opening_letter"] == {"share": 0.5, "mean": 1.0}
    assert told["injects"]["town_only"] == {"share": 0.0, "mean": 0.0}


def test_one_playout_has_no_spread(scenario: Scenario) -> None:
    town = summary(ensemble(playout(0, 50)), scenario)["seats"]["town"]
    assert (town["mean"], town["sd"], town["quantiles"]["p5"]) == (50.0, 0.0, 50.0)


def test_no_playout_gives_no_figures(scenario: Scenario) -> None:
    told = summary(ensemble(seconds=0.0), scenario)
    assert (told["seats"], told["events_per_playout"], told["playouts_per_second"]) == ({}, 0.0, 0.0)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_on_a_terminal_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 1.1, 2.0])
    monkeypatch.setattr("tabletop.analysis.progress.time.monotonic", lambda: next(clock))
    sink = Terminal()
    progress = Progress(100, "playouts", sink)
    progress(10)
    progress(11)
    progress(50)
    shown = sink.getvalue()
    assert "\r10 of 100 playouts (10 %), 10 a second, 9 s left" in shown
    assert "11 of 100" not in shown
    assert "\r50 of 100 playouts (50 %), 25 a second, 2 s left" in shown
    progress.clear()
    assert sink.getvalue().endswith("\r" + " " * len("50 of 100 playouts (50 %), 25 a second, 2 s left") + "\r")


def test_progress_is_silent_elsewhere() -> None:
    sink = io.StringIO()
    for where in (sink, None):
        progress = Progress(2, "playouts", where)
        progress(2)
        progress.clear()
    assert sink.getvalue() == ""


def test_no_time_gone_is_no_division_by_zero() -> None:
    assert describe(0, 10, "playouts", 0.0) == "0 of 10 playouts (0 %), 0 a second, starting"
