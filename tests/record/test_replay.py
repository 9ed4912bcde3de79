from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.errors import IllegalDecision, RecordMismatch
from tabletop.record.branch import branch, prefix
from tabletop.record.codec import Writer, read_record
from tabletop.record.record import ClockLine, DecisionLine, EndLine, InjectLine, Line, NoteLine, OverrideLine, Record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script

Choosers = Callable[[str], Chooser]
PATH = Path("game.jsonl")
BOTS = ["doctrine", "uniform", "explorer", "persona:hawk", "human", "default"]


def script(**more: Any) -> Script:
    more.setdefault("decisions", (Answer("north", "n1", ("talk",)), Answer("north", "n2", ("c", "a"))))
    return Script(PATH, "islands", otherwise=more.pop("otherwise", "doctrine"), **more)


@pytest.fixture
def record(program: Program, choosers: Choosers) -> Record:
    """A game of bots with two scripted answers, as its record would be."""
    return replay_script(script(), program, choosers).record


def with_line(record: Record, index: int, line: Line) -> Record:
    return replace(record, lines=(*record.lines[:index], line, *record.lines[index + 1 :]))


def with_more(record: Record, *lines: Line) -> Record:
    return replace(record, lines=tuple(sorted((*record.lines, *lines), key=lambda line: line.at)))


class TestReplayLaw:
    @settings(max_examples=60)
    @given(
        seed=st.integers(0, 2**62),
        north=st.sampled_from(BOTS),
        south=st.sampled_from(BOTS),
        otherwise=st.sampled_from(["default", "doctrine"]),
        length=st.sampled_from(["50", "180"]),
        preset=st.sampled_from(["", "rough"]),
        wind=st.floats(0, 3),
    )
    def test_a_record_of_any_game_replays_to_the_same_digest(
        self, program: Program, choosers: Choosers, seed: int, north: str, south: str, otherwise: Any, length: str,
        preset: str, wind: float,
    ) -> None:  # fmt: skip
        played = replay_script(
            script(
                seed=seed, seats={"north": north, "south": south}, otherwise=otherwise, length=length, preset=preset,
                assumptions={"a_wind": wind}, texts={"flex": "consult"},
                decisions=(Answer("north", "n1", ("talk",)), Answer("", "n2", ("b", "a"), if_open=True)),
            ),
            program, choosers,
        )  # fmt: skip
        again = replay_record(played.record, program)
        assert (again.digest, again.divergence, again.complete) == (played.digest, None, True)
        assert again.simulation.world.values == played.simulation.world.values
        assert [t.choice for t in again.taken] == [t.choice for t in played.taken]
        assert len(again.simulation.entries) == len(played.simulation.entries)

    def test_time_let_pass_in_pieces_and_notes_change_nothing(self, program: Program, record: Record) -> None:
        clocks = [ClockLine(at) for at in range(0, record.lines[-1].at, 997)]
        notes = [NoteLine(at, "north", "hm") for at in (5, 2000)]
        again = replay_record(with_more(record, *clocks, *notes), program)
        assert (again.divergence, again.digest) == (None, replay_record(record, program).digest)

    def test_a_record_on_disk_is_the_same_game(self, program: Program, record: Record, tmp_path: Path) -> None:
        path = tmp_path / "game.jsonl"
        with Writer(path, record.header) as writer:
            for line in record.lines:
                writer.append(line)
        again = replay_record(read_record(path), program)
        assert again.digest == record.lines[-1].digest  # type: ignore[union-attr]

    def test_without_entries_the_digest_is_the_same(self, program: Program, record: Record) -> None:
        again = replay_record(record, program, entries=False)
        assert again.divergence is None
        assert again.simulation.entries == []

    def test_the_facilitators_hand_is_replayed(self, program: Program, choosers: Choosers) -> None:
        played = replay_script(script(otherwise="default", seats={"south": "doctrine"}), program, choosers).record
        changed = with_more(
            played, InjectLine(3000, "rumour", "slow morning"), OverrideLine(3000, "trust", 12.0, "for the lesson"),
            OverrideLine(3000, "flex", "consult", "agreed at the table"),
        )  # fmt: skip
        again = replay_record(changed, program, verify=False)
        assert {entry.kind for entry in again.simulation.entries if entry.at == 3000} >= {"inject", "override"}
        assert again.divergence is not None
        assert again.divergence.at > 3000
        flex = program.layout.quantities["flex"]
        assert flex.name(again.simulation.world.values[flex.slot]) == "consult"

    def test_the_same_digest_under_every_hash_seed(self, folder: Path) -> None:
        program = (
            "import sys; from pathlib import Path\n"
            "from tabletop.bots.players import make_chooser\n"
            "from tabletop.engine.program import compile_program\n"
            "from tabletop.record.replay import replay_script\n"
            "from tabletop.record.script import Script\n"
            "from tabletop.scenario.load import load\n"
            "compiled = compile_program(load(Path(sys.argv[1])))\n"
            "script = Script(Path('x'), 'islands', otherwise='doctrine')\n"
            "print(replay_script(script, compiled, lambda spec: make_chooser(spec, compiled)).digest)\n"
        )
        digests = set()
        for seed in ("0", "42"):
            environment = {**os.environ, "PYTHONHASHSEED": seed}
            done = subprocess.run(
                [sys.executable, "-c", program, str(folder)],
                env=environment,
                capture_output=True,
                check=True,
                text=True,
            )
            digests.add(done.stdout)
        assert len(digests) == 1


