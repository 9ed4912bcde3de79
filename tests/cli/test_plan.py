"""`plan`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FLAGSHIP = "regional-contingency"


def test_a_plan_to_read(call: Run) -> None:
    done = call("plan", FLAGSHIP, "--minutes", "50", "--students", "23", "--seed", "5")
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "23 students, 50 minutes, seed 5, length 50",
        "0:05   27 min  Play",
        "0:14    9 min  at D+27 09:00 of the game",
        "the debrief has 36 %",
        "A     6     1–3       4–6       –",
        "White cell: you",
        "tabletop play regional-contingency --length 50 --seed 5 --record cell-d.jsonl",
        "23 x  situation, rules, probability",
        "12 x  role-us, data-us",
        "tabletop compare cell-*.jsonl",
    ):
        assert words in done.stdout
    prose = [line for line in done.stdout.splitlines() if not line.startswith("    tabletop")]
    assert all(len(line) <= 80 for line in prose)


def test_a_plan_as_json(call: Run) -> None:
    done = call(
        "plan", FLAGSHIP, "--minutes", "180", "--students", "9", "--seed", "5", "--preset", "slow_lift", "--json"
    )
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(told) == [
        "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "minutes", "students", "agenda", "rounds",
        "may_open", "cells", "white_cell", "papers", "commands", "notes",
    ]  # fmt: skip
    assert (told["schema"], told["seed"], told["preset"], told["length"]) == ("tabletop-plan/1", 5, "slow_lift", "180")
    assert sum(slot["minutes"] for slot in told["agenda"]) == 180
    assert [len(cell["students"]) for cell in told["cells"]] == [5, 4]
    assert told["rounds"][0]["decisions"][0] == {
        "decision": "us1",
        "seat": "us",
        "title": "What do we ask of Seoul, and when?",
    }


def test_without_a_seed_a_fresh_one_is_told(call: Run) -> None:
    seeds = {
        json.loads(call("plan", FLAGSHIP, "--minutes", "50", "--students", "4", "--json").stdout)["seed"] for _ in "ab"
    }
    assert len(seeds) == 2


def test_what_is_planned_can_be_typed(call: Run, tabletop: Run, quay: Path, tmp_path: Path) -> None:
    told = json.loads(call("plan", quay, "--minutes", "60", "--students", "1", "--seed", "5", "--json").stdout)
    command = next(each["command"] for each in told["commands"] if each["for"] == "play: cell A")
    words = command.replace("cell-a.jsonl", str(tmp_path / "cell-a.jsonl")).split()[1:]
    done = tabletop(*words, "--plain", stdin="q\n")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cell-a.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--minutes", "40", "--students", "9"], 1, "the shortest takes 50"),
        (["--minutes", "5", "--students", "9"], 2, "--minutes"),
        (["--minutes", "50", "--students", "61"], 2, "--students"),
        (["--minutes", "50", "--students", "0"], 2, "--students"),
        (["--minutes", "50"], 2, "--students"),
        (["--minutes", "50", "--students", "9", "--preset", "bsae"], 2, 'did you mean "base"?'),
    ],
)
def test_what_cannot_be_planned_is_told(call: Run, arguments: list[str], code: int, words: str) -> None:
    done = call("plan", FLAGSHIP, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
