"""Which comparisons make sense: numbers by size, words only with words that the text can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tabletop.errors import closest
from tabletop.scenario.expression.nodes import Compare, Member, Name, Node, Query, String
from tabletop.scenario.expression.scope import Kind, Scope
from tabletop.scenario.expression.unparse import unparse

Side = tuple[Node, Kind | None]


class Values(Protocol):
    """What the check of comparisons asks of the check of values."""

    scope: Scope

    def blame(self, node: Node, message: str, hint: str = "") -> None:
        """Note a mistake at a node."""

    def kind(self, node: Node) -> Kind | None:
        """The kind of a value, its mistakes noted; None where they hide it."""

    def number(self, node: Node) -> None:
        """Note a mistake if a value is no number."""


class Comparing:
    """The check of one comparison or list after 'in'; mistakes are noted with the check of values."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.scope = values.scope

    def compare(self, node: Compare) -> None:
        """Note what is wrong with `a < b`, `text == 'word'` and chains of these."""
        quoted = [part for part in node.operands if isinstance(part, String)]
        if quoted and len(node.operands) > 2:
            self.values.blame(quoted[0], "words are compared two at a time", "join two comparisons with 'and'")
            return
        sides = [self._side(*around) for around in _neighbours(node.operands)]
        for left, sign, right in zip(sides, node.operators, sides[1:], strict=False):
            self._pair(left, sign, right)

    def member(self, node: Member) -> None:
        """Note what is wrong with `x in (...)`."""
        words = [item for item in node.items if isinstance(item, String)]
        if words and len(words) < len(node.items):
            self.values.blame(node, "the list after 'in' mixes words and numbers")
        elif words:
            side = node.operand, self.values.kind(node.operand)
            for word in words:
                self._against(side, "==", word)
        else:
            self.values.number(node.operand)

    def known(self, word: String, domain: tuple[str, ...], of: str) -> None:
        """Note a quoted word that is not one of the words of a text."""
        if word.value not in domain:
            self.values.blame(word, f"{of} is never '{word.value}'", closest(word.value, domain) or listed(domain))

    def _side(self, before: Node | None, node: Node, after: Node | None) -> Side:
        """An operand with its kind; None where a mistake was noted, which is enough for one operand."""
        if isinstance(node, String) or self._unquoted(before, node) or self._unquoted(after, node):
            return node, None
        return node, self.values.kind(node)

    def _unquoted(self, text: Node | None, name: Node) -> bool:
        """Whether a name is a word of the text beside it that lacks its quotes; then that is the mistake."""
        if not isinstance(name, Name) or not isinstance(text, Name | Query):
            return False
        if self.scope.name(name.id) is not None or self.scope.formula(name.id) is not None:
            return False
        kind = self.values.kind(text)
        if kind is None or name.id not in (kind.domain or ()):
            return False
        self.values.blame(name, f"the word {name.id} needs quotes", f"write '{name.id}'")
        return True

    def _pair(self, left: Side, sign: str, right: Side) -> None:
        if isinstance(left[0], String) and isinstance(right[0], String):
            self.values.blame(left[0], "both sides are quoted words", "write the name of a text without quotes")
        elif isinstance(right[0], String):
            self._against(left, sign, right[0])
        elif isinstance(left[0], String):
            self._against(right, sign, left[0])
        elif left[1] is not None and right[1] is not None:
            self._alike(left[0], left[1], sign, right[0], right[1])

    def _alike(self, left: Node, one: Kind, sign: str, right: Node, two: Kind) -> None:
        if "text" not in (one.kind, two.kind):
            return
        if one.kind != two.kind:
            (text, kind), other = ((left, one), right) if one.kind == "text" else ((right, two), left)
            message = f"{unparse(text)} is a text and cannot be compared with {unparse(other)}"
            self.values.blame(text, message, compare_hint(text, kind))
        elif one.domain != two.domain and None not in (one.domain, two.domain):
            message = f"{unparse(left)} and {unparse(right)} have different words"
            self.values.blame(left, message, "compare each with a quoted word")
        else:
            self._ordered(left, sign)

    def _ordered(self, node: Node, sign: str) -> None:
        if sign not in ("==", "!="):
            self.values.blame(node, f"words have no order, so {sign} says nothing", "write ==, != or in")

    def _against(self, side: Side, sign: str, word: String) -> None:
        """A value compared with a quoted word."""
        node, kind = side
        if kind is None:
            return
        if kind.kind not in ("text", "state"):
            what = "true or false" if kind.kind == "truth" else "a number"
            self.values.blame(word, f"{unparse(node)} is {what} and cannot be compared with the word '{word.value}'")
        elif not self._is_read(node):
            self.values.blame(node, "only a text by its name can be compared with a quoted word")
        else:
            self._ordered(node, sign)
            if kind.domain is not None:
                self.known(word, kind.domain, unparse(node))

    def _is_read(self, node: Node) -> bool:
        """Whether a value comes straight from the world, at once or as a formula that does nothing else."""
        seen: list[str] = []
        while isinstance(node, Name) and node.id not in seen:
            seen.append(node.id)
            node = self.scope.formula(node.id) or node
        return isinstance(node, Name | Query)


def _neighbours(operands: tuple[Node, ...]) -> Iterator[tuple[Node | None, Node, Node | None]]:
    return zip((None, *operands), operands, (*operands[1:], None), strict=False)


def noun(node: Node) -> str:
    """What a value that is a word is called in messages."""
    return "quoted word" if isinstance(node, String) else "text"


def listed(domain: tuple[str, ...] | None) -> str:
    """The words that a text can be, as a hint; the first twelve of them."""
    return "it can be " + ", ".join(f"'{word}'" for word in domain[:12]) if domain else ""


def compare_hint(node: Node, kind: Kind) -> str:
    """How a text is used in a condition."""
    if isinstance(node, String) or not kind.domain:
        return "words can only be compared with == and !="
    return f"compare it, for example: {unparse(node)} == '{kind.domain[0]}'"
