"""Texts of files and players, made safe to paint: shown letter by letter, never obeyed."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

_Table = dict[int, str | None]
_CONTROLS: _Table = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_DIRECTIONS: _Table = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))
_LINE: _Table = _CONTROLS | _DIRECTIONS | {0x0A: " ", 0x09: " ", 0x0D: None, 0x2028: " ", 0x2029: " "}
_PROSE: _Table = _LINE | {0x0A: "\n"}


def line(text: str) -> str:
    """`text` on one line, without control characters, escape codes' lead-in and direction marks."""
    return text.translate(_LINE)


def prose(text: str) -> str:
    """As `line`, but line breaks stay."""
    return text.translate(_PROSE)


def styled(text: str, style: str = "") -> Content:
    """One line of literal text in one style; square brackets are square brackets."""
    return Content.styled(line(text), style) if style else Content(line(text))


_SIGNS = {
    "─╌┄–—−‐‑▁": "-",
    "━": "=",
    "│┃▏▌▐┆": "|",
    "▲↑↗": "^",
    "▼↓↘": "v",
    "→›▸▶": ">",
    "←‹◂◀": "<",
    "●◆■▪•∙×✕": "*",
    "·": ".",
    "○◇□": "o",
    "✓✔": "+",
    "“”„": '"',
    "‘’‚′": "'",
    "…": ".",
    "≥": ">",
    "≤": "<",
    "≈": "~",
    "┌┐└┘├┤┬┴┼╭╮╰╯": "+",
    "█▓▒▄▀▇▆▅▃▂": "#",
    "\u00a0": " ",
}
_ASCII = {ord(sign): plain for signs, plain in _SIGNS.items() for sign in signs}


def _braille(code: int) -> str:
    """The ASCII sign for a braille cell: by the highest dot that is set, `_` low to `"` high."""
    dots = code - 0x2800
    for mask, sign in ((0x09, "'"), (0x12, "-"), (0x24, "."), (0xC0, "_")):
        if dots & mask:
            return sign
    return " "


_ASCII |= {code: _braille(code) for code in range(0x2800, 0x2900)}


class AsciiFilter(LineFilter):
    """Replaces drawing signs by ASCII ones, cell for cell; letters of any script stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, in ASCII signs."""
        return [Segment(text.translate(_ASCII), style, control) for text, style, control in segments]
