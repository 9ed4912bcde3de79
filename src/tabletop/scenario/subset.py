"""One text in the YAML 1.2 subset (or JSON) as plain data that remembers where everything stands.

The event parser is libyaml's, the rules are ours: no anchors, aliases, tags, merge keys or second documents; keys are
text and stand once; only `true`, `false`, `null`, `~` and plain numbers are anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from tabletop.errors import Position, Problem
from tabletop.scenario.malformed import explain

MOST_NESTING = 64
MOST_NODES = 200_000
MOST_PROBLEMS = 1_000

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NUMERIC = frozenset("0123456789+-.")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LONGEST_NUMBER = 24
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Mark(Protocol):
    """Where the parser was: name of the file, line and column from 0."""

    name: str
    line: int
    column: int


class Located(str):
    """A text of a file that knows its place. Everywhere else it behaves, compares and pickles as a plain str."""

    __slots__ = ("mark",)
    mark: Mark

    @property
    def at(self) -> Position:
        """Where the text begins, at its quotation mark if it has one."""
        return position_of(self.mark)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Mapping(dict[Any, Any]):
    """A mapping of a file: `mark` is its place, `marks` those of its values by key."""

    __slots__ = ("mark", "marks")
    mark: Mark
    marks: dict[str, Mark]


class Sequence(list[Any]):
    """A list of a file: `mark` is its place, `marks` those of its items."""

    __slots__ = ("mark", "marks")
    mark: Mark
    marks: list[Mark]


def position_of(mark: Mark) -> Position:
    """The 1-based position of a parser's mark."""
    return Position(mark.name, mark.line + 1, mark.column + 1)


