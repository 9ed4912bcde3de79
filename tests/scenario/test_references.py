"""The walk that finds every expression and id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.load import load
from tabletop.scenario.notation import Distribution, Reads, Refers
from tabletop.scenario.references import Site, sites

EFFECTS: list[tuple[dict[str, Any], list[tuple[tuple[str | int, ...], Any, Any]]]] = [
    (
        {"add": {"cohesion": "2*x"}},
        [(("add", "cohesion"), "amount", "cohesion"), (("add", "cohesion"), "number", "2*x")],
    ),
    ({"set": {"offer": "low"}}, [(("set", "offer"), "quantity", "offer"), (("set", "offer"), "any", "low")]),
    ({"spend": {"funds": 3}}, [(("spend", "funds"), "stock", "funds"), (("spend", "funds"), "number", 3)]),
    ({"move": {"package": "p", "to": "q"}}, [(("move", "package"), "package", "p"), (("move", "to"), "place", "q")]),
    ({"recall": "p"}, [(("recall",), "package", "p")]),
    ({"fire": "i", "because": "M1"}, [(("fire",), "inject", "i"), (("because",), "relation", "M1")]),
    ({"open": "d"}, [(("open",), "decision", "d")]),
    ({"end": "e"}, [(("end",), "ending", "e")]),
    ({"advance": "p"}, [(("advance",), "programme", "p")]),
    (
        {"when": "a > 1", "do": [{"fire": "i"}], "else": [{"fire": "j"}]},
        [(("when",), "truth", "a > 1"), (("do", 0, "fire"), "inject", "i"), (("else", 0, "fire"), "inject", "j")],
    ),
    (
        {"chance": {"id": "c", "odds": "o", "then": [{"fire": "i"}], "else": [{"fire": "j"}]}},
        [
            (("chance", "odds"), "number", "o"),
            (("chance", "then", 0, "fire"), "inject", "i"),
            (("chance", "else", 0, "fire"), "inject", "j"),
        ],
    ),
    (
        {"chance": {"id": "c", "arms": [{"id": "a", "odds": 0.5, "do": [{"fire": "i"}]}]}},
        [(("chance", "arms", 0, "odds"), "number", 0.5), (("chance", "arms", 0, "do", 0, "fire"), "inject", "i")],
    ),
]


def plain(site: Site) -> tuple[tuple[str | int, ...], Any, Any]:
    marker = site.marker
    said = marker.kind if isinstance(marker, Reads) else marker.space if isinstance(marker, Refers) else marker
    return site.path, said, site.value


@pytest.mark.parametrize(("written", "expected"), EFFECTS)
def test_effects(written: dict[str, Any], expected: list[Any]) -> None:
    found = [plain(site) for site in sites(Effect.model_validate(written)) if site.marker is not Effect]
    assert found == expected


def test_keys_of_mappings_are_marked() -> None:
    found = [site for site in sites(Effect.model_validate({"add": {"x": 1}})) if isinstance(site.marker, Refers)]
    assert [site.is_key for site in found] == [True]


def test_a_drawn_name_is_known_beneath_and_nowhere_else() -> None:
    inner = {"draw": {"id": "k", "value": {"poisson": 1}}, "do": [{"add": {"y": "k + n"}}]}
    effect = Effect.model_validate({"draw": {"id": "n", "value": {"poisson": 3}}, "do": [{"add": {"x": "n"}}, inner]})
    names = {site.value: sorted(site.names) for site in sites(effect) if isinstance(site.marker, Reads)}
    assert names == {"n": ["n"], "k + n": ["k", "n"]}


def test_delays_and_draws_are_found() -> None:
    effect = Effect.model_validate({"after": {"uniform": ["1d", "2d"]}, "do": [{"note": "x"}]})
    assert [site.path for site in sites(effect) if site.marker is Distribution] == [("after",)]
    fixed = Effect.model_validate({"after": "1d", "do": [{"note": "x"}]})
    assert [site for site in sites(fixed) if site.marker is Distribution] == []


def test_the_notice_of_movements_has_its_name(harbour: Path) -> None:
    found = sites(load(harbour).scenario)
    named = [site.path for site in found if "notice" in site.names]
    assert named == [("movement", "notice")]


def test_paths_lead_to_what_the_file_says(harbour: Path) -> None:
    from tabletop.scenario.source import read_tree

    tree = read_tree(harbour)
    for site in sites(load(harbour).scenario):
        if isinstance(site.marker, Reads | Refers) and not site.is_key and tree.value(site.path) is not None:
            assert str(tree.value(site.path)) == str(site.value), site


def annotated(kind: type[BaseModel], seen: dict[type[BaseModel], int]) -> dict[type[BaseModel], int]:
    """How many annotations of ours each definition class has, read off its text."""
    import inspect
    import re

    if kind in seen:
        return seen
    seen[kind] = len(
        re.findall(r"Refers\(|\b(?:Formula|Condition|AnyValue|SeatRef|SourceRef)\b", inspect.getsource(kind))
    )
    for info in kind.model_fields.values():
        for part in _classes(info.annotation):
            annotated(part, seen)
    return seen


def _classes(annotation: Any) -> list[type[BaseModel]]:
    from typing import get_args

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _classes(part)]


def test_no_class_with_annotations_is_passed_over(harbour: Path) -> None:
    """Every definition class that can be reached from a scenario is visited when it is there."""
    classes = annotated(Scenario, {})
    assert classes[Effect] >= 14
    assert len(classes) > 40
    visited = {site.path[0] for site in sites(load(harbour).scenario)}
    assert {"endex", "endings", "gauges", "injects", "decisions", "objectives", "movement", "formulas"} <= visited
