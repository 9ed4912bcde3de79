"""The JSON Schema agrees with what is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tabletop.scenario.definition import Scenario
from tabletop.scenario.load import load
from tabletop.scenario.schema import json_schema
from tabletop.scenario.source import read_tree

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,),
    "object": (dict,), "null": (type(None),),
}  # fmt: skip


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Types, keys, required keys and unions: as much of the standard as the question needs."""
    if "$ref" in schema:
        return fits(value, whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], whole)
    if "anyOf" in schema:
        return any(fits(value, part, whole) for part in schema["anyOf"])
    names = schema.get("type", [])
    kinds = [kind for name in ([names] if isinstance(names, str) else names) for kind in KINDS[name]]
    if kinds and not isinstance(value, tuple(kinds)):
        return False
    if isinstance(value, dict):
        return _keys_fit(value, schema, whole)
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {}), whole) for item in value)
    return value in schema.get("enum", [value]) and value == schema.get("const", value)


def _keys_fit(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    known, extra = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value):
        return False
    for key, item in value.items():
        part = known.get(key, extra)
        if part is False or not (part is True or fits(item, part, whole)):
            return False
    return True


def test_the_schema_of_this_draft() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "tabletop scenario"
    assert "$id" not in schema
    assert json.loads(json.dumps(schema)) == schema


def test_it_has_the_keys_of_the_file() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert {"then", "else", "odds"} <= set(schema["$defs"]["Chance"]["properties"])
    assert "from" in schema["$defs"]["Inject"]["properties"]
    assert "sender" not in schema["$defs"]["Inject"]["properties"]
    assert schema["additionalProperties"] is False


def test_every_reference_in_it_leads_somewhere() -> None:
    schema = json_schema()
    names = {part.split('"')[0] for part in json.dumps(schema).split("#/$defs/")[1:]}
    assert names <= set(schema["$defs"])


def test_it_accepts_a_sound_scenario(harbour: Path) -> None:
    load(harbour)
    assert fits(read_tree(harbour).data, json_schema(), json_schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [("label: Unrest\n", "lable: Unrest\n"), ("loads: 2", "loads: two"), ("tags: [cautious]", "tags: cautious")],
)
def test_it_refuses_a_misshapen_one(changed: Any, old: str, new: str) -> None:
    assert not fits(read_tree(changed(old, new)).data, json_schema(), json_schema())


def test_a_part_needs_no_title(harbour: Path) -> None:
    schema = json_schema(part=True)
    assert fits(read_tree(harbour / "people.yaml", includes=False).data, schema, schema)
    assert not fits(read_tree(harbour / "people.yaml", includes=False).data, json_schema(), json_schema())
