"""The source that the engine compiles, the functions it calls, and formulas put in."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from tabletop.scenario.expression.emit import GLOBALS, emit
from tabletop.scenario.expression.evaluate import evaluate
from tabletop.scenario.expression.functions import clamp, logistic, pick, rounded
from tabletop.scenario.expression.nodes import Atom, ExpressionError, Name, Node, atoms, depth, size
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.substitute import substitute

WORDS = {"hold": "0", "go": "1", "none": "-1"}


def place(atom: Atom) -> str:
    return f"v[{atom.id}]" if isinstance(atom, Name) else f"{atom.function}[{' '.join(atom.args)}]"


def source(text: str, *, condition: bool = False) -> str:
    return emit(parse(text), place, lambda atom, word: WORDS[word], condition=condition)


SOURCES = {
    "a + b * c - d": "(v[a] + (v[b] * v[c]) - v[d])",
    "a - (b - c)": "(v[a] - (v[b] - v[c]))",
    "-a - -2": "((-v[a]) - (-2.0))",
    "0.5 * 2": "1.0",
    "a + (3 - 1) / 4": "(v[a] + 0.5)",
    "1 / 0": "(1.0 / 0.0)",
    "3 * (a > b)": "(3.0 * (v[a] > v[b]))",
    "0 < a <= 5": "(0.0 < v[a] <= 5.0)",
    "a and b > 1": "((v[a] != 0) and (v[b] > 1.0))",
    "not a": "(not v[a])",
    "not (a or b)": "(not (v[a] or v[b]))",
    "1 if a and b else 2": "(1.0 if (v[a] and v[b]) else 2.0)",
    "1 if true else a": "1.0",
    "a and true": "((v[a] != 0))",
    "false and a": "False",
    "a or 1 < 2": "((v[a] != 0) or True)",
    "t == 'go'": "(v[t] == 1)",
    "'go' != t": "(1 != v[t])",
    "chosen(us1) == 'none'": "(chosen[us1] == -1)",
    "chosen(us1, go)": "chosen[us1 go]",
    "t in ('hold', 'go')": "(v[t] in (0, 1))",
    "t not in ('go')": "(v[t] != 1)",
    "a in (1, 2)": "(v[a] in (1.0, 2.0))",
    "min(a, b)": "(v[b] if v[b] < v[a] else v[a])",
    "max(a, 0)": "(0.0 if 0.0 > v[a] else v[a])",
    "min(a, b, c)": "min(v[a], v[b], v[c])",
    "max(a + b, 0)": "(0.0 if 0.0 > (_0 := (v[a] + v[b])) else _0)",
    "min(a + b, max(c, -d))": (
        "(_2 if (_2 := (_0 if (_0 := (-v[d])) > v[c] else v[c])) < (_1 := (v[a] + v[b])) else _1)"
    ),
    "clamp(a, 0, 1)": "(_0 if 0.0 <= (_0 := v[a]) <= 1.0 else clamp(_0, 0.0, 1.0))",
    "clamp(a, b, 1)": "clamp(v[a], v[b], 1.0)",
    "pick(a, 1, -2, 3)": "((1.0, (-2.0), 3.0,)[int(_0)] if 0.0 <= (_0 := v[a]) < 3.0 else pick(_0, 1.0, (-2.0), 3.0))",
    "pick(a, 1, b)": "pick(v[a], 1.0, v[b])",
}


@pytest.mark.parametrize("text", SOURCES)
def test_source(text: str) -> None:
    assert source(text) == SOURCES[text]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("clamp(a, -1, 2)", lambda a: clamp(a, -1.0, 2.0)),
        ("clamp(a * 2, 1, 0)", lambda a: clamp(a * 2.0, 1.0, 0.0)),
        ("pick(a, 7, -8, 9)", lambda a: pick(a, 7.0, -8.0, 9.0)),
        ("pick(clamp(a, 0, 1), 7, 8)", lambda a: pick(clamp(a, 0.0, 1.0), 7.0, 8.0)),
    ],
)
def test_the_usual_case_first_is_the_same_function(text: str, called: Callable[[float], float]) -> None:
    compiled = eval(f"lambda v, a='a': {source(text)}", dict(GLOBALS))  # noqa: S307 - made here
    for a in (-math.inf, -2.0, -1.0, -0.0, 0.0, 0.4, 0.5, 1.0, 1.999, 2.0, 2.5, 3.0, 99.0, math.inf, math.nan):
        assert repr(compiled({"a": a})) == repr(called(a)), a


def test_a_condition_needs_no_comparison_with_zero() -> None:
    assert source("a and not b or c > 1", condition=True) == "((v[a] and (not v[b])) or (v[c] > 1.0))"


def test_hidden_facts_are_read_elsewhere_as_words() -> None:
    node = parse("type == 'go' and type > 1")
    text = emit(node, place, lambda atom, word: WORDS[word], word=lambda atom: "w[type]")
    assert text == "((w[type] == 1) and (v[type] > 1.0))"


def test_words_as_results_become_their_number_in_the_domain() -> None:
    node = parse("'shut' if a else 'open'")
    text = emit(node, place, lambda atom, word: WORDS[word], domain=("open", "shut"))
    assert text == "(1 if v[a] else 0)"
    with pytest.raises(ExpressionError, match="the word 'shut' cannot be a value here"):
        emit(node, place, lambda atom, word: WORDS[word])


@pytest.mark.parametrize("text", ["t == 'go' == u", "a + 1 == 'go'", "abs(t) in ('go')"])
def test_words_are_only_compared_with_what_is_read(text: str) -> None:
    with pytest.raises(ExpressionError):
        source(text)


def test_the_largest_expression_compiles() -> None:
    nested = "abs(" * 31 + "a" + ")" * 31
    for text in ("+".join(["a"] * 150), "not " * 31 + "a", nested, "-(" * 31 + "a" + ")" * 31):
        compile(source(text), "<expression>", "eval")
        assert evaluate(parse(text), lambda atom: 1.0) is not None


def test_functions_of_the_generated_code() -> None:
    assert [clamp(x, 0.0, 2.0) for x in (-1.0, 1.0, 3.0)] == [0.0, 1.0, 2.0]
    assert [rounded(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5)] == [1.0, 2.0, 3.0, 0.0, -1.0]
    assert rounded(2.345, 2.0) == 2.35
    assert [pick(i, 7.0, 8.0, 9.0) for i in (-4.0, 0.0, 0.9, 1.0, 2.0, 99.0, math.inf)] == [7, 7, 7, 8, 9, 9, 9]
    assert [logistic(x) for x in (-1e4, 0.0, 1e4)] == [0.0, 0.5, 1.0]
    assert GLOBALS["floor"](-1.5) == -2.0
    assert type(GLOBALS["ceil"](1.5)) is float
    assert sorted(GLOBALS) == sorted(
        ["min", "max", "abs", "clamp", "round", "floor", "ceil", "sqrt", "exp", "log", "logistic", "pick"]
    )


WITHOUT_VALUE = {
    "1 / a": ("division by zero: a is 0", 4),
    "3 // (a * 2)": ("division by zero: a * 2 is 0", 6),
    "3 % a": ("division by zero: a is 0", 4),
    "2 + sqrt(a - 4)": ("sqrt(-4) has no value", 4),
    "log(a)": ("log(0) has no value", 0),
    "exp(1000 + a)": ("exp(1000) has no value", 0),
}


@pytest.mark.parametrize("text", WITHOUT_VALUE)
def test_where_there_is_no_value_the_place_is_told(text: str) -> None:
    message, offset = WITHOUT_VALUE[text]
    with pytest.raises(ExpressionError) as caught:
        evaluate(parse(text), lambda atom: 0.0)
    assert (caught.value.message, caught.value.offset) == (message, offset)


def test_a_word_is_no_number() -> None:
    with pytest.raises(ExpressionError, match="t is the word 'open', not a number"):
        evaluate(parse("t + 1"), lambda atom: "open")


def test_formulas_are_put_in_and_theirs_too() -> None:
    formulas = {"p": parse("q * 2"), "q": parse("a + 1")}
    assert substitute(parse("p - q if p > 3 else b"), formulas.get) == parse(
        "(a + 1) * 2 - (a + 1) if (a + 1) * 2 > 3 else b"
    )


def test_an_expression_without_formulas_stays_as_it_is() -> None:
    node = parse("min(a, -b) > 3 and not (t in ('x', 'y'))")
    assert substitute(node, lambda _: None) == node
    assert atoms(substitute(node, lambda _: None)) == atoms(node)


def test_a_circle_of_formulas_is_named() -> None:
    formulas = {"p": parse("q + 1"), "q": parse("r"), "r": parse("max(q, 1)")}
    with pytest.raises(ExpressionError, match="leads back to itself: q → r → q"):
        substitute(parse("2 * p"), formulas.get)


@pytest.mark.parametrize("step", ["f{} + f{}", "-f{}", "a + a + a - f{}", "f{} + a + a + a + a"])
def test_formulas_cannot_grow_without_bound(step: str) -> None:
    formulas: dict[str, Node] = {f"f{n}": parse(step.format(n + 1, n + 1)) for n in range(80)}
    with pytest.raises(ExpressionError, match="with its formulas put in, the expression is too large"):
        substitute(parse("f0"), formulas.get)


def test_the_largest_substitution_compiles_and_runs() -> None:
    formulas: dict[str, Node] = {f"f{n}": parse(f"abs(max(0, max(abs(f{n + 1}), 0)))") for n in range(15)}
    formulas["f15"] = parse("a")
    node = substitute(parse("f0"), formulas.get)
    assert (depth(node)[0], size(node)) == (61, 91)
    compile(emit(node, place, lambda atom, word: word), "<expression>", "eval")
    assert evaluate(node, lambda atom: -3.0) == 3.0
