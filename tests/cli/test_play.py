"""`play` and `resume`: without a terminal, on a dumb one, interrupted, killed, on a full disk, twice at once."""

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

Run = Callable[..., "subprocess.CompletedProcess[str]"]

TOWN = ("--seat", "line=doctrine", "--seed", "5", "--plain")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, limits and terminals of this kind are POSIX")


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_game_from_a_pipe(tabletop: Run, quay: Path, answers: str, tmp_path: Path) -> None:
    done = tabletop("play", quay, *TOWN, "--record", tmp_path / "game.jsonl", stdin=answers)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"seed 5; record {tmp_path / 'game.jsonl'}"
    assert "Scorecard: The town hall" in done.stdout
    assert "1 to 3, ? helps > 2\n" in done.stdout
    lines = lines_of(tmp_path / "game.jsonl")
    assert (lines[0]["seed"], lines[-1]["kind"]) == (5, "end")
    assert [line["forecast"] for line in lines if line.get("by") == "human"] == [60, None]


def test_the_setup_goes_into_the_record(call: Run, quay: Path, tmp_path: Path) -> None:
    setup = ("--preset", "storm", "--length", "short", "--set", "contract=tight", "--set", "sea=2.5")
    done = call("play", quay, *TOWN, *setup, "--record", tmp_path / "game.jsonl", stdin="q\n")
    assert done.returncode == 0, done.stderr
    header = lines_of(tmp_path / "game.jsonl")[0]
    assert (header["preset"], header["length"]) == ("storm", "short")
    assert (header["texts"], header["assumptions"]) == ({"contract": "tight"}, {"sea": 2.5})
    assert header["seats"] == {"town": "human", "line": "doctrine", "sea": "doctrine"}


