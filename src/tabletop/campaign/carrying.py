"""From the ends of stages to the start of the next: its seed, its length and preset, and everything carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tabletop.campaign.definition import CampaignPreset, Carry, Stage
from tabletop.campaign.ends import StageEnd, Values, word_label
from tabletop.campaign.load import LoadedCampaign
from tabletop.engine.chance import derived_seed
from tabletop.engine.codegen import grain
from tabletop.engine.layout import Quantity
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup, must_be_known, settled, starts_of
from tabletop.record.record import Campaign as Link
from tabletop.record.record import Header

Start = float | str


@dataclass(frozen=True)
class CampaignSetup:
    """The choices made before the first stage. '' means the campaign's first preset, format and set of weights.

    `assumptions` are those of the campaign that are set from outside; `seats` names players for seats of any stage.
    """

    seed: int
    preset: str = ""
    format: str = ""
    weights: str = ""
    assumptions: Mapping[str, float] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """One value that a stage starts with because of those before: `own` would have been its start otherwise.

    `told` is the pair of them as people read it: (own, start).
    """

    to: str
    label: str
    own: Start
    start: Start
    why: str
    told: tuple[str, str] = ("", "")


def agreed(loaded: LoadedCampaign, setup: CampaignSetup) -> CampaignSetup:
    """The setup with defaults filled in. Raises IllegalDecision for names that the campaign does not have."""
    campaign = loaded.campaign
    chosen = {
        "preset": setup.preset or next((str(each.id) for each in campaign.presets), ""),
        "format": setup.format or next((str(each.id) for each in campaign.formats), ""),
        "weights": setup.weights or str(campaign.weights[0].id),
    }
    known = {"preset": campaign.presets, "format": campaign.formats, "weights": campaign.weights}
    for what, name in chosen.items():
        must_be_known(what, name, [str(each.id) for each in known[what]])  # type: ignore[attr-defined]
    for name in setup.assumptions:
        must_be_known("assumption", name, [str(each.id) for each in campaign.assumptions])
    seats = dict.fromkeys(str(seat.id) for stage in loaded.stages.values() for seat in stage.scenario.seats)
    for name in setup.seats:
        must_be_known("seat", name, list(seats))
    return replace(setup, preset=chosen["preset"], format=chosen["format"], weights=chosen["weights"])


def values(loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd]) -> Values:
    """What the campaign's expressions read once these stages have ended."""
    preset = _preset(loaded, setup)
    base = {str(each.id): each.base for each in loaded.campaign.assumptions}
    return Values({**base, **(preset.assumptions if preset else {}), **setup.assumptions}, ends)


def stage_seed(campaign: str, seed: int, stage: str) -> int:
    """The seed of one stage: another stage in the row, or another scenario in another stage, does not change it."""
    return derived_seed(seed, f"campaign/{campaign}/{stage}", 0)


def stage_setup(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd], stage: str
) -> tuple[Setup, tuple[Carried, ...]]:
    """How a stage is set up after those before it have ended so, and what of it was carried.

    Raises CannotRun where an expression of the campaign has no value.
    """
    program, known = loaded.program(stage), values(loaded, setup, ends)
    part = loaded.stage(stage)
    own = settled(program, bare_setup(loaded, setup, stage))
    carries = [carry for carry in part.carry if known.holds(carry.when)]
    made = _with_facts(program, own, carries, known)
    texts = {str(c.to): _value(program, c, known) for c in carries if _kind(program, c) == "text"}
    made = replace(made, starts=texts)
    before, begun = starts_of(program, own), starts_of(program, made)
    numbers = {str(c.to): _number(program, c, known, begun) for c in carries if _kind(program, c) in _AMOUNTS}
    made = settled(program, replace(made, starts={**texts, **numbers}))
    return made, tuple(_told(program, carry, before, made) for carry in carries if carry.to in made.starts)


_AMOUNTS = ("gauge", "stock", "flag")


