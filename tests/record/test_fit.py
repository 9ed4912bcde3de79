from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.errors import RecordMismatch
from tabletop.record.fit import fitted, misfits
from tabletop.record.record import DecisionLine, EndLine, InjectLine, Line, NoteLine, OverrideLine, Record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script

D = "0" * 32


@pytest.fixture
def record(program: Program, choosers: Callable[[str], Chooser]) -> Record:
    answers = (Answer("north", "n1", ("talk",)), Answer("north", "n2", ("c", "a")))
    script = Script(Path("game.jsonl"), "islands", otherwise="doctrine", decisions=answers)
    return replay_script(script, program, choosers).record


def with_header(record: Record, **more: Any) -> Record:
    return replace(record, header=replace(record.header, **more))


def only(record: Record, *lines: Line) -> Record:
    return replace(record, lines=lines)


def decision(**more: Any) -> DecisionLine:
    known: dict[str, Any] = {"seat": "north", "decision": "n1", "choice": ("talk",)}
    return DecisionLine(n=1, at=1920, by="human", digest=D, **{**known, **more})


def problems(record: Record, program: Program) -> tuple[str, ...]:
    return misfits(record, program.scenario, program.sha256)


def test_a_record_of_this_scenario_fits(program: Program, record: Record) -> None:
    assert problems(record, program) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sha256": "f" * 64}, "the scenario's files have changed: ffffffffffff in the record, "),
        ({"engine": "0.0.9"}, 'made by version "0.0.9" of the program; '),
        ({"engine": "99.0.0"}, 'made by version "99.0.0" of the program; '),
        ({"engine": "what"}, 'made by version "what" of the program; '),
        ({"preset": "bse"}, 'no preset "bse"; did you mean "base"?'),
        ({"length": "60"}, 'no length "60"'),
        ({"texts": {"flux": "none"}}, 'no input text "flux"; did you mean "flex"?'),
        ({"texts": {"flex": "consul"}}, 'no value of flex "consul"; did you mean "consult"?'),
        ({"assumptions": {"a_wnd": 1.0}}, 'no assumption "a_wnd"; did you mean "a_wind"?'),
        ({"latents": {"resolv": "soft"}}, 'no latent "resolv"; did you mean "resolve"?'),
        ({"latents": {"resolve": "form"}}, 'no value of resolve "form"; did you mean "firm"?'),
        ({"seats": {"nort": "human"}}, 'no seat "nort"; did you mean "north"?'),
    ],
)
def test_every_name_in_the_header_is_checked(program: Program, record: Record, change: Any, says: str) -> None:
    (found,) = problems(with_header(record, **change), program)
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (decision(seat="nroth"), 'no seat "nroth"; did you mean "north"?'),
        (decision(decision="frist"), 'no decision point "frist"; did you mean "first"?'),
        (decision(choice=("tlak",)), 'no option of n1 "tlak"; did you mean "talk"?'),
        (decision(considered=("tlak",)), 'no option of n1 "tlak"; did you mean "talk"?'),
        (decision(seat="south"), "n1 is for the seat north, not for south"),
        (NoteLine(0, "nroth", "x"), 'no seat "nroth"; did you mean "north"?'),
        (InjectLine(0, "rumor", "x"), 'no inject "rumor"; did you mean "rumour"?'),
        (OverrideLine(0, "trst", 1.0, "x"), 'no quantity "trst"; did you mean "trust"?'),
        (OverrideLine(0, "flex", "consul", "x"), 'no value of flex "consul"; did you mean "consult"?'),
        (OverrideLine(0, "trust", "high", "x"), 'no value of trust "high"'),
        (EndLine(0, "clam", D), 'no ending "clam"; did you mean "calm"?'),
    ],
)
def test_every_name_in_a_line_is_checked(program: Program, record: Record, line: Line, says: str) -> None:
    assert problems(only(record, line), program) == (f"line 2: {says}",)


