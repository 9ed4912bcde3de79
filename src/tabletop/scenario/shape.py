"""The shape of a scenario: keys, types and ranges, every mistake at its place.

A scenario with mistakes of shape is mended for the moment, so that the ids and expressions in the rest of it can be
checked in the same pass.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from tabletop.errors import Problem
from tabletop.scenario.definition import Scenario
from tabletop.scenario.misfits import Misfit, definition_at, hints_of
from tabletop.scenario.notation import STARTEX
from tabletop.scenario.references import Path_
from tabletop.scenario.source import Tree
from tabletop.scenario.startex import startex_of
from tabletop.scenario.subset import Mapping, Sequence

_ROUNDS = 12
STAND_IN = "unknown_here"
"""Stands for an id that is missing or misshapen; no message that names it is worth telling."""

_TOP: dict[str, Any] = {
    "startex": {"date": "2000-01-01"},
    "endex": {"at": 1, "latest": 1440},
    "endings": [{"id": STAND_IN, "title": ""}],
    "seats": [{"id": STAND_IN, "label": "", "short": "", "brief": ""}],
}
_CANDIDATES: tuple[Any, ...] = (True, 60, "", STAND_IN, "S0", "LO0", "2000-01-01", [])


def build(tree: Tree) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of a tree, or None and all that is wrong with its shape."""
    try:
        return Scenario.model_validate(tree.data, context={STARTEX: startex_of(tree.data)}), []
    except ValidationError as error:
        return None, misshapen(tree, error)


def sound_part(tree: Tree) -> tuple[Scenario, Tree] | None:
    """A misshapen scenario with harmless values in place of what is wrong or, failing that, without the whole part.

    With the tree of it. None when nothing sound could be made of it.
    """
    rest = Tree(tree.path, _copy(tree.data), lines=tree.lines)
    for _ in range(_ROUNDS):
        try:
            return Scenario.model_validate(rest.data, context={STARTEX: startex_of(tree.data)}), rest
        except ValidationError as error:
            for path in sorted({_place(rest, found)[0] for found in error.errors()}, key=_order, reverse=True):
                _mend(rest, path)
    return None


def misshapen(tree: Tree, error: ValidationError, root: type[BaseModel] = Scenario) -> list[Problem]:
    """What pydantic says of a tree that should have been a `root`, each at its place."""
    told = {problem.at for problem in tree.problems}
    found: dict[tuple[Path_, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path, tags = _place(tree, detail)
        if not all(_meant(tree.value(path[:depth]), tag) for depth, tag in tags):
            continue
        problem = _problem(tree, path, detail, root)
        unread = detail["type"] == "missing" and len(path) == 1 and not tree.whole
        if tree.position(path) not in told and not unread:
            found.setdefault((path, problem.message), problem)
    return list(found.values())


def _problem(tree: Tree, path: Path_, detail: Any, root: type[BaseModel]) -> Problem:
    found = tree.value(path)
    at_key = found is None or detail["type"] == "extra_forbidden" or detail["loc"][-1] == "[key]"
    at = tree.key_position(path) if at_key and path else tree.position(path)
    code, message, hint = Misfit(path, detail, found, root).told()
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


def _order(path: Path_) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(step, int), step) for step in path)


def _mend(rest: Tree, path: Path_) -> None:
    """Put a stand-in where a value must be and can be had, and take the part out otherwise."""
    if not path:
        return
    node, step = rest.value(path[:-1]), path[-1]
    owner = definition_at(path[:-1])
    fields = owner.model_fields.items() if owner else ()
    field = next((name for name, info in fields if step == (info.alias or name) and info.is_required()), "")
    if owner and field and isinstance(node, Mapping):
        before, node[step] = node.get(step), _harmless(owner, field)
        if node[step] is not None and before != node[step]:
            return
    if _has(node, step):
        del node[step]
        if _has(node.marks, step):
            del node.marks[step]
    elif isinstance(step, str):
        _mend(rest, path[:-1])


@cache
def _harmless(owner: type[BaseModel], field: str) -> Any:
    """A value that this field takes and that leads to no complaint; None when there is none."""
    if owner is Scenario and field in _TOP:
        return _TOP[field]
    hint = hints_of(owner)[field]
    adapter = TypeAdapter(hint)
    for candidate in (*get_args(hint), *_CANDIDATES):
        try:
            adapter.validate_python(candidate)
        except (ValidationError, TypeError):
            continue
        return candidate
    return None


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