class TestIncompleteRecords:
    @given(st.integers(0, 30))
    def test_a_record_without_its_end_replays_to_its_last_line(
        self, program: Program, choosers: Choosers, kept: int
    ) -> None:
        whole = replay_script(script(), program, choosers).record
        part = replace(whole, lines=whole.lines[: min(kept, len(whole.lines) - 1)])
        again = replay_record(part, program)
        assert not again.complete
        assert again.divergence is None
        last = part.lines[-1] if part.lines else None
        assert again.simulation.now == (last.at if last else 0)
        if isinstance(last, DecisionLine):
            assert again.digest == last.digest

    def test_the_end_is_played_out_and_compared(self, program: Program, record: Record) -> None:
        assert replay_record(record, program).complete
        end = record.lines[-1]
        assert isinstance(end, EndLine)
        for wrong in (replace(end, outcome="clash"), replace(end, digest="0" * 32), replace(end, at=end.at + 1)):
            with pytest.raises(RecordMismatch, match=r"the end, .* in the record, .* in the re-run"):
                replay_record(with_line(record, -1 + len(record.lines), wrong), program)


class TestDivergence:
    def test_another_choice_is_named_with_both_digests(self, program: Program, record: Record) -> None:
        index, line = next(
            (i, x) for i, x in enumerate(record.lines) if isinstance(x, DecisionLine) and x.decision == "n1"
        )
        changed = with_line(record, index, replace(line, choice=("shout",)))
        with pytest.raises(RecordMismatch) as caught:
            replay_record(changed, program)
        where = f"game.jsonl:{index + 2}: n1 of north, D+1 08:00: {line.digest} in the record, "
        assert str(caught.value).startswith(where)
        assert caught.value.exit_code == 3
        reported = replay_record(changed, program, verify=False).divergence
        assert reported is not None
        assert (reported.at, reported.decision, reported.recorded) == (1920, "n1 of north", line.digest)
        assert str(reported) == str(caught.value)

    def test_a_changed_digest_is_found_at_its_line(self, program: Program, record: Record) -> None:
        line = record.lines[2]
        assert isinstance(line, DecisionLine)
        with pytest.raises(RecordMismatch, match=rf":4: .*: {'0' * 32} in the record, {line.digest} in the re-run"):
            replay_record(with_line(record, 2, replace(line, digest="0" * 32)), program)

    @pytest.mark.parametrize("change", [{"seed": 2}, {"preset": "rough"}, {"assumptions": {"a_wind": 0.5}}])
    def test_another_setup_is_found_at_the_first_decision(self, program: Program, record: Record, change: Any) -> None:
        changed = replace(record, header=replace(record.header, **change))
        with pytest.raises(RecordMismatch, match=":2: first of south"):
            replay_record(changed, program)

    def test_what_cannot_be_decided_is_told_and_the_rest_goes_on(self, program: Program, record: Record) -> None:
        index, line = next(
            (i, x) for i, x in enumerate(record.lines) if isinstance(x, DecisionLine) and x.decision == "n1"
        )
        locked = with_line(record, index, replace(line, choice=("deal",)))
        with pytest.raises(RecordMismatch, match="deal in the record, option 'deal' of n1 is locked in the re-run"):
            replay_record(locked, program)
        again = replay_record(locked, program, verify=False)
        assert any("n1 of north" in what for what in again.dropped)
        assert any("n2 of north" in what for what in again.dropped)
        assert again.complete

    def test_a_decision_after_the_end_cannot_be(self, program: Program, record: Record) -> None:
        late = DecisionLine(99, 40_000, "north", "n1", ("talk",), "human", "0" * 32)
        again = replay_record(replace(record, lines=(*record.lines, late)), program, verify=False)
        assert again.dropped == (f"line {len(record.lines) + 2}: n1 of north: the game had ended before",)


class TestBranch:
    def test_a_child_stands_just_before_the_decision_and_points_to_its_parent(
        self, program: Program, record: Record, tmp_path: Path
    ) -> None:
        source = replace(record, path=tmp_path / "game.jsonl")
        child = branch(source, 3, tmp_path / "child.jsonl")
        assert child == read_record(tmp_path / "child.jsonl")
        assert [line.n for line in child.decisions] == [1, 2]
        parent = child.header.parent
        assert parent is not None
        assert (parent.file, parent.digest, parent.at) == ("game.jsonl", record.decisions[1].digest, 2)
        assert replay_record(child, program).digest == record.decisions[1].digest

    def test_a_child_may_begin_at_the_beginning_or_take_everything_but_the_end(
        self, program: Program, record: Record, tmp_path: Path
    ) -> None:
        first = branch(record, 1, tmp_path / "a.jsonl")
        assert first.lines == ()
        assert first.header.parent is not None
        assert first.header.parent.digest == replay_record(first, program).digest
        last = branch(record, len(record.decisions) + 1, tmp_path / "b.jsonl")
        assert last.decisions == record.decisions
        assert not last.complete

    @pytest.mark.parametrize("number", [0, -1, 99])
    def test_other_numbers_are_refused(self, record: Record, number: int) -> None:
        with pytest.raises(
            IllegalDecision, match=f"no decision number {number} in this record of {len(record.decisions)}"
        ):
            prefix(record, number)

    def test_clocks_and_notes_before_the_decision_are_kept(self, record: Record) -> None:
        second = record.decisions[1].at
        more = with_more(record, ClockLine(second - 5), NoteLine(second - 5, "north", "hm"))
        assert [type(line) for line in prefix(more, 2)] == [DecisionLine, ClockLine, NoteLine]


def test_replaying_loads_no_screen_no_numpy_and_no_bots(folder: Path) -> None:
    program = (
        "import sys\n"
        "import tabletop.record.replay, tabletop.record.branch, tabletop.record.codec\n"
        "heavy = {'textual', 'rich', 'numpy', 'click', 'tabletop.bots'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"
