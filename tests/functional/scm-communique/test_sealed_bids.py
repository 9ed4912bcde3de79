"""The negotiation: sealed bids, ladders, closing offers, and what becomes of the page."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tabletop.engine.telling import documents

FLEX = {"no_flex": "none", "look_at": "look_at", "consult": "consult", "consent": "consent", "broad": "broad"}
STEPS = {
    frozenset(pair)
    for pair in [("no_flex", "look_at"), ("look_at", "consult"), ("consult", "consent"), ("consult", "broad")]
}


def bids(flex: str, mark: str = "opcon", opcon: str = "foc_2026", ssn: str = "approve") -> tuple[str, ...]:
    return (flex, opcon, ssn, "exercise", f"must_{mark}")


@pytest.mark.parametrize(("ours", "theirs"), list(product(FLEX, FLEX)))
def test_m1_equal_words_settle_and_one_step_goes_to_the_side_that_marked_it(table: Any, ours: str, theirs: str) -> None:
    marked = table.play(1.5, {"seal_us": bids(ours, "flex"), "seal_rok": bids(theirs, "opcon")})
    if ours == theirs or frozenset((ours, theirs)) in STEPS:
        assert marked(f"flex_text == '{FLEX[ours]}'")
        assert not marked("flex_open")
    else:
        assert marked("flex_open")


def test_m1_a_step_that_both_have_marked_stays_open(table: Any) -> None:
    both = table.play(1.5, {"seal_us": bids("broad", "flex"), "seal_rok": bids("consult", "flex")})
    assert both("flex_open")
    neither = table.play(1.5, {"seal_us": bids("broad", "ssn"), "seal_rok": bids("consult", "ssn")})
    assert neither("flex_open")


def test_m1_the_other_side_wins_the_step_that_it_marked(table: Any) -> None:
    game = table.play(1.5, {"seal_us": bids("broad", "space"), "seal_rok": bids("consult", "flex")})
    assert game("flex_text == 'consult'")


@pytest.mark.parametrize(
    ("ours", "theirs", "between"),
    [
        ("broad", "consent", "consult"),
        ("broad", "look_at", "look_at"),
        ("look_at", "consent", "consult"),
        ("no_flex", "consent", "look_at"),
        ("no_flex", "broad", "look_at"),
    ],
)
def test_m1_the_drafters_find_a_sentence_in_between(table: Any, ours: str, theirs: str, between: str) -> None:
    game = table.play(1.63, {"seal_us": bids(ours), "seal_rok": bids(theirs)})
    assert game(f"flex_text == '{between}'")
    mirror = table.play(1.63, {"seal_us": bids(theirs), "seal_rok": bids(ours)})
    assert mirror(f"flex_text == '{between}'")


def test_m1_two_who_stand_leave_a_blank_and_one_who_stands_has_it_all(table: Any) -> None:
    apart = {"seal_us": bids("broad", "flex"), "seal_rok": bids("consent", "flex")}
    blank = table.play(1.63, apart | {"close_us": "stand", "close_rok": "stand"})
    assert blank("flex_text == 'none' and round2_code == 'fail'")
    ours = table.play(1.63, apart | {"close_us": "stand"})
    assert ours("flex_text == 'broad' and round2_code == 'yield_us'")
    theirs = table.play(1.63, apart | {"close_rok": "stand"})
    assert theirs("flex_text == 'consent' and round2_code == 'yield_rok'")


def test_m1_a_call_of_the_evening_before_saves_one_sentence_if_both_made_it(table: Any) -> None:
    apart = {"seal_us": bids("broad", "flex"), "seal_rok": bids("consent", "flex")}
    stood = apart | {"close_us": "stand", "close_rok": "stand"}
    saved = table.play(1.63, stood | {"eve_us": ("back",), "eve_rok": ("back",)})
    assert saved("flex_text == 'consult'")
    alone = table.play(1.63, stood | {"eve_us": ("back",)})
    assert alone("flex_text == 'none'")


@pytest.mark.parametrize(
    ("us", "rok", "holds"),
    [
        ("link_ssn", "link_ssn", "ssn_text == 'roadmap_home' and flex_text == 'consult'"),
        ("grand", "link_ssn", "ssn_text == 'roadmap_home' and flex_text == 'consult'"),
        ("link_opcon", "link_opcon", "opcon_text == 'target_2028' and budget_35"),
        ("link_opcon", "grand", "opcon_text == 'target_2028' and budget_35"),
        ("grand", "grand", "flex_text == 'broad' and space_cyber_text == 'integrated' and budget_35"),
        ("bridge", "link_ssn", "ssn_text == 'roadmap_home' and flex_text == 'look_at'"),
        ("link_ssn", "bridge", "ssn_text == 'approve' and flex_text == 'consult'"),
        ("bridge", "link_opcon", "opcon_text == 'target_2028' and not budget_35"),
        ("link_opcon", "bridge", "opcon_text == 'foc_2026' and budget_35"),
        ("grand", "bridge", "space_cyber_text == 'integrated' and flex_text == 'look_at'"),
        ("link_ssn", "link_opcon", "round2_code == 'crossed' and not budget_35"),
        ("link_ssn", "stand", "round2_code == 'fail'"),
    ],
)
def test_m1_a_trade_needs_two_hands_and_half_of_it_one_and_a_half(table: Any, us: str, rok: str, holds: str) -> None:
    game = table.play(1.63, {"close_us": us, "close_rok": rok})
    assert game(holds)


def test_m13_one_who_walks_takes_the_page_along(table: Any) -> None:
    apart = {"seal_us": bids("broad", "flex"), "seal_rok": bids("consent", "flex")}
    walked = table.play(3, apart | {"close_us": "stand", "page_rok": "walk"})
    assert walked("statement == 'none' and blanks == 4")
    stayed = table.play(3, apart | {"close_us": "stand", "page_rok": "issue", "page_us": "issue"})
    assert stayed("statement == 'issued_4nov'")
    assert walked("cohesion") < stayed("cohesion") - 5


def test_m13_nobody_walks_from_a_page_that_is_written(table: Any) -> None:
    with pytest.raises(AssertionError, match="locked"):
        table.play(3, {"page_us": "walk"})


def test_m13_the_short_page_keeps_what_nobody_disputes(table: Any) -> None:
    grand = {"close_us": "grand", "close_rok": "grand"}
    short = table.play(3, grand | {"page_us": "short", "page_rok": "issue"})
    assert short("flex_text == 'consult' and opcon_text == 'foc_2026' and ssn_text == 'approve'")
    assert short("space_cyber_text == 'exercise' and statement == 'short_4nov'")


def test_m13_what_is_published_at_once_may_be_contradicted(table: Any) -> None:
    trade = {"close_us": "link_ssn", "close_rok": "link_ssn", "page_us": "issue", "page_rok": "issue"}
    odds = [table.play(12, trade, assume={"a_leak": leak}).odds("road_map_contradicted") for leak in (0.15, 0.65)]
    assert odds == pytest.approx([0.15, 0.65])
    plain = table.play(12, {"page_us": "issue", "page_rok": "issue"})
    assert not plain.drawn("road_map_contradicted")


def test_m13_what_is_held_back_may_be_struck_out_or_come_back(table: Any) -> None:
    trade = table.play(12, {"close_us": "link_ssn", "close_rok": "link_ssn"})
    assert trade.odds("road_map_struck") == pytest.approx(0.3)
    blank = table.play(12, {"seal_us": bids("no_flex", "flex"), "seal_rok": bids("no_flex", "flex")})
    assert blank.odds("region_revived") == pytest.approx(0.35)


def test_the_statement_says_what_was_agreed(table: Any) -> None:
    game = table.play(13, {"close_us": "link_ssn", "close_rok": "link_ssn", "page_us": "issue", "page_rok": "issue"})
    [(title, paragraphs)] = documents(game.sim)
    assert "57th" in title
    assert any("consulted between the two governments beforehand" in text for text in paragraphs)
    walked = table.play(
        13,
        {"seal_us": bids("broad"), "seal_rok": bids("consent"), "close_us": "stand", "page_us": "issue"}
        | {"page_rok": "walk"},
    )
    [(_, paragraphs)] = documents(walked.sim)
    assert len(paragraphs) == 1


def test_the_rehearsal_works_like_the_envelopes(table: Any) -> None:
    met = table.play(1.4, {"sky_us": ("splendid", "easy"), "sky_rok": ("splendid", "easy")}, length="50")
    assert met("weather_text == 'splendid'")
    marked = table.play(1.4, {"sky_us": ("historic", "must"), "sky_rok": ("splendid", "easy")}, length="50")
    assert marked("weather_text == 'historic'")
    apart = table.play(1.4, {"sky_us": ("fine", "must"), "sky_rok": ("historic", "easy")}, length="50")
    assert apart("weather_text == 'none'")


@pytest.mark.parametrize(("hints", "cards"), [("shown", 1), ("hidden", 0)])
def test_the_tutorial_card_can_be_left_out(table: Any, hints: str, cards: int) -> None:
    assert table.play(1, texts={"hints": hints})("fired(inj_hello)") == cards


def test_the_first_decision_moves_little_whatever_is_chosen(table: Any) -> None:
    kept = ("cohesion", "support_rok", "support_us", "diplomatic_capital", "deterrence_korea")
    calm = table.play(0.8)
    for tone in ("firm", "offer", "cut"):
        game = table.play(0.8, {"jsa_us": tone})
        assert all(abs(game(thing) - calm(thing)) <= 5 for thing in kept)
