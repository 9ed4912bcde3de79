"""The part of the Markdown report about points: scorecards, where the score came from, forecasts."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.report.aar import Report
from tabletop.report.forecasts import asked_alike
from tabletop.report.glossary import TERMS
from tabletop.report.marks import EMPTY, Ready, bullets, table
from tabletop.report.standing import Cited, LedgerTold, ObjectiveTold, ScoreTold, SpreadTold
from tabletop.report.wording import percent, quantile, signed, whole


def scores(report: Report) -> Iterator[Ready]:
    """The scorecards: the reported seats in full, the others in a line."""
    yield Ready("## The score, objective by objective")
    for score in report.scores:
        if score.asked:
            yield from _score(score)
    others = [score for score in report.scores if not score.asked]
    if others:
        yield Ready("### The other seats")
        yield table(
            ("Seat", "Points#", "Rating"), ((s.label, whole(s.total), f"{s.rating} ({s.words})") for s in others)
        )


def _score(score: ScoreTold) -> Iterator[Ready]:
    yield Ready("### {}").fill(score.label)
    if not score.rating:
        yield Ready("**Not rated: nothing has been observed yet.**")
        return
    yield Ready("**{} of 100 points: {} ({}).** Observed: {} of what is judged.").fill(
        whole(score.total), score.rating, score.words, percent(score.coverage)
    )
    yield bullets(
        f"A cap of {whole(gate.cap)} points holds: {gate.label}"
        + (f", reached {gate.how}" if gate.how else "")
        + (f", see [{gate.n}]" if gate.n is not None else "")
        + (f". Without it the total would be {whole(score.uncapped)}." if gate.label == score.capped_by else ".")
        for gate in score.gates
    )
    yield table(
        ("Objective", "Points#", "Rating", "Share of the total#"),
        (
            (
                o.title,
                whole(o.points) if o.observed else EMPTY,
                f"{o.rating or EMPTY} ({o.words})",
                f"{whole(o.share)} %",
            )
            for o in score.objectives
        ),
    )
    yield Ready("\n").joined(_objective(objective) for objective in score.objectives)


def _objective(objective: ObjectiveTold) -> Ready:
    observed = "" if objective.coverage == 1 else f"Observed: {percent(objective.coverage)}."
    lines: list[object] = []
    for m in objective.measures if objective.observed else ():
        part = "" if m.share == 100 else f"; {whole(m.share)} % of the objective"
        clipped = f". That is {m.clipped}" if m.clipped else ""
        lines.append(
            f"{f'{m.label} {m.how}'.strip()}: {m.raw}, which gives {whole(m.points)} points ({m.zero} scores 0, "
            f"{m.hundred} scores 100{part}){clipped}"
        )
    lines += [f"helped: {_cited(each)}" for each in objective.helped]
    lines += [f"hurt: {_cited(each)}" for each in objective.hurt]
    head = Ready("- **{}.** {} {}").fill(objective.title, objective.about, observed)
    return Ready("\n").joined([Ready(head.rstrip()), bullets(lines, 2)] if lines else [Ready(head.rstrip())])


def _cited(cited: Cited) -> str:
    return f"[{cited.n}] {cited.clock} {cited.title} (about {signed(cited.points)})"


def spreads(report: Report) -> Iterator[Ready]:
    """This game among games by bots."""
    if report.spreads:
        yield Ready("### Beside games by bots")
        yield Ready("The same setup with other dice; every seat is played by its doctrine, a simple set of weights.")
        yield table(
            (
                "Seat",
                "This game#",
                "Lowest#",
                "Quarter#",
                "Middle#",
                "Three quarters#",
                "Highest#",
                "S or better#",
                "Games#",
            ),
            (_spread(spread) for spread in report.spreads),
        )


def _spread(spread: SpreadTold) -> tuple[object, ...]:
    marks = (whole(quantile(spread.totals, share)) for share in (0, 0.25, 0.5, 0.75, 1))
    return (spread.seat, whole(spread.this), *marks, percent(spread.good), spread.runs)


def ledgers(report: Report) -> Iterator[Ready]:
    """Where the score came from: decisions, luck, other seats."""
    yield Ready("## Decision and luck")
    if report.method is None:
        yield Ready("This report was made without a review: it cannot say what of the result was luck.")
        return
    yield Ready(
        "Every option that was open was played on in the same {} futures, with the hidden facts as they could be known "
        "then. After the decision people’s seats are played on in one stated way in half of the futures, in another in "
        "the rest:"
    ).fill(report.method.futures)
    yield bullets(Ready("**{}:** {}").fill(label, says) for label, says in report.method.references)
    for ledger in report.ledgers:
        yield from _ledger(ledger)


def _ledger(ledger: LedgerTold) -> Iterator[Ready]:
    yield Ready("### Where the score of {} came from").fill(ledger.seat)
    numbers = (whole(ledger.shown[0]), *map(signed, ledger.shown[1:-1]), whole(ledger.shown[-1]))
    rows = [(f"{label}: {text}", number) for (_, label, text), number in zip(TERMS, numbers, strict=True)]
    yield table(("What", "Points#"), rows)
    yield bullets(ledger.says)
    if ledger.strokes:
        yield Ready(
            "The draws that mattered most: by how much the score of this very game would have been another, had that "
            "one draw fallen otherwise. In hindsight, and not to be added up."
        )
        yield bullets(
            f"about {signed(s.points)}: [{s.n}] {s.clock} {s.what}; {s.odds} beforehand, drew "
            f"{whole(100 * s.draw)} on 100"
            for s in ledger.strokes
        )


def forecasts(report: Report) -> Iterator[Ready]:
    """How good the forecasts were, and each of them."""
    yield Ready("## Forecasts")
    yield bullets(Ready("**{}.** {}").fill(each.seat, each.says) for each in report.calibrations)
    alike = asked_alike(report.decisions)
    if alike:
        yield table(("Seat", "What was asked", "Forecasts, by decision", "What came"), alike)
