"""What can be proved of an expression before anything runs: its range, and whether a condition ever holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Literal

from tabletop.scenario.expression.functions import answer
from tabletop.scenario.expression.nodes import (
    Atom,
    Binary,
    Call,
    Choice,
    Compare,
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
    chain,
    size,
)
from tabletop.scenario.expression.spans import (
    ALL,
    FUNCTION_SPANS,
    MAYBE,
    NO,
    YES,
    Span,
    add,
    divide,
    divide_whole,
    hull,
    multiply,
    remainder,
    subtract,
    truth,
)

Bounds = Callable[[Atom], Span | None]
Verdict = Literal["always", "never", "unknown"]

_ARITHMETIC: dict[str, Callable[[Span, Span], Span]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "//": divide_whole, "%": remainder,
}  # fmt: skip
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SMALL = 20  # parts of what may limit an atom; without a limit, conditions in conditions double the work each time
_NEVER_BELOW_ZERO = ("waiting", "fired", "days", "elapsed", "stage")


def interval(node: Node, bounds: Bounds) -> Span:
    """The least and greatest value that an expression can have, at least as wide as the truth.

    `bounds` gives the range of an atom, None where it is not known. True counts 1, false 0; words are unknown.
    It holds for values that do not overflow.
    """
    return _Ranges(bounds, {}).of(node)


def verdict(node: Node, bounds: Bounds) -> Verdict:
    """Whether a condition always holds, never does, or neither can be proved."""
    low, high = truth(interval(node, bounds))
    return "always" if low == 1.0 else "never" if high == 0.0 else "unknown"


def opposite(sign: str) -> str:
    """The comparison that holds where `sign` does not."""
    return _OPPOSITE[sign]


def mirrored(sign: str) -> str:
    """The comparison with its sides exchanged."""
    return _MIRROR[sign]


class _Ranges:
    """Ranges under what is already known to hold, such as the conditions further left in an `and`."""

    def __init__(self, bounds: Bounds, known: dict[Atom, Span]) -> None:
        self.bounds = bounds
        self.known = known

    def of(self, node: Node) -> Span:
        match node:
            case Number() | Truth():
                return float(node.value), float(node.value)
            case Name() | Query():
                return self.atom(node)
            case Unary():
                low, high = self.of(node.operand)
                return (-high, -low) if node.operator == "-" else (low, high)
            case Binary():
                return self.line(node)
            case Choice():
                return self.choice(node)
            case Call():
                return FUNCTION_SPANS[node.function](*(self.of(part) for part in node.args))
        return self.condition(node)

    def atom(self, atom: Atom) -> Span:
        if atom in self.known:
            return self.known[atom]
        return self.bounds(atom) or _usual(atom)

    def line(self, node: Binary) -> Span:
        first, steps = chain(node)
        span = self.of(first)
        for step in steps:
            span = _ARITHMETIC[step.operator](span, self.of(step.right))
        return span

    def choice(self, node: Choice) -> Span:
        holds = truth(self.of(node.condition))
        spans = []
        then, other = self.assuming(node.condition, True), self.assuming(node.condition, False)
        if holds != NO and then is not None:
            spans.append(then.of(node.then))
        if holds != YES and other is not None:
            spans.append(other.of(node.otherwise))
        return hull(*spans) if spans else ALL

    def condition(self, node: Node) -> Span:
        match node:
            case Logic():
                return self.logic(node)
            case Not():
                low, high = truth(self.of(node.operand))
                return 1.0 - high, 1.0 - low
            case Compare():
                return self.compare(node)
            case Member():
                return self.member(node)
        return ALL

    def logic(self, node: Logic) -> Span:
        """`and` is decided by the first that fails, `or` by the first that holds; each knows of those before it."""
        goes_on = node.operator == "and"
        deciding, ranges, sure = (NO if goes_on else YES), self, True
        for part in node.operands:
            span = truth(ranges.of(part))
            sure = sure and span == (YES if goes_on else NO)
            narrowed = ranges.assuming(part, goes_on)
            if span == deciding or narrowed is None:
                return deciding
            ranges = narrowed
        return (YES if goes_on else NO) if sure else MAYBE

    def compare(self, node: Compare) -> Span:
        spans = [None if isinstance(part, String) else self.of(part) for part in node.operands]
        alike = [left == right for left, right in zip(node.operands, node.operands[1:], strict=False)]
        pairs = [_pair(*pair) for pair in zip(spans, node.operators, spans[1:], alike, strict=False)]
        return NO if NO in pairs else YES if all(span == YES for span in pairs) else MAYBE

    def member(self, node: Member) -> Span:
        if isinstance(node.items[0], String):
            return MAYBE
        operand = self.of(node.operand)
        found = [_compared(operand, "==", self.of(item)) for item in node.items]
        inside = YES if YES in found else NO if all(span == NO for span in found) else MAYBE
        return (1.0 - inside[1], 1.0 - inside[0]) if node.outside else inside

    def assuming(self, node: Node, holds: bool) -> _Ranges | None:
        """The ranges where a condition holds, or fails; None where that cannot be."""
        known = dict(self.known)
        for atom, low, high in self.limits(node, holds):
            before = known.get(atom) or self.atom(atom)
            known[atom] = max(before[0], low), min(before[1], high)
            if known[atom][0] > known[atom][1]:
                return None
        return _Ranges(self.bounds, known)

    def limits(self, node: Node, holds: bool) -> Iterator[tuple[Atom, float, float]]:
        """What a condition that holds, or fails, says of single atoms."""
        match node:
            case Not():
                yield from self.limits(node.operand, not holds)
            case Logic() if (node.operator == "and") == holds:
                for part in node.operands:
                    yield from self.limits(part, holds)
            case Compare() if holds or len(node.operators) == 1:
                for left, sign, right in _pairs(node):
                    yield from self.sides(left, sign if holds else _OPPOSITE[sign], right)

    def sides(self, left: Node, sign: str, right: Node) -> Iterator[tuple[Atom, float, float]]:
        if isinstance(left, String) or isinstance(right, String):
            return
        if isinstance(left, Name | Query) and size(right) <= _SMALL:
            yield (left, *_limit(sign, self.of(right)))
        if isinstance(right, Name | Query) and size(left) <= _SMALL:
            yield (right, *_limit(_MIRROR[sign], self.of(left)))


def _pairs(node: Compare) -> Iterator[tuple[Node, str, Node]]:
    return zip(node.operands, node.operators, node.operands[1:], strict=False)


def _pair(left: Span | None, sign: str, right: Span | None, alike: bool) -> Span:
    """A comparison of two ranges, None for words; what is written alike is the same."""
    if left is None or right is None:
        return MAYBE
    if alike:
        return YES if sign in ("==", "<=", ">=") else NO
    return _compared(left, sign, right)


def _usual(atom: Atom) -> Span:
    if isinstance(atom, Name):
        return ALL
    if answer(atom.function, len(atom.args)) == "truth":
        return MAYBE
    return (0.0, math.inf) if atom.function in _NEVER_BELOW_ZERO else ALL


def _limit(sign: str, other: Span) -> Span:
    match sign:
        case "<" | "<=":
            return -math.inf, other[1]
        case ">" | ">=":
            return other[0], math.inf
        case "==":
            return other
    return ALL


def _compared(a: Span, sign: str, b: Span) -> Span:
    match sign:
        case "<":
            return YES if a[1] < b[0] else NO if a[0] >= b[1] else MAYBE
        case "<=":
            return YES if a[1] <= b[0] else NO if a[0] > b[1] else MAYBE
        case ">" | ">=":
            return _compared(b, _MIRROR[sign], a)
        case "==":
            apart = a[1] < b[0] or b[1] < a[0]
            return NO if apart else YES if a[0] == a[1] == b[0] == b[1] else MAYBE
    low, high = _compared(a, "==", b)
    return 1.0 - high, 1.0 - low
