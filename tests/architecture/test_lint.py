"""Style, types and the arrows between the rooms, each checked by its own tool with the settings of pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def complaint(checkout: Path, command: list[str]) -> str:
    """What the tool prints when it is not content, or nothing."""
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["-m", "ruff", "check", "--no-fix", "--output-format=concise"], id="style"),
        pytest.param(["-m", "mypy"], id="types"),
        pytest.param(["-c", "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"], id="arrows"),
    ],
)
def test_the_checkout_is_clean(checkout: Path, command: list[str]) -> None:
    assert complaint(checkout, [sys.executable, *command]) == ""
