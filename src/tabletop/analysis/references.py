"""The two policies by which people's seats play on in a review: a cautious one and a firm one.

What a decision was worth depends on what its seat does later. So it is valued under both, and only what both agree on
is called a finding.
"""

from __future__ import annotations

from collections.abc import Mapping

from tabletop.bots.doctrine import DoctrinePlayer
from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import Doctrine

NAMES = ("cautious", "firm")
_OWN = (
    Doctrine(id="cautious", label="Cautious", tags={"cautious": 0.6, "dove": 0.3, "firm": -0.3, "hawk": -0.6}),
    Doctrine(id="firm", label="Firm", tags={"firm": 0.6, "hawk": 0.3, "dove": -0.3, "cautious": -0.6}),
)


def references(scenario: Scenario) -> tuple[Doctrine, Doctrine]:
    """The cautious and the firm policy: the scenario's own, or option weights moved a little either way."""
    first, second = scenario.references or _OWN
    return first, second


def described(scenario: Scenario) -> dict[str, dict[str, str]]:
    """By name: the policy's `label`, and `says`, how it weighs options, in words."""
    return {
        name: {"label": policy.label or name.capitalize(), "says": _says(policy)}
        for name, policy in zip(NAMES, references(scenario), strict=True)
    }


def _says(policy: Doctrine) -> str:
    changes = ", ".join(f"{tag} {change:+g}" for tag, change in policy.tags.items()) or "nothing changed"
    return f"the scenario's weights of the options, with {changes}; sharpness {policy.sharpness:g}"


def players(program: Program, seats: Mapping[str, str], reference: int, reviewed: str) -> dict[str, Chooser]:
    """Who plays on: a reference policy for people and for the seat under review, everybody else as they played."""
    policy = DoctrinePlayer({}, references(program.scenario)[reference])
    return {
        seat: policy if spec == "human" or seat == reviewed else make_chooser(spec, program)
        for seat, spec in seats.items()
    }


def remembering(chooser: Chooser, known: Mapping[tuple[str, int], tuple[str, ...]]) -> Chooser:
    """A player that answers as is known by (decision, times asked before) where that is open, else as `chooser`."""

    def choose(question: Question) -> tuple[str, ...]:
        choice = known.get((question.point.id, question.asked))
        return choice if choice is not None and _is_open(question, choice) else chooser(question)

    return choose


def _is_open(question: Question, choice: tuple[str, ...]) -> bool:
    numbers = {option.id: number for number, option in enumerate(question.point.options)}
    return all(question.open[numbers[option]] for option in choice)
