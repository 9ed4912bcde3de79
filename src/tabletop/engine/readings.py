"""Gauges, stocks, flags, texts and theatres as a seat reads them: a number, a band, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tabletop.engine.layout import Quantity, QuantityKind
from tabletop.engine.numerals import numeral
from tabletop.engine.sight import BANDS, band, sight
from tabletop.engine.simulation import Simulation
from tabletop.scenario.elements import Gauge, Stock

DAY = 1440


@dataclass(frozen=True)
class Reading:
    """One quantity as the seat reads it.

    `value` and `change` (since 24 hours ago, or since the latest longer step) are None where the seat sees only a band;
    `history` has a value a step, the last one now; `text` is how it is shown; `word` is the rung's or the state's word.
    What is hidden has none.
    """

    id: str
    label: str
    kind: QuantityKind
    value: float | None
    text: str
    exact: bool
    unit: str
    low: float
    high: float
    change: float | None
    history: tuple[float, ...]
    better: str
    headline: bool
    word: str
    about: str


@dataclass(frozen=True)
class TheatreView:
    """A theatre: its rung (None without a ladder or where only a band is seen), the rung's word, packages present."""

    id: str
    label: str
    rung: float | None
    word: str
    forces: tuple[str, ...]


def readings(sim: Simulation, seat: str | None) -> tuple[Reading, ...]:
    """All readings of a seat, in written order: gauges, stocks, texts, flags; for the facilitator the rest too."""
    return tuple(_all(sim, seat))


def _all(sim: Simulation, seat: str | None) -> Iterator[Reading]:
    scenario, quantities = sim.program.scenario, sim.program.layout.quantities
    amounts: list[Gauge | Stock] = [*scenario.gauges, *scenario.stocks]
    for amount in amounts:
        if sight(amount.visible, seat) != "hidden" and (seat is None or not amount.auxiliary):
            yield _amount(sim, seat, amount)
    for text in scenario.texts:
        if sight(text.visible, seat) != "hidden":
            yield _named(sim, quantities[text.id])
    for flag in scenario.flags:
        if sight(flag.visible, seat) != "hidden":
            yield _flag(sim, quantities[flag.id])
    for latent in scenario.latents:
        if sight(latent.visible, seat) != "hidden":
            yield _named(sim, quantities[latent.id])


def _amount(sim: Simulation, seat: str | None, amount: Gauge | Stock) -> Reading:
    quantity = sim.program.layout.quantities[amount.id]
    exact = sight(amount.visible, seat) == "exact"
    words = amount.words if isinstance(amount, Gauge) else []
    value = sim.world.values[quantity.slot]
    history = _history(sim, quantity, exact)
    text = number(value, quantity) if exact else BANDS[band(value, quantity.low, quantity.high)]
    return Reading(
        id=amount.id,
        label=amount.label,
        kind="gauge" if isinstance(amount, Gauge) else "stock",
        value=value if exact else None,
        text=text,
        exact=exact,
        unit=amount.unit,
        low=quantity.low,
        high=quantity.high,
        change=_change(sim, quantity) if exact else None,
        history=history,
        better=amount.better,
        headline=isinstance(amount, Gauge) and amount.headline,
        word=words[min(len(words) - 1, int(value - quantity.low))] if words and exact else "",
        about=amount.about,
    )


def number(value: float, quantity: Quantity) -> str:
    """A value with as many decimals as its range deserves."""
    span = quantity.high - quantity.low
    if span > 1000:
        return numeral(value, ".0f" if abs(value) >= 10 or value == int(value) else ".2f")
    return numeral(value, ".2f" if span <= 2 else ".1f" if span <= 20 else ".0f")


def _history(sim: Simulation, quantity: Quantity, exact: bool) -> tuple[float, ...]:
    values = [values[quantity.slot] for _, values in sim.history] + [sim.world.values[quantity.slot]]
    if exact:
        return tuple(values)
    width = (quantity.high - quantity.low) / 5
    return tuple(quantity.low + (band(v, quantity.low, quantity.high) + 0.5) * width for v in values)


def _change(sim: Simulation, quantity: Quantity) -> float:
    earlier = _earlier(sim)
    return 0.0 if earlier is None else sim.world.values[quantity.slot] - earlier[1][quantity.slot]


def _earlier(sim: Simulation) -> tuple[int, list[float]] | None:
    """What changes are told against: the latest step at least a day ago; before the first long one, the start."""
    found = next((step for step in reversed(sim.history) if step[0] <= sim.now - DAY), None)
    if found is None and sim.program.scenario.step > DAY <= sim.now:
        return 0, sim.start_values
    return found


def since(sim: Simulation) -> str:
    """The day against which changes are told where steps are longer than a day; '' for the day before."""
    earlier = _earlier(sim) if sim.program.scenario.step > DAY else None
    return "" if earlier is None else sim.program.times.day(earlier[0])


def _named(sim: Simulation, quantity: Quantity) -> Reading:
    value = sim.world.values[quantity.slot]
    return _state(quantity, value, quantity.words(value) if quantity.names else numeral(value, ".1f"))


def _flag(sim: Simulation, quantity: Quantity) -> Reading:
    value = sim.world.values[quantity.slot]
    return _state(quantity, value, "yes" if value else "no")


def _state(quantity: Quantity, value: float, text: str) -> Reading:
    return Reading(
        id=quantity.id,
        label=quantity.label,
        kind=quantity.kind,
        value=value,
        text=text,
        exact=True,
        unit="",
        low=quantity.low,
        high=quantity.high,
        change=None,
        history=(),
        better="neither",
        headline=False,
        word=text,
        about="",
    )


def theatres(sim: Simulation, seat: str | None) -> tuple[TheatreView, ...]:
    """The theatres with their rungs and the packages that the seat sees there."""
    scenario = sim.program.scenario
    read = {reading.id: reading for reading in readings(sim, seat)}
    seen = []
    for theatre in scenario.theatres:
        rung = read.get(theatre.rung or "")
        places = {n for n, place in enumerate(scenario.places) if place.theatre == theatre.id}
        present = tuple(
            package.label
            for package in scenario.packages
            if sight(package.visible, seat) != "hidden" and sim.forces.place(package.id) in places
        )
        word = (rung.word or rung.text) if rung else ""
        seen.append(TheatreView(theatre.id, theatre.label, rung.value if rung else None, word, present))
    return tuple(seen)
