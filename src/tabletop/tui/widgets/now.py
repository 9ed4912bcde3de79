"""What stands before a player when no decision is open: the news in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui.themes import INK, TITLE
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.feed import notice_text
from tabletop.tui.widgets.paragraphs import BLANK, paragraphs

if TYPE_CHECKING:
    from tabletop.engine.views import View


def now_lines(view: View, unread: frozenset[int], say: str, width: int) -> list[Content]:
    """Every notice that was not read, or the newest when all were; after ENDEX the ending and `say`."""
    if view.outcome is not None:
        title = paragraphs((view.outcome.title,), width, TITLE)
        return [heading("The end", width), *title, BLANK, *paragraphs((view.outcome.text, say), width, INK)]
    fresh = [notice for notice in reversed(view.notices) if notice.n in unread] or list(view.notices[-1:])
    lines: list[Content] = []
    for number, notice in enumerate(fresh):
        title_words = ("New" if notice.n in unread else "Last message") if number == 0 else ""
        lines += [*([BLANK] if lines else []), heading(title_words, width), *notice_text(notice, width)]
    return lines or [heading("Now", width), *paragraphs((say,), width, INK)]
