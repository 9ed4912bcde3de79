"""The debrief as lines: how it ended, scorecards, what was hidden, what to talk about, the facts, the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, BAD, FAINT, GOOD, INK, MUTED, STRONG, TITLE, WARN
from tabletop.tui.widgets.brief import MODES, WIDEST
from tabletop.tui.widgets.charts import fit, heading, level_line
from tabletop.tui.widgets.paragraphs import BLANK, bullets, columns, labelled, paragraphs, wrapped

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.engine.outcome import Outcome
    from tabletop.engine.readings import Reading
    from tabletop.engine.telling import Papers, Told
    from tabletop.scenario.definition import Limits, Scenario
    from tabletop.scoring.measures import MeasureScore
    from tabletop.scoring.objectives import ObjectiveScore
    from tabletop.scoring.scorecard import Scorecard

RATINGS = {
    "P": ("performed", GOOD),
    "S": ("some difficulty", ACCENT),
    "M": ("major difficulty", WARN),
    "U": ("unable", BAD),
}
_MOST_EVIDENCE = 3


def _rating(letter: str) -> tuple[str, str]:
    """Letter with its words, and its style."""
    words, style = RATINGS.get(letter, ("not rated", MUTED))
    return (f"{letter} {words}".strip(), style)


def ending_lines(
    outcome: Outcome, cards: Mapping[str, Scorecard], labels: Mapping[str, str], scenario: Scenario, room: int
) -> list[Content]:
    """How it ended, and the totals of all seats."""
    width = min(room, WIDEST)
    lines = [
        *wrapped(outcome.title, width, TITLE),
        Content.styled(f"ended {scenario.times.moment(outcome.at)}", MUTED),
        BLANK,
        *paragraphs((outcome.text,), width, INK),
        BLANK,
        heading("Scores", width, "of 100 points"),
    ]
    names = {seat: literal.line(labels.get(seat, seat)) for seat in cards}
    column = min(max(map(len, names.values()), default=0) + 2, width - 33)
    lines += [_total(names[seat], card, column, width) for seat, card in cards.items()]
    lines += [BLANK, *wrapped("There is no winner: each seat is judged on its own objectives.", width, MUTED)]
    return [*lines, BLANK, *wrapped(scenario.disclaimer, width, WARN)]


def _total(label: str, card: Scorecard, column: int, width: int) -> Content:
    words, style = _rating(card.rating)
    bar = max(4, width - column - 26)
    return Content.assemble(
        (fit(label, column), INK),
        level_line(card.total / 100, bar, style),
        (f"{card.points:>5}  ", f"{STRONG} bold"),
        (words, style),
    ).truncate(width)


def score_lines(label: str, card: Scorecard, told: Mapping[int, Card], room: int) -> list[Content]:
    """One seat: total, rating, coverage, caps, then every objective with measures and evidence."""
    width = min(room, WIDEST)
    words, style = _rating(card.rating)
    observed = f"{card.coverage * 100:.0f} % observed"
    lines = [
        columns(literal.styled(label, TITLE), Content.styled(observed, MUTED), width),
        columns(Content.styled(f"{card.points} of 100   {words}", f"{style} bold"), Content(""), width),
        level_line(card.total / 100, width, style),
    ]
    if card.capped_by:
        lines += labelled("Capped", card.capped_by, width, f"{WARN} bold", WARN, 9)
    lines += [BLANK, heading("Objectives", width, "weight   points")]
    for objective in card.objectives:
        lines += [*_objective(objective, told, width), BLANK]
    return lines[:-1]


def _objective(objective: ObjectiveScore, told: Mapping[int, Card], width: int) -> list[Content]:
    name = literal.styled(objective.title, f"{STRONG} bold")
    if not objective.observed:
        return [columns(name, Content.styled("not observed", MUTED), width)]
    words, style = _rating(objective.rating)
    right = Content.assemble((words, style), (f"{objective.weight:>6.3g} %{objective.value:>9.0f}", STRONG))
    lines = [columns(name, right, width), level_line(objective.value / 100, width, style)]
    for measure in objective.measures:
        lines += wrapped(_measure(measure), width, MUTED, hang=2)
    cited = [told[number] for number in objective.evidence if number in told]
    for card in cited[:_MOST_EVIDENCE]:
        lines += wrapped(f"see {card.clock}: {card.title}", width, INK, hang=4)
    return lines


def _measure(measure: MeasureScore) -> str:
    share = f"{measure.share:g} % " if measure.share != 100 else ""
    unit = f" {measure.unit}" if measure.unit else ""
    name = measure.label or MODES.get(measure.mode, measure.mode)
    return (
        f"{share}{name}: {measure.raw:.4g}{unit} gives {measure.score:.0f} "
        f"(0 at {measure.zero:g}, 100 at {measure.hundred:g})"
    )


def hidden_lines(readings: Sequence[Reading], room: int) -> list[Content]:
    """What no human seat saw exactly, as it stood at the end."""
    width = min(room, WIDEST)
    lines = [heading("What was hidden", width, "at the end")]
    if not readings:
        return [*lines, Content.styled("Nothing.", MUTED)]
    for reading in readings:
        word = f"  {literal.line(reading.word)}" if reading.word and reading.word != reading.text else ""
        right = Content.styled(literal.line(reading.text) + word, STRONG)
        lines.append(columns(literal.styled(reading.label, INK), right, width))
    return lines


def question_lines(scenario: Scenario, room: int) -> list[Content]:
    """Debrief questions, riders, and what should have been learned."""
    width, debrief = min(room, WIDEST), scenario.debrief
    lines = [heading("To talk about", width)]
    for question in debrief.questions:
        lines += [*wrapped(question.pattern, width, f"{STRONG} bold"), *paragraphs((question.text,), width, INK), BLANK]
    if debrief.riders:
        lines += [heading("Also", width), *bullets(debrief.riders, width, INK, ACCENT), BLANK]
    if scenario.learning_objectives:
        lines.append(heading("Can you now …", width))
        lines += bullets([goal.text for goal in scenario.learning_objectives], width, INK, ACCENT)
    return lines


def fact_lines(scenario: Scenario, room: int) -> list[Content]:
    """What really happened, with sources, and the limits of the model."""
    width, debrief = min(room, WIDEST), scenario.debrief
    lines = [heading("What really happened", width, f"facts to {scenario.facts_as_of}" if scenario.facts_as_of else "")]
    for fact in debrief.what_happened:
        cited = f" [{', '.join(fact.sources)}]" if fact.sources else ""
        lines += bullets([fact.text + cited], width, INK, ACCENT)
    if debrief.limits is not None:
        lines += [BLANK, heading("Limits of this model", width), *_limits(debrief.limits, width)]
    if scenario.sources:
        lines += [BLANK, heading("Sources", width)]
        for source in scenario.sources:
            lines += labelled(source.id, f"{source.title} {source.date}".strip(), width, FAINT, MUTED, 6)
    return lines


def later_lines(papers: Papers, years: Told, room: int) -> list[Content]:
    """The papers that the game has written, then what is told of the years after."""
    width = min(room, WIDEST)
    told = [*papers, *((title, (text,)) for title, text in years)]
    blocks = [[heading(literal.line(title), width), *paragraphs(texts, width, INK), BLANK] for title, texts in told]
    return [line for block in blocks for line in block][:-1]


def _limits(limits: Limits, width: int) -> list[Content]:
    rows = (
        ("Purpose", limits.purpose),
        ("In it", limits.modelled),
        ("Left out", limits.left_out),
        ("Rests on", ", ".join(limits.influential)),
        ("Data", limits.data),
        ("Dispute", limits.dispute_first),
        ("To change", limits.change_mind),
    )
    return [line for label, text in rows for line in labelled(label, text, width, MUTED, INK, 11)]
