"""What a game starts from besides the scenario: seed, preset, length, texts and starts carried in, a sweep's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from tabletop.engine.chance import INVERSES, Streams, pick
from tabletop.engine.layout import LENGTH, Quantity
from tabletop.engine.program import LatentPlan, Program
from tabletop.engine.world import World
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.elements import Preset

STARTING = ("gauge", "stock", "flag", "text")


@dataclass(frozen=True)
class Setup:
    """The choices made before STARTEX. Empty preset and length mean the scenario's defaults.

    `starts` gives gauges, stocks, flags and texts another starting value, as an earlier stage of a campaign leaves it;
    it stands instead of the scenario's and the preset's, and the effects of `setup` come on top of it.
    """

    seed: int
    preset: str = ""
    length: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    latents: Mapping[str, str | float] = field(default_factory=dict)
    starts: Mapping[str, str | float] = field(default_factory=dict)


def settled(program: Program, setup: Setup) -> Setup:
    """The setup with defaults filled in.

    Raises IllegalDecision for names that the scenario does not have, and for starts out of their quantity's bounds.
    """
    scenario = program.scenario
    presets, lengths = [p.id for p in scenario.presets], [length.id for length in scenario.lengths]
    preset = setup.preset or scenario.preset_default or (presets[0] if presets else "")
    length = setup.length or scenario.default_length or (lengths[-1] if lengths else "")
    must_be_known("preset", preset, presets)
    must_be_known("length", length, lengths)
    for text, value in setup.texts.items():
        must_be_known("input text", text, [t.id for t in scenario.texts if t.input])
        must_be_known(f"value of {text}", value, program.layout.quantities[text].names)
    for id_ in setup.assumptions:
        must_be_known("assumption", id_, [a.id for a in scenario.assumptions])
    for id_ in setup.latents:
        must_be_known("latent", id_, list(program.latents))
    starts = {id_: _start(program, id_, value) for id_, value in setup.starts.items()}
    return replace(setup, preset=preset, length=length, starts=starts)


def starts_of(program: Program, setup: Setup) -> dict[str, float | str]:
    """What gauges, stocks, flags and texts start from under this setup, before the scenario's effects of `setup`."""
    world = World(program.layout, entries=False)
    furnish(program, settled(program, setup), world, Streams(setup.seed, program.scenario.id))
    known = (quantity for quantity in program.layout.quantities.values() if quantity.kind in STARTING)
    return {each.id: each.name(value) if each.names else value for each in known for value in [world.values[each.slot]]}


def _start(program: Program, id_: str, value: str | float) -> str | float:
    """A starting value that its quantity can have."""
    known = {each.id: each for each in program.layout.quantities.values() if each.kind in STARTING}
    must_be_known("quantity with a start", id_, list(known))
    quantity = known[id_]
    if quantity.kind == "text":
        must_be_known(f"value of {id_}", str(value) or "''", quantity.names)
        return str(value)
    return _within(quantity, value)


def _within(quantity: Quantity, value: str | float) -> float:
    low, high = quantity.low, quantity.high
    if isinstance(value, str) or not isfinite(value):
        raise IllegalDecision(f"{quantity.id} is a number, not '{value}'", "give a plain number")
    if not low <= value <= high or (quantity.kind == "flag" and value not in (0, 1)):
        ways = "0 or 1" if quantity.kind == "flag" else f"a number from {low:g} to {high:g}"
        raise IllegalDecision(f"{quantity.id} cannot start at {value:g}", f"give {ways}")
    return float(value)


def must_be_known(what: str, name: str, known: list[str] | tuple[str, ...]) -> None:
    """Return when a name is among the known ones or ''. Raises IllegalDecision with a way out for any other."""
    if name and name not in known:
        raise IllegalDecision(f"no {what} '{name}'", closest(name, known) or f"there are: {', '.join(known) or 'none'}")


def furnish(program: Program, setup: Setup, world: World, streams: Streams) -> None:
    """Write the starting values: assumptions, texts, latents, then what is worked out from them."""
    preset = next((p for p in program.scenario.presets if p.id == setup.preset), None)
    quantities = program.layout.quantities
    given: dict[str, float] = {a.id: a.base for a in program.scenario.assumptions}
    given |= (dict(preset.assumptions) if preset else {}) | dict(setup.assumptions)
    texts = {text.id: str(text.start) for text in program.scenario.texts}
    texts |= (dict(preset.texts) if preset else {}) | dict(setup.texts)
    texts |= {id_: str(value) for id_, value in setup.starts.items() if id_ in texts}
    writes = [(quantities[id_].slot, value) for id_, value in given.items()]
    writes += [(quantities[id_].slot, quantities[id_].number(value)) for id_, value in texts.items()]
    lengths = [str(length.id) for length in program.scenario.lengths]
    writes += [(program.layout.slots[LENGTH], float(lengths.index(setup.length)))] if setup.length else []
    world.commit(writes, "start", "assumptions and texts", 0)
    world.commit(list(_latents(program, preset, setup, world, streams)), "start", "latents", 0, seats=())
    starts = {quantities[id_].slot: float(value) for id_, value in setup.starts.items() if id_ not in texts}
    own = [(slot, float(value(world.values))) for slot, value in program.starts if slot not in starts]
    world.commit([*own, *starts.items()], "start", "quantities", 0)


def _latents(
    program: Program, preset: Preset | None, setup: Setup, world: World, streams: Streams
) -> list[tuple[int, float]]:
    pinned = (dict(preset.latents) if preset else {}) | dict(setup.latents)
    writes = []
    for id_, plan in program.latents.items():
        u = streams.uniform("latent", id_, 0)
        value = _pinned(program, id_, pinned[id_]) if id_ in pinned else _drawn(plan, u, world)
        writes.append((plan.slot, value))
    return writes


def _pinned(program: Program, latent: str, value: str | float) -> float:
    quantity = program.layout.quantities[latent]
    if quantity.names:
        must_be_known(f"state of {latent}", str(value), quantity.names)
        return quantity.number(str(value))
    try:
        return float(value)
    except ValueError as error:
        raise IllegalDecision(f"{latent} is a number, not '{value}'", "give a plain number") from error


def _drawn(plan: LatentPlan, u: float, world: World) -> float:
    if plan.odds:
        return plan.values[pick(u, list(plan.odds))]
    return float(INVERSES[plan.form](u, *plan.parameters(world.values)))


def starting_places(program: Program, setup: Setup) -> dict[str, int]:
    """Where the preset has packages start, by number of the place."""
    preset = next((p for p in program.scenario.presets if p.id == setup.preset), None)
    numbers = program.layout.places()
    return {package: numbers[place] for package, place in preset.places.items()} if preset else {}
