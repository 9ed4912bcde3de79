"""Consequence cards: what just happened and why, one card at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.screens.panel import PanelScreen
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG
from tabletop.tui.widgets.bars import Hint
from tabletop.tui.widgets.paragraphs import BLANK, wrapped

if TYPE_CHECKING:
    from tabletop.engine.cards import Card


class CardScreen(PanelScreen[None]):
    """Enter goes through the cards and past the last one; Esc leaves them all, the log keeps them."""

    HELP_TEXT = "Each card says what happened, the odds beforehand, the draw, why, by which rule, and what moved."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "step(1)", "Next card", id="cards.next"),
        Binding("left", "step(-1)", "Card before", id="cards.before"),
        Binding("escape", "leave", "Leave the cards", id="cards.leave"),
    ]

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__()
        self._cards = cards
        self._at = 0

    def heading(self) -> Content:
        """The card's clock and its place among the others."""
        place = f"   {self._at + 1} of {len(self._cards)}" if len(self._cards) > 1 else ""
        card = self._cards[self._at]
        return Content.assemble(("WHAT FOLLOWED", f"{ACCENT} bold"), (f"   {literal.line(card.clock)}{place}", MUTED))

    def lines(self, width: int) -> Sequence[Content]:
        """The card."""
        card = self._cards[self._at]
        lines = [BLANK, *wrapped(card.title, width, f"{STRONG} bold"), BLANK]
        for line in card.lines:
            label, colon, rest = literal.line(line).partition(": ")
            body = wrapped(line, width, INK, hang=2)
            if colon and len(label) < 28 and rest:
                body[0] = body[0].stylize(MUTED, 0, min(len(label) + 1, len(body[0].plain)))
            lines += body
        return lines

    def hints(self) -> Sequence[Hint]:
        """Enter, and Esc when more cards follow."""
        if self._at + 1 < len(self._cards):
            return [("Enter", "next card"), ("←", "before"), ("Esc", "leave the cards")]
        return [("Enter", "go on")]

    def action_step(self, step: int) -> None:
        """To another card; past the last one, out."""
        if self._at + step >= len(self._cards):
            self.dismiss(None)
        elif self._at + step >= 0:
            self._at += step
            self.redraw()

    def action_leave(self) -> None:
        """Leave all cards."""
        self.dismiss(None)
