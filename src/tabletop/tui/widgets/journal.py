"""The log: what was decided, and what came of it, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, clock_column, wrapped

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.engine.knowledge import TakenView
    from tabletop.engine.views import View


def log_lines(view: View, cards: Sequence[Card], shorts: Mapping[str, str], width: int) -> list[Content]:
    """Consequence cards, and decisions that have none, by time; `shorts` gives seats' short names."""
    told: list[tuple[int, int, list[Content]]] = []
    carded = {(card.at, card.title) for card in cards}
    for number, taken in enumerate(view.decisions):
        if (taken.at, taken.title) not in carded:
            told.append((taken.at, number, _taken(taken, shorts.get(taken.seat, taken.seat), width)))
    told += [(card.at, 10_000 + card.n, _card(card, width)) for card in cards]
    lines = [heading("Log", width, "newest first")]
    if not told:
        return [*lines, Content.styled("Nothing has been decided yet.", FAINT)]
    for _, _, block in sorted(told, key=lambda item: item[:2], reverse=True):
        lines += [*block, BLANK]
    return lines[:-1]


def _taken(taken: TakenView, seat: str, width: int) -> list[Content]:
    by = " (by default)" if taken.by == "default" else ""
    choice = ", ".join(taken.labels) or "nothing"
    room = width - clock_column(taken.clock) - 1
    return _block(
        taken.clock,
        [
            *wrapped(f"{seat} decided: {taken.title}", room, f"{STRONG} bold"),
            *wrapped(f"→ {choice}{by}", room, ACCENT, hang=2),
        ],
    )


def _card(card: Card, width: int) -> list[Content]:
    room = width - clock_column(card.clock) - 1
    body = wrapped(card.title, room, STRONG)
    for line in card.lines:
        body += wrapped(line, room, INK, hang=2)
    return _block(card.clock, body)


def _block(clock: str, body: list[Content]) -> list[Content]:
    column = clock_column(clock) + 1
    head = Content.styled(f"{literal.line(clock):<{column}}", MUTED)
    return [head + body[0], *(line.pad_left(column) if line else line for line in body[1:])]
