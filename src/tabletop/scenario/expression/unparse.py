"""An expression as readable text, with brackets only where they are needed."""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable

from tabletop.scenario.expression.nodes import (
    ADDITIVE,
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
)

_CHOICE, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)


def number_text(value: float) -> str:
    """A number as people write it: 58, 0.25, -3; all its digits."""
    whole = math.isfinite(value) and abs(value) < 1e15 and value == int(value)
    return str(int(value)) if whole else repr(float(value))


def unparse(node: Node, read: Callable[[Atom], str] | None = None) -> str:
    """The text of an expression; parsing it gives an equal tree. `read` gives other words for what is read."""
    return _Writer(read or _written).text(node)


class _Writer:
    def __init__(self, read: Callable[[Atom], str]) -> None:
        self.read = read

    def text(self, node: Node) -> str:
        match node:
            case Number():
                return number_text(node.value)
            case Truth():
                return "true" if node.value else "false"
            case String():
                return f'"{node.value}"' if "'" in node.value else f"'{node.value}'"
            case Name() | Query():
                return self.read(node)
            case Call():
                return f"{node.function}({', '.join(self.text(part) for part in node.args)})"
        return self.joined(node)

    def joined(self, node: Node) -> str:
        match node:
            case Unary():
                return node.operator + self.within(node.operand, _SIGN)
            case Binary():
                return self.line(node)
            case Not():
                return f"not {self.within(node.operand, _NOT)}"
            case Logic():
                return f" {node.operator} ".join(self.within(part, _level(node) + 1) for part in node.operands)
            case Choice():
                then, condition = self.within(node.then, _OR), self.within(node.condition, _OR)
                return f"{then} if {condition} else {self.within(node.otherwise, _CHOICE)}"
            case Member():
                items = ", ".join(self.text(item) for item in node.items)
                return f"{self.within(node.operand, _SUM)} {'not in' if node.outside else 'in'} ({items})"
            case Compare():
                return self.compared(node)
        return self.text(node)

    def line(self, node: Binary) -> str:
        first, steps = chain(node)
        text, before = self.text(first), _level(first)
        for step in steps:
            level = _level(step)
            left = text if before >= level else f"({text})"
            text, before = f"{left} {step.operator} {self.within(step.right, level + 1)}", level
        return text

    def compared(self, node: Compare) -> str:
        words = [self.within(node.operands[0], _SUM)]
        for sign, part in zip(node.operators, node.operands[1:], strict=True):
            words += [sign, self.within(part, _SUM)]
        return " ".join(words)

    def within(self, node: Node, least: int) -> str:
        text = self.text(node)
        return text if _level(node) >= least else f"({text})"


def _level(node: Node) -> int:
    match node:
        case Choice():
            return _CHOICE
        case Logic():
            return _OR if node.operator == "or" else _AND
        case Not():
            return _NOT
        case Compare() | Member():
            return _COMPARE
        case Binary():
            return _SUM if node.operator in ADDITIVE else _PRODUCT
        case Unary():
            return _SIGN
    return _ATOM


def _written(atom: Atom) -> str:
    if isinstance(atom, Name):
        return atom.id
    return f"{atom.function}({', '.join(_argument(id_) for id_ in atom.args)})"


def _argument(id_: str) -> str:
    return id_ if id_.isidentifier() and not keyword.iskeyword(id_) else f"'{id_}'"
