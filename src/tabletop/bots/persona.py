"""A bot by taste: it looks at the tags of options and is blind to the numbers of the world."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.bots.choosing import answer, softmax
from tabletop.engine.question import Question
from tabletop.scenario.happenings import Persona


@dataclass(frozen=True)
class PersonaPlayer:
    """Odds in proportion to exp(sharpness × sum of the weights of the option's tags)."""

    persona: Persona

    def __call__(self, question: Question) -> tuple[str, ...]:
        """The answer."""
        return answer(question, lambda numbers: softmax([self._score(question, number) for number in numbers]))

    def _score(self, question: Question, number: int) -> float:
        tags = question.point.options[number].tags
        return self.persona.sharpness * sum(self.persona.tags.get(tag, 0.0) for tag in tags)