def test_a_fresh_seed_is_told_and_the_record_has_a_name(call: Run, quay: Path, tmp_path: Path) -> None:
    games = [call("play", quay, "--plain", stdin="q\n") for _ in range(2)]
    assert [game.returncode for game in games] == [0, 0]
    records = sorted((tmp_path / "data" / "tabletop" / "records").iterdir())
    seeds = {lines_of(path)[0]["seed"] for path in records}
    assert len(seeds) == 2
    assert {path.name for path in records} == {f"quay-{seed}-1.jsonl" for seed in seeds}
    assert f"seed {min(seeds)};" in games[0].stderr + games[1].stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seat", "town"], "SEAT=PLAYER|NAME=VALUE"),
        (["--seat", "twon=human"], 'did you mean "town"'),
        (["--seat", "town=doctrin"], 'did you mean "doctrine"'),
        (["--seat", "town=persona:hwak"], 'did you mean "persona:hawk"'),
        (["--preset", "usaul"], 'did you mean "usual"'),
        (["--length", "50"], "short, long"),
        (["--set", "contract=tigth"], 'did you mean "tight"'),
        (["--set", "sea=much"], "takes a number"),
        (["--set", "sea=inf"], "takes a number"),
        (["--set", "cracks=3"], "known are contract, sea"),
    ],
)
def test_a_setup_that_cannot_be_exits_2_and_leaves_no_file(
    call: Run, quay: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    done = call("play", quay, *arguments, "--record", tmp_path / "game.jsonl", "--plain", stdin="q\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert any(word in done.stderr for word in words.split("|")), done.stderr
    assert not (tmp_path / "game.jsonl").exists()


def test_no_terminal_and_nothing_to_read_is_told(tabletop: Run, quay: Path) -> None:
    for arguments in (["play", quay], ["play", quay, "--plain"]):
        done = tabletop(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "there is no terminal, and stdin is empty" in done.stderr
        assert "< answers.txt" in done.stderr


def test_ascii_only(call: Run, quay: Path) -> None:
    done = call("play", quay, *TOWN, "--ascii", stdin="s\ng\nwhy 2\nq\n")
    assert done.stdout.isascii()


def test_hostile_words_stay_words(call: Run, quay: Path, tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07 [red]not red[/red] \x9b2J \u202egnihton"
    typed = f"g\n2\n{nasty}\n\n{nasty}\ny\nd\nq\n"
    done = call("play", quay, *TOWN, "--record", tmp_path / "game.jsonl", stdin=typed)
    assert done.returncode == 0
    told = call("replay", tmp_path / "game.jsonl", "--scenario", quay)
    for text in (done.stdout, told.stdout, (tmp_path / "game.jsonl").read_text("utf-8")):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert "[red]not red[/red]" in told.stdout


def test_undecodable_input_is_told_as_wrong_input(tabletop: Run, quay: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tabletop", "play", quay, *TOWN, "--record", os.devnull + "x"],
        input=b"\xff\xfe\nq\n",
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr


# Going on


def test_a_game_can_be_resumed_by_the_name_of_its_record(call: Run, quay: Path, answers: str, tmp_path: Path) -> None:
    first, rest = answers.split("y\n", 1)
    stopped = call("play", quay, *TOWN, stdin=first + "y\n")
    assert "The input has ended." in stopped.stdout
    assert stopped.returncode == 0
    went_on = call("resume", "quay-5-1.jsonl", "--scenario", quay, "--plain", stdin="n\n" + rest)
    whole = call("play", quay, *TOWN, "--record", tmp_path / "whole.jsonl", stdin=answers)
    assert went_on.returncode == 0, went_on.stderr
    ends = [text.stdout.split("Scorecard:")[1].split("Record:")[0] for text in (went_on, whole)]
    assert ends[0] == ends[1]


def test_a_record_that_is_not_there(call: Run) -> None:
    done = call("resume", "nowhere.jsonl", "--plain", stdin="q\n")
    assert (done.returncode, done.stdout) == (4, "")
    assert "nowhere.jsonl" in done.stderr


def test_a_scenario_that_is_elsewhere_is_asked_for(call: Run, quay: Path, tmp_path: Path) -> None:
    call("play", quay, *TOWN, "--record", tmp_path / "game.jsonl", stdin="q\n")
    done = call("resume", tmp_path / "game.jsonl", "--plain", stdin="q\n")
    assert done.returncode == 4
    assert "--scenario" in done.stderr
    told = call("play", quay, *TOWN, stdin="q\n").stdout
    assert f'--scenario "{quay}"' in told


@posix
def test_a_killed_game_has_lost_nothing_it_acknowledged(
    running: Callable[..., Any], tabletop: Run, quay: Path, answers: str, tmp_path: Path
) -> None:
    record = tmp_path / "game.jsonl"
    first, rest = answers.split("y\n", 1)
    game = running("play", quay, *TOWN, "--record", record)
    game.type(first + "y\n")
    game.wait_for("Recorded.")
    os.kill(game.process.pid, signal.SIGKILL)
    game.leave()
    assert [line["choice"] for line in lines_of(record) if line.get("by") == "human"] == [["half"]]
    resumed = tabletop("resume", record, "--scenario", quay, "--plain", stdin="n\n" + rest)
    assert resumed.returncode == 0, resumed.stderr
    whole = tabletop("play", quay, *TOWN, "--record", tmp_path / "whole.jsonl", stdin=answers)
    digests = [
        next(line for line in text.stdout.splitlines() if line.startswith("Digest")) for text in (resumed, whole)
    ]
    assert digests[0] == digests[1]


@posix
def test_ctrl_c_says_what_is_kept(running: Callable[..., Any], tabletop: Run, quay: Path, tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    game = running("play", quay, *TOWN, "--record", record)
    game.type("g\n")
    game.wait_for("Question: What do you offer the line?")
    game.wait_for("? helps > ")
    os.kill(game.process.pid, signal.SIGINT)
    code, errors = game.leave()
    assert code == 130
    assert errors.splitlines()[-1].startswith(f'interrupted; what you confirmed is kept: tabletop resume "{record}"')
    assert "Traceback" not in errors
    assert tabletop("resume", record, "--scenario", quay, "--plain", stdin="q\n").returncode == 0


@posix
def test_two_processes_cannot_play_one_record(
    running: Callable[..., Any], tabletop: Run, quay: Path, tmp_path: Path
) -> None:
    record = tmp_path / "game.jsonl"
    game = running("play", quay, *TOWN, "--record", record)
    game.type("\n")
    game.wait_for("? helps > ")
    second = tabletop("resume", record, "--scenario", quay, "--plain", stdin="q\n")
    assert (second.returncode, second.stdout) == (4, "")
    assert "another game is writing this record" in second.stderr
    third = tabletop("play", quay, *TOWN, "--record", record, stdin="q\n")
    assert third.returncode == 4
    assert "exists already" in third.stderr
    game.type("q\n")
    assert game.leave()[0] == 0


@posix
def test_a_folder_that_cannot_be_written(tabletop: Run, quay: Path) -> None:
    done = tabletop("play", quay, *TOWN, stdin="q\n", TABLETOP_RECORDS="/proc/nowhere")
    assert (done.returncode, done.stdout) == (4, "")
    assert "/proc/nowhere" in done.stderr
    assert "Traceback" not in done.stderr


@posix
def test_a_disk_that_fills_up_during_play(tabletop: Run, quay: Path, answers: str, tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    first = answers.replace("It is fair.", "x" * 3900)
    limited = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))\n"
        "from tabletop.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "play", quay, *TOWN, "--record", record],
        input=first, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "the last line was not written, all" in done.stderr
    assert "Traceback" not in done.stderr
    assert [line for line in lines_of(record) if line.get("by") == "human"] == []
    assert tabletop("resume", record, "--scenario", quay, "--plain", stdin="q\n").returncode == 0


# Terminals


def on_terminal(arguments: list[str], typed: str, **extra: str) -> tuple[int, str, str]:
    """Run `tabletop` on a pseudo-terminal and type into it: exit code, what the terminal saw, stderr."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tabletop", *arguments],
        stdin=slave, stdout=slave, stderr=subprocess.PIPE, env={**os.environ, **extra},
    )  # fmt: skip
    os.close(slave)
    os.write(master, typed.encode())
    seen = bytearray()
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    process.stderr.close()
    os.close(master)
    return process.wait(60), seen.decode("utf-8", "replace"), errors


@posix
@pytest.mark.parametrize(("term", "extra"), [("dumb", []), ("xterm", ["--plain"])])
def test_a_terminal_without_a_screen_plays_in_lines(quay: Path, tmp_path: Path, term: str, extra: list[str]) -> None:
    record = str(tmp_path / "game.jsonl")
    arguments = ["play", str(quay), "--seat", "line=doctrine", "--seed", "5", "--record", record, *extra]
    code, seen, errors = on_terminal(arguments, "s\nq\n", TERM=term)
    assert (code, errors) == (0, f"seed 5; record {record}\n")
    assert "THE QUAY" in seen
    assert "State on D+0 00:00" in seen
    assert "\x1b" not in seen


@posix
def test_a_dumb_terminal_has_no_library_screen() -> None:
    code, seen, errors = on_terminal([], "", TERM="dumb")
    assert (code, seen) == (2, "")
    assert "tabletop list" in errors


def test_on_a_terminal_the_screen_gets_the_session(
    call: Run, quay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[Any, ...]] = []

    def show(session: Any, *, ascii_only: bool) -> int:
        shown.append((session.humans, session.record_path, ascii_only))
        return 1

    monkeypatch.setattr("tabletop.cli.play.on_terminal", lambda: True)
    monkeypatch.setattr("tabletop.tui.app.play", show)
    monkeypatch.setattr("tabletop.tui.app.open_library", lambda *, ascii_only: 3 if ascii_only else 0)
    record = tmp_path / "game.jsonl"
    done = call("play", quay, "--record", record, "--ascii", "--seat", "line=uniform")
    assert (done.returncode, shown) == (1, [(("town",), record, True)])
    assert call("resume", record, "--scenario", quay).returncode == 1
    assert (call().returncode, call("--ascii").returncode) == (0, 3)


def test_ctrl_c_on_the_screen_says_what_is_kept(
    call: Run, quay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tabletop.cli.play.on_terminal", lambda: True)
    monkeypatch.setattr("tabletop.tui.app.play", show)
    done = call("play", quay, "--record", tmp_path / "game.jsonl")
    assert done.returncode == 130
    assert "what you confirmed is kept: tabletop resume" in done.stderr


def test_after_the_end_it_says_what_to_do_with_the_record(call: Run, quay: Path, answers: str, tmp_path: Path) -> None:
    record = tmp_path / "over.jsonl"
    done = call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", record, stdin=answers)
    assert f'tabletop review "{record}"' in done.stderr
    assert f'tabletop report "{record}" --hotwash' in done.stderr
    left = call("play", quay, "--plain", "--record", tmp_path / "left.jsonl", stdin="q\n")
    assert "tabletop review" not in left.stderr