class Reader:
    """Reads one text. `problems` grows; `data` is what could be understood, None when the text is malformed."""

    def __init__(self, text: str, name: str, nodes: int = MOST_NODES) -> None:
        self.problems: list[Problem] = []
        self.broken = False
        self.nodes_left = nodes
        self._name = name
        self._lines = text.split("\n")
        self._next = _parser(_Named(self._without_controls(text), name))
        self.data = self._document()

    def excerpt(self, line: int) -> str:
        """The line with this number, counted from 1; '' beyond the end."""
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def _document(self) -> Any:
        try:
            self._next()
            if isinstance(self._next(), StreamEndEvent):
                return None
            data = self._node(self._next(), 0)
            self._next()
            self._only_one(self._next())
        except yaml.YAMLError as error:
            self.broken = True
            self.problems.append(explain(error, self._name, self._lines))
            return None
        except _Stop:
            self.broken = True
            return None
        return data

    def _node(self, event: Any, depth: int) -> Any:
        self.nodes_left -= 1
        if self.nodes_left < 0:
            self._too_many(event)
        kind = type(event)
        if event.anchor is not None or kind is AliasEvent:
            self._anchored(event, kind)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent:
            return None
        if event.tag is not None:
            self._tagged(event)
        self._bounded(event, depth)
        return self._mapping(event, depth) if kind is MappingStartEvent else self._sequence(event, depth)

    def _sequence(self, event: Any, depth: int) -> Sequence:
        result = Sequence()
        result.mark = event.start_mark
        marks = result.marks = []
        following = self._next
        event = following()
        while type(event) is not SequenceEndEvent:
            marks.append(event.start_mark)
            result.append(self._node(event, depth + 1))
            event = following()
        return result

    def _mapping(self, event: Any, depth: int) -> Mapping:
        result = Mapping()
        result.mark = event.start_mark
        marks: dict[str, Mark] = {}
        result.marks = marks
        following = self._next
        event = following()
        while type(event) is not MappingEndEvent:
            key = self._key(event, depth)
            event = following()
            value = self._node(event, depth + 1)
            if key is None:
                pass
            elif key in marks:
                self._duplicate(key, result)
            else:
                result[key] = value
                marks[key] = event.start_mark
            event = following()
        return result

    def _key(self, event: Any, depth: int) -> Located | None:
        """The key as text; None when it cannot be one, which is then a problem of its own."""
        if type(event) is not ScalarEvent:
            message = "a key must be a word, not a list, a mapping or an alias"
            self._report("TT008", message, event.start_mark, "put a text that begins with [, { or * in quotes")
            self._node(event, depth + 1)
            return None
        if event.anchor is not None:
            self._anchored(event, ScalarEvent)
        if event.value == "<<" and event.implicit[0]:
            hint = "write the keys out; there is no inheritance in scenario files"
            self._report("TT006", "the merge key << is not used here", event.start_mark, hint)
            return None
        if not event.implicit[0] and event.tag is not None and not event.implicit[1]:
            self._tagged(event)
        return self._located(event)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            if event.tag is not None and not event.implicit[1]:
                self._tagged(event)
            return self._located(event)
        if text in _WORDS:
            return _WORDS[text]
        if text[0] in _NUMERIC and _DECIMAL.fullmatch(text):
            return self._number(text, event.start_mark)
        return self._located(event)

    def _located(self, event: Any) -> Located:
        result = Located(event.value)
        result.mark = event.start_mark
        if event.style == '"' and (found := _FORBIDDEN.search(result)):
            hint = "remove it; only line breaks and tabs are allowed beside visible characters"
            self._report("TT009", f"the text holds the control character U+{ord(found[0]):04X}", result.mark, hint)
        return result

    def _number(self, text: str, mark: Mark) -> float | int:
        if len(text) <= _LONGEST_NUMBER:
            number = int(text) if _INTEGER.fullmatch(text) else float(text)
            if abs(number) < 1e300:
                return number
        self._report("TT010", f"{text[:40]} is longer or larger than any number here", mark, "put a text in quotes")
        return 0

    def _without_controls(self, text: str) -> str:
        """The text with forbidden characters replaced, each of them reported once."""
        for found in self._forbidden(text):
            line = text.count("\n", 0, found.start())
            column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
            at = Position(self._name, line + 1, column + 1)
            message = f"the file holds the control character U+{ord(found[0]):04X}"
            self.problems.append(Problem("TT009", message, at, self.excerpt(line + 1), "remove this character"))
        return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text) if self.problems else text

    def _forbidden(self, text: str) -> Iterator[re.Match[str]]:
        for count, found in enumerate(_FORBIDDEN.finditer(text)):
            if count == 20:
                return
            yield found

    def _anchored(self, event: Any, kind: Any) -> None:
        sign, word = ("*", "alias") if kind is AliasEvent else ("&", "anchor")
        message = f"the {word} {sign}{event.anchor} is not used here"
        hint = f"write the content out; if it is a text, put it in quotes: '{sign}{event.anchor}'"
        self._report("TT004", message, event.start_mark, hint)

    def _tagged(self, event: Any) -> None:
        message = f"the tag {event.tag} is not used here"
        self._report("TT005", message, event.start_mark, "leave it out; if it is a text, put it in quotes")

    def _duplicate(self, key: Located, mapping: Mapping) -> None:
        first = next(other for other in mapping if other == key)
        hint = "keep one of the two"
        self._report("TT007", f'the key "{key}" stands twice in one mapping', key.mark, hint, (first.at,))

    def _only_one(self, event: Any) -> None:
        if isinstance(event, DocumentStartEvent):
            hint = "one file is one document; remove the line --- and what follows, or put it into a file of its own"
            self._report("TT011", "a second document begins here", event.start_mark, hint)

    def _bounded(self, event: Any, depth: int) -> None:
        if depth >= MOST_NESTING:
            message = f"nested deeper than the limit of {MOST_NESTING} levels"
            self._report("TT012", message, event.start_mark, "take inner parts out into entries of their own")
            raise _Stop

    def _too_many(self, event: Any) -> None:
        message = f"more than the limit of {MOST_NODES:,} entries in a scenario"
        self._report("TT013", message, event.start_mark, "split the scenario in two")
        raise _Stop

    def _report(self, code: str, message: str, mark: Any, hint: str = "", related: tuple[Position, ...] = ()) -> None:
        at = position_of(mark)
        self.problems.append(Problem(code, message, at, self.excerpt(at.line), hint, related=related))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Stop


class _Stop(Exception):
    """Reading on makes no sense: a limit is passed."""


class _Named:
    """A text as a stream with a name, which libyaml then gives to every mark."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._parts = iter([text])

    def read(self, _size: int = -1) -> str:
        return next(self._parts, "")


def _parser(stream: _Named) -> Any:
    """The function that gives one event after the other; libyaml's when PyYAML was built with it."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return loader(stream).get_event
