"""A screen of pages that are leafed through: the briefing and the debrief are such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from tabletop.tui.themes import MUTED, STRONG
from tabletop.tui.widgets.bars import Bar, Hint, Hints, Tab, Tabs
from tabletop.tui.widgets.sheet import Sheet

Page = tuple[str, Callable[[int], Sequence[Content]]]
Result = TypeVar("Result")


class PagesScreen(Screen[Result], Generic[Result]):
    """Digits and arrows turn the pages, Space and Enter read on and go past the last page with `finish`."""

    CSS_PATH = "pages.tcss"
    AUTO_FOCUS = "#page"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "read_on", "Read on, then the next page", id="pages.next"),
        Binding("right", "turn(1)", "Next page", id="pages.right"),
        Binding("left", "turn(-1)", "Page before", id="pages.left"),
        Binding("j", "scroll_page(3)", "Scroll down", id="pages.on"),
        Binding("k", "scroll_page(-3)", "Scroll up", id="pages.back"),
        *(Binding(str(n), f"go({n})", f"Page {n}", show=False, id=f"pages.{n}") for n in range(1, 10)),
        Binding("escape,q", "finish", "Leave", id="pages.leave"),
    ]

    def __init__(self, name: str, about: str, pages: Sequence[Page], done: str) -> None:
        super().__init__()
        self._title, self._about, self._pages, self._done = name, about, pages, done
        self._at = 0

    def compose(self) -> ComposeResult:
        """Title, line of pages, page, keys."""
        title = Content.styled(self._title, f"{STRONG} bold")
        yield Bar(title, Content.styled(self._about, MUTED), id="title")
        yield Tabs(id="tabs")
        yield Sheet(id="page")
        yield Hints(id="hints")

    def on_mount(self) -> None:
        """Open the first page."""
        self.action_go(1)

    def action_go(self, number: int) -> None:
        """Open page `number`, 1 is the first."""
        if not 1 <= number <= len(self._pages):
            return
        self._at = number - 1
        self.query_one(Tabs).show([Tab(str(n + 1), name, n == self._at) for n, (name, _) in enumerate(self._pages)])
        self.query_one("#page", Sheet).draw(self._pages[self._at][1], home=True)
        self.query_one("#hints", Hints).show(self.hints())

    def hints(self) -> Sequence[Hint]:
        """The keys for this page."""
        on = "read on" if self._at + 1 < len(self._pages) else self._done
        return [("Space", on), ("← →", "pages"), ("↑↓", "scroll"), ("Esc", "leave"), ("?", "help")]

    def action_turn(self, step: int) -> None:
        """The page before or after, as far as there is one."""
        self.action_go(self._at + 1 + step)

    def action_scroll_page(self, lines: int) -> None:
        """Scroll the page."""
        sheet = self.query_one("#page", Sheet)
        sheet.scroll_by(lines)

    def action_read_on(self) -> None:
        """A screenful down, or the next page, or out behind the last one."""
        sheet = self.query_one("#page", Sheet)
        if sheet.top < sheet.last_top:
            sheet.scroll_by(max(1, sheet.size.height - 2))
        elif self._at + 1 < len(self._pages):
            self.action_turn(1)
        else:
            self.action_past_last()

    def action_past_last(self) -> None:
        """What comes behind the last page: the way out."""
        self.action_finish()

    def action_finish(self) -> None:
        """Leave the pages."""
        self.dismiss(None)
