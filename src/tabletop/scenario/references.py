"""Every expression and every id of a scenario, each with its place, by one walk over the definition classes.

What is to be found is read off the annotations `Reads` and `Refers`, once per class; a new field with an annotation
is therefore checked without another line here.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import Movement
from tabletop.scenario.notation import Distribution, Reads, Refers

Path_ = tuple[str | int, ...]
Names = frozenset[str]


class Site(NamedTuple):
    """One expression (`Reads`) or id (`Refers`), or a distribution or an effect (the marker is then its class).

    `path` leads there from the top of the scenario, with the keys of the file. `names` are those that `draw` (or
    the notice of movements) gives to this place alone. `is_key` is True for ids that are keys of a mapping.
    """

    path: Path_
    marker: Reads | Refers | type[Distribution] | type[Effect]
    value: Any
    names: Names
    is_key: bool = False


Visit = Callable[[Any, Path_, Names, "list[Site]"], None]


def sites(root: BaseModel) -> list[Site]:
    """All expressions, ids, distributions and effects of a definition, in the order of the classes' fields."""
    found: list[Site] = []
    visit_model(type(root))(root, (), frozenset(), found)
    return found


def _bound(owner: BaseModel, field: str) -> Names:
    """The names that one field of a definition sees beyond those of its surroundings."""
    if isinstance(owner, Effect) and field == "do" and owner.draw is not None:
        return frozenset((owner.draw.id,))
    if isinstance(owner, Movement) and field == "notice":
        return frozenset(("notice",))
    return frozenset()


@cache
def visit_model(kind: type[BaseModel]) -> Visit:
    """The visit of one definition class; fields that can hold nothing of interest are left out."""
    if issubclass(kind, Distribution):
        return _distribution
    plan: list[tuple[str, str, Visit, bool]] = []
    listed = issubclass(kind, Effect)

    def visit(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
        if listed:
            found.append(Site(path, Effect, value, names))
        content = value.__dict__
        for field, key, into, binds in plan:
            part = content[field]
            if part is not None and part != []:
                seen = names | _bound(value, field) if binds else names
                into(part, (*path, key), seen, found)

    _plans[kind] = visit
    for field, annotation in get_type_hints(kind, include_extras=True).items():
        info = kind.model_fields.get(field)
        into = _visit(annotation) if info is not None else None
        if info is not None and into is not None:
            binds = (kind, field) in ((Effect, "do"), (Movement, "notice"))
            plan.append((field, info.alias or field, into, binds))
    return visit


_plans: dict[type[BaseModel], Visit] = {}


def _visit(annotation: Any) -> Visit | None:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marker = next((part for part in parts[1:] if isinstance(part, Reads | Refers)), None)
        return _leaf(marker) if marker is not None else _visit(parts[0])
    if origin in (Union, types.UnionType):
        return _either(parts)
    if origin in (list, tuple):
        return _items(parts)
    if origin is dict:
        return _entries(*parts)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _plans.get(annotation) or visit_model(annotation)
    return None


def _leaf(marker: Reads | Refers) -> Visit:
    def visit(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
        found.append(Site(path, marker, value, names))

    return visit


def _distribution(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
    found.append(Site(path, Distribution, value, names))


def _either(parts: tuple[Any, ...]) -> Visit | None:
    """Of a union: the visit of the definition class in it, or of the only member that holds something."""
    visits = [(part, into) for part in parts if (into := _visit(part)) is not None]
    if not visits:
        return None
    part, into = visits[0]
    if not (isinstance(part, type) and len(parts) > 1):
        return into

    def visit(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
        if isinstance(value, part):
            into(value, path, names, found)

    return visit


def _items(parts: tuple[Any, ...]) -> Visit | None:
    into = _visit(parts[0])
    if into is None:
        return None

    def visit(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
        for index, item in enumerate(value):
            into(item, (*path, index), names, found)

    return visit


def _entries(key: Any, content: Any) -> Visit | None:
    mark = next((part for part in get_args(key)[1:] if isinstance(part, Refers)), None)
    into = _visit(content)
    if mark is None and into is None:
        return None

    def visit(value: Any, path: Path_, names: Names, found: list[Site]) -> None:
        for name, item in value.items():
            if mark is not None:
                found.append(Site((*path, name), mark, name, names, is_key=True))
            if into is not None:
                into(item, (*path, name), names, found)

    return visit
