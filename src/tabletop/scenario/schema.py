"""The JSON Schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from tabletop.scenario.definition import Scenario

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(*, part: bool = False) -> dict[str, Any]:
    """The schema (Draft 2020-12) of a whole scenario or, with `part`, of a file that another one includes.

    It tells shape only; ids, expressions and sense are checked by `tabletop check`.
    """
    schema: dict[str, Any] = {"$schema": DRAFT, **Scenario.model_json_schema(by_alias=True)}
    schema["title"] = "Part of a tabletop scenario" if part else "tabletop scenario"
    if part:
        del schema["required"]
    return schema
