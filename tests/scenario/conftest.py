"""A small scenario that every test of loading may take, break in one place, and load."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.scenario.load import check

HARBOUR = Path(__file__).parent / "data" / "harbour"
HERE = "¦"

Changed = Callable[..., Path]
Told = Callable[..., None]


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy of the small scenario, which may be changed."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


@pytest.fixture
def changed(harbour: Path) -> Changed:
    """Replace one passage of the small scenario (which must stand there exactly once) by another."""

    def change(old: str, new: str, file: str = "scenario.yaml") -> Path:
        path = harbour / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{text.count(old)} × {old!r}"
        path.write_text(text.replace(old, new), "utf-8")
        return harbour

    return change


@pytest.fixture
def assert_told(changed: Changed) -> Told:
    """Break the small scenario, and find exactly one error (or warning) with this code and phrase where the ¦ is.

    Where `new` has no ¦, it is the place at which the text `at` stands afterwards. Warnings may stand beside errors.
    """

    def tell(old: str, new: str, code: str, phrase: str, at: str = "", severity: str = "error") -> None:
        path = changed(old, new.replace(HERE, ""))
        text = (path / "scenario.yaml").read_text("utf-8")
        start = text.index(at) if at else text.index(new.replace(HERE, "")) + new.index(HERE)
        place = (text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        problems = check(path)
        shown = "\n".join(problem.render() for problem in problems)
        found = [problem for problem in problems if problem.severity == severity]
        assert len(found) == 1, shown
        assert severity == "error" or len(problems) == len(found), shown
        (problem,) = found
        assert problem.at is not None, shown
        assert (problem.code, (problem.at.line, problem.at.column)) == (code, place), shown
        assert phrase in f"{problem.message} | {problem.hint}", shown
        assert problem.hint, "a problem without a way out"
        assert "^" in shown

    return tell
