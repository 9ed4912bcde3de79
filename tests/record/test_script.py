from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.errors import CannotRead, IllegalDecision, InvalidScenario
from tabletop.record.record import DecisionLine, NoteLine
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Remark, Script, read_script

Choosers = Callable[[str], Chooser]

WHOLE = """
scenario: islands
title: "The long loan"
about: What consultation buys.
seed: 7
preset: base
length: 180
texts: {flex: consult}
assumptions: {a_wind: 2}
latents: {resolve: soft}
seats: {south: "doctrine:bold"}
otherwise: default
decisions:
  - {seat: north, decision: n1, choose: talk, rationale: "early [is] cheap", forecast: 60, dissent: too soft}
  - decision: n2
    choose: [c, a]
    at: D+1 09:00
  - {seat: north, decision: answer, choose: protest, if_open: true}
notes:
  - {at: 2d, seat: north, text: "we hesitated"}
  - a remark without a time
"""


def read(folder: Path, text: str, name: str = "script.yaml") -> Script:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_script(path)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidScenario) as caught:
        read(folder, text)
    assert all(problem.at is not None for problem in caught.value.problems)
    return [
        f"{problem.at.line}:{problem.at.column} {problem.message} {problem.hint}".strip()
        for problem in caught.value.problems
        if problem.at
    ]


DATED = """
scenario: islands
decisions: [{decision: n1, choose: talk}, {decision: n2, choose: [a, c], at: 2026-08-11 09:00}]
notes: [{at: 2026-08-12, text: "on the third day"}]
"""


class TestReading:
    def test_everything_is_read(self, tmp_path: Path) -> None:
        script = read(tmp_path, WHOLE)
        place = script.decisions[0].place
        assert place is not None
        assert (place.line, place.column) == (14, 5)
        assert [(a.seat, a.decision, a.choose, a.at, a.if_open) for a in script.decisions] == [
            ("north", "n1", ("talk",), None, False),
            ("", "n2", ("c", "a"), 1980, False),
            ("north", "answer", ("protest",), None, True),
        ]
        first = script.decisions[0]
        assert (first.rationale, first.forecast, first.dissent) == ("early [is] cheap", 60, "too soft")
        assert (script.scenario, script.title, script.about) == ("islands", "The long loan", "What consultation buys.")
        assert (script.seed, script.preset, script.length, script.otherwise) == (7, "base", "180", "default")
        assert (script.texts, script.assumptions, script.latents) == (
            {"flex": "consult"}, {"a_wind": 2.0}, {"resolve": "soft"},
        )  # fmt: skip
        assert script.seats == {"south": "doctrine:bold"}
        assert script.notes == (Remark(2880, "north", "we hesitated"), Remark(0, "", "a remark without a time"))

    def test_json_is_the_same_language(self, tmp_path: Path) -> None:
        data = {"scenario": "islands", "decisions": [{"decision": "n1", "choose": ["talk"]}]}
        script = read(tmp_path, json.dumps(data), "script.json")
        assert script.decisions[0].choose == ("talk",)

    def test_the_least_script(self, tmp_path: Path) -> None:
        script = read(tmp_path, "scenario: islands\n")
        assert (script.seed, script.otherwise, script.decisions) == (1, "default", ())

    def test_words_that_would_steer_a_terminal_are_refused(self, tmp_path: Path) -> None:
        text = 'scenario: islands\ndecisions: [{decision: n1, choose: a, rationale: "a\\e[31mb"}]\n'
        assert "control character" in mistakes(tmp_path, text)[0]

    def test_files_that_are_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRead):
            read_script(tmp_path / "none.yaml")

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "1:1"),
            ("- a\n", "1:1 expected keys with values"),
            ("title: x\n", '1:1 "scenario" is missing'),
            ("scenario: a\ndecision: []\n", '2:1 a script has no key "decision" here did you mean "decisions"?'),
            ("scenario: [a]\n", '1:11 "scenario": expected an id'),
            ("scenario: a\nseed: x\n", '2:7 "seed": expected a whole number'),
            ("scenario: a\nseed: true\n", '2:7 "seed": expected a whole number'),
            ("scenario: a\notherwise: bots\n", "2:12 \"otherwise\": expected 'default' or 'doctrine'"),
            ("scenario: a\ntexts: [x]\n", '2:8 "texts": expected names with values'),
            ("scenario: a\nassumptions: {a: b}\n", '2:18 "a": expected a number'),
            ("scenario: a\nassumptions: {a: 1e999}\n", '2:18'),
            ("scenario: a\ndecisions: x\n", '2:12 "decisions": expected a list'),
            ("scenario: a\ndecisions:\n  - n1\n", "3:5 expected keys with values"),
            ("scenario: a\ndecisions:\n  - decision: n1\n", '3:5 "choose" is missing'),
            ("scenario: a\ndecisions:\n  - {decision: n1, chose: x}\n", '3:20 a script has no key "chose" here'),
            ("scenario: a\ndecisions: [{decision: n1, choose: {a: b}}]\n", '2:36 "choose": expected an id'),
            ("scenario: a\ndecisions: [{decision: n1, choose: a, at: soon}]\n", "2:43 \"at\": 'soon' is not a moment"),
            ("scenario: a\ndecisions: [{decision: n1, choose: a, forecast: 0}]\n", '2:49 "forecast": expected a whole'),
            ("scenario: a\ndecisions: [{decision: n1, choose: a, if_open: 1}]\n", '2:48 "if_open": expected true or'),
            ("scenario: a\nnotes: [{at: 1d}]\n", '2:9 "text" is missing'),
            ("scenario: a\nabout: " + "x" * 4001 + "\n", '2:8 "about": the text has 4,001 characters'),
            ("scenario: a\nscenario: b\n", "2:1"),
            ("scenario: &a b\n", "1:11"),
        ],
    )  # fmt: skip
    def test_mistakes_are_named_with_their_place(self, tmp_path: Path, text: str, says: str) -> None:
        assert mistakes(tmp_path, text)[0].startswith(says)

    def test_all_mistakes_are_told_at_once(self, tmp_path: Path) -> None:
        text = "scenario: a\nseed: x\nfoo: 1\ndecisions: [{decision: n1}, {choose: 1.5}]\n"
        assert len(mistakes(tmp_path, text)) == 5


