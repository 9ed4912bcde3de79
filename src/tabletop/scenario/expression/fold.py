"""Works out beforehand what holds no names, so that the simulation does not do it every step."""

from __future__ import annotations

import math

from tabletop.scenario.expression.evaluate import Result, evaluate
from tabletop.scenario.expression.nodes import (
    Choice,
    ExpressionError,
    Logic,
    Name,
    Node,
    Number,
    Query,
    String,
    Truth,
    children,
    is_truth,
)
from tabletop.scenario.expression.substitute import rebuild


def fold(node: Node) -> Node:
    """An expression of the same value with its constant parts worked out; what has no value stays as it is."""
    if isinstance(node, Number | Truth | String | Name | Query):
        return node
    folded = rebuild(node, fold)
    match folded:
        case Choice(condition=Truth(value) | Number(value)):
            return folded.then if value else folded.otherwise
        case Logic():
            return _logic(folded)
    if all(isinstance(part, Number | Truth | String) for part in children(folded)):
        return _worked_out(folded)
    return folded


def _worked_out(node: Node) -> Node:
    try:
        value: Result = evaluate(node, _nothing)
    except ExpressionError:
        return node
    if isinstance(value, bool):
        return Truth(value, node.offset)
    return Number(float(value), node.offset) if isinstance(value, int | float) and math.isfinite(value) else node


def _nothing(atom: Name | Query) -> object:
    raise ExpressionError(f"{atom} has no value yet", atom.offset)


def _logic(node: Logic) -> Node:
    """Drops what decides nothing, and what stands behind the part that decides."""
    decides = node.operator == "or"
    kept: list[Node] = []
    for part in node.operands:
        if not isinstance(part, Number | Truth):
            kept.append(part)
        elif bool(part.value) == decides:
            kept.append(Truth(decides, part.offset))
            break
    if not kept:
        return Truth(not decides, node.offset)
    if len(kept) == 1 and is_truth(kept[0]):
        return kept[0]
    return Logic(node.operator, tuple(kept), node.offset)
