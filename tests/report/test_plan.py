"""A class planned: every student has one place, the minutes add up, what has to be typed can be typed."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.errors import CannotRun
from tabletop.report.plan import LARGEST_CELL, MOST_STUDENTS, MOST_TO_A_SEAT, Cell, ClassPlan, cells, plan
from tabletop.report.rehearsal import rehearse, rounds
from tabletop.scenario.definition import Scenario
from tabletop.scenario.load import load

SEATS = """
  - {{id: s{n}, label: Seat {n}, short: S{n}, brief: You are {n}., player: {player}, optional: {optional}}}"""
POINT = """
  - id: d{n}
    seat: s{n}
    title: What does {n} do?
    brief: Think.
    opens: {opens}
    window: 1d
    default: wait
    options:
      - {{id: wait, label: Wait, brief: Nothing.}}
      - {{id: go, label: Go, brief: Something., effects: [{then}]}}"""
REST = """
format: 1
id: toy
version: 1
title: A toy
summary: Toys decide.
disclaimer: A toy.
startex: {date: 2027-01-01}
endex: {at: 9, latest: 9d}
endings: [{id: over, title: Over}]
gauges: [{id: g, label: G, start: 50}]
"""


def toy(folder: Path, people: int, *, optional: int = 0, opens: str = '{at: "D+1 08:00"}', extra: str = "") -> Program:
    """A scenario with so many seats for people, each asked once, and one seat of the program."""
    marks = ["false"] * people + ["true"] * optional
    seats = "".join(SEATS.format(n=n, player="human", optional=mark) for n, mark in enumerate(marks))
    seats += SEATS.format(n=99, player="doctrine", optional="false")
    then = "{add: {g: 1}}"
    points = "".join(POINT.format(n=n, opens=opens, then=then) for n in [*range(people + optional), 99])
    path = folder / "scenario.yaml"
    path.write_text(f"{REST}{extra}seats:{seats}\ndecisions:{points}\n", "utf-8")
    return compile_program(load(path))


@pytest.fixture(scope="module")
def flagship(checkout: Path) -> Program:
    return compile_program(load(checkout / "scenarios" / "regional-contingency"))


def check_places(scenario: Scenario, placed: tuple[Cell, ...], students: int) -> None:
    """Everybody sits in exactly one place, in a group of seven at most, three to a seat at most."""
    assert [student for cell in placed for student in cell.students] == list(range(1, students + 1))
    for cell in placed:
        assert 1 <= len(cell.students) <= LARGEST_CELL
        assert all(1 <= len(team) <= MOST_TO_A_SEAT for team in cell.seats.values())
        assert len(cell.observers) <= 1
        assert sorted([*cell.seats, *cell.program]) == sorted(str(seat.id) for seat in scenario.seats)
    assert len({cell.record for cell in placed}) == len(placed)
    sizes = [len(cell.students) for cell in placed]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_every_student_has_one_place(tmp_path: Path, people: int) -> None:
    scenario = toy(tmp_path, people).scenario
    for students in range(1, MOST_STUDENTS + 1):
        check_places(scenario, cells(scenario, students), students)


def test_the_whole_plan_adds_up_for_every_class_and_length(flagship: Program) -> None:
    for minutes in (50, 75, 180):
        for students in range(1, MOST_STUDENTS + 1):
            drawn = plan(flagship, "regional-contingency", minutes, students, 7, games=1)
            check_places(flagship.scenario, drawn.cells, students)
            check_minutes(drawn, minutes)


def check_minutes(drawn: ClassPlan, minutes: int) -> None:
    assert sum(slot.minutes for slot in drawn.agenda.slots) == drawn.agenda.minutes == minutes
    assert 3 * drawn.agenda.of("debrief") >= minutes
    assert sum(turn.minutes for turn in drawn.turns) == drawn.agenda.of("play")


def test_class_sizes_are_those_of_the_method(flagship: Program) -> None:
    sizes = {n: len(cells(flagship.scenario, n)) for n in range(1, 61)}
    assert {n: sizes[n] for n in (1, 4, 7)} == {1: 1, 4: 1, 7: 1}
    assert {n: sizes[n] for n in (8, 11, 14)} == {8: 2, 11: 2, 14: 2}
    assert {n: sizes[n] for n in (15, 18, 24, 60)} == {15: 3, 18: 3, 24: 4, 60: 10}
    assert [plan(flagship, "x", 50, n, 7, games=1).white_cell for n in (14, 15)] == [False, True]


def test_one_student_plays_one_seat_and_the_program_the_rest(flagship: Program) -> None:
    (cell,) = cells(flagship.scenario, 1)
    assert cell.seats == {"us": (1,)}
    assert cell.program == {"rok": "doctrine", "prc": "doctrine", "dprk": "doctrine", "japan": "doctrine"}
    assert cell.changed == {"rok": "doctrine"}


def test_the_seventh_of_two_seats_watches(flagship: Program) -> None:
    (cell,) = cells(flagship.scenario, 7)
    assert (cell.seats, cell.observers) == ({"us": (1, 2, 3), "rok": (4, 5, 6)}, (7,))


def test_optional_seats_are_filled_last(tmp_path: Path) -> None:
    scenario = toy(tmp_path, 1, optional=2).scenario
    assert list(cells(scenario, 2)[0].seats) == ["s0", "s1"]
    assert cells(scenario, 1)[0].changed == {"s1": "doctrine", "s2": "doctrine"}


def test_all_cells_get_the_same_seed_and_files_of_their_own(flagship: Program) -> None:
    drawn = plan(flagship, "a folder/toy", 50, 20, 31, "pessimistic", games=1)
    commands = [shlex.split(command) for what, command in drawn.commands if what.startswith("play")]
    assert len(commands) == 4
    for cell, words in zip(drawn.cells, commands, strict=True):
        assert words[:3] == ["tabletop", "play", "a folder/toy"]
        given = dict(zip(words[3::2], words[4::2], strict=True))
        assert given == {"--length": "50", "--preset": "pessimistic", "--seed": "31", "--record": cell.record}
    assert any("name tells which world" in note for note in drawn.notes)
    assert drawn.copies() == {"us": 12, "rok": 8}


def test_the_seats_of_the_program_are_named_in_the_command(flagship: Program) -> None:
    drawn = plan(flagship, "x", 50, 1, 7, games=1)
    play = next(command for what, command in drawn.commands if what.startswith("play"))
    assert "--seat rok=doctrine" in play
    assert "compare" not in " ".join(command for _, command in drawn.commands)


def test_rounds_are_what_is_asked_together_and_in_this_length(flagship: Program) -> None:
    drawn = plan(flagship, "x", 50, 6, 7)
    assert [[p.id for p in turn.round.points] for turn in drawn.turns] == [
        ["us1", "rok1"],
        ["us6", "rok6"],
        ["us8", "rok8"],
    ]
    assert [(turn.start, turn.minutes) for turn in drawn.turns] == [(5, 9), (14, 9), (23, 9)]
    assert [point.id for point in drawn.may_open] == ["us10", "rok10"]
    longer = plan(flagship, "x", 180, 6, 7)
    assert [turn.minutes for turn in longer.turns] == [10, 10, 10, 10, 9, 9, 9, 9, 9]


def test_what_an_inject_opens_is_found_by_rehearsing(tmp_path: Path) -> None:
    extra = (
        "injects: [{id: call, at: 'D+3 10:00', from: A, to: [s0], channel: news, subject: X, body: Y, "
        "objectives: [LO1], effects: [{open: d0}, {open: d99}]}]\n"
        "learning_objectives: [{id: LO1, text: X, bloom: apply}]\n"
    )
    program = toy(tmp_path, 1, opens="{}", extra=extra)
    rehearsal = rehearse(program)
    told, rare = rounds(program.scenario, "", ["s0"], rehearsal)
    assert [(each.at, [p.id for p in each.points]) for each in told] == [(3 * 1440 + 600, ["d0"])]
    assert rare == ()
    assert rehearsal.came == {"call": (40, 3 * 1440 + 600)}


def test_the_same_class_is_planned_alike(flagship: Program) -> None:
    assert plan(flagship, "x", 75, 13, 7) == plan(flagship, "x", 75, 13, 7)


def test_too_many_rounds_are_said(tmp_path: Path) -> None:
    points = "".join(
        POINT.format(n=f"0{n}", opens=f"{{at: {n}d}}", then="{add: {g: 1}}").replace(f"seat: s0{n}", "seat: s0")
        for n in range(1, 8)
    )
    toy(tmp_path, 1)
    path = tmp_path / "scenario.yaml"
    path.write_text(path.read_text("utf-8") + points + "\n", "utf-8")
    drawn = plan(compile_program(load(path)), "x", 50, 3, 7)
    assert len(drawn.turns) == 8
    assert sum(turn.minutes for turn in drawn.turns) == 27
    assert any("leave 3 minutes" in note for note in drawn.notes)


def test_a_scenario_that_asks_nobody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(f"{REST}seats: [{{id: a, label: A, short: A, brief: B.}}]\n", "utf-8")
    with pytest.raises(CannotRun, match="asks nobody"):
        plan(compile_program(load(path)), "x", 50, 3, 7)


def test_only_bots_means_that_their_seats_may_be_taken(tmp_path: Path) -> None:
    toy(tmp_path, 2)
    path = tmp_path / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("player: human", "player: doctrine"), "utf-8")
    (cell,) = cells(load(path).scenario, 2)
    assert (list(cell.seats), cell.changed) == (["s0", "s1"], {"s0": "human", "s1": "human"})


def test_counts_of_students_add_up_over_cells(flagship: Program) -> None:
    for students in (9, 23, 58):
        drawn = plan(flagship, "x", 50, students, 7, games=1)
        watching = sum(len(cell.observers) for cell in drawn.cells)
        assert sum(Counter(drawn.copies()).values()) + watching == students
