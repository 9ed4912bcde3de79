"""Where two courses part: the first entry that differs, what happens in one alone, and why, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tabletop.analysis.phrases import moves
from tabletop.analysis.whatif import whatif
from tabletop.engine.entries import Change, Entry
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.record.codec import read_record
from tabletop.record.record import Record
from tabletop.scenario.load import load
from tabletop.session import Session
from tabletop.simtime import DAY

MILL = """
format: 1
id: mill
version: "1"
title: The mill
summary: s
disclaimer: d
startex: {date: 2026-08-10}
endex: {at: 12, latest: 12d}
endings: [{id: dry, title: The wheel stands, when: water < 35}, {id: wet, title: The wheel turns}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: miller, label: The miller, short: Miller, brief: b}
  - {id: squire, label: The squire, short: Squire, brief: b, player: doctrine}
gauges:
  - {id: water, label: Water, start: 50}
  - {id: anger, label: Anger, start: 10}
flags: [{id: sluice, label: The sluice is open}]
theatres: [{id: valley, label: The valley}]
places:
  - {id: yard, label: the yard, theatre: valley, latitude: 0, longitude: 0}
  - {id: ford, label: the ford, theatre: valley, latitude: 1, longitude: 1}
lifts: [{id: cart, label: Cart, capacity: 4}]
routes: [{id: track, ends: [yard, ford], lift: cart, transit: 1d}]
packages: [{id: stones, label: The stones, place: yard, strengths: {weight: 5}, loads: 2, notice: 0}]
relations:
  - id: M1
    title: Seepage
    says: s
    grade: C
    does: [{add: {water: "-1 - 0.5 * sluice - (0.001 if chosen(gate, wait) else 0)"}}]
injects:
  - id: drought
    when: water < 40
    from: x
    to: [miller]
    channel: news
    subject: The ford falls dry
    body: b
    objectives: [LO1]
  - id: quarrel
    hazard: {rate: anger / 25, bound: 4}
    from: x
    to: [miller]
    channel: news
    subject: A quarrel at the weir
    body: b
    because: M1
    objectives: [LO1]
    effects: [{add: {water: -0.5}}]
  - {id: notice, from: x, to: [miller], channel: letter, subject: A notice, body: b, objectives: [LO1]}
decisions:
  - id: gate
    seat: miller
    title: What about the gate?
    brief: b
    opens: {at: 1d 8h}
    window: 1d
    default: leave
    options:
      - {id: leave, label: Leave it, brief: b}
      - {id: wait, label: Wait and see, brief: b}
      - {id: open, label: Open it, brief: b, effects: [{set: {sluice: 1}}]}
      - {id: anger, label: Shout, brief: b, effects: [{add: {anger: 60}}]}
      - {id: send, label: Send the stones, brief: b, effects: [{move: {package: stones, to: ford}}]}
      - id: plead
        label: Plead
        brief: b
        effects:
          - after: 1d
            do: [{chance: {id: heard, label: the squire listens, odds: 0.999, then: [{fire: notice}]}}]
      - id: beg
        label: Beg
        brief: b
        effects: [{chance: {id: luck, label: luck, odds: 0.001, then: [{add: {water: 9}}]}}]
  - id: answer
    seat: squire
    title: Does the squire answer?
    brief: b
    opens: {when: anger > 40}
    window: 1d
    default: no
    options: [{id: no, label: No, brief: b}, {id: yes, label: Yes, brief: b, weight: -99}]
  - id: toll_m
    seat: miller
    title: Does the miller pay?
    brief: b
    opens: {at: 5d}
    window: 1d
    default: no
    options: [{id: no, label: No, brief: b}, {id: pay, label: Pay, brief: b}]
  - id: toll_s
    seat: squire
    title: Does the squire pay?
    brief: b
    opens: {at: 5d}
    window: 1d
    default: no
    options: [{id: no, label: No, brief: b, weight: -99}, {id: pay, label: Pay, brief: b}]
joint:
  - {id: toll, decisions: [toll_m, toll_s], rows: [{choices: {toll_m: pay, toll_s: pay}, effects: [{fire: notice}]}]}
objectives:
  - id: o
    seat: miller
    title: Water
    weight: 1
    watches: [water]
    measures: [{mode: terminal, of: water, zero: 0, hundred: 100}]