class TestPlaying:
    def test_answers_are_given_when_their_point_opens_or_at_their_time(
        self, tmp_path: Path, program: Program, choosers: Choosers
    ) -> None:
        replayed = replay_script(read(tmp_path, WHOLE), program, choosers)
        taken = {t.decision: (t.at, t.choice, t.by) for t in replayed.taken}
        assert taken["n1"] == (1920, ("talk",), "outside")
        assert taken["n2"] == (1980, ("c", "a"), "outside")
        assert taken["sealed-n"] == (7200, ("hold",), "default")
        assert taken["s1"][2] == "bot"

    def test_times_may_be_dates(self, tmp_path: Path, program: Program, choosers: Choosers) -> None:
        played = replay_script(read(tmp_path, DATED), program, choosers)
        assert next(t.at for t in played.taken if t.decision == "n2") == 1980
        assert [line.at for line in played.record.lines if isinstance(line, NoteLine)] == [2880]

    def test_otherwise_doctrine_lets_bots_decide_the_rest(
        self, tmp_path: Path, program: Program, choosers: Choosers
    ) -> None:
        text = "scenario: islands\notherwise: doctrine\ndecisions: [{decision: n1, choose: shout}]\n"
        replayed = replay_script(read(tmp_path, text), program, choosers)
        assert {t.by for t in replayed.taken} == {"bot"}
        assert next(t.choice for t in replayed.taken if t.decision == "n1") == ("shout",)

    @pytest.mark.parametrize(("otherwise", "by"), [("default", {"default"}), ("doctrine", {"bot"})])
    def test_seats_held_by_the_script_or_a_human_do_the_rest_as_it_says(
        self, tmp_path: Path, program: Program, choosers: Choosers, otherwise: str, by: set[str]
    ) -> None:
        text = f"scenario: islands\notherwise: {otherwise}\nlength: 50\nseats: {{south: script, north: human}}\n"
        taken = replay_script(read(tmp_path, text), program, choosers).taken
        assert {t.by for t in taken if t.decision != "long"} == by

    def test_seats_may_lapse_under_otherwise_doctrine(
        self, tmp_path: Path, program: Program, choosers: Choosers
    ) -> None:
        text = "scenario: islands\notherwise: doctrine\nseats: {south: default}\n"
        by = {t.seat: t.by for t in replay_script(read(tmp_path, text), program, choosers).taken}
        assert by == {"north": "bot", "south": "default"}

    def test_the_record_of_a_script_holds_reasons_and_notes_and_replays(
        self, tmp_path: Path, program: Program, choosers: Choosers
    ) -> None:
        played = replay_script(read(tmp_path, WHOLE), program, choosers)
        record = played.record
        first = next(line for line in record.decisions if line.decision == "n1")
        assert (first.by, first.rationale, first.forecast) == ("script", "early [is] cheap", 60)
        assert {line.decision: line.by for line in record.decisions}["s1"] == "doctrine:bold"
        assert [line.text for line in record.lines if isinstance(line, NoteLine)] == [
            "a remark without a time", "we hesitated",
        ]  # fmt: skip
        assert [line.n for line in record.lines if isinstance(line, DecisionLine)] == list(
            range(1, len(record.decisions) + 1)
        )
        assert record.header.seats == {"north": "human", "south": "doctrine:bold"}
        assert (record.header.seed, record.header.preset, record.header.length) == (7, "base", "180")
        assert replay_record(record, program).digest == played.digest

    def test_the_same_point_may_be_answered_several_times(
        self, tmp_path: Path, program: Program, choosers: Choosers
    ) -> None:
        answers = "".join(
            f"  - {{decision: answer, choose: {c}, if_open: true}}\n" for c in ("protest", "none", "protest")
        )
        text = "scenario: islands\nassumptions: {a_wind: 3}\nlatents: {resolve: firm}\ndecisions:\n" + answers
        taken = replay_script(read(tmp_path, text), program, choosers).taken
        given = [t.choice[0] for t in taken if t.decision == "answer" and t.by == "outside"]
        assert given == ["protest", "none", "protest"][: len(given)]
        assert given

    @pytest.mark.parametrize("otherwise", ["default", "doctrine"])
    def test_answers_that_cannot_be_given_are_named(
        self, tmp_path: Path, program: Program, choosers: Choosers, otherwise: str
    ) -> None:
        text = (
            f"scenario: islands\notherwise: {otherwise}\ndecisions:\n  - {{decision: n1, choose: deal}}\n"
            "  - {decision: n2, choose: [b, a]}\n  - {decision: s1, choose: wait}\n"
        )
        script = read(tmp_path, text)
        replayed = replay_script(script, program, choosers, verify=False)
        assert replayed.dropped[0] == f"{script.path}:4:5: option 'deal' of n1 is locked"
        if otherwise == "default":
            assert replayed.dropped[1:] == (f"{script.path}:5:5: n2 did not open in this game, or had closed before",)
            with pytest.raises(IllegalDecision, match=r"is locked\n.*n2 did not open") as caught:
                replay_script(script, program, choosers)
            assert "if_open: true" in caught.value.hint

    def test_if_open_forgives_what_is_not_open(self, tmp_path: Path, program: Program, choosers: Choosers) -> None:
        text = (
            "scenario: islands\ndecisions: [{decision: n1, choose: deal, if_open: true}, "
            "{decision: n2, choose: a, if_open: true}]\n"
        )
        replayed = replay_script(read(tmp_path, text), program, choosers)
        assert replayed.dropped == ()
        assert next(t.by for t in replayed.taken if t.decision == "n1") == "default"

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("scenario: island", '1:11 no scenario "island" did you mean "islands"?'),
            ("preset: bse", '2:9 no preset "bse" did you mean "base"?'),
            ("length: 60", '2:9 no length "60" there are 50, 180'),
            ("texts: {flux: none}", '2:9 no input text "flux" did you mean "flex"?'),
            ("texts: {flex: nine}", '2:15 no value of flex "nine" did you mean "none"?'),
            ("assumptions: {a_w: 1}", '2:15 no assumption "a_w" did you mean'),
            ("latents: {resolve: form}", '2:20 no value of resolve "form" did you mean "firm"?'),
            ("latents: {x: 1}", '2:11 no latent "x" there are resolve'),
            ("seats: {nroth: human}", '2:9 no seat "nroth" did you mean "north"?'),
            ("notes: [{seat: x, text: a}]", '2:16 no seat "x" there are north, south'),
            ("decisions: [{decision: frist, choose: a}]", '2:24 no decision point "frist" did you mean "first"?'),
            ("decisions: [{decision: n1, choose: tlak}]", '2:36 no option of n1 "tlak" did you mean "talk"?'),
            ("decisions: [{seat: x, decision: n1, choose: talk}]", '2:20 no seat "x"'),
            ("decisions: [{seat: south, decision: n1, choose: talk}]", "2:20 n1 is for the seat north, not for south"),
            ("decisions: [{decision: s1, choose: talk, at: 3d}]", "2:46 south is held by doctrine, who answers when"),
            (
                "seats: {north: default}\ndecisions: [{decision: n1, choose: talk, at: 2026-08-09}]",
                "3:46 \"at\": '2026-08-09' is before STARTEX",
            ),
            ("notes: [{at: 2026-02-30, text: a}]", "2:14 \"at\": '2026-02-30': there is no such day write a date"),
        ],
    )
    def test_names_that_do_not_fit_are_told_with_their_place(
        self, tmp_path: Path, program: Program, choosers: Choosers, line: str, says: str
    ) -> None:
        text = line if line.startswith("scenario") else f"scenario: islands\n{line}\notherwise: doctrine\n"
        with pytest.raises(InvalidScenario) as caught:
            replay_script(read(tmp_path, text), program, choosers)
        (problem,) = caught.value.problems
        assert problem.at is not None
        assert f"{problem.at.line}:{problem.at.column} {problem.message} {problem.hint}".startswith(says)

    def test_unknown_players_are_refused_by_the_factory(self, program: Program, choosers: Choosers) -> None:
        with pytest.raises(IllegalDecision, match='no player "persona:dove"'):
            replay_script(Script(Path("x"), "islands", seats={"south": "persona:dove"}), program, choosers)

    def test_a_script_made_in_a_program_needs_no_places(self, program: Program, choosers: Choosers) -> None:
        wrong: Any = Script(Path("x"), "islands", decisions=(Answer("", "n9", ("a",)),))
        with pytest.raises(InvalidScenario, match="no decision point"):
            replay_script(wrong, program, choosers)
