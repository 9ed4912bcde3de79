"""Every open option as likely as every other."""

from __future__ import annotations

from tabletop.bots.tastes import Taste
from tabletop.engine.question import Question


class UniformPlayer(Taste):
    """Draws with equal odds."""

    def scores(self, question: Question) -> list[float]:
        """The same for every option."""
        return [0.0] * len(question.open)


uniform = UniformPlayer()
"""The one uniform player there need be."""
