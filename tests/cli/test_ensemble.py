"""`ensemble`."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_figures_as_json(call: Run, quay: Path) -> None:
    done = call("ensemble", quay, "--runs", "30", "--seed", "3", "--seat", "town=uniform", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(told) == [
        "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "runs", "partial", "seats", "endings",
        "options", "injects", "events_per_playout", "playouts_per_second",
    ]  # fmt: skip
    assert (told["scenario"], told["seed"], told["preset"], told["runs"]) == ("quay", 3, "usual", 30)
    town = told["seats"]["town"]
    assert list(town) == ["player", "mean", "sd", "quantiles", "ratings"]
    assert list(town["quantiles"]) == ["p5", "p25", "p50", "p75", "p95"]
    assert (town["player"], told["seats"]["line"]["player"]) == ("uniform", "doctrine")
    assert sum(town["ratings"].values()) == sum(told["endings"].values()) == 30


def test_jobs_change_nothing_but_the_speed(tabletop: Run, quay: Path) -> None:
    told = []
    for jobs in ("1", "2"):
        done = tabletop("ensemble", quay, "--runs", "60", "--seed", "3", "--jobs", jobs, "--json", PYTHONHASHSEED=jobs)
        assert (done.returncode, done.stderr) == (0, "")
        told.append(json.loads(done.stdout))
        del told[-1]["playouts_per_second"]
    assert told[0] == told[1]


def test_figures_in_lines(call: Run, quay: Path) -> None:
    done = call("ensemble", quay, "--runs", "20", "--seed", "3")
    for words in ("20 playouts, seed 3, preset usual", "playouts a second", "town    doctrine", "endings:", "blow:"):
        assert words in done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_a_script_is_played_many_times(call: Run, quay: Path, tmp_path: Path) -> None:
    script = tmp_path / "s.yaml"
    script.write_text("scenario: quay\npreset: storm\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    common = ("ensemble", quay, "--runs", "10", "--seed", "3", "--script", script, "--json")
    told = json.loads(call(*common).stdout)
    assert told["preset"] == "storm"
    assert told["options"]["share_town"] == {"nothing": 0, "half": 10, "decree": 0}
    assert told["options"]["share_line"] == {"nothing": 10, "half": 0}
    assert {seat: figures["player"] for seat, figures in told["seats"].items()} == dict.fromkeys(
        ("town", "line", "sea"), "default"
    )
    named = json.loads(call(*common, "--seat", "line=uniform", "--preset", "usual").stdout)
    assert (named["preset"], named["seats"]["line"]["player"]) == ("usual", "uniform")
    assert named["options"]["share_line"]["half"] > 0


def test_a_table_of_all_playouts(call: Run, quay: Path, tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    assert call("ensemble", quay, "--runs", "5", "--seed", "3", "--csv", table).returncode == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["replicate", "ending", "ended_at_minute", "events", "town", "line", "sea"]
    assert [row["replicate"] for row in rows] == ["0", "1", "2", "3", "4"]
    again = call("ensemble", quay, "--runs", "5", "--csv", table)
    assert (again.returncode, "exists already" in again.stderr) == (4, True)
    nowhere = call("ensemble", quay, "--runs", "5", "--csv", tmp_path / "no" / "runs.csv")
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (4, False)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--seat", "town=human"], 2, "a human cannot sit in an ensemble"),
        (["--seat", "town=doctor"], 2, "no player"),
        (["--preset", "usaul"], 2, "usual"),
        (["--script", "nowhere.yaml"], 4, "nowhere.yaml"),
        (["--runs", "-3"], 2, "--runs"),
    ],
)
def test_what_cannot_be_run_is_told(call: Run, quay: Path, arguments: list[str], code: int, words: str) -> None:
    done = call("ensemble", quay, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_tells_what_was_done_so_far(running: Callable[..., Any], quay: Path, jobs: str) -> None:
    process = running(
        "ensemble", quay, "--runs", "1000000", "--jobs", jobs, "--seed", "3", "--json", errors_on_terminal=True
    )
    process.wait_for(" a second, ")
    os.kill(process.process.pid, signal.SIGINT)
    code, errors = process.leave()
    assert code == 130, errors
    assert "Traceback" not in errors
    told = json.loads(process.text)
    assert told["partial"] is True
    assert 0 < told["runs"] < 1000000
    assert f"interrupted; {told['runs']} of 1000000 playouts are counted" in errors
