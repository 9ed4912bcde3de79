"""The feed of injects: a list of subjects and the full text of one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, TITLE
from tabletop.tui.widgets.charts import fit
from tabletop.tui.widgets.paragraphs import BLANK, clock_column, paragraphs, wrapped

if TYPE_CHECKING:
    from tabletop.engine.views import Notice


def notice_row(notice: Notice, width: int, unread: Collection[int]) -> Content:
    """One line: a dot while unread, the clock, the channel, the subject."""
    new = notice.n in unread
    channel = fit(literal.line(notice.channel), 15) if width >= 70 else ""
    return Content.assemble(
        ("● " if new else "  ", ACCENT),
        (f"{literal.line(notice.clock):<{clock_column(notice.clock)}} ", MUTED),
        (channel, MUTED),
        (literal.line(notice.subject), STRONG if new else INK),
    ).truncate(width, ellipsis=True)


def notice_text(notice: Notice, width: int) -> list[Content]:
    """The whole inject: subject, sender and channel, body, and the document that came with it."""
    meta = f"{literal.line(notice.sender)} · {literal.line(notice.channel)} · {literal.line(notice.clock)}"
    title, written = notice.enclosed
    paper = [BLANK, *wrapped(title, width, STRONG), BLANK, *paragraphs(written, width, INK)] if written else []
    return [
        *wrapped(notice.subject, width, TITLE),
        *wrapped(meta, width, MUTED),
        BLANK,
        *wrapped(notice.body, width, INK),
        *paper,
    ]


def no_notices(width: int) -> list[Content]:
    """What stands in an empty feed."""
    return wrapped("No message yet. Space runs on to what matters next.", width, FAINT)
