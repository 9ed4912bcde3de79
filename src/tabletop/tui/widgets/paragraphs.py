"""Running text for sheets: paragraphs, labelled lines and lists, wrapped to the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from tabletop.tui import literal

BLANK = Content("")


def wrapped(text: str, width: int, style: str = "", indent: int = 0, hang: int | None = None) -> list[Content]:
    """Literal `text` over as many lines as it needs; `hang` is the indent of all lines but the first."""
    later = indent if hang is None else hang
    lines: list[Content] = []
    for part in literal.prose(text).split("\n"):
        lines += _fold(Content.styled(part, style) if style else Content(part), width, indent, later)
        indent = later
    return lines


def _fold(content: Content, width: int, indent: int, hang: int) -> list[Content]:
    if not content.plain.strip():
        return [BLANK]
    room = max(4, width - max(indent, hang))
    folded = content.wrap(room)
    return [line.rstrip().pad_left(hang if number else indent) for number, line in enumerate(folded)]


def paragraphs(texts: Iterable[str], width: int, style: str = "") -> list[Content]:
    """Several paragraphs with an empty line between them; those that are empty are left out."""
    lines: list[Content] = []
    for text in texts:
        if not text.strip():
            continue
        if lines:
            lines.append(BLANK)
        lines += wrapped(text.strip(), width, style)
    return lines


def labelled(label: str, text: str, width: int, label_style: str, style: str = "", column: int = 8) -> list[Content]:
    """`label` in a narrow column and `text` wrapped beside it."""
    if not text.strip():
        return []
    body = wrapped(text.strip(), width - column, style)
    head = Content.styled(literal.line(label).ljust(column)[:column], label_style)
    return [head + body[0], *(line.pad_left(column) for line in body[1:])]


def clock_column(clock: str) -> int:
    """How wide a column of moments told like `clock` is: 11 for 'D+12 09:00', 17 for '12 Aug 2026 09:00'."""
    return 11 if clock.startswith("D") else 17


def columns(left: Content, right: Content, width: int) -> Content:
    """`left` at the left edge and `right` at the right; `left` gives way when there is no room for both."""
    room = width - right.cell_length
    space = room - 1 if right else room
    if left.cell_length > space:
        left = left.truncate(max(0, space), ellipsis=True)
    return left + Content(" " * max(0, room - left.cell_length)) + right


def bullets(items: Sequence[str], width: int, style: str = "", sign_style: str = "") -> list[Content]:
    """One wrapped item after another, each behind a dot."""
    lines: list[Content] = []
    for item in items:
        body = wrapped(item, width - 2, style)
        lines += [Content.styled("• ", sign_style) + body[0], *(line.pad_left(2) for line in body[1:])]
    return lines
