"""What an expression may hold, what it may not, and what a teacher is told then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    atoms,
    depth,
    size,
)
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.unparse import unparse

A, B, C = Name("a"), Name("b"), Name("c")

ALLOWED = {
    "3": Number(3.0),
    "-2.5e1": Number(-25.0),
    ".5": Number(0.5),
    "True": Truth(True),
    "false": Truth(False),
    "'none'": String("none"),
    "a": A,
    "-a": Unary("-", A),
    "+a": Unary("+", A),
    "a + b * c": Binary("+", A, Binary("*", B, C)),
    "a - b - c": Binary("-", Binary("-", A, B), C),
    "a / b": Binary("/", A, B),
    "a // b": Binary("//", A, B),
    "a % b": Binary("%", A, B),
    "(a + b) * c": Binary("*", Binary("+", A, B), C),
    "a < b <= 3": Compare((A, B, Number(3.0)), ("<", "<=")),
    "a == 'x'": Compare((A, String("x")), ("==",)),
    'a != "x"': Compare((A, String("x")), ("!=",)),
    "a > b": Compare((A, B), (">",)),
    "a >= b": Compare((A, B), (">=",)),
    "a and b and c": Logic("and", (A, B, C)),
    "a or b and c": Logic("or", (A, Logic("and", (B, C)))),
    "not a": Not(A),
    "not a == b": Not(Compare((A, B), ("==",))),
    "a if b else c": Choice(B, A, C),
    "a in ('x', 'y')": Member(A, (String("x"), String("y")), False),
    "a not in ['x']": Member(A, (String("x"),), True),
    "a in (1, -2)": Member(A, (Number(1.0), Number(-2.0)), False),
    "a in ('x')": Member(A, (String("x"),), False),
    "min(a, b, 3)": Call("min", (A, B, Number(3.0))),
    "clamp(a, 0, 1)": Call("clamp", (A, Number(0.0), Number(1.0))),
    "round(a, 2)": Call("round", (A, Number(2.0))),
    "pick(a, 1, 2)": Call("pick", (A, Number(1.0), Number(2.0))),
    "days()": Query("days", ()),
    "strength(korea, share)": Query("strength", ("korea", "share")),
    "chosen(us1) == 'hold'": Compare((Query("chosen", ("us1",)), String("hold")), ("==",)),
    "chosen(us1, hold)": Query("chosen", ("us1", "hold")),
    "chosen(us1, 'pass')": Query("chosen", ("us1", "pass")),
    "answered(draw-request)": Query("answered", ("draw-request",)),
    "  a\n  + b ": Binary("+", A, B),
}


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed_forms_become_our_own_nodes(text: str) -> None:
    assert parse(text) == ALLOWED[text]


@pytest.mark.parametrize("text", ALLOWED)
def test_text_of_a_tree_parses_to_the_same_tree(text: str) -> None:
    assert parse(unparse(parse(text))) == parse(text)


def test_numbers_and_truth_values_stand_for_themselves() -> None:
    assert parse(3) == Number(3.0)
    assert parse(0.25) == Number(0.25)
    assert parse(True) == Truth(True)


REFUSED = {
    "": (0, "the expression is empty"),
    "   ": (0, "the expression is empty"),
    "a.b": (1, "a dot cannot stand here"),
    "a.__class__": (1, "a dot cannot stand here"),
    "a[0]": (1, "things have no numbered parts"),
    "'abc'[0]": (5, "things have no numbered parts"),
    "a ** 2": (2, "powers are not allowed"),
    "a ^ 2": (2, "powers are not allowed"),
    "[a for a in b]": (0, "a list cannot stand here"),
    "(a for a in b)": (3, "there are no loops"),
    "{a}": (0, "{ } are not known here"),
    "lambda: 1": (0, "functions cannot be made"),
    "f'x'": (1, "no letters can stand right before a quoted word"),
    "*a": (0, "a value is missing, before *"),
    "max(*a)": (4, "a value is missing after (, before *"),
    "max(a=1)": (5, "a single = does not compare"),
    "a = 3": (2, "a single = does not compare"),
    "(a := 3)": (3, "nothing can be assigned"),
    "a is b": (2, "'is' is not known here"),
    "None": (0, "None is not a value"),
    "a && b": (2, "&& is not known here"),
    "a || b": (2, "|| is not known here"),
    "!a": (0, "! is not known here"),
    "~a": (0, "~ is not known here"),
    "a <> b": (2, "<> is not known here"),
    "a ? b : c": (2, "? is not known here"),
    "a @ b": (2, "@ cannot stand in an expression"),
    "a AND b": (2, "AND is not known here"),
    "a ≥ b": (2, "the character '≥' cannot stand here"),
    "a == ‘x’": (5, "the character '‘' cannot stand here"),
    "a == 'x": (5, "this quotation mark is never closed"),
    "a\x00": (1, "the character '\\x00' cannot stand here"),
    "a\\b": (1, "the character"),
    "a # b": (2, "# cannot stand in an expression"),
    "0,5": (1, "a comma cannot stand here"),
    "(a, b)": (2, "a comma cannot stand here"),
    "a b": (2, "a sign is missing before b"),
    "2a": (1, "a sign is missing before a"),
    "2(a)": (1, "a sign is missing before ("),
    "(a)(b)": (3, "a sign is missing before ("),
    "a not b": (2, "a sign is missing before 'not'"),
    "a == not b": (5, "brackets are missing after =="),
    "a +": (2, "a value is missing after +"),
    "(a + ) * 2": (5, "a value is missing after +, before )"),
    "a + * b": (4, "a value is missing after +, before *"),
    "(a": (0, "this ( is never closed"),
    "a)": (1, "this ) closes nothing"),
    "(a]": (2, "this ] closes nothing"),
    "a if b": (0, "'if' needs an 'else'"),
    "a else b": (2, "'else' needs an 'if' before it"),
    "1if a else b": (1, "a blank is missing before if"),
    "007": (0, "a number cannot begin like 007"),
    "1e999": (0, "the number is too large"),
    "9" * 400: (0, "the number is too large"),
    "days > 3": (0, "days is asked with brackets"),
    "min > 3": (0, "min is asked with brackets"),
    "min(1)": (0, "min takes at least 2 arguments, found 1"),
    "abs(1, 2)": (0, "abs takes one argument, found 2"),
    "clamp(1, 2)": (0, "clamp takes 3 arguments, found 2"),
    "round()": (0, "round takes 1 or 2 arguments, found 0"),
    "days(3)": (0, "days takes nothing, found 1"),
    "chosen()": (0, "chosen takes 1 or 2 arguments, found 0"),
    "clmp(1, 2, 3)": (0, "there is no function 'clmp'"),
    "open('x')": (0, "there is no function 'open'"),
    "__import__('os')": (0, "there is no function '__import__'"),
    "strength(1, a)": (9, "strength takes bare ids"),
    "chosen(us1, pass)": (12, "the word 'pass' cannot stand"),
    "a in ()": (5, "the list after 'in' is empty"),
    "a in (b, c)": (6, "after 'in' there is a list"),
    "a in b": (5, "after 'in' there is a list"),
    "a in ((1, 2), 3)": (8, "a comma cannot stand here"),
    "a in ([1], 2)": (6, "a list cannot stand here"),
    "a in (1, 2) + 3": (5, "this cannot stand in an expression"),
    "a < b in (1, 2)": (0, "'in' cannot be chained"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused_forms_say_what_is_wrong_and_where(text: str) -> None:
    offset, message = REFUSED[text]
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.message.startswith(message)
    assert caught.value.offset == offset
    assert str(caught.value) == caught.value.message


HINTS = {
    "clmp(1, 2, 3)": 'did you mean "clamp"?',
    "strenght(korea, share)": 'did you mean "strength"?',
    "days > 3": "write days()",
    "min(1)": "write min(a, b, ...)",
    "a = 3": "write == for 'is equal to'",
    "a ≥ b": "write >=",
    "a == not b": "write == (not ...)",
    "0,5": "decimals are written with a point: 0.5; lists only come after 'in'",
    "chosen(us1, pass)": "if it is an id, put it in quotes: 'pass'",
    "bonus(a)": "to multiply, write * before (",
}


@pytest.mark.parametrize("text", HINTS)
def test_refused_forms_show_the_way_out(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.hint == HINTS[text]


TOO_LARGE = {
    "brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "fewer brackets": "(" * 900 + "1" + ")" * 900,
    "open brackets": "(" * 1_900,
    "signs": "-" * 1_990 + "1",
    "nots": "not " * 450 + "a",
    "branches": "1 if a else " * 150 + "1",
    "branches before": "1 if " * 150 + "a" + " else 1" * 150,
    "calls": "abs(" * 33 + "a" + ")" * 33,
    "lists": "[" * 1_000,
    "powers": "a**" * 600 + "a",
    "a long sum": "+".join("a" * 200),
    "many conditions": " or ".join(["a"] * 350),
    "characters": "a" * 2_001,
    "a product to the right": "a-(" * 40 + "a" + ")" * 40,
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_whatever_is_too_large_is_refused_before_it_costs_anything(case: str) -> None:
    with pytest.raises(ExpressionError):
        parse(TOO_LARGE[case])


def test_the_limits_are_named() -> None:
    for text, words in (("a" * 2_001, "2,000"), ("(" * 40 + "a", "32 deep"), ("+".join("a" * 200), "300")):
        with pytest.raises(ExpressionError, match=words):
            parse(text)


def test_a_long_sum_is_one_level() -> None:
    node = parse("+".join(["a"] * 150))
    assert depth(node)[0] == 2
    assert size(node) == 299


def test_no_parser_warning_comes_through(recwarn: pytest.WarningsRecorder) -> None:
    for text in ("1if a else b", "1and 2", "'a'('b')", "(1)(2)", "0x1", "1_0", "1j"):
        with pytest.raises(ExpressionError):
            parse(text)
    assert len(recwarn) == 0


def test_atoms_come_once_each_in_the_order_of_the_text() -> None:
    node = parse("b if strength(korea, share) > c else a + b + chosen(us1, go) + min(c, days())")
    found = (B, Query("strength", ("korea", "share")), C, A, Query("chosen", ("us1", "go")), Query("days", ()))
    assert atoms(node) == found


def test_offsets_take_no_part_in_equality() -> None:
    assert Name("a", 3) == Name("a", 9)
    assert len({Query("days", (), 1), Query("days", (), 7)}) == 1


def test_offsets_point_into_the_text_as_written() -> None:
    node = parse("  a +\n  bb")
    assert [atom.offset for atom in atoms(node)] == [2, 8]


def read(text: str) -> Node | ExpressionError:
    """The tree, or the polite refusal; anything else that is raised fails the test."""
    try:
        return parse(text)
    except ExpressionError as error:
        return error


def assert_polite(text: str) -> None:
    found = read(text)
    if isinstance(found, ExpressionError):
        assert found.message
        assert found.offset is None or 0 <= found.offset <= len(text)
    else:
        assert parse(unparse(found)) == found


@given(st.text(alphabet="ab1.5'\" ()[],+-*/%<>=!&|^~?:;@{}$#\\\n\tifelsnotandri_éλ", max_size=60))
def test_any_text_is_parsed_or_refused_politely(text: str) -> None:
    assert_polite(text)


WORDS = ["a", "1", "'x'", "(", ")", "[", "]", ",", "+", "-", "*", "<", "==", "and", "or", "not", "if", "else", "in",
         "min", "days", "chosen", "true"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_order_of_words_is_parsed_or_refused_politely(words: list[str]) -> None:
    assert_polite(" ".join(words))
