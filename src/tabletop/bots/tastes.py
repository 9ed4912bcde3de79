"""Bots whose odds follow from a score for every option, and what such bots keep in mind of a decision point."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from tabletop.bots.choosing import by_scores
from tabletop.engine.question import Question
from tabletop.scenario.happenings import DecisionPoint

Kept = TypeVar("Kept")


class Taste(ABC):
    """A player with odds in proportion to exp(score). It knows nothing of a game, so that any number may share it."""

    def __call__(self, question: Question) -> tuple[str, ...]:
        """The answer."""
        return by_scores(question, self.scores(question))

    @abstractmethod
    def scores(self, question: Question) -> list[float]:
        """A score for every option of the point, locked ones included; what is not a number counts 0."""


class PointMemory(Generic[Kept]):
    """What is worked out from a decision point alone, once for each point and not once for each question."""

    def __init__(self, work_out: Callable[[DecisionPoint], Kept]) -> None:
        self._work_out = work_out
        self._known: dict[str, tuple[DecisionPoint, Kept]] = {}

    def of(self, point: DecisionPoint) -> Kept:
        """What was worked out for this very point, now or before."""
        known = self._known.get(point.id)
        if known is None or known[0] is not point:
            known = self._known[point.id] = (point, self._work_out(point))
        return known[1]
