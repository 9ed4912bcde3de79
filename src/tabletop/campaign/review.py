"""What was decision and what was luck in a whole campaign: each stage reviewed, and one ledger that adds up.

`total = own start + carried + decisions + luck + others + drift + words kept + held down`, where every term but the
last two is the sum over the stages of weight × the stage's term. What the carried state was worth is the stage's
expected score at its start, less the one with its own start in the place of the carried one, in the same futures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tabletop import __version__
from tabletop.analysis.account import expected_at
from tabletop.analysis.crew import crew
from tabletop.analysis.futures import START, Value, World, values
from tabletop.analysis.past import Past, past
from tabletop.analysis.review import FUTURES, quiet, review
from tabletop.campaign.course import CampaignCourse, StagePlayed
from tabletop.campaign.score import CampaignScore, campaign_scores
from tabletop.engine.program import Program
from tabletop.errors import CannotRun, IllegalDecision, closest

Report = Callable[[int, int], None]
STAGE_TERMS = ("own", "carried", "decisions", "luck", "others", "drift")
_AT_A_TIME = 10


def review_campaign(
    course: CampaignCourse, *, futures: int = FUTURES, jobs: int = 1, seats: Iterable[str] | None = None,
    report: Report = quiet,
) -> dict[str, Any]:  # fmt: skip
    """The review of a campaign, ready for JSON; scores are 0 to 100.

    `seats` are those of the campaign that people held unless named. Raises what `review` raises for a stage, CannotRun
    for a campaign that has not come to its end, IllegalDecision for an unknown seat.
    """
    if not course.complete:
        raise CannotRun(
            "this campaign has not come to its end, so there is no score to explain",
            "play it on with `tabletop resume`, or review one stage that has ended with --stage",
        )
    wanted = _seats(course, seats)
    stages = [_stage(played, wanted, futures, jobs, report) for played in course.stages]
    scores = campaign_scores(course.loaded, course.setup, course.ends)
    return {
        "schema": "tabletop-campaign-review/1",
        "engine": __version__,
        "campaign": str(course.loaded.campaign.id),
        "sha256": course.loaded.sha256,
        "seed": course.setup.seed,
        "preset": course.setup.preset,
        "weights": course.setup.weights,
        "digest": course.digest,
        "futures": futures,
        "seats": {seat: _account(scores[seat], [ledgers[seat] for ledgers, _ in stages]) for seat in wanted},
        "stages": {str(played.stage.id): found for played, (_, found) in zip(course.stages, stages, strict=True)},
    }


def _seats(course: CampaignCourse, asked: Iterable[str] | None) -> list[str]:
    known = [str(seat.id) for seat in course.loaded.campaign.seats]
    header = course.stages[-1].replayed.record.header
    wanted = [seat for seat in known if header.seats.get(seat) == "human"] if asked is None else list(asked)
    for seat in wanted:
        if seat not in known:
            raise IllegalDecision(f'no seat "{seat}"', closest(seat, known) or f"the seats are {', '.join(known)}")
    return [seat for seat in known if seat in wanted]


def _stage(
    played: StagePlayed, seats: list[str], futures: int, jobs: int, report: Report
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """The ledger of each seat in one stage, the carried start apart, and the stage's whole review."""
    record, program = played.replayed.record, played.replayed.simulation.program
    found = review(record, program, futures=futures, jobs=jobs, seats=seats, report=report)
    ledgers = {seat: dict(found["seats"][seat]["ledger"]) for seat in seats}
    pasts = [past(record, played.replayed, seat) for seat in seats if played.carried]
    if pasts:
        with crew(program, jobs, futures) as workers:
            told = list(workers.each(_own_values, [item for one in pasts for item in _from_own_start(one, futures)]))
        for seat in seats:
            own = [value for whose, some in told if whose == seat for value in some]
            ledgers[seat]["own"] = expected_at(sorted(own, key=lambda value: value.future))
    for ledger in ledgers.values():
        ledger.setdefault("own", ledger["start"])
        ledger["carried"] = ledger["start"] - ledger["own"]
    return ledgers, found


def _from_own_start(one: Past, futures: int) -> list[tuple[str, Any]]:
    own = replace(one, seen=replace(one.seen, setup=replace(one.seen.setup, starts={})))
    return [
        (one.seat, (own, World(0), {START: tuple(range(first, min(first + _AT_A_TIME, futures)))}))
        for first in range(0, futures, _AT_A_TIME)
    ]


def _own_values(program: Program, item: tuple[str, Any]) -> tuple[str, list[Value]]:
    """Work for a crew: the values of one piece, with the seat that they are of."""
    seat, piece = item
    return seat, values(program, piece)


def _account(score: CampaignScore, ledgers: list[dict[str, float]]) -> dict[str, Any]:
    """A seat's campaign: the weighted terms of all stages, words kept, what a cap took; they add up to the total."""
    shares = [line.share for line in score.lines]
    book = {
        term: sum(share * ledger[term] for share, ledger in zip(shares, ledgers, strict=True)) for term in STAGE_TERMS
    }
    held = score.total - (score.weighted + score.words)
    return {
        "ledger": {**book, "words": score.words, "held": held, "final": score.total},
        "stages": {
            line.stage: {"title": line.title, "share": line.share, "score": line.score, **ledger}
            for line, ledger in zip(score.lines, ledgers, strict=True)
        },
    }
