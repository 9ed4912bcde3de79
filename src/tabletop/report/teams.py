"""Several games of one scenario side by side: what each team decided and when, and what it was worth.

Records are comparable when scenario, files, preset, length and every setting are the same; the seed may differ, and
whether it does is told. Nobody is ranked: teams stand in the order of their names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tabletop.errors import TabletopError
from tabletop.record.course import Replayed
from tabletop.record.record import DecisionLine, Header, InjectLine, OverrideLine, Record
from tabletop.report.rehearsal import is_listed
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import DecisionPoint
from tabletop.scoring.scorecard import Scorecard, score

HUMAN = "human"
DEFAULT = "default"
_APART = "compare them apart"
_NAMED = 4


class Incomparable(TabletopError):
    """Records that cannot stand side by side."""

    exit_code = 2


@dataclass(frozen=True)
class Answer:
    """How a team answered one question: ids and labels of what it chose, the minute, and what it said of it.

    `by` is the player's name, 'default' where the deadline passed; `forecast` is in per cent.
    """

    choice: tuple[str, ...]
    labels: tuple[str, ...]
    at: int
    by: str
    forecast: int | None = None
    rationale: str = ""
    dissent: str = ""


@dataclass(frozen=True)
class Question:
    """A decision as it was asked: the `nth` time of its decision point in a game, counted from 1."""

    point: DecisionPoint
    nth: int

    @property
    def id(self) -> str:
        """The decision's id; '#2' and so on stand behind it when it was asked again."""
        return str(self.point.id) + (f"#{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True)
class Team:
    """One game. `ending` says how it ended ('' while it is not `finished`), `at` when it stopped, `held` who sat where.

    `answers` are by id of the question. `remarks` say what sets this game apart from the others.
    """

    name: str
    file: str
    header: Header
    finished: bool
    ending: str
    at: int
    digest: str
    scores: Mapping[str, Scorecard]
    answers: Mapping[str, Answer]
    remarks: tuple[str, ...]

    @property
    def held(self) -> Mapping[str, str]:
        """Who held each seat."""
        return self.header.seats

    def counts(self, seat: str) -> bool:
        """Whether this team's score of a seat belongs to the class: played by people, to the end."""
        return self.finished and self.held.get(seat) == HUMAN


@dataclass(frozen=True)
class Comparison:
    """All teams by name, the seats that people held, the questions that were put to these, and what differs.

    `same_seed` and `mixed` (another preset, length or setting somewhere) say what may be compared with what.
    """

    scenario: Scenario
    sha256: str
    teams: tuple[Team, ...]
    seats: tuple[str, ...]
    questions: tuple[Question, ...]
    same_seed: bool
    mixed: tuple[str, ...]

    def of_class(self, seat: str) -> tuple[Team, ...]:
        """The teams whose score of a seat counts."""
        return tuple(team for team in self.teams if team.counts(seat))


def compare(replays: Sequence[Replayed], *, mixed: bool = False) -> Comparison:
    """Put games side by side. Raises Incomparable where they differ in more than seed, players and decisions.

    With `mixed` another preset, length or setting is allowed and told; another scenario never is.
    """
    first = replays[0].simulation.program
    differing = refuse_mixtures([replay.record for replay in replays], mixed=mixed)
    names = team_names([replay.record.path for replay in replays])
    teams = list(_told_twice(sorted(map(_team, replays, names), key=lambda team: natural(team.name))))
    held = {seat for team in teams for seat, player in team.held.items() if player == HUMAN}
    seats = tuple(str(seat.id) for seat in first.scenario.seats if seat.id in held)
    return Comparison(
        scenario=first.scenario,
        sha256=first.sha256,
        teams=tuple(teams),
        seats=seats or tuple(str(seat.id) for seat in first.scenario.seats),
        questions=tuple(_questions(first.scenario, teams, seats)),
        same_seed=len({team.header.seed for team in teams}) == 1,
        mixed=differing,
    )


def refuse_mixtures(records: Sequence[Record], *, mixed: bool) -> tuple[str, ...]:
    """What differs between the setups, in words; Incomparable when that is too much. Looks at the headers alone."""
    names = team_names([record.path for record in records])
    headers = [record.header for record in records]
    for what, read in (("scenario", _scenario), ("version of the scenario's files", _files)):
        if found := _several(names, map(read, headers)):
            raise Incomparable(f"these records do not belong together: more than one {what}: {found}", _APART)
    differing = tuple(f"{what}: {found}" for what, read in _SETTINGS if (found := _several(names, map(read, headers))))
    if differing and not mixed:
        raise Incomparable(
            f"these games were not set up alike. {'; '.join(differing)}",
            "their scores do not compare: leave some out, or put them side by side all the same with --mixed",
        )
    return differing


def team_names(paths: Sequence[Path]) -> list[str]:
    """A name for each file: its own without the ending; with its folder, then a number, where that is not enough."""
    short = [path.stem for path in paths]
    names = [
        stem if short.count(stem) == 1 else f"{path.resolve().parent.name}/{stem}"
        for stem, path in zip(short, paths, strict=True)
    ]
    seen: Counter[str] = Counter()
    for number, name in enumerate(names):
        seen[name] += 1
        names[number] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return names


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people do: cell-2 before cell-10, whatever the case."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name.casefold())
    )


