"""Lines of a record as JSON, and back: strict about kinds, keys and types, and plain about what is wrong."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, NoReturn

from tabletop.errors import IllegalDecision, closest, printable
from tabletop.record.chain import DIGITS, canonical
from tabletop.record.record import (
    FORMAT,
    OLDEST_VERSION,
    VERSION,
    Campaign,
    ClockLine,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Parent,
)
from tabletop.record.texts import harmless
from tabletop.simtime import LONGEST

LONGEST_ID = 1_000
_SEEDS = 2**64
_OF_CAMPAIGNS = ("starts", "campaign")
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


class Wrong(ValueError):
    """A line that is not as it should be; the text says what was found and what belongs there."""


Reader = Callable[[Any], Any]

KINDS: Mapping[str, type[Line]] = {
    "decision": DecisionLine,
    "clock": ClockLine,
    "note": NoteLine,
    "inject": InjectLine,
    "override": OverrideLine,
    "end": EndLine,
}
_NAMES = {made: kind for kind, made in KINDS.items()}


def encode(line: Header | Line) -> bytes:
    """One line of JSON with its line end: keys sorted, UTF-8, and nothing in it that depends on the system."""
    if not isinstance(line, Header):
        return canonical({**asdict(line), "kind": _NAMES[type(line)]}) + b"\n"
    said = {key: value for key, value in asdict(line).items() if value or key not in _OF_CAMPAIGNS}
    return canonical({**said, "kind": "header", "format": FORMAT}) + b"\n"


def is_header(data: Mapping[str, Any]) -> bool:
    """Whether the object of a line claims to be a header."""
    return data.get("kind") == "header"


def parse(line: bytes) -> dict[str, Any]:
    """The JSON object of one line. Raises Wrong for anything that is not exactly one object without repeated keys."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Wrong(f"not UTF-8 text at byte {error.start + 1}") from None
    except Wrong:
        raise
    except json.JSONDecodeError as error:
        raise Wrong(f"not JSON: {error.msg} at column {error.colno}") from None
    except ValueError:
        raise Wrong("not JSON of ours: a number with too many digits") from None
    except RecursionError:
        raise Wrong("not JSON of ours: nested too deeply") from None
    return value if isinstance(value, dict) else _expected("an object in braces", value)


def header(data: Mapping[str, Any]) -> Header:
    """The header. Raises Wrong."""
    if data.get("kind") != "header" or data.get("format") != FORMAT:
        raise Wrong(f'a record begins with a line of kind "header" and format "{FORMAT}"')
    version = _value("version", _VERSION, data.get("version"))
    if not OLDEST_VERSION <= version <= VERSION:
        raise Wrong(f"record version {version}; this program reads versions {OLDEST_VERSION} to {VERSION}")
    return Header(**_read(data, _HEADER, _optional(Header), ("kind", "format")))


def line(data: Mapping[str, Any]) -> Line:
    """A line after the header. Raises Wrong."""
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Wrong(_listed("unknown kind", show(kind), str(kind), KINDS))
    made = KINDS[kind]
    values = _read(data, _LINES[made], _optional(made), ("kind",))
    try:
        return made(**values)
    except IllegalDecision as error:
        raise Wrong(str(error)) from None


def show(value: Any) -> str:
    """A value from a file for use in a message: as JSON, printable, and short."""
    text = printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= 80 else text[:79] + "…"


def _read(data: Mapping[str, Any], readers: Mapping[str, Reader], optional: set[str], also: Iterable[str]) -> Any:
    for key in data:
        if key not in readers and key not in also:
            raise Wrong(_listed("unknown key", show(key), key, readers))
    missing = [key for key in readers if key not in data and key not in optional]
    if missing:
        raise Wrong(f"{', '.join(missing)} missing")
    return {key: _value(key, read, data[key]) for key, read in readers.items() if key in data}


def _value(key: str, read: Reader, value: Any) -> Any:
    try:
        return read(value)
    except Wrong as error:
        raise Wrong(f"{show(key)}: {error}") from None


