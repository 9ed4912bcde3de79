"""How conditions read in a sentence: 'cohesion at least 58', 'the draw request decided'."""

from __future__ import annotations

from collections.abc import Callable

from tabletop.scenario.expression.interval import mirrored
from tabletop.scenario.expression.nodes import (
    Atom,
    Literal,
    Member,
    Name,
    Node,
    Number,
    Query,
    String,
    Truth,
)
from tabletop.scenario.expression.unparse import number_text, unparse
from tabletop.simtime import calendar

Label = Callable[[str], str]

_SIZES = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "==": "exactly", "!=": "other than"}
_NUMBERS = {
    "strength": "{1} in {0}",
    "base_strength": "{1} in {0} at the start",
    "waiting": "loads waiting for {0}",
    "chosen": "the choice in {0}",
    "fired": "times of {0}",
    "days": "the day",
    "since": "days since {0}",
    "elapsed": "days since {0}",
    "stage": "stages done of {0}",
}
_TIMES = {
    ">=": "it to be {0} or later",
    ">": "it to be later than {0}",
    "<": "it to be before {0}",
    "<=": "it to be {0} or before",
}
_HOLDS = {
    "at": ("{0} at {1}", "{0} elsewhere than at {1}"),
    "away": ("{0} away from its place", "{0} at its own place"),
    "ordered": ("{0} under orders", "{0} without orders"),
    "answered": ("{0} decided", "{0} not yet decided"),
    "asked": ("{0} asked in this length of session", "{0} left out of this length of session"),
    "chosen": ("“{1}” chosen in {0}", "“{1}” not chosen in {0}"),
    "fired": ("{0} to have happened", "{0} not to have happened"),
}


class Phrases:
    """Words for nodes; `label` gives the words for an id."""

    def __init__(self, label: Label) -> None:
        self.label = label

    def value(self, node: Node) -> str:
        """A value that is compared: the label of what is read, or the formula with labels in it."""
        return unparse(node, self.atom)

    def atom(self, atom: Atom) -> str:
        """Something that is read, as a noun."""
        if isinstance(atom, Name):
            return self.label(atom.id)
        if atom.function in _NUMBERS and not (atom.function == "chosen" and len(atom.args) == 2):
            return self._filled(_NUMBERS[atom.function], atom)
        return self._filled(_HOLDS[atom.function][0], atom)

    def holding(self, node: Node, holds: bool) -> str:
        """That something reads as true, or does not."""
        if isinstance(node, Query) and node.function in _HOLDS and not _is_word(node):
            return self._filled(_HOLDS[node.function][0 if holds else 1], node)
        return f"“{self.value(node)}” to hold" if holds else f"“{self.value(node)}” not to hold"

    def comparison(self, left: Node, sign: str, right: Node) -> str:
        """That two values stand to each other as `sign` says."""
        if isinstance(left, Number | Truth | String) and not isinstance(right, Number | Truth | String):
            left, sign, right = right, mirrored(sign), left
        if isinstance(right, Truth) and sign in ("==", "!="):
            return self.holding(left, right.value == (sign == "=="))
        if asks_for_date(left, right) and isinstance(left, Query) and sign in _TIMES:
            return self._filled(_TIMES[sign], left)
        happened = _happened(left, sign, right)
        if happened is not None:
            return self.holding(left, happened)
        if isinstance(right, String):
            return f"{self.value(left)} {'to be' if sign == '==' else 'other than'} {word_text(right.value)}"
        return f"{self.value(left)} {_SIZES[sign]} {self.value(right)}"

    def listed(self, node: Member, holds: bool) -> str:
        """That a value is one of a list, or none of it."""
        words = [_literal(item) for item in node.items]
        joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
        return f"{self.value(node.operand)} {'to be' if holds != node.outside else 'other than'} {joined}"

    def _filled(self, pattern: str, atom: Query) -> str:
        if atom.function == "since":
            return pattern.format(_day(atom.args[0]))
        return pattern.format(*(self.label(id_) for id_ in atom.args))


def word_text(word: str) -> str:
    """The word of a text as it is read: without its joining signs."""
    return word.replace("_", " ")


def _literal(item: Literal) -> str:
    return word_text(item.value) if isinstance(item, String) else number_text(float(item.value))


def asks_for_date(left: Node, right: Node) -> bool:
    """since('2028-01-01') >= 0 and its like ask whether a day has come."""
    return isinstance(left, Query) and left.function == "since" and isinstance(right, Number) and right.value == 0


def _day(moment: str) -> str:
    """'1 Jan 2028' for 2028-01-01; other moments as they are written."""
    try:
        return calendar(moment, 0)[4:]
    except ValueError:
        return moment


def _is_word(node: Query) -> bool:
    return node.function == "chosen" and len(node.args) == 1


def _happened(left: Node, sign: str, right: Node) -> bool | None:
    """fired(x) > 0 and its like ask whether something happened; None for other comparisons."""
    if not (isinstance(left, Query) and left.function == "fired" and isinstance(right, Number)):
        return None
    if (sign, right.value) in ((">", 0.0), (">=", 1.0), ("!=", 0.0)):
        return True
    return False if (sign, right.value) in (("==", 0.0), ("<", 1.0), ("<=", 0.0)) else None
