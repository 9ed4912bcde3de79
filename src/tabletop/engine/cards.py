"""Consequence cards: what happened, the odds beforehand, the draw, why, by which rule, who decided, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabletop.engine.entries import Change, Entry
from tabletop.engine.knowledge import knows, origin, seats_told
from tabletop.engine.layout import Quantity
from tabletop.engine.odds import soon, words
from tabletop.engine.readings import number
from tabletop.engine.sight import BANDS, band, sight
from tabletop.engine.simulation import Simulation

MOST_LINES = 12
DID_NOT = "did not happen"
UNKNOWN = "they turn on what you cannot see"
ROOTS = ("inject", "decision", "default", "resolved", "arrived", "loading", "stage", "override")


@dataclass(frozen=True)
class Card:
    """One card for one seat: at most 12 lines of plain text. `n` is the entry that it is about, `at` in minutes."""

    n: int
    at: int
    clock: str
    title: str
    lines: tuple[str, ...]


def cards(sim: Simulation, seat: str | None, since: int = 0) -> tuple[Card, ...]:
    """The cards of what `seat` may know among the entries from number `since` on, in order."""
    followers = _followers(sim, since)
    made = (_card(sim, seat, root, followers.get(root.n, [])) for root in _roots(sim, seat, since))
    return tuple(card for card in made if card is not None)


def _roots(sim: Simulation, seat: str | None, since: int) -> Iterator[Entry]:
    for entry in sim.entries[since:]:
        if _is_root(sim, entry) and _told(sim, entry, seat):
            yield entry


def _is_root(sim: Simulation, entry: Entry) -> bool:
    """Roots of cards: what stands for itself, and what was delayed and happens later than its cause."""
    if entry.kind in ROOTS:
        return True
    return entry.kind in ("chance", "change") and entry.n > 0 and sim.entries[entry.cause].at < entry.at


def _told(sim: Simulation, entry: Entry, seat: str | None) -> bool:
    if entry.kind in ("loading", "arrived"):
        return sight(sim.program.forces.packages[entry.what].package.visible, seat) != "hidden"
    told = seats_told(sim, entry.n)
    return knows(entry, seat) and (seat is None or told is None or seat in told)


def _followers(sim: Simulation, since: int) -> dict[int, list[Entry]]:
    """Entries of the same minute by the root that they follow from."""
    roots: dict[int, int] = {}
    found: dict[int, list[Entry]] = {}
    for entry in sim.entries[since:]:
        if _is_root(sim, entry):
            roots[entry.n] = entry.n
        elif entry.cause in roots and entry.kind != "step":
            roots[entry.n] = roots[entry.cause]
        else:
            continue
        found.setdefault(roots[entry.n], []).append(entry)
    return found


def _card(sim: Simulation, seat: str | None, root: Entry, entries: list[Entry]) -> Card | None:
    title, lines = _TITLES.get(root.kind, _delayed)(sim, root)
    for entry in entries:
        if entry.kind == "chance":
            lines += _chance(sim, seat, entry)
    lines += _hazard(sim, seat, root)
    moved = _moved(sim, seat, entries)
    rules = sorted({entry.because for entry in entries if entry.because})
    if rules:
        grades = {relation.id: relation.grade for relation in sim.program.scenario.relations}
        lines.append("Rule: " + ", ".join(f"{rule} (grade {grades[rule]})" for rule in rules) + ".")
    if moved:
        lines.append("Moved: " + "; ".join(moved) + ".")
    if not lines:
        return None
    return Card(root.n, root.at, sim.program.times.moment(root.at), title, tuple(lines[:MOST_LINES]))


def _decision(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    plan = sim.program.points[root.what]
    seat = next(s.label for s in sim.program.scenario.seats if s.id == root.detail["seat"])
    chosen = plan.named(root.detail["choice"])
    how = "by default, since no answer came" if root.kind == "default" else "by decision"
    return plan.point.title, [f"{seat} chose: {chosen} ({how})."]


def _resolved(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    lines = []
    for decision, choice in root.detail["choices"].items():
        plan = sim.program.points[decision]
        seat = next(s.short for s in sim.program.scenario.seats if s.id == plan.point.seat)
        lines.append(f"{seat}: {plan.named(choice)}.")
    return "What the choices did together", lines


def _inject(_sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    reason = root.detail.get("reason")
    return root.detail["subject"], [f"Put in by the facilitator: {reason}."] if reason else []


def _package(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    label = sim.program.forces.packages[root.what].package.label
    if root.kind == "arrived":
        return f"Arrived: {label}", [f"All loads have landed at {root.detail['at']}."]
    return f"Loading: {label}", [f"The first loads leave {root.detail['from']} for {root.detail['to']}."]


def _stage(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    label = sim.program.programmes[root.what].programme.label
    return label, [f"Stage done: {root.detail['stage']}."]


def _override(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    label = sim.program.layout.quantities[root.what].label
    return f"Set by the facilitator: {label}", [f"Reason: {root.detail['reason']}."]


def _delayed(sim: Simulation, root: Entry) -> tuple[str, list[str]]:
    return f"Later: {origin(sim, root.cause)}", []


_TITLES = {
    "decision": _decision,
    "default": _decision,
    "resolved": _resolved,
    "inject": _inject,
    "loading": _package,
    "arrived": _package,
    "stage": _stage,
    "override": _override,
}


def _chance(sim: Simulation, seat: str | None, entry: Entry) -> list[str]:
    detail = entry.detail
    if _secret(sim, seat, detail):
        return [f"Odds beforehand: {UNKNOWN}."]
    odds, arms, taken = detail["odds"], detail["arms"], detail["taken"]
    told = _yes_or_no if arms[1:] == (f"not: {arms[0]}",) else _one_of_several
    before, needed, result = told(arms, odds, taken)
    lines = [f"Odds beforehand: {before}.", f"Draw: {needed} on 100; drew {detail['draw'] * 100:.0f}: {result}."]
    return lines + _because(sim, seat, detail.get("drivers", ()))


def _yes_or_no(arms: Sequence[str], odds: Sequence[float], taken: int) -> tuple[str, str, str]:
    """Odds, what was needed, and the result: all told by what might happen, whether it did or not."""
    result = arms[0] if taken == 0 else f"“{arms[0]}” {DID_NOT}"
    return f"{arms[0]}: {words(odds[0])}", f"needed {odds[0] * 100:.0f} or less", result


def _one_of_several(arms: Sequence[str], odds: Sequence[float], taken: int) -> tuple[str, str, str]:
    before = "; ".join(f"{arm}: {words(p)}" for arm, p in zip(arms, odds, strict=True) if p > 0)
    if taken < 0:
        return before, f"needed more than {sum(odds) * 100:.0f}", "nothing of this"
    below, upper = sum(odds[:taken]) * 100, sum(odds[: taken + 1]) * 100
    lower = f"more than {below:.0f}"
    needed = f"{upper:.0f} or less" if not taken else lower if upper >= 99.5 else f"{lower} and at most {upper:.0f}"
    return before, f"needed {needed}", arms[taken]


def _hazard(sim: Simulation, seat: str | None, root: Entry) -> list[str]:
    if "rate" not in root.detail:
        return []
    if _secret(sim, seat, root.detail):
        return [f"Odds beforehand: {UNKNOWN}."]
    rate = float(root.detail["rate"])
    lines = [f"Odds beforehand: {soon(rate, rate, sim.program.scenario.step)} at that day's rate."]
    return lines + _because(sim, seat, root.detail.get("drivers", ()))


def _secret(sim: Simulation, seat: str | None, detail: Mapping[str, Any]) -> bool:
    """True if the odds turned on something that the seat does not see: they would tell it."""
    quantities = sim.program.layout.quantities
    read = (quantities[name] for name in detail.get("reads", ()) if name in quantities)
    return any(sight(quantity.visible, seat) == "hidden" for quantity in read)


def _because(sim: Simulation, seat: str | None, drivers: Any) -> list[str]:
    quantities = sim.program.layout.quantities
    told = []
    for name, change in drivers:
        quantity = quantities.get(name)
        if quantity is not None and sight(quantity.visible, seat) == "hidden":
            continue
        label = quantity.label if quantity is not None else _forces(sim, name)
        told.append(f"{label} ({'+' if change > 0 else '−'})")
    return ["Because, since STARTEX: " + ", ".join(told) + "."] if told else []


def _forces(sim: Simulation, name: str) -> str:
    theatre = name.split()[1]
    return f"forces in {next(t.label for t in sim.program.scenario.theatres if t.id == theatre)}"


def _moved(sim: Simulation, seat: str | None, entries: list[Entry]) -> list[str]:
    first: dict[str, Change] = {}
    for entry in entries:
        for change in entry.changes:
            before = first[change.quantity].before if change.quantity in first else change.before
            first[change.quantity] = Change(change.quantity, before, change.after)
    quantities = sim.program.layout.quantities
    moved = (_shown(seat, quantities[name], change) for name, change in first.items() if name in quantities)
    return [text for text in moved if text]


def _shown(seat: str | None, quantity: Quantity, change: Change) -> str:
    seen = sight(quantity.visible, seat)
    if seen == "hidden" or change.before == change.after:
        return ""
    if quantity.kind == "flag":
        return f"{quantity.label}: {'yes' if change.after else 'no'}"
    if quantity.names:
        return f"{quantity.label}: {quantity.words(change.after)}"
    before, after = number(change.before, quantity), number(change.after, quantity)
    if seen == "band":
        before, after = (BANDS[band(value, quantity.low, quantity.high)] for value in (change.before, change.after))
    return "" if before == after else f"{quantity.label} {before} → {after}"
