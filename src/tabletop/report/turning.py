"""Turning points: the happenings that moved the scores most, by the evidence for each objective."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tabletop.report.game import Game
from tabletop.report.scores import Evidences
from tabletop.report.timeline import Timeline

MOST = 3


@dataclass(frozen=True)
class Turn:
    """A turning point: its row, what it did to each reported seat in points of the total, and what it moved."""

    n: int
    clock: str
    title: str
    effects: tuple[tuple[str, float], ...]
    lines: tuple[str, ...]


def turning_points(game: Game, timeline: Timeline, found: Evidences) -> tuple[Turn, ...]:
    """The three happenings that moved the totals of the reported seats most, in order of time.

    An effect is the sum of what the happening moved in each objective (see `scoring.evidence`), by its weight, and
    what a cap took that it brought about. Of happenings equal in size the earlier comes first.
    """
    effects = _effects(game, timeline, found)
    largest = sorted(effects, key=lambda n: (-sum(map(abs, effects[n].values())), n))[:MOST]
    return tuple(_turn(game, timeline, n, effects[n]) for n in sorted(largest))


def _effects(game: Game, timeline: Timeline, found: Evidences) -> dict[int, dict[str, float]]:
    effects: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for seat in game.seats:
        card = game.scorecards[seat]
        whole = sum(objective.weight for objective in card.objectives if objective.observed) or 1.0
        for objective in card.objectives:
            for n, size in found[objective.id].sizes if objective.id in found else ():
                effects[n][seat] = effects[n].get(seat, 0.0) + size * objective.weight / whole
        if card.capped_by and card.gates[0].entry is not None:
            n = timeline.root(card.gates[0].entry)
            effects[n][seat] = effects[n].get(seat, 0.0) - (card.uncapped - card.total)
    return dict(effects)


def _turn(game: Game, timeline: Timeline, n: int, effects: dict[str, float]) -> Turn:
    card = game.cards.get(n)
    told = tuple((game.shorts[seat], effects[seat]) for seat in game.seats if seat in effects)
    return Turn(n, game.times.moment(game.sim.entries[n].at), timeline.title(n), told, card.lines if card else ())
