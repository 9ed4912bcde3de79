"""From learning objectives to the injects that serve them and the decisions that these lead to; and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabletop.report.msel import ACTION, Row
from tabletop.scenario.definition import Scenario

_NEVER = 1 << 60


@dataclass(frozen=True)
class Link:
    """An objective, a row of the MSEL that serves it (None: none does), and the decisions that it leads to.

    `same` says whether these decisions serve the objective as well.
    """

    objective: str
    inject: Row | None
    decisions: tuple[Row, ...]
    same: bool


def links(scenario: Scenario, rows: Sequence[Row]) -> tuple[Link, ...]:
    """All links, by objective and then in order of the rows.

    An inject leads to the next round in which one of its readers is asked something with the same objective; where
    there is none, to the next in which one of them is asked at all. What comes on a condition counts as when the bots
    met it; what comes by chance may lead to any decision of its readers. An objective that no inject serves links to
    its decisions alone.
    """
    return tuple(link for objective in scenario.learning_objectives for link in _links(scenario, rows, objective.id))


def orphans(scenario: Scenario, rows: Sequence[Row]) -> tuple[str, ...]:
    """What hangs in the air, in sentences: objectives without inject or decision, and decisions without objective."""
    return tuple(dict.fromkeys(_orphans(scenario, rows)))


def _links(scenario: Scenario, rows: Sequence[Row], objective: str) -> Iterator[Link]:
    asked = _observed(scenario, rows, objective)
    serving = [row for row in rows if row.type != ACTION and objective in _named(row)]
    for row in serving:
        same = _next(scenario, row, asked)
        others = _next(scenario, row, [each for each in rows if each.type == ACTION])
        yield Link(objective, row, same or others, bool(same))
    if not serving:
        yield Link(objective, None, tuple(asked), bool(asked))


def _next(scenario: Scenario, row: Row, asked: Sequence[Row]) -> tuple[Row, ...]:
    """Those of the decisions that readers of an inject are asked first after it, people's before the program's."""
    inject = next(inject for inject in scenario.injects if inject.id == row.id)
    seats = {str(point.id): str(point.seat) for point in scenario.decisions}
    people = {str(seat.id) for seat in scenario.seats if seat.player == "human"}
    since = _moment(row) if inject.hazard is None else 0
    later = [each for each in asked if seats[each.id] in inject.to and since <= _moment(each) < _NEVER]
    later = [each for each in later if seats[each.id] in people] or later
    if inject.hazard is not None:
        return tuple(later)
    return tuple(each for each in later if _moment(each) == min(map(_moment, later)))


def _moment(row: Row) -> int:
    moment = row.at if row.at is not None else row.about
    return _NEVER if moment is None else moment


def _observed(scenario: Scenario, rows: Sequence[Row], objective: str) -> list[Row]:
    """Decisions in which an objective can be seen: they cite it, or it names them."""
    told = next(each.observed_in for each in scenario.learning_objectives if each.id == objective)
    return [row for row in rows if row.type == ACTION and (objective in _named(row) or row.id in told)]


def _named(row: Row) -> list[str]:
    return row.objectives.split(", ")


def _orphans(scenario: Scenario, rows: Sequence[Row]) -> Iterator[str]:
    for objective in scenario.learning_objectives:
        if not any(row.type != ACTION and objective.id in _named(row) for row in rows):
            yield f"{objective.id} is served by no inject."
        if not _observed(scenario, rows, objective.id):
            yield f"{objective.id} can be seen in no decision of this length."
    people = {str(seat.id) for seat in scenario.seats if seat.player == "human"}
    for point in scenario.decisions:
        if point.seat in people and not point.objectives and any(row.id == point.id for row in rows):
            yield f"The decision {point.id} serves no objective."
    for inject in scenario.injects:
        if people.isdisjoint(inject.to):
            yield f"The inject {inject.id} reaches nobody but the program."
    for link in links(scenario, rows):
        if link.inject is not None and not link.decisions and _moment(link.inject) < _NEVER:
            yield f"After {link.inject.id} ({link.objective}) none of its readers is asked anything in this length."
