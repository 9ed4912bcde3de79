"""Tries what was tried least, so that a set of playouts reaches every option."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tabletop.bots.choosing import answer
from tabletop.engine.question import Question


@dataclass
class ExplorerMemory:
    """How often each (decision, option) was chosen, shared by the explorers of a set of playouts."""

    counts: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class Explorer:
    """Chooses among the options that the memory has seen least, ties by draw, and adds to the memory."""

    memory: ExplorerMemory

    def __call__(self, question: Question) -> tuple[str, ...]:
        """The answer; counted at once."""
        chosen = answer(question, lambda numbers: self._least_used(question, numbers))
        for option in chosen:
            self.memory.counts[question.point.id, option] += 1
        return chosen

    def _least_used(self, question: Question, numbers: list[int]) -> list[float]:
        point = question.point
        counts = [self.memory.counts[point.id, point.options[number].id] for number in numbers]
        return [1.0 if count == min(counts) else 0.0 for count in counts]
