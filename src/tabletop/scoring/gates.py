"""Gates: conditions that hold a rating down, and whether decision or chance led to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tabletop.engine.entries import ROOT, Entry
from tabletop.engine.simulation import Simulation
from tabletop.scenario.definition import Gate

_CHOICES = ("decision", "default")


@dataclass(frozen=True)
class GateReached:
    """A gate whose condition holds: its cap in points, how it was reached, and the entry that did it.

    `by` is 'decision' (of the seat that is scored), 'chance', 'decision and chance', 'others' (another seat decided)
    or 'rule' (the relations alone); '' when no entries were kept. `entry` is None then. `decisions` are entry numbers
    of the seat's own decisions on the way.
    """

    id: str
    label: str
    cap: float
    by: str = ""
    entry: int | None = None
    decisions: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.label} (reached by {self.by})" if self.by else self.label


def gates_reached(sim: Simulation, seat: str) -> tuple[GateReached, ...]:
    """The gates over a seat that hold as the game stands, the lowest cap first, then in written order."""
    gates = [gate for gate in sim.program.scenario.gates if seat in gate.seats and _holds(sim, gate, sim.world.values)]
    return tuple(_reached(sim, gate, seat) for gate in sorted(gates, key=lambda gate: gate.cap))


def _holds(sim: Simulation, gate: Gate, values: list[float]) -> bool:
    return bool(sim.program.code.remembered(gate.when)(values))


def _reached(sim: Simulation, gate: Gate, seat: str) -> GateReached:
    entry = _turning_point(sim, gate)
    if entry is None:
        return GateReached(str(gate.id), gate.label, gate.cap)
    links = list(_links(sim.entries, entry))
    own = tuple(link.n for link in links if link.kind in _CHOICES and link.detail.get("seat") == seat)
    return GateReached(str(gate.id), gate.label, gate.cap, _by(links, bool(own)), entry.n, own)


def _by(links: list[Entry], own: bool) -> str:
    chance = any(_is_chance(link) for link in links)
    if own or chance:
        return " and ".join(word for word, so in (("decision", own), ("chance", chance)) if so)
    return "others" if any(link.kind in _CHOICES for link in links) else "rule"


def _turning_point(sim: Simulation, gate: Gate) -> Entry | None:
    """The entry since which the condition has held without a break: undo the changes one after the other.

    None without entries.
    """
    if not sim.entries:
        return None
    slots = {" ".join(key): slot for key, slot in sim.program.layout.slots.items()}
    values = sim.world.values.copy()
    for entry in reversed(sim.entries):
        for change in reversed(entry.changes):
            values[slots[change.quantity]] = change.before
        if entry.changes and not _holds(sim, gate, values):
            return entry
    return None


def _links(entries: list[Entry], entry: Entry) -> Iterator[Entry]:
    """The entries that led here, nearest first, with all answers where sealed ones met.

    A step of the relations ends the chain: what stands before it in time did not cause it.
    """
    yield entry
    while entry.n != ROOT and entry.kind != "step":
        yield from (entries[n] for n in entry.detail.get("entries", ()) if n != entry.cause)
        entry = entries[entry.cause]
        yield entry


def _is_chance(entry: Entry) -> bool:
    return entry.kind == "chance" or (entry.kind == "inject" and "draw" in entry.detail)
