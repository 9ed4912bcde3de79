"""The linchpin line: where in a whole campaign one quantity was lowest, and what brought it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabletop.campaign.definition import Stage
from tabletop.engine.cards import cards
from tabletop.engine.entries import ROOT, Entry
from tabletop.engine.simulation import Simulation


@dataclass(frozen=True)
class Lowest:
    """The lowest value of a quantity: in which stage, when there, and the event that came before it, in words."""

    label: str
    value: float
    stage: str
    clock: str
    why: str


def lowest(quantity: str, stages: Sequence[tuple[Stage, Simulation]]) -> Lowest | None:
    """The lowest point over games that kept their entries; None where no stage has the quantity."""
    found: Lowest | None = None
    for stage, sim in stages:
        known = sim.program.layout.quantities.get(quantity)
        if known is None or not sim.entries:
            continue
        value, entry = _low(quantity, sim)
        if found is None or value < found.value:
            clock = sim.program.scenario.times.moment(entry.at)
            found = Lowest(known.label, value, str(stage.title), clock, _told(quantity, sim, entry))
    return found


def _low(quantity: str, sim: Simulation) -> tuple[float, Entry]:
    """The first entry after which the quantity was as low as it ever was."""
    value, entry = sim.world.values[sim.program.layout.quantities[quantity].slot], sim.entries[-1]
    for each in reversed(sim.entries):
        for change in each.changes:
            if change.quantity == quantity and change.after <= value:
                value, entry = change.after, each
    return value, entry


def _told(quantity: str, sim: Simulation, entry: Entry) -> str:
    """What led to an entry: the nearest thing on its chain of causes that has a card, or the rule that weighed most."""
    titles = {card.n: card.title for card in cards(sim, None, 0)}
    link = entry
    while link.n not in titles and link.cause != link.n and link.n > ROOT:
        link = sim.entries[link.cause]
    if link.n in titles:
        return f"It came with: {titles[link.n]}."
    if entry.kind == "start":
        return "It stood there at the start."
    parts = [part for change in entry.changes if change.quantity == quantity for part in change.parts]
    rule = min(parts, key=lambda part: part[1], default=None)
    title = next((r.title for r in sim.program.scenario.relations if rule is not None and r.id == rule[0]), "")
    return f"It came there by rule {rule[0]} ({title})." if rule is not None and title else "It came there with time."
