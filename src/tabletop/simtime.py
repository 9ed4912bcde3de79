"""Time is a whole number of minutes; minute 0 is midnight of D+0, the day of STARTEX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MINUTE = 1
HOUR = 60
DAY = 1440
WEEK = 7 * DAY
MONTH = 30 * DAY
QUARTER = 91 * DAY
YEAR = 365 * DAY
LONGEST = 1000 * YEAR

_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK, "mo": MONTH, "q": QUARTER, "y": YEAR}
_TERM = re.compile(r"([0-9]{1,12}) ?(mo|m|h|d|w|q|y)", re.ASCII)
_CLOCK = re.compile(r"D\+([0-9]{1,9})(?: ([0-9]{1,2}):([0-9]{2}))?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{1,2}):([0-9]{2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4})(?: ([0-9]{1,2}):([0-9]{2}))?", re.ASCII)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DURATIONS = "90m, 12h, 3d, 2w, 1mo, 1q, 1y, put together as in '1d 12h', or a whole number of minutes"


def parse_duration(value: Any) -> int:
    """Minutes of '90m', '12h', '3d', '2w', '1mo' (30 d), '1q' (91 d), '1y' (365 d), '1d 12h', or a whole number.

    Raises ValueError with the accepted forms for anything else, for a negative length and beyond 1,000 years.
    """
    minutes = _minutes(value)
    if minutes is None:
        raise ValueError(f"{_quoted(value)} is not a length of time; write {_DURATIONS}")
    return _within(minutes, value)


def parse_moment(value: Any, startex: str = "") -> int:
    """Minutes since STARTEX of 'D+2 06:00', 'D+2', a duration such as '4d 9h', or a whole number of minutes.

    With the date of STARTEX also of a date: '2026-08-12', '2026-08-12 06:00' or '12 Aug 2026 06:00'. Raises ValueError
    with the accepted forms for anything else, before STARTEX and beyond 1,000 years.
    """
    if is_date(value):
        return _since(startex, value)
    minutes = _on_clock(value) if isinstance(value, str) else None
    if minutes is None:
        minutes = _minutes(value)
    if minutes is None:
        raise ValueError(
            f"{_quoted(value)} is not a moment; write 'D+2 06:00', 'D+2', a date such as '2026-08-12 06:00', "
            f"or a time since STARTEX: {_DURATIONS}"
        )
    return _within(minutes, value)


def is_date(value: Any) -> bool:
    """True for a text in the form of a date, whether there is such a day or not: '2026-08-12 06:00', '12 Aug 2026'."""
    return isinstance(value, str) and _dated(value) is not None


def format_moment(minutes: int) -> str:
    """'D+2 06:00' for 3240."""
    days, rest = divmod(minutes, DAY)
    return f"D{days:+d} {rest // HOUR:02d}:{rest % HOUR:02d}"


def format_step(minutes: int) -> str:
    """'a day', 'a week', 'a month', 'a quarter', 'a year', otherwise as `format_duration`."""
    named = {DAY: "a day", WEEK: "a week", MONTH: "a month", QUARTER: "a quarter", YEAR: "a year"}
    return named.get(minutes) or format_duration(minutes)


@dataclass(frozen=True)
class Clock:
    """How the moments of one scenario are read and told: in days since STARTEX or, with `dates`, by the calendar.

    `startex` is the date of D+0, such as '2026-08-10'. Moments are whole minutes.
    """

    startex: str
    dates: bool = False

    def moment(self, minutes: int) -> str:
        """'D+2 06:00'; or '12 Aug 2026 06:00', and '12 Aug 2026' for its midnight."""
        if not self.dates:
            return format_moment(minutes)
        rest = minutes % DAY
        return self.day(minutes) + (f" {rest // HOUR:02d}:{rest % HOUR:02d}" if rest else "")

    def day(self, minutes: int) -> str:
        """'D+2', or '12 Aug 2026'."""
        return calendar(self.startex, minutes)[4:] if self.dates else f"D{minutes // DAY:+d}"

    def date(self, minutes: int) -> str:
        """'Wed 12 Aug 2026', whatever the scenario's way of telling moments."""
        return calendar(self.startex, minutes)

    def beside(self, minutes: int) -> str:
        """What is told beside `moment`: 'Wed 12 Aug 2026', or 'Wed' where the moment is a date already."""
        return self.date(minutes)[: 3 if self.dates else None]

    def read(self, value: Any) -> int:
        """Minutes of a moment in any form that `parse_moment` takes; ValueError with the accepted forms otherwise."""
        return parse_moment(value, self.startex)


