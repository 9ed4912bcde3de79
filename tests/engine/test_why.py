"""Why a quantity stands where it stands: shares, rules, roots, and what a seat may know of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.simulation import Simulation
from tabletop.engine.views import view
from tabletop.engine.why import RETURN, UNSEEN, UNTOLD, Why, why
from tabletop.errors import IllegalDecision

Game = Callable[..., Simulation]

DAY = 1440
WORLD = """
    gauges:
    - {id: g, label: Trust, start: 50}
    - {id: h, label: Heat, start: 50, visible: {seats: {blue: exact, red: band}, others: hidden}}
    - {id: s, label: Secret, start: 50, visible: {seats: {blue: exact}, others: hidden}}
    - {id: sum, label: Sum, start: 100, computed: g + 2*h}
    latents: [{id: mood, label: Mood, states: [{id: grim, odds: 1, value: 2}]}]
    sources: [{id: S1, title: A study, date: 2020, confidence: H}]
    """
ASKED = """
    decisions:
    - {id: d, seat: blue, title: What now?, brief: b, opens: {at: 1h}, window: 1d, default: a, options: [
        {id: a, label: Wait, brief: b},
        {id: b, label: Act, brief: b, effects: [{add: {g: -7, h: 3}}, {after: 2d, do: [{add: {g: 4}}]}]}]}
    """


def found(told: Why) -> dict[str, float | None]:
    """What each thing did, rounded."""
    return {share.what: None if share.amount is None else round(share.amount, 6) for share in told.shares}


def acted(game: Game, *texts: str, until: int) -> Simulation:
    sim = game(WORLD, ASKED, *texts)
    sim.decide("blue", "d", ["b"])
    sim.advance(until)
    return sim


def test_a_choice_and_what_follows_later_are_one_share(game: Game) -> None:
    told = why(acted(game, until=4 * DAY), "blue", "g")
    assert (told.label, told.began, told.stands) == ("Trust", "50", "47")
    assert found(told) == {"the choice “B: Act”": -3}
    assert (told.shares[0].times, told.shares[0].clock) == (2, "D+0 01:00")


def test_rules_are_shares_with_their_words_grade_and_sources(game: Game) -> None:
    rule = "{id: M1, title: Wear, says: It wears., grade: B, sources: [S1], does: [{add: {g: -0.1*h}}]}"
    told = why(acted(game, f"relations: [{rule}]", until=3 * DAY - 60), "blue", "g")
    assert found(told) == {"the choice “B: Act”": -3, "rule M1, Wear": -10.6}
    [wear] = told.rules
    assert (wear.id, wear.says, wear.grade, wear.sources) == ("M1", "It wears.", "B", ("A study, 2020",))
    assert wear.reads == ("Heat 50 → 53, most by the choice “B: Act”",)


def test_the_way_back_to_a_level_has_a_name(game: Game) -> None:
    gauge = "gauges: [{id: g, label: Trust, start: 50, drift: {to: 40, half_life: 5d}}]"
    told = why(game(gauge, until=5 * DAY), None, "g")
    assert found(told) == {RETURN: -5}


def test_what_follows_from_others_is_told_by_them(game: Game) -> None:
    told = why(acted(game, until=2 * DAY - 60), "blue", "sum")
    assert found(told) == {"Trust": -7, "Heat": 6}


def test_the_strongest_comes_first_and_noise_is_left_out(game: Game) -> None:
    rules = "relations: [{id: M1, RULE, does: [{add: {g: -9}}]}, {id: M2, RULE, does: [{add: {g: 0.01}}]}]"
    told = why(acted(game, rules, until=DAY), "blue", "g")
    assert list(found(told).values()) == [-9, -7]


def test_a_seat_that_sees_a_band_is_told_directions(game: Game) -> None:
    told = why(acted(game, until=DAY), "red", "h")
    assert (told.began, told.stands) == ("middling", "middling")
    assert [(share.amount, share.up) for share in told.shares] == [(None, True)]


@pytest.mark.parametrize("amount", ["0.1*s", "mood", "h if s > 0 else 1", "fired(own)"])
def test_a_rule_that_reads_what_a_seat_does_not_see_keeps_its_amount(game: Game, amount: str) -> None:
    own = "injects: [{id: own, at: 1h, from: S, to: [blue], channel: intel, subject: s, body: b, objectives: [LO1]}]"
    sim = game(WORLD, own, f"relations: [{{id: M1, RULE, does: [{{add: {{g: '{amount}'}}}}]}}]", until=2 * DAY)
    told = why(sim, "red", "g")
    assert ([share.what for share in told.shares], told.rules) == ([UNSEEN], ())
    assert [share.rule for share in why(sim, None, "g").shares] == ["M1"]


def test_another_seats_choice_is_told_once_it_is_known(game: Game) -> None:
    assert found(why(acted(game, until=DAY), "red", "g")) == {"the choice “B: Act”": -7}


def test_a_secret_choice_is_not_told(game: Game) -> None:
    secret = ASKED.replace("{id: b,", "{id: b, secret: true,")
    sim = game(WORLD, secret)
    sim.decide("blue", "d", ["b"])
    sim.advance(DAY)
    assert found(why(sim, "red", "g")) == {UNTOLD: -7}
    assert found(why(sim, "blue", "g")) == {"the choice “B: Act”": -7}


def test_a_message_to_others_is_not_told(game: Game) -> None:
    own = (
        "injects: [{id: own, at: 1h, from: S, to: [blue], channel: intel, subject: A leak, body: b, "
        "objectives: [LO1], effects: [{add: {g: -4}}]}]"
    )
    sim = game(WORLD, own, until=DAY)
    assert found(why(sim, "red", "g")) == {UNTOLD: -4}
    assert found(why(sim, "blue", "g")) == {"“A leak”": -4}


def test_the_facilitators_hand_is_a_root(game: Game) -> None:
    sim = game(WORLD, until=DAY)
    sim.override("g", 20, "too easy so far")
    assert found(why(sim, "red", "g")) == {"the facilitator’s hand: too easy so far": -30}


@pytest.mark.parametrize(("name", "hint"), [("s", ""), ("tru", ""), ("hh", "did you mean")])
def test_what_is_not_seen_cannot_be_asked(game: Game, name: str, hint: str) -> None:
    with pytest.raises(IllegalDecision, match=f"no quantity '{name}' that you see") as refused:
        why(game(WORLD, until=DAY), "red", name)
    assert hint in refused.value.hint


def test_asking_changes_nothing(game: Game) -> None:
    sim = acted(game, until=DAY)
    before = sim.digest(), view(sim, "blue")
    for name in ("g", "h", "sum"):
        why(sim, "blue", name)
    assert (sim.digest(), view(sim, "blue")) == before
