"""Markdown that is put together safely: `Ready` text is ours, everything that is filled into it is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tabletop.record.texts import harmless

EMPTY = "–"
"""What stands in a cell that has nothing to say."""

_INLINE = re.compile(r"([\\`*_{}\[\]<>&|~$^])")
_LEADING = re.compile(r"(\d{1,9}(?=[.)](?:\s|$))|(?=-)|(?=\+(?:\s|$))|(?=#{1,6}(?:\s|$)))")
_ROW = re.compile(r"\\\[(\d{1,6})\\\](?![(\[:\\])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp):")
_WEB = re.compile(r"(?i)\b(www)\.")
LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")


class Ready(str):
    """Markdown of ours. `fill` puts values into its braces, each escaped unless it is Ready itself."""

    __slots__ = ()

    def fill(self, *values: object) -> Ready:
        """The text with values in place of `{}` or `{0}`, each without blanks at its ends; none at the line's end."""
        return Ready(super().format(*map(escaped, values)).rstrip(" "))

    def joined(self, values: Iterable[object]) -> Ready:
        """The values, escaped, with this text between them."""
        return Ready(super().join(map(escaped, values)))


def one_line(value: object) -> str:
    """The value as text on one line, without what could steer a terminal or turn the direction of writing."""
    return " ".join(harmless(str(value)).split())


def escaped(value: object) -> Ready:
    """A value as Markdown that reads as the plain text that it is: nothing in it is a mark, a link or a tag.

    A number in square brackets stays as it is: it could be a link only if something defined one, and nothing can.
    """
    if isinstance(value, Ready):
        return value
    text = _ROW.sub(r"[\1]", _INLINE.sub(r"\\\1", one_line(value)))
    text = _WEB.sub(r"\1\\.", _ADDRESS.sub(r"\1\\:", text))
    start = _LEADING.match(text)
    return Ready(f"{start[0]}\\{text[start.end() :]}" if start else text)


def linked(text: str) -> Ready:
    """The text with its web addresses as links; nothing else in it is a mark."""
    words = one_line(text).split()
    return Ready(" ").joined(Ready(f"<{word}>") if LINK.fullmatch(word) else word for word in words)


def bullets(items: Iterable[object], indent: int = 0) -> Ready:
    """A list, one line an item."""
    return Ready("\n").joined(Ready(" " * indent + "- {}").fill(item) for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Ready:
    """A table; columns whose heading ends in '#' are set to the right."""
    right = [column.endswith("#") for column in head]
    lines = [_row([column.removesuffix("#") for column in head])]
    lines.append(Ready("| " + " | ".join("---:" if r else "---" for r in right) + " |"))
    return Ready("\n").joined([*lines, *map(_row, rows)])


def page(blocks: Iterable[Ready]) -> str:
    """Blocks one below the other; empty ones are left out."""
    return str(Ready("\n\n").joined(block for block in blocks if block)) + "\n"


def _row(cells: Sequence[object]) -> Ready:
    return Ready("| {} |").fill(Ready(" | ").joined(cells))
