"""Small drawings made of letters: sparklines, ladders, level lines. Pure functions of numbers.

Each stands beside the number that it draws, so nothing is lost to who cannot see it or has no braille in the font.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tabletop.tui.themes import FAINT, MUTED, RULE

_LEFT = (0x40, 0x04, 0x02, 0x01)
_RIGHT = (0x80, 0x20, 0x10, 0x08)


def _thinned(values: Sequence[float | None], count: int) -> list[float | None]:
    """The last values, at most `count`: the newest always, the others at even distances."""
    if len(values) <= count:
        return list(values)
    step = (len(values) - 1) / (count - 1)
    return [values[round(place * step)] for place in range(count)]


def sparkline(values: Sequence[float | None], width: int, floor: float = 0.0) -> str:
    """`width` braille cells, two values each, lowest dot for the least value; blank where a value is None.

    A history that spans less than `floor` is drawn in the middle of a span of `floor`, so that noise looks flat.
    """
    shown = _thinned(values, width * 2)
    known = [value for value in shown if value is not None]
    if not known:
        return " " * width
    low, high = min(known), max(known)
    if high - low < floor:
        low, high = (low + high - floor) / 2, (low + high + floor) / 2
    span = (high - low) or 1.0
    dots = [-1 if v is None else min(3, int((v - low) / span * 3.999)) for v in shown]
    dots = [-1] * (width * 2 - len(dots)) + dots
    return "".join(_cell(dots[place], dots[place + 1]) for place in range(0, width * 2, 2))


def _cell(left: int, right: int) -> str:
    bits = (_LEFT[left] if left >= 0 else 0) | (_RIGHT[right] if right >= 0 else 0)
    return chr(0x2800 + bits) if bits else " "


def level_line(share: float, width: int, style: str) -> Content:
    """A thin line of `width` cells, heavy up to `share` (0-1) of it."""
    full = max(0, min(width, round(share * width)))
    return Content.assemble(("━" * full, style), ("─" * (width - full), RULE))


def heading(title: str, width: int, note: str = "") -> Content:
    """A section's title with a thin rule to the right edge; `note` stands at the end of the rule."""
    label = f"{title.upper()} " if title else ""
    tail = f" {note}" if note and len(label) + len(note) + 3 < width else ""
    rule = "─" * max(0, width - len(label) - len(tail))
    return Content.assemble((label, f"{MUTED} bold"), (rule, RULE), (tail, FAINT)).truncate(width)


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells of ordinary letters; a cut is marked with an ellipsis."""
    content = Content(text)
    if content.cell_length > width:
        content = content.truncate(width, ellipsis=True)
    return content.plain + " " * (width - content.cell_length)
