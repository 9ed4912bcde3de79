"""An expression as readable text, with brackets only where they are needed."""

from __future__ import annotations

import keyword
import math

from tabletop.scenario.expression.nodes import (
    ADDITIVE,
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


def unparse(node: Node) -> str:
    """The text of an expression; parsing it gives an equal tree."""
    match node:
        case Number():
            return number_text(node.value)
        case Truth():
            return "true" if node.value else "false"
        case String():
            return f'"{node.value}"' if "'" in node.value else f"'{node.value}'"
        case Name():
            return node.id
        case Query():
            return f"{node.function}({', '.join(_argument(id_) for id_ in node.args)})"
        case Call():
            return f"{node.function}({', '.join(unparse(part) for part in node.args)})"
    return _joined(node)


def _joined(node: Node) -> str:
    match node:
        case Unary():
            return node.operator + _within(node.operand, _SIGN if not isinstance(node.operand, Number) else _ATOM + 1)
        case Binary():
            return _line(node)
        case Not():
            return f"not {_within(node.operand, _NOT)}"
        case Logic():
            above = _level(node) + 1
            return f" {node.operator} ".join(_within(part, above) for part in node.operands)
        case Choice():
            then, condition = _within(node.then, _OR), _within(node.condition, _OR)
            return f"{then} if {condition} else {_within(node.otherwise, _CHOICE)}"
        case Member():
            items = ", ".join(unparse(item) for item in node.items)
            return f"{_within(node.operand, _SUM)} {'not in' if node.outside else 'in'} ({items})"
        case Compare():
            return _compared(node)
    return unparse(node)


def _line(node: Binary) -> str:
    first, steps = chain(node)
    text, before = unparse(first), _level(first)
    for step in steps:
        level = _level(step)
        left = text if before >= level else f"({text})"
        text, before = f"{left} {step.operator} {_within(step.right, level + 1)}", level
    return text


def _compared(node: Compare) -> str:
    words = [_within(node.operands[0], _SUM)]
    for sign, part in zip(node.operators, node.operands[1:], strict=True):
        words += [sign, _within(part, _SUM)]
    return " ".join(words)


def _within(node: Node, least: int) -> str:
    text = unparse(node)
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


def _argument(id_: str) -> str:
    return id_ if id_.isidentifier() and not keyword.iskeyword(id_) else f"'{id_}'"
