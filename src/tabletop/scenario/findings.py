"""Collects problems of a scenario, each with the place in the file that its path leads to."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.errors import Position, Problem
from tabletop.scenario.references import Path_
from tabletop.scenario.source import Tree


class Findings:
    """Problems found so far. Paths are those of the file: keys and list indices from the top."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def error(
        self,
        code: str,
        message: str,
        path: Path_,
        hint: str,
        *,
        key: bool = False,
        offset: int | None = None,
        related: Sequence[Path_] = (),
    ) -> None:
        """A mistake at a value, at its key, or at an offset in its text; `related` are other places to look at."""
        at = self._place(path, key, offset)
        others = tuple(place for other in related if (place := self.tree.position(other)))
        self.problems.append(self._problem(code, message, at, hint, others))

    def warning(self, code: str, message: str, path: Path_, hint: str, *, key: bool = False) -> None:
        """Something that an author may want to look at."""
        at = self._place(path, key, None)
        excerpt = self.tree.excerpt(at) if at else ""
        self.problems.append(Problem(code, message, at, excerpt, hint, "warning"))

    def _problem(
        self, code: str, message: str, at: Position | None, hint: str, related: tuple[Position, ...]
    ) -> Problem:
        return Problem(code, message, at, self.tree.excerpt(at) if at else "", hint, related=related)

    def _place(self, path: Path_, key: bool, offset: int | None) -> Position | None:
        at = self.tree.key_position(path) if key else self.tree.position(path)
        if at is None or offset is None:
            return at
        return within(at, str(self.tree.value(path)), self.tree.excerpt(at), offset)


def within(at: Position, text: str, line: str, offset: int) -> Position:
    """The place of a character of a text that stands on one line as it is, plain or in quotes; else its beginning."""
    rest = line[at.column - 1 :]
    for quote in ("", "'", '"'):
        if rest.startswith(quote + text + quote):
            return Position(at.file, at.line, at.column + len(quote) + offset)
    return at
