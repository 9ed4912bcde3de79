"""The time of a game cut into periods for tables and axes: weeks, or months to years of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tabletop.simtime import DAY, MONTHS, Clock

MOST_COLUMNS = 14
MOST_TICKS = 9
_WEEKS = ((7, "week by week"), (14, "every two weeks"), (28, "every four weeks"))
_MONTHS = ((1, "month by month"), (3, "quarter by quarter"), (6, "every half-year"), (12, "year by year"))
_YEARS = tuple((12 * years, f"every {years} years") for years in (2, 5, 10, 20, 50, 100))
_NEAR = 0.4


@dataclass(frozen=True)
class Periods:
    """Minutes since STARTEX, the beginning and the end among them, each with its label; `word` says how far apart.

    `ticks` are places on an axis, minute and label; there are none where an axis counts days, which is unless `dated`.
    """

    word: str
    minutes: tuple[int, ...]
    labels: tuple[str, ...]
    ticks: tuple[tuple[int, str], ...]
    dated: bool


def periods(end: int, times: Clock) -> Periods:
    """The periods of a game that ends at minute `end`: at most 14 columns, at most 9 ticks."""
    if not times.dates:
        return _by_days(end, times)
    found = list(_candidates(end, times))
    word, inner = next((word, inner) for word, inner in found if len(inner) <= MOST_COLUMNS - 2)
    ticks = next(inner for _, inner in found if len(inner) <= MOST_TICKS)
    columns = [(0, times.day(0)), *_apart(inner, end), (end, times.day(end))]
    return Periods(word, tuple(at for at, _ in columns), tuple(label for _, label in columns), tuple(ticks), dated=True)


def _by_days(end: int, times: Clock) -> Periods:
    weeks = next(((n, word) for n, word in _WEEKS if end <= n * DAY * MOST_COLUMNS), None)
    days, word = weeks or (-(-end // (MOST_COLUMNS * 28 * DAY)) * 28, "over time")
    minutes = (*range(0, end, days * DAY), end)
    return Periods(word, minutes, tuple(map(times.day, minutes)), (), dated=False)


def _candidates(end: int, times: Clock) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Ways to cut the time at dates, the finest first; the last cuts nothing."""
    for days, word in _WEEKS[:1]:
        yield word, [(at, times.day(at)) for at in range(days * DAY, end, days * DAY)]
    for months, word in (*_MONTHS, *_YEARS):
        yield word, list(_firsts(end, times, months))
    yield "from beginning to end", []


def _firsts(end: int, times: Clock, months: int) -> Iterator[tuple[int, str]]:
    """The first days of every so many months, counted from January of year 0: '2028', or 'Apr 2028'."""
    began = date.fromisoformat(times.startex)
    number = began.year * 12 + began.month - 1
    while True:
        number += 1
        year, month = divmod(number, 12)
        at = (date(year, month + 1, 1) - began).days * DAY if year <= date.max.year else end
        if at >= end:
            return
        if number % months == 0:
            yield at, str(year) if months % 12 == 0 else f"{MONTHS[month]} {year}"


def _apart(inner: list[tuple[int, str]], end: int) -> list[tuple[int, str]]:
    """Those that are not too near to the beginning or the end for a column of their own."""
    if len(inner) < 2:
        return inner
    near = _NEAR * (inner[1][0] - inner[0][0])
    return [(at, label) for at, label in inner if near <= at <= end - near]