def format_duration(minutes: int) -> str:
    """'3 d', '12 h', '1 d 12 h', '30 min'; '0 min' for nothing."""
    days, rest = divmod(abs(minutes), DAY)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (rest // HOUR, "h"), (rest % HOUR, "min")) if n]
    return ("-" if minutes < 0 else "") + (" ".join(parts) or "0 min")


def calendar(startex_date: str, minutes: int) -> str:
    """'Mon 10 Aug 2026': the day that `minutes` falls on when D+0 is `startex_date` ('2026-08-10').

    Raises ValueError when the text is not a date or the day lies outside the calendar.
    """
    try:
        day = date.fromisoformat(startex_date) + timedelta(days=minutes // DAY)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"{_quoted(startex_date)} is not a date such as 2026-08-10, or the day is past 9999"
        ) from error
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _minutes(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return _sum_of_terms(value.strip()) if isinstance(value, str) else None


def _sum_of_terms(text: str) -> int | None:
    total, at = 0, 0
    while term := _TERM.match(text, at):
        total += int(term[1]) * _UNITS[term[2]]
        at = term.end()
        if at == len(text):
            return total
        if text[at] == " ":
            at += 1
    return None


def _on_clock(text: str) -> int | None:
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes = int(found[2] or 0), int(found[3] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"{_quoted(text)} has no such time of day; hours go from 00 to 23, minutes from 00 to 59")
    return int(found[1]) * DAY + hours * HOUR + minutes


def _dated(text: str) -> tuple[int, int, int, int, int] | None:
    """Year, month, day, hours and minutes as written; None for a text in another form."""
    found = _DATE.fullmatch(text.strip())
    if found:
        return int(found[1]), int(found[2]), int(found[3]), int(found[4] or 0), int(found[5] or 0)
    found = _DAY_FIRST.fullmatch(text.strip())
    if found is None or found[2] not in MONTHS:
        return None
    return int(found[3]), 1 + MONTHS.index(found[2]), int(found[1]), int(found[4] or 0), int(found[5] or 0)


def _since(startex: str, text: str) -> int:
    """Minutes from the midnight of STARTEX to a date."""
    year, month, day, hours, minutes = _dated(text) or (0, 0, 0, 0, 0)
    if not startex:
        raise ValueError(f"{_quoted(text)} is a date, and it is not known here when STARTEX is; write 'D+2 06:00'")
    try:
        days = (date(year, month, day) - date.fromisoformat(startex)).days
    except ValueError as error:
        raise ValueError(f"{_quoted(text)}: there is no such day; write a date such as {startex}") from error
    if hours > 23 or minutes > 59:
        raise ValueError(f"{_quoted(text)} has no such time of day; hours go from 00 to 23, minutes from 00 to 59")
    if days < 0:
        raise ValueError(f"{_quoted(text)} is before STARTEX; nothing happens before {startex}")
    return _within(days * DAY + hours * HOUR + minutes, text)


def _within(minutes: int, value: Any) -> int:
    if minutes < 0:
        raise ValueError(f"{_quoted(value)} is negative; nothing happens before STARTEX or takes less than no time")
    if minutes > LONGEST:
        raise ValueError(f"{_quoted(value)} is longer than the limit of 1,000 years")
    return minutes


def _quoted(value: Any) -> str:
    text = repr(str(value)) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
