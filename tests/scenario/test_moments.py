"""Moments as calendar dates: everywhere a moment may stand, counted from STARTEX, with a way out where one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.scenario.load import check, load
from tabletop.simtime import DAY

Changed = Callable[..., Path]
Told = Callable[..., None]


@pytest.mark.parametrize("written", ["2026-08-11", "'2026-08-11'", '"11 Aug 2026"', "D+1"])
def test_a_date_opens_a_decision(changed: Changed, written: str) -> None:
    scenario = load(changed("opens: {at: D+0 08:00}", f"opens: {{at: {written}}}")).scenario
    assert scenario.decisions[0].opens.at == DAY


@pytest.mark.parametrize("written", ["2026-08-12 09:00", "'2026-08-12 09:00'", "2026-08-12T09:00"])
def test_a_date_with_a_time_of_day_starts_an_inject(changed: Changed, written: str) -> None:
    scenario = load(changed('at: "D+0 06:00"', f"at: {written}")).scenario
    assert [inject.at for inject in scenario.injects if inject.at] == [2 * DAY + 540]


@pytest.mark.parametrize(
    ("key", "minute"), [("2026-08-13", 3 * DAY), ('"2026-08-13 12:00"', 3 * DAY + 720), ("90", 90), ("D+1", DAY)]
)
def test_the_calendar_is_kept_in_minutes(changed: Changed, key: str, minute: int) -> None:
    scenario = load(changed("calendar: {D+1: Market day}", f"calendar: {{{key}: Market day}}")).scenario
    assert scenario.calendar == {minute: "Market day"}


def test_the_end_may_be_a_date(changed: Changed) -> None:
    old = "endex: {at: 2 + 0.5 * patience, latest: 4d}"
    scenario = load(changed(old, "endex: {at: 2026-08-13 12:00, latest: 2026-08-14}")).scenario
    assert (scenario.endex.at, scenario.endex.latest) == (3.5, 4 * DAY)


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ("2026-08-09", "is before STARTEX"),
        ("2026-02-30", "there is no such day"),
        ("2026-08-11 25:00", "no such time of day"),
        ("2026-8-11", "'2026-08-12 06:00'"),
    ],
)
def test_a_date_that_cannot_be_is_told_at_its_place(assert_told: Told, written: str, phrase: str) -> None:
    assert_told("opens: {at: D+0 08:00}", f"opens: {{at: ¦{written}}}", "TT107", phrase)


def test_a_date_beyond_the_end_is_warned_of(assert_told: Told) -> None:
    phrase = "after the latest end of the exercise (4 d)"
    assert_told('at: "D+0 06:00"', "at: ¦2026-09-01", "TT422", phrase, severity="warning")


def test_a_calendar_key_that_is_no_moment_is_told_at_the_key(assert_told: Told) -> None:
    assert_told("calendar: {D+1: Market day}", "calendar: {¦soon: Market day}", "TT107", "'soon' is not a moment")


@pytest.mark.parametrize("startex", ["2026-02-30", "soon"])
def test_with_a_wrong_date_of_startex_only_that_is_told(changed: Changed, startex: str) -> None:
    path = changed('date: "2026-08-10"', f'date: "{startex}"')
    text = (path / "scenario.yaml").read_text("utf-8")
    text = text.replace("opens: {at: D+0 08:00}", "opens: {at: 2026-08-11}")
    text = text.replace("anger: unrest", "anger: max(0, since('2026-08-11')) + unrest")
    (path / "scenario.yaml").write_text(text, "utf-8")
    (problem,) = check(path)
    assert problem.at is not None
    assert (problem.at.line, startex in problem.message) == (9, True)


def test_a_date_without_quotes_in_an_expression_is_no_subtraction(assert_told: Told) -> None:
    hint = "put a date in quotes: since('2026-12-31')"
    assert_told("anger: unrest * a_heat", "anger: unrest + ¦2026-12-31 * a_heat", "TT301", hint)
