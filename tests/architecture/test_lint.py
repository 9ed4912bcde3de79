"""Style, types and the arrows between the rooms, each checked by its own tool with the settings of pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def check(checkout: Path, *arguments: str) -> None:
    """Run a tool; what it complains about is the failure's whole text."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_style(checkout: Path) -> None:
    check(checkout, "-m", "ruff", "check", "--no-fix", "--output-format=concise")


def test_types(checkout: Path) -> None:
    check(checkout, "-m", "mypy")


def test_arrows_between_the_rooms(checkout: Path) -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    check(checkout, "-c", lint)
