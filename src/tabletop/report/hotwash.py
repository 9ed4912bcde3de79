"""The hot wash: one page for straight after play, from the record alone. No rollouts, so that it is there at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from tabletop.report.aar import QuestionTold
from tabletop.report.background import assumptions_told
from tabletop.report.build import end, head
from tabletop.report.decisions import decisions_told
from tabletop.report.game import Game
from tabletop.report.marks import Ready, bullets, one_line, page, table
from tabletop.report.patterns import Material, questions_told
from tabletop.report.scores import all_evidence, cited_entries, scores_told
from tabletop.report.standing import ScoreTold
from tabletop.report.story import EndTold, Head
from tabletop.report.timeline import Timeline
from tabletop.report.turning import Turn, turning_points
from tabletop.report.wording import signed, whole

WIDTH = 80
MOST_QUESTIONS = 4
LEAST_QUESTIONS = 3
_KEPT = ("Draw:", "Moved:", "Reason:")


@dataclass(frozen=True)
class HotWash:
    """The sheet: how it ended, the scorecards in a line an objective, three turning points, three or four questions."""

    head: Head
    end: EndTold
    scores: tuple[ScoreTold, ...]
    turns: tuple[Turn, ...]
    questions: tuple[QuestionTold, ...]


def hot_wash(game: Game) -> HotWash:
    """The hot wash of a game, for its reported seats."""
    found = all_evidence(game)
    timeline = Timeline(game, cited_entries(game, found))
    scores = scores_told(game, timeline, found)
    decisions = decisions_told(game, timeline, {})
    material = Material(game, timeline, timeline.rows, decisions, scores, assumptions_told(game, {}), None)
    asked = questions_told(material)[:MOST_QUESTIONS]
    riders = [QuestionTold("Also", rider) for rider in game.scenario.debrief.riders]
    return HotWash(
        head(game),
        end(game),
        tuple(score for score in scores if score.asked),
        turning_points(game, timeline, found),
        (*asked, *riders[: max(0, LEAST_QUESTIONS - len(asked))]),
    )


def setup_line(sheet: HotWash) -> str:
    """'Seed 7, preset base, length 50'."""
    return f"Seed {sheet.head.seed}, preset {sheet.head.preset or 'none'}, length {sheet.head.length or 'whole'}"


def effects(turn: Turn) -> str:
    """'US −9, ROK −12': what a turning point did to the totals."""
    return ", ".join(f"{seat} {signed(points)}" for seat, points in turn.effects)


def moved(turn: Turn) -> tuple[str, ...]:
    """What is kept of its card on the one page: the draw, what moved, a facilitator's reason."""
    return tuple(line for line in turn.lines if line.startswith(_KEPT))


def as_text(sheet: HotWash) -> str:
    """The sheet as lines of 80 columns."""
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: HotWash) -> Iterator[str]:
    yield from _paragraph(f"Hot wash: {sheet.head.title}")
    yield from _paragraph(f"{setup_line(sheet)}. {sheet.head.disclaimer}")
    for caution in sheet.head.cautions:
        yield from _paragraph(f"NOTE: {caution}")
    yield ""
    yield from _paragraph(f"{sheet.end.clock}, {sheet.end.date}: {sheet.end.title}. {sheet.end.text}")
    for score in sheet.scores:
        yield from _scores(score)
    yield from ("", "Three turning points (about how many points they moved the totals)")
    for n, turn in enumerate(sheet.turns, 1):
        yield from _paragraph(f"{n}. {turn.clock} {turn.title}: {effects(turn)}", 3)
        for line in moved(turn):
            yield from _paragraph(f"   {line}", 3)
    yield from ("", "To talk about")
    for n, question in enumerate(sheet.questions, 1):
        yield from _paragraph(f"{n}. {question.pattern}. {question.text}", 3)


def _scores(score: ScoreTold) -> Iterator[str]:
    yield ""
    if not score.rating:
        yield from _paragraph(f"{score.label}: not rated, nothing has been observed yet")
        return
    capped = f"; held down by a cap: {score.capped_by}" if score.capped_by else ""
    yield from _paragraph(f"{score.label}: {whole(score.total)} of 100, {score.rating} ({score.words}){capped}", 2)
    for objective in score.objectives:
        points = whole(objective.points) if objective.observed else "–"
        yield from _paragraph(f"{points:>5} {objective.rating or '–'}  {objective.title}", 9)


def _paragraph(text: str, hanging: int = 0) -> list[str]:
    first = text[: len(text) - len(text.lstrip())]
    return wrap(one_line(text), WIDTH, initial_indent=first, subsequent_indent=" " * hanging) or [""]


def as_markdown(sheet: HotWash) -> str:
    """The sheet as Markdown."""
    return page(_blocks(sheet))


def _blocks(sheet: HotWash) -> Iterator[Ready]:
    yield Ready("# Hot wash: {}").fill(sheet.head.title)
    yield Ready("{}. **{}**").fill(setup_line(sheet), sheet.head.disclaimer)
    for caution in sheet.head.cautions:
        yield Ready("> **Note.** {}").fill(caution)
    yield Ready("**{}** ({}, {}). {}").fill(sheet.end.title, sheet.end.clock, sheet.end.date, sheet.end.text)
    for score in sheet.scores:
        yield Ready("## {}: {} of 100, {} ({})").fill(score.label, whole(score.total), score.rating or "–", score.words)
        rows = ((o.title, whole(o.points) if o.observed else "–", o.rating or "–") for o in score.objectives)
        yield table(("Objective", "Points#", "Rating"), rows)
    yield Ready("## Three turning points")
    yield Ready("\n").joined(
        Ready("{}. **{} {}**: {}. {}").fill(Ready(str(n)), turn.clock, turn.title, effects(turn), " ".join(moved(turn)))
        for n, turn in enumerate(sheet.turns, 1)
    )
    yield Ready("## To talk about")
    yield bullets(Ready("**{}.** {}").fill(question.pattern, question.text) for question in sheet.questions)


def as_html(sheet: HotWash) -> str:
    """The sheet as a page of its own."""
    from tabletop.report.html import filled

    return filled("hotwash.html.j2", sheet=sheet, setup=setup_line(sheet), effects=effects, moved=moved)
