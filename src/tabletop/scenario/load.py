"""From a path to a scenario that is whole and sound, or to all that is wrong with it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tabletop.errors import CannotRead, InvalidScenario, Problem
from tabletop.scenario.definition import Scenario
from tabletop.scenario.files import Outside, confined, read_text
from tabletop.scenario.shape import build, sound_part
from tabletop.scenario.source import Tree, read_tree
from tabletop.scenario.validate import validate, validate_part

MOST_BRIEF = 2**20


@dataclass(frozen=True)
class Loaded:
    """A scenario that passed every check.

    `path` is its first file, `sha256` the hash of its content, `briefs` the text of each seat's brief by seat id,
    `warnings` what an author may want to look at, `overlays` the files that were put behind the scenario's own.
    """

    scenario: Scenario
    path: Path
    sha256: str
    briefs: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()
    overlays: tuple[Path, ...] = ()


def load(path: Path | str, overlays: Sequence[Path] = ()) -> Loaded:
    """Load a scenario from its folder or first file, with the sections of `overlays` put behind its own.

    Raises InvalidScenario with every problem found, CannotRead when there is no file to begin with.
    """
    with _no_collection():
        tree, scenario, briefs, problems = _examined(Path(path), overlays)
    if scenario is None or any(problem.severity == "error" for problem in problems):
        raise InvalidScenario(problems)
    return Loaded(scenario, tree.path, tree.sha256, briefs, tuple(problems), tuple(overlays))


def check(path: Path | str, overlays: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """All errors and warnings of a scenario, in the order of files and lines. Raises CannotRead as `load` does."""
    return tuple(_examined(Path(path), overlays)[3])


def _examined(path: Path, overlays: Sequence[Path]) -> tuple[Tree, Scenario | None, dict[str, str], list[Problem]]:
    tree = read_tree(path, overlays=overlays)
    problems = list(tree.problems)
    scenario, briefs = None, {}
    if isinstance(tree.data, dict):
        scenario, misshapen = build(tree)
        problems += misshapen
        if scenario is not None:
            briefs = _briefs(tree, scenario, problems)
            problems += validate(scenario, tree)
        elif part := sound_part(tree):
            problems += validate_part(*part, tree)
    return tree, scenario, briefs, _in_order(problems, tree)


def _briefs(tree: Tree, scenario: Scenario, problems: list[Problem]) -> dict[str, str]:
    """The briefs of the seats; those that are the path of a .md file are read from the scenario's folder."""
    briefs = {}
    for index, seat in enumerate(scenario.seats):
        brief = seat.brief.strip()
        if brief.endswith(".md") and "\n" not in brief:
            at = tree.position(("seats", index, "brief"))
            try:
                brief = read_text(confined(tree.folder, brief), MOST_BRIEF)
            except (Outside, CannotRead) as error:
                reason = str(error) if isinstance(error, Outside) else str(error).split(": ", 1)[-1]
                message = f"the brief of the seat {seat.id}: {reason}"
                hint = error.hint if isinstance(error, Outside) else "write the path from the scenario's folder"
                problems.append(Problem("TT025", message, at, tree.excerpt(at) if at else "", hint))
        briefs[seat.id] = brief
    return briefs


def _in_order(problems: list[Problem], tree: Tree) -> list[Problem]:
    """By file as read, then by line and column; what has no place comes first. Nothing twice."""
    files = {name: number for number, name in enumerate(tree.lines)}

    def place(problem: Problem) -> tuple[int, int, int]:
        at = problem.at
        return (files.get(at.file, len(files)), at.line, at.column) if at else (-1, 0, 0)

    unique = {(problem.at, problem.message): problem for problem in problems}
    return sorted(unique.values(), key=place)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Loading makes many objects and drops few: looking for cycles in between costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
