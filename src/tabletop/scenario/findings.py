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
        return within(at, str(self.tree.value(path)), self.tree.lines.get(at.file, []), offset)


def within(at: Position, text: str, lines: Sequence[str], offset: int) -> Position:
    """The place of a character of a text that begins at `at`; that beginning itself when it cannot be told."""
    rest = lines[at.line - 1][at.column - 1 :] if at.line <= len(lines) else ""
    for quote in ("", "'", '"'):
        if rest.startswith(quote + text + quote):
            return Position(at.file, at.line, at.column + len(quote) + offset)
    return _folded(at, text, lines, offset) or at


def _folded(at: Position, text: str, lines: Sequence[str], offset: int) -> Position | None:
    """The place in a text over several lines, after `>` or plain, whose line ends became blanks."""
    done = 0
    for number in range(at.line - 1, len(lines)):
        indent = at.column - 1 if number == at.line - 1 else len(lines[number]) - len(lines[number].lstrip())
        piece = lines[number][indent:].strip()
        if number == at.line - 1 and piece[:1] in (">", "|"):
            continue
        if not piece or not text.startswith(piece, done):
            return None
        if offset < done + len(piece):
            return Position(at.file, number + 1, indent + offset - done + 1)
        done += len(piece) + 1
    return None
