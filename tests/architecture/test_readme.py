"""What the README tells a newcomer to type works: its commands exist, its scenario loads, plays and replays."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text("utf-8")


def blocks(readme: str, language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)


@pytest.fixture
def dry_summer(readme: str, tmp_path: Path) -> Path:
    """The folder that a reader has after saving both files of the first page on scenarios."""
    scenario, script = blocks(readme, "yaml")
    folder = tmp_path / "dry-summer"
    (folder / "scripts").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(scenario, "utf-8")
    (folder / "scripts" / "early.yaml").write_text(script, "utf-8")
    return folder


def commands(readme: str) -> list[list[str]]:
    """What follows `tabletop` in every command of the README, without what the shell does with it."""
    lines = [line for block in blocks(readme, "sh") for line in block.splitlines() if line.startswith("tabletop")]
    return [re.split(r"[<>]", " ".join(shlex.split(line, comments=True)))[0].split()[1:] for line in lines]


def test_every_command_and_option_of_the_readme_exists(readme: str, tabletop: Run) -> None:
    used: dict[str, set[str]] = {}
    for name, *words in filter(None, commands(readme)):
        used.setdefault(name, set()).update(word for word in words if word.startswith("--"))
    assert len(used) >= 5
    for command, options in used.items():
        shown = tabletop(command, "--help")
        assert shown.returncode == 0, shown.stderr
        assert [option for option in sorted(options) if option not in shown.stdout] == [], command


def test_every_game_of_the_readme_begins(readme: str, tabletop: Run) -> None:
    games = [words for words in commands(readme) if words[:2] == ["play", "regional-contingency"]]
    assert games
    for words in games:
        done = tabletop(*words, "--plain", stdin="q\n")
        assert done.returncode == 0, (words, done.stderr)


def test_every_ensemble_of_the_readme_runs(readme: str, tabletop: Run) -> None:
    ensembles = [words for words in commands(readme) if words[:2] == ["ensemble", "regional-contingency"]]
    assert ensembles
    for words in ensembles:
        if "my-game.jsonl" in words:
            continue  # the reader's own
        few = ("--most", "25") if "--half-width" in words else ("--runs", "2")
        done = tabletop(*words, *few)
        assert done.returncode == 0, (words, done.stderr)


def test_the_scripts_of_the_readme_replay(readme: str, checkout: Path, tabletop: Run) -> None:
    scripts = [words[1] for words in commands(readme) if words[0:1] == ["replay"] and words[1].endswith(".yaml")]
    assert scripts
    assert [script for script in scripts if tabletop("replay", checkout / script).returncode] == []


def test_the_scenario_of_the_readme_has_nothing_to_complain_about(dry_summer: Path, tabletop: Run) -> None:
    done = tabletop("check", dry_summer)
    assert (done.returncode, "warning" in done.stdout + done.stderr) == (0, False), done.stdout + done.stderr


def test_the_script_of_the_readme_replays(dry_summer: Path, tabletop: Run) -> None:
    done = tabletop("replay", dry_summer / "scripts" / "early.yaml", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(taken["id"], taken["choice"]) for taken in told["decisions"]] == [("appeal", ["ask"])]
    assert 0 <= told["scores"]["board"]["total"] <= 100


def test_the_choice_of_the_readme_scenario_matters(dry_summer: Path, tabletop: Run) -> None:
    script = dry_summer / "scripts" / "early.yaml"
    early = json.loads(tabletop("replay", script, "--json").stdout)
    script.write_text(script.read_text("utf-8").replace("choose: ask", "choose: ban"), "utf-8")
    ban = json.loads(tabletop("replay", script, "--json").stdout)
    assert early["digest"] != ban["digest"]
