"""Sentences that say what a condition still needs, and the parts with their values."""

from __future__ import annotations

import pytest

from tabletop.scenario.expression.explain import Part, explain, why_not
from tabletop.scenario.expression.nodes import Atom, Name, Query
from tabletop.scenario.expression.parse import parse

NOW: dict[str, object] = {
    "cohesion": 51.0,
    "calm": 57.9999,
    "consulted": False,
    "space_text": "none",
    "secret": None,
    "type": "hawk",
}
ASKED: dict[str, object] = {
    "chosen": "none", "days": 3.0, "fired": 0.0, "stage": 1.0, "answered": False, "at": False, "away": True,
    "ordered": False, "strength": 2.0, "base_strength": 4.0, "elapsed": 9999.0, "since": -40.0, "waiting": 5.0,
}  # fmt: skip
LABELS = {
    "space_text": "the space text",
    "consulted": "Seoul consulted",
    "us1": "the draw request",
    "ad1": "the battalion",
    "quake": "the earthquake",
    "hold": "Wait",
}
FORMULAS = {
    "pressure": parse("cohesion * 2"),
    "ready": parse("consulted and cohesion > 55"),
    "word": parse("space_text"),
}


def value(atom: Atom) -> object:
    if isinstance(atom, Name):
        return NOW[atom.id]
    return False if atom == Query("chosen", ("us1", "hold")) else ASKED[atom.function]


def label(id_: str) -> str:
    return LABELS.get(id_, id_)


SENTENCES = {
    "cohesion >= 58": "needs cohesion at least 58 (now 51)",
    "58 <= cohesion": "needs cohesion at least 58 (now 51)",
    "cohesion < 50": "needs cohesion less than 50 (now 51)",
    "calm >= 58": "needs calm at least 58 (now 57.9999)",
    "40 < cohesion < 50": "needs cohesion less than 50 (now 51)",
    "cohesion == 1": "needs cohesion exactly 1 (now 51)",
    "cohesion in (1, 2)": "needs cohesion to be 1 or 2 (now 51)",
    "cohesion > 0.5 * calm + 40": "needs cohesion more than 0.5 * calm + 40 (now 51 against 69)",
    "space_text != 'none'": "needs the space text other than none (now none)",
    "space_text == 'hot_line'": "needs the space text to be hot line (now none)",
    "space_text in ('a', 'b', 'c')": "needs the space text to be a, b or c (now none)",
    "space_text not in ('none', 'a')": "needs the space text other than none or a (now none)",
    "consulted": "needs “Seoul consulted” to hold",
    "consulted == true": "needs “Seoul consulted” to hold",
    "not away(ad1)": "needs the battalion at its own place",
    "at(ad1, kadena)": "needs the battalion at kadena",
    "ordered(ad1)": "needs the battalion under orders",
    "answered(us1)": "needs the draw request decided",
    "chosen(us1, hold)": "needs “Wait” chosen in the draw request",
    "chosen(us1) == 'hold'": "needs the choice in the draw request to be hold (now none)",
    "fired(quake)": "needs the earthquake to have happened",
    "fired(quake) > 0": "needs the earthquake to have happened",
    "fired(quake) >= 2": "needs times of the earthquake at least 2 (now 0)",
    "elapsed(quake) < 3": "needs days since the earthquake less than 3 (not yet happened)",
    "since('2028-01-01') >= 0": "needs it to be 1 Jan 2028 or later",
    "not since('2028-01-01 09:00') <= 0": "needs it to be later than 2028-01-01 09:00",
    "since('2028-01-01') > 30": "needs days since 1 Jan 2028 more than 30 (now -40)",
    "days() >= 5": "needs the day at least 5 (now 3)",
    "stage(reactor) >= 2": "needs stages done of reactor at least 2 (now 1)",
    "waiting(c17) <= 4": "needs loads waiting for c17 at most 4 (now 5)",
    "strength(korea, share) >= base_strength(korea, share)": (
        "needs share in korea at least share in korea at the start (now 2 against 4)"
    ),
    "consulted and cohesion > 60": "needs “Seoul consulted” to hold and cohesion more than 60 (now 51)",
    "cohesion > 50 and calm > 60": "needs calm more than 60 (now 58)",
    "cohesion > 60 or calm > 60": "needs cohesion more than 60 (now 51) or calm more than 60 (now 58)",
    "cohesion > 60 and (consulted or calm > 60)": (
        "needs cohesion more than 60 (now 51) and (“Seoul consulted” to hold or calm more than 60 (now 58))"
    ),
    "not (cohesion > 40 and calm > 50)": "needs cohesion at most 40 (now 51) or calm at most 50 (now 58)",
    "not (cohesion > 40 or consulted)": "needs cohesion at most 40 (now 51)",
    "not (40 < cohesion < 60)": "needs cohesion at most 40 (now 51) or cohesion at least 60 (now 51)",
    "cohesion > 60 if consulted else calm > 60": (
        "needs “cohesion > 60 if Seoul consulted else calm > 60” to hold"
    ),
    "false": "needs something that can never be",
    "cohesion > 50": "",
    "consulted or cohesion > 50": "",
    "not consulted": "",
}  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
def test_why_not_says_what_is_missing(text: str) -> None:
    assert why_not(parse(text), value, label) == SENTENCES[text]


