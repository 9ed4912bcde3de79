"""The first page in a few sentences, from the same numbers as the rest."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.report.aar import HandsTold
from tabletop.report.patterns import name
from tabletop.report.standing import LedgerTold, ScoreTold, SpreadTold
from tabletop.report.story import DecisionTold
from tabletop.report.wording import listed, percent, points, signed, whole

WORTH_TELLING = 2.0
FAULTS = ("inaccuracy", "mistake", "blunder")


def in_short(
    scores: tuple[ScoreTold, ...], ledgers: tuple[LedgerTold, ...], spreads: tuple[SpreadTold, ...],
    decisions: tuple[DecisionTold, ...], hands: HandsTold,
) -> Iterator[str]:  # fmt: skip
    """How it came out for each reported seat, what was decision and what luck, and what mattered most."""
    if hands.mainly:
        yield f"This game was mainly adjudicated by its facilitator ({percent(hands.share)}): scores are indicative."
    for score in (each for each in scores if each.asked):
        yield _result(score, next((s for s in spreads if s.seat == score.short), None))
    for ledger in ledgers:
        yield _way(ledger)
        yield from (_stroke(ledger) for stroke in ledger.strokes[:1] if abs(stroke.points) >= WORTH_TELLING)
    yield from _dearest(decisions)


def _result(score: ScoreTold, spread: SpreadTold | None) -> str:
    if not score.rating:
        return f"{score.short}: nothing could be observed yet, so there is no score."
    told = f"{score.short}: {whole(score.total)} of 100 points, {score.rating} ({score.words})"
    best = max((o for o in score.objectives if o.observed), key=lambda o: o.points)
    worst = min((o for o in score.objectives if o.observed), key=lambda o: o.points)
    if best is not worst:
        told += f"; best in “{best.title}” ({whole(best.points)}), worst in “{worst.title}” ({whole(worst.points)})"
    if score.capped_by:
        told += f". Held down to {whole(score.total)} from {whole(score.uncapped)} by a cap: {score.capped_by}"
    if spread and spread.runs:
        told += f". Of {spread.runs} games by bots {percent(spread.below)} ended lower"
    return told + "."


def _way(ledger: LedgerTold) -> str:
    start, decisions, luck, others, room, final = ledger.shown
    return (
        f"{ledger.seat}: {start} points were to be expected at the start, and {final} it became. Own decisions: "
        f"{signed(decisions + room)} against the reference players ({signed(decisions)} against the best that was "
        f"open, which nobody finds every time). Luck: {signed(luck)}. The other seats: {signed(others)}."
    )


def _stroke(ledger: LedgerTold) -> str:
    stroke = ledger.strokes[0]
    way = "good" if stroke.points > 0 else "bad"
    return (
        f"{ledger.seat}: the largest stroke of {way} luck came on {stroke.clock}: {stroke.what}, {stroke.odds} "
        f"beforehand. Had it fallen otherwise, this very game would have ended about {points(stroke.points)} "
        f"{'lower' if stroke.points > 0 else 'higher'}."
    )


def _dearest(decisions: tuple[DecisionTold, ...]) -> Iterator[str]:
    faults = [d for d in decisions if d.verdict and d.verdict.label in FAULTS]
    worst = min(faults, key=lambda d: d.verdict.regret if d.verdict else 0.0, default=None)
    if worst is not None and worst.verdict is not None:
        yield (
            f"The dearest choice was {name(worst)}: “{listed(worst.choice)}” where “{worst.verdict.best}” was worth "
            f"about {points(worst.verdict.regret)} more on what could be known."
        )
