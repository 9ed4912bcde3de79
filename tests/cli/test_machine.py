"""`where` and `doctor`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.cli import machine

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_where_names_the_folders(call: Run, tmp_path: Path, checkout: Path) -> None:
    told = json.loads(call("where", "--json").stdout)
    assert list(told) == ["schema", "engine", "records", "scenarios", "package"]
    assert str(checkout / "scenarios") in told["scenarios"]
    own = str(Path(told["records"][0]).parent / "scenarios")
    assert own in told["scenarios"]
    assert f"scenarios  {own}  (not there yet)\n" in call("where").stdout
    shown = call("where", TABLETOP_RECORDS=str(tmp_path / "mine"))
    assert f"records    {tmp_path / 'mine'}  (not there yet)\n" in shown.stdout
    assert shown.returncode == 0


def test_the_doctor_says_what_works_here(tabletop: Run) -> None:
    done = tabletop("doctor")
    assert done.returncode == 0
    for what in ("tabletop", "python", "textual", "stdin", "TERM", "size", "colours", "encoding", "records"):
        assert f" {what} " in done.stdout
    assert done.stdout.rstrip().endswith("This will work here: tabletop play SCENARIO --plain < answers.txt")


def test_the_doctor_as_json(call: Run) -> None:
    told = json.loads(call("doctor", "--json").stdout)
    assert told["well"] is True
    assert {finding["state"] for finding in told["findings"]} <= {"ok", "note", "bad"}


def test_a_folder_that_cannot_be_written_is_bad(call: Run) -> None:
    done = call("doctor", TABLETOP_RECORDS="/proc/nowhere")
    bad = [line for line in done.stdout.splitlines() if line.startswith("bad")]
    assert done.returncode == 1
    assert [line.split()[1] for line in bad] == ["records"]


@pytest.mark.parametrize(
    ("screen", "terminal", "size", "command"),
    [
        (True, True, (80, 24), "tabletop"),
        (True, True, (50, 24), "tabletop play SCENARIO --plain"),
        (False, True, (80, 24), "tabletop play SCENARIO --plain"),
        (False, False, (80, 24), "tabletop play SCENARIO --plain < answers.txt"),
    ],
)
def test_the_command_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, screen: bool, terminal: bool, size: tuple[int, int], command: str
) -> None:
    monkeypatch.setattr(machine, "on_terminal", lambda: screen)
    monkeypatch.setattr(machine, "is_terminal", lambda _: terminal)
    monkeypatch.setattr(machine.shutil, "get_terminal_size", lambda: size)
    assert machine.command_here() == command


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"NO_COLOR": "1"}, "shades of grey"),
        ({"COLORTERM": "truecolor"}, "16 million"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "dumb"}, "nothing is told by colour alone"),
        ({"TMUX": "1"}, "tmux"),
    ],
)
def test_what_surrounds_us_is_told(call: Run, environment: dict[str, str], words: str) -> None:
    clean = {"NO_COLOR": "", "COLORTERM": "", "TERM": "xterm", "TMUX": ""}
    assert words in call("doctor", **{**clean, **environment}).stdout
