"""The files of a scenario as one tree that knows the place of everything in it.

A scenario is one file and the files that its `include` list names, to a depth of 8. Paths are relative to the
scenario's folder and stay inside it. Lists of the same name are put one after the other, the including file first;
mappings are merged; a value given twice is a mistake.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tabletop.errors import CannotRead, Position, Problem, closest
from tabletop.scenario.files import MOST_BYTES, Outside, confined, read_text, size
from tabletop.scenario.subset import MOST_NODES, Located, Mapping, Reader, Sequence, position_of

__all__ = ["MAIN_FILES", "Located", "Tree", "main_file", "read_tree"]

MAIN_FILES = ("scenario.yaml", "scenario.yml", "scenario.json")
MOST_DEPTH = 8
MOST_FILES = 64
MOST_TOTAL = 16 * 2**20

Path_ = tuple[str | int, ...]


@dataclass
class Tree:
    """What the files say. `data` is None when nothing could be read; `problems` are those of the files themselves.

    `whole` is False when a part could not be read, so that what seems to be missing may only be unread.
    """

    path: Path
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    lines: dict[str, list[str]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder that all parts of the scenario lie in."""
        return self.path.parent

    @property
    def sha256(self) -> str:
        """Hexadecimal hash of the content: comments, line breaks and the split into files do not change it.

        Neither does the order of the sections. That of entries and of keys within them does, for it has a meaning.
        """
        content = self.data
        if isinstance(content, dict):
            content = {key: content[key] for key in sorted(content) if key != "include"}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def position(self, path: Path_) -> Position | None:
        """Where the value at this path begins; the nearest parent's place when there is none of its own."""
        node, mark = self.data, getattr(self.data, "mark", None)
        for step in path:
            try:
                mark = node.marks[step]
                node = node[step]
            except (AttributeError, LookupError, TypeError):
                break
        return position_of(mark) if mark is not None else None

    def key_position(self, path: Path_) -> Position | None:
        """Where the key at the end of this path stands; as `position` when it is no key of a mapping."""
        node = self.value(path[:-1])
        if isinstance(node, Mapping) and path[-1] in node:
            key = next(key for key in node if key == path[-1])
            return key.at if isinstance(key, Located) else None
        return self.position(path)

    def value(self, path: Path_) -> Any:
        """The value at this path, None when there is none."""
        node = self.data
        for step in path:
            try:
                node = node[step]
            except (LookupError, TypeError):
                return None
        return node

    def excerpt(self, at: Position) -> str:
        """The line of the file at this position."""
        lines = self.lines.get(at.file, [])
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""


def main_file(path: Path) -> Path:
    """The file to begin with: the path itself, or the scenario.yaml of a folder; CannotRead when there is none."""
    if not path.is_dir():
        return path
    for name in MAIN_FILES:
        if (path / name).is_file():
            return path / name
    raise CannotRead(f"{path}: there is no scenario.yaml in this folder", "give a scenario's folder or file")


def read_tree(path: Path, *, includes: bool = True, overlays: Sequence_[Path] = ()) -> Tree:
    """Read a scenario (a folder or a file) or, with `includes=False`, any single file in the same subset.

    `overlays` are files from outside its folder that are put behind it as if it included them. Mistakes in the files
    are in `Tree.problems`. Raises CannotRead when the first file itself or an overlay cannot be read.
    """
    first = main_file(path)
    tree = Tree(first)
    gathering = _Gathering(tree, includes)
    gathering.start()
    for overlay in overlays:
        gathering.lay_over(overlay)
    return tree