HIDDEN = {
    "secret > 3": "needs secret more than 3",
    "secret > 3 and consulted": "needs secret more than 3 and “Seoul consulted” to hold",
    "secret > 3 or cohesion > 60": "needs secret more than 3 or cohesion more than 60 (now 51)",
    "secret > 3 or cohesion > 50": "",
    "cohesion > secret": "needs cohesion more than secret",
    "not secret == 1": "needs secret other than 1",
}


@pytest.mark.parametrize("text", HIDDEN)
def test_what_the_reader_may_not_know_is_named_without_its_value(text: str) -> None:
    assert why_not(parse(text), value, label) == HIDDEN[text]


def test_a_formula_keeps_its_name_as_a_number_and_is_opened_as_a_condition() -> None:
    def told(text: str) -> str:
        return why_not(parse(text), value, label, formulas=FORMULAS.get)

    assert told("pressure > 110") == "needs pressure more than 110 (now 102)"
    assert told("ready") == "needs “Seoul consulted” to hold and cohesion more than 55 (now 51)"
    assert told("not ready") == ""
    assert told("word == 'open'") == "needs word to be open (now none)"


def test_a_hidden_fact_is_a_number_and_a_word() -> None:
    text = "type == 'dove' and type > 1"
    said = why_not(parse(text), lambda atom: 1.0, label, word=lambda atom: "hawk")
    assert said == "needs type to be dove (now hawk) and type more than 1 (now 1)"


def test_a_value_that_cannot_be_worked_out_is_left_out() -> None:
    assert why_not(parse("cohesion / (cohesion - 51) > 3"), value, label) == (
        "needs cohesion / (cohesion - 51) more than 3"
    )


def test_parts_hold_text_and_value_of_everything_but_literals() -> None:
    assert explain(parse("consulted or cohesion > calm + 1"), value) == Part(
        "consulted or cohesion > calm + 1",
        False,
        False,
        (
            Part("consulted", False, False),
            Part(
                "cohesion > calm + 1",
                False,
                False,
                (Part("cohesion", 51.0, None), Part("calm + 1", 58.9999, None, (Part("calm", 57.9999, None),))),
            ),
        ),
    )


def test_parts_of_comparisons_with_words_are_words() -> None:
    part = explain(parse("type == 'hawk'"), lambda atom: 1.0, word=lambda atom: "hawk")
    assert part == Part("type == 'hawk'", True, True, (Part("type", "hawk", None),))


def test_parts_that_nobody_may_know_have_no_value() -> None:
    assert explain(parse("secret > 3"), value) == Part("secret > 3", None, None, (Part("secret", None, None),))
