"""`branch` and `whatif` on the quay: another answer, in a file of its own or side by side."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def record(call: Run, quay: Path, answers: str, tmp_path: Path) -> Path:
    path = tmp_path / "game.jsonl"
    call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", path, stdin=answers)
    return path


@pytest.fixture
def number(record: Path) -> int:
    """The number of the town's first decision."""
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    return int(next(line["n"] for line in lines if line.get("decision") == "share_town"))


def other(record: Path) -> str:
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    chosen = next(line["choice"][0] for line in lines if line.get("decision") == "share_town")
    return "nothing" if chosen != "nothing" else "half"


def test_a_branch_is_a_child_that_can_be_played_on(call: Run, quay: Path, record: Path, number: int) -> None:
    before = record.read_bytes()
    done = call("branch", record, "--at", number, "--choose", other(record), "--scenario", quay)
    assert done.returncode == 0, done.stderr
    child = Path(done.stdout.strip())
    header, *lines = [json.loads(line) for line in child.read_text(encoding="utf-8").splitlines()]
    assert header["parent"]["at"] == number - 1
    assert lines[-1]["choice"] == [other(record)]
    assert "tabletop resume" in done.stderr
    assert record.read_bytes() == before
    resumed = call("resume", child, "--scenario", quay, "--plain", stdin="g\n1\n\n\n\ny\n" * 9)
    assert resumed.returncode == 0, resumed.stderr


def test_played_on_it_comes_to_an_end_and_replays(call: Run, quay: Path, record: Path, number: int) -> None:
    arguments = ("branch", record, "--at", number, "--choose", other(record), "--scenario", quay, "--play-on", "--json")
    done = call(*arguments)
    found = json.loads(done.stdout)
    assert found["complete"]
    assert call("replay", found["file"], "--scenario", quay, "--verify").returncode == 0
    again = call(*arguments)
    assert again.returncode == 4
    assert "exists already" in again.stderr


def test_what_cannot_be_branched_is_said(call: Run, quay: Path, record: Path, number: int) -> None:
    for extra, words in (
        (("--at", "99", "--choose", "half"), "no decision number 99"),
        (("--at", number, "--choose", "halff"), "half"),
        (("--at", number, "--play-on"), "--choose"),
    ):
        done = call("branch", record, "--scenario", quay, *extra)
        assert done.returncode == 2
        assert words in done.stderr


def test_whatif_shows_every_open_option_in_this_world(call: Run, quay: Path, record: Path, number: int) -> None:
    done = call("whatif", record, "--at", number, "--scenario", quay, "--futures", "0", "--json")
    found = json.loads(done.stdout)
    (chosen,) = [way for way in found["here"] if way["recorded"]]
    assert chosen["choice"] == found["choice"]
    assert chosen["parts"] is None
    replayed = json.loads(call("replay", record, "--scenario", quay, "--json").stdout)
    assert {s: c["total"] for s, c in chosen["scores"].items()} == {
        s: c["total"] for s, c in replayed["scores"].items()
    }
    others = [way for way in found["here"] if not way["recorded"]]
    assert others
    assert any(way["parts"] and way["parts"]["at"] >= found["at"] for way in others)
    assert found["expected"] is None


def test_whatif_sets_hindsight_beside_what_could_be_known(call: Run, quay: Path, record: Path, number: int) -> None:
    done = call("whatif", record, "--at", number, "--scenario", quay, "--futures", "10")
    assert "In this very world" in done.stdout
    assert "What could be known then" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