"""


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Program:
    path = tmp_path_factory.mktemp("mill") / "scenario.yaml"
    path.write_text(MILL, "utf-8")
    return compile_program(load(path))


@pytest.fixture(scope="module")
def played(mill: Program, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Record]:
    """A recorded game in which the miller answers so."""

    def play(choice: str) -> Record:
        path = tmp_path_factory.mktemp("games") / "game.jsonl"
        session = Session.start(mill.loaded, mill, Setup(6), {"miller": "human", "squire": "doctrine"}, path)
        while not session.ended:
            session.advance()
            for waiting in session.waiting():
                session.submit(waiting.seat, waiting.decision, [choice if waiting.decision == "gate" else "pay"])
        session.close()
        return read_record(path)

    return play


@pytest.fixture(scope="module")
def left(mill: Program, played: Callable[[str], Record]) -> dict[str, dict[str, Any]]:
    """Every other option, where the gate was left alone in the record, by id."""
    return {option["choice"][0]: option for option in whatif(played("leave"), mill, "gate")["options"]}


@pytest.fixture(scope="module")
def shouted(mill: Program, played: Callable[[str], Record]) -> dict[str, Any]:
    """Leaving it, where the miller shouted in the record."""
    return next(
        option for option in whatif(played("anger"), mill, "gate")["options"] if option["choice"] == ["leave"]
    )  # fmt: skip


def turn(option: dict[str, Any], text: str) -> dict[str, Any]:
    """The turning point that says this, here or in the record."""
    return next(one for one in option["turns"] if text in one["here"] + one["recorded"])


class TestFirstDifference:
    def test_an_effect_of_the_answer_itself(self, left: dict[str, Any]) -> None:
        first = left["open"]["first"]
        assert (first["time"], first["here"], first["recorded"]) == ("D+1 08:00", "The sluice is open: yes", "")
        assert [cause["what"] for cause in first["because"]] == ["this answer"]

    def test_an_effect_of_the_recorded_answer_that_is_missing_here(self, shouted: dict[str, Any]) -> None:
        first = shouted["first"]
        assert (first["here"], first["recorded"]) == ("", "Anger 10 → 70")
        assert [cause["what"] for cause in first["because"]] == ["the recorded answer"]

    def test_the_rules_of_the_day_with_as_many_decimals_as_show_it(self, left: dict[str, Any]) -> None:
        first = left["wait"]["first"]
        assert (first["time"], first["kind"], first["rules"]) == ("D+2 00:00", "step", ("M1",))
        assert (first["here"], first["recorded"]) == ("Water 48.500 → 47.499", "Water 48.500 → 47.500")

    def test_a_small_move_is_seen_even_where_the_courses_lie_far_apart(self, mill: Program) -> None:
        sim = Simulation(mill, Setup(1))
        entries = [Entry(1, 0, "change", "x", 0, changes=(Change("water", 40.0, to),)) for to in (40.01, 60.0)]
        assert moves(sim, *entries) == "Water 40.00 → 40.01"

    def test_an_answer_that_was_given_differs_in_nothing(self, left: dict[str, Any]) -> None:
        assert (left["leave"]["first"], left["leave"]["turns"]) == (None, [])


class TestTurningPoints:
    def test_what_a_condition_set_off_tells_what_it_read(self, left: dict[str, Any]) -> None:
        dry = turn(left["open"], "falls dry")
        assert (dry["here_at"], dry["recorded_at"]) == (7 * DAY, 9 * DAY)
        assert (dry["here"], dry["recorded"], dry["because"]) == ("“The ford falls dry”", "“The ford falls dry”", ())

    def test_what_only_the_record_has_is_told_from_there(self, shouted: dict[str, Any]) -> None:
        quarrel = turn(shouted, "quarrel")
        assert (quarrel["here"], quarrel["here_at"], quarrel["rules"]) == ("", None, ("M1",))
        assert quarrel["turned_on"][0] == {"what": "Anger", "here": "10", "recorded": "70"}
        assert quarrel["draw"].startswith("drew ")
        assert quarrel["draw"].endswith("or less in the recorded course")

    def test_a_question_that_opens_here_alone_tells_what_opened_it(self, left: dict[str, Any]) -> None:
        asked = turn(left["anger"], "Does the squire answer?")
        assert asked["here"] == "Squire: Does the squire answer? -- No"
        assert asked["turned_on"] == ({"what": "Anger", "here": "70", "recorded": "10"},)

    def test_a_chance_and_what_came_of_it_lead_back_to_the_answer(self, left: dict[str, Any]) -> None:
        heard, notice = turn(left["plead"], "listens"), turn(left["plead"], "notice")
        assert heard["here"] == "the squire listens"
        assert heard["draw"].endswith("needed 100 or less")
        assert [(cause["time"], cause["what"]) for cause in notice["because"]] == [
            ("D+2 08:00", "the squire listens"), ("D+1 08:00", "this answer"),
        ]  # fmt: skip

    def test_a_chance_that_came_to_nothing_is_no_happening(self, left: dict[str, Any]) -> None:
        assert left["beg"]["turns"] == []

    def test_forces_on_the_move_are_told_by_order_and_arrival(self, left: dict[str, Any]) -> None:
        assert [one["here"] for one in left["send"]["turns"]] == [
            "The stones is ordered to the ford", "The stones has arrived at the ford",
        ]  # fmt: skip
        arrived = left["send"]["turns"][1]["because"]
        assert [cause["what"] for cause in arrived] == [
            "The stones leaves the yard for the ford", "The stones is ordered to the ford", "this answer",
        ]  # fmt: skip

    def test_another_end_is_one_difference(self, left: dict[str, Any]) -> None:
        end = left["open"]["turns"][-1]
        assert (end["kind"], end["here"], end["recorded"]) == (
            "end", "the game ends: The wheel stands", "the game ends: The wheel turns",
        )  # fmt: skip

    def test_times_never_go_back(self, left: dict[str, Any]) -> None:
        for option in left.values():
            times = [one["at"] for one in option["turns"]]
            assert times == sorted(times)


def test_two_answers_that_took_effect_together_are_told_as_one(mill: Program, played: Callable[[str], Record]) -> None:
    option = whatif(played("leave"), mill, "toll_m")["options"][0]
    notice = turn(option, "A notice")
    assert (option["choice"], notice["here"], notice["recorded"]) == (["no"], "", "“A notice”")
    (cause,) = notice["because"]
    assert cause["what"] == "the recorded answer together with Squire: Does the squire pay? -- Pay"