class _Gathering:
    """Reads the first file and what it includes into one tree."""

    def __init__(self, tree: Tree, includes: bool) -> None:
        self._tree = tree
        self._includes = includes
        self._chain: list[Path] = []
        self._seen: dict[Path, Position] = {}
        self._bytes_left = MOST_TOTAL
        self._nodes_left = MOST_NODES

    def start(self) -> None:
        path = self._tree.path
        text = read_text(path)
        self._seen[path.resolve()] = Position(str(path), 1, 1)
        self._tree.data = self._file(path.resolve(), str(path), text)

    def lay_over(self, path: Path) -> None:
        """Put a file behind what there is; it includes nothing itself."""
        self._includes = False
        part = self._file(path.resolve(), str(path), read_text(path))
        if isinstance(part, Mapping) and isinstance(self._tree.data, Mapping):
            self._merge(self._tree.data, part)
        elif not isinstance(part, Mapping) and self._tree.whole:
            self._report("TT001", "the overlay is not a mapping", Position(str(path), 1, 1), "write 'key: value' lines")

    def _file(self, path: Path, name: str, text: str) -> Any:
        """The data of one file with all that it includes."""
        self._bytes_left -= len(text)
        reader = Reader(text, name, self._nodes_left)
        self._nodes_left = reader.nodes_left
        self._tree.lines[name] = text.split("\n")
        self._tree.problems += reader.problems
        self._tree.whole &= not reader.broken
        if reader.broken:
            return None
        if not isinstance(reader.data, Mapping):
            return self._no_mapping(reader.data, name)
        self._chain.append(path)
        if self._includes:
            self._include_all(reader.data)
        self._chain.pop()
        return reader.data

    def _no_mapping(self, data: Any, name: str) -> Any:
        if not self._includes:
            return data
        what = "the file is empty" if data is None else "the file is not a mapping"
        self._report("TT001", what, Position(name, 1, 1), "begin with lines of the form 'key: value'")
        return None

    def _include_all(self, into: Mapping) -> None:
        names = into.get("include")
        if names is None:
            return
        if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
            at = position_of(into.marks["include"])
            self._report("TT020", "'include' is not a list of file names", at, "write include: [world.yaml]")
            return
        for name in names:
            part = self._include(name)
            if part is not None:
                part.pop("include", None)
                self._merge(into, part)

    def _include(self, name: Located) -> Any:
        """The data of one included file, or None with a problem at the place of the include."""
        try:
            path = confined(self._tree.folder, name)
            self._allowed(path, name)
            text = read_text(path, min(MOST_BYTES, max(self._bytes_left, 0)))
        except Outside as error:
            return self._refused("TT021", f"cannot include {error}", name.at, error.hint)
        except CannotRead as error:
            return self._refused(
                "TT022", f'cannot include "{name}": {self._reason(path, error)}', name.at, self._near(name)
            )
        except _Refused as error:
            return self._refused("TT023", str(error), name.at, error.hint, error.related)
        self._seen[path] = name.at
        return self._file(path, str(self._tree.folder / name), text)

    def _allowed(self, path: Path, name: Located) -> None:
        if path in self._chain:
            names = " → ".join(part.name for part in [*self._chain[self._chain.index(path) :], path])
            raise _Refused(f"the files include each other in a circle: {names}", "remove one of these includes")
        if path in self._seen:
            hint = "include each file once"
            raise _Refused(f'"{name}" is included a second time', hint, (self._seen[path],))
        if len(self._chain) > MOST_DEPTH:
            raise _Refused(f"includes go deeper than the limit of {MOST_DEPTH}", "include it from the first file")
        if len(self._seen) >= MOST_FILES:
            raise _Refused(f"a scenario may have at most {MOST_FILES} files", "put small files together")

    def _reason(self, path: Path, error: CannotRead) -> str:
        if path.is_file() and self._bytes_left < MOST_BYTES and path.stat().st_size > self._bytes_left:
            return f"all files together pass the limit of {size(MOST_TOTAL)}"
        return "there is no such file" if not path.exists() else str(error).split(": ", 1)[-1]

    def _near(self, name: str) -> str:
        names = [part.name for part in self._tree.folder.glob("*.[yj]*") if part != self._tree.path]
        return closest(name, names) or "paths are relative to the scenario's folder"

    def _merge(self, into: Mapping, part: Mapping) -> None:
        for key, value in part.items():
            mine = into.get(key)
            if key not in into:
                into[key] = value
                into.marks[key] = part.marks[key]
            elif isinstance(mine, Sequence) and isinstance(value, Sequence):
                mine.extend(value)
                mine.marks.extend(value.marks)
            elif isinstance(mine, Mapping) and isinstance(value, Mapping):
                self._merge(mine, value)
            else:
                first = next(other for other in into if other == key)
                self._report("TT024", f'"{key}" is given in two files', key.at, "keep one of the two", (first.at,))

    def _refused(self, code: str, message: str, at: Position, hint: str, related: tuple[Position, ...] = ()) -> None:
        self._tree.whole = False
        self._report(code, message, at, hint, related)

    def _report(self, code: str, message: str, at: Position, hint: str, related: tuple[Position, ...] = ()) -> None:
        self._tree.problems.append(Problem(code, message, at, self._tree.excerpt(at), hint, related=related))


class _Refused(Exception):
    """An include that the rules do not allow."""

    def __init__(self, message: str, hint: str, related: tuple[Position, ...] = ()) -> None:
        super().__init__(message)
        self.hint = hint
        self.related = related
