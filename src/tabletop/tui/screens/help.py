"""Help for the screen below: what it is for, and every key that works on it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tabletop.tui.screens.panel import PanelScreen, title
from tabletop.tui.themes import ACCENT, INK
from tabletop.tui.widgets.bars import Hint
from tabletop.tui.widgets.paragraphs import BLANK, paragraphs, wrapped

_KEY = 14


class HelpScreen(PanelScreen[None]):
    """`text` in paragraphs, then `keys`: a key and what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q", "leave", "Leave the help", id="help.leave")
    ]

    def __init__(self, text: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._text, self._keys = text, keys

    def heading(self) -> Content:
        """What this is."""
        return title("Help")

    def lines(self, width: int) -> Sequence[Content]:
        """The text, then the keys."""
        lines: list[Content] = [BLANK, *paragraphs(self._text.split("\n"), width, INK), BLANK]
        for key, words in self._keys:
            body = wrapped(words, width - _KEY, INK)
            lines += [
                Content.styled(f"{key:<{_KEY}}", f"{ACCENT} bold") + body[0],
                *(b.pad_left(_KEY) for b in body[1:]),
            ]
        return lines

    def hints(self) -> Sequence[Hint]:
        """Out, and on."""
        return [("Esc", "leave"), ("↑↓ j k", "scroll")]

    def action_leave(self) -> None:
        """Back to the screen."""
        self.dismiss(None)
