"""The title line at the top and the status line at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from tabletop.tui.themes import ACCENT, FAINT, MUTED
from tabletop.tui.widgets.paragraphs import BLANK, columns

_HELP = "?"
Hint = tuple[str, str]
"""A key and what it does next."""


class Bar(Widget):
    """One line: something at the left, something at the right, repainted only when it changes."""

    DEFAULT_CSS = """
    Bar { height: 1; padding: 0 1; }
    """

    def __init__(self, left: Content = BLANK, right: Content = BLANK, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = left, right

    def show(self, left: Content, right: Content) -> None:
        """Show these two; the left gives way when there is no room for both."""
        if not (left.is_same(self._left) and right.is_same(self._right)):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        """The line for the present width."""
        return columns(self._left, self._right, self.size.width)


class Hints(Widget):
    """The keys that do something next, the most useful first; as many as there is room for."""

    DEFAULT_CSS = """
    Hints { height: 1; padding: 0 1; }
    """

    def __init__(self, hints: Sequence[Hint] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints = tuple(hints)

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these keys."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Content:
        """Keys in the accent colour, words beside them; help stands at the right edge and always stays."""
        first = [hint for hint in self._hints if hint[0] != _HELP]
        last = Content("").join(_hint(hint) for hint in self._hints if hint[0] == _HELP)
        line, room = Content(""), self.size.width - last.cell_length - 2
        for hint in first:
            part = _hint(hint)
            if line.cell_length + part.cell_length > room:
                break
            line = line + part + Content("   ")
        return columns(line.rstrip(), last, self.size.width)


def _hint(hint: Hint) -> Content:
    key, words = hint
    return Content.assemble((key, f"{ACCENT} bold"), (f" {words}", MUTED))


class Tabs(Widget):
    """The line of pages, with a remark at its right end while there is room for it."""

    DEFAULT_CSS = """
    Tabs { height: 1; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pages: Sequence[Tab] = ()
        self._remark = ""

    def show(self, pages: Sequence[Tab], remark: str = "") -> None:
        """Show these pages."""
        if (tuple(pages), remark) != (self._pages, self._remark):
            self._pages, self._remark = tuple(pages), remark
            self.refresh()

    def render(self) -> Content:
        """The pages with as much space between them, and as much of their names, as the width allows."""
        width = self.size.width
        for gap, letters in ((3, 99), (2, 99), (1, 99), (1, 4), (1, 0)):
            line = Content(" " * gap).join(_tab(page, letters) for page in self._pages)
            if line.cell_length <= width:
                break
        room = width - line.cell_length
        remark = Content.styled(self._remark, FAINT) if room > len(self._remark) + 4 else BLANK
        return columns(line, remark, width)


@dataclass(frozen=True)
class Tab:
    """A page: its key, its name, whether it is in front, and a note such as a count."""

    key: str
    words: str
    current: bool = False
    note: str = ""


def _tab(page: Tab, letters: int) -> Content:
    style = f"{ACCENT} bold" if page.current else MUTED
    words = f" {page.words[:letters]}" if letters else ""
    note = f" {page.note}" if page.note else ""
    return Content.assemble((page.key, style if page.current else FAINT), (words, style), (note, ACCENT))
