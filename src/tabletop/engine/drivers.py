"""What pushed odds up or down: the change if each quantity that they read were still as it was at STARTEX."""

from __future__ import annotations

from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.layout import Layout
from tabletop.scenario.expression.nodes import Atom, Name, atoms

Driver = tuple[str, float]
MOST = 3
NEGLIGIBLE = 1e-9


def drivers(code: Code, text: Any, values: list[float], start: list[float]) -> tuple[Driver, ...]:
    """The three strongest (name, change of the odds or rate), strongest first; names as in `driver_name`."""
    of = code.remembered(text)
    now = float(of(values))
    found: dict[str, float] = {}
    for atom in atoms(code.node(text)):
        slot = _slot(code.layout, atom)
        if slot is not None and values[slot] != start[slot]:
            case = values.copy()
            case[slot] = start[slot]
            found[driver_name(atom)] = now - float(of(case))
    strongest = sorted(found.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(item for item in strongest[:MOST] if abs(item[1]) > NEGLIGIBLE)


def reads(code: Code, texts: list[Any]) -> tuple[str, ...]:
    """Everything that the expressions read, by `driver_name`, so that odds that turn on a secret are not told."""
    return tuple(dict.fromkeys(driver_name(atom) for text in texts for atom in atoms(code.node(text))))


def driver_name(atom: Atom) -> str:
    """A quantity's id, or function and arguments of a query, such as 'strength korea share'."""
    return atom.id if isinstance(atom, Name) else " ".join([atom.function, *atom.args])


def _slot(layout: Layout, atom: Atom) -> int | None:
    if isinstance(atom, Name):
        quantity = layout.quantities.get(atom.id)
        return None if quantity is None or quantity.kind in ("assumption", "latent") else quantity.slot
    return layout.slots.get((atom.function, *atom.args)) if atom.function == "strength" else None
