"""What a seat sees of the world's numbers: exact, a band of five, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, nan

from tabletop.engine.layout import Layout
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Sight, Visibility

BANDS = ("very low", "low", "middling", "high", "very high")


def sight(visible: Visibility, seat: str | None) -> Sight:
    """How well `seat` sees something with this visibility; None is the facilitator, who sees all."""
    return "exact" if seat is None else visible.seats.get(seat, visible.others)


def band(value: float, low: float, high: float) -> int:
    """Number of the band of five that `value` lies in between its bounds, 0 to 4."""
    return min(4, max(0, int((value - low) / (high - low) * 5)))


@dataclass(frozen=True)
class Mask:
    """The slots that a seat does not see exactly."""

    hidden: tuple[int, ...]
    banded: tuple[tuple[int, float, float], ...]

    def apply(self, values: list[float]) -> list[float]:
        """A copy of the array as the seat sees it: bands give their middle, hidden slots are not numbers."""
        seen = values.copy()
        for slot in self.hidden:
            seen[slot] = nan
        for slot, low, high in self.banded:
            seen[slot] = low + (band(values[slot], low, high) + 0.5) * (high - low) / 5
        return seen


def seen(value: float) -> float | None:
    """A masked number, None where it is hidden."""
    return None if isnan(value) else value


def mask(scenario: Scenario, layout: Layout, seat: str) -> Mask:
    """The mask of one seat."""
    quantities = layout.quantities.values()
    hidden = [q.slot for q in quantities if sight(q.visible, seat) == "hidden"]
    banded = [(q.slot, q.low, q.high) for q in quantities if sight(q.visible, seat) == "band" and not q.names]
    return Mask((*hidden, *_hidden_rest(scenario, layout, seat)), tuple(banded))


def _hidden_rest(scenario: Scenario, layout: Layout, seat: str) -> Iterator[int]:
    for package in scenario.packages:
        if sight(package.visible, seat) == "hidden":
            yield layout.slot(("place", package.id))
            yield layout.slot(("order", package.id))
    for inject in scenario.injects:
        if seat not in inject.to:
            yield layout.slot(("fired", inject.id))
            yield layout.slot(("last", inject.id))
    yield from (slot for key, slot in layout.slots.items() if key[0] == "local" and len(key) == 2)
