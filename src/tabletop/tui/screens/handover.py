"""Pass the keyboard: nothing of any seat is on the screen until the next player says that they are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG
from tabletop.tui.widgets.bars import Hints
from tabletop.tui.widgets.paragraphs import BLANK, wrapped
from tabletop.tui.widgets.sheet import Sheet


class HandoverScreen(Screen[bool]):
    """True when the named seat is at the keyboard, False after Esc: to stay, or before the game to leave."""

    CSS_PATH = "handover.tcss"
    AUTO_FOCUS = ""
    HELP_TEXT = "Whoever plays the seat that is named sits down and presses Enter. Everybody else looks away."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", "I am at the keyboard", id="handover.take"),
        Binding("escape", "answer(False)", "Not yet", id="handover.stay"),
    ]

    def __init__(self, short: str, label: str, stay: bool) -> None:
        super().__init__()
        self._short, self._label, self._stay = literal.line(short), literal.line(label), stay

    def compose(self) -> ComposeResult:
        """Who is next, and the key."""
        with Vertical(id="handover"):
            yield Sheet(self._lines)
            yield Hints([("Enter", f"{self._short} is here"), ("Esc", "stay" if self._stay else "leave the game")])

    def _lines(self, width: int) -> Sequence[Content]:
        return [
            Content.styled("PASS THE KEYBOARD TO", f"{MUTED} bold"),
            BLANK,
            *wrapped(self._short, width, f"{ACCENT} bold"),
            *wrapped(self._label, width, STRONG),
            BLANK,
            *wrapped("What the other seats have chosen stays sealed. Nothing is shown before Enter.", width, INK),
            BLANK,
        ]

    def action_answer(self, yes: bool) -> None:
        """Take the keyboard, or not."""
        self.dismiss(yes)
