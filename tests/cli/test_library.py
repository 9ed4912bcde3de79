"""`list`, `check`, `schema`."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tabletop.cli.main import commands

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_flagship_is_on_the_list() -> None:
    shown = CliRunner().invoke(commands, ["list"])
    assert shown.exit_code == 0
    assert "regional-contingency\n" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_the_list_as_json(call: Run, quay: Path) -> None:
    told = json.loads(call("list", "--json", TABLETOP_SCENARIOS=str(quay.parent)).stdout)
    assert list(told) == ["schema", "engine", "scenarios", "campaigns"]
    found = {row["id"]: row for row in told["scenarios"]}
    assert found["quay"] == {
        "id": "quay",
        "title": "The quay",
        "summary": "A port town and a ferry line argue over one quay for twelve days.",
        "path": str(quay),
    }


def test_a_sound_scenario_checks(quay: Path) -> None:
    done = CliRunner().invoke(commands, ["check", str(quay)])
    assert done.exit_code == 0, done.output


@pytest.fixture
def broken(quay: Path, tmp_path: Path) -> Path:
    """A copy of the quay with two mistakes."""
    copy = Path(shutil.copytree(quay, tmp_path / "quay"))
    text = (copy / "scenario.yaml").read_text("utf-8")
    text = text.replace("default: calm", "default: clam").replace("label: Trust", "lable: Trust")
    (copy / "scenario.yaml").write_text(text, "utf-8")
    return copy


def test_all_mistakes_are_told_with_their_places(broken: Path) -> None:
    done = CliRunner().invoke(commands, ["check", str(broken)])
    assert done.exit_code == 1
    assert "scenario.yaml:" in done.stdout
    assert "lable" in done.stdout


def test_problems_as_json(broken: Path) -> None:
    done = CliRunner().invoke(commands, ["check", str(broken), "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["errors"] > 0) == (1, True)
    first = told["problems"][0]
    assert {"code", "message", "at", "severity", "hint"} <= set(first)
    assert first["at"]["line"] > 1


def test_playing_a_broken_scenario_tells_the_same(call: Run, broken: Path) -> None:
    done = call("play", broken, "--plain", stdin="q\n")
    assert done.returncode == 1
    assert "scenario.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stderr.startswith("error: error")


def test_a_scenario_that_is_not_there(call: Run) -> None:
    done = call("check", "regional-contingancy")
    assert (done.returncode, done.stdout) == (4, "")
    assert 'did you mean "regional-contingency"' in done.stderr


def test_the_schema_is_json() -> None:
    schema = json.loads(CliRunner().invoke(commands, ["schema"]).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "decisions" in schema["properties"]
    campaign = json.loads(CliRunner().invoke(commands, ["schema", "--campaign"]).stdout)
    assert "stages" in campaign["properties"]
    assert CliRunner().invoke(commands, ["schema", "--campaign", "--part"], standalone_mode=False).exception
    part = json.loads(CliRunner().invoke(commands, ["schema", "--part"]).stdout)
    assert "required" not in part
