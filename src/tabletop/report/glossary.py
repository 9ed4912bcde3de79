"""The words that a report uses, explained once, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.engine.odds import BANDS
from tabletop.report.aar import Report
from tabletop.report.forecasts import ENOUGH
from tabletop.report.hands import MAINLY
from tabletop.report.wording import listed, percent

TERMS = (
    ("start", "Start", "what was to be expected before the first decision"),
    ("decisions", "Own decisions", "what was chosen, each time against the best that was open"),
    ("luck", "Luck", "chance, and what came to light"),
    ("others", "Other seats", "what the others chose, against what was to be expected of them"),
    ("drift", "Room", "that the reference players leave, since they do not always find the best option"),
    ("final", "Final score", "as on the scorecard"),
)


def glossary(report: Report) -> tuple[tuple[str, str], ...]:
    """(term, explanation) of what occurs in this report."""
    return tuple(_terms(report))


def _terms(report: Report) -> Iterator[tuple[str, str]]:
    yield "Numbers in square brackets", "are rows of the timeline: [12] is the row with the number 12."
    if not report.periods.dated:
        yield "D+3", "is the third day after the day on which the game began."
    yield (
        "Points",
        "run from 0 to 100 between two anchors that are printed with each measure. They compare games, not people.",
    )
    yield (
        "Ratings",
        "are P performed (75 points and more), S with some difficulty (50), M with major difficulty (25), U unable.",
    )
    yield "Odds", f"are words with numbers: {listed([f'{word} ({numbers})' for _, word, numbers in BANDS])}."
    if report.background.relations:
        first = report.background.relations[0][0]
        yield "Rules", f"such as {first} are the numbered causes of the model; the end explains those that acted."
    yield (
        "Grades",
        "say how well something is founded: A in direction and size, B in direction, C judgement or contested.",
    )
    if report.method is not None:
        yield from _of_review(report)
    if any(calibration.brier is not None for calibration in report.calibrations):
        yield (
            "Brier score",
            f"is the mean squared distance of forecasts from what came; lower is better. It takes {ENOUGH} forecasts.",
        )
    if report.hands.rows:
        yield (
            "By hand",
            f"is what the facilitator did. Above {percent(MAINLY)} of all that mattered, scores are indicative only.",
        )


def _of_review(report: Report) -> Iterator[tuple[str, str]]:
    limits = dict(report.method.thresholds) if report.method else {}
    worth = (
        "of an option is the final score to be expected from it on what could be known then, with the range that holds "
        "it in 95 of 100 cases. It says nothing of how it turned out."
    )
    yield "Worth", worth
    if limits:
        told = listed([f"{label} (from {points:g} points)" for label, points in limits.items()])
        given = "are given only when even the low end of the loss is that large and all reference policies agree."
        yield "Judgements", f"{given} They are {told}. Everything else is a close call or no fault."
