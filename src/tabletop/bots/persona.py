"""A bot by taste: it looks at the tags of options and is blind to the numbers of the world."""

from __future__ import annotations

from tabletop.bots.tastes import PointMemory, Taste
from tabletop.engine.question import Question
from tabletop.scenario.happenings import DecisionPoint, Persona


class PersonaPlayer(Taste):
    """Odds in proportion to exp(sharpness × sum of the weights of the option's tags)."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self._scores = PointMemory(self._by_tags)

    def scores(self, question: Question) -> list[float]:
        """Sharpness times the sum of the option's tags."""
        return self._scores.of(question.point)

    def _by_tags(self, point: DecisionPoint) -> list[float]:
        sharpness, tags = self.persona.sharpness, self.persona.tags
        return [sharpness * sum(tags.get(tag, 0.0) for tag in option.tags) for option in point.options]
