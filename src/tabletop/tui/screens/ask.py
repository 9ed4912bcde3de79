"""A question with two answers, or a message with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.screens.panel import PanelScreen, plain_lines, title
from tabletop.tui.widgets.bars import Hint


class AskScreen(PanelScreen[bool]):
    """True after Enter or y, False after Esc or n. With an empty `no` there is only one way out."""

    HELP_TEXT = "Enter or y does what the panel says; Esc or n goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "Yes", id="ask.yes"),
        Binding("escape,n", "answer(False)", "No, go back", id="ask.no"),
    ]

    def __init__(self, heading: str, text: str, yes: str, no: str = "go back") -> None:
        super().__init__()
        self._heading, self._text, self._yes, self._no = heading, text, yes, no

    def heading(self) -> Content:
        """The question."""
        return title(literal.line(self._heading))

    def lines(self, width: int) -> Sequence[Content]:
        """What it means."""
        return plain_lines(self._text, width)

    def hints(self) -> Sequence[Hint]:
        """Enter and Esc."""
        return [("Enter", self._yes), *([("Esc", self._no)] if self._no else [])]

    def action_answer(self, yes: bool) -> None:
        """Leave with an answer."""
        self.dismiss(yes)
