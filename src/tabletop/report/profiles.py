"""Questions for a debrief of several teams, filled from their games: each asked only when the data give a reason to.

None of them says who did better. They ask what like results were made of, where like news led apart, and what forecasts
on the same question had been looking at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from tabletop.engine.asking import STANDING_FORECAST
from tabletop.report.teams import Answer, Comparison, Question, Team
from tabletop.report.wording import listed, points
from tabletop.scoring.scorecard import Scorecard

ALIKE = 5
APART = 10
FORECASTS_APART = 30
_MOST_NAMES = 4


class _Pair(NamedTuple):
    """Two teams that ended alike in a seat, each clearly ahead in another objective."""

    least: float
    seat: str
    one: Team
    other: Team
    ahead: str
    behind: str


def debrief_questions(comparison: Comparison) -> tuple[str, ...]:
    """At most one question of each kind, over all seats; none about scores where these do not compare."""
    found = [_parting(comparison), _forecasts(comparison)]
    if not comparison.mixed:
        found = [_opposite(comparison), *found, _same_choices(comparison)]
    return tuple(question for question in found if question)


def _opposite(comparison: Comparison) -> str:
    """Ended alike with opposite profiles: what did each protect?"""
    pair = max(_pairs(comparison), key=lambda pair: pair.least, default=None)
    if pair is None:
        return ""
    one, other = pair.one.scores[pair.seat], pair.other.scores[pair.seat]
    dice = "Same seed, same dice" if comparison.same_seed else "Not the same seed, but the same setup"
    gap = abs(one.points - other.points)
    ended = "on the same number of points" if gap == 0 else f"within {points(gap)} of each other"
    return (
        f"{dice}: {_short(comparison, pair.seat)} of {pair.one.name} ({one.points}) and of {pair.other.name} "
        f"({other.points}) finished {ended}, with opposite profiles. {pair.one.name} kept {_kept(pair, pair.ahead)}, "
        f"{pair.other.name} {_kept(pair, pair.behind)}. What did each protect, and who paid for it?"
    )


def _pairs(comparison: Comparison) -> Iterator[_Pair]:
    for seat in comparison.seats:
        for one, other in combinations(comparison.of_class(seat), 2):
            if seat in one.scores and abs(one.scores[seat].points - other.scores[seat].points) <= ALIKE:
                gaps = _gaps(one.scores[seat], other.scores[seat])
                if len(gaps) > 1:
                    ahead, behind = max(gaps, key=lambda id_: gaps[id_]), min(gaps, key=lambda id_: gaps[id_])
                    least = min(gaps[ahead], -gaps[behind])
                    if least >= APART:
                        yield _Pair(least, seat, one, other, ahead, behind)


def _gaps(one: Scorecard, other: Scorecard) -> dict[str, float]:
    """Points that the first is ahead, by objective; what either did not show is left out."""
    seen = {objective.id: objective.value for objective in other.objectives if objective.observed}
    return {o.id: o.value - seen[o.id] for o in one.objectives if o.observed and o.id in seen}


def _kept(pair: _Pair, objective: str) -> str:
    """'“Support at home” (71 against 40)', the better value first."""
    one, other = pair.one.scores[pair.seat], pair.other.scores[pair.seat]
    high, low = sorted((_value(one, objective), _value(other, objective)), reverse=True)
    return f"“{_title(one, objective)}” ({high} against {low})"


def _value(card: Scorecard, objective: str) -> int:
    return round(next(o.value for o in card.objectives if o.id == objective))


def _title(card: Scorecard, objective: str) -> str:
    return next(o.title for o in card.objectives if o.id == objective)


def _parting(comparison: Comparison) -> str:
    """The first question that teams answered differently: they had read the same until then."""
    for question in comparison.questions:
        groups = grouped(comparison, question)
        if len(groups) > 1:
            told = "; ".join(
                f"“{'; '.join(labels) or 'nothing'}” ({_names(teams)})" for labels, teams in groups.items()
            )
            same = "Everybody had read the same news" if comparison.same_seed else "The news had been much the same"
            seat = _short(comparison, question.point.seat)
            return (
                f"{same} when {seat} was asked “{question.point.title}”. The answers: {told}. What did you see in the "
                "same text that the others did not, and what would have had to stand there to change your mind?"
            )
    return ""


def grouped(comparison: Comparison, question: Question) -> dict[tuple[str, ...], list[Team]]:
    """The teams by the labels of what they chose, most teams first; those that were not asked are left out."""
    groups: dict[tuple[str, ...], list[Team]] = {}
    for team in comparison.teams:
        if answer := _own(team, question):
            groups.setdefault(answer.labels, []).append(team)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def _own(team: Team, question: Question) -> Answer | None:
    return team.answers.get(question.id)


def _forecasts(comparison: Comparison) -> str:
    """The question on which forecasts lay furthest apart."""
    widest = max(comparison.questions, key=lambda q: _width(_given(comparison, q)), default=None)
    if widest is None or _width(given := _given(comparison, widest)) < FORECASTS_APART:
        return ""
    least, most = min(given, key=lambda name: given[name]), max(given, key=lambda name: given[name])
    ask = widest.point.forecast.ask if widest.point.forecast else STANDING_FORECAST
    return (
        f"At “{widest.point.title}” {least} said {given[least]} % and {most} {given[most]} %, on “{ask}” Which sign did"
        " the one look at and the other not? What would both of you have said after hearing each other?"
    )


def _given(comparison: Comparison, question: Question) -> dict[str, int]:
    answers = {team.name: _own(team, question) for team in comparison.teams}
    return {name: answer.forecast for name, answer in answers.items() if answer and answer.forecast is not None}


def _width(given: Mapping[str, int]) -> int:
    return max(given.values()) - min(given.values()) if len(given) > 1 else 0


def _same_choices(comparison: Comparison) -> str:
    """Two games with the same choices of a seat that ended apart: the others and the dice made the difference."""
    for seat in comparison.seats:
        for one, other in combinations(comparison.of_class(seat), 2):
            gap = abs(one.scores[seat].points - other.scores[seat].points) if seat in one.scores else 0
            if gap > ALIKE and _course(comparison, one, seat) == _course(comparison, other, seat):
                source = "the other seats" if comparison.same_seed else "the other seats, and which from the dice"
                return (
                    f"{_short(comparison, seat)} of {one.name} and of {other.name} chose the same every time and ended "
                    f"{points(gap)} apart. What of it came from {source}? Does that make a decision better or worse?"
                )
    return ""


def _course(comparison: Comparison, team: Team, seat: str) -> list[tuple[str, ...] | None]:
    mine = [question for question in comparison.questions if question.point.seat == seat]
    return [answer.choice if (answer := _own(team, question)) else None for question in mine]


def _short(comparison: Comparison, seat: str) -> str:
    return next(each.short for each in comparison.scenario.seats if each.id == seat)


def _names(teams: list[Team]) -> str:
    if len(teams) > _MOST_NAMES:
        return f"{len(teams)} teams"
    return listed([team.name for team in teams])
