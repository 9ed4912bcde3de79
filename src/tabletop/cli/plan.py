"""`plan`: a class before it begins: groups, seats, a timed agenda, and what has to be typed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaign_class, campaigns
from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head
from tabletop.plain.text import WIDTH, one_line, pad, wrap
from tabletop.report.agenda import LONGEST, SHORTEST
from tabletop.report.plan import MOST_STUDENTS

if TYPE_CHECKING:
    from tabletop.report.plan import Cell, ClassPlan, Turn
    from tabletop.scenario.happenings import DecisionPoint
    from tabletop.simtime import Clock

_COLUMN = 10


@click.command("plan")
@setups.SCENARIO
@click.option(
    "--minutes", metavar="M", type=click.IntRange(SHORTEST, LONGEST), required=True,
    help="Class time, such as 50, 75 or 180.",
)  # fmt: skip
@click.option("--students", metavar="N", type=click.IntRange(1, MOST_STUDENTS), required=True, help="From 1 to 60.")
@setups.PRESET
@setups.SEED
@setups.JSON
def plan_command(scenario: str, minutes: int, students: int, preset: str, seed: int | None, as_json: bool) -> int:
    """Plan a class on SCENARIO: groups, seats, a timed agenda with a third for the debrief, and the commands to type.

    All cells play the same seed, so that luck is the same for all. A fresh one is drawn and told; say --seed to plan
    the same class again.
    """
    from tabletop.engine.program import compile_program
    from tabletop.report.plan import plan
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    campaign = campaigns.campaign_at(scenario)
    if campaign is not None:
        return campaign_class.plan(campaign, scenario, minutes, students, preset, seed, as_json=as_json)
    loaded = load(find(scenario))
    chosen = setups.given(loaded.scenario, seed=seed, preset=preset, length="", seats=(), settings=())
    drawn = plan(compile_program(loaded), scenario, minutes, students, chosen.seed, preset)
    if as_json:
        say_json(_as_object(drawn, loaded.sha256))
    else:
        _tell(drawn)
    return 0


def _tell(drawn: ClassPlan) -> None:
    say(one_line(drawn.scenario.title))
    say(f"{_count(drawn.students, 'student')}, {drawn.agenda.minutes} minutes, seed {drawn.seed}" + _setup(drawn))
    _tell_agenda(drawn)
    _tell_groups(drawn)
    _section("Type this")
    for what, command in drawn.commands:
        say(f"{what}")
        say(f"    {command}")
    _tell_papers(drawn)
    if drawn.notes:
        _section("Notes")
        for note in drawn.notes:
            say("\n".join(wrap(f"- {note}", hanging=2)))


def _setup(drawn: ClassPlan) -> str:
    parts = [("length", drawn.agenda.length), ("preset", drawn.preset)]
    return "".join(f", {name} {value}" for name, value in parts if value)


def _section(title: str) -> None:
    say()
    say(title)
    say("-" * len(title))


def _tell_agenda(drawn: ClassPlan) -> None:
    timed = drawn.agenda
    _section("Agenda")
    for slot in timed.slots:
        say("\n".join(_row(slot.start, slot.minutes, slot.what, 0)))
        if slot.kind == "play":
            for turn in drawn.turns:
                if slot.start <= turn.start < slot.start + slot.minutes:
                    say("\n".join(_turn(turn, drawn.scenario.times)))
    say(f"{_clock(timed.minutes)}          end; the debrief has {100 * timed.of('debrief') // timed.minutes} %")
    if drawn.may_open:
        say()
        say("\n".join(wrap("May be asked besides: " + "; ".join(map(_point, drawn.may_open)) + ".", hanging=2)))


def _row(start: int, minutes: int, what: str, indent: int) -> list[str]:
    head = f"{' ' * indent}{_clock(start)}  {minutes:3d} min  "
    return textwrap.wrap(one_line(what), WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _turn(turn: Turn, times: Clock) -> list[str]:
    lines = _row(turn.start, turn.minutes, f"at {times.moment(turn.round.at)} of the game", 4)
    for point in turn.round.points:
        lines += wrap(_point(point), indent=21, hanging=2)
    return lines


def _point(point: DecisionPoint) -> str:
    return f"{point.id} ({point.seat}) {one_line(point.title)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _tell_groups(drawn: ClassPlan) -> None:
    _section(_count(len(drawn.cells), "group") + (", each at a keyboard of its own" if len(drawn.cells) > 1 else ""))
    used = [str(seat.id) for seat in drawn.scenario.seats if seat.id in drawn.copies()]
    say("cell  size  " + "".join(pad(name, _COLUMN) for name in [*used, "observer"]).rstrip())
    for cell in drawn.cells:
        teams = [*(cell.seats.get(seat, ()) for seat in used), cell.observers]
        say(f"{cell.name:<6}{len(cell.students):<6}" + "".join(pad(_span(team), _COLUMN) for team in teams).rstrip())
    for seat in drawn.scenario.seats:
        if seat.id in used:
            say("\n".join(wrap(f"{seat.id}: {one_line(seat.label)}", hanging=4)))
    program = ", ".join(drawn.cells[0].program)
    say("\n".join(wrap(f"Numbers are students. The program plays {program or 'no seat'}.")))
    if drawn.white_cell:
        say("\n".join(wrap("White cell: you. Watch the clock, answer questions about the rules, collect the records.")))


def _tell_papers(drawn: ClassPlan) -> None:
    _section("Hand out the day before")
    say(f"{drawn.students} x  situation, rules, probability")
    for seat, number in drawn.copies().items():
        say(f"{number} x  role-{seat}, data-{seat}")
    if watching := sum(len(cell.observers) for cell in drawn.cells):
        say(f"{watching} x  observer (on the day)")


def _span(students: Sequence[int]) -> str:
    """'1–3' for students 1 to 3, '–' for nobody."""
    if len(students) < 2:
        return str(students[0]) if students else "–"
    return f"{students[0]}–{students[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _as_object(drawn: ClassPlan, sha256: str) -> dict[str, Any]:
    timed = drawn.agenda
    return {
        **schema_head("plan"), "scenario": str(drawn.scenario.id), "sha256": sha256, "seed": drawn.seed,
        "preset": drawn.preset or drawn.scenario.preset_default or "", "length": timed.length,
        "minutes": timed.minutes, "students": drawn.students,
        "agenda": [vars(slot) for slot in timed.slots],
        "rounds": [_round(turn, drawn.scenario.times) for turn in drawn.turns],
        "may_open": [point.id for point in drawn.may_open],
        "cells": [_cell(cell) for cell in drawn.cells],
        "white_cell": drawn.white_cell,
        "papers": drawn.copies(),
        "commands": [{"for": what, "command": command} for what, command in drawn.commands],
        "notes": list(drawn.notes),
    }  # fmt: skip


def _round(turn: Turn, times: Clock) -> dict[str, Any]:
    points = [{"decision": p.id, "seat": p.seat, "title": p.title} for p in turn.round.points]
    time = times.moment(turn.round.at)
    return {"start": turn.start, "minutes": turn.minutes, "at": turn.round.at, "time": time, "decisions": points}


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {
        "name": cell.name, "students": list(cell.students), "seats": {s: list(team) for s, team in cell.seats.items()},
        "observers": list(cell.observers), "program": dict(cell.program), "record": cell.record,
    }  # fmt: skip
