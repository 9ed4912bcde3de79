"""The scorecard and the debrief, leafed through page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.tui import literal
from tabletop.tui.screens.pages import Page, PagesScreen
from tabletop.tui.widgets.journal import log_lines
from tabletop.tui.widgets.scores import ending_lines, fact_lines, hidden_lines, later_lines, question_lines, score_lines

if TYPE_CHECKING:
    from tabletop.engine.readings import Reading
    from tabletop.session import Session


class ScorecardScreen(PagesScreen[None]):
    """The ending, a scorecard for each human seat, the whole log, what was hidden, the debrief, the years after."""

    HELP_TEXT = (
        "Every point is traced to a measure, its two anchors and the cards that moved it most. Nothing is hidden any "
        "more: the log holds what all seats did."
    )

    def __init__(self, session: Session) -> None:
        title = literal.line(session.loaded.scenario.title)
        super().__init__("Scorecard and debrief", title, _pages(session), "back to the game")


def _pages(session: Session) -> list[Page]:
    scenario, outcome = session.loaded.scenario, session.outcome
    assert outcome is not None
    labels = {seat.id: seat.label for seat in scenario.seats}
    shorts = {seat.id: literal.line(seat.short) for seat in scenario.seats}
    if session.goes_on:
        return _stage_pages(session)
    found, everything, told = session.scorecards(), session.view(None), session.cards(None)
    by_number = {card.n: card for card in told}
    hidden = _hidden(session)

    def scores(seat: str) -> Page:
        return (shorts[seat], lambda width: score_lines(labels[seat], found[seat], by_number, width))

    papers, years = session.documents(), session.epilogue()
    later: list[Page] = [("Later", lambda width: later_lines(papers, years, width))] if papers or years else []
    return [
        ("The end", lambda width: ending_lines(outcome, found, labels, scenario, width)),
        *(scores(seat) for seat in session.humans if seat in found),
        ("Log", lambda width: log_lines(everything, told, shorts, width)),
        ("Hidden", lambda width: hidden_lines(hidden, width)),
        ("Questions", lambda width: question_lines(scenario, width)),
        ("Facts", lambda width: fact_lines(scenario, width)),
        *later,
    ]


def _stage_pages(session: Session) -> list[Page]:
    """The ending and the scorecards of people's seats; the rest belongs to the end of the campaign."""
    scenario, outcome, found = session.loaded.scenario, session.outcome, session.scorecards()
    assert outcome is not None
    labels = {seat.id: seat.label for seat in scenario.seats}
    shorts = {seat.id: literal.line(seat.short) for seat in scenario.seats}
    mine = {seat: found[seat] for seat in session.humans if seat in found}

    def scores(seat: str) -> Page:
        told = {card.n: card for card in session.cards(seat)}
        return (shorts[seat], lambda width: score_lines(labels[seat], mine[seat], told, width))

    return [("The end", lambda width: ending_lines(outcome, mine, labels, scenario, width)), *map(scores, mine)]


def _hidden(session: Session) -> list[Reading]:
    seen = {reading.id for seat in session.humans for reading in session.view(seat).readings if reading.exact}
    return [reading for reading in session.view(None).readings if reading.id not in seen]
