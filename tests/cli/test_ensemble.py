"""`ensemble`."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


HEAD = [
    "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "runs", "partial", "precision", "script",
]  # fmt: skip
FIGURES = [
    "seats", "all_sound", "endings", "options", "injects", "ending_shares", "option_shares", "events_per_playout",
    "playouts_per_second",
]  # fmt: skip


def untimed(text: str) -> str:
    """The output without the figures of speed."""
    return re.sub(r'"playouts_per_second": [\d.]+', "", text)


def test_figures_as_json(call: Run, quay: Path) -> None:
    done = call("ensemble", quay, "--runs", "30", "--seed", "3", "--seat", "town=uniform", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(told) == [*HEAD, *FIGURES, "drawn", "influences", "against"]
    assert (told["scenario"], told["seed"], told["preset"], told["runs"]) == ("quay", 3, "usual", 30)
    assert (told["precision"], told["script"], told["drawn"], told["against"]) == (None, None, {}, None)
    town = told["seats"]["town"]
    assert list(town) == ["player", "mean", "sd", "quantiles", "interval", "histogram", "ratings", "objectives"]
    assert list(town["quantiles"]) == ["p5", "p25", "p50", "p75", "p95"]
    assert list(town["objectives"]) == ["t_quay", "t_trust"]
    assert (town["player"], told["seats"]["line"]["player"]) == ("uniform", "doctrine")
    assert sum(town["ratings"].values()) == sum(told["endings"].values()) == sum(town["histogram"]) == 30


def test_a_cluster_tells_byte_for_byte_what_one_process_tells(call: Run, quay: Path, cluster: str) -> None:
    command = ("ensemble", quay, "--runs", "60", "--seed", "3", "--joint", "--against", "town=uniform", "--json")
    alone, together = call(*command), call(*command, "--cluster", cluster)
    assert (together.returncode, together.stderr) == (0, "")
    assert untimed(together.stdout) == untimed(alone.stdout)


def test_jobs_change_nothing_but_the_speed(tabletop: Run, quay: Path) -> None:
    told = []
    for jobs in ("1", "2"):
        done = tabletop("ensemble", quay, "--runs", "60", "--seed", "3", "--jobs", jobs, "--json", PYTHONHASHSEED=jobs)
        assert (done.returncode, done.stderr) == (0, "")
        told.append(untimed(done.stdout))
    assert told[0] == told[1]


def test_figures_in_lines(call: Run, quay: Path) -> None:
    done = call("ensemble", quay, "--runs", "20", "--seed", "3", "--joint")
    for words in (
        "20 playouts, seed 3, preset usual", "playouts a second", "town   doctrine", "town: A quay that holds",
        "Every seat at S or better", "Endings", "The quay stays open", "blow: calm", "opening_letter",
        "What the scores rest on", "A teaching model, not a forecast.",
    ):  # fmt: skip
        assert words in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_two_policies_are_compared_pair_by_pair(call: Run, quay: Path) -> None:
    command = ("ensemble", quay, "--runs", "40", "--seed", "3", "--seat", "town=default", "--against", "town=uniform")
    told = json.loads(call(*command, "--json").stdout)
    other = told["against"]
    assert list(other) == ["preset", "set", "script", *FIGURES, "comparison"]
    assert (told["seats"]["town"]["player"], other["seats"]["town"]["player"]) == ("default", "uniform")
    assert other["comparison"]["pairs"] == 40
    town = other["comparison"]["seats"]["town"]
    assert town["difference"] == pytest.approx(other["seats"]["town"]["mean"] - told["seats"]["town"]["mean"], abs=1e-5)
    assert 0 < town["variance_reduction"] < 1 < town["worth"]
    alone = json.loads(call("ensemble", quay, "--runs", "40", "--seed", "3", "--seat", "town=uniform", "--json").stdout)
    assert other["seats"] == alone["seats"]
    lines = call(*command).stdout
    for words in ("40 playouts on each side", "second: town uniform", "Second minus first", "town: A quay that holds"):
        assert words in lines
    assert all(len(line) <= 80 for line in lines.splitlines())


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--against-preset", "storm", "second: preset storm"),
        ("--against-set", "sea=3", "second: sea=3"),
        ("--against-set", "contract=tight", "second: contract=tight"),
        ("--against", "town=doctrine", "second: the same"),
    ],
)
def test_what_is_named_is_all_that_differs(call: Run, quay: Path, option: str, value: str, words: str) -> None:
    command = ("ensemble", quay, "--runs", "20", "--seed", "3", option, value)
    assert words in call(*command).stdout
    told = json.loads(call(*command, "--json").stdout)["against"]
    same = words == "second: the same" or "contract" in value
    assert [each["worth"] is None for each in told["comparison"]["seats"].values()] == [same] * 3
    assert (told["comparison"]["seats"]["town"]["difference"] < 0) is not same


def test_a_script_is_compared_without_its_setup(call: Run, quay: Path, tmp_path: Path) -> None:
    script = tmp_path / "s.yaml"
    script.write_text("scenario: quay\npreset: storm\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    told = json.loads(
        call("ensemble", quay, "--runs", "20", "--seed", "3", "--against-script", script, "--json").stdout
    )
    other = told["against"]
    assert (told["preset"], other["preset"], told["script"]) == ("usual", "usual", None)
    assert other["script"] == {"file": str(script), "decisions": 1, "until": None}
    assert told["options"]["share_town"]["half"] < other["options"]["share_town"]["half"] == 20


def test_as_many_as_a_half_width_takes(call: Run, quay: Path) -> None:
    common = ("ensemble", quay, "--seed", "3", "--half-width", "4.5", "--json")
    done = call(*common)
    told = json.loads(done.stdout)
    assert (told["runs"] % 100, told["precision"]["most"], told["precision"]["met"]) == (0, 10_000, True)
    assert told["precision"]["reached"] <= 4.5
    assert untimed(call(*common, "--jobs", "2").stdout) == untimed(done.stdout)
    short = call(*common, "--most", "50")
    told = json.loads(short.stdout)
    assert (told["runs"], told["precision"]["met"], short.returncode) == (50, False, 0)
    assert "allow more with --most" in short.stderr


def test_all_assumptions_may_be_drawn_together(call: Run, quay: Path, tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    command = ("ensemble", quay, "--runs", "40", "--seed", "3", "--joint", "--csv", table, "--json")
    told = json.loads(call(*command).stdout)
    assert told["drawn"] == {"sea": [0.0, 1.0, 4.0]}
    assert told["influences"]["town"][0]["assumption"] == "sea"
    with table.open(encoding="utf-8", newline="") as file:
        drawn = [float(row["sea"]) for row in csv.DictReader(file)]
    assert len(set(drawn)) == 40
    assert 0 <= min(drawn) < 1 < max(drawn) <= 4


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


@pytest.mark.parametrize(
    ("until", "half", "survey"),
    [("0", False, False), ("1", True, False), ("2", True, True), ("D+4", True, False), ("2027-06-05", True, False)],
)
def test_a_script_is_followed_so_far_and_no_further(
    call: Run, quay: Path, tmp_path: Path, until: str, half: bool, survey: bool
) -> None:
    script = tmp_path / "s.yaml"
    answers = ["{decision: share_town, choose: half}", "{decision: works, choose: [survey, paint]}"]
    script.write_text(f"scenario: quay\ndecisions: [{', '.join(answers)}]\n", "utf-8")
    command = ("ensemble", quay, "--runs", "20", "--seed", "3", "--script", script, "--until", until, "--json")
    told = json.loads(call(*command).stdout)
    assert told["seats"]["town"]["player"] == "doctrine"
    assert (told["options"]["share_town"]["half"] == 20) is half
    assert (told["options"]["works"]["survey"] == 20) is survey


def test_a_recorded_game_is_played_in_other_worlds(call: Run, quay: Path, answers: str, tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    game = ("play", quay, "--plain", "--seed", "5", "--preset", "storm", "--seat", "line=doctrine", "--record", record)
    assert call(*game, stdin=answers).returncode == 0
    told = json.loads(call("ensemble", quay, "--runs", "20", "--seed", "3", "--script", record, "--json").stdout)
    assert (told["preset"], told["script"]["decisions"]) == ("storm", 2)
    assert (told["seats"]["town"]["player"], told["seats"]["line"]["player"]) == ("default", "doctrine")
    assert told["options"]["share_town"]["half"] == 20
    assert told["options"]["works"]["piles"] == 20
    assert told["options"]["share_line"]["half"] < 20


def test_a_table_of_all_playouts(call: Run, quay: Path, tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    assert call("ensemble", quay, "--runs", "5", "--seed", "3", "--csv", table).returncode == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "replicate", "ending", "ended_at_minute", "events", "town", "line", "sea", "town:t_quay", "town:t_trust",
        "line:l_quay", "sea:s_wear",
    ]  # fmt: skip
    assert [row["replicate"] for row in rows] == ["0", "1", "2", "3", "4"]
    again = call("ensemble", quay, "--runs", "1000000", "--csv", table)
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
        (["--half-width", "0"], 2, "--half-width"),
        (["--half-width", "1", "--runs", "20"], 2, "--most"),
        (["--most", "20"], 2, "--half-width"),
        (["--until", "3"], 2, "there is none"),
        (["--vary", "sea"], 2, "--joint"),
        (["--joint", "--vary", "see"], 2, 'did you mean "sea"?'),
        (["--joint", "--set", "sea=1"], 2, "no assumption to vary"),
        (["--against", "tow=uniform"], 2, '--against: there is no "tow"; did you mean "town"?'),
        (["--against", "town=human"], 2, "a human cannot sit"),
        (["--against-preset", "strom"], 2, "--against-preset"),
        (["--against-set", "sea"], 2, "NAME=VALUE"),
        (["--cluster", "nowhere"], 1, "an address has the form"),
    ],
)
def test_what_cannot_be_run_is_told(call: Run, quay: Path, arguments: list[str], code: int, words: str) -> None:
    done = call("ensemble", quay, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("until", "words"), [("2", "has 1 decisions"), ("soon", "'soon' is not a moment"), ("-1", "a number of decisions")]
)
def test_where_a_script_cannot_end_is_told(call: Run, quay: Path, tmp_path: Path, until: str, words: str) -> None:
    script = tmp_path / "s.yaml"
    script.write_text("scenario: quay\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    done = call("ensemble", quay, "--script", script, "--until", until)
    assert (done.returncode, done.stdout) == (2, "")
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
