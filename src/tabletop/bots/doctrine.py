"""A bot that weighs options by the scenario's doctrine weights, worked out from what its seat sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.bots.choosing import answer, softmax
from tabletop.engine.question import Question
from tabletop.scenario.happenings import Doctrine


@dataclass(frozen=True)
class DoctrinePlayer:
    """Odds in proportion to exp(sharpness × (option weight + sum of the doctrine's changes for its tags)).

    `by_seat` gives each seat its doctrine; `otherwise` is for seats that have none.
    """

    by_seat: Mapping[str, Doctrine]
    otherwise: Doctrine

    def __call__(self, question: Question) -> tuple[str, ...]:
        """The answer."""
        doctrine = self.by_seat.get(question.seat, self.otherwise)
        weights = question.weights()
        options = question.point.options

        def score(number: int) -> float:
            changes = sum(doctrine.tags.get(tag, 0.0) for tag in options[number].tags)
            return doctrine.sharpness * (weights[number] + changes)

        return answer(question, lambda numbers: softmax([score(number) for number in numbers]))
