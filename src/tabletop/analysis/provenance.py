"""The draws that made a stretch of luck: each with its odds and with what it was worth in this very game.

The worth of a draw is the final score less the score of the same game with that one draw fallen otherwise, everything
else as recorded. That is hindsight, which is what luck is about; the worths of several draws do not add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import expm1
from typing import Any

from tabletop.analysis.past import give, reach
from tabletop.engine.entries import Entry
from tabletop.engine.otherwise import Otherwise
from tabletop.engine.program import Program
from tabletop.errors import IllegalDecision
from tabletop.record.course import Replayed, setup_of
from tabletop.record.record import DecisionLine, InjectLine, OverrideLine, Record
from tabletop.scoring.scorecard import score, totals

NONE = -1


@dataclass(frozen=True)
class Stroke:
    """One draw of the game: its entry, what happened in words, how likely that was, the draw, and its worth by seat.

    `odds` are those of what happened; for an inject that came by its rate (`by_rate`), those of coming within a day.
    """

    entry: int
    at: int
    time: str
    what: str
    odds: float
    by_rate: bool
    draw: float
    points: Mapping[str, float]


def strokes(record: Record, replayed: Replayed, program: Program) -> list[Stroke]:
    """All draws of a game that were worth something to a seat, in the order in which they fell."""
    sim = replayed.simulation
    final = {seat: card.total for seat, card in score(sim).items()}
    found = []
    for entry, what, odds, other in _draws(sim.entries):
        scores = _played_otherwise(record, program, other)
        points = {seat: final[seat] - scores[seat] for seat in final}
        if any(points.values()):
            by_rate, time = entry.kind == "inject", program.times.moment(entry.at)
            found.append(Stroke(entry.n, entry.at, time, what, odds, by_rate, float(entry.detail["draw"]), points))
    return found


def draws(found: list[Stroke], seat: str, since: int, until: int) -> list[dict[str, Any]]:
    """The strokes of a stretch of time that were worth something to a seat, the largest first, ready for JSON."""
    own = [stroke for stroke in found if since <= stroke.at < until and stroke.points[seat]]
    return [_as_told(stroke, seat) for stroke in sorted(own, key=lambda one: (-abs(one.points[seat]), one.entry))]


def _as_told(stroke: Stroke, seat: str) -> dict[str, Any]:
    return {
        "entry": stroke.entry,
        "at": stroke.at,
        "time": stroke.time,
        "what": stroke.what,
        "odds": round(stroke.odds, 6),
        "by_rate": stroke.by_rate,
        "draw": round(stroke.draw, 6),
        "points": round(stroke.points[seat], 6),
    }


def _draws(entries: list[Entry]) -> Iterator[tuple[Entry, str, float, dict[str, Any]]]:
    """Each draw with what happened, its odds, and how to play it otherwise."""
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.kind == "chance":
            count = counts[entry.what]
            counts[entry.what] += 1
            odds, taken = list(entry.detail["odds"]), int(entry.detail["taken"])
            other = _likeliest_other(odds, taken)
            if other is not None:
                yield entry, _told(entry, taken), _odds(odds, taken), {"chance": (entry.what, count, other)}
        elif entry.kind == "inject" and "threshold" in entry.detail:
            what = str(entry.detail["subject"])
            yield entry, what, -expm1(-float(entry.detail["rate"])), {"inject": (entry.what, entry.at)}


def _told(entry: Entry, taken: int) -> str:
    arm = entry.detail["arms"][taken] if taken >= 0 else "none of these"
    return (
        str(arm).replace("not: ", "Not so: ") if len(entry.detail["arms"]) == 2 else f"{entry.detail['label']}: {arm}"
    )


def _odds(odds: list[float], taken: int) -> float:
    return float(odds[taken]) if taken >= 0 else max(0.0, 1.0 - sum(odds))


def _likeliest_other(odds: list[float], taken: int) -> int | None:
    others = [number for number in [*range(len(odds)), NONE] if number != taken and _odds(odds, number) > 1e-9]
    return max(others, key=lambda number: _odds(odds, number), default=None)


def _played_otherwise(record: Record, program: Program, other: dict[str, Any]) -> dict[str, float]:
    sim = Otherwise(program, setup_of(record.header), **other)
    for line in record.lines:
        if not isinstance(line, DecisionLine | InjectLine | OverrideLine):
            continue
        reach(sim, line.at)
        if sim.ended:
            break
        try:
            give(sim, line)
        except IllegalDecision:
            continue  # what no longer fits is left to its deadline
    while not sim.ended:
        sim.advance()
    return totals(sim)
