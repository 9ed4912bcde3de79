"""Where each thing that can be read or changed lives in the world's flat array of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Latent, Visibility
from tabletop.scenario.expression.nodes import Name, Query
from tabletop.simtime import DAY

DAYS = 0
NEVER = -9999.0
LENGTH = ("length",)
"""The slot of the number of the session's length in written order, -1 for none: setup, and no part of the state."""
PUBLIC = Visibility()


QuantityKind = Literal["gauge", "stock", "flag", "text", "latent", "assumption", "programme"]


@dataclass(frozen=True)
class Quantity:
    """A declared number of the world: its slot, bounds, who sees it, and the names of its values if it has any."""

    id: str
    slot: int
    kind: QuantityKind
    label: str
    low: float
    high: float
    visible: Visibility
    names: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()

    def number(self, name: str) -> float:
        """The number that a named value is stored as."""
        return self.values[self.names.index(name)]

    def name(self, number: float) -> str:
        """The named value stored as `number`."""
        return self.names[self.values.index(number)]

    def words(self, number: float) -> str:
        """The named value stored as `number`, as people read it: its label, or its name without joining signs."""
        place = self.values.index(number)
        return self.labels[place] or self.names[place].replace("_", " ")


@dataclass
class Layout:
    """Slots by what they stand for. Built once for a scenario; `size` slots in all."""

    scenario: Scenario
    quantities: dict[str, Quantity] = field(default_factory=dict)
    slots: dict[tuple[str, ...], int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    start: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slot(("days",))
        for quantity in _declared(self.scenario):
            self._declare(*quantity)
        for package in self.scenario.packages:
            self.slot(("place", package.id))
            self.slot(("order", package.id))
            for tag in package.strengths:
                for theatre in self.scenario.theatres:
                    self.slot(("strength", theatre.id, tag))
        for lift in self.scenario.lifts:
            self.slot(("waiting", lift.id))
        for point in self.scenario.decisions:
            self.slot(("chosen", point.id), start=-1.0)
            self.slot(("answered", point.id))
            self.slot(("last", point.id), start=NEVER)
        for inject in self.scenario.injects:
            self.slot(("fired", inject.id))
            self.slot(("last", inject.id), start=NEVER)
        self.slot(LENGTH, start=-1.0)
        self.slot(("local", "notice"))

    def _declare(
        self, id_: str, kind: QuantityKind, label: str, low: float, high: float, visible: Visibility,
        names: Iterable[str] = (), values: Iterable[float] = (), labels: Iterable[str] = (),
    ) -> None:  # fmt: skip
        slot, named = self.slot((id_,), low, high), (tuple(names), tuple(values), tuple(labels))
        self.quantities[id_] = Quantity(id_, slot, kind, label, low, high, visible, *named)

    def slot(self, key: tuple[str, ...], low: float = -1e9, high: float = 1e9, start: float = 0.0) -> int:
        """The slot of `key`, made if it is new."""
        if key not in self.slots:
            self.slots[key] = len(self.low)
            self.low.append(low)
            self.high.append(high)
            self.start.append(start)
        return self.slots[key]

    @cached_property
    def names(self) -> dict[int, str]:
        """What each slot is called in entries: a quantity's id, or the words of its key."""
        return {slot: " ".join(key) for key, slot in self.slots.items()}

    @property
    def size(self) -> int:
        """How many slots there are."""
        return len(self.low)

    def places(self) -> dict[str, int]:
        """Number of each place as stored in a package's place slot; -1 means under way."""
        return {place.id: number for number, place in enumerate(self.scenario.places)}

    def source(self, atom: Name | Query) -> str:
        """Python source that reads `atom` from the array `v`."""
        if isinstance(atom, Name):
            key = (atom.id,) if (atom.id,) in self.slots else ("local", atom.id)
            return f"v[{self.slot(key)}]"
        return _QUERIES[atom.function](self, atom.args)

    def index(self, atom: Name | Query, literal: str) -> str:
        """Python source of the number that the text `literal` is stored as, for comparisons with `atom`."""
        if isinstance(atom, Query):
            return repr(float(self.option_number(atom.args[0], literal)))
        return repr(self.quantities[atom.id].number(literal))

    def option_number(self, decision: str, option: str) -> int:
        """Number of an option of a decision point as stored in its chosen slot; -1 for 'none'."""
        options = next(point.options for point in self.scenario.decisions if point.id == decision)
        return next((n for n, known in enumerate(options) if known.id == option), -1)


def _declared(scenario: Scenario) -> Iterable[tuple]:  # type: ignore[type-arg]
    for gauge in scenario.gauges:
        yield gauge.id, "gauge", gauge.label, gauge.min, gauge.max, gauge.visible
    for stock in scenario.stocks:
        yield stock.id, "stock", stock.label, stock.min, stock.max, stock.visible
    for flag in scenario.flags:
        yield flag.id, "flag", flag.label, 0.0, 1.0, flag.visible
    for text in scenario.texts:
        numbers = [float(n) for n in range(len(text.values))]
        labels = [text.labels.get(value, "") for value in text.values]
        yield text.id, "text", text.label, 0.0, numbers[-1], text.visible, text.values, numbers, labels
    for latent in scenario.latents:
        yield _latent(latent)
    for assumption in scenario.assumptions:
        yield assumption.id, "assumption", assumption.label, -1e9, 1e9, PUBLIC
    for programme in scenario.programmes:
        yield programme.id, "programme", programme.label, 0.0, float(len(programme.stages)), programme.visible


def _latent(latent: Latent) -> tuple:  # type: ignore[type-arg]
    names, labels = [state.id for state in latent.states], [state.label for state in latent.states]
    values = [float(n if state.value is None else state.value) for n, state in enumerate(latent.states)]
    return latent.id, "latent", latent.label, -1e9, 1e9, latent.visible, names, values, labels


def _strength(layout: Layout, args: tuple[str, ...]) -> str:
    return f"v[{layout.slot(('strength', *args))}]"


def _base_strength(layout: Layout, args: tuple[str, ...]) -> str:
    theatre, tag = args
    homes = {place.id for place in layout.scenario.places if place.theatre == theatre}
    total = sum(p.strengths.get(tag, 0.0) for p in layout.scenario.packages if p.place in homes)
    return repr(float(total))


def _at(layout: Layout, args: tuple[str, ...]) -> str:
    package, place = args
    return f"(v[{layout.slot(('place', package))}] == {layout.places()[place]})"


def _away(layout: Layout, args: tuple[str, ...]) -> str:
    home = next(package.place for package in layout.scenario.packages if package.id == args[0])
    return f"(v[{layout.slot(('place', args[0]))}] != {layout.places()[home]})"


def _chosen(layout: Layout, args: tuple[str, ...]) -> str:
    slot = layout.slot(("chosen", args[0]))
    if len(args) == 1:
        return f"v[{slot}]"
    point = next(point for point in layout.scenario.decisions if point.id == args[0])
    number = layout.option_number(*args)
    if point.pick is None and not point.items:
        return f"(v[{slot}] == {number})"
    return f"(v[{slot}] >= 0 and int(v[{slot}]) >> {number} & 1 == 1)"


def _asked(layout: Layout, args: tuple[str, ...]) -> str:
    """Whether the session's length asks at a decision point; without a length everything is asked."""
    lengths = next(point.lengths for point in layout.scenario.decisions if point.id == args[0])
    numbers = [float(n) for n, length in enumerate(layout.scenario.lengths) if length.id in lengths]
    slot = layout.slot(LENGTH)
    return f"(v[{slot}] in {(-1.0, *numbers)!r})" if lengths else "True"


def _elapsed(last: int) -> str:
    return f"(v[{DAYS}] - v[{last}] if v[{last}] != {NEVER} else {-NEVER})"


_QUERIES: dict[str, Callable[[Layout, tuple[str, ...]], str]] = {
    "strength": _strength,
    "base_strength": _base_strength,
    "at": _at,
    "away": _away,
    "ordered": lambda layout, args: f"(v[{layout.slot(('order', args[0]))}] != 0)",
    "waiting": lambda layout, args: f"v[{layout.slot(('waiting', args[0]))}]",
    "chosen": _chosen,
    "answered": lambda layout, args: f"(v[{layout.slot(('answered', args[0]))}] != 0)",
    "asked": _asked,
    "fired": lambda layout, args: f"v[{layout.slot(('fired', args[0]))}]",
    "days": lambda _layout, _args: f"v[{DAYS}]",
    "since": lambda layout, args: f"(v[{DAYS}] - {layout.scenario.times.read(args[0]) / DAY!r})",
    "elapsed": lambda layout, args: _elapsed(layout.slot(("last", args[0]))),
    "stage": lambda layout, args: f"v[{layout.slot((args[0],))}]",
}
