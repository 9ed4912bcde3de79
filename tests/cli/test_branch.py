"""`branch`: a child record from the command line, to be resumed, replayed and looked at."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def record(call: Run, quay: Path, answers: str, tmp_path: Path) -> Path:
    """A finished game at the quay, the town a person, the line a bot."""
    path = tmp_path / "game.jsonl"
    played = call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", path, stdin=answers)
    assert played.returncode == 0, played.stderr
    return path


@pytest.fixture
def branch(call: Run, quay: Path, record: Path) -> Run:
    """`tabletop branch` of that game."""
    return lambda *more, **extra: call("branch", record, "--scenario", quay, *more, **extra)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_child_stands_right_after_the_changed_decision(branch: Run, record: Path) -> None:
    before = record.read_bytes()
    done = branch("--at", "share_town", "--choose", "nothing")
    assert (done.returncode, done.stderr) == (0, "")
    child = record.with_name("game-share_town-nothing.jsonl")
    assert done.stdout.splitlines()[0] == str(child)
    assert "recorded: Pay half" in done.stdout
    assert "here:     Offer nothing" in done.stdout
    assert f'tabletop resume "{child}"' in done.stdout
    header, *rest = lines_of(child)
    assert header["parent"]["file"] == "game.jsonl"
    assert rest[-1]["choice"] == ["nothing"]
    assert record.read_bytes() == before


def test_the_child_goes_on_as_a_live_game(call: Run, branch: Run, quay: Path, record: Path) -> None:
    branch("--at", "share_town", "--choose", "nothing")
    child = record.with_name("game-share_town-nothing.jsonl")
    played = call("resume", child, "--scenario", quay, "--plain", stdin="g\n1\n\n\n\ny\ng\n")
    assert played.returncode == 0, played.stderr
    assert lines_of(child)[-1]["kind"] == "end"
    verified = call("replay", child, "--scenario", quay, "--verify")
    assert (verified.returncode, "verified" in verified.stderr) == (0, True)
    assert "Branch: “Offer nothing” instead of “Pay half”." in verified.stdout


def test_played_on_it_holds_the_rest_of_the_game_and_says_what_became_of_it(
    call: Run, branch: Run, quay: Path, record: Path, tmp_path: Path
) -> None:
    child = tmp_path / "new" / "child.jsonl"
    done = branch("--at", "works", "--choose", "piles", "--choose", "paint", "--play-on", "-o", child)
    assert done.returncode == 0, done.stderr
    assert "here:     New piles; Paint" in done.stdout
    assert "recorded   here" in done.stdout
    assert "ends here:  D+12 00:00, The quay stays open" in done.stdout
    assert f'tabletop whatif "{record}" --at' in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines()[1:] if str(record) not in line)
    assert call("replay", child, "--scenario", quay, "--verify").returncode == 0


def test_the_same_answer_played_on_is_the_same_game(call: Run, branch: Run, quay: Path, record: Path) -> None:
    parent = json.loads(call("replay", record, "--scenario", quay, "--json").stdout)
    told = json.loads(branch("--at", "share_town", "--choose", "half", "--play-on", "--json").stdout)
    assert (told["schema"], told["digest"], told["complete"]) == ("tabletop-branch/1", parent["digest"], True)
    assert told["scores"]["town"]["total"] == parent["scores"]["town"]["total"]
    assert told["left_out"] == []


def test_the_decision_can_be_left_open(call: Run, branch: Run, quay: Path, record: Path) -> None:
    done = branch("--at", "share_town", "--ask")
    assert "It stands just before this decision." in done.stdout
    child = record.with_name("game-share_town-open.jsonl")
    assert [line["decision"] for line in lines_of(child) if line["kind"] == "decision"] == ["share_line"]
    played = call("resume", child, "--scenario", quay, "--plain", stdin="g\n1\n\n\n\ny\n")
    assert "What do you offer the line?" in played.stdout
    for more in (["--choose", "half"], ["--play-on"]):
        assert branch("--at", "share_town", "--ask", *more).returncode == 2


def test_what_nobody_answered_cannot_be_left_open(call: Run, quay: Path, tmp_path: Path) -> None:
    script = tmp_path / "silent.yaml"
    script.write_text("scenario: quay\nseed: 7\ndecisions: []\n", "utf-8")
    done = call("branch", script, "--scenario", quay, "--at", "works", "--ask", "-o", tmp_path / "child.jsonl")
    assert (done.returncode, "give it an answer with --choose" in done.stderr) == (2, True)


def test_an_option_can_be_named_by_its_place(branch: Run) -> None:
    told = json.loads(branch("--at", "works", "--choose", "2", "--json").stdout)
    assert (told["choice"], told["complete"], told["outcome"]) == (["paint"], False, None)


def test_names_that_are_taken_are_passed_over(branch: Run) -> None:
    first, second = (json.loads(branch("--at", "works", "--choose", "paint", "--json").stdout)["file"] for _ in "ab")
    assert second == first.replace("paint.jsonl", "paint-2.jsonl")


def test_a_script_has_children_as_well(call: Run, quay: Path, tmp_path: Path) -> None:
    script = tmp_path / "pay.yaml"
    script.write_text("scenario: quay\nseed: 7\ndecisions:\n  - {decision: share_town, choose: half}\n", "utf-8")
    child = tmp_path / "child.jsonl"
    done = call("branch", script, "--scenario", quay, "--at", "share_town", "--choose", "nothing", "-o", child)
    assert done.returncode == 0, done.stderr
    assert lines_of(child)[0]["parent"]["file"] == "pay.yaml"


def test_a_torn_end_is_told(branch: Run, record: Path) -> None:
    with record.open("a") as file:
        file.write('{"kind": "no')
    done = branch("--at", "works", "--choose", "paint")
    assert done.returncode == 0
    assert "the end of the file was cut off" in done.stderr


class TestWhatIsNotSaid:
    def test_without_at_the_decisions_are_listed(self, branch: Run) -> None:
        done = branch()
        assert (done.returncode, done.stdout) == (2, "")
        assert "share_town   D+2 08:00  Town: What do you offer the line? -- Pay half" in done.stderr
        assert "error: say which decision: --at with a number or an id" in done.stderr

    def test_without_choose_the_options_are_listed(self, branch: Run) -> None:
        done = branch("--at", "share_town")
        assert done.returncode == 2
        assert "* 2  half     Pay half\n" in done.stderr
        told = " ".join(done.stderr.split())
        assert "3 decree Order them by decree (locked: The council trusts you too little. (needs Trust" in told

    def test_react_is_about_what_comes_after(self, branch: Run) -> None:
        done = branch("--at", "works", "--choose", "paint", "--react")
        assert (done.returncode, "needs --play-on" in done.stderr) == (2, True)


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["--at", "99", "--choose", "half"], 2, "no decision number 99 in this record of"),
            (["--at", "sharetown", "--choose", "half"], 2, 'did you mean "share_town"?'),
            (["--at", "share_town", "--choose", "hafl"], 2, 'did you mean "half"?'),
            (["--at", "share_town", "--choose", "decree"], 2, "needs Trust at least 70"),
            (["--at", "works", "--choose", "piles", "--choose", "survey"], 2, "costs 13 of 12 million"),
            (["--at", "wording", "--choose", "law_new"], 2, "needs exactly one answer to each of: Law, Fee"),
        ],
    )
    def test_each_is_one_message_with_a_way_out(
        self, branch: Run, record: Path, arguments: list[str], code: int, words: str
    ) -> None:
        done = branch(*arguments)
        assert (done.returncode, done.stdout) == (code, "")
        assert words in done.stderr
        assert list(record.parent.glob("game-*")) == []

    def test_a_file_that_exists(self, branch: Run, record: Path) -> None:
        done = branch("--at", "works", "--choose", "paint", "-o", record)
        assert (done.returncode, "exists already" in done.stderr) == (4, True)

    def test_a_file_that_is_not_there(self, call: Run, quay: Path, tmp_path: Path) -> None:
        done = call("branch", tmp_path / "none.jsonl", "--scenario", quay, "--at", "1", "--choose", "x")
        assert (done.returncode, done.stdout) == (4, "")

    def test_a_record_of_another_version_of_the_scenario(self, branch: Run, record: Path) -> None:
        first, *rest = record.read_text("utf-8").splitlines()
        header = json.loads(first) | {"sha256": "0" * 64}
        record.write_text("\n".join([json.dumps(header), *rest]) + "\n", "utf-8")
        done = branch("--at", "works", "--choose", "paint")
        assert done.returncode == 3
        assert "the scenario's files have changed" in done.stderr
        assert "--scenario PATH" in done.stderr

    def test_a_record_that_was_changed_by_hand(self, branch: Run, record: Path) -> None:
        changed = record.read_text("utf-8").replace('"choice":["half"]', '"choice":["nothing"]')
        record.write_text(changed, "utf-8")
        done = branch("--at", "works", "--choose", "paint")
        assert (done.returncode, "in the record" in done.stderr) == (3, True)
