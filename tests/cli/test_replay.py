"""`replay`: records and scripts, told, as JSON, verified, and found wanting."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SCRIPT = """\
scenario: quay
title: Both pay
seed: 7
seats: {sea: doctrine}
decisions:
  - {decision: share_town, choose: half, rationale: "It is fair.", forecast: 60, dissent: The treasurer}
  - {decision: share_line, choose: half}
  - {decision: works, choose: [piles, paint]}
notes:
  - {at: D+3, seat: town, text: "A quiet day."}
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "both-pay.yaml"
    path.write_text(SCRIPT, "utf-8")
    return path


@pytest.fixture
def record(call: Run, quay: Path, answers: str, tmp_path: Path) -> Path:
    path = tmp_path / "game.jsonl"
    played = call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", path, stdin=answers)
    assert played.returncode == 0, played.stderr
    return path


def changed(record: Path, kind: str, **keys: Any) -> Path:
    """A copy of a record with the first line of a kind changed by hand."""
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    next(line for line in lines if line["kind"] == kind).update(keys)
    copy = record.with_name("changed.jsonl")
    copy.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return copy


def test_a_script_is_told_as_a_playthrough(call: Run, quay: Path, script: Path) -> None:
    done = call("replay", script, "--scenario", quay)
    assert (done.returncode, done.stderr) == (0, "")
    story = [
        "The quay (quay, version 1)",
        "Seed 7, preset usual, length long",
        "Hidden: Rot inside the piles",
        "D+0 06:00 Harbour master to town, line (letter): The cracks have grown",
        "D+2 08:00 Town: What do you offer the line? -- Pay half",
        "Reason: It is fair. Forecast: 60 %. Dissent: The treasurer",
        "D+2 08:00 Line: What do you offer the town? -- Pay half",
        "D+2 08:00 What the choices did together",
        "D+3 00:00 Note (town): A quiet day.",
        "Town: Which works are done? -- New piles; Paint",
        "Line: How is it worded? -- Old law; Old fee (by default)",
        "END D+12 00:00: The quay stays open",
        "SCORE The town hall:",
        "A quay that holds",
        "Digest ",
    ]
    places = [done.stdout.find(piece) for piece in story]
    assert -1 not in places, [piece for piece, place in zip(story, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_the_same_bytes_twice_and_under_another_hash_seed(tabletop: Run, quay: Path, script: Path) -> None:
    told = [
        tabletop("replay", script, "--scenario", quay, *form, PYTHONHASHSEED=seed).stdout
        for form in ([], ["--json"])
        for seed in ("0", "1")
    ]
    assert told[0] == told[1]
    assert told[2] == told[3]


def test_a_record_as_json(call: Run, quay: Path, record: Path) -> None:
    done = call("replay", record, "--scenario", quay, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(told) == [
        "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "digest", "outcome", "decisions",
        "scores", "complete", "divergence", "mapped", "dropped",
    ]  # fmt: skip
    assert (told["scenario"], told["seed"], told["complete"], told["divergence"]) == ("quay", 5, True, None)
    assert told["outcome"]["ending"] in {"open", "closed"}
    first = next(decision for decision in told["decisions"] if decision["seat"] == "town")
    assert first == {
        "seat": "town", "id": "share_town", "choice": ["half"], "time": "D+2 08:00", "at": 3360, "by": "human",
    }  # fmt: skip
    assert {decision["by"] for decision in told["decisions"]} == {"human", "uniform", "doctrine"}
    town = told["scores"]["town"]
    assert {"total", "rating", "coverage", "objectives"} <= set(town)
    quay_holds = town["objectives"]["t_quay"]
    assert {"value", "score", "weight", "rating"} <= set(quay_holds)
    assert quay_holds["score"] == pytest.approx(100 * (80 - quay_holds["value"]) / 60, abs=1e-4)


def test_quiet_is_the_digest_alone(call: Run, quay: Path, record: Path) -> None:
    done = call("replay", record, "--scenario", quay, "--quiet", "--verify")
    last = json.loads(record.read_text("utf-8").splitlines()[-1])
    assert done.stdout == f"{last['digest']}\n"
    assert done.stderr.startswith("verified: ")


def test_a_record_is_found_in_the_folder_of_records(call: Run, quay: Path) -> None:
    call("play", quay, "--plain", "--seed", "5", stdin="q\n")
    done = call("replay", "quay-5-1.jsonl", "--scenario", quay)
    assert done.returncode == 0
    assert "The record stops on D+2 08:00; the game is not over." in done.stdout


def test_a_script_beside_its_scenario_needs_no_name(call: Run, quay: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quay"
    (folder / "scripts").mkdir(parents=True)
    (folder / "scenario.yaml").write_text((quay / "scenario.yaml").read_text("utf-8"), "utf-8")
    (folder / "scripts" / "a.yaml").write_text(SCRIPT, "utf-8")
    assert call("replay", folder / "scripts" / "a.yaml", "--quiet").returncode == 0


def test_neither_a_screen_nor_numpy_is_loaded(quay: Path, script: Path) -> None:
    code = (
        "import sys\n"
        "from tabletop.cli.main import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit as leave:\n"
        "    assert not leave.code\n"
        "print(sorted({'textual', 'rich', 'numpy'} & set(sys.modules)))\n"
    )
    for form in ("--quiet", "--json"):
        done = subprocess.run(
            [sys.executable, "-c", code, "replay", script, "--scenario", quay, form],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("kind", "keys", "words"),
    [
        ("decision", {"digest": "0" * 32}, "changed.jsonl:"),
        ("decision", {"choice": ["nothing"]}, "changed.jsonl:"),
        ("end", {"digest": "0" * 32}, "the end"),
        ("decision", {"choice": ["hlaf"]}, 'did you mean "half"'),
        ("decision", {"seat": "sea"}, "is for the seat"),
        ("header", {"sha256": "0" * 64}, "files have changed"),
        ("header", {"scenario": "other"}, "other"),
        ("header", {"engine": "99.0"}, "99.0"),
    ],
)
def test_what_does_not_fit_exits_3(
    call: Run, quay: Path, record: Path, kind: str, keys: dict[str, Any], words: str
) -> None:
    done = call("replay", changed(record, kind, **keys), "--scenario", quay, "--verify", "--quiet")
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "verified" not in done.stderr


def test_a_divergence_is_in_the_json(call: Run, quay: Path, record: Path) -> None:
    done = call("replay", changed(record, "decision", digest="0" * 32), "--scenario", quay, "--json")
    assert done.returncode == 3
    assert set(json.loads(done.stdout)["divergence"]) == {"where", "at", "time", "decision", "recorded", "found"}


def test_a_lenient_replay_goes_on_and_says_so(call: Run, quay: Path, record: Path) -> None:
    copy = changed(record, "header", sha256="0" * 64, preset="gone")
    done = call("replay", copy, "--scenario", quay, "--lenient", "--json")
    assert json.loads(done.stdout)["dropped"]
    assert "gone" in done.stderr


def test_a_torn_record_is_told_as_far_as_it_goes(call: Run, quay: Path, record: Path) -> None:
    record.write_bytes(record.read_bytes()[:-30])
    done = call("replay", record, "--scenario", quay, "--quiet")
    assert done.returncode == 0
    assert "was cut off" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jsonl", b"", 4),
        ("noise.jsonl", b"\x00\xff\x00", 4),
        ("list.jsonl", b"[]\n", 4),
        ("wrong.yaml", b"scenario: quay\ndecisons: []\n", 1),
        ("anchor.yaml", b"scenario: &a quay\n", 1),
        ("nothing.yaml", b"", 1),
        ("unknown.yaml", b"scenario: quay\ndecisions: [{decision: share_twon, choose: half}]\n", 1),
        ("locked.yaml", b"scenario: quay\ndecisions: [{decision: share_town, choose: decree}]\n", 2),
    ],
)
def test_bad_files_get_one_message(call: Run, quay: Path, tmp_path: Path, name: str, content: bytes, code: int) -> None:
    (tmp_path / name).write_bytes(content)
    done = call("replay", tmp_path / name, "--scenario", quay)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there(call: Run) -> None:
    done = call("replay", "nowhere.jsonl")
    assert (done.returncode, done.stdout) == (4, "")
    assert "nowhere.jsonl" in done.stderr


def test_a_script_is_verified_by_a_second_run(call: Run, quay: Path, script: Path) -> None:
    done = call("replay", script, "--scenario", quay, "--quiet", "--verify")
    assert done.returncode == 0
    assert done.stderr.startswith("verified: ")
