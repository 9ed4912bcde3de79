"""`sweep`."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMON = ("--runs", "30", "--seed", "3")


def test_a_tornado_as_json(call: Run, quay: Path) -> None:
    done = call("sweep", quay, *COMMON, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr, told["schema"], told["runs"]) == (0, "", "tabletop-sweep/1", 30)
    assert list(told["rests_on"]) == ["town", "line", "sea"]
    (row,) = told["rests_on"]["town"]
    assert (row["assumption"], row["low"]["value"], row["high"]["value"]) == ("sea", 0, 4)
    assert row["low"]["change"] > 0 > row["high"]["change"]
    assert told["assumptions"]["sea"] == {"label": "Force of the sea", "grade": "C", "unit": "", "value": 1.0}
    assert (told["presets"], told["against"]) == ({}, None)
    ensemble = json.loads(call("ensemble", quay, *COMMON, "--json").stdout)
    assert told["seats"] == ensemble["seats"]
    high = json.loads(call("ensemble", quay, *COMMON, "--set", "sea=4", "--json").stdout)
    assert row["high"]["mean"] == high["seats"]["town"]["mean"]


def test_a_tornado_in_lines(call: Run, quay: Path) -> None:
    lines = call("sweep", quay, *COMMON).stdout
    for words in ("30 playouts of each variation", "town (doctrine): mean", "assumption", "sea: Force of the sea"):
        assert words in lines
    assert all(len(line) <= 80 for line in lines.splitlines())


def test_each_preset_in_turn(call: Run, quay: Path) -> None:
    told = json.loads(call("sweep", quay, *COMMON, "--presets", "--json").stdout)
    (row,) = told["presets"]["town"]
    assert (row["preset"], row["change"] < 0, row["clear"], told["rests_on"]) == ("storm", True, True, {})
    lines = call("sweep", quay, *COMMON, "--presets").stdout
    assert "Bad weather" in lines
    assert all(len(line) <= 80 for line in lines.splitlines())


def test_another_plan_in_each_variation(call: Run, quay: Path, tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    command = ("sweep", quay, *COMMON, "--seat", "sea=default", "--against", "sea=uniform")
    told = json.loads(call(*command, "--csv", table, "--json").stdout)
    rows = told["against"]["advantages"]["town"]
    assert [row["variation"] for row in rows] == ["as it is", "sea=0", "sea=4"]
    assert rows[0]["difference"] < 0
    assert told["against"]["seats"]["sea"] == "uniform"
    with table.open(encoding="utf-8", newline="") as file:
        variants = [row["variant"] for row in csv.DictReader(file)]
    names = ["as it is", "sea=0", "sea=4", "against as it is", "against sea=0", "against sea=4"]
    assert variants == [name for name in names for _ in range(30)]
    lines = call(*command).stdout
    assert "The second plan (sea uniform) against the first" in lines
    assert "variations" in lines
    assert all(len(line) <= 80 for line in lines.splitlines())


def test_jobs_and_clusters_change_nothing(call: Run, quay: Path, cluster: str) -> None:
    command = ("sweep", quay, "--seed", "3", "--half-width", "6", "--most", "150", "--json")
    told = [json.loads(call(*command, *more).stdout) for more in ((), ("--jobs", "2"), ("--cluster", cluster))]
    for each in told:
        del each["playouts_per_second"]
    assert told[0] == told[1] == told[2]
    assert told[0]["precision"]["reached"] > 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--vary", "see"], 2, 'did you mean "sea"?'),
        (["--vary", "sea", "--presets"], 2, "--presets varies none"),
        (["--set", "sea=2"], 2, "no assumption to vary"),
        (["--against", "tow=uniform"], 2, 'did you mean "town"?'),
        (["--csv", "{quay}"], 4, "exists already"),
    ],
)
def test_what_cannot_be_swept_is_told(call: Run, quay: Path, arguments: list[str], code: int, words: str) -> None:
    done = call("sweep", quay, *(argument.replace("{quay}", str(quay)) for argument in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
