"""The page of theatres, gauges and texts, with a cursor: Enter asks why what is under it stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.situation import Row, situation_rows

if TYPE_CHECKING:
    from tabletop.engine.views import View


class SituationPane(Rows):
    """Rows of a view; those that are about a quantity can be chosen."""

    class Asked(Message):
        """The player asks why a quantity stands where it stands."""

        def __init__(self, quantity: str) -> None:
            super().__init__()
            self.quantity = quantity

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(self._painted, id=id)
        self._view: View | None = None
        self._rungs: Mapping[str, str] = {}
        self._rows: list[Row] = []

    def show(self, view: View, rungs: Mapping[str, str]) -> None:
        """Show this view; the cursor stays on its quantity where that is still in it."""
        chosen = self.quantity
        self._view, self._rungs = view, rungs
        self.draw(self._painted)
        self.move_to(next((row for row, (id_, _) in enumerate(self._rows) if chosen and id_ == chosen), self.cursor))

    @property
    def quantity(self) -> str:
        """The id of the quantity under the cursor; '' for none."""
        return self._rows[self.cursor][0] if 0 <= self.cursor < len(self._rows) else ""

    def action_choose(self) -> None:
        """Ask about the quantity under the cursor."""
        if self.quantity:
            self.post_message(self.Asked(self.quantity))

    def _painted(self, width: int) -> Sequence[Content]:
        if self._view is not None:
            self._rows = situation_rows(self._view, self._rungs, width)
            self.choosable = [row for row, (id_, _) in enumerate(self._rows) if id_]
            if self.cursor not in self.choosable:
                self.cursor = min(self.choosable, key=lambda row: abs(row - self.cursor), default=-1)
        return [line for _, line in self._rows]
