"""`where` and `doctor`: the folders, and what this terminal and this machine can do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import click

from tabletop import __version__
from tabletop.cli.given import JSON
from tabletop.cli.output import dumb, is_terminal, on_terminal, say, say_json, schema_head

_AROUND = {
    "TMUX": "tmux",
    "STY": "screen",
    "SSH_CONNECTION": "ssh",
    "VSCODE_PID": "VS Code",
    "WT_SESSION": "Windows Terminal",
}
State = Literal["ok", "note", "bad"]
_PARTS = ("click", "numpy", "platformdirs", "pydantic", "PyYAML", "simpy", "textual")


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor looked at."""

    what: str
    state: State
    found: str


@click.command("where")
@JSON
def where_command(as_json: bool) -> None:
    """Where records are kept and where scenarios are looked for."""
    folders = places()
    if as_json:
        say_json({**schema_head("where"), **{name: [str(p) for p in paths] for name, paths in folders.items()}})
        return
    for name, paths in folders.items():
        for path in paths:
            say(f"{name:<10} {path}{'' if path.exists() else '  (not there yet)'}")


def places() -> dict[str, list[Path]]:
    """Folders by purpose: records, scenarios (in the order of search), package; some may not be there yet."""
    from tabletop.scenario.library import searched
    from tabletop.session import record_folder

    return {
        "records": [record_folder()],
        "scenarios": searched(),
        "package": [Path(__file__).parent.parent],
    }


@click.command("doctor")
@JSON
def doctor_command(as_json: bool) -> int:
    """What this terminal and this machine can do, and the command that will work here. Exit code 1 if nothing will."""
    found = [*_program(), *_terminal(), *_folders()]
    bad = any(finding.state == "bad" for finding in found)
    command = command_here()
    if as_json:
        rows = [{"what": each.what, "state": each.state, "found": each.found} for each in found]
        say_json({**schema_head("doctor"), "findings": rows, "command": command, "well": not bad})
    else:
        _tell(found, command)
    return 1 if bad else 0


def command_here() -> str:
    """The way to play that works on this terminal."""
    if on_terminal():
        columns, rows = shutil.get_terminal_size()
        return "tabletop" if columns >= 60 and rows >= 18 else "tabletop play SCENARIO --plain"
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        return "tabletop play SCENARIO --plain"
    return "tabletop play SCENARIO --plain < answers.txt"


def _tell(found: list[Finding], command: str) -> None:
    for each in found:
        say(f"{each.state:<4}  {each.what:<12} {each.found}")
    say()
    say(f"This will work here: {command}")


def _program() -> Iterator[Finding]:
    yield Finding("tabletop", "ok", __version__)
    modern = sys.version_info >= (3, 11)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    yield Finding("python", "ok" if modern else "bad", f"{python} on {system}")
    for part in _PARTS:
        try:
            yield Finding(part, "ok", metadata.version(part))
        except metadata.PackageNotFoundError:
            yield Finding(part, "bad", "not installed")


def _terminal() -> Iterator[Finding]:
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        terminal = is_terminal(stream)
        yield Finding(name, _state(terminal), "terminal" if terminal else "not a terminal")
    term = os.environ.get("TERM", "")
    yield Finding("TERM", _state(bool(term) and not dumb()), term or "not set")
    size = shutil.get_terminal_size()
    roomy = size.columns >= 80 and size.lines >= 24
    yield Finding("size", _state(roomy), f"{size.columns} x {size.lines}" + ("" if roomy else ", small"))
    yield Finding("colours", "ok", _colours())
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    wide = "utf" in encoding
    yield Finding("encoding", _state(wide), encoding + ("" if wide else "; --ascii keeps to plain letters"))
    yield Finding("inside", "ok", _inside())


def _state(well: bool) -> State:
    return "ok" if well else "note"


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "NO_COLOR is set: shades of grey"
    if os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}:
        return "16 million"
    return "256" if "256" in os.environ.get("TERM", "") else "16 or fewer; nothing is told by colour alone"


def _inside() -> str:
    return ", ".join(label for name, label in _AROUND.items() if os.environ.get(name)) or "nothing special"


def _folders() -> Iterator[Finding]:
    for path in places()["records"]:
        writable = _writable(path)
        yield Finding("records", "ok" if writable else "bad", f"{path}" + ("" if writable else ": cannot be written"))
    yield from _scenarios()


def _scenarios() -> Iterator[Finding]:
    from tabletop.scenario.library import shipped

    found: list[Any] = list(shipped())
    yield Finding("scenarios", "ok" if found else "bad", ", ".join(each[0] for each in found) or "none found")


def _writable(folder: Path) -> bool:
    """Whether a file could be made there; tries it, nameless, in the nearest folder that exists."""
    near = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=near):
            return True
    except OSError:
        return False
