"""A sheet: lines of text laid out for the width at hand, scrolled, painted line by line.

Textual's own scroll views lay the whole screen out anew when the number of lines changes. A sheet keeps its offset and
draws its scroll bar itself, so that showing other lines costs the lines that are seen and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

Painter = Callable[[int], Sequence[Content]]
"""Given a width in cells, the lines; none may be wider."""

_WHEEL = 3


def nothing(_width: int) -> Sequence[Content]:
    """An empty sheet."""
    return ()


class Sheet(Widget, can_focus=True):
    """Shows what its painter draws. Only lines that are seen are rendered, and each only once.

    `top` is the number of the first line in sight. The last column is kept for the scroll bar.
    """

    DEFAULT_CSS = """
    Sheet { width: 1fr; height: 1fr; padding: 0 0 0 1; }
    Sheet > .sheet--bar { color: $rule; }
    Sheet:focus > .sheet--bar { color: $faint; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_by(-1)", "Up", show=False),
        Binding("down", "scroll_by(1)", "Down", show=False),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False),
        Binding("pagedown", "scroll_page(1)", "Page down", show=False),
        Binding("home", "scroll_edge(-1)", "First line", show=False),
        Binding("end", "scroll_edge(1)", "Last line", show=False),
    ]

    def __init__(self, painter: Painter = nothing, *, id: str | None = None, focus: bool = True) -> None:
        super().__init__(id=id)
        self.can_focus = focus
        self.top = 0
        self._painter = painter
        self._lines: Sequence[Content] = ()
        self._strips: dict[int, Strip] = {}
        self._laid_out_for = -1

    # What is shown

    def draw(self, painter: Painter, *, home: bool = False) -> None:
        """Show what `painter` draws from now on; with `home` from its first line."""
        self._painter = painter
        self._laid_out_for = -1
        if home:
            self.top = 0
        self.lay_out()

    def lay_out(self) -> None:
        """Have the lines drawn for the present width, if they are not already."""
        width = self.size.width - 1
        if width <= 0 or width == self._laid_out_for:
            return
        self._laid_out_for = width
        before, top = self._lines, self.top
        self._lines = self._painter(width)
        self.top = min(self.top, self.last_top)
        if len(before) != len(self._lines) or top != self.top:
            self.repaint()
            return
        for number, (old, line) in enumerate(zip(before, self._lines, strict=True)):
            if not old.is_same(line):
                self.repaint_line(number)

    def repaint(self) -> None:
        """Render every line in sight again."""
        self._strips.clear()
        self.refresh()

    def repaint_line(self, number: int) -> None:
        """Render one line again."""
        self._strips.pop(number, None)
        self.refresh(Region(0, number - self.top, self.size.width, 1))

    @property
    def plain(self) -> str:
        """All lines as they were drawn, without styles."""
        return "\n".join(line.plain for line in self._lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at `width` cells, for sheets whose height is `auto`."""
        return len(self._painter(max(1, width - 1)))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the lines out anew for the new width, and fill the new height."""
        self.lay_out()
        self.scroll_by(0)

    def notify_style_update(self) -> None:
        """Forget rendered lines when styles or the theme change."""
        super().notify_style_update()
        self._strips.clear()

    # Scrolling

    @property
    def last_top(self) -> int:
        """The largest value of `top` that still fills the sheet."""
        return max(0, len(self._lines) - max(1, self.size.height))

    def scroll_by(self, lines: int) -> None:
        """Go `lines` down, or up when negative, as far as there is something to see."""
        top = max(0, min(self.last_top, self.top + lines))
        if top != self.top:
            self.top = top
            self.refresh()

    def action_scroll_by(self, lines: int) -> None:
        """Scroll some lines."""
        self.scroll_by(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll what is seen, less a line, out of sight."""
        self.scroll_by(pages * max(1, self.size.height - 1))

    def action_scroll_edge(self, side: int) -> None:
        """To the first line (-1) or the last (1)."""
        self.scroll_by(side * len(self._lines))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_by(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_by(-_WHEEL)

    # Painting

    def line_style(self, _number: int) -> Style | None:
        """What is laid over line `number`: nothing here; a list marks its cursor so."""
        return None

    def render_line(self, y: int) -> Strip:
        """The strip for the line that is now at height `y` of the widget."""
        number, width = y + self.top, self.size.width
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._rendered(number, width)
        return self._with_bar(strip, y, width) if self.last_top else strip

    def _rendered(self, number: int, width: int) -> Strip:
        over = self.line_style(number)
        base = self.visual_style if over is None else self.visual_style + over
        line = self._lines[number]
        strips = Visual.to_strips(self, line, max(width, line.cell_length), 1, base, pad=True)
        strip = strips[0] if strips else Strip.blank(width, base.rich_style)
        return strip.adjust_cell_length(width, base.rich_style)

    def _with_bar(self, strip: Strip, y: int, width: int) -> Strip:
        height = self.size.height
        length = max(1, round(height * height / len(self._lines)))
        start = round((height - length) * self.top / self.last_top)
        if not start <= y < start + length:
            return strip
        style = self.visual_style + Style.from_styles(self.get_component_styles("sheet--bar"))
        return Strip.join([strip.crop(0, width - 1), Strip([Segment("┃", style.rich_style)], 1)])
