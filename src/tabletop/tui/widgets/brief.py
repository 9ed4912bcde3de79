"""The pages of a briefing as lines: premise, the seat's brief, objectives, what it controls, the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG, TITLE, WARN
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, bullets, clock_column, columns, labelled, paragraphs, wrapped

if TYPE_CHECKING:
    from tabletop.scenario.definition import Measure, Objective, Scenario, Seat
    from tabletop.scenario.load import Loaded

WIDEST = 92
"""Running text is not laid out wider than this."""

MODES = {"mean": "average over the game", "terminal": "at the end", "minimum": "lowest", "maximum": "highest"}

RULES = """
Time runs in days and hours. It stops when something reaches you: a message, a decision, the end. You do not know the
day on which the game ends.

A decision stays open for a while. If nothing is chosen by then, its default counts. Where two seats decide about the
same thing, both choices stay sealed until both are made, and what they do together is added.

Each option says what it costs, what it risks, and how likely its results are, in words and numbers. An option that is
locked says why. Chance is drawn once and kept: going on with a record never re-rolls it.

You see what your seat would see: some things exactly, some as one of five bands, some not at all. What is on its way
to you stands under Pending.

After each event a card says what happened, the odds beforehand, the draw, the rule behind it, and what moved.

There is no winner. Each seat is scored on its own objectives, each between two printed anchors, weighed as shown: P
performed (75 and more), S some difficulty (50), M major difficulty (25), U unable. What could not be observed is left
out, not counted as nothing.
"""

_EMPHASIS = re.compile(r"(?:\*{1,2}|`)([^*`\n](?:[^*`]*[^*`\s])?)(?:\*{1,2}|`)")

Page = Callable[[int], Sequence[Content]]


def pages(loaded: Loaded, seat: str | None) -> list[tuple[str, Page]]:
    """Title and painter of every page for a seat; None watches, and has no brief of its own."""
    scenario = loaded.scenario
    held = next((known for known in scenario.seats if known.id == seat), None)
    found: list[tuple[str, Page]] = [("Premise", lambda width: premise_lines(scenario, _room(width)))]
    if held is not None:
        brief = loaded.briefs.get(held.id, "")
        found += [
            ("Seat", lambda width: seat_lines(held, brief, _room(width))),
            ("Objectives", lambda width: objective_lines(scenario, held.id, _room(width))),
            ("Control", lambda width: control_lines(scenario, held, _room(width))),
        ]
    return [*found, ("Rules", lambda width: rule_lines(scenario, _room(width)))]


def _room(width: int) -> int:
    return min(width, WIDEST)


def premise_lines(scenario: Scenario, width: int) -> list[Content]:
    """What the game is about, who plays, and what it is not."""
    facts = f"Facts to {scenario.facts_as_of}; what is dated later is fiction." if scenario.facts_as_of else ""
    lines = [
        *wrapped(scenario.title, width, TITLE),
        BLANK,
        *paragraphs((scenario.premise or scenario.summary,), width, INK),
    ]
    if scenario.dilemma:
        lines += [BLANK, heading("The dilemma", width), *paragraphs((scenario.dilemma,), width, STRONG)]
    lines += [BLANK, heading("Seats", width)]
    for seat in scenario.seats:
        lines.append(columns(literal.styled(seat.label, INK), literal.styled(seat.short, MUTED), width))
    return [*lines, BLANK, *wrapped(scenario.disclaimer, width, WARN), *paragraphs((facts,), width, MUTED)]


def seat_lines(seat: Seat, brief: str, width: int) -> list[Content]:
    """The seat's own page: headings, paragraphs and lists of its brief."""
    lines = wrapped(seat.label, width, TITLE)
    for block in literal.prose(brief or seat.brief).split("\n\n"):
        lines += _block(block.strip("\n"), width)
    return lines


def _block(block: str, width: int) -> list[Content]:
    text = _EMPHASIS.sub(r"\1", block)
    if not text.strip():
        return []
    if text.startswith("#"):
        return [BLANK, heading(text.lstrip("# ").split("\n")[0], width)]
    if text.lstrip().startswith(("- ", "* ")):
        items = [line.strip()[2:] for line in text.split("\n") if line.strip()]
        return [BLANK, *bullets(items, width, INK, MUTED)]
    return [BLANK, *wrapped(" ".join(text.split("\n")), width, INK)]


def objective_lines(scenario: Scenario, seat: str, width: int) -> list[Content]:
    """What the seat is judged on: weight, measures, and the anchors worth 0 and 100."""
    lines = [heading("What you are judged on", width, "weight")]
    for objective in scenario.objectives:
        if objective.seat == seat:
            lines += [*_objective(objective, width), BLANK]
    gates = [gate for gate in scenario.gates if seat in gate.seats]
    if gates:
        lines.append(heading("Caps", width))
        lines += bullets([f"{gate.label}: no more than {gate.cap:g} points" for gate in gates], width, INK, WARN)
    return lines


def _objective(objective: Objective, width: int) -> list[Content]:
    title = literal.styled(objective.title, f"{STRONG} bold")
    lines = [columns(title, Content.styled(f"{objective.weight:g} %", f"{ACCENT} bold"), width)]
    lines += paragraphs((objective.about,), width, INK)
    for measure in objective.measures:
        lines += wrapped(_measure(measure, len(objective.measures) > 1), width, MUTED, indent=2, hang=4)
    return lines


def _measure(measure: Measure, several: bool) -> str:
    share = f"{measure.share:g} % " if several else ""
    unit = f" {measure.unit}" if measure.unit else ""
    name = measure.label or MODES[measure.mode]
    return f"{share}{name}: 0 points at {measure.zero:g}{unit}, 100 at {measure.hundred:g}{unit}"


def control_lines(scenario: Scenario, seat: Seat, width: int) -> list[Content]:
    """What the seat can do, and what the calendar says."""
    lines = [heading("What you control", width), *bullets(seat.controls or ["Your decisions."], width, INK, ACCENT)]
    if scenario.calendar:
        lines += [BLANK, heading("Calendar", width)]
        for at, words in sorted(scenario.calendar.items()):
            clock = scenario.times.moment(at)
            lines += labelled(clock.removesuffix(" 00:00"), words, width, ACCENT, INK, clock_column(clock) + 1)
    return lines


def rule_lines(scenario: Scenario, width: int) -> list[Content]:
    """The rules on one page."""
    return [
        heading("The rules on one page", width),
        *bullets([" ".join(rule.split()) for rule in RULES.strip().split("\n\n")], width, INK, ACCENT),
        BLANK,
        *wrapped(scenario.disclaimer, width, WARN),
    ]