def bare_setup(loaded: LoadedCampaign, setup: CampaignSetup, stage: str) -> Setup:
    """How a stage would be set up if nothing were carried."""
    preset = _preset(loaded, setup)
    lengths = next((each.lengths for each in loaded.campaign.formats if each.id == setup.format), {})
    return Setup(
        seed=stage_seed(str(loaded.campaign.id), setup.seed, stage),
        preset=str(preset.stages.get(stage, "")) if preset else "",
        length=str(lengths.get(stage, "")),
    )


def stage_seats(loaded: LoadedCampaign, setup: CampaignSetup, stage: str) -> dict[str, str]:
    """Who holds the seats of a stage: as was chosen for the campaign, otherwise as the stage's scenario says."""
    seats = loaded.stages[stage].scenario.seats
    return {str(seat.id): setup.seats.get(str(seat.id), str(seat.player)) for seat in seats}


def link(loaded: LoadedCampaign, setup: CampaignSetup, stage: Stage) -> Link:
    """What the header of a stage's record says of its campaign; `setup` with its defaults filled in."""
    number = 1 + [part.id for part in loaded.campaign.stages].index(stage.id)
    return Link(
        str(loaded.campaign.id), str(loaded.campaign.version), loaded.sha256, str(stage.id), number,
        setup.seed, setup.preset, setup.format, setup.weights, dict(setup.assumptions), dict(setup.seats),
    )  # fmt: skip


def setup_from(header: Header) -> CampaignSetup:
    """The campaign's setup that a stage's header tells."""
    said = header.campaign
    assert said is not None
    return CampaignSetup(said.seed, said.preset, said.format, said.weights, said.assumptions, said.seats)


def _preset(loaded: LoadedCampaign, setup: CampaignSetup) -> CampaignPreset | None:
    wanted = setup.preset or next((str(each.id) for each in loaded.campaign.presets), "")
    return next((each for each in loaded.campaign.presets if each.id == wanted), None)


def _kind(program: Program, carry: Carry) -> str:
    return program.layout.quantities[carry.to].kind


def _with_facts(program: Program, setup: Setup, carries: list[Carry], known: Values) -> Setup:
    """The setup with carried assumptions and hidden facts."""
    facts = {str(c.to): _value(program, c, known) for c in carries if _kind(program, c) == "latent"}
    base = {str(each.id): each.base for each in program.scenario.assumptions}
    preset = next((each for each in program.scenario.presets if each.id == setup.preset), None)
    base |= dict(preset.assumptions) if preset else {}
    assumed = {
        str(c.to): float(_value(program, c, known)) if c.shift is None else _shifted(c, base[c.to], known)
        for c in carries
        if _kind(program, c) == "assumption"
    }
    return replace(setup, latents={**setup.latents, **facts}, assumptions={**setup.assumptions, **assumed})


def _value(program: Program, carry: Carry, known: Values) -> Start:
    names = program.layout.quantities[carry.to].names
    return known.word(carry.value, names) if names else grain(known.number(carry.value))


def _number(program: Program, carry: Carry, known: Values, begun: Mapping[str, Start]) -> float:
    quantity = program.layout.quantities[carry.to]
    own = begun[carry.to]
    found = _shifted(carry, float(own), known) if carry.shift is not None else known.number(carry.value)
    return grain(_bounded(quantity, float(bool(found)) if quantity.kind == "flag" else found))


def _shifted(carry: Carry, own: float, known: Values) -> float:
    low, high = carry.bounds
    return grain(own + min(high, max(low, known.number(carry.shift))))


def _bounded(quantity: Quantity, value: float) -> float:
    return min(quantity.high, max(quantity.low, value))


def _told(program: Program, carry: Carry, before: Mapping[str, Start], made: Setup) -> Carried:
    label, own, start = program.layout.quantities[carry.to].label, before[carry.to], made.starts[carry.to]
    told = (_read(program, str(carry.to), own), _read(program, str(carry.to), start))
    return Carried(str(carry.to), label, own, start, str(carry.why), told)


def _read(program: Program, id_: str, value: Start) -> str:
    if isinstance(value, str):
        return word_label(program.scenario, id_, value)
    if program.layout.quantities[id_].kind == "flag":
        return "yes" if value else "no"
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}"
