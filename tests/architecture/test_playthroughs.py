"""Every shipped scenario can be watched: its scripts have golden playthroughs that a person can read.

A golden text is what `tabletop replay SCRIPT` prints, kept as `tests/playthroughs/SCENARIO/SCRIPT.txt`. A change of
the numbers shows as a change of the story; read it, then write the file anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

LONGEST = 400

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="module")
def golden(checkout: Path, shipped: list[Path]) -> dict[Path, Path]:
    """The golden text of every shipped script, whether it is there or not."""
    folder = checkout / "tests" / "playthroughs"
    scripts = [script for scenario in shipped for script in sorted(scenario.glob("scripts/*.yaml"))]
    return {script: folder / script.parents[1].name / f"{script.stem}.txt" for script in scripts}


def test_every_scenario_has_scripts(shipped: list[Path]) -> None:
    assert shipped
    assert [folder.name for folder in shipped if not list(folder.glob("scripts/*.yaml"))] == []


def test_every_script_has_a_golden_playthrough(golden: dict[Path, Path]) -> None:
    assert [str(script) for script, text in golden.items() if not text.is_file()] == []


def test_a_golden_playthrough_can_be_read_in_one_sitting(golden: dict[Path, Path]) -> None:
    lengths = {text.name: len(text.read_text("utf-8").splitlines()) for text in golden.values() if text.is_file()}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST} == {}


def test_a_golden_playthrough_is_what_the_program_tells(golden: dict[Path, Path], tabletop: Run) -> None:
    for script, text in golden.items():
        if text.is_file():
            assert tabletop("replay", script).stdout.splitlines() == text.read_text("utf-8").splitlines(), script.stem
