"""Each room is imported by itself in a fresh interpreter, and what came along is looked at.

The static contracts cannot see a library that arrives through an eager re-export; `sys.modules` can.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ["click", "numpy", "platformdirs", "pydantic", "rich", "simpy", "textual", "yaml"]

# What a room may bring along. A room that is not named here may bring what the rooms below `tui` may: no screen.
GROUND: set[str] = set()
WRITTEN = {"platformdirs", "pydantic", "yaml"}
RUNNING = WRITTEN | {"simpy"}
MEANING = RUNNING | {"numpy"}
ALLOWED = {
    "errors": GROUND,
    "simtime": GROUND,
    "scenario": WRITTEN,
    "engine": RUNNING,
    "record": RUNNING,
    "scoring": RUNNING,
    "bots": RUNNING,
    "session": RUNNING,
    "plain": RUNNING,
    "analysis": MEANING,
    "report": MEANING,
    "tui": MEANING | {"rich", "textual"},
    "cli": MEANING | {"click"},
}


def loaded_by(statement: str) -> set[str]:
    """The heavy libraries in `sys.modules` after the statement, in an interpreter of its own."""
    script = f"import sys, json\n{statement}\nprint(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_no_room_brings_along_what_belongs_to_another(rooms: dict[str, list[str]]) -> None:
    surplus = {}
    for room, modules in rooms.items():
        imports = "\n".join(f"import {module}" for module in modules)
        surplus[room] = loaded_by(imports) - ALLOWED.get(room, MEANING)
    assert {room: sorted(extra) for room, extra in surplus.items() if extra} == {}


CALL = """
import tabletop.cli.main
sys.argv = {argv!r}
try:
    code = tabletop.cli.main.main()
except SystemExit as leave:
    code = leave.code
assert not code, code
"""


def test_asking_for_the_version_starts_nothing_heavy() -> None:
    brought = loaded_by(CALL.format(argv=["tabletop", "--version"]))
    assert brought & {"textual", "rich", "numpy", "simpy", "pydantic", "yaml"} == set()


def test_a_replay_needs_neither_a_screen_nor_numpy(shipped: list[Path]) -> None:
    scripts = sorted(script for folder in shipped for script in folder.glob("scripts/*.yaml"))
    assert scripts
    brought = loaded_by(CALL.format(argv=["tabletop", "replay", str(scripts[0]), "--quiet"]))
    assert brought & {"textual", "rich", "numpy"} == set()


def test_neither_does_the_replay_of_a_campaign(checkout: Path) -> None:
    scripts = sorted((checkout / "scenarios").glob("*/campaign.yaml"))
    assert scripts
    script = next((scripts[0].parent / "scripts").glob("*.yaml"))
    brought = loaded_by(CALL.format(argv=["tabletop", "replay", str(script), "--quiet"]))
    assert brought & {"textual", "rich", "numpy"} == set()
