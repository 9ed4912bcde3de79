"""Force packages and what is on its way, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, WARN
from tabletop.tui.widgets.charts import fit, heading
from tabletop.tui.widgets.paragraphs import BLANK, clock_column, columns, wrapped

if TYPE_CHECKING:
    from tabletop.engine.views import PendingView, View
    from tabletop.engine.whereabouts import ForceView

_SIGNS = {"present": ("●", MUTED), "notice": ("○", WARN), "queued": ("○", WARN), "loading": ("◆", WARN)}
_MOVING = ("▶", ACCENT)


def force_lines(view: View, width: int) -> list[Content]:
    """Each package: where it is, and for those that move where to, how far the loading is and when it is due."""
    if not view.forces:
        return []
    lines = [heading("Forces", width)]
    for force in view.forces:
        lines += _wide(force, width) if width >= 66 else _narrow(force, width)
    return lines


def _wide(force: ForceView, width: int) -> list[Content]:
    sign, style = _SIGNS.get(force.status, _MOVING)
    where = literal.line(force.place) + (f" → {literal.line(force.to)}" if force.to else "")
    name = fit(literal.line(force.label), 30)
    head = Content.assemble((f"{sign} ", style), (name, STRONG if force.to else INK), (f" {fit(where, 20)}", INK))
    tail = Content.styled(_progress(force), MUTED if force.status == "present" else style)
    if head.cell_length + tail.cell_length < width:
        return [columns(head, tail, width)]
    return [head.truncate(width), columns(BLANK, tail.truncate(width - 2), width)]


def _narrow(force: ForceView, width: int) -> list[Content]:
    sign, style = _SIGNS.get(force.status, _MOVING)
    name = Content.assemble((f"{sign} ", style), (literal.line(force.label), STRONG if force.to else INK))
    place = literal.styled(force.place, MUTED).truncate(max(4, width - name.cell_length - 1), ellipsis=True)
    first = columns(name, place, width)
    if not force.to:
        return [first]
    return [first, *wrapped(f"→ {force.to}: {_progress(force)}", width, style, indent=2, hang=4)]


def _progress(force: ForceView) -> str:
    """Such as `loading, 12 loads left, due D+6 09:00`."""
    parts = [force.status]
    if force.loads_left and force.status != "present":
        parts.append(f"{force.loads_left:g} loads left")
    if force.due is not None:
        parts.append(f"due {force.arrives}")
    return ", ".join(parts)


def pending_lines(view: View, width: int) -> list[Content]:
    """What the seat knows to be coming, the next first; what has no time at the end."""
    lines = [heading("Pending", width)]
    if not view.pending:
        return [*lines, Content.styled("Nothing that you know of.", FAINT)]
    for item in sorted(view.pending, key=_due):
        lines += _pending(item, width)
    return lines


def _due(item: PendingView) -> tuple[bool, int]:
    return (not item.clock, item.due)


def _pending(item: PendingView, width: int) -> list[Content]:
    column = clock_column(item.clock)
    clock = f"{literal.line(item.clock) or 'some time':<{column}}"
    body = wrapped(item.label, width - column - 1, INK)
    return [Content.styled(f"{clock} ", ACCENT) + body[0], *(line.pad_left(column + 1) for line in body[1:])]
