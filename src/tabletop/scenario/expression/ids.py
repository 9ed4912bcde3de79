"""Whether the ids in a query are those of things that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tabletop.errors import closest
from tabletop.scenario.expression.functions import QUERIES
from tabletop.scenario.expression.nodes import ExpressionError, Query
from tabletop.scenario.expression.scope import SPACES, Scope

_FEW = 8


def asked(node: Query, scope: Scope) -> Iterator[ExpressionError]:
    """One error for every id in a query that is not in the space in which it must be."""
    spaces = QUERIES[node.function].spaces
    for number, (id_, space) in enumerate(zip(node.args, spaces, strict=False)):
        offset = node.offsets[number] if number < len(node.offsets) else node.offset
        error = _one(node, id_, space, scope, offset)
        if error is not None:
            yield error


def article(noun: str) -> str:
    """A noun with its 'a' or 'an'."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _one(node: Query, id_: str, space: str, scope: Scope, offset: int) -> ExpressionError | None:
    if space == "option":
        return _option(node.args[0], id_, scope, offset)
    if space == "moment":
        return _moment(id_, scope, offset)
    known = _known(space, scope)
    if id_ in known:
        return None
    noun = {"tag": "strength"}.get(space, space)
    return ExpressionError(f'no {noun} is called "{id_}"', offset, _meant(id_, known, scope))


def _option(decision: str, option: str, scope: Scope, offset: int) -> ExpressionError | None:
    if decision not in scope.query_space("decision"):
        return None  # told once, for the decision
    options = scope.options(decision)
    if option in options:
        return None
    hint = closest(option, options) or _few(options)
    return ExpressionError(f'the decision {decision} has no option "{option}"', offset, hint)


def _moment(text: str, scope: Scope, offset: int) -> ExpressionError | None:
    try:
        scope.moment(text)
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        return ExpressionError(message, offset, hint)
    return None


def _known(space: str, scope: Scope) -> Collection[str]:
    match space:
        case "tag":
            return scope.tags()
        case "inject or decision":
            return [*scope.query_space("inject"), *scope.query_space("decision")]
        case "theatre" | "package" | "place" | "lift" | "decision" | "inject" | "programme":
            return scope.query_space(space)
    return ()


def _meant(id_: str, known: Collection[str], scope: Scope) -> str:
    near = closest(id_, known)
    if near:
        return near
    for space in SPACES:
        if id_ in scope.query_space(space):
            return f"{id_} is {article(space)}"
    if scope.name(id_) is not None:
        return f"{id_} is a quantity"
    return _few(known)


def _few(known: Collection[str]) -> str:
    return "there are: " + ", ".join(sorted(known)) if 0 < len(known) <= _FEW else ""
