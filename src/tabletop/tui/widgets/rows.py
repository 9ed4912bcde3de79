"""A list with a cursor: one line a row, arrows move, Enter chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.style import Style

from tabletop.tui.widgets.sheet import Painter, Sheet, nothing


class Rows(Sheet):
    """Rows drawn by a painter, one line each. Rows not in `choosable` are headings that the cursor passes over.

    `follow(row)` is called as the cursor moves, so that what is said of the row is painted in the same frame; the
    message `Moved` comes a little later.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="rows.up"),
        Binding("down", "move(1)", "Down", show=False, id="rows.down"),
        Binding("home", "edge(-1)", "First", show=False, id="rows.first"),
        Binding("end", "edge(1)", "Last", show=False, id="rows.last"),
        Binding("enter", "choose", "Choose", show=False, id="rows.choose"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--cursor-away"}
    DEFAULT_CSS = """
    Rows > .rows--cursor { background: $cursor; text-style: bold; }
    Rows > .rows--cursor-away { background: $cursor 50%; }
    Rows:nocolor > .rows--cursor { text-style: bold reverse; }
    Rows:nocolor > .rows--cursor-away { text-style: bold; }
    """

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: Rows, row: int) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    class Chosen(Moved):
        """Enter or a click on the row under the cursor."""

    def __init__(self, painter: Painter = nothing, *, id: str | None = None) -> None:
        super().__init__(painter, id=id)
        self.choosable: Sequence[int] = ()
        self.cursor = -1
        self.follow: Callable[[int], None] = lambda _row: None

    def fill(self, painter: Painter, choosable: Sequence[int], cursor: int | None = None) -> None:
        """Show these rows; the cursor goes to `cursor`, else stays where it can, else to the first choosable row."""
        before, wanted = self.cursor, self.cursor if cursor is None else cursor
        self.choosable = choosable
        if wanted not in choosable:
            wanted = min(choosable, key=lambda row: abs(row - wanted), default=-1)
        self.cursor = wanted
        self.draw(painter)
        self.repaint_line(before)
        self.repaint_line(self.cursor)
        self._keep_in_sight()

    def move_to(self, row: int) -> None:
        """Put the cursor on a choosable row and say so."""
        if row == self.cursor or row not in self.choosable:
            return
        before, self.cursor = self.cursor, row
        self.repaint_line(before)
        self.repaint_line(row)
        self._keep_in_sight()
        self.follow(row)
        self.post_message(self.Moved(self, row))

    def line_style(self, number: int) -> Style | None:
        """The cursor's band on the row under it."""
        if number != self.cursor:
            return None
        return Style.from_styles(self.get_component_styles("rows--cursor" if self.has_focus else "rows--cursor-away"))

    def action_move(self, step: int) -> None:
        """Go `step` choosable rows down, or up when negative; stop at the ends."""
        if not self.choosable:
            return
        place = list(self.choosable).index(self.cursor) + step
        self.move_to(self.choosable[max(0, min(len(self.choosable) - 1, place))])

    def action_edge(self, side: int) -> None:
        """To the first row (-1) or the last (1)."""
        if self.choosable:
            self.move_to(self.choosable[0 if side < 0 else -1])

    def action_choose(self) -> None:
        """Say that the row under the cursor is chosen."""
        if self.cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """The first click puts the cursor there, a click on the cursor chooses."""
        row = int(event.y) + self.top
        if row == self.cursor:
            self.action_choose()
        else:
            self.move_to(row)

    def on_focus(self) -> None:
        """Show the cursor strongly."""
        self.repaint_line(self.cursor)

    def on_blur(self) -> None:
        """Show the cursor weakly."""
        self.repaint_line(self.cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew, and keep the cursor in sight."""
        super().on_resize(event)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        height = self.size.height
        if self.cursor < 0 or height <= 0:
            return
        if self.choosable and self.cursor == self.choosable[0]:
            self.scroll_by(-self.top)
        elif self.cursor < self.top:
            self.scroll_by(self.cursor - self.top)
        elif self.cursor >= self.top + height:
            self.scroll_by(self.cursor - self.top - height + 1)
