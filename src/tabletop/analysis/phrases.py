"""Entries of a game in a few words each, as the facilitator may read them, and what led to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tabletop.engine.entries import ROOT, Change, Entry
from tabletop.engine.layout import Quantity
from tabletop.engine.readings import number
from tabletop.engine.simulation import Simulation

MOST_MOVES = 3
_FINEST = 6


def phrase(sim: Simulation, entry: Entry) -> str:
    """What an entry says, in one line without its time; '' for what only the machinery knows."""
    return _PHRASES.get(entry.kind, _nothing)(sim, entry)


def moves(sim: Simulation, entry: Entry, other: Entry | None = None) -> str:
    """'Alliance cohesion 66 → 60; …': the declared quantities that an entry moved, three at the most.

    With another course's entry, those first that it moved differently, with as many decimals as show the difference.
    """
    quantities = sim.program.layout.quantities
    there = {change.quantity: change.after for change in other.changes} if other else {}
    here = {change.quantity: change for change in entry.changes if change.quantity in quantities}
    apart = {name: abs(change.after - there.get(name, change.after)) for name, change in here.items()}
    order = sorted(here, key=lambda name: name in there and not apart[name])
    told = [_move(quantities[name], here[name], apart[name]) for name in order[:MOST_MOVES]]
    return "; ".join(told) + ("; …" if len(order) > MOST_MOVES else "")


def value(quantity: Quantity, amount: float, apart: float = 0.0) -> str:
    """An amount in words or with the decimals its range deserves; more where a difference of `apart` is to be seen."""
    if quantity.kind == "flag":
        return "yes" if amount else "no"
    if quantity.names and amount in quantity.values:
        return quantity.words(amount)
    plain = number(amount, quantity)
    digits = len(plain.partition(".")[2])
    while apart and digits < _FINEST and round(apart, digits) == 0:
        digits += 1
    return (plain if digits == len(plain.partition(".")[2]) else f"{amount:.{digits}f}").replace("-", "−")


def led_to(sim: Simulation, n: int) -> tuple[Entry, ...]:
    """The entries that led to entry `n`, nearest first, as far as one follows from another and can be told.

    Steps of the relations and what a condition set off name what came last before them, which need not have led there.
    Choices that took effect together are told as one.
    """
    found = []
    entry = sim.entries[n]
    while entry.n != ROOT and entry.kind not in ("step", "resolved") and not _by_itself(sim, entry):
        entry = sim.entries[entry.cause]
        if entry.kind not in ("start", "step", "opened") and phrase(sim, entry):
            found.append(entry)
    return tuple(found)


def _by_itself(sim: Simulation, entry: Entry) -> bool:
    """True for what a condition or the clock set off."""
    if entry.kind == "inject":
        return sim.program.injects[entry.what].inject.when is not None
    opens = sim.program.points[entry.what].point.opens if entry.kind == "opened" else None
    return opens is not None and (opens.at is not None or opens.when is not None)


def _move(quantity: Quantity, change: Change, apart: float) -> str:
    if quantity.kind == "flag" or quantity.names:
        return f"{quantity.label}: {value(quantity, change.after)}"
    apart = min((size for size in (apart, abs(change.after - change.before)) if size), default=0.0)
    return f"{quantity.label} {value(quantity, change.before, apart)} → {value(quantity, change.after, apart)}"


def _nothing(_sim: Simulation, _entry: Entry) -> str:
    return ""


def _inject(_sim: Simulation, entry: Entry) -> str:
    by_hand = " (by the facilitator's hand)" if "reason" in entry.detail else ""
    return f"“{entry.detail['subject']}”{by_hand}"


def _decision(sim: Simulation, entry: Entry) -> str:
    how = " (by default)" if entry.kind == "default" else ""
    return f"{answer(sim, entry.what, entry.detail['choice'])}{how}"


def answer(sim: Simulation, decision: str, choice: tuple[str, ...]) -> str:
    """'US: What do we ask of Seoul? -- Consult first'."""
    point = sim.program.points[decision].point
    return f"{short(sim, point.seat)}: {point.title} -- {labels(sim, decision, choice)}"


def labels(sim: Simulation, decision: str, choice: tuple[str, ...]) -> str:
    """The chosen options' labels in written order, 'nothing' for none."""
    options = sim.program.points[decision].point.options
    return "; ".join(option.label for option in options if option.id in choice) or "nothing"


def named(sim: Simulation, id_: str) -> str:
    """What the thing with this id is called in the scenario; the id itself, as a word, where it has no label."""
    program = sim.program
    if id_ in program.layout.quantities:
        return str(program.layout.quantities[id_].label)
    if id_ in program.points:
        return f"“{program.points[id_].point.title}”"
    if id_ in program.injects:
        return f"“{program.injects[id_].inject.subject}”"
    things: tuple[Any, ...] = (*program.scenario.packages, *program.scenario.places, *program.scenario.theatres)
    return next((str(each.label) for each in things if each.id == id_), id_.replace("_", " "))


def short(sim: Simulation, seat: str) -> str:
    """The short name of a seat."""
    return next(each.short or each.label for each in sim.program.scenario.seats if each.id == seat)


def _chance(_sim: Simulation, entry: Entry) -> str:
    arms, taken = entry.detail["arms"], entry.detail["taken"]
    return str(arms[taken]) if taken >= 0 else f"not: {entry.detail['label']}"


def _change(sim: Simulation, entry: Entry) -> str:
    return moves(sim, entry)


def _order(sim: Simulation, entry: Entry) -> str:
    detail, package = entry.detail, _package(sim, entry)
    return (
        f"the order to {package} is cancelled" if detail.get("cancelled") else f"{package} is ordered to {detail['to']}"
    )


def _loading(sim: Simulation, entry: Entry) -> str:
    return f"{_package(sim, entry)} leaves {entry.detail['from']} for {entry.detail['to']}"


def _arrived(sim: Simulation, entry: Entry) -> str:
    return f"{_package(sim, entry)} has arrived at {entry.detail['at']}"


def _package(sim: Simulation, entry: Entry) -> str:
    return str(sim.program.forces.packages[entry.what].package.label)


def _stage(sim: Simulation, entry: Entry) -> str:
    return f"{sim.program.programmes[entry.what].programme.label}: {entry.detail['stage']}"


def _override(sim: Simulation, entry: Entry) -> str:
    return f"set by the facilitator's hand: {moves(sim, entry) or sim.program.layout.quantities[entry.what].label}"


def _step(sim: Simulation, entry: Entry) -> str:
    return f"the rules of the model: {moves(sim, entry)}"


def _note(_sim: Simulation, entry: Entry) -> str:
    return str(entry.detail.get("text", ""))


def _end(_sim: Simulation, entry: Entry) -> str:
    return f"the game ends: {entry.detail['title']}"


def _resolved(sim: Simulation, entry: Entry) -> str:
    answers = [answer(sim, decision, choice) for decision, choice in entry.detail["choices"].items()]
    return " together with ".join(answers)


_PHRASES: dict[str, Callable[[Simulation, Entry], str]] = {
    "inject": _inject,
    "decision": _decision,
    "default": _decision,
    "resolved": _resolved,
    "change": _change,
    "chance": _chance,
    "order": _order,
    "loading": _loading,
    "arrived": _arrived,
    "step": _step,
    "stage": _stage,
    "note": _note,
    "override": _override,
    "end": _end,
}
