"""Python source of an equivalent expression, for the engine to compile once. It can only hold what a tree can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from tabletop.scenario.expression.fold import fold
from tabletop.scenario.expression.functions import FUNCTIONS
from tabletop.scenario.expression.nodes import (
    Atom,
    Binary,
    Call,
    Choice,
    Compare,
    ExpressionError,
    Logic,
    Member,
    Name,
    Node,
    Not,
    Number,
    Query,
    String,
    Truth,
    Unary,
    is_truth,
    same_level,
)

Place = Callable[[Atom], str]
Index = Callable[[Atom, str], str]

GLOBALS: dict[str, Callable[..., float]] = {name: function.run for name, function in FUNCTIONS.items()}
"""The names that emitted source calls; the globals of compiled source must hold them."""

_QUICK = {"min": "<", "max": ">"}
_USUAL = ("clamp", "pick")


def emit(
    node: Node,
    place: Place,
    index: Index,
    *,
    word: Place | None = None,
    domain: tuple[str, ...] = (),
    condition: bool = False,
) -> str:
    """Source of the expression, in brackets where it needs them and with its constant parts worked out.

    `place` gives the source that reads an atom, `index` the source of a quoted word that an atom is compared
    with, `word` (default: `place`) the source that reads an atom where it is compared with words, `domain` the
    words of the text that the value is for: a quoted word that is the result becomes its number in the domain. With
    `condition` the value is only asked whether it holds, which spares comparisons with 0.
    The globals of the compiled source are `GLOBALS`.
    """
    emitter = _Emitter(place, index, word or place, domain)
    folded = fold(node)
    return emitter.condition(folded) if condition else emitter.value(folded)


@dataclass(frozen=True)
class _Emitter:
    place: Place
    index: Index
    word: Place
    domain: tuple[str, ...]
    fresh: Iterator[int] = field(default_factory=count)

    def value(self, node: Node) -> str:
        match node:
            case Number():
                return repr(node.value) if node.value >= 0 else f"({node.value!r})"
            case Truth():
                return repr(node.value)
            case Name() | Query():
                return self.place(node)
            case Unary():
                return f"({node.operator}{self.value(node.operand)})"
            case Binary():
                return f"({self.line(node)})"
            case Choice():
                then, other = self.value(node.then), self.value(node.otherwise)
                return f"({then} if {self.condition(node.condition)} else {other})"
            case Call():
                return self.call(node)
            case String():
                return self.result(node)
        return self.truth(node)

    def line(self, node: Binary) -> str:
        left = node.left
        run = isinstance(left, Binary) and same_level(node, left)
        first = self.line(left) if run and isinstance(left, Binary) else self.value(left)
        return f"{first} {node.operator} {self.value(node.right)}"

    def call(self, node: Call) -> str:
        args = [self.value(part) for part in node.args]
        if len(args) == 2 and node.function in _QUICK:
            return self.larger_or_smaller(node, args)
        if node.function in _USUAL and all(isinstance(part, Number) for part in node.args[1:]):
            return self.usual_case_first(node.function, args)
        return f"{node.function}({', '.join(args)})"

    def usual_case_first(self, function: str, args: list[str]) -> str:
        """The usual case without a call; the function itself for whatever lies outside."""
        name, listed = f"_{next(self.fresh)}", ", ".join(args[1:])
        first, held = f"({name} := {args[0]})", f"{function}({name}, {listed})"
        if function == "clamp":
            return f"({name} if {args[1]} <= {first} <= {args[2]} else {held})"
        return f"(({listed},)[int({name})] if 0.0 <= {first} < {len(args) - 1}.0 else {held})"

    def larger_or_smaller(self, node: Call, args: list[str]) -> str:
        """A comparison costs less than a call; what is longer than a slot is worked out once, under a name."""
        names, sources = [], []
        for part, source in zip(node.args, args, strict=True):
            plain = isinstance(part, Name | Number)
            names.append(source if plain else f"_{next(self.fresh)}")
            sources.append(source if plain else f"({names[-1]} := {source})")
        sign = _QUICK[node.function]
        return f"({names[1]} if {sources[1]} {sign} {sources[0]} else {names[0]})"

    def result(self, node: String) -> str:
        if node.value not in self.domain:
            raise ExpressionError(f"the word {node.value!r} cannot be a value here", node.offset)
        return repr(self.domain.index(node.value))

    def truth(self, node: Node) -> str:
        """Source whose value is exactly True or False."""
        match node:
            case Logic():
                return "(" + f" {node.operator} ".join(self.truth(part) for part in node.operands) + ")"
            case Not():
                return f"(not {self.condition(node.operand)})"
            case Compare():
                return self.compare(node)
            case Member():
                return self.member(node)
        return self.value(node) if is_truth(node) else f"({self.value(node)} != 0)"

    def condition(self, node: Node) -> str:
        """Source that is only asked whether it holds, so that numbers need no comparison with 0."""
        if isinstance(node, Logic):
            return "(" + f" {node.operator} ".join(self.condition(part) for part in node.operands) + ")"
        return self.truth(node) if is_truth(node) else self.value(node)

    def compare(self, node: Compare) -> str:
        operands = node.operands
        if any(isinstance(part, String) for part in operands):
            return self.worded_pair(node)
        parts = [self.value(operands[0])]
        for sign, part in zip(node.operators, operands[1:], strict=True):
            parts += [sign, self.value(part)]
        return f"({' '.join(parts)})"

    def worded_pair(self, node: Compare) -> str:
        if len(node.operands) > 2:
            raise ExpressionError("words are compared two at a time", node.offset)
        left, right = node.operands
        return f"({self.beside(left, right)} {node.operators[0]} {self.beside(right, left)})"

    def beside(self, node: Node, other: Node) -> str:
        return self.indexed(other, node) if isinstance(node, String) else self.worded(node)

    def worded(self, node: Node) -> str:
        return self.word(node) if isinstance(node, Name | Query) else self.value(node)

    def indexed(self, node: Node, literal: String) -> str:
        if not isinstance(node, Name | Query):
            raise ExpressionError("a quoted word is compared with a text by its name", literal.offset)
        return self.index(node, literal.value)

    def member(self, node: Member) -> str:
        texts = [item for item in node.items if isinstance(item, String)]
        operand = self.worded(node.operand) if texts else self.value(node.operand)
        items = [self.item(node.operand, item) for item in node.items]
        if len(items) == 1:
            return f"({operand} {'!=' if node.outside else '=='} {items[0]})"
        return f"({operand} {'not in' if node.outside else 'in'} ({', '.join(items)}))"

    def item(self, operand: Node, item: Number | String) -> str:
        return self.indexed(operand, item) if isinstance(item, String) else repr(item.value)
