"""The little Markdown that briefs are written in: headings, paragraphs, lists. Anything else is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from tabletop.report.paper import Block, Bullets, Heading, Text

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(?:[-*+]|(\d+)[.)])\s+(.*)")
_LOWEST = 4


def read(text: str, level: int = 2) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Headings are moved down so that the highest possible one has `level`."""
    return tuple(block for lines in _groups(text) for block in _blocks(lines, level))


def without_title(text: str) -> str:
    """The text without a first line that is a heading."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if _HEADING.match(first) else text


def own_text(name: str) -> tuple[Block, ...]:
    """The blocks of a text that ships with the program, by the name of its file among the class templates."""
    source = files("tabletop.report") / "templates" / "class" / name
    return read(source.read_text("utf-8"), level=1)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that belong together: blank lines part them."""
    gathered: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            gathered.append(line.strip())
        elif gathered:
            yield gathered
            gathered = []


def _blocks(lines: list[str], level: int) -> Iterator[Block]:
    heading = _HEADING.match(lines[0])
    if heading:
        yield Heading(min(_LOWEST, len(heading[1]) + level - 1), heading[2])
        lines = lines[1:]
    running: list[str] = []
    while lines and not _ITEM.match(lines[0]):
        running.append(lines.pop(0))
    if running:
        yield Text(" ".join(running))
    if lines:
        yield _list(lines)


def _list(lines: list[str]) -> Bullets:
    items: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            items.append(item[2])
        else:
            items[-1] += f" {line}"
    first = _ITEM.match(lines[0])
    return Bullets(tuple(items), numbered=bool(first and first[1]))
