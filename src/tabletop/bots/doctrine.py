"""A bot that weighs options by the scenario's doctrine weights, worked out from what its seat sees."""

from __future__ import annotations

from collections.abc import Mapping

from tabletop.bots.tastes import PointMemory, Taste
from tabletop.engine.question import Question
from tabletop.scenario.happenings import DecisionPoint, Doctrine


class DoctrinePlayer(Taste):
    """Odds in proportion to exp(sharpness × (option weight + sum of the doctrine's changes for its tags)).

    `by_seat` gives each seat its doctrine; `otherwise` is for seats that have none.
    """

    def __init__(self, by_seat: Mapping[str, Doctrine], otherwise: Doctrine) -> None:
        self.by_seat = by_seat
        self.otherwise = otherwise
        self._changes = PointMemory(self._by_tags)

    def scores(self, question: Question) -> list[float]:
        """Sharpness times weight and changes together."""
        sharpness, changes = self._changes.of(question.point)
        return [sharpness * (weight + change) for weight, change in zip(question.weights(), changes, strict=True)]

    def _by_tags(self, point: DecisionPoint) -> tuple[float, list[float]]:
        """The sharpness, and what the tags of each option change."""
        doctrine = self.by_seat.get(point.seat, self.otherwise)
        changes = [sum(doctrine.tags.get(tag, 0.0) for tag in option.tags) for option in point.options]
        return doctrine.sharpness, changes
