"""Every open option as likely as every other."""

from __future__ import annotations

from tabletop.bots.choosing import answer
from tabletop.engine.question import Question


def uniform(question: Question) -> tuple[str, ...]:
    """An answer drawn with equal odds."""
    return answer(question, lambda numbers: [1.0] * len(numbers))
