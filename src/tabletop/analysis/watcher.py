"""A player under watch: what it was asked, what it took, and by how much that was more than was to be expected."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from tabletop.analysis.columns import Columns
from tabletop.bots.choosing import by_scores, odds
from tabletop.bots.players import make_chooser
from tabletop.bots.tastes import Taste
from tabletop.engine.chance import derived_seed
from tabletop.engine.program import Program
from tabletop.engine.question import Question

REHEARSALS = 64
_FINE = 2

Key = tuple[str, tuple[bool, ...], tuple[float, ...]]


class Sheet:
    """What all watched players of one game did, a number a column.

    `opened` and `taken` count; `surprise` adds up, over the askings, 1 where the option was taken less the probability
    that it would be: draws that nothing which went before can tell, so that their mean is 0 in every world.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.opened = array("H", [0]) * columns.width
        self.taken = array("H", [0]) * columns.width
        self.surprise = array("d", [0.0]) * columns.width

    def note(self, question: Question, choice: Sequence[str], expected: Sequence[float]) -> None:
        """One question, its answer, and how likely each option was to be in it."""
        places = self.columns.of[str(question.point.id)]
        for number, option in enumerate(question.point.options):
            if question.open[number]:
                place, took = places[number], option.id in choice
                self.opened[place] += 1
                self.taken[place] += took
                self.surprise[place] += took - expected[number]


class Watcher:
    """Answers as the player of this name does, and keeps it on the sheet of the game."""

    def __init__(self, spec: str, program: Program, sheet: Sheet) -> None:
        chooser = make_chooser(spec, program)
        assert isinstance(chooser, Taste), "only players whose odds can be told are watched"
        self._taste = chooser
        self._sheet = sheet
        self._known: dict[Key, tuple[float, ...]] = program.code.once("rehearsed odds", dict)

    def __call__(self, question: Question) -> tuple[str, ...]:
        """The answer."""
        scores = self._taste.scores(question)
        choice = by_scores(question, scores)
        if any(question.open):
            self._sheet.note(question, choice, odds(question, scores) or self._rehearsed(question, scores))
        return choice

    def _rehearsed(self, question: Question, scores: list[float]) -> tuple[float, ...]:
        """For answers of several options: the share of 64 other answers to the same question that hold each option.

        An error of that share has nothing to do with the answer that is given: it makes an effect about 1/64 smaller.
        """
        key = (str(question.point.id), question.open, tuple(round(score, _FINE) for score in scores))
        if key not in self._known:
            others = [by_scores(question._replace(draw=_draw(number)), scores) for number in range(REHEARSALS)]
            ids = [option.id for option in question.point.options]
            self._known[key] = tuple(sum(id_ in other for other in others) / REHEARSALS for id_ in ids)
        return self._known[key]


class _draw:  # noqa: N801 - used as a function
    """The uniform values of one rehearsal."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, slot: int) -> float:
        return ((derived_seed(slot, "rehearsal", self._number) >> 11) + 0.5) * 2.0**-52
