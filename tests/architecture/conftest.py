"""The source as the architecture tests see it: found, never listed, so that a new room is held at once."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def package(checkout: Path) -> Path:
    """The folder of the package."""
    return checkout / "src" / "tabletop"


@pytest.fixture(scope="session")
def rooms(package: Path) -> dict[str, list[str]]:
    """Module names by room; a room is a folder or a single file directly under the package."""
    found: dict[str, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(("tabletop", *parts)).removesuffix(".__init__")
        if parts[-1] != "__main__" and parts != ("__init__",):
            found.setdefault(parts[0], []).append(name)
    return found


@pytest.fixture(scope="session")
def trees(package: Path) -> dict[str, ast.Module]:
    """The parsed source, by path under the package."""
    return {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(package.rglob("*.py"))
    }


@pytest.fixture(scope="session")
def tracked(checkout: Path) -> list[str]:
    """Every committed path, with `/` between its parts."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout: nothing tells what is committed")
    return [name for name in listing.stdout.split("\0") if name and (checkout / name).is_file()]
