"""From a line of text to the tree. Python's parser does the grammar; only what is listed here comes through."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tabletop.errors import closest
from tabletop.scenario.expression.functions import FUNCTIONS, QUERIES
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
    depth,
    size,
)
from tabletop.scenario.expression.scan import DEEPEST, guard

MOST_NODES = 300
LARGEST = 1e15

_BARE_DATE = re.compile(r"(?<![\w.'\"-])\d{4}-\d{2}-\d{2}(?![\w.-])", re.ASCII)
_ARITHMETIC: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip
_COMPARISON: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


def parse(text: str | int | float | bool) -> Node:
    """The tree of an expression. A number or true/false stands for itself. Raises ExpressionError.

    Limits: 2,000 characters, 32 levels (a long sum is one level), 300 nodes.
    """
    if isinstance(text, bool):
        return Truth(text)
    if isinstance(text, int | float):
        return Number(_finite(text, 0))
    return _parse(str(text))


@lru_cache(maxsize=8192)
def _parse(text: str) -> Node:
    if "-" in text and (date := _BARE_DATE.search(text)):
        hint = f"put a date in quotes: since('{date[0]}'); to subtract, write blanks around each -"
        raise ExpressionError("this is a date, or two subtractions", date.start(), hint)
    guard(text)
    node = _convert(_syntax(text))
    _bounded(node)
    return node


def _syntax(text: str) -> ast.expr:
    # Line breaks become blanks of the same width, so that columns stay; the bracket lets the text begin with a blank.
    line = "(" + "".join(" " if character.isspace() else character for character in text) + ")"
    try:
        return ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _unreadable(error, text) from None


def _unreadable(error: Exception, text: str) -> ExpressionError:
    column = error.offset if isinstance(error, SyntaxError) and error.lineno == 1 else None
    offset = min(max(column - 2, 0), len(text) - 1) if column else None
    if " if " in f" {text} " and text.count("else") < text.count("if"):
        return ExpressionError("'if' needs an 'else'", offset, "write: a if condition else b")
    if "else" in text and " if " not in f" {text} ":
        return ExpressionError("'else' needs an 'if' before it", offset, "write: a if condition else b")
    return ExpressionError("this cannot be read as an expression", offset, "look for a missing sign or bracket here")


def _bounded(node: Node) -> None:
    count = size(node)
    if count > MOST_NODES:
        hint = "give parts of it names under 'formulas'"
        raise ExpressionError(f"the expression has {count} parts; {MOST_NODES} is the most", None, hint)
    if depth(node)[0] > DEEPEST:
        hint = "give parts of it names under 'formulas'"
        raise ExpressionError(f"the expression is nested more than {DEEPEST} deep", None, hint)


def _finite(value: float, offset: int) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not abs(number) <= LARGEST:
        raise ExpressionError(f"the number is too large; {LARGEST:,.0f} is the most", offset)
    return number


def _column(syntax: ast.AST) -> int:
    # One less for the bracket that _syntax puts in front. The text is plain ASCII, so bytes are characters.
    return max(getattr(syntax, "col_offset", 1) - 1, 0)


def _convert(syntax: ast.expr) -> Node:
    builder = _BUILDERS.get(type(syntax))
    if builder is None:
        hint = "lists only come after 'in', and hold quoted words or numbers"
        raise ExpressionError("this cannot stand in an expression", _column(syntax), hint)
    return builder(syntax)


def _constant(syntax: ast.Constant) -> Node:
    value, at = syntax.value, _column(syntax)
    if isinstance(value, bool):
        return Truth(value, at)
    if isinstance(value, int | float):
        return Number(_finite(value, at), at)
    if isinstance(value, str):
        return String(value, at)
    raise ExpressionError("this is not a number, true, false or a quoted word", at)


def _name(syntax: ast.Name) -> Node:
    at = _column(syntax)
    if syntax.id in ("true", "false"):
        return Truth(syntax.id == "true", at)
    known = FUNCTIONS.get(syntax.id) or QUERIES.get(syntax.id)
    if known is not None:
        raise ExpressionError(f"{syntax.id} is asked with brackets", at, f"write {known.usage}")
    return Name(syntax.id, at)


def _unary(syntax: ast.UnaryOp) -> Node:
    operand, at = _convert(syntax.operand), _column(syntax)
    if isinstance(syntax.op, ast.Not):
        return Not(operand, at)
    sign = "-" if isinstance(syntax.op, ast.USub) else "+"
    if sign == "-" and isinstance(operand, Number):
        return Number(-operand.value, at)
    return Unary(sign, operand, at)


def _binary(syntax: ast.BinOp) -> Node:
    sign = _ARITHMETIC.get(type(syntax.op))
    if sign is None:
        raise ExpressionError("powers and bit signs are not allowed", _column(syntax), "write x*x")
    return Binary(sign, _convert(syntax.left), _convert(syntax.right), _column(syntax))


def _compare(syntax: ast.Compare) -> Node:
    if any(isinstance(operator, ast.In | ast.NotIn) for operator in syntax.ops):
        return _member(syntax)
    operators = tuple(_COMPARISON[type(operator)] for operator in syntax.ops)
    operands = tuple(_convert(part) for part in (syntax.left, *syntax.comparators))
    return Compare(operands, operators, _column(syntax))


def _member(syntax: ast.Compare) -> Node:
    if len(syntax.ops) > 1:
        raise ExpressionError("'in' cannot be chained", _column(syntax), "join the conditions with 'and'")
    listed = syntax.comparators[0]
    parts = listed.elts if isinstance(listed, ast.Tuple | ast.List) else [listed]
    items = tuple(_item(part) for part in parts)
    if not items:
        raise ExpressionError("the list after 'in' is empty", _column(listed))
    return Member(_convert(syntax.left), items, isinstance(syntax.ops[0], ast.NotIn), _column(syntax))


def _item(syntax: ast.expr) -> Number | String:
    item = None if isinstance(syntax, ast.Tuple | ast.List) else _convert(syntax)
    if isinstance(item, Number | String):
        return item
    hint = "write it like x in ('a', 'b')"
    raise ExpressionError("after 'in' there is a list of quoted words or of numbers", _column(syntax), hint)


def _logic(syntax: ast.BoolOp) -> Node:
    operator = "and" if isinstance(syntax.op, ast.And) else "or"
    return Logic(operator, tuple(_convert(part) for part in syntax.values), _column(syntax))


def _choice(syntax: ast.IfExp) -> Node:
    return Choice(_convert(syntax.test), _convert(syntax.body), _convert(syntax.orelse), _column(syntax))


def _call(syntax: ast.Call) -> Node:
    at = _column(syntax)
    if not isinstance(syntax.func, ast.Name) or syntax.keywords:
        raise ExpressionError("only a function by its name can be called", at, "write * to multiply")
    if syntax.func.id in QUERIES:
        return _query(syntax.func.id, syntax.args, at)
    if syntax.func.id in FUNCTIONS:
        return _function(syntax.func.id, syntax.args, at)
    hint = closest(syntax.func.id, (*FUNCTIONS, *QUERIES))
    raise ExpressionError(f"there is no function {syntax.func.id!r}", at, hint)


def _function(name: str, args: list[ast.expr], at: int) -> Node:
    known = FUNCTIONS[name]
    _counted(name, len(args), known.least, known.most, known.usage, at)
    return Call(name, tuple(_convert(part) for part in args), at)


def _query(name: str, args: list[ast.expr], at: int) -> Node:
    known = QUERIES[name]
    _counted(name, len(args), len(known.spaces) - known.optional, len(known.spaces), known.usage, at)
    ids = tuple(_id(name, part) for part in args)
    return Query(name, ids, at, tuple(_column(part) for part in args))


def _counted(name: str, given: int, least: int, most: int | None, usage: str, at: int) -> None:
    if given >= least and (most is None or given <= most):
        return
    words = ("nothing", "one argument")
    wanted = words[least] if least == most and least < 2 else f"{least} arguments" if least == most else ""
    wanted = wanted or (f"at least {least} arguments" if most is None else f"{least} or {most} arguments")
    raise ExpressionError(f"{name} takes {wanted}, found {given}", at, f"write {usage}")


def _id(function: str, syntax: ast.expr) -> str:
    if isinstance(syntax, ast.Name):
        return syntax.id
    if isinstance(syntax, ast.Constant) and isinstance(syntax.value, str):
        return syntax.value
    dashed = _dashed(syntax)
    if dashed:
        return dashed
    raise ExpressionError(f"{function} takes bare ids", _column(syntax), f"write {QUERIES[function].usage}")


def _dashed(syntax: ast.expr) -> str:
    """An id such as draw-request, which reads like a subtraction of two names."""
    if isinstance(syntax, ast.Name):
        return syntax.id
    if isinstance(syntax, ast.BinOp) and isinstance(syntax.op, ast.Sub):
        left, right = _dashed(syntax.left), _dashed(syntax.right)
        return f"{left}-{right}" if left and right else ""
    return ""


_BUILDERS: dict[type, Callable[[Any], Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.IfExp: _choice,
    ast.Call: _call,
}
