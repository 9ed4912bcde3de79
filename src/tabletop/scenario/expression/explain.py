"""Why a condition holds or fails now: its parts with their values, and a sentence for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tabletop.scenario.expression.evaluate import Result, Value, evaluate
from tabletop.scenario.expression.interval import opposite
from tabletop.scenario.expression.nodes import (
    Atom,
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
    children,
    is_truth,
)
from tabletop.scenario.expression.phrase import Label, Phrases, asks_for_date, word_text
from tabletop.scenario.expression.unparse import number_text, unparse

NEVER = 9999.0
"""Days that elapsed() gives, at the least, for what has not happened."""

Formulas = Callable[[str], Node | None]


@dataclass(frozen=True)
class Part:
    """One part of an expression: its text, its value now (None: not known, or it has none), whether it holds
    (None: not a condition, or not known), and the parts under it that are not literals."""

    text: str
    value: Result | None
    holds: bool | None
    parts: tuple[Part, ...] = ()


class _Unknown(ValueError):
    """A value that the one who asks may not know."""


class _Reading:
    """What is known now: atoms by `value`, formulas worked out from them; None from `value` means not known."""

    def __init__(self, value: Value, word: Value | None, formulas: Formulas | None) -> None:
        self._value = value
        self._word = word or value
        self._found: dict[Atom, object] = {}
        self.formula = formulas or (lambda _: None)

    def atom(self, atom: Atom) -> object:
        if atom not in self._found:
            formula = self.formula(atom.id) if isinstance(atom, Name) else None
            self._found[atom] = self._value(atom) if formula is None else self._evaluated(formula)
        return self._known(self._found[atom])

    def word(self, atom: Atom) -> object:
        formula = self.formula(atom.id) if isinstance(atom, Name) else None
        return self.word(formula) if isinstance(formula, Name | Query) else self._known(self._word(atom))

    def of(self, node: Node, *, words: bool = False) -> Result | None:
        """The value of a node; None where it is not known or there is none."""
        try:
            if words and isinstance(node, Name | Query):
                return str(self.word(node))
            return self._evaluated(node)
        except (ExpressionError, _Unknown):
            return None

    def holds(self, node: Node) -> bool | None:
        """Whether a condition holds; None where what is known does not decide it."""
        if isinstance(node, Logic):
            found = [self.holds(part) for part in node.operands]
            decides = node.operator == "or"
            return decides if decides in found else None if None in found else not decides
        if isinstance(node, Not):
            inner = self.holds(node.operand)
            return None if inner is None else not inner
        formula = self.formula(node.id) if isinstance(node, Name) else None
        if formula is not None:
            return self.holds(formula)
        value = self.of(node)
        return None if value is None else bool(value)

    def _evaluated(self, node: Node) -> Result:
        return evaluate(node, self.atom, self.word)

    def _known(self, value: object) -> object:
        if value is None:
            raise _Unknown
        return value


def explain(node: Node, value: Value, word: Value | None = None, formulas: Formulas | None = None) -> Part:
    """The tree of an expression's parts with the value of each.

    `value` and `word` are those of `evaluate`; None from them means not known. `formulas` gives the trees of
    named formulas where these have not been put in.
    """
    return _part(node, _Reading(value, word, formulas), False)


def _part(node: Node, reading: _Reading, words: bool) -> Part:
    beside_words = any(isinstance(child, String) for child in children(node))
    below = [child for child in children(node) if not isinstance(child, Number | Truth | String)]
    parts = tuple(_part(child, reading, beside_words) for child in below)
    holds = reading.holds(node) if is_truth(node) else None
    found = holds if is_truth(node) else reading.of(node, words=words)
    return Part(unparse(node), found, found if isinstance(found, bool) else None, parts)


def why_not(node: Node, value: Value, label: Label, word: Value | None = None, formulas: Formulas | None = None) -> str:
    """A sentence that says what a condition that fails still needs; '' if it holds.

    `label` gives the words for an id. `value`, `word` and `formulas` are those of `explain`: give None for what
    the reader may not know; then every part that could be the reason is named, without its value.
    """
    reason = _Reason(_Reading(value, word, formulas), Phrases(label))
    text = reason.needs(node, True)
    return f"needs {text}" if text else ""


class _Reason:
    """Collects what a condition needs, in words."""

    def __init__(self, reading: _Reading, phrases: Phrases) -> None:
        self.reading = reading
        self.phrases = phrases

    def needs(self, node: Node, wanted: bool) -> str:
        """What must change for the condition to be as wanted; '' if it is so already."""
        if self.reading.holds(node) is wanted:
            return ""
        match node:
            case Not():
                return self.needs(node.operand, not wanted)
            case Logic():
                return self.joined(node, wanted)
            case Compare():
                return self.compared(node, wanted)
            case Member():
                return self.phrases.listed(node, wanted) + self.now(node.operand, isinstance(node.items[0], String))
            case Truth() | Number():
                return "something that can never be"
        formula = self.reading.formula(node.id) if isinstance(node, Name) else None
        return self.phrases.holding(node, wanted) if formula is None else self.needs(formula, wanted)

    def joined(self, node: Logic, wanted: bool) -> str:
        """All that fails of what must hold together; every way where one is enough."""
        together = (node.operator == "and") == wanted
        found = [text for text in (self.inner(part, wanted, together) for part in node.operands) if text]
        unique = list(dict.fromkeys(found))
        return (" and " if together else " or ").join(unique)

    def inner(self, node: Node, wanted: bool, together: bool) -> str:
        text = self.needs(node, wanted)
        mixed = isinstance(node, Logic) and ((node.operator == "and") == wanted) != together
        return f"({text})" if mixed and (" or " in text or " and " in text) else text

    def compared(self, node: Compare, wanted: bool) -> str:
        pairs = list(zip(node.operands, node.operators, node.operands[1:], strict=False))
        if len(pairs) > 1:
            single = [Compare((left, right), (sign,)) for left, sign, right in pairs]
            return self.joined(Logic("and", tuple(single)), wanted)
        left, sign, right = pairs[0]
        phrase = self.phrases.comparison(left, sign if wanted else opposite(sign), right)
        return phrase if phrase.endswith(("to hold", "to have happened")) else phrase + self.sides(left, right)

    def sides(self, left: Node, right: Node) -> str:
        """What the sides are now: one if the other is a literal, else both."""
        if isinstance(right, Number | Truth | String):
            return self.now(left, isinstance(right, String), right)
        if isinstance(left, Number | Truth | String):
            return self.now(right, isinstance(left, String), left)
        one, two = self.reading.of(left), self.reading.of(right)
        if one is None or two is None:
            return ""
        shown, against = _apart(one, two)
        return f" (now {shown} against {against})"

    def now(self, node: Node, words: bool, other: Node | None = None) -> str:
        value = self.reading.of(node, words=words)
        if value is None:
            return ""
        if isinstance(node, Query) and node.function == "elapsed" and not isinstance(value, str) and value >= NEVER:
            return " (not yet happened)"
        if other is not None and asks_for_date(node, other):
            return ""
        beside = other.value if isinstance(other, Number) else value
        return f" (now {_apart(value, beside)[0]})"


def _apart(one: Result, two: Result) -> tuple[str, str]:
    """Two values in as few decimals as show that they differ, at least enough for two."""
    for digits in range(2, 7):
        texts = _shown(one, digits), _shown(two, digits)
        if one == two or texts[0] != texts[1]:
            return texts
    return _shown(one, 15), _shown(two, 15)


def _shown(value: Result, digits: int) -> str:
    if isinstance(value, str):
        return word_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(round(value, digits))