def test_a_facilitators_note_needs_no_seat(program: Program, record: Record) -> None:
    assert problems(only(record, NoteLine(0, "", "x")), program) == ()


def test_all_that_does_not_fit_is_refused_in_one_list(program: Program, record: Record) -> None:
    bad = with_header(only(record, decision(decision="n3"), InjectLine(0, "x", "y")), preset="z", sha256="f" * 64)
    with pytest.raises(RecordMismatch) as caught:
        replay_record(bad, program)
    said = str(caught.value).splitlines()
    assert said[0] == "game.jsonl: the record does not fit the scenario islands:"
    assert len(said) == 5
    assert "leniently" in caught.value.hint


@pytest.mark.parametrize("lenient", [False, True])
def test_a_record_of_another_scenario_is_never_played(program: Program, record: Record, lenient: bool) -> None:
    with pytest.raises(RecordMismatch, match=r'game\.jsonl: a record of "strait", not of "islands"'):
        replay_record(with_header(record, scenario="strait"), program, lenient=lenient)


class TestLenient:
    def test_renamed_names_are_mapped_and_told(self, program: Program, record: Record) -> None:
        old = only(record, decision(decision="north_one", choice=("stay",)), OverrideLine(2000, "faith", 3.0, "why"))
        fits = fitted(old, program.scenario, "", lenient=True)
        assert [line for _, line in fits.lines] == [
            decision(choice=("wait",)), OverrideLine(2000, "trust", 3.0, "why"),
        ]  # fmt: skip
        assert fits.mapped == (
            "line 2: north_one is now n1", "line 2: stay is now wait", "line 3: faith is now trust",
        )  # fmt: skip
        assert fits.dropped == ()

    def test_renamed_names_are_not_mapped_behind_anybodys_back(self, program: Program, record: Record) -> None:
        with pytest.raises(RecordMismatch, match='no decision point "north_one"'):
            replay_record(only(record, decision(decision="north_one")), program)

    def test_what_is_unknown_is_dropped_and_told(self, program: Program, record: Record) -> None:
        old = with_header(
            only(
                record,
                decision(considered=("gone", "wait")),
                decision(decision="gone"),
                InjectLine(2000, "gone", "x"),
            ),
            preset="gone", length="99", texts={"flex": "gone", "x": "y"}, assumptions={"a_x": 1.0, "a_wind": 2.0},
            latents={"x": 1.0}, seats={"x": "human"},
        )  # fmt: skip
        fits = fitted(old, program.scenario, "", lenient=True)
        assert [line for _, line in fits.lines] == [decision(considered=("wait",))]
        header = fits.header
        assert (header.preset, header.length, header.texts, header.latents, header.seats) == ("", "", {}, {}, {})
        assert header.assumptions == {"a_wind": 2.0}
        assert [what.split(":")[0] for what in fits.dropped] == ["header"] * 7 + ["line 3", "line 4"]

    def test_a_changed_scenario_is_played_as_far_as_it_goes(
        self, record: Record, tmp_path: Path, islands: str, compile_text: Callable[[Path, str], Program]
    ) -> None:
        text = islands.replace("- id: n1\n", "- id: opening\n").replace(
            "renamed_from: [north_one]", "renamed_from: [n1]"
        )
        changed = compile_text(tmp_path, text.replace("{add: {trust: 9}}", "{add: {trust: 8}}"))
        with pytest.raises(RecordMismatch, match="the scenario's files have changed"):
            replay_record(record, changed)
        again = replay_record(record, changed, lenient=True)
        assert "line 3: n1 is now opening" in again.mapped
        assert again.divergence is not None
        assert again.complete

    def test_a_corrected_misprint_changes_no_digest(
        self, record: Record, tmp_path: Path, islands: str, compile_text: Callable[[Path, str], Program]
    ) -> None:
        corrected = compile_text(tmp_path, islands.replace("label: Fuel", "label: Fuel left"))
        again = replay_record(record, corrected, lenient=True)
        assert (again.divergence, again.dropped, again.mapped) == (None, (), ())
