"""Names, ids and kinds of values: every mistake is found, with words for a teacher, at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pytest

from tabletop.scenario.expression.check import Wanted, check, kind_of
from tabletop.scenario.expression.nodes import Node
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.scope import Kind, Space
from tabletop.simtime import parse_moment

WORDING = ("none", "open", "closed")


class World:
    """A small scenario, as a scope."""

    kinds = {  # noqa: RUF012 - read only
        "cohesion": Kind("number"),
        "calm": Kind("number"),
        "consulted": Kind("truth"),
        "wording": Kind("text", WORDING),
        "draft": Kind("text", WORDING),
        "mood": Kind("text", ("low", "high")),
        "type": Kind("state", ("dove", "hawk")),
    }
    formulas = {  # noqa: RUF012 - read only
        "pressure": parse("cohesion * 2"),
        "safe": parse("cohesion > 3 and consulted"),
        "choice": parse("chosen(us1)"),
        "broken": parse("nothing_like_it + 1"),
        "circle": parse("circle + 1"),
    }
    ids: dict[Space, list[str]] = {  # noqa: RUF012 - read only
        "decision": ["us1", "prc1"],
        "inject": ["quake"],
        "place": ["kadena"],
        "package": ["ad1"],
        "theatre": ["korea"],
        "lift": ["c17"],
        "programme": ["reactor"],
    }

    def name(self, id_: str, /) -> Kind | None:
        return self.kinds.get(id_)

    def names(self) -> Iterable[str]:
        return [*self.kinds, *self.formulas]

    def query_space(self, space: Space, /) -> Collection[str]:
        return self.ids[space]

    def options(self, decision: str, /) -> tuple[str, ...]:
        return {"us1": ("hold", "go"), "prc1": ("wait",)}[decision]

    def tags(self) -> Collection[str]:
        return ["share", "air"]

    def moment(self, text: str, /) -> int:
        return parse_moment(text, "2026-08-10")

    def formula(self, id_: str, /) -> Node | None:
        return self.formulas.get(id_)


SCOPE = World()
TEXT = Kind("text", WORDING)

SOUND = [
    ("cohesion", "number"),
    ("cohesion", Kind("number")),
    ("consulted", "truth"),
    ("consulted * 3 + (calm > 2)", "number"),
    ("consulted", "number"),
    ("consulted == 1", "truth"),
    ("true", "truth"),
    ("1", "truth"),
    ("0", "truth"),
    ("wording", "any"),
    ("'open'", "any"),
    ("wording == 'open' or 'open' == wording", "truth"),
    ("wording == draft", "truth"),
    ("wording in ('open', 'closed')", "truth"),
    ("cohesion in (1, 2)", "truth"),
    ("type == 'hawk' and type * 2 > 1", "truth"),
    ("chosen(us1) == 'none'", "truth"),
    ("chosen(us1) in ('hold', 'go')", "truth"),
    ("chosen(us1, hold) and answered(prc1)", "truth"),
    ("fired(quake) and fired(quake) > 1", "truth"),
    ("at(ad1, kadena) or away(ad1) or ordered(ad1)", "truth"),
    ("strength(korea, share) - base_strength(korea, air) + waiting(c17) + stage(reactor)", "number"),
    ("since('2026-09-01') > 0 and since('2026-09-01 12:00') < since('D+4')", "truth"),
    ("elapsed(quake) + elapsed(us1) + days()", "number"),
    ("pressure > 3 and safe", "truth"),
    ("choice == 'go'", "truth"),
    ("cohesion if consulted else pressure", "number"),
    ("1 < cohesion < 3", "truth"),
    ("'open' if consulted else 'closed'", TEXT),
    ("draft if consulted else wording", TEXT),
    ("wording", TEXT),
    ("open", TEXT),
    ("broken > 1 and circle > 1", "truth"),
]


@pytest.mark.parametrize(("text", "wanted"), SOUND)
def test_sound_expressions_have_no_mistakes(text: str, wanted: Wanted) -> None:
    assert [str(error) for error in check(parse(text), SCOPE, wanted)] == []


MOMENTS = (
    "write 'D+2 06:00', 'D+2', a date such as '2026-08-12 06:00', or a time since STARTEX: "
    "90m, 12h, 3d, 2w, 1mo, 1q, 1y, put together as in '1d 12h', or a whole number of minutes"
)

MISTAKES: list[tuple[str, Wanted, int, str, str]] = [
    ("cohesion", "truth", 0, "cohesion is a number, not a condition", "compare it, for example: cohesion > 0"),
    ("2", "truth", 0, "2 is a number, not a condition", ""),
    ("not calm", "truth", 4, "calm is a number, not a condition", "compare it, for example: calm > 0"),
    ("pressure and safe", "truth", 0, "pressure is a number, not a condition", "compare it, for example: pressure > 0"),
    ("wording", "number", 0, "wording is a text, not a number", "compare it, for example: wording == 'none'"),
    ("draft and safe", "truth", 0, "draft is a text, not a condition", "compare it, for example: draft == 'none'"),
    ("'open'", "number", 0, "'open' is a quoted word, not a number", "words can only be compared with == and !="),
    ("min(wording, 3)", "number", 4, "wording is a text, not a number", "compare it, for example: wording == 'none'"),
    ("1 + -draft", "number", 5, "draft is a text, not a number", "compare it, for example: draft == 'none'"),
    ("cohesoin > 3", "truth", 0, 'nothing is called "cohesoin"', 'did you mean "cohesion"?'),
    ("presure > 3", "truth", 0, 'nothing is called "presure"', 'did you mean "pressure"?'),
    ("us1 == 'hold'", "truth", 0, 'nothing is called "us1"', "us1 is a decision; ask chosen(us1) or answered(us1)"),
    ("quake", "truth", 0, 'nothing is called "quake"', "quake is an inject; ask fired(quake) > 0"),
    ("kadena", "truth", 0, 'nothing is called "kadena"', "kadena is a place"),
    ("since('2026-02-30') > 0", "truth", 6, "'2026-02-30': there is no such day", "write a date such as 2026-08-10"),
    ("since('2026-01-01') > 0", "truth", 6, "'2026-01-01' is before STARTEX", "nothing happens before 2026-08-10"),
    ("since('soon') > 0", "truth", 6, "'soon' is not a moment", MOMENTS),
    ("wording == 'opn'", "truth", 11, "wording is never 'opn'", 'did you mean "open"?'),
    ("wording == 'xyz'", "truth", 11, "wording is never 'xyz'", "it can be 'none', 'open', 'closed'"),
    ("wording in ('open', 'opne')", "truth", 20, "wording is never 'opne'", 'did you mean "open"?'),
    ("type == 'hwk'", "truth", 8, "type is never 'hwk'", 'did you mean "hawk"?'),
    ("wording == open", "truth", 11, "the word open needs quotes", "write 'open'"),
    ("go == chosen(us1)", "truth", 0, "the word go needs quotes", "write 'go'"),
    ("wording < 'open'", "truth", 0, "words have no order, so < says nothing", "write ==, != or in"),
    ("wording < draft", "truth", 0, "words have no order, so < says nothing", "write ==, != or in"),
    ("'open' == 'open'", "truth", 0, "both sides are quoted words", "write the name of a text without quotes"),
    ("cohesion == 'a'", "truth", 12, "cohesion is a number and cannot be compared with the word 'a'", ""),
    ("consulted == 'a'", "truth", 13, "consulted is true or false and cannot be compared with the word 'a'", ""),
    (
        "wording == 1", "truth", 0, "wording is a text and cannot be compared with 1",
        "compare it, for example: wording == 'none'",
    ),
    ("wording == mood", "truth", 0, "wording and mood have different words", "compare each with a quoted word"),
    ("wording == 'open' == 'x'", "truth", 11, "words are compared two at a time", "join two comparisons with 'and'"),
    ("wording in ('open', 1)", "truth", 0, "the list after 'in' mixes words and numbers", ""),
    ("'open' in ('open')", "truth", 0, "only a text by its name can be compared with a quoted word", ""),
    ("wording in (1, 2)", "truth", 0, "wording is a text, not a number", "compare it, for example: wording == 'none'"),
    (
        "(wording if safe else draft) == 'open'", "truth", 1,
        "only a text by its name can be compared with a quoted word", "",
    ),
    ("(draft if safe else 3) == 3", "truth", 1, "draft if safe else 3 is sometimes a word and sometimes a number", ""),
    ("cohesion / 0", "number", 11, "division by zero", ""),
    ("strength(asia, air)", "number", 9, 'no theatre is called "asia"', "there are: korea"),
    ("strength(korea, shar)", "number", 16, 'no strength is called "shar"', 'did you mean "share"?'),
    ("at(kadena, kadena)", "truth", 3, 'no package is called "kadena"', "kadena is a place"),
    ("stage(calm)", "number", 6, 'no programme is called "calm"', "calm is a quantity"),
    ("chosen(us2) == 'x'", "truth", 7, 'no decision is called "us2"', 'did you mean "us1"?'),
    ("chosen(us1, gone)", "truth", 12, 'the decision us1 has no option "gone"', 'did you mean "go"?'),
    ("elapsed(kadena)", "number", 8, 'no inject or decision is called "kadena"', "kadena is a place"),
    ("'open' if safe else 'shut'", TEXT, 20, "this text is never 'shut'", "it can be 'none', 'open', 'closed'"),
    ("3", TEXT, 0, "3 is not one of the words of this text", "it can be 'none', 'open', 'closed'"),
    ("mood", TEXT, 0, "mood is not one of the words of this text", "it can be 'none', 'open', 'closed'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "offset", "message", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_place_with_the_way_out(
    text: str, wanted: Wanted, offset: int, message: str, hint: str
) -> None:
    found = [(error.offset, error.message, error.hint) for error in check(parse(text), SCOPE, wanted)]
    assert found == [(offset, message, hint)]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_text() -> None:
    errors = check(parse("max(nix, 1) > strength(asia, sha) and wording == 'opn' and nix > 1"), SCOPE, "truth")
    assert [error.offset for error in errors] == [4, 23, 29, 49, 59]


def test_mistakes_inside_a_formula_are_left_to_its_own_place() -> None:
    assert check(parse("broken"), SCOPE, "number") == []


def test_the_middle_of_chained_comparisons_is_looked_at_once() -> None:
    nested = "cohesion"
    for _ in range(30):
        nested = f"1 < ({nested}) < 2"
    assert check(parse(nested), SCOPE, "truth") == []


def test_kinds_come_out_of_expressions() -> None:
    assert kind_of(parse("safe"), SCOPE) == Kind("truth")
    assert kind_of(parse("choice"), SCOPE) == Kind("text", ("hold", "go", "none"))
    assert kind_of(parse("cohesion if safe else consulted"), SCOPE) == Kind("number")
    assert kind_of(parse("nix"), SCOPE) is None


class Deep(World):
    """Formulas that name each other three hundred deep."""

    formulas = {f"f{n}": parse(f"-(-(-(-f{n + 1})))") for n in range(300)}  # noqa: RUF012 - read only


def test_formulas_in_formulas_exhaust_no_stack() -> None:
    assert check(parse("f0 > 1"), Deep(), "truth") == []
