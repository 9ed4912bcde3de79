"""Every option of a scenario in one row: where each stands, and which belong to one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import DecisionPoint


@dataclass(frozen=True)
class Block:
    """The options that stand against each other: those of a decision point, or of one item of its form.

    They are the columns from `first`; `defaults` are the numbers, from 0 within the block, of its stated default.
    """

    seat: str
    decision: str
    item: str
    title: str
    first: int
    options: tuple[str, ...]
    defaults: tuple[int, ...]

    @property
    def columns(self) -> slice:
        """Its columns."""
        return slice(self.first, self.first + len(self.options))

    @property
    def name(self) -> str:
        """'us1', or 'statement/korea' for an item of a form."""
        return f"{self.decision}/{self.item}" if self.item else self.decision


class Columns:
    """The columns of a scenario: blocks in written order, and for each decision the column of each of its options."""

    def __init__(self, scenario: Scenario) -> None:
        self.blocks: list[Block] = []
        self.of: Mapping[str, tuple[int, ...]] = {str(point.id): self._place(point) for point in scenario.decisions}

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.blocks[-1].columns.stop if self.blocks else 0

    def seat(self, seat: str) -> list[int]:
        """The columns of a seat's own options."""
        own = [block for block in self.blocks if block.seat == seat]
        return [block.first + number for block in own for number in range(len(block.options))]

    def _place(self, point: DecisionPoint) -> tuple[int, ...]:
        places: dict[str, int] = {}
        for item in [str(each.id) for each in point.items] or [""]:
            options = tuple(str(option.id) for option in point.options if (option.item or "") == item or not item)
            block = _block(point, item, options, self.width)
            self.blocks.append(block)
            places |= {option: block.first + number for number, option in enumerate(options)}
        return tuple(places[str(option.id)] for option in point.options)


def _block(point: DecisionPoint, item: str, options: tuple[str, ...], first: int) -> Block:
    stated = (point.default,) if isinstance(point.default, str) else tuple(point.default)
    defaults = tuple(number for number, option in enumerate(options) if option in stated)
    return Block(str(point.seat), str(point.id), item, str(point.title), first, options, defaults)
