"""Whether an expression names only what there is, and compares and adds only what fits together."""

from __future__ import annotations

from tabletop.errors import closest
from tabletop.scenario.expression.comparing import Comparing, compare_hint, listed, noun
from tabletop.scenario.expression.functions import answer
from tabletop.scenario.expression.ids import article, asked
from tabletop.scenario.expression.nodes import (
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
    depth,
)
from tabletop.scenario.expression.scope import NUMBER, SPACES, TRUTH, Kind, Scope
from tabletop.scenario.expression.unparse import unparse

Wanted = str | Kind
_NUMERIC = ("number", "truth", "state")
_UNTYPED = Kind("text", None)
_DEEPEST = 96  # of formulas in formulas; those that go deeper are refused where they are put in


def check(node: Node, scope: Scope, wanted: Wanted = "any") -> list[ExpressionError]:
    """All that is wrong with an expression, in the order of the text; empty when it is sound.

    `wanted` is "number", "truth" or "any", or a Kind: of a text with its words, whose value it then must be.
    A truth value may stand for a number (1 or 0), a number for a condition only as a plain 0 or 1.
    """
    checker = _Checker(scope)
    checker.result(node, wanted)
    unique = {(error.message, error.offset): error for error in checker.errors}
    return sorted(unique.values(), key=lambda error: -1 if error.offset is None else error.offset)


def kind_of(node: Node, scope: Scope) -> Kind | None:
    """The kind of value that an expression has; None where a mistake in it hides that."""
    return _Checker(scope).kind(node)


class _Checker:
    def __init__(self, scope: Scope, formulas: dict[str, Kind | None] | None = None, level: int = 0) -> None:
        self.scope = scope
        self.errors: list[ExpressionError] = []
        self.formulas = {} if formulas is None else formulas
        self.level = level

    def blame(self, node: Node, message: str, hint: str = "") -> None:
        self.errors.append(ExpressionError(message, node.offset, hint))

    # What is wanted of a value

    def result(self, node: Node, wanted: Wanted) -> None:
        match wanted:
            case "number" | Kind("number" | "state"):
                self.number(node)
            case "truth" | Kind("truth"):
                self.truth(node)
            case Kind("text", domain):
                self.word(node, domain or ())
            case _:
                self.kind(node)

    def number(self, node: Node) -> None:
        kind = self.kind(node)
        if kind is not None and kind.kind not in _NUMERIC:
            self.blame(node, f"{unparse(node)} is a {noun(node)}, not a number", compare_hint(node, kind))

    def truth(self, node: Node) -> None:
        kind = self.kind(node)
        if kind is None or kind.kind == "truth" or _counts(node):
            return
        if kind.kind == "text":
            self.blame(node, f"{unparse(node)} is a {noun(node)}, not a condition", compare_hint(node, kind))
        elif not isinstance(node, Number):
            example = f"compare it, for example: {unparse(node)} > 0"
            self.blame(node, f"{unparse(node)} is a number, not a condition", example)
        elif node.value not in (0.0, 1.0):
            self.blame(node, f"{unparse(node)} is a number, not a condition")

    def word(self, node: Node, domain: tuple[str, ...]) -> None:
        """The value becomes that of a text with these words."""
        if isinstance(node, Choice):
            self.truth(node.condition)
            self.word(node.then, domain)
            self.word(node.otherwise, domain)
        elif isinstance(node, String):
            Comparing(self).known(node, domain, "this text")
        elif not (isinstance(node, Name) and node.id in domain and self.scope.name(node.id) is None):
            kind = self.kind(node)
            if kind is not None and (kind.kind != "text" or kind.domain != domain):
                self.blame(node, f"{unparse(node)} is not one of the words of this text", listed(domain))

    # What kind a value has

    def kind(self, node: Node) -> Kind | None:
        match node:
            case Number():
                return NUMBER
            case Truth():
                return TRUTH
            case String():
                return _UNTYPED
            case Name():
                return self.name(node)
            case Query():
                return self.query(node)
            case Choice():
                return self.choice(node)
            case Unary() | Binary() | Call():
                return self.arithmetic(node)
        return self.condition(node)

    def arithmetic(self, node: Unary | Binary | Call) -> Kind:
        match node:
            case Unary():
                self.number(node.operand)
            case Binary():
                self.line(node)
            case Call():
                for part in node.args:
                    self.number(part)
        return NUMBER

    def line(self, node: Binary) -> None:
        first, steps = chain(node)
        self.number(first)
        for step in steps:
            self.number(step.right)
            if step.operator in ("/", "//", "%") and isinstance(step.right, Number) and step.right.value == 0:
                self.blame(step.right, "division by zero")

    def condition(self, node: Node) -> Kind:
        match node:
            case Logic():
                for part in node.operands:
                    self.truth(part)
            case Not():
                self.truth(node.operand)
            case Compare():
                Comparing(self).compare(node)
            case Member():
                Comparing(self).member(node)
        return TRUTH

    def choice(self, node: Choice) -> Kind | None:
        self.truth(node.condition)
        then, other = self.kind(node.then), self.kind(node.otherwise)
        if then is None or other is None:
            return None
        if (then.kind == "text") != (other.kind == "text"):
            self.blame(node, f"{unparse(node)} is sometimes a word and sometimes a number")
            return None
        return then if then == other else _UNTYPED if then.kind == "text" else NUMBER

    # Names

    def name(self, node: Name) -> Kind | None:
        kind = self.scope.name(node.id)
        if kind is not None:
            return kind
        formula = self.scope.formula(node.id)
        if formula is None:
            self.blame(node, f'nothing is called "{node.id}"', self.meant(node.id))
            return None
        return self.formula(node.id, formula)

    def formula(self, id_: str, formula: Node) -> Kind | None:
        """The kind of a formula; its own mistakes are told where it is written."""
        if id_ not in self.formulas:
            self.formulas[id_] = None
            level = self.level + depth(formula)[0]
            if level <= _DEEPEST:
                self.formulas[id_] = _Checker(self.scope, self.formulas, level).kind(formula)
        return self.formulas[id_]

    def meant(self, id_: str) -> str:
        """A suggestion for a name that nothing has."""
        for space in SPACES:
            if id_ in self.scope.query_space(space):
                example = _EXAMPLES.get(space)
                return f"{id_} is {article(space)}" + (f"; ask {example.format(id_)}" if example else "")
        return closest(id_, self.scope.names())

    def query(self, node: Query) -> Kind:
        self.errors.extend(asked(node, self.scope))
        kind = answer(node.function, len(node.args))
        if kind != "text":
            return TRUTH if kind == "truth" else NUMBER
        options = self.scope.options(node.args[0]) if node.args[0] in self.scope.query_space("decision") else ()
        return Kind("text", tuple(dict.fromkeys((*options, "none"))) if options else None)


_EXAMPLES = {
    "decision": "chosen({0}) or answered({0})",
    "inject": "fired({0}) > 0",
    "package": "away({0})",
    "lift": "waiting({0})",
    "programme": "stage({0})",
}


def _counts(node: Node) -> bool:
    """fired(x) counts, and is also read as 'has x happened'."""
    return isinstance(node, Query) and node.function == "fired"
