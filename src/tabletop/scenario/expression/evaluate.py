"""The value of an expression straight from its tree: slow, and the measure of what emitted source must give."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

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
    chain,
)
from tabletop.scenario.expression.unparse import number_text, unparse

Value = Callable[[Atom], object]
Result = float | bool | str

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
}  # fmt: skip
_COMPARISON: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def evaluate(node: Node, value: Value, word: Value | None = None) -> Result:
    """The value: a float, a truth value, or a word.

    `value` gives the number, truth value or word that an atom has now, and `word` (default: `value`) the word
    that it has where it is compared with quoted words. Raises ExpressionError where there is no value, such as
    a division by zero, with the place in the text.
    """
    return _Evaluation(value, word or value).of(node)


class _Evaluation:
    def __init__(self, value: Value, word: Value) -> None:
        self.value = value
        self.word = word

    def of(self, node: Node) -> Result:
        match node:
            case Number() | Truth() | String():
                return node.value
            case Name() | Query():
                return _plain(self.value(node))
            case Unary():
                return -self.number(node.operand) if node.operator == "-" else +self.number(node.operand)
            case Binary():
                return self.binary(node)
            case Choice():
                return self.of(node.then if self.of(node.condition) else node.otherwise)
            case Call():
                return self.call(node)
        return self.holds(node)

    def number(self, node: Node) -> float:
        found = self.of(node)
        if isinstance(found, str):
            message = f"{unparse(node)} is the word {found!r}, not a number"
            raise ExpressionError(message, node.offset)
        return found

    def binary(self, node: Binary) -> float:
        first, steps = chain(node)
        total = self.number(first)
        for step in steps:
            total = self.step(step, total, self.number(step.right))
        return total

    def step(self, node: Binary, left: float, right: float) -> float:
        try:
            return _ARITHMETIC[node.operator](left, right)
        except ZeroDivisionError:
            message = f"division by zero: {unparse(node.right)} is 0"
            raise ExpressionError(message, node.right.offset, "guard it with max(...) or 'a if c else b'") from None

    def call(self, node: Call) -> float:
        args = [self.number(part) for part in node.args]
        try:
            return FUNCTIONS[node.function].run(*args)
        except (ValueError, OverflowError):
            given = ", ".join(number_text(argument) for argument in args)
            raise ExpressionError(f"{node.function}({given}) has no value", node.offset) from None

    def holds(self, node: Node) -> bool:
        match node:
            case Logic():
                ask = all if node.operator == "and" else any
                return ask(bool(self.of(part)) for part in node.operands)
            case Not():
                return not self.of(node.operand)
            case Compare():
                return self.compare(node)
            case Member():
                return self.member(node)
        return bool(self.of(node))

    def compare(self, node: Compare) -> bool:
        texts = any(isinstance(part, String) for part in node.operands)
        left = self.side(node.operands[0], texts)
        for sign, part in zip(node.operators, node.operands[1:], strict=True):
            right = self.side(part, texts)
            if not _COMPARISON[sign](left, right):
                return False
            left = right
        return True

    def member(self, node: Member) -> bool:
        texts = isinstance(node.items[0], String)
        return (self.side(node.operand, texts) in [item.value for item in node.items]) != node.outside

    def side(self, node: Node, texts: bool) -> Result:
        return _plain(self.word(node)) if texts and isinstance(node, Name | Query) else self.of(node)


def _plain(value: object) -> Result:
    if isinstance(value, bool | float | str):
        return value
    return float(value) if isinstance(value, int) else str(value)
