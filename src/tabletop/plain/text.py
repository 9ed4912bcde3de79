"""Lines of text for a page of 80 columns: made harmless, wrapped, and, where asked, in ASCII alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from tabletop.errors import printable

WIDTH = 80

_PLAIN_LETTERS = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "×": "x", "·": "-",
        "•": "*", "→": "->", "←": "<-", "↑": "^", "↓": "v", "≤": "<=", "≥": ">=", "≈": "~", "±": "+/-", "½": "1/2",
        "°": " degrees", "€": "EUR", "£": "GBP", "₩": "KRW", "\N{REPLACEMENT CHARACTER}": "?", "§": "section ",
    }
)  # fmt: skip
_OWN_LINE = ("- ", "* ", "+ ", "#", "|", ">")


def clean(text: str) -> str:
    """The text with control characters made visible or dropped; line ends stay, tabs become blanks."""
    return "\n".join(printable(line).rstrip() for line in text.splitlines())


def one_line(text: str) -> str:
    """The text on a single line, control characters made harmless, runs of blanks closed up."""
    return " ".join(clean(text).split())


def to_ascii(text: str) -> str:
    """The text in ASCII: typographic signs by their plain forms, accents dropped, other letters as '?'."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return kept.encode("ascii", "replace").decode("ascii")


def cells(text: str) -> int:
    """Columns that the text takes on a terminal: wide letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def pad(text: str, width: int) -> str:
    """The text filled up with blanks to `width` columns; longer text is cut and ends in '…'."""
    if cells(text) <= width:
        return text + " " * (width - cells(text))
    kept = text
    while kept and cells(kept) > width - 1:
        kept = kept[:-1]
    return pad(kept + "…", width)


def wrap(text: str, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` columns; blank lines part paragraphs, list items keep their own line.

    `indent` stands before every line, `hanging` more before all but the first of each paragraph.
    """
    lines: list[str] = []
    for paragraph in _paragraphs(clean(text)):
        lines += _filled(paragraph, " " * indent, " " * (indent + hanging), width) if paragraph else [""]
    return lines


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paragraphs(text: str) -> Iterable[str]:
    """Paragraphs of running text; '' stands for a blank line between them."""
    gathered: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if gathered and (not stripped or stripped.startswith(_OWN_LINE)):
            yield " ".join(gathered)
            gathered = []
        if not stripped:
            yield ""
        else:
            gathered.append(stripped)
    if gathered:
        yield " ".join(gathered)


def _filled(paragraph: str, first: str, rest: str, width: int) -> list[str]:
    lines, line = [], first
    for word in _pieces(paragraph, width - len(rest)):
        candidate = f"{line} {word}" if line.strip() else line + word
        if line.strip() and cells(candidate) > width:
            lines.append(line)
            candidate = rest + word
        line = candidate
    return [*lines, line]


def _pieces(paragraph: str, width: int) -> Iterable[str]:
    """The words of a paragraph, longer ones cut to the width of a line."""
    for word in paragraph.split():
        rest = word
        while cells(rest) > width:
            cut = _fits(rest, width)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _fits(word: str, width: int) -> int:
    taken, used = 0, 0
    while taken < len(word) and used + _cell(word[taken]) <= width:
        used += _cell(word[taken])
        taken += 1
    return max(1, taken)
