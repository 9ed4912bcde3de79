"""One script, one digest: whatever the interpreter's hash seed, its version, the locale or the time zone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def scripts(shipped: list[Path]) -> list[Path]:
    return [script for folder in shipped for script in sorted(folder.glob("scripts/*.yaml"))]


def told(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_script_has_one_digest_under_every_hash_seed(scripts: list[Path], tabletop: Run) -> None:
    assert scripts
    for script in scripts:
        answers = {told(tabletop("replay", script, "--json", PYTHONHASHSEED=seed)) for seed in ("0", "1", "4242")}
        assert len(answers) == 1, script


def test_neither_locale_nor_time_zone_reaches_a_game(scripts: list[Path], tabletop: Run) -> None:
    places = [
        {"LC_ALL": "C", "TZ": "UTC"},
        {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Seoul"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/New_York"},
    ]
    assert len({told(tabletop("replay", scripts[0], "--json", **place)) for place in places}) == 1


def other_pythons() -> list[str]:
    """Interpreters of other versions on this machine that have what the program needs."""
    needs = "import click, pydantic, simpy, yaml, platformdirs, sys; print(sys.version_info[:2] >= (3, 11))"
    found = [shutil.which(name) for name in ("python3.11", "python3.12", "python3.13", "python3.14")]
    found += os.environ.get("OTHER_PYTHONS", "").split(os.pathsep)
    able = [name for name in found if name and os.access(name, os.X_OK)]
    run = [subprocess.run([n, "-c", needs], capture_output=True, text=True, check=False) for n in able]
    return [name for name, done in zip(able, run, strict=True) if done.stdout.strip() == "True"]


def test_every_python_at_hand_gives_the_same_digest(checkout: Path, scripts: list[Path], tabletop: Run) -> None:
    """`OTHER_PYTHONS` may name interpreters with the dependencies installed, parted as in PATH."""
    others = other_pythons()
    if not others:
        pytest.skip("no other Python with the dependencies installed; name some in OTHER_PYTHONS")
    path = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    for script in scripts:
        call = ["-c", "from tabletop.cli.main import main; main()", "replay", str(script), "--json"]
        runs = [
            subprocess.run([other, *call], capture_output=True, text=True, env=path, check=False) for other in others
        ]
        here = tabletop("replay", script, "--json")
        assert len({json.loads(told(done))["digest"] for done in [here, *runs]}) == 1, script
