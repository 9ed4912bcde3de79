"""Emitted source, the tree, its text and its proved range say the same of random expressions."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import assume, example, given
from hypothesis import strategies as st

from tabletop.scenario.expression.emit import GLOBALS, emit
from tabletop.scenario.expression.evaluate import evaluate
from tabletop.scenario.expression.fold import fold
from tabletop.scenario.expression.functions import FUNCTIONS
from tabletop.scenario.expression.interval import interval, verdict
from tabletop.scenario.expression.nodes import (
    Atom,
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
from tabletop.scenario.expression.substitute import substitute
from tabletop.scenario.expression.unparse import unparse

NUMBERS = ("x", "y", "z")
FLAGS = ("f", "g")
TEXTS = {"t": ("none", "open", "shut"), "u": ("low", "high")}
SIGNS = ("==", "!=", "<", "<=", ">", ">=")

literals = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, 58.0, 100.0, 1e-3]),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
).map(Number)
numbers: st.SearchStrategy[Node] = st.deferred(lambda: st.one_of(leaves, leaves, arithmetic))
leaves: st.SearchStrategy[Node] = st.one_of(
    literals, st.sampled_from(NUMBERS).map(Name), st.just(Query("strength", ("korea", "share")))
)
truths: st.SearchStrategy[Node] = st.deferred(lambda: st.one_of(facts, facts, conditions))
facts: st.SearchStrategy[Node] = st.one_of(
    st.booleans().map(Truth), st.sampled_from(FLAGS).map(Name), st.just(Query("away", ("ad1",)))
)


def _calls() -> st.SearchStrategy[Node]:
    def of(name: str) -> st.SearchStrategy[Node]:
        known = FUNCTIONS[name]
        args = st.lists(values, min_size=known.least, max_size=known.most or 4)
        return args.map(lambda found: Call(name, tuple(found)))

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(of)


def _worded() -> st.SearchStrategy[Node]:
    def of(name: str) -> st.SearchStrategy[Node]:
        word = st.sampled_from(TEXTS[name]).map(String)
        pair = st.builds(lambda w, s: Compare((Name(name), w), (s,)), word, st.sampled_from(["==", "!="]))
        turned = st.builds(lambda w, s: Compare((w, Name(name)), (s,)), word, st.sampled_from(["==", "!="]))
        among = st.lists(word, min_size=1, max_size=3).map(tuple)
        return st.one_of(pair, turned, st.builds(lambda w, o: Member(Name(name), w, o), among, st.booleans()))

    return st.sampled_from(sorted(TEXTS)).flatmap(of)


def _compared(parts: list[Node], signs: list[str]) -> Node:
    return Compare(tuple(parts), tuple(signs[: len(parts) - 1]))


values: st.SearchStrategy[Node] = st.one_of(numbers, numbers, truths)
arithmetic: st.SearchStrategy[Node] = st.one_of(
    st.builds(Unary, st.sampled_from("+-"), values),
    st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "//", "%"]), values, values),
    st.builds(Choice, truths, values, values),
    st.deferred(_calls),
)
conditions: st.SearchStrategy[Node] = st.one_of(
    st.builds(Not, truths),
    st.builds(Logic, st.sampled_from(["and", "or"]), st.lists(values, min_size=2, max_size=3).map(tuple)),
    st.builds(_compared, st.lists(values, min_size=2, max_size=3), st.lists(st.sampled_from(SIGNS), min_size=2)),
    st.builds(Member, numbers, st.lists(literals, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.deferred(_worded),
)
trees = st.one_of(numbers, truths, arithmetic, conditions)
amounts = st.one_of(st.sampled_from([0.0, 1.0, -1.0, 50.0, 58.0, 2.5]), st.floats(-1e4, 1e4, allow_nan=False))
worlds = st.fixed_dictionaries(
    {
        **dict.fromkeys((*NUMBERS, "strength"), amounts),
        **dict.fromkeys((*FLAGS, "away"), st.booleans()),
        **{name: st.sampled_from(words) for name, words in TEXTS.items()},
    }
)
World = dict[str, float | bool | str]


def key(atom: Atom) -> str:
    return atom.id if isinstance(atom, Name) else atom.function


def reader(world: World) -> Callable[[Atom], object]:
    return lambda atom: world[key(atom)]


def run(node: Node, world: World, *, condition: bool = False) -> float | bool:
    """The value of emitted source over an array in which flags are 0.0 or 1.0 and words their numbers."""
    slots = {name: number for number, name in enumerate(world)}
    array = [float(TEXTS[name].index(value) if isinstance(value, str) else value) for name, value in world.items()]
    source = emit(
        node,
        lambda atom: f"v[{slots[key(atom)]}]",
        lambda atom, word: repr(float(TEXTS[key(atom)].index(word))),
        condition=condition,
    )
    found: float | bool = eval(source, dict(GLOBALS), {"v": array})  # noqa: S307 - our own source is what is tested
    return found


def outcome(of: Callable[[], object]) -> object:
    """The value, or that there is none; all values that are no number are alike."""
    try:
        found = of()
    except (ExpressionError, ZeroDivisionError, OverflowError, ValueError):
        return "no value"
    return "no number" if isinstance(found, float) and math.isnan(found) else found


@given(trees, worlds)
@example(parse("f and (x > 3)"), {"x": 4.0, "f": True})
@example(parse("3 * (x > 1) + (f and g)"), {"x": 4.0, "f": True, "g": True})
@example(parse("min(x, y) - max(x, 0)"), {"x": 4.0, "y": 2.0})
def test_emitted_source_gives_what_the_tree_gives(node: Node, world: World) -> None:
    assert outcome(lambda: run(node, world)) == outcome(lambda: evaluate(node, reader(world)))


@given(truths, worlds)
def test_a_condition_holds_as_the_tree_does(node: Node, world: World) -> None:
    held = outcome(lambda: bool(run(node, world, condition=True)))
    assert held == outcome(lambda: bool(evaluate(node, reader(world))))


@given(conditions, worlds)
def test_logic_and_comparisons_give_plain_truth_values(node: Node, world: World) -> None:
    assert outcome(lambda: run(node, world)) in (True, False, "no value")
    assert type(outcome(lambda: run(node, world))) in (bool, str)


@given(trees, worlds)
def test_folding_changes_no_value(node: Node, world: World) -> None:
    before = outcome(lambda: evaluate(node, reader(world)))
    after = outcome(lambda: evaluate(fold(node), reader(world)))
    assert before == after
    assert set(atoms(fold(node))) <= set(atoms(node))


def written(node: Node) -> str:
    """The text of a tree that is small enough to be parsed again."""
    text = unparse(node)
    assume(len(text) < 1_500 and depth(node)[0] < 25 and size(node) < 250)
    return text


@given(trees, worlds)
def test_the_text_of_a_tree_means_the_same(node: Node, world: World) -> None:
    text = written(node)
    before = outcome(lambda: evaluate(node, reader(world)))
    assert outcome(lambda: evaluate(parse(text), reader(world))) == before


@given(trees)
def test_the_text_of_a_parsed_tree_is_a_fixed_point(node: Node) -> None:
    text = written(node)
    assert unparse(parse(unparse(parse(text)))) == unparse(parse(text))


boxes = st.fixed_dictionaries(
    {name: st.tuples(amounts, amounts).map(lambda ends: (min(ends), max(ends))) for name in (*NUMBERS, "strength")}
)
shares = st.fixed_dictionaries({name: st.floats(0, 1) for name in (*NUMBERS, "strength")})


@given(trees, boxes, shares, worlds)
def test_the_range_holds_every_value(
    node: Node, box: dict[str, tuple[float, float]], share: dict[str, float], world: World
) -> None:
    inside = {name: min(max(low + share[name] * (high - low), low), high) for name, (low, high) in box.items()}
    found = outcome(lambda: evaluate(node, reader({**world, **inside})))
    low, high = interval(node, lambda atom: box.get(key(atom), (0.0, 1.0)))
    assert low <= high
    if isinstance(found, int | float) and math.isfinite(found):
        assert low <= found <= high
        told = verdict(node, lambda atom: box.get(key(atom), (0.0, 1.0)))
        assert told in ("unknown", "always" if found else "never")


@given(trees, worlds)
def test_nothing_known_is_never_wrong(node: Node, world: World) -> None:
    found = outcome(lambda: evaluate(node, reader(world)))
    low, high = interval(node, lambda _: None)
    assert not isinstance(found, int | float) or not math.isfinite(found) or low <= found <= high


@given(numbers, truths, worlds)
def test_a_formula_is_worth_what_it_stands_for(number: Node, truth: Node, world: World) -> None:
    formulas = {"p": number, "q": truth}
    whole = substitute(parse("2 * p + (p if q and f else 1)"), formulas.get)
    inner = outcome(lambda: {"p": evaluate(number, reader(world)), "q": evaluate(truth, reader(world))})
    assume(isinstance(inner, dict))
    assert isinstance(inner, dict)
    expected = evaluate(parse("2 * p + (p if q and f else 1)"), reader({**world, **inner}))
    assert outcome(lambda: evaluate(whole, reader(world))) == outcome(lambda: expected)
