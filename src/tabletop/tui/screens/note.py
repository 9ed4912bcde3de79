"""A note into the record: one line of the player's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from tabletop.tui.screens.panel import PanelScreen, plain_lines, title
from tabletop.tui.widgets.bars import Hint


class NoteScreen(PanelScreen["str | None"]):
    """The note after Enter, None after Esc."""

    CSS_PATH: ClassVar[list[str]] = ["panel.tcss", "note.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "#note"
    AROUND = 8
    HELP_TEXT = "Enter keeps the note in the record, with the time of the game; Esc goes back."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Go back", id="note.back")]

    def heading(self) -> Content:
        """What this is."""
        return title("A note for the record")

    def lines(self, width: int) -> Sequence[Content]:
        """Who will read it."""
        text = "It stands in the record with the time of the game. Everybody who opens the record reads it."
        return plain_lines(text, width)

    def extra(self) -> Sequence[Widget]:
        """The line."""
        return [Input(id="note", compact=True, max_length=1_000)]

    def hints(self) -> Sequence[Hint]:
        """Enter and Esc."""
        return [("Enter", "keep it"), ("Esc", "go back")]

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_back(self) -> None:
        """Leave without a note."""
        self.dismiss(None)
