"""An ensemble in figures."""

from __future__ import annotations

import io
from pathlib import Path
from statistics import mean, quantiles, stdev

import pytest

from tabletop.analysis.ensemble import Ensemble, Plan, Playout
from tabletop.analysis.progress import Progress, describe, lasting
from tabletop.analysis.summary import samples, summary
from tabletop.scenario.definition import Scenario


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
    assert town["histogram"] == [0, 1, 1, 0, 0, 0, 0, 0, 1, 2]
    low, high = town["interval"]
    assert (low + high) / 2 == pytest.approx(60)
    assert (high - low) / 2 == pytest.approx(2.776 * stdev(totals) / 5**0.5, abs=0.01)
    assert (told["events_per_playout"], told["playouts_per_second"]) == (102.0, 2.5)


def test_objectives_are_summed_up_where_they_could_be_observed(scenario: Scenario) -> None:
    scores = [{"town": {"t_quay": 40.0, "t_trust": 10.0}}, {"town": {"t_quay": 60.0}}]
    told = summary(ensemble(*(playout(n, 50, objectives=each) for n, each in enumerate(scores))), scenario)
    quay, trust = told["seats"]["town"]["objectives"].values()
    assert (quay["title"], quay["weight"], quay["observed"], quay["mean"]) == ("A quay that holds", 60, 2, 50.0)
    assert (trust["observed"], trust["mean"], trust["interval"]) == (1, 10.0, [10.0, 10.0])
    assert told["seats"]["line"]["objectives"]["l_quay"]["mean"] is None


def test_how_often_all_seats_do_well(scenario: Scenario) -> None:
    mixed = [
        dict(zip(("town", "line", "sea"), letters, strict=True)) for letters in ("PSS", "PPM", "SSS", ["", "P", "P"])
    ]
    told = summary(ensemble(*(playout(n, 50, ratings=each) for n, each in enumerate(mixed))), scenario)
    assert told["all_sound"]["share"] == 0.5


def test_shares_are_of_playouts(scenario: Scenario) -> None:
    twice = (("town", "share_town", "half"), ("town", "share_town", "half"))
    told = summary(ensemble(playout(0, 50, options=twice), playout(1, 50, options=(), ending="closed")), scenario)
    assert told["options"]["share_town"]["half"] == 2
    assert told["option_shares"]["share_town"] == {"nothing": 0.0, "half": 0.5, "decree": 0.0}
    assert told["ending_shares"]["closed"]["share"] == 0.5
    low, high = told["ending_shares"]["closed"]["interval"]
    assert 0 < low < 0.5 < high < 1


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
    assert told["ending_shares"]["open"] == {"share": 0.0, "interval": [0.0, 1.0]}
    assert samples((ensemble(),)) == []
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


def test_the_total_may_turn_out_another(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0])
    monkeypatch.setattr("tabletop.analysis.progress.time.monotonic", lambda: next(clock))
    sink = Terminal()
    progress = Progress(10_000, "playouts", sink)
    progress.expect(200)
    progress(50)
    assert "50 of 200 playouts (25 %), 50 a second, 3 s left" in sink.getvalue()


def test_long_times_are_told_in_minutes_and_hours() -> None:
    assert [lasting(seconds) for seconds in (0.4, 119, 600, 7100, 36_000)] == [
        "0 s",
        "119 s",
        "10 min",
        "118 min",
        "10 h",
    ]


def test_progress_is_silent_elsewhere() -> None:
    sink = io.StringIO()
    for where in (sink, None):
        progress = Progress(2, "playouts", where)
        progress(2)
        progress.clear()
    assert sink.getvalue() == ""


def test_no_time_gone_is_no_division_by_zero() -> None:
    assert describe(0, 10, "playouts", 0.0) == "0 of 10 playouts (0 %), 0 a second, starting"
