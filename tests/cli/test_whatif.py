"""`whatif`: every option of one decision side by side, as text and as JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.cli.sidebyside import left_out_lines

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def record(call: Run, quay: Path, answers: str, tmp_path: Path) -> Path:
    """A finished game at the quay, the town a person, the line a bot."""
    path = tmp_path / "game.jsonl"
    played = call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", path, stdin=answers)
    assert played.returncode == 0, played.stderr
    return path


@pytest.fixture
def whatif(call: Run, quay: Path, record: Path) -> Run:
    """`tabletop whatif` of that game."""
    return lambda *more, **extra: call("whatif", record, "--scenario", quay, *more, **extra)


def test_the_options_stand_side_by_side(whatif: Run) -> None:
    done = whatif("--at", "works", "--futures", "20")
    assert (done.returncode, done.stderr) == (0, "")
    story = [
        "What if, at decision",
        "this game: the same world and the same chances",
        "this game   many futures",
        "*",
        "* as recorded",
        "An answer may name several options.",
        "In 20 futures: ",
        "Why the two may disagree: this game is hindsight",
        "This game, by objective (weight)",
        "The town hall",
        "A quay that holds (60)",
        "P performed, S some difficulty",
        "ends with 1",
        "First difference, D+",
        "because: ",
    ]
    places = [done.stdout.find(piece) for piece in story]
    assert -1 not in places, [piece for piece, place in zip(story, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_a_difference_of_nothing_is_no_number(whatif: Run) -> None:
    told = " ".join(whatif("--at", "wording", "--futures", "10").stdout.split())
    assert "gains 0" not in told
    assert "points lost, 0" not in told


def test_without_futures_only_this_game_is_told(whatif: Run) -> None:
    done = whatif("--at", "share_town", "--futures", "0")
    assert "many futures" not in done.stdout
    assert "locked: Order them by decree. The council trusts you too little." in done.stdout


def test_json_has_everything(whatif: Run) -> None:
    told = json.loads(whatif("--at", "share_town", "--futures", "10", "--jobs", "2", "--json").stdout)
    assert list(told)[:5] == ["schema", "engine", "scenario", "sha256", "seed"]
    assert (told["schema"], told["futures"], told["decision"]["decision"]) == ("tabletop-whatif/1", 10, "share_town")
    option = next(option for option in told["options"] if not option["recorded"])
    assert option["first"]["because"][-1]["what"] in ("this answer", "the recorded answer")
    assert option["expected"]["interval"][0] <= option["expected"]["value"] <= option["expected"]["interval"][1]


def test_the_same_bytes_twice(whatif: Run) -> None:
    once, twice = (whatif("--at", "works", "--futures", "10").stdout for _ in range(2))
    assert once == twice


def test_without_at_the_decisions_are_listed(whatif: Run) -> None:
    done = whatif()
    assert done.returncode == 0
    assert "share_town   D+2 08:00  Town: What do you offer the line? -- Pay half" in done.stdout
    found = json.loads(whatif("--json").stdout)
    assert {decision["name"] for decision in found["decisions"]} >= {"share_town", "works"}


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Both pay; whatever else is asked of them lapses."""
    path = tmp_path / "pay.yaml"
    path.write_text(
        "scenario: quay\nseed: 7\ndecisions:\n"
        "  - {decision: share_town, choose: half}\n  - {decision: share_line, choose: half}\n",
        "utf-8",
    )
    return path


def test_what_nobody_answered_is_told_with_the_reason_for_no_futures(call: Run, quay: Path, script: Path) -> None:
    listed = call("whatif", script, "--scenario", quay)
    assert "Town: Which works are done? -- nothing (nobody answered)" in " ".join(listed.stdout.split())
    done = call("whatif", script, "--scenario", quay, "--at", "works")
    assert done.returncode == 0, done.stderr
    assert "(the default, since nobody answered)" in done.stdout
    assert "No many futures: nobody answered" in done.stdout.replace("\n", " ")


def test_whose_answers_come_anew_is_said(call: Run, quay: Path, script: Path) -> None:
    done = call("whatif", script, "--scenario", quay, "--at", "share_line", "--futures", "0", "--react")
    assert done.returncode == 0, done.stderr
    assert "the program's players answer anew" in " ".join(done.stdout.split())


def test_what_did_not_fit_is_told_with_what_was_done_instead() -> None:
    whole = {"n": 4, "time": "D+2 00:00", "what": "B: Second -- Firm", "why": "it was locked", "instead": "Mild"}
    hand = {"n": None, "time": "D+3 00:00", "what": "by hand: “Alarm”", "why": "it has come of itself here"}
    told = left_out_lines([{**whole, "instead_by": "default"}, {**hand, "instead": "", "instead_by": ""}])
    assert told == [
        "Recorded, but not possible here:",
        "- decision 4, D+2 00:00, B: Second -- Firm: it was locked; instead: Mild (the",
        "  default)",
        "- D+3 00:00, by hand: “Alarm”: it has come of itself here",
    ]
    assert left_out_lines([]) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--at", "77"], "no decision number 77"),
        (["--at", "1", "--futures", "1"], "--futures takes 0 (none) or at least 2"),
        (["--at", "1", "--futures", "-3"], "--futures"),
    ],
)
def test_wrong_arguments_are_errors_of_usage(whatif: Run, arguments: list[str], words: str) -> None:
    done = whatif(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_an_empty_record_says_so(call: Run, quay: Path, record: Path) -> None:
    record.write_text(record.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    done = call("whatif", record, "--scenario", quay)
    assert (done.returncode, "No decision has been taken in it yet." in done.stdout) == (0, True)
    assert call("whatif", record, "--scenario", quay, "--at", "1").returncode == 2
