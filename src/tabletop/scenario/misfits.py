"""What pydantic says about the shape of a scenario, in words for authors."""

from __future__ import annotations

import re
import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from tabletop.errors import closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.notation import SLUG
from tabletop.scenario.references import Path_

_WORDY = 60
_SCHEMA = "see `tabletop schema` for what can stand here"
_PATTERNS: dict[str, str] = {
    SLUG: "a lower-case letter, then letters, digits, _ or -, such as us_resolve",
    r"^[A-Z]+[0-9]+$": "capital letters and a number, such as S12",
    r"^[A-Z][A-Za-z0-9_]*$": "a capital letter, then letters, digits or _, such as M12",
    r"^LO[0-9]+$": "LO and a number, such as LO3",
    r"^\d{4}-\d{2}-\d{2}$": "a date such as 2026-08-10",
}
_COMMA = "a comma ends a value inside { }: put an expression with commas in quotes"
_MAPPING = ("a mapping", "write it as 'key: value' lines or {key: value}")
_WANTED: dict[str, tuple[str, str]] = {
    "string": ("a text", "write a text"),
    "int": ("a whole number", "write a whole number"),
    "float": ("a number", "write a number"),
    "bool": ("true or false", "write true or false"),
    "list": ("a list", "write [a, b], or lines that begin with '- '"),
    "tuple": ("a list", "write [a, b]"),
    "dict": _MAPPING,
    "model": _MAPPING,
}
_LIMITS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("be at least {:,}", "ge"),
    "greater_than": ("be more than {:,}", "gt"),
    "less_than_equal": ("be at most {:,}", "le"),
    "less_than": ("be less than {:,}", "lt"),
    "too_short": ("have at least {:,} items", "min_length"),
    "too_long": ("have at most {:,} items", "max_length"),
    "string_too_long": ("have at most {:,} characters", "max_length"),
}

Told = tuple[str, str, str]


class Misfit:
    """One error of pydantic at a path of the file; `found` is what stands there, None when nothing does."""

    def __init__(self, path: Path_, detail: Any, found: Any, root: type[BaseModel] = Scenario) -> None:
        self._root = root
        self._path = path
        self._detail = detail
        self._kind: str = detail["type"]
        self._found = found

    def told(self) -> Told:
        """Code, message and way out."""
        if self._found is None and self._path and ")" in str(self._path[-1]):
            return "TT101", f'"{short(self._path[-1])}" is not a key', _COMMA
        if self._kind in _LIMITS:
            return self._limit()
        match self._kind:
            case "extra_forbidden":
                return self._unknown_key()
            case "missing":
                return self._missing()
            case "literal_error":
                return self._not_listed()
            case "string_pattern_mismatch":
                return self._pattern()
            case "value_error":
                return self._rule()
            case "finite_number":
                return "TT105", f"{self._name} must be a finite number", f"found {described(self._found)}"
        if self._kind.endswith(("_type", "_parsing", "_from_float", "_parsing_size")):
            return self._wrong_type()
        return "TT109", f"{self._name}: {self._detail['msg']}", _SCHEMA

    @property
    def _name(self) -> str:
        """How a message calls the thing: its key, or the key of the list that it stands in."""
        if self._path and isinstance(self._path[-1], int):
            owner = next((step for step in reversed(self._path) if isinstance(step, str)), "the list")
            return f'item {self._path[-1] + 1} of "{owner}"'
        return f'"{short(self._path[-1])}"' if self._path else "the file"

    def _unknown_key(self) -> Told:
        owner = definition_at(self._path[:-1], self._root)
        key = str(self._path[-1])
        allowed = [info.alias or name for name, info in owner.model_fields.items()] if owner else []
        where = f" in {_article(owner.__name__)}" if owner and owner is not self._root else ""
        hint = closest(key, allowed) or f"the keys here are {', '.join(allowed)}"
        return "TT101", f'unknown key "{short(key)}"{where}', hint

    def _missing(self) -> Told:
        owner = definition_at(self._path[:-1], self._root)
        where = f" of this {_spaced(owner.__name__)}" if owner and owner is not self._root else ""
        return "TT102", f'"{self._path[-1]}"{where} is missing', f"add '{self._path[-1]}: …'"

    def _wrong_type(self) -> Told:
        wanted, way = _WANTED.get(self._kind.split("_")[0], ("something else", _SCHEMA))
        if self._found is None:
            return "TT103", f"{self._name} is empty", f"{way}, or leave the key out if it may be left out"
        if wanted == "a text" and not isinstance(self._found, list | dict):
            shown = str(self._found).lower() if isinstance(self._found, bool) else str(self._found)
            way = f"put it in quotes: '{shown}'"
        elif wanted == "a list" and isinstance(self._found, str):
            way = f"write [{short(self._found)}]"
        return "TT103", f"{self._name} must be {wanted}, not {described(self._found)}", way

    def _not_listed(self) -> Told:
        words = re.findall(r"'([^']*)'|(\d+)", self._detail["ctx"]["expected"])
        allowed = [word or number for word, number in words]
        given = self._detail["input"]
        message = f"{self._name} is empty" if given is None else f"{self._name} cannot be {described(given)}"
        return "TT104", message, closest(str(given), allowed) or f"it can be {', '.join(allowed)}"

    def _pattern(self) -> Told:
        form = _PATTERNS.get(self._detail["ctx"]["pattern"], f"a text that fits {self._detail['ctx']['pattern']}")
        return "TT106", f'"{short(self._detail["input"])}" is not well formed', f"write {form}"

    def _rule(self) -> Told:
        message, _, hint = str(self._detail["ctx"]["error"]).partition("; ")
        return "TT107", message, hint or _SCHEMA

    def _limit(self) -> Told:
        text, bound = _LIMITS[self._kind]
        limit = text.format(self._detail["ctx"][bound])
        return "TT105", f"{self._name} must {limit}", f"found {described(self._found)}"


def definition_at(path: Path_, root: type[BaseModel] = Scenario) -> type[BaseModel] | None:
    """The definition class of the mapping at a path below `root`, None where there is none."""
    kind: Any = root
    for step in path:
        kind = _under(kind, step)
    return next((part for part in _members(kind) if isinstance(part, type) and issubclass(part, BaseModel)), None)


@cache
def hints_of(kind: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a definition class by field, as written."""
    return get_type_hints(kind, include_extras=True)


def described(value: Any) -> str:
    """What stands in the file, short enough for a message."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'"{short(value)}"'
    return f"a list of {len(value)}" if isinstance(value, list) else "a mapping"


def short(value: Any) -> str:
    """At most 60 characters of a text."""
    text = str(value)
    return text if len(text) <= _WORDY else text[:_WORDY] + "…"


def _article(name: str) -> str:
    words = _spaced(name)
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _under(kind: Any, step: str | int) -> Any:
    """The annotation one step further in; None when there is none."""
    for option in _members(kind):
        parts = get_args(option)
        if isinstance(option, type) and issubclass(option, BaseModel):
            name = next((name for name, info in option.model_fields.items() if step == (info.alias or name)), None)
            return hints_of(option)[name] if name else None
        if get_origin(option) in (list, tuple) and isinstance(step, int):
            return parts[min(step, len(parts) - 1)]
        if get_origin(option) is dict:
            return parts[1]
    return None


def _members(kind: Any) -> tuple[Any, ...]:
    """The members of a union, or the one type that it is, annotations taken off."""
    if get_origin(kind) is Annotated:
        return _members(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(member for part in get_args(kind) for member in _members(part) if part is not type(None))
    return (kind,)
