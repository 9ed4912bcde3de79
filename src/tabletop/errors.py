"""Everything that can go wrong because of a file or a person, as one small tree.

    TabletopError        1   an expected failure; its text is meant for people
      CannotRead         4   missing, unreadable, too large, not text, lock held, disk full
      InvalidScenario    1   the scenario has mistakes; all of them are in `problems`
      IllegalDecision    2   unknown seat, decision or option; not open; locked; over budget
      RecordMismatch     3   a record does not fit the scenario, or its replay diverged
      CannotRun          1   division by zero, a rate above its bound, time that stands still, limits

The number is the exit code of the command line. Any other exception is a mistake
of ours. The names read as sentences, hence no "Error" at their end.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_WIDEST_EXCERPT = 110
_LONGEST_WORD = 64
_SHOWN_AT_MOST = 1000


class TabletopError(Exception):
    """An expected failure. `str(e)` says what is wrong; `hint` says the way out and may be empty."""

    exit_code: int = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class CannotRead(TabletopError):
    """A file is missing, unreadable, too large, not text, locked, or the disk is full."""

    exit_code = 4


class IllegalDecision(TabletopError):
    """A decision that the game does not allow now."""

    exit_code = 2


class RecordMismatch(TabletopError):
    """A record does not fit the scenario, or its replay took another way."""

    exit_code = 3


class CannotRun(TabletopError):
    """The simulation met something that has no value: division by zero, a broken bound, a limit."""

    exit_code = 1


@dataclass(frozen=True)
class Position:
    """A place in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One mistake in a file: a code such as TT201, the message, the place, the line there and the way out.

    TT0xx: the file itself; TT1xx: shape; TT2xx: names; TT3xx: expressions; TT4xx: what cannot work or looks wrong.
    """

    code: str
    message: str
    at: Position | None
    excerpt: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    related: tuple[Position, ...] = ()

    def render(self) -> str:
        """The problem as a compiler prints it: place and message, the line, a caret, other places, the hint."""
        place = f"{self.at}: " if self.at else ""
        lines = [f"{place}{self.severity} {self.code}: {self.message}", *self._marked()]
        lines += [f"  see also {other}" for other in self.related]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(printable(line) for line in lines)

    def _marked(self) -> list[str]:
        if self.at is None or not self.excerpt.strip():
            return []
        text, column = _window(self.excerpt, self.at.column)
        text = printable(text)
        caret = " " * _width(text[: column - 1]) + "^"
        number = str(self.at.line)
        return [f"  {number} | {text}", f"  {' ' * len(number)} | {caret}"]


class InvalidScenario(TabletopError):
    """A scenario with mistakes. `problems` holds all that were found, warnings included."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(listing(self.problems))

    def __reduce__(self) -> tuple[type[InvalidScenario], tuple[tuple[Problem, ...]]]:
        return InvalidScenario, (self.problems,)


def listing(problems: Iterable[Problem]) -> str:
    """All problems one under the other and a line with their number. At most 1,000 are spelt out."""
    found = tuple(problems)
    errors = sum(problem.severity == "error" for problem in found)
    counted = [_count(errors, "error"), _count(len(found) - errors, "warning")]
    parts = [problem.render() for problem in found[:_SHOWN_AT_MOST]]
    if len(found) > _SHOWN_AT_MOST:
        parts.append(f"… and {len(found) - _SHOWN_AT_MOST} more")
    return "\n".join([*parts, ", ".join(part for part in counted if part) or "no problems"])


def closest(word: str, words: Iterable[str]) -> str:
    """'did you mean "cohesion"?' when one of the words is near enough, otherwise ''."""
    known = {_plain(other): other for other in sorted(words, reverse=True)}
    near = difflib.get_close_matches(_plain(word[:_LONGEST_WORD]), known, n=1, cutoff=0.6)
    return f'did you mean "{known[near[0]]}"?' if near else ""


def printable(text: str) -> str:
    """The text with control characters replaced, so that nothing in a file can steer a terminal."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "�"


def _plain(word: str) -> str:
    return word.lower().replace("-", "_")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _window(text: str, column: int) -> tuple[str, int]:
    """A part of a long line around the column, and the column within it."""
    if len(text) <= _WIDEST_EXCERPT:
        return text, min(column, len(text) + 1)
    start = max(0, min(column - _WIDEST_EXCERPT // 2, len(text) - _WIDEST_EXCERPT))
    head = "…" if start else ""
    return head + text[start : start + _WIDEST_EXCERPT], column - start + len(head)
