"""The report as Markdown: readable as it stands, and safe in any renderer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tabletop.report.aar import AssumptionTold, Report
from tabletop.report.glossary import glossary
from tabletop.report.markdown_course import decisions, figures, timeline
from tabletop.report.markdown_scores import forecasts, ledgers, scores, spreads
from tabletop.report.marks import EMPTY, Ready, bullets, escaped, linked, page, table
from tabletop.report.wording import listed, percent


def markdown(report: Report) -> str:
    """The whole report. Equal reports give equal text."""
    parts = (
        _front, _words, scores, spreads, ledgers, decisions, forecasts, timeline, figures, _hidden, _hands, _questions,
        _later, _facts, _foundations,
    )  # fmt: skip
    return page(chain.from_iterable(part(report) for part in parts))


def _front(report: Report) -> Iterator[Ready]:
    head, end = report.head, report.end
    yield Ready("# {}: after-action report").fill(head.title)
    yield Ready("**{}**").fill(head.disclaimer)
    for caution in head.cautions:
        yield Ready("> **Note.** {}").fill(caution)
    yield Ready("**{}** ({}, {}). {}").fill(end.title, end.clock, end.date, end.text)
    yield bullets(report.in_short)
    yield Ready("## What was played")
    yield bullets(_setup(report))
    yield escaped(head.summary)
    if head.dilemma:
        yield Ready("The dilemma: {}").fill(head.dilemma)


def _setup(report: Report) -> Iterator[Ready]:
    head = report.head
    yield Ready("Scenario: {} ({}, version {}); it begins on {}").fill(
        head.title, head.scenario, head.version, head.began
    )
    yield Ready("Seed {}, preset {}, length {}").fill(
        head.seed, _named(head.preset, head.preset_label), _named(head.length, head.length_label)
    )
    for label, value in head.settings:
        yield Ready("Set for this game: {} = {}").fill(label, value)
    for seat in head.seats:
        player = "people" if seat.player == "human" else seat.player or "nobody"
        yield Ready("{}: {}, played by {}").fill(seat.short, seat.label, player)
    if head.parent:
        yield escaped(head.parent)
    yield Ready("Facts as of {}; what is dated later is fiction").fill(head.facts_as_of or "no stated date")
    yield Ready("Content hash of the scenario: {}").fill(head.sha256)
    yield Ready("Digest of the game: {} (program {})").fill(head.digest, head.engine)


def _named(id_: str, label: str) -> str:
    return f"{id_} ({label})" if id_ and label else id_ or "none"


def _words(report: Report) -> Iterator[Ready]:
    yield Ready("## How to read this")
    yield bullets(Ready("**{}** {}").fill(term, text) for term, text in glossary(report))


def _hidden(report: Report) -> Iterator[Ready]:
    hidden = report.hidden
    if not (hidden.facts or hidden.gauges or hidden.rows):
        return
    yield Ready("## What was hidden")
    if hidden.facts:
        yield table(
            ("Hidden fact", "How it was", "Odds that it had"),
            ((f.label, f.state, f.odds or EMPTY) for f in hidden.facts),
        )
    if hidden.gauges:
        yield table(
            ("Quantity", "At the start", "At the end", "How it was seen"),
            ((g.label, g.start, g.end, "; ".join(f"{seat} {how}" for seat, how in g.seen)) for g in hidden.gauges),
        )
    rows = {row.n: row for row in report.rows}
    if hidden.rows:
        yield Ready("Not everybody was told of:")
        yield bullets(
            f"[{n}] {rows[n].clock} {rows[n].title} (not told to {listed(rows[n].hidden_from)})" for n in hidden.rows
        )


def _hands(report: Report) -> Iterator[Ready]:
    hands = report.hands
    yield Ready("## The facilitator’s hand")
    if not hands.rows:
        yield Ready("Nothing was put in or set by hand.")
        return
    share = f"{len(hands.rows)} of {hands.consequential} happenings that changed something, {percent(hands.share)}"
    mainly = "Mainly adjudicated by the facilitator: scores are indicative only." if hands.mainly else ""
    yield Ready("{}. {}").fill(share, mainly)
    yield table(("Row", "When", "What", "Reason given"), ((f"[{h.n}]", h.clock, h.what, h.reason) for h in hands.rows))


def _questions(report: Report) -> Iterator[Ready]:
    yield Ready("## To talk about")
    yield Ready("\n").joined(
        Ready("{}. **{}.** {}").fill(n, question.pattern, question.text)
        for n, question in enumerate(report.questions, 1)
    )
    if report.background.riders:
        yield Ready("Also:")
        yield bullets(report.background.riders)
    if report.background.learned:
        yield Ready("Can you now …")
        yield bullets(report.background.learned)
    yield Ready("What we will do differently:")
    yield table(("What", "Who", "By when"), [("", "", "")] * 3)


def _later(report: Report) -> Iterator[Ready]:
    if report.background.epilogue:
        yield Ready("## The years after")
        yield bullets(Ready("**{}.** {}").fill(title, text) for title, text in report.background.epilogue)
    for title, paragraphs in report.background.papers:
        yield Ready("## {}").fill(title)
        yield from (Ready("> {}").fill(paragraph) for paragraph in paragraphs)


def _facts(report: Report) -> Iterator[Ready]:
    if report.background.facts:
        yield Ready("## What really happened")
        yield bullets(
            f"{text} [{', '.join(sources)}]" if sources else text for text, sources in report.background.facts
        )


def _foundations(report: Report) -> Iterator[Ready]:
    beside = report.background
    if beside.assumptions:
        yield Ready("## What the result rests on most")
        yield table(
            ("Assumption", "Here#", "Range", "Grade", "Why"),
            (
                (a.label, f"{a.value} {a.unit}".strip(), f"{a.low} to {a.high}", a.grade, _why(a))
                for a in beside.assumptions
            ),
        )
    yield Ready("## Limits of the model")
    yield Ready("**{}**").fill(report.head.disclaimer)
    yield bullets(Ready("**{}.** {}").fill(label, text) for label, text in beside.limits)
    if beside.relations:
        yield Ready("## The rules that acted")
        yield bullets(
            Ready("**{} {}** (grade {}). {}").fill(id_, title, grade, says)
            for id_, title, says, grade in beside.relations
        )
    if beside.sources:
        yield Ready("## Sources")
        yield bullets(
            Ready("**{}** {}, {}. {} Confidence: {}.").fill(s.id, s.title, s.date, linked(s.address), s.confidence)
            for s in beside.sources
        )


def _why(assumption: AssumptionTold) -> str:
    return " ".join(filter(None, (assumption.why, assumption.effect))) or EMPTY
