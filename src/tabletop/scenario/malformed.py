"""What the YAML parser says about malformed text, in words for people who write scenarios."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from tabletop.errors import Position, Problem

_TAB = re.compile(r"^[ ]*\t")
_QUOTES = "put the text in quotes"
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed",
        "a second ': ' in one line",
        "put a text that holds ': ' in quotes; otherwise check the indentation of this line",
    ),
    (
        r"unexpected end of stream",
        "a quotation mark is never closed",
        "close it; a quotation mark inside a text is written twice: 'it''s'",
    ),
    (
        r"could not find expected ':'",
        "a key without its colon",
        "write 'key: value'; a longer text goes after >- on lines of its own",
    ),
    (
        r"expected ',' or '\]'",
        "a list in [ ] is not closed, or a comma is missing",
        "close the bracket; put a text that holds , [ ] { } in quotes",
    ),
    (
        r"expected ',' or '\}'",
        "a mapping in { } is not closed, or a comma is missing",
        "close the brace; put a text that holds , [ ] { } in quotes",
    ),
    (
        r"did not find expected key|expected <block end>",
        "this line does not fit the lines above it",
        "align it with the other keys or items above, and close all quotation marks before it",
    ),
    (
        r"did not find expected '-' indicator",
        "this line does not fit the list above it",
        "begin each item with '- ' at the same column, or indent this line under its item",
    ),
    (
        r"sequence entries are not allowed",
        "a list cannot begin here",
        "put '- ' on a new line under its key",
    ),
    (r"undefined alias", "an alias is not used here", "put a text that begins with * in quotes"),
    (r"undefined tag handle", "a tag is not used here", "put a text that begins with ! in quotes"),
    (
        r"unknown escape character",
        "an unknown escape after \\ in double quotes",
        "use single quotes, in which \\ stands for itself",
    ),
    (r"cannot start any token", "a text cannot begin with this character", _QUOTES),
    (
        r"expected.* node content",
        "a value is missing or begins with a character that has a meaning of its own",
        _QUOTES,
    ),
    (r"exceeded max", "nested deeper than the parser can go", "take inner parts out into entries of their own"),
)


def explain(error: yaml.YAMLError, name: str, lines: Sequence[str]) -> Problem:
    """The problem at its place: TT002 for a tab that indents, TT003 for everything else that is not YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        return Problem("TT003", f"not well-formed YAML: {said}", Position(name, 1, 1), "", "check the first lines")
    at = Position(name, mark.line + 1, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if _TAB.match(line):
        column = line.index("\t") + 1
        hint = "indent with spaces, two a level; most editors can replace tabs"
        return Problem("TT002", "a tab indents this line", Position(name, at.line, column), line, hint)
    message, hint = _words(said)
    return Problem("TT003", f"not well-formed YAML: {message}", at, line, hint, related=_beginning(error, at))


def _words(said: str) -> tuple[str, str]:
    for pattern, message, hint in _KNOWN:
        if re.search(pattern, said):
            return message, hint
    return said, "check indentation, quotation marks and brackets here and in the line above"


def _beginning(error: yaml.YAMLError, at: Position) -> tuple[Position, ...]:
    """Where the thing began that went wrong, such as the opening bracket, when it is not the same line."""
    mark = getattr(error, "context_mark", None)
    if mark is None or mark.line + 1 == at.line:
        return ()
    return (Position(at.file, mark.line + 1, mark.column + 1),)
