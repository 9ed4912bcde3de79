"""Promises and publics: assurance, demand for an own weapon, two answers, and the worlds in which lessons fail."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

QUIET = {
    "rok1": "sweep", "us1": "quiet", "rok2": "hunt", "us2": "hunters", "rok3": "decoys", "us3": "trigger",
    "rok4": "room", "us4": "open_room", "rok5": "shelter", "us5": "check", "rok6": "mend", "us6": "fill",
    "rok7": "centre", "us7": "dates",
}  # fmt: skip
LOUD = {
    "rok1": "publish", "us1": "formation", "rok2": "strike_back", "us2": "operate", "rok3": "bases", "us3": "release",
    "rok4": "weapons", "us4": "asset", "rok5": "own", "us5": "alert", "rok6": "drill", "us6": "bombers",
    "rok7": "budget", "us7": "pool",
}  # fmt: skip
DOVE = {
    "rok1": "sweep", "us1": "beijing", "rok2": "lock", "us2": "advise", "rok3": "capital", "us3": "trigger",
    "rok4": "debate", "us4": "calendar", "rok5": "hold", "us5": "play_down", "rok6": "notice", "us6": "channel",
    "rok7": "telephone", "us7": "smaller",
}  # fmt: skip


def test_m5_confidence_follows_what_seems_to_work(lab: Any) -> None:
    put = [{float(day): {"deterrence_korea": value} for day in range(1, 10)} for value in (30, 62, 90)]
    low, mid, high = (lab.run(10, put=state)("assurance") for state in put)
    assert low < mid < high


def test_m6_doubt_becomes_demand(lab: Any) -> None:
    def demand(assurance: float, elastic: float) -> float:
        put = {float(day): {"assurance": assurance} for day in range(1, 10)}
        return float(lab.run(10, put=put, assume={"nuke_elastic": elastic})("nuke_demand"))

    assert demand(30, 1.0) > demand(64, 1.0) > demand(90, 1.0)
    assert demand(30, 0.0) == pytest.approx(demand(90, 0.0))


def test_m18_a_mixed_answer_works_only_if_it_looks_planned(lab: Any) -> None:
    trusted, doubted = (
        lab.run(13.5, choose={"rok6": "drill", "us6": "channel"}, put={13: {"cohesion": value}},
                assume={"leak_press": 0.0})
        for value in (80, 50)
    )  # fmt: skip
    assert trusted("cohesion") == pytest.approx(80)
    assert doubted("cohesion") == pytest.approx(48.2)
    assert trusted("deterrence_korea") > doubted("deterrence_korea")


def test_m18_calm_may_be_answered_and_firm_climbs(lab: Any) -> None:
    calm = {"rok6": "mend", "us6": "channel"}
    answered, ignored = (lab.run(13.5, choose=calm, assume={"talk_yield": odds}) for odds in (1.0, 0.0))
    firm = lab.run(13.5, choose={"rok6": "drill", "us6": "bombers"}, assume={"talk_yield": 0.0})
    assert answered("moratorium") == 1 > ignored("moratorium")
    assert answered("rung_korea") < ignored("rung_korea") < firm("rung_korea")
    assert firm("deterrence_korea") > ignored("deterrence_korea")


def test_m19_crises_tire_people_and_crews(lab: Any) -> None:
    put = [{float(day): {"rung_korea": rung} for day in range(1, 12)} for rung in (2, 6)]
    for what in ("support_rok", "support_us", "readiness"):
        calm, hot = (lab.run(12, put=state)(what) for state in put)
        assert hot < calm, what
    deaf = [lab.run(12, put=state, assume={"opinion": 0.0})("support_us") for state in put]
    assert deaf[1] == pytest.approx(deaf[0], abs=0.3)


def test_m19_many_shows_tire_both_publics(lab: Any) -> None:
    few, many = (lab.run(20, put={11: {"shows": count}})("support_us") for count in (0, 4))
    assert many < few


def test_the_headline_lesson_holds_and_fails(capitals: Any) -> None:
    """What nobody sees does better than what everybody photographs, except where steel speaks."""
    assert capitals.mean(QUIET, "base") > capitals.mean(LOUD, "base") + 10
    assert capitals.mean(LOUD, "steel_speaks") > capitals.mean(QUIET, "steel_speaks") - 4
    assert capitals.mean(QUIET, "words_are_enough") > capitals.mean(LOUD, "words_are_enough") + 25


def test_the_lesson_of_the_firm_hand_holds_and_fails(capitals: Any) -> None:
    """Loud beats meek, except where letters are answered."""
    assert capitals.mean(LOUD, "base") > capitals.mean(DOVE, "base") + 2
    assert capitals.mean(DOVE, "letters_answered") > capitals.mean(LOUD, "letters_answered") + 5


def test_hunting_is_worth_more_where_somebody_is_inside(capitals: Any) -> None:
    plain = QUIET | {"rok2": "name", "us2": "attribute"}
    gain = {p: capitals.mean(QUIET, p) - capitals.mean(plain, p) for p in ("somebody_inside", "quiet_calendar")}
    assert gain["somebody_inside"] > gain["quiet_calendar"]


@pytest.mark.parametrize(
    ("text", "value", "quantity"),
    [("flex_text", "broad", "posture"), ("flex_text", "consent", "autonomy"), ("opcon_text", "none", "autonomy"),
     ("ssn_text", "none", "nuke_demand"), ("space_cyber_text", "integrated", "cyber_resilience")],
)  # fmt: skip
def test_the_four_sentences_change_something(lab: Any, text: str, value: str, quantity: str) -> None:
    assert lab.run(0.1, texts={text: value})(quantity) != lab.run(0.1)(quantity)


def test_pooling_waits_for_what_was_agreed_on_space(lab: Any) -> None:
    days = []
    for text in ("integrated", "exercise", "none"):
        trials = (lab.run(day, choose={"rok1": "pool"}, texts={"space_cyber_text": text}) for day in range(1, 8))
        days.append(1 + [trial("pooled") for trial in trials].index(1))
    assert days == sorted(days)
    assert days[0] < days[2]


def test_every_relation_of_the_shield_is_tested(lab: Any) -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {f"M{number}" for text in texts for number in re.findall(r"def test_m(\d+)_", text)}
    assert {relation.id for relation in lab.program.scenario.relations} - tested == set()