def _listed(what: str, shown: str, word: str, known: Iterable[str]) -> str:
    hint = closest(word, known)
    return f"{what} {shown}; {hint or 'known are ' + ', '.join(known)}"


def _optional(made: type[Header | Line | Campaign]) -> set[str]:
    return {f.name for f in fields(made) if f.default is not MISSING or f.default_factory is not MISSING}


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Wrong(f"the key {show(next(key for key in keys if keys.count(key) > 1))} stands there twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise Wrong(f"{text} is not a number")


def _expected(what: str, value: Any) -> NoReturn:
    raise Wrong(f"expected {what}, found {show(value)}")


def _text(value: Any) -> str:
    return harmless(value) if isinstance(value, str) else _expected("a text", value)


def _word(value: Any) -> str:
    text = _text(value)
    fits = text == value and len(text) <= LONGEST_ID
    return text if fits else _expected(f"at most {LONGEST_ID:,} characters, none of them for control", value)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_word(each) for each in value) if isinstance(value, list) else _expected("a list of texts", value)


def _digest(value: Any) -> str:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    return _expected(f"a digest of {DIGITS} hexadecimal digits", value)


def _whole(low: int, high: int) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        return _expected(f"a whole number from {low} to {high}", value)

    return read


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300 and math.isfinite(value):
        return float(value)
    return _expected("a number", value)


def _number_or_text(value: Any) -> str | float:
    return _word(value) if isinstance(value, str) else _number(value)


def _mapping(read: Reader) -> Reader:
    def mapped(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            return _expected("an object in braces", value)
        return {_word(key): _value(key, read, each) for key, each in value.items()}

    return mapped


def _forecast(value: Any) -> int | None:
    if value is None:
        return None
    known: int = _whole(1, 99)(value)
    return known


def _parent(value: Any) -> Parent | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return _expected("an object in braces or null", value)
    return Parent(**_read(value, {"file": _text, "digest": _digest, "at": _whole(0, LONGEST)}, set(), ()))


def _campaign(value: Any) -> Campaign | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return _expected("an object in braces or null", value)
    return Campaign(**_read(value, _STAGE, _optional(Campaign), ()))


_AT = _whole(0, LONGEST)
_VERSION = _whole(0, 1_000_000)
_HEADER: Mapping[str, Reader] = {
    "scenario": _word,
    "scenario_version": _word,
    "sha256": _word,
    "seed": _whole(-_SEEDS, _SEEDS),
    "preset": _word,
    "length": _word,
    "texts": _mapping(_word),
    "assumptions": _mapping(_number),
    "latents": _mapping(_number_or_text),
    "seats": _mapping(_word),
    "parent": _parent,
    "engine": _word,
    "version": _VERSION,
    "starts": _mapping(_number_or_text),
    "campaign": _campaign,
}
_STAGE: Mapping[str, Reader] = {
    "id": _word,
    "version": _word,
    "sha256": _word,
    "stage": _word,
    "number": _whole(1, 1_000),
    "seed": _whole(-_SEEDS, _SEEDS),
    "preset": _word,
    "format": _word,
    "weights": _word,
    "assumptions": _mapping(_number),
    "seats": _mapping(_word),
}
_LINES: Mapping[type[Line], Mapping[str, Reader]] = {
    DecisionLine: {
        "n": _whole(1, LONGEST),
        "at": _AT,
        "seat": _word,
        "decision": _word,
        "choice": _words,
        "by": _word,
        "digest": _digest,
        "considered": _words,
        "rationale": _text,
        "forecast": _forecast,
        "dissent": _text,
    },
    ClockLine: {"at": _AT},
    NoteLine: {"at": _AT, "seat": _word, "text": _text},
    InjectLine: {"at": _AT, "inject": _word, "reason": _text},
    OverrideLine: {"at": _AT, "quantity": _word, "value": _number_or_text, "reason": _text},
    EndLine: {"at": _AT, "outcome": _word, "digest": _digest},
}
