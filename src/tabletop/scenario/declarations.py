"""Ids that stand twice, mean two things, or cannot be names in expressions."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from typing import Any

from tabletop.scenario.effects import Effect
from tabletop.scenario.expression.functions import FUNCTIONS, QUERIES
from tabletop.scenario.findings import Findings
from tabletop.scenario.references import Path_, Site
from tabletop.scenario.scope import SECTIONS, VALUES, Declared, named

_INNER: tuple[tuple[str, str, str], ...] = (
    ("decisions", "options", "option"),
    ("decisions", "items", "item"),
    ("latents", "states", "state"),
    ("programmes", "stages", "stage"),
)
_RENAMED = ("gauges", "stocks", "packages", "decisions")
_TAKEN = frozenset((*FUNCTIONS, *QUERIES, *keyword.kwlist, "true", "false", "none", "notice"))


def check_declarations(declared: Declared, data: Any, findings: Findings) -> None:
    """Every id once in its list, and the names of values once among all of them."""
    for space, section in SECTIONS.items():
        _once(space, declared.declarations(section), findings)
    for section, key, noun in _INNER:
        for index, item in enumerate(_items(data, section)):
            inner = named(_items(item, key), (section, index, key))
            _once(noun, inner, findings)
    _apart(declared, findings)
    _renamed(declared, data, findings)


def check_drawn(sites: Iterable[Site], declared: Declared, findings: Findings) -> None:
    """Chances have ids of their own; the name of a drawn value is not that of anything else."""
    chances: dict[str, Path_] = {}
    for site in sites:
        if site.marker is not Effect:
            continue
        effect: Effect = site.value
        if effect.chance is not None:
            path = (*site.path, "chance", "id")
            first = chances.setdefault(effect.chance.id, path)
            if first is not path:
                message = f'two chances are called "{effect.chance.id}", and would share their luck'
                findings.error("TT201", message, path, "give each chance an id of its own", related=[first])
            arms = [(arm.id, (*site.path, "chance", "arms", n, "id")) for n, arm in enumerate(effect.chance.arms)]
            _once("arm", arms, findings)
        if effect.draw is not None:
            _local(effect.draw.id, (*site.path, "draw", "id"), declared, findings)


def _local(name: str, path: Path_, declared: Declared, findings: Findings) -> None:
    if name in declared.places_of_values:
        space, first = declared.places_of_values[name]
        message = f'the drawn value "{name}" has the name of {_a(space)}'
        findings.error("TT202", message, path, "give the drawn value another name", related=[first])
    _usable(name, path, findings, key=False)


def _once(noun: str, ids: Iterable[tuple[str, Path_]], findings: Findings) -> None:
    seen: dict[str, Path_] = {}
    for id_, path in ids:
        first = seen.setdefault(id_, path)
        if first is not path:
            message = f'the {noun} "{id_}" is declared twice'
            findings.error("TT201", message, path, "give one of the two another id", related=[first])


def _apart(declared: Declared, findings: Findings) -> None:
    """Values share one name space; injects and decisions too, because elapsed() takes either."""
    seen: dict[str, tuple[str, Path_]] = {}
    for space in (*VALUES, "formula"):
        for id_, path in declared.ids[space].items():
            other, first = seen.setdefault(id_, (space, path))
            if first is not path:
                message = f'"{id_}" is {_a(space)} and {_a(other)}; an expression could not tell them apart'
                key = space == "formula"
                findings.error("TT202", message, path, "give one of the two another id", key=key, related=[first])
            _usable(id_, path, findings, key=space == "formula")
    for id_, path in declared.ids["decision"].items():
        if id_ in declared.ids["inject"]:
            message = f'"{id_}" is a decision and an inject; elapsed() could not tell them apart'
            first = declared.ids["inject"][id_]
            findings.error("TT202", message, path, "give one of the two another id", related=[first])


def _usable(id_: str, path: Path_, findings: Findings, *, key: bool) -> None:
    if id_ in _TAKEN:
        message = f'"{id_}" has a meaning of its own in expressions'
        findings.error("TT203", message, path, f'choose another id, such as "{id_}_level"', key=key)


def _renamed(declared: Declared, data: Any, findings: Findings) -> None:
    """An old id lives on in `renamed_from`, so nothing new may have it."""
    for space, section in SECTIONS.items():
        if section not in _RENAMED:
            continue
        for index, item in enumerate(_items(data, section)):
            for number, old in enumerate(_items(item, "renamed_from")):
                if str(old) in declared.ids[space]:
                    path = (section, index, "renamed_from", number)
                    message = f'"{old}" is the former name of one {space} and the present name of another'
                    first = declared.ids[space][str(old)]
                    findings.error(
                        "TT204",
                        message,
                        path,
                        "take the old name out, or give the other thing a new one",
                        related=[first],
                    )


def _items(node: Any, key: str) -> list[Any]:
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, list) else []


def _a(space: str) -> str:
    return f"{'an' if space[0] in 'aeiou' else 'a'} {space}"
