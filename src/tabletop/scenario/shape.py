"""The shape of a scenario: keys, types and ranges, every mistake at its place.

A scenario with mistakes of shape is cut back to its sound parts, so that ids and expressions in these can be checked
in the same pass.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from tabletop.errors import Problem
from tabletop.scenario.definition import Scenario
from tabletop.scenario.misfits import Misfit
from tabletop.scenario.references import Path_
from tabletop.scenario.source import Tree
from tabletop.scenario.subset import Mapping, Sequence

_ROUNDS = 12
_STAND_IN: dict[str, Any] = {
    "format": 1,
    "id": "unnamed",
    "version": "0",
    "title": "",
    "summary": "",
    "disclaimer": "",
    "startex": {"date": "2000-01-01"},
    "endex": {"at": 1, "latest": 1440},
    "endings": [{"id": "end", "title": ""}],
    "seats": [{"id": "seat", "label": "", "short": "", "brief": ""}],
}


def build(tree: Tree) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of a tree, or None and all that is wrong with its shape."""
    try:
        return Scenario.model_validate(tree.data), []
    except ValidationError as error:
        return None, _problems(tree, error)


def sound_part(tree: Tree) -> tuple[Scenario, Tree] | None:
    """What remains of a misshapen scenario without the parts that have mistakes, and the tree of that."""
    rest = Tree(tree.path, _copy(tree.data), lines=tree.lines)
    for key, value in _STAND_IN.items():
        rest.data.setdefault(key, value)
    for _ in range(_ROUNDS):
        try:
            return Scenario.model_validate(rest.data), rest
        except ValidationError as error:
            for path in sorted({_faulty(rest, found) for found in error.errors()}, key=_order, reverse=True):
                _cut(rest.data, path)
    return None


def _problems(tree: Tree, error: ValidationError) -> list[Problem]:
    told = {problem.at for problem in tree.problems}
    found: dict[tuple[Path_, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path, tags = _place(tree, detail)
        if not all(_meant(tree.value(path[:depth]), tag) for depth, tag in tags):
            continue
        problem = _problem(tree, path, detail)
        unread = detail["type"] == "missing" and len(path) == 1 and not tree.whole
        if problem.at not in told and not unread:
            found.setdefault((path, problem.message), problem)
    return list(found.values())


def _problem(tree: Tree, path: Path_, detail: Any) -> Problem:
    at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    at = tree.key_position(path) if at_key else tree.position(path)
    code, message, hint = Misfit(path, detail, tree.value(path)).told()
    return Problem(code, message, at, tree.excerpt(at) if at else "", hint)


def _place(tree: Tree, detail: Any) -> tuple[Path_, list[tuple[int, str]]]:
    """The path of an error in the file, and the names of union members that pydantic put into it, with their depth."""
    path: list[str | int] = []
    tags: list[tuple[int, str]] = []
    node = tree.data
    steps = detail["loc"]
    for index, step in enumerate(steps):
        if _has(node, step):
            path.append(step)
            node = node[step]
        elif detail["type"] == "missing" and index == len(steps) - 1:
            path.append(step)
        elif step != "[key]":
            tags.append((len(path), str(step)))
    return tuple(path), tags


def _has(node: Any, step: Any) -> bool:
    if isinstance(node, list):
        return isinstance(step, int) and step < len(node)
    return isinstance(node, dict) and step in node


def _meant(value: Any, tag: str) -> bool:
    """Whether the member of a union that `tag` names is the one that the author meant."""
    if isinstance(value, dict):
        return tag[0].isupper()
    return tag.startswith("list") if isinstance(value, list) else not (tag[0].isupper() or tag.startswith("list"))


def _faulty(tree: Tree, detail: Any) -> Path_:
    """What has to go because of an error: the part itself, or for something missing the part that lacks it."""
    path, _ = _place(tree, detail)
    return path[:-1] if detail["type"] == "missing" else path


def _order(path: Path_) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(step, int), step) for step in path)


def _cut(data: Any, path: Path_) -> None:
    """Take one part out; a part of the top level that must be there gives way to a stand-in."""
    node = data
    for step in path[:-1]:
        if not _has(node, step):
            return
        node = node[step]
    if not path or not _has(node, path[-1]):
        return
    del node[path[-1]]
    marks: Any = getattr(node, "marks", ())
    if _has(marks, path[-1]):
        del marks[path[-1]]
    if len(path) == 1 and path[0] in _STAND_IN:
        data[path[0]] = _STAND_IN[str(path[0])]


def _copy(node: Any) -> Any:
    """The same tree with containers of its own."""
    if isinstance(node, Mapping):
        mapping = Mapping((key, _copy(value)) for key, value in node.items())
        mapping.mark, mapping.marks = node.mark, dict(node.marks)
        return mapping
    if isinstance(node, Sequence):
        items = Sequence(_copy(value) for value in node)
        items.mark, items.marks = node.mark, list(node.marks)
        return items
    return node
