"""Turns checked expressions into plain Python functions over the world's array, with places kept for errors.

Everything compiled here comes from our own expression tree, never from text of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tabletop.engine.layout import Layout
from tabletop.errors import CannotRun, Position
from tabletop.scenario.expression.emit import GLOBALS, emit
from tabletop.scenario.expression.nodes import Atom, Node, Number, Truth
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.substitute import substitute

GRAIN = 1_000_000.0
"""Committed values are whole multiples of 1/GRAIN, so that a platform's libm cannot change a digest."""

MAGIC = 6755399441055744.0
"""1.5 × 2**52: adding and taking it away rounds a double half to even, exactly, for magnitudes below 2**51."""

Compiled = Callable[[list[float]], Any]
Made = TypeVar("Made")


def grain(value: float) -> float:
    """`value` rounded to a millionth, half to even, never minus zero; exact for magnitudes up to 2×10⁹."""
    return (value * GRAIN + MAGIC - MAGIC) / GRAIN


class Code:
    """Compiles expressions of one scenario and remembers which line of which function came from where."""

    def __init__(self, layout: Layout, formulas: Mapping[str, Any]) -> None:
        self.layout = layout
        self._formulas = {name: parse(text) for name, text in formulas.items()}
        self._places: dict[tuple[str, int], Position] = {}
        self._count = 0
        self._remembered: dict[str, Compiled] = {}
        self._made: dict[str, Any] = {}

    def node(self, text: Any) -> Node:
        """The expression tree of `text`, named formulas put in."""
        return substitute(parse(text), self._formulas.get)

    def source(self, text: Any, read: Callable[[Atom], str] | None = None) -> str:
        """Python source of an expression; what it reads comes from the array `v`, or as `read` says."""
        return emit(self.node(text), read or self.layout.source, self.layout.index)

    def amount(self, target: str, text: Any, read: Callable[[Atom], str] | None = None) -> str:
        """Python source of a new value for the quantity `target`; words of a text become their numbers."""
        quantity = self.layout.quantities[target]
        if quantity.names and str(text) in quantity.names:
            return repr(quantity.number(str(text)))
        return emit(self.node(text), read or self.layout.source, self.layout.index, domain=quantity.names)

    def constant(self, text: Any) -> float | None:
        """The value of an expression that is a plain literal, otherwise None."""
        node = self.node(text)
        return float(node.value) if isinstance(node, Number | Truth) else None

    def once(self, what: str, make: Callable[[], Made]) -> Made:
        """What another room makes of the scenario, made only once; `what` says whose it is."""
        if what not in self._made:
            self._made[what] = make()
        made: Made = self._made[what]
        return made

    def value(self, text: Any) -> Compiled:
        """A function of the array that works out one expression."""
        compiled: Compiled = self.function("v", [("", None), (f"    return {self.source(text)}", text)])
        return compiled

    def remembered(self, text: Any) -> Compiled:
        """Like `value`, compiled once for equal texts: for what is asked again and again while a game is looked at."""
        key = repr(text)
        if key not in self._remembered:
            self._remembered[key] = self.value(text)
        return self._remembered[key]

    def reader(self, atom: Atom) -> Compiled:
        """A function of the array that reads one atom, compiled once."""
        key = self.layout.source(atom)
        if key not in self._remembered:
            self._remembered[key] = self.function("v", [(f"    return {key}", None)])
        return self._remembered[key]

    def values(
        self, texts: list[Any], read: Callable[[Atom], str] | None = None, extra: Mapping[str, Any] | None = None
    ) -> Compiled:
        """A function of the array that works out several expressions into a list; `read` and `extra` as in `source`."""
        lines: list[tuple[str, Any]] = [("", None), ("    return [", None)]
        lines += [(f"        {self.source(text, read)},", text) for text in texts]
        compiled: Compiled = self.function("v", [*lines, ("    ]", None)], extra)
        return compiled

    def function(self, parameters: str, lines: list[tuple[str, Any]], extra: Mapping[str, Any] | None = None) -> Any:
        """Compile a function body given as (source line, expression text it came from or None)."""
        self._count += 1
        filename = f"<expression {self._count}>"
        source = [f"def compiled({parameters}):", *(line for line, _ in lines)]
        for number, (_, text) in enumerate(lines, start=2):
            if isinstance(at := getattr(text, "at", None), Position):
                self._places[filename, number] = at
        space = {**GLOBALS, **(extra or {})}
        exec(compile("\n".join(source), filename, "exec"), space)  # noqa: S102 - our own tree, see the module's docstring
        return space["compiled"]

    def explain(self, error: Exception) -> CannotRun:
        """The error that a person sees for an arithmetic error in a compiled expression, with its place."""
        at = None
        trace = error.__traceback__
        while trace is not None:
            at = self._places.get((trace.tb_frame.f_code.co_filename, trace.tb_lineno), at)
            trace = trace.tb_next
        where = f"{at.file}:{at.line}:{at.column}: " if at else ""
        what = "division by zero" if isinstance(error, ZeroDivisionError) else f"arithmetic failed ({error})"
        return CannotRun(f"{where}{what} while the scenario ran", "guard it with max(…), clamp(…) or 'a if c else b'")