def _scenario(header: Header) -> str:
    return f"{header.scenario} {header.scenario_version}"


def _files(header: Header) -> str:
    return header.sha256[:12]


def _given(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={values[name]}" for name in sorted(values)) or "none"


_SETTINGS = (
    ("length", lambda header: header.length or "none"),
    ("preset", lambda header: header.preset or "none"),
    ("texts", lambda header: _given(header.texts)),
    ("assumptions", lambda header: _given(header.assumptions)),
    ("hidden facts that were set", lambda header: _given(header.latents)),
)


def _several(names: Sequence[str], values: Iterable[str]) -> str:
    """'50 (40 records), 75 (cell-b)' when there is more than one value, the most frequent first; otherwise ''."""
    holders: dict[str, list[str]] = {}
    for name, value in zip(names, values, strict=True):
        holders.setdefault(value, []).append(name)
    if len(holders) < 2:
        return ""
    order = sorted(holders, key=lambda value: (-len(holders[value]), value))
    return ", ".join(f"{value} ({_held_by(holders[value])})" for value in order)


def _held_by(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} records"


def _team(replay: Replayed, name: str) -> Team:
    sim = replay.simulation
    return Team(
        name=name,
        file=str(replay.record.path),
        header=replay.record.header,
        finished=replay.complete,
        ending=sim.outcome.title if sim.outcome else "",
        at=sim.now,
        digest=replay.digest,
        scores=score(sim),
        answers=dict(_answers(replay)),
        remarks=tuple(_remarks(replay)),
    )


def _told_twice(teams: Iterable[Team]) -> Iterator[Team]:
    """The teams, those that played the very same game as another before them with a remark: it may be a copy."""
    first: dict[str, str] = {}
    for team in teams:
        known = first.setdefault(team.digest, team.name)
        if known == team.name:
            yield team
        else:
            yield replace(team, remarks=(*team.remarks, f"the very same game as {known}, answer for answer"))


def _answers(replay: Replayed) -> Iterator[tuple[str, Answer]]:
    """Every decision in order, by the id of its question. Defaults are no lines of a record, so the game is asked."""
    lines: dict[tuple[int, str, str], DecisionLine] = {(d.at, d.seat, d.decision): d for d in replay.record.decisions}
    times: Counter[str] = Counter()
    for taken in replay.taken:
        point = replay.simulation.program.points[taken.decision].point
        times[taken.decision] += 1
        labels = tuple(option.label for option in point.options if option.id in taken.choice)
        line = lines.get((taken.at, taken.seat, taken.decision))
        question = Question(point, times[taken.decision]).id
        if line is None or taken.by == DEFAULT:
            yield question, Answer(taken.choice, labels, taken.at, DEFAULT)
        else:
            words = (line.forecast, line.rationale, line.dissent)
            yield question, Answer(taken.choice, labels, taken.at, line.by, *words)


def _remarks(replay: Replayed) -> Iterator[str]:
    if not replay.complete:
        stops = replay.simulation.program.times.moment(replay.simulation.now)
        yield f"not finished: it stops on {stops}; shown, not counted"
    header, lines = replay.record.header, replay.record.lines
    if header.parent is not None:
        yield f"a branch of {Path(header.parent.file).name}, which left it after decision {header.parent.at}"
    by_hand = sum(isinstance(line, OverrideLine | InjectLine) for line in lines)
    if by_hand:
        yield f"the facilitator stepped in {by_hand} time{'s' if by_hand > 1 else ''}"
    if replay.record.torn:
        yield "the end of its file was cut off"


def _questions(scenario: Scenario, teams: Sequence[Team], seats: Sequence[str]) -> Iterator[Question]:
    """What was put to the seats in any game, in the order of first being answered."""
    lengths = {team.header.length for team in teams}
    first: dict[str, int] = {}
    for team in teams:
        for name, answer in team.answers.items():
            first[name] = min(first.get(name, answer.at), answer.at)
    points = {str(point.id): point for point in scenario.decisions}
    order = {id_: n for n, id_ in enumerate(points)}
    for name in sorted(first, key=lambda name: (first[name], order[name.partition("#")[0]], name)):
        id_, _, nth = name.partition("#")
        point = points[id_]
        if point.seat in seats and any(is_listed(point, length) for length in lengths):
            yield Question(point, int(nth or 1))
