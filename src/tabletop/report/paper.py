"""A paper to hand out as blocks of text, and its Markdown. HTML is made from the same blocks, in `printing`.

Running text may hold `**strong**`, `*stressed*` and `code`; nothing else in it is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tabletop.errors import printable


@dataclass(frozen=True)
class Heading:
    """A heading; the paper's own title is level 1."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list, with numbers or without."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: a row of headings and rows of as many cells. `shares` are widths in per cent, for printing."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()


Block = Heading | Text | Bullets | Grid


@dataclass(frozen=True)
class Paper:
    """One paper: `name` is its file's without the ending, `folder` where it belongs, `whom` who gets it.

    The title is not among the blocks. In print a `wide` paper lies across, a `dense` one has smaller letters.
    """

    folder: str
    name: str
    title: str
    whom: str
    blocks: tuple[Block, ...]
    wide: bool = False
    dense: bool = False

    @property
    def markdown(self) -> str:
        """The paper as a Markdown file."""
        return "\n\n".join([f"# {guarded(self.title)}", *map(_written, self.blocks)]) + "\n"

    @property
    def words(self) -> int:
        """Number of words, title and tables included."""
        return sum(any(map(str.isalnum, word)) for word in " ".join([self.title, *_texts(self.blocks)]).split())


_ACTIVE = re.compile(r"[<\\]|!(?=\[)|(?<=\])\((?=\S)")
_LINE_START = re.compile(r"(#|>|[-+*=~](?=[\s=~-]|$)|\d+(?=[.)]\s)|\[(?=[^\]]*\]:))")


def guarded(text: str) -> str:
    """A text on one line in which nothing but strong, stressed and code is markup: no HTML, links, images, lists."""
    line = " ".join(printable(text).split())
    line = _ACTIVE.sub(lambda found: f"\\{found[0]}", line)
    start = _LINE_START.match(line)
    if start is None:
        return line
    return f"{start[0]}\\{line[start.end() :]}" if start[0].isdigit() else f"\\{line}"


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {guarded(block.text)}"
    if isinstance(block, Text):
        return guarded(block.text)
    if isinstance(block, Bullets):
        marks = [f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1)]
        return "\n".join(f"{mark} {guarded(item)}" for mark, item in zip(marks, block.items, strict=True))
    ruler = "|" + " --- |" * len(block.head)
    return "\n".join([_row(block.head), ruler, *map(_row, block.rows)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return guarded(text).replace("|", "\\|")


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Heading | Text):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        else:
            yield from block.head
            yield from (cell for row in block.rows for cell in row)
