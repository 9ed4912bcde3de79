"""The legwork of a review: possible worlds until enough of them fit, then futures in those that do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tabletop.analysis.crew import Crew
from tabletop.analysis.futures import OTHERS_EVERY, START, Fit, Value, World, fits, values
from tabletop.analysis.past import Moment, Past
from tabletop.analysis.posterior import Posterior, come_to_light, exact, posterior
from tabletop.engine.program import Program

Report = Callable[[int, int], None]

FEWEST_WORLDS = 100
ENOUGH = 0.1
TELLING = 8
"""Exact fits from which hidden facts that they share count as come to light: by chance they would rarely agree."""
_AT_A_TIME = 10


@dataclass(frozen=True)
class Found:
    """What was found for one seat: the worlds' fits, the worlds of each moment, and the values of each moment.

    `values` are in the order of the futures; START is the beginning.
    """

    fits: tuple[Fit, ...]
    posteriors: dict[int, Posterior]
    values: dict[int, list[Value]]


class Survey:
    """Does the legwork with a crew. `report` hears (playouts done, of all) as far as they can be foreseen."""

    def __init__(
        self, program: Program, crew: Crew, futures: int, report: Report, tasks: Sequence[tuple[Past, int | None]]
    ) -> None:
        self._program = program
        self._crew = crew
        self._futures = futures
        self._report = report
        self._worlds = max(FEWEST_WORLDS, futures)
        self._done = 0.0
        self._total = sum(self._foreseen(past, only) for past, only in tasks)

    def seat(self, past: Past, only: int | None = None) -> Found:
        """Everything for one seat, or for one of its moments. Raises CannotRun when no possible world fits."""
        moments = range(len(past.moments)) if only is None else [only]
        found = self._fits(past, moments[-1] + 1 if moments else 0)
        posteriors = {number: posterior(found, number, self._futures) for number in moments}
        starts = range(self._futures) if only is None else range(0)
        return Found(tuple(found), posteriors, self._values(past, posteriors, starts))

    # Worlds

    def _fits(self, past: Past, moments: int) -> list[Fit]:
        """The worlds for so many moments; those that a moment asked for serve it and the later ones."""
        found = self._tried(past, [World(number) for number in range(self._worlds)])
        for moment in range(moments):
            if len(exact(found, moment)) < TELLING:
                found += self._tried(past, self._more(found, past, moment, ()))
            fitting = len(exact(found, moment))
            facts = come_to_light(found, moment)
            if TELLING <= fitting < ENOUGH * self._worlds and facts:
                found += self._tried(past, self._more(found, past, moment, facts))
        return found

    def _more(
        self, found: list[Fit], past: Past, moment: int, facts: tuple[tuple[str, str | float], ...]
    ) -> list[World]:
        return [World(len(found) + number, facts, moment) for number in range(self._worlds)]

    def _tried(self, past: Past, worlds: list[World]) -> list[Fit]:
        items = [(past, tuple(worlds[first : first + _AT_A_TIME])) for first in range(0, len(worlds), _AT_A_TIME)]
        found: list[Fit] = []
        for some in self._crew.each(fits, items):
            found += some
            self._tell(len(some))
        return sorted(found, key=lambda fit: fit.world.number)

    # Futures

    def _values(self, past: Past, posteriors: dict[int, Posterior], starts: range) -> dict[int, list[Value]]:
        found: dict[int, list[Value]] = {number: [] for number in (START, *posteriors)}
        for some in self._crew.each(values, self._items(past, posteriors, starts)):
            for value in some:
                found[value.moment].append(value)
                self._tell(_playouts(None if value.moment == START else past.moments[value.moment]))
        return {number: sorted(some, key=lambda value: value.future) for number, some in found.items()}

    def _items(
        self, past: Past, posteriors: dict[int, Posterior], starts: range
    ) -> Iterator[tuple[Past, World, dict[int, tuple[int, ...]]]]:
        """For each world the futures that are to be played in it, by moment; the beginning in pieces of its own."""
        wanted: dict[World, dict[int, tuple[int, ...]]] = {}
        for number, found in posteriors.items():
            for future, world in enumerate(found.worlds):
                futures = wanted.setdefault(world, {})
                futures[number] = (*futures.get(number, ()), future)
        for world in sorted(wanted, key=lambda world: world.number):
            yield past, world, wanted[world]
        for first in range(0, len(starts), _AT_A_TIME):
            yield past, World(0), {START: tuple(starts[first : first + _AT_A_TIME])}

    # Progress

    def _tell(self, playouts: float) -> None:
        self._done += playouts
        self._total = max(self._total, self._done)
        self._report(round(self._done), round(self._total))

    def _foreseen(self, past: Past, only: int | None) -> float:
        moments = past.moments if only is None else past.moments[only : only + 1]
        starts = 0 if only is not None else _playouts(None)
        return self._worlds + self._futures * (starts + sum(_playouts(moment) for moment in moments))


def _playouts(moment: Moment | None) -> float:
    """How many games one future takes: one for each answer, and in some one with the others' choices."""
    return (1 if moment is None else len(moment.open)) + 1 / OTHERS_EVERY
