"""The tree of an expression: our own closed set of nodes, so that nothing else can be in it.

Offsets are 0-based columns of the text that was parsed; they take no part in equality, so that the same
name read twice is one atom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


class ExpressionError(ValueError):
    """Something is wrong with an expression. `offset` is a 0-based column in its text, or None; `hint` a way out."""

    def __init__(self, message: str, offset: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number."""

    value: float
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    value: bool
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class String:
    """A quoted word, to be compared with a text."""

    value: str
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A declared quantity, read by its id."""

    id: str
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the world whose arguments are ids: `strength(korea, share)`."""

    function: str
    args: tuple[str, ...]
    offset: int = field(default=0, compare=False)
    offsets: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign: `-` or `+`."""

    operator: str
    operand: Node
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic: one of `+ - * / // %`. The offset is that of the left operand."""

    operator: str
    left: Node
    right: Node
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`a < b <= c`: one more operand than operators, out of `== != < <= > >=`."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over all operands; those after the deciding one are not looked at."""

    operator: str
    operands: tuple[Node, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Turns a condition round."""

    operand: Node
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if condition else otherwise`; only the branch taken is looked at."""

    condition: Node
    then: Node
    otherwise: Node
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """`operand in (...)` or, with `outside`, `operand not in (...)`; the list holds literals of one kind."""

    operand: Node
    items: tuple[Number | String, ...]
    outside: bool
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A pure function of numbers."""

    function: str
    args: tuple[Node, ...]
    offset: int = field(default=0, compare=False)


Atom = Name | Query
Literal = Number | Truth | String
Node = Number | Truth | String | Name | Query | Unary | Binary | Compare | Logic | Not | Choice | Member | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly under a node, in the order in which they are written."""
    match node:
        case Unary() | Not():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Compare() | Logic():
            return node.operands
        case Choice():
            return (node.then, node.condition, node.otherwise)
        case Member():
            return (node.operand, *node.items)
        case Call():
            return node.args
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and all under it, each before what is under it, from left to right."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))


def atoms(node: Node) -> tuple[Atom, ...]:
    """What the expression reads of the world, each once, in the order of first appearance."""
    return tuple(dict.fromkeys(found for found in walk(node) if isinstance(found, Name | Query)))


def size(node: Node) -> int:
    """How many nodes there are."""
    return sum(1 for _ in walk(node))


def is_truth(node: Node) -> bool:
    """Whether the form of a node alone makes its value true or false."""
    return isinstance(node, Truth | Compare | Logic | Not | Member)


ADDITIVE = frozenset("+-")


def same_level(above: Binary, below: Node) -> bool:
    """Whether a left operand runs on in one line without brackets: `a + b - c`, `a * b / c`."""
    return isinstance(below, Binary) and (below.operator in ADDITIVE) == (above.operator in ADDITIVE)


def chain(node: Binary) -> tuple[Node, list[Binary]]:
    """The leftmost operand of a line of arithmetic, and its steps in the order in which they are worked out.

    Long sums lean far to the left; who goes along them by this list needs no stack for them.
    """
    steps = [node]
    while isinstance(steps[-1].left, Binary):
        steps.append(steps[-1].left)
    return steps[-1].left, steps[::-1]


def _steps(node: Node) -> Iterator[tuple[Node, int]]:
    if isinstance(node, Binary):
        yield node.left, 0 if same_level(node, node.left) else 1
        yield node.right, 1
        return
    for child in children(node):
        yield child, 1


def depth(node: Node) -> tuple[int, int]:
    """Nesting as a reader sees it (a long sum is one level), and the true height of the tree."""
    deepest, highest = 0, 0
    stack = [(node, 1, 1)]
    while stack:
        current, level, height = stack.pop()
        deepest, highest = max(deepest, level), max(highest, height)
        stack.extend((child, level + step, height + 1) for child, step in _steps(current))
    return deepest, highest
