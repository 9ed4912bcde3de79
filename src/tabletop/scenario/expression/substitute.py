"""Puts the formulas that an expression names in the place of their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    Unary,
    depth,
    size,
)

MOST_NODES = 3_000
DEEPEST = 64
HIGHEST = 200

Formulas = Callable[[str], Node | None]


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node over changed operands."""
    match node:
        case Unary() | Not():
            return replace(node, operand=change(node.operand))
        case Member():
            return replace(node, operand=change(node.operand))
        case Binary():
            return replace(node, left=change(node.left), right=change(node.right))
        case Compare() | Logic():
            return replace(node, operands=tuple(change(part) for part in node.operands))
        case Choice():
            condition, then = change(node.condition), change(node.then)
            return replace(node, condition=condition, then=then, otherwise=change(node.otherwise))
        case Call():
            return replace(node, args=tuple(change(part) for part in node.args))
    return node


def substitute(node: Node, formulas: Formulas) -> Node:
    """The expression with every named formula put in, and those that these name.

    `formulas` gives the tree of a formula's id, None for other names. Raises ExpressionError where a formula
    leads back to itself and where the whole grows beyond 3,000 nodes, 64 levels or a height of 200.
    """
    done = _Insertion(formulas).into(node)
    _bounded(done)
    return done


def _bounded(node: Node) -> None:
    level, height = depth(node)
    if size(node) > MOST_NODES or level > DEEPEST or height > HIGHEST:
        raise _too_large()


def _too_large() -> ExpressionError:
    message = "with its formulas put in, the expression is too large"
    hint = f"{MOST_NODES:,} parts and {DEEPEST} levels are the most; let a gauge hold what several formulas need"
    return ExpressionError(message, None, hint)


class _Insertion:
    """One substitution: knows which formulas it is inside of, how deep it is, and the finished formulas."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.inside: list[str] = []
        self.height = 0
        self.finished: dict[str, Node] = {}

    def into(self, node: Node) -> Node:
        self.height += 1
        if self.height > HIGHEST:
            raise _too_large()
        done = self.named(node) if isinstance(node, Name) else rebuild(node, self.into)
        self.height -= 1
        return done

    def named(self, name: Name) -> Node:
        if name.id in self.inside:
            circle = " → ".join([*self.inside[self.inside.index(name.id) :], name.id])
            raise ExpressionError(f"the formula leads back to itself: {circle}", name.offset)
        if name.id in self.finished:
            return self.finished[name.id]
        formula = self.formulas(name.id)
        return name if formula is None else self.finish(name.id, formula)

    def finish(self, id_: str, formula: Node) -> Node:
        self.inside.append(id_)
        done = self.into(formula)
        self.inside.pop()
        _bounded(done)
        self.finished[id_] = done
        return done
