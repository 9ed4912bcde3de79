"""What a seat sees of the world's numbers: exact, a band of five, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan, nan

from tabletop.engine.layout import Layout
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Package, Sight, Visibility
from tabletop.scenario.expression.nodes import Atom, Query
from tabletop.scenario.happenings import DecisionPoint

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
            seen[slot] = middle(values[slot], low, high)
        return seen


def seen(value: float) -> float | None:
    """A masked number, None where it is hidden."""
    return None if isnan(value) else value


def has_secrets(point: DecisionPoint, seat: str) -> bool:
    """True if what is chosen at another seat's point may be a secret from `seat`."""
    return point.seat != seat and any(option.secret for option in point.options)


def masked_source(layout: Layout, seat: str) -> Callable[[Atom], str]:
    """How an expression reads atoms as `seat` sees them: for doctrine weights, which work on what a bot may know."""
    scenario = layout.scenario
    untold: set[tuple[str, ...]] = {("fired", i.id) for i in scenario.injects if seat not in i.to}
    untold |= {("elapsed", i.id) for i in scenario.injects if seat not in i.to}
    hidden = [package for package in scenario.packages if sight(package.visible, seat) == "hidden"]
    untold |= {("strength", t.id, tag) for package in hidden for tag in package.strengths for t in scenario.theatres}
    untold |= {("waiting", lift.id) for lift in scenario.lifts if hidden}
    untold |= {("chosen", p.id) for p in scenario.decisions if has_secrets(p, seat)}

    def read(atom: Atom) -> str:
        source = layout.source(atom)
        if isinstance(atom, Query):
            told = (atom.function, *atom.args) not in untold and (atom.function, *atom.args[:1]) not in untold
            return source if told else "nan"
        quantity = layout.quantities.get(atom.id)
        seen = "exact" if quantity is None else sight(quantity.visible, seat)
        if quantity is None or seen == "exact" or (seen == "band" and quantity.names):
            return source
        return "nan" if seen == "hidden" else f"middle({source}, {quantity.low!r}, {quantity.high!r})"

    return read


def middle(value: float, low: float, high: float) -> float:
    """The middle of the band that `value` lies in."""
    return low + (band(value, low, high) + 0.5) * (high - low) / 5


def mask(scenario: Scenario, layout: Layout, seat: str) -> Mask:
    """The mask of one seat."""
    quantities = layout.quantities.values()
    hidden = [q.slot for q in quantities if sight(q.visible, seat) == "hidden"]
    banded = [(q.slot, q.low, q.high) for q in quantities if sight(q.visible, seat) == "band" and not q.names]
    return Mask((*hidden, *_hidden_rest(scenario, layout, seat)), tuple(banded))


def _carried(package: Package, layout: Layout) -> Iterator[int]:
    """The sums that a package moves: they would tell of it."""
    yield from (slot for key, slot in layout.slots.items() if key[0] == "waiting" and len(key) == 2)
    for key, slot in layout.slots.items():
        if key[0] == "strength" and len(key) == 3 and key[2] in package.strengths:
            yield slot


def _hidden_rest(scenario: Scenario, layout: Layout, seat: str) -> Iterator[int]:
    for package in scenario.packages:
        if sight(package.visible, seat) == "hidden":
            yield layout.slot(("place", package.id))
            yield layout.slot(("order", package.id))
            yield from _carried(package, layout)
    for point in scenario.decisions:
        if has_secrets(point, seat):
            yield layout.slot(("chosen", point.id))
    for inject in scenario.injects:
        if seat not in inject.to:
            yield layout.slot(("fired", inject.id))
            yield layout.slot(("last", inject.id))
    yield from (slot for key, slot in layout.slots.items() if key[0] == "local" and len(key) == 2)
