"""The messages page: subjects above, the full text of the one under the cursor below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.feed import no_notices, notice_row, notice_text
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tabletop.engine.views import Notice


class FeedPane(Vertical):
    """Every inject that the seat received, the newest first. Says which one is being read."""

    DEFAULT_CSS = """
    FeedPane > #feed-head { height: 1; }
    FeedPane > #reader { height: 1fr; }
    """

    class Reading(Message):
        """This notice is before the player now."""

        def __init__(self, notice: Notice) -> None:
            super().__init__()
            self.notice = notice

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notices: Sequence[Notice] = ()
        self._unread: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        """Heading, list, text."""
        yield Sheet(lambda width: [heading("Messages", width, "newest first")], id="feed-head", focus=False)
        yield Rows(id="feed")
        yield Sheet(id="reader")

    def on_mount(self) -> None:
        """Have the text follow the cursor."""
        self.query_one("#feed", Rows).follow = self._follow

    def _follow(self, row: int) -> None:
        self._read(row)
        self._mark(self._notices[row])

    def show(self, notices: Sequence[Notice], unread: frozenset[int]) -> None:
        """Show these notices (given oldest first); the cursor goes to the newest when there is a new one."""
        rows = self.query_one("#feed", Rows)
        newest_first = tuple(reversed(notices))
        fresh = [notice.n for notice in newest_first] != [notice.n for notice in self._notices]
        self._notices, self._unread = newest_first, unread
        self._size_list()
        rows.fill(self._lines, range(len(newest_first)), 0 if fresh else None)
        if fresh:
            self._read(rows.cursor)

    def on_resize(self, _event: events.Resize) -> None:
        """The list takes a third of the height, and no more than it needs."""
        self._size_list()

    def _size_list(self) -> None:
        self.query_one("#feed", Rows).styles.height = max(1, min(len(self._notices), max(3, self.size.height // 3)))

    def _lines(self, width: int) -> Sequence[Content]:
        return [notice_row(notice, width, self._unread) for notice in self._notices]

    def _read(self, row: int) -> None:
        reader = self.query_one("#reader", Sheet)
        if not 0 <= row < len(self._notices):
            reader.draw(lambda width: [heading("", width), *no_notices(width)])
            return
        notice = self._notices[row]
        reader.draw(lambda width: [heading("", width), *notice_text(notice, width)], home=True)

    def opened(self) -> None:
        """The page is before the player: what the cursor stands on counts as read."""
        cursor = self.query_one("#feed", Rows).cursor
        if 0 <= cursor < len(self._notices):
            self._mark(self._notices[cursor])

    def _mark(self, notice: Notice) -> None:
        if notice.n in self._unread:
            self._unread -= {notice.n}
            self.query_one("#feed", Rows).draw(self._lines)
            self.post_message(self.Reading(notice))

    @on(Rows.Chosen, "#feed")
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._mark(self._notices[event.row])
