"""The hot wash in lines: what to talk about, what should have been learned, what really happened, the limits."""

from __future__ import annotations

from typing import Protocol

from tabletop.engine.telling import Papers, Told
from tabletop.plain.console import Console
from tabletop.plain.text import one_line
from tabletop.scenario.definition import Debrief, LearningObjective, Limits


class Debriefed(Protocol):
    """What is talked about afterwards: a scenario, or a campaign."""

    @property
    def debrief(self) -> Debrief:
        """Questions, facts, exercises, limits."""

    @property
    def learning_objectives(self) -> list[LearningObjective]:
        """What a student can do afterwards."""


def tell_debrief(console: Console, scenario: Debriefed) -> None:
    """Questions and riders, learning objectives, facts with their sources, the limits card."""
    _numbered(console, "To talk about", [question.text for question in scenario.debrief.questions])
    _bulleted(console, "Also", scenario.debrief.riders)
    _bulleted(console, "Can you now …", [objective.text for objective in scenario.learning_objectives])
    _bulleted(
        console, "What really happened", [_cited(fact.text, fact.sources) for fact in scenario.debrief.what_happened]
    )
    if scenario.debrief.limits is not None:
        _tell_limits(console, scenario.debrief.limits)


def tell_later(console: Console, papers: Papers, later: Told) -> None:
    """The papers that the game has written, then what is told of the years after."""
    for title, paragraphs in papers:
        console.heading(title)
        for paragraph in paragraphs:
            console.say(one_line(paragraph), hanging=2)
    if later:
        console.heading("Later")
    for title, text in later:
        console.say(f"{one_line(title)}: {one_line(text)}", hanging=2)


def _numbered(console: Console, title: str, texts: list[str]) -> None:
    if texts:
        console.heading(title)
    for number, text in enumerate(texts, 1):
        console.say(f"{number}. {one_line(text)}", hanging=3)


def _bulleted(console: Console, title: str, texts: list[str]) -> None:
    if texts:
        console.heading(title)
    for text in texts:
        console.say(f"- {one_line(text)}", hanging=2)


def _cited(text: str, sources: list[str]) -> str:
    return f"{text} [{', '.join(sources)}]" if sources else text


def _tell_limits(console: Console, limits: Limits) -> None:
    console.heading("Limits of this model")
    for label, text in (
        ("Purpose", limits.purpose),
        ("In it", limits.modelled),
        ("Left out", limits.left_out),
        ("Rests most on", ", ".join(limits.influential)),
        ("Data", limits.data),
        ("Dispute first", limits.dispute_first),
        ("What would change our mind", limits.change_mind),
    ):
        if text:
            console.say(f"{label}: {one_line(text)}", hanging=2)
