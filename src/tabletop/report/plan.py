"""A class planned: who sits where, what happens when, and what has to be typed and handed out.

Class sizes after the project's reading of classroom practice: groups of five to seven, two or three to a seat (four are
too many), parallel cells on one seed from fifteen students on.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tabletop.engine.program import Program
from tabletop.errors import CannotRun
from tabletop.report.agenda import Agenda, agenda
from tabletop.report.rehearsal import GAMES, Round, is_listed, rehearse, rounds
from tabletop.scenario.definition import Scenario, Seat
from tabletop.scenario.happenings import DecisionPoint

MOST_STUDENTS = 60
LARGEST_CELL = 7
MOST_TO_A_SEAT = 3
_CELL_OF_A_LARGE_CLASS = 6
_MINUTES_TO_DECIDE = 5
_ALONE_UP_TO = 5


@dataclass(frozen=True)
class Cell:
    """One game at one keyboard. Students are numbers from 1; `observers` sit in no seat and watch one team.

    `program` maps the seats that no student holds to their players, `changed` those of them that the command must name.
    """

    name: str
    seats: Mapping[str, tuple[int, ...]]
    observers: tuple[int, ...]
    program: Mapping[str, str]
    changed: Mapping[str, str]

    @property
    def students(self) -> tuple[int, ...]:
        """Everybody in the cell, in order."""
        return (*(student for team in self.seats.values() for student in team), *self.observers)

    @property
    def record(self) -> str:
        """The file of its record."""
        return f"cell-{self.name.lower()}.jsonl"


@dataclass(frozen=True)
class Turn:
    """A round with its class time: minutes after the class begins, and how long it has."""

    start: int
    minutes: int
    round: Round


@dataclass(frozen=True)
class ClassPlan:
    """Everything that an instructor needs to know of a class before it begins.

    `turns` are the rounds that come in most games, `may_open` what comes in some; `commands` are (what for, what to
    type); `notes` are for the instructor.
    """

    scenario: Scenario
    students: int
    seed: int
    preset: str
    agenda: Agenda
    turns: tuple[Turn, ...]
    may_open: tuple[DecisionPoint, ...]
    cells: tuple[Cell, ...]
    white_cell: bool
    commands: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def copies(self) -> dict[str, int]:
        """How many students hold each seat, over all cells."""
        counts: dict[str, int] = {}
        for cell in self.cells:
            for seat, team in cell.seats.items():
                counts[seat] = counts.get(seat, 0) + len(team)
        return counts

    def play_command(self, cell: Cell, reference: str) -> str:
        """What to type in one cell; `reference` is the scenario's name or path."""
        words = ["tabletop", "play", reference]
        words += ["--length", self.agenda.length] if self.agenda.length else []
        words += ["--preset", self.preset] if self.preset else []
        words += ["--seed", str(self.seed)]
        for seat, player in cell.changed.items():
            words += ["--seat", f"{seat}={player}"]
        return shlex.join([*words, "--record", cell.record])


def plan(
    program: Program, reference: str, minutes: int, students: int, seed: int, preset: str = "", games: int = GAMES
) -> ClassPlan:
    """The plan of one class. `reference` is what the scenario is called in commands, `games` how many are rehearsed.

    Raises CannotRun when no session fits into the time, or the scenario asks nobody for anything.
    """
    scenario = program.scenario
    timed = agenda(scenario, minutes)
    placed = cells(scenario, students)
    held = list(placed[0].seats)
    told, rare = rounds(scenario, timed.length, held, rehearse(program, preset, timed.length, games))
    turns = _turns(timed, told)
    notes = (*timed.notes, *_notes(scenario, timed, turns, rare, placed, preset))
    drawn = ClassPlan(
        scenario, students, seed, preset, timed, turns, rare, placed, students > 14, (), notes
    )  # fmt: skip
    return replace(drawn, commands=tuple(_commands(drawn, reference)))


