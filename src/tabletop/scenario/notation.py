"""How a field of a scenario is to be read: as an expression, a reference, a time.

The definition classes mark their fields with these annotations; `references` walks them, so that
every expression and every reference is checked at its own place in the file, whatever class it is in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from tabletop.simtime import DAY, is_date, parse_duration, parse_moment

SLUG = r"^[a-z][a-z0-9_-]*$"

STARTEX = "startex"
"""Under this name validation is told the date that moments count from; None when the file gives none that is one."""

Kind = Literal["number", "truth", "any"]
Space = Literal[
    "seat", "gauge", "stock", "amount", "flag", "text", "quantity", "place", "theatre", "route", "lift", "package",
    "programme", "latent", "assumption", "preset", "source", "relation", "inject", "decision", "option", "ending",
    "objective", "learning", "doctrine", "persona", "length", "document",
]  # fmt: skip


@dataclass(frozen=True)
class Reads:
    """Marks a field that holds an expression; `kind` is the type that it must have."""

    kind: Kind = "number"


@dataclass(frozen=True)
class Refers:
    """Marks a field (or the keys of a mapping) that names a declared thing of `space`."""

    space: Space


class Definition(BaseModel):
    """Base of all scenario classes: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _expression(value: Any) -> Any:
    if isinstance(value, bool | int | float | str):
        return value
    raise ValueError("an expression is a number, yes/no as true/false, or a line of text such as 3*cohesion")


def _identifier(value: Any) -> Any:
    """Ids may look like numbers in YAML (`0233`, `50`): take them as they are written."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _moment(value: Any, info: ValidationInfo) -> int:
    startex = (info.context or {}).get(STARTEX, "")
    if startex is None and is_date(value):
        return 0  # the date of STARTEX is missing or wrong, which is told at its own place
    return parse_moment(value, startex or "")


def _keyed(value: Any, info: ValidationInfo) -> int:
    """Keys are texts in the file, also those that are a whole number of minutes."""
    return _moment(int(value) if isinstance(value, str) and value.isdecimal() else value, info)


def _days(value: Any, info: ValidationInfo) -> Any:
    """An expression in days; a date stands for the days from STARTEX to it."""
    return _moment(value, info) / DAY if is_date(value) else _expression(value)


_SCALAR_SCHEMA = WithJsonSchema({"type": ["number", "string", "boolean"]})
Formula = Annotated[Any, BeforeValidator(_expression), _SCALAR_SCHEMA, Reads("number")]
Condition = Annotated[Any, BeforeValidator(_expression), _SCALAR_SCHEMA, Reads("truth")]
AnyValue = Annotated[Any, BeforeValidator(_expression), _SCALAR_SCHEMA, Reads("any")]

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
Prose = Annotated[str, StringConstraints(max_length=20_000)]
Word = Annotated[
    str,
    BeforeValidator(_identifier),
    StringConstraints(max_length=200),
    WithJsonSchema({"type": ["string", "integer"]}),
]

Duration = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema({"type": ["string", "integer"]})]
Moment = Annotated[int, BeforeValidator(_moment), WithJsonSchema({"type": ["string", "integer"]})]
MomentKey = Annotated[int, BeforeValidator(_keyed), WithJsonSchema({"type": "string"})]
Days = Annotated[Any, BeforeValidator(_days), _SCALAR_SCHEMA, Reads("number")]


class Distribution(Definition):
    """A value to be drawn. Exactly one key. In delays the numbers are durations, elsewhere plain numbers."""

    uniform: tuple[Any, Any] | None = None
    triangular: tuple[Any, Any, Any] | None = None
    exponential: Any | None = Field(None, description="the mean")
    normal: tuple[Any, Any] | None = Field(None, description="mean and standard deviation")
    lognormal: tuple[Any, Any] | None = Field(None, description="median and the standard deviation of the logarithm")
    binomial: tuple[Any, Any] | None = Field(None, description="number of trials and odds")
    poisson: Any | None = Field(None, description="the mean")
    whole: tuple[Any, Any] | None = Field(None, description="a whole number from the first to the last, equal odds")


def is_slug(text: str) -> bool:
    """True for a well-formed id: a lower-case letter, then letters, digits, `_` or `-`."""
    return re.match(SLUG, text) is not None
