"""`compare`."""

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

from tabletop.engine.program import compile_program
from tabletop.engine.setup import Setup
from tabletop.scenario.load import load
from tabletop.session import Session

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def games(quay: Path, tmp_path: Path) -> Callable[..., Path]:
    """Plays a quay into a record: the town offers `choice`, the program does the rest."""
    loaded = load(quay)
    program = compile_program(loaded)

    def play(
        name: str, choice: str = "half", *, seed: int = 7, preset: str = "", stop: bool = False, reason: str = ""
    ) -> Path:
        path = tmp_path / f"{name}.jsonl"
        session = Session.start(loaded, program, Setup(seed, preset), {"line": "doctrine"}, path)
        while not session.ended:
            session.advance()
            for waiting in session.waiting():
                if waiting.decision == "share_town":
                    session.submit("town", "share_town", [choice], rationale=reason, forecast=30)
                    if stop:
                        session.close()
                        return path
        session.close()
        return path

    return play


@pytest.fixture
def scenario(quay: Path) -> tuple[str, Path]:
    return "--scenario", quay


def test_teams_side_by_side_to_read(call: Run, games: Callable[..., Path], scenario: tuple[str, Path]) -> None:
    records = [games("red"), games("blue", "nothing"), games("green", stop=True)]
    done = call("compare", *records, *scenario, "--runs", "20")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for words in (
        "3 teams by name, preset usual, length long",
        "Same seed (7): the dice were the same",
        "green: not finished: it stops on D+2 08:00; shown, not counted.",
        "bots, 20 games by doctrine; nine in ten score from p5 to p95:",
        "Class: 2 counted, lowest",
        "* not finished: scored as it stood, not counted with the class.",
        "share_town (town, all on D+2 08:00) What do you offer the line?",
        "   2  Pay half",
        "      green (30 %), red (30 %)",
        "For the debrief",
    ):
        assert words in done.stdout
    assert [line.split()[0] for line in lines[9:12]] == ["blue", "green", "red"]
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("number", [2, 40])
def test_two_teams_or_forty(call: Run, games: Callable[..., Path], scenario: tuple[str, Path], number: int) -> None:
    records = [games(f"a team with a rather long name {n}", "half" if n % 2 else "nothing") for n in range(number)]
    done = call("compare", *records, *scenario, "--runs", "0")
    assert done.returncode == 0
    assert f"{number} teams by name" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_told_as_json(call: Run, games: Callable[..., Path], scenario: tuple[str, Path]) -> None:
    records = [games("red", reason="Fair."), games("blue", "nothing", seed=8)]
    done = call("compare", *records, *scenario, "--runs", "20", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(told) == [
        "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "same_seed", "mixed", "runs", "seats",
        "teams", "questions", "debrief",
    ]  # fmt: skip
    assert (told["schema"], told["seed"], told["same_seed"], told["preset"]) == (
        "tabletop-compare/1",
        None,
        False,
        "usual",
    )
    assert [team["name"] for team in told["teams"]] == ["blue", "red"]
    red = told["teams"][1]
    assert red["answers"]["share_town"] == {
        "choice": ["half"], "labels": ["Pay half"], "at": 3360, "by": "human", "forecast": 30, "rationale": "Fair.",
        "dissent": "",
    }  # fmt: skip
    assert red["seats"]["town"]["counts"] is True
    assert set(red["seats"]["town"]["objectives"]) == {"t_quay", "t_trust"}
    assert told["seats"]["town"]["bots"]["n"] == 20
    assert told["seats"]["town"]["class"]["n"] == 2


def test_the_same_whatever_the_number_of_jobs(
    tabletop: Run, games: Callable[..., Path], scenario: tuple[str, Path]
) -> None:
    records = [games("red"), games("blue", "nothing")]
    told = [
        tabletop("compare", *records, *scenario, "--runs", "60", "--jobs", jobs, PYTHONHASHSEED=jobs)
        for jobs in ("1", "2")
    ]
    assert (told[0].returncode, told[0].stderr) == (0, "")
    assert told[0].stdout == told[1].stdout


def test_a_table_for_a_spreadsheet(
    call: Run, games: Callable[..., Path], scenario: tuple[str, Path], tmp_path: Path
) -> None:
    records = [games("=1+1", reason="=HYPERLINK(1)"), games("blue", "nothing", reason="@SUM\nx")]
    table = tmp_path / "t.csv"
    assert call("compare", *records, *scenario, "--runs", "0", "--csv", table).returncode == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["team"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"'=1+1", "blue"}
    assert rows["'=1+1"]["share_town reason"] == "'=HYPERLINK(1)"
    assert rows["blue"]["share_town reason"] == "'@SUM x"
    assert (rows["blue"]["share_town choice"], rows["blue"]["share_town forecast"]) == ("nothing", "30")
    assert (rows["blue"]["works by"], rows["blue"]["works choice"]) == ("default", "")
    assert float(rows["blue"]["town total"]) >= 0


def test_a_page_to_show(call: Run, games: Callable[..., Path], scenario: tuple[str, Path], tmp_path: Path) -> None:
    records = [games("red", reason="<img src=x>"), games("blue", "nothing")]
    page = tmp_path / "t.html"
    assert call("compare", *records, *scenario, "--runs", "20", "--html", page).returncode == 0
    text = page.read_text("utf-8")
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text
    assert "20 games by bots" in text
    assert "There is no winner." in text


def test_files_are_never_written_over(
    call: Run, games: Callable[..., Path], scenario: tuple[str, Path], tmp_path: Path
) -> None:
    records = [games("red"), games("blue", "nothing")]
    for option in ("--csv", "--html"):
        path = tmp_path / "mine"
        path.write_text("mine", "utf-8")
        done = call("compare", *records, *scenario, option, path)
        assert (done.returncode, done.stdout) == (4, "")
        assert "exists already" in done.stderr
        assert path.read_text("utf-8") == "mine"


def test_mixtures_are_refused_and_shown_on_request(
    call: Run, games: Callable[..., Path], scenario: tuple[str, Path]
) -> None:
    records = [games("red"), games("blue", "nothing", preset="storm")]
    done = call("compare", *records, *scenario)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not set up alike. preset: storm (blue), usual (red)" in done.stderr
    assert "--mixed" in done.stderr
    shown = call("compare", *records, *scenario, "--mixed")
    assert shown.returncode == 0
    assert "Set up differently, so that scores do not compare. preset: storm (blue), usual\n(red)." in shown.stdout
    assert "Class:" not in shown.stdout
    assert "bots" not in shown.stdout


def test_what_cannot_be_compared_is_told(
    call: Run, games: Callable[..., Path], scenario: tuple[str, Path], quay: Path, tmp_path: Path
) -> None:
    red, blue = games("red"), games("blue", "nothing")
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    changed = tmp_path / "changed"
    changed.mkdir()
    text = (quay / "scenario.yaml").read_text("utf-8")
    (changed / "scenario.yaml").write_text(text.replace("The old quay", "An old quay"), "utf-8")
    for arguments, code, words in (
        ([red], 2, "two records or more"),
        ([], 2, "RECORD"),
        ([red, red], 2, "named twice"),
        ([red, tmp_path / "nowhere.jsonl"], 4, "nowhere.jsonl"),
        ([red, tmp_path / "empty.jsonl"], 4, "empty.jsonl"),
        ([red, quay / "scenario.yaml"], 2, "is no record"),
        ([red, blue, "--scenario", changed], 3, "the scenario as it was when they played"),
    ):
        given = [*arguments, *([] if "--scenario" in arguments else scenario)]
        done = call("compare", *given)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_a_changed_record_is_found_out(call: Run, games: Callable[..., Path], scenario: tuple[str, Path]) -> None:
    red, blue = games("red"), games("blue", "nothing")
    text = red.read_text("utf-8")
    red.write_text(
        text.replace('"choice":["half"]', '"choice":["nothing"]').replace(
            '"choice": ["half"]', '"choice": ["nothing"]'
        ),
        "utf-8",
    )
    done = call("compare", red, blue, *scenario)
    assert (done.returncode, done.stdout) == (3, "")
    assert "red.jsonl" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_counts_the_games_played_so_far(
    running: Callable[..., Any], games: Callable[..., Path], scenario: tuple[str, Path]
) -> None:
    records = [games("red"), games("blue", "nothing")]
    process = running("compare", *records, *scenario, "--runs", "100000", "--json", errors_on_terminal=True)
    process.wait_for(" a second, ")
    os.kill(process.process.pid, signal.SIGINT)
    code, errors = process.leave()
    assert code == 130, errors
    told = json.loads(process.text)
    assert 0 < told["runs"] == told["seats"]["town"]["bots"]["n"] < 100000
    assert f"{told['seats']['town']['bots']['n']} of 100000 games by bots are counted" in errors