def cells(scenario: Scenario, students: int) -> tuple[Cell, ...]:
    """The students in cells of nearly equal size, each in one place.

    One cell up to 7 students, two up to 14, beyond that as many as make groups of about six; more where the scenario
    has so few seats for people that four would share one.
    """
    seats = human_seats(scenario)
    room = min(LARGEST_CELL, MOST_TO_A_SEAT * len(seats) + 1)
    wanted = 1 if students <= 7 else 2 if students <= 14 else -(-students // _CELL_OF_A_LARGE_CLASS)
    number = max(wanted, -(-students // room))
    sizes = [students // number + (n < students % number) for n in range(number)]
    starts = [1 + sum(sizes[:n]) for n in range(number)]
    return tuple(
        _cell(scenario, seats, chr(ord("A") + n), range(starts[n], starts[n] + sizes[n])) for n in range(number)
    )


def human_seats(scenario: Scenario) -> list[Seat]:
    """The seats that people hold unless told otherwise, optional ones last. Raises CannotRun when nobody decides."""
    asked = {point.seat for point in scenario.decisions}
    seats = [seat for seat in scenario.seats if seat.player == "human" and seat.id in asked]
    seats = seats or [seat for seat in scenario.seats if seat.id in asked]
    if not seats:
        raise CannotRun(f"{scenario.id} asks nobody for a decision, so there is nothing to play in class")
    return sorted(seats, key=lambda seat: seat.optional)


def _cell(scenario: Scenario, seats: list[Seat], name: str, students: range) -> Cell:
    used = seats[: len(students)]
    playing = min(len(students), MOST_TO_A_SEAT * len(used))
    teams: dict[str, tuple[int, ...]] = {}
    first = students.start
    for n, seat in enumerate(used):
        size = playing // len(used) + (n < playing % len(used))
        teams[str(seat.id)] = tuple(range(first, first + size))
        first += size
    program = {str(seat.id): "doctrine" for seat in scenario.seats if seat.id not in teams}
    changed = {str(seat.id): "doctrine" for seat in scenario.seats if seat.id not in teams and seat.player == "human"}
    changed |= {seat: "human" for seat in teams if _player(scenario, seat) != "human"}
    return Cell(name, teams, tuple(range(first, students.stop)), program, changed)


def _player(scenario: Scenario, seat: str) -> str:
    return next(str(each.player) for each in scenario.seats if each.id == seat)


def _turns(timed: Agenda, told: tuple[Round, ...]) -> tuple[Turn, ...]:
    """The rounds over the minutes of play, in order, each as long as the others to a minute."""
    slots = [range(slot.start, slot.start + slot.minutes) for slot in timed.slots if slot.kind == "play"]
    free = [minute for slot in slots for minute in slot]
    if not told or len(free) < len(told):
        return ()
    sizes = [len(free) // len(told) + (n < len(free) % len(told)) for n in range(len(told))]
    starts = [free[sum(sizes[:n])] for n in range(len(told))]
    return tuple(Turn(start, size, each) for start, size, each in zip(starts, sizes, told, strict=True))


def _notes(
    scenario: Scenario, timed: Agenda, turns: tuple[Turn, ...], rare: tuple[DecisionPoint, ...],
    placed: tuple[Cell, ...], preset: str,
) -> Iterable[str]:  # fmt: skip
    shortest = min((turn.minutes for turn in turns), default=_MINUTES_TO_DECIDE)
    if shortest < _MINUTES_TO_DECIDE:
        yield f"{len(turns)} rounds leave {shortest} minutes for some: keep the talk short, or take a longer session."
    if not turns:
        yield "No decision has a time of its own in this session: play for as long as the agenda says."
    if rare:
        yield "Some games ask more than is listed. Take the minutes for it from the round that follows."
    if len(placed) > 1:
        yield "All cells play the same seed: what differs between them is choices, and what followed from choices."
    if len(placed) > _ALONE_UP_TO:
        yield f"{len(placed)} cells are many for one person: get a second one for the white cell."
    if preset and preset != scenario.preset_default:
        yield "The preset's name tells which world this is. Type the commands yourself before the students come in."
    for seat in scenario.seats:
        asked = sum(point.seat == seat.id and is_listed(point, timed.length) for point in scenario.decisions)
        if seat.optional and asked and seat.id in placed[0].program:
            yield f"{seat.label} can be taken by a student ({asked} decisions): --seat {seat.id}=human."
    if any(cell.observers for cell in placed):
        yield "An observer sits in no seat: notes who argued for what, and speaks first in the debrief."


def _commands(drawn: ClassPlan, reference: str) -> Iterable[tuple[str, str]]:
    """What to type before, during and after, in this order."""
    setup = ["--length", drawn.agenda.length] if drawn.agenda.length else []
    setup += ["--preset", drawn.preset] if drawn.preset else []
    yield "before: the machine", "tabletop doctor"
    yield "before: what to print", shlex.join(["tabletop", "handouts", reference, "-o", "handouts", *setup, "--html"])
    for cell in drawn.cells:
        yield f"play: cell {cell.name}", drawn.play_command(cell, reference)
    elsewhere = "" if reference == drawn.scenario.id else f" --scenario {shlex.quote(reference)}"
    yield "if it stops: go on", f"tabletop resume {drawn.cells[0].record}{elsewhere}"
    yield "debrief: one cell", f"tabletop report {drawn.cells[0].record} --hotwash{elsewhere}"
    if len(drawn.cells) > 1:
        yield "debrief: all cells", f"tabletop compare cell-*.jsonl{elsewhere}"
