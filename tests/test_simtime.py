"""Reading and writing of time."""

from __future__ import annotations

from typing import Any

import pytest

from tabletop.simtime import (
    DAY,
    QUARTER,
    YEAR,
    Clock,
    calendar,
    format_duration,
    format_moment,
    format_step,
    is_date,
    parse_duration,
    parse_moment,
)

STARTEX = "2026-08-10"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90m", 90),
        ("12h", 720),
        ("3d", 4320),
        ("2w", 20160),
        ("1mo", 43200),
        ("1q", QUARTER),
        ("1y", YEAR),
        ("1d 12h", 2160),
        ("1d12h", 2160),
        (" 2 d ", 2880),
        (45, 45),
        (0, 0),
    ],
)
def test_durations(text: Any, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", "3", "3x", "d", "-3d", "3 days", "1d, 2h", "1d  2h", "D+2", None, True, 1.5, [], "٣d", "1d\n2h", "9" * 50],
)
def test_bad_durations_name_the_accepted_forms(text: Any) -> None:
    with pytest.raises(ValueError, match="12h, 3d, 2w, 1mo, 1q, 1y"):
        parse_duration(text)


@pytest.mark.parametrize(("text", "why"), [(-5, "negative"), ("1001y", "limit of 1,000 years"), (10**30, "limit")])
def test_durations_out_of_range(text: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("D+2 06:00", 3240), ("D+0", 0), ("D+2", 2880), ("4d", 5760), ("4d 9h", 6300), (60, 60), ("D+1 8:05", 1925)],
)
def test_moments(text: Any, minutes: int) -> None:
    assert parse_moment(text) == minutes


@pytest.mark.parametrize(
    "text", ["D-1", "D+", "D+1 24:00", "D+1 08:60", "D+1 8", "06:00", "tomorrow", False, None, 2.0]
)
def test_bad_moments(text: Any) -> None:
    with pytest.raises(ValueError, match=r"D\+2 06:00|time of day"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2026-08-10", 0),
        ("2026-08-12 09:00", 2 * DAY + 540),
        ("2026-08-12T09:00", 2 * DAY + 540),
        ("12 Aug 2026 9:00", 2 * DAY + 540),
        ("1 Jan 2027", 144 * DAY),
        (" 2028-02-29 ", 568 * DAY),
    ],
)
def test_dates_count_from_startex(text: str, minutes: int) -> None:
    assert is_date(text)
    assert parse_moment(text, STARTEX) == minutes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-08-09", "before STARTEX; nothing happens before 2026-08-10"),
        ("2027-02-29", "no such day; write a date such as 2026-08-10"),
        ("31 Apr 2027", "no such day"),
        ("2026-08-12 24:00", "no such time of day"),
        ("12 Aux 2026", "is not a moment"),
        ("2026-08", "is not a moment"),
        ("4000-01-01", "limit of 1,000 years"),
    ],
)
def test_bad_dates(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_moment(text, STARTEX)


def test_a_date_needs_startex() -> None:
    with pytest.raises(ValueError, match="not known here when STARTEX is; write 'D"):
        parse_moment("2026-08-12")


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (False, ("D+0 00:00", "D+2 09:05", "D+2", "Wed 12 Aug 2026")),
        (True, ("10 Aug 2026", "12 Aug 2026 09:05", "12 Aug 2026", "Wed 12 Aug 2026")),
    ],
)
def test_a_clock_tells_days_or_dates(dates: bool, told: tuple[str, ...]) -> None:
    clock, minutes = Clock(STARTEX, dates), 2 * DAY + 545
    assert (clock.moment(0), clock.moment(minutes), clock.day(minutes), clock.date(minutes)) == told
    assert clock.beside(minutes) == ("Wed" if dates else "Wed 12 Aug 2026")
    assert [clock.read(clock.moment(each)) for each in (0, minutes, 700 * DAY)] == [0, minutes, 700 * DAY]


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "D+0 00:00"), (3240, "D+2 06:00"), (1439, "D+0 23:59"), (-1, "D-1 23:59")]
)
def test_format_moment(minutes: int, text: str) -> None:
    assert format_moment(minutes) == text


@pytest.mark.parametrize("minutes", [0, 1, 59, 60, DAY, 3240, 100 * DAY + 7])
def test_a_moment_reads_back(minutes: int) -> None:
    assert parse_moment(format_moment(minutes)) == minutes


@pytest.mark.parametrize(
    ("minutes", "text"), [(4320, "3 d"), (720, "12 h"), (2160, "1 d 12 h"), (30, "30 min"), (0, "0 min"), (-60, "-1 h")]
)
def test_format_duration(minutes: int, text: str) -> None:
    assert format_duration(minutes) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(DAY, "a day"), (7 * DAY, "a week"), (QUARTER, "a quarter"), (YEAR, "a year"), (90, "1 h 30 min")],
)
def test_steps_have_names(minutes: int, text: str) -> None:
    assert format_step(minutes) == text


def test_calendar() -> None:
    assert calendar("2026-08-10", 0) == "Mon 10 Aug 2026"
    assert calendar("2026-08-10", 4 * DAY + 540) == "Fri 14 Aug 2026"
    assert calendar("2028-02-28", DAY) == "Tue 29 Feb 2028"


@pytest.mark.parametrize("date", ["2026-02-30", "10 August", "9999-12-31"])
def test_a_date_that_is_none(date: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        calendar(date, DAY)
