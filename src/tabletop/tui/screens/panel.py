"""A panel over the screen below: a title, something to read, and the keys that leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from tabletop.tui.themes import TITLE
from tabletop.tui.widgets.bars import Bar, Hint, Hints
from tabletop.tui.widgets.paragraphs import paragraphs
from tabletop.tui.widgets.sheet import Sheet

Result = TypeVar("Result")


class PanelScreen(ModalScreen[Result], Generic[Result]):
    """Shows `lines(width)` under `heading()`; subclasses say what the keys do."""

    CSS_PATH = "panel.tcss"
    AUTO_FOCUS = "#panel-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_text(3)", "Read on", show=False, id="panel.on"),
        Binding("k", "scroll_text(-3)", "Read back", show=False, id="panel.back"),
    ]

    AROUND: ClassVar[int] = 6
    """Lines of the panel beside the text: padding, title, whatever the subclass adds, keys."""

    def on_resize(self, event: events.Resize) -> None:
        """The text gives way first, so that the keys are always in sight."""
        self.query_one("#panel-text", Sheet).styles.max_height = max(2, event.size.height - self.AROUND)

    def compose(self) -> ComposeResult:
        """Title, text, whatever the subclass adds, keys."""
        with Vertical(id="panel"):
            yield Bar(self.heading(), id="panel-title")
            yield Sheet(self.lines, id="panel-text")
            yield from self.extra()
            yield Hints(self.hints(), id="panel-hints")

    def heading(self) -> Content:
        """The title."""
        return Content("")

    def lines(self, _width: int) -> Sequence[Content]:
        """The text."""
        return ()

    def extra(self) -> Sequence[Widget]:
        """Widgets between text and keys."""
        return ()

    def hints(self) -> Sequence[Hint]:
        """The keys."""
        return ()

    def redraw(self) -> None:
        """Show title, text and keys anew."""
        self.query_one("#panel-title", Bar).show(self.heading(), Content(""))
        self.query_one("#panel-text", Sheet).draw(self.lines, home=True)
        self.query_one("#panel-text", Sheet).refresh(layout=True)
        self.query_one("#panel-hints", Hints).show(self.hints())

    def action_scroll_text(self, step: int) -> None:
        """Scroll the text by `step` lines."""
        sheet = self.query_one("#panel-text", Sheet)
        sheet.scroll_by(step)


def plain_lines(text: str, width: int) -> list[Content]:
    """Paragraphs of literal text with an empty line before them."""
    return [Content(""), *paragraphs(text.split("\n\n"), width)]


def title(text: str) -> Content:
    """A panel's title."""
    return Content.styled(text, TITLE)
