"""The front door: names, help, exit codes, and what happens when a run cannot go on."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tabletop import __version__
from tabletop.cli.main import COMMANDS, commands
from tabletop.errors import CannotRead, CannotRun, IllegalDecision, RecordMismatch

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_version_is_said(tabletop: Run) -> None:
    said = tabletop("--version")
    assert (said.returncode, said.stdout, said.stderr) == (0, f"tabletop, version {__version__}\n", "")


def test_python_m_is_the_same_command() -> None:
    said = subprocess.run([sys.executable, "-m", "tabletop", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"tabletop, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["no-such-command"]])
def test_the_front_door_loads_no_room(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from tabletop.cli.main import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    pass\n"
        "heavy = {'textual', 'rich', 'numpy', 'simpy', 'pydantic', 'yaml', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)), sorted(m for m in sys.modules if m.startswith('tabletop.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    rooms = "['tabletop.cli', 'tabletop.cli.main', 'tabletop.cli.output', 'tabletop.errors', 'tabletop.plain', "
    assert done.stdout.splitlines()[-1] == f"[] {rooms}'tabletop.plain.text']"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_name_is_a_command_with_help(name: str) -> None:
    module, attribute, about = COMMANDS[name]
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name
    shown = CliRunner().invoke(commands, [name, "--help"])
    assert shown.exit_code == 0
    assert command.help
    assert about.endswith(".")


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(commands, ["--help"])
    assert shown.exit_code == 0
    assert [name for name in COMMANDS if f"  {name} " not in shown.output] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plya"], 'there is no command "plya"; did you mean "play"?'),
        (["list", "--jsn"], "--jsn"),
        (["play"], "SCENARIO"),
        (["play", "quay", "--seed", "seven"], "--seed"),
        (["play", "quay", "--seed", "-1"], "--seed"),
        (["ensemble", "quay", "--runs", "0"], "--runs"),
        (["ensemble", "quay", "--jobs", "x"], "--jobs"),
    ],
)
def test_wrong_usage_is_told_and_exits_2(arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(commands, arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stderr.startswith("error: ")
    assert "--help'" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (CannotRead("no file", "look elsewhere"), 4),
        (RecordMismatch("another way", "replay it"), 3),
        (IllegalDecision("not open", "wait"), 2),
        (CannotRun("division by zero", "look at M1"), 1),
        (OSError(28, "No space left on device"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_expected_failures_are_one_message_and_a_code(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int
) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr("tabletop.scenario.library.shipped", fail)
    done = CliRunner().invoke(commands, ["list"])
    assert done.exit_code == code
    assert "Traceback" not in done.output
    if isinstance(failure, (CannotRead, RecordMismatch, IllegalDecision, CannotRun)):
        assert done.stderr == f"error: {failure}\n  {failure.hint}\n"


def test_a_message_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise CannotRead("a\x1b[2Jb\x07", "c\x9bd")

    monkeypatch.setattr("tabletop.scenario.library.shipped", fail)
    assert CliRunner().invoke(commands, ["list"]).stderr == "error: a�[2Jb�\n  c�d\n"


def test_a_mistake_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tabletop.scenario.library.shipped", lambda: 1 // 0)
    assert isinstance(CliRunner().invoke(commands, ["list"]).exception, ZeroDivisionError)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of this kind are POSIX")
def test_a_reader_that_goes_away_is_no_scandal() -> None:
    command = f"{sys.executable} -m tabletop schema | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ('{\n  "$schem'[:10], "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "tabletop", "schema"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (4, "error: No space left on device\n")


def test_without_a_terminal_there_is_no_library_screen(tabletop: Run) -> None:
    done = tabletop()
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no terminal" in done.stderr
    assert "tabletop list" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_narrow_encoding_loses_signs_and_not_the_run(tabletop: Run, encoding: str, checkout: Path) -> None:
    done = tabletop("check", checkout / "tests" / "plain" / "no-such", PYTHONIOENCODING=encoding)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_while_loading_ends_quietly(running: Callable[..., object], quay: Path) -> None:
    process = running("ensemble", quay, "--runs", "1000000")
    os.kill(process.process.pid, signal.SIGINT)  # type: ignore[attr-defined]
    code, errors = process.leave()  # type: ignore[attr-defined]
    assert code in {130, -signal.SIGINT}
    if code == 130:
        assert "Traceback" not in errors
