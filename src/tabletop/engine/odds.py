"""The one place where odds become words: the ICD 203 yardstick, word and number together."""

from __future__ import annotations

from math import exp

from tabletop.simtime import DAY, WEEK, format_step

BANDS: tuple[tuple[float, str, str], ...] = (
    (0.05, "almost no chance", "1–5 %"),
    (0.20, "very unlikely", "5–20 %"),
    (0.45, "unlikely", "20–45 %"),
    (0.55, "roughly even", "45–55 %"),
    (0.80, "likely", "55–80 %"),
    (0.95, "very likely", "80–95 %"),
    (1.01, "almost certain", "95–99 %"),
)


def words(odds: float) -> str:
    """Odds between 0 and 1 as word and range, such as 'unlikely (20–45 %)'. Never 0 and never 100 per cent."""
    for ceiling, word, numbers in BANDS:
        if odds < ceiling:
            return f"{word} ({numbers})"
    return f"{BANDS[-1][1]} ({BANDS[-1][2]})"


def within(rate: float, days: float) -> float:
    """Odds of at least one occurrence in `days` at a constant `rate` per day (Poisson process)."""
    return 1.0 - exp(-rate * days)


def soon(least: float, most: float, step: int) -> str:
    """Odds at a rate a day between `least` and `most`: 'unlikely (20–45 %) to likely (55–80 %) within a week'.

    Where the scenario's step (minutes) is longer than a week, within that: 'a quarter'.
    """
    span = max(WEEK, step)
    low, high = (words(within(rate, span / DAY)) for rate in (least, most))
    return f"{low if low == high else f'{low} to {high}'} within {format_step(span)}"
