"""`tabletop balance`: the figures of a scenario and what is asked of it, in lines and as JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SMALL = ("--seed", "3", "--worlds", "4", "--games", "20")


def test_a_balance_as_json(call: Run, quay: Path) -> None:
    told = json.loads(call("balance", quay, *SMALL, "--json").stdout)
    assert (told["schema"], told["scenario"], told["seed"], told["worlds"], told["games"]) == (
        "tabletop-balance/1", "quay", 3, 4, 20,
    )  # fmt: skip
    assert [seat for seat, each in told["seats"].items() if each["human"]] == ["town", "line"]
    assert {row["seat"] for row in told["decisions"]} == {"town", "line"}
    assert told["cost"]["events"] > 0
    assert told["cost"]["loading_seconds"] > 0
    asked = [line["asked"] for line in told["acceptance"]]
    assert len(asked) == len(set(asked)) == 5 + 2 * 5
    assert all(isinstance(line["met"], bool) and line["figure"] for line in told["acceptance"])


def test_a_balance_in_lines(call: Run, quay: Path) -> None:
    done = call("balance", quay, *SMALL)
    assert done.returncode == 0
    for words in ("20 in each of 4 worlds", "own", "town share_town", "Injects", "Objectives", "What is asked"):
        assert words in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "met" in done.stdout.splitlines()[-1] or done.stdout.splitlines()[-1].startswith("  ")


def test_jobs_change_nothing(call: Run, quay: Path) -> None:
    told = [json.loads(call("balance", quay, *SMALL, *more, "--json").stdout) for more in ((), ("--jobs", "2"))]
    for each in told:
        del each["cost"]
    assert told[0] == told[1]


def test_a_shorter_session_asks_fewer_questions(call: Run, quay: Path) -> None:
    short = json.loads(call("balance", quay, *SMALL, "--length", "short", "--preset", "storm", "--json").stdout)
    long = json.loads(call("balance", quay, *SMALL, "--length", "long", "--json").stdout)
    assert (short["length"], short["preset"]) == ("short", "storm")
    assert {row["decision"] for row in short["decisions"]} <= {row["decision"] for row in long["decisions"]}
    assert short["seats"] != long["seats"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--length", "medium"], 2, "known are short, long"),
        (["--preset", "strom"], 2, 'did you mean "storm"?'),
        (["--worlds", "1"], 2, "--worlds"),
        (["--games", "5"], 2, "--games"),
    ],
)
def test_what_cannot_be_judged_is_told(call: Run, quay: Path, arguments: list[str], code: int, words: str) -> None:
    done = call("balance", quay, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_says_so_and_prints_nothing(running: Callable[..., Any], quay: Path, jobs: str) -> None:
    process = running("balance", quay, "--games", "10000", "--jobs", jobs, "--seed", "3", errors_on_terminal=True)
    process.wait_for(" a second, ")
    os.kill(process.process.pid, signal.SIGINT)
    code, errors = process.leave()
    assert (code, process.text) == (130, "")
    assert "interrupted; nothing was left half done" in errors
    assert "Traceback" not in errors
