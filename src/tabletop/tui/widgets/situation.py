"""Theatres and gauges as rows: name, number, what it did lately, and the curve so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import BAD, FAINT, GOOD, INK, MUTED, STRONG, rung_style
from tabletop.tui.widgets.charts import fit, heading, level_line, sparkline
from tabletop.tui.widgets.paragraphs import BLANK, columns, wrapped

if TYPE_CHECKING:
    from tabletop.engine.readings import Reading, TheatreView
    from tabletop.engine.views import View

Row = tuple[str, Content]
"""The id of the quantity that a line is about, '' for none, and the line."""

_TOP_RUNG = 9
_ROOMY = 64


def situation_rows(view: View, rungs: Mapping[str, str], width: int) -> list[Row]:
    """Theatres, gauges, and what was agreed and done, with an empty line between them."""
    rows: list[Row] = []
    for part in (theatre_rows(view, rungs, width), gauge_rows(view, rungs, width), state_rows(view, width)):
        rows += [("", BLANK), *part] if rows and part else part
    return rows


def theatre_rows(view: View, rungs: Mapping[str, str], width: int) -> list[Row]:
    """Each theatre with its rung, the rung's word and a ladder; `rungs` names the gauge behind each theatre's rung."""
    if not view.theatres:
        return []
    readings = {reading.id: reading for reading in view.readings}
    rows = [("", heading("Theatres", width, "rung 0–9"))]
    for theatre in view.theatres:
        if theatre.rung is None and not theatre.word:
            continue
        rung = rungs.get(theatre.id, "")
        first, *more = _theatre(theatre, readings.get(rung), width)
        rows += [(rung if rung in readings else "", first), *(("", line) for line in more)]
    return rows


def _theatre(theatre: TheatreView, reading: Reading | None, width: int) -> list[Content]:
    style = rung_style(theatre.rung)
    number = "?" if theatre.rung is None else f"{theatre.rung:.1f}"
    right = Content.assemble((literal.line(theatre.word), style), ("  ", ""), (f"{number:>4}", f"{style} bold"))
    if theatre.rung is None:
        return [columns(literal.styled(theatre.label, STRONG), right, width)]
    change = _change(reading)
    if width >= _ROOMY:
        ladder = level_line(theatre.rung / _TOP_RUNG, width - 54, style)
        name = literal.styled(fit(theatre.label, 18), STRONG)
        return [columns(Content.assemble(name, ladder, "  "), right + change, width)]
    ladder = level_line(theatre.rung / _TOP_RUNG, width - 9, style)
    return [columns(literal.styled(theatre.label, STRONG), right, width), columns(ladder, change, width)]


def gauge_rows(view: View, rungs: Mapping[str, str], width: int) -> list[Row]:
    """All gauges and amounts that the seat sees, those that stand first in bright letters."""
    hidden = set(rungs.values())
    shown = [r for r in view.readings if r.kind in ("gauge", "stock") and r.id not in hidden]
    if not shown:
        return []
    shown.sort(key=lambda reading: not reading.headline)
    note = f"change since {view.since}" if view.since else "change in 24 h"
    return [("", heading("Gauges", width, note)), *((reading.id, _gauge(reading, width)) for reading in shown)]


def _gauge(reading: Reading, width: int) -> Content:
    """Label, value, change, curve; where there is room also the unit and the least and greatest value so far."""
    roomy = width >= _ROOMY
    chart = 12 if roomy else 8
    room = max(8, width - 14 - chart - (8 if roomy else 0))
    floor = (reading.high - reading.low) * 0.04 if reading.high - reading.low < 1e6 else 0.0
    return Content.assemble(
        _name(reading, room),
        _value(reading),
        (sparkline(reading.history, chart, floor) if not reading.word else " " * chart, MUTED),
        (f"{_span(reading):>8}" if roomy else "", FAINT),
    )


def _name(reading: Reading, width: int) -> Content:
    """The label, and its unit behind it when both have room."""
    label, unit = literal.line(reading.label), _unit(reading)
    name = Content.styled(label, STRONG if reading.headline else INK)
    if unit and name.cell_length + len(unit) + 2 < width:
        name = name + Content.styled(f", {unit}", FAINT)
    return name.truncate(width, ellipsis=True, pad=True)


def _value(reading: Reading) -> Content:
    """Number and change in 14 cells, or a word for what is seen as a band or is a named state."""
    if reading.word or not reading.exact:
        words = f"{literal.line(reading.word or reading.text)[:12]:>13} "
        return Content.styled(words, STRONG if reading.exact else MUTED)
    return Content.styled(f"{literal.line(reading.text):>6}", f"{STRONG} bold") + _change(reading)


def _unit(reading: Reading) -> str:
    return "" if "–" in reading.unit or not reading.exact else literal.line(reading.unit)


def _span(reading: Reading) -> str:
    """The least and the greatest value so far."""
    known = [value for value in reading.history if value is not None]
    if not known or not reading.exact or reading.word:
        return ""
    return f"{min(known):.0f}–{max(known):.0f}" if max(known) >= 10 else f"{min(known):.1f}–{max(known):.1f}"


def _change(reading: Reading | None) -> Content:
    """Arrow and amount of the change in 8 cells; green for better, red for worse."""
    change = None if reading is None else reading.change
    if reading is None or change is None or abs(change) < 0.05:
        return Content.styled(f"{'·':>3}     ", FAINT)
    arrow = "▲" if change > 0 else "▼"
    amount = f"{abs(change):.1f}" if abs(change) < 100 else f"{abs(change):.0f}"
    return Content.styled(f"  {arrow} {amount:<4}"[:8], _verdict(reading, change))


def _verdict(reading: Reading, change: float) -> str:
    if reading.better == "neither":
        return MUTED
    return GOOD if (change > 0) == (reading.better == "up") else BAD


def state_rows(view: View, width: int) -> list[Row]:
    """Texts with their present wording, and the flags that are set."""
    texts = [reading for reading in view.readings if reading.kind == "text"]
    flags = [reading for reading in view.readings if reading.kind == "flag" and reading.value]
    if not texts and not flags:
        return []
    rows = [("", heading("Agreed and done", width))]
    for reading in texts:
        right = literal.styled(reading.text, STRONG)
        rows.append((reading.id, columns(literal.styled(reading.label, INK), right, width)))
    for reading in flags:
        first, *more = wrapped(f"✓ {reading.label}", width, STRONG, hang=2)
        rows += [(reading.id, first), *(("", line) for line in more)]
    return rows
