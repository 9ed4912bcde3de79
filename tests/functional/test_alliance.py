"""The alliance and the two publics: fears, consent, pressure, and what outlives the crisis."""

from __future__ import annotations

from typing import Any

import pytest


def test_m11_capital_is_earned_by_sharing_and_spent_by_asking(lab: Any) -> None:
    start = lab.run(1)("diplomatic_capital")
    asked, shared = (lab.run(45, choose={"rok8": choice})("diplomatic_capital") for choice in ("host", "back_protocol"))
    assert asked < shared
    assert start == 50


def test_m12_a_thin_sky_feeds_abandonment_and_linkage_entrapment(lab: Any) -> None:
    def after(**state: float) -> float:
        base = {"cohesion": 66.0, "deterrence_korea": 72.0, "entanglement": 22.0}
        return float(lab.run(3, put={2: base | state})("cohesion"))

    assert after(deterrence_korea=20) < after()
    assert after(entanglement=80) < after()
    assert after(deterrence_korea=20, entanglement=80) < min(after(deterrence_korea=20), after(entanglement=80))


def test_m12_neither_fear_costs_anything_below_its_threshold(lab: Any) -> None:
    held = {"cohesion": 64.0, "entanglement": 38.0, "deterrence_korea": 90.0}
    trial = lab.run(3, put={2: held})
    assert trial("cohesion") == pytest.approx(64.0, abs=0.001)


def test_m12_ordering_without_asking_costs_trust_and_a_broad_text_softens_it(lab: Any) -> None:
    lost = {
        text: lab.run(0.5, texts={"flex_text": text})("cohesion")
        - lab.run(3, choose={"us1": "order_now"}, texts={"flex_text": text})("cohesion")
        for text in ("broad", "look_at", "consent")
    }
    assert 0 < lost["broad"] < lost["look_at"] < lost["consent"]


def test_m13_trust_raises_the_odds_that_officials_agree(lab: Any) -> None:
    asked = {"us4": "borrow_rok"}
    low, high = (lab.run(18, choose=asked, put={10: {"cohesion": cohesion}}) for cohesion in (62, 95))
    assert low.odds("seoul_lends") < high.odds("seoul_lends") <= 1


def test_m13_below_a_floor_of_trust_nobody_can_be_asked(lab: Any) -> None:
    with pytest.raises(AssertionError, match="locked"):
        lab.run(18, choose={"us4": "borrow_rok"}, put={10: {"cohesion": 40}})


def test_m13_two_sealed_papers_make_something_of_each_other(lab: Any) -> None:
    met = lab.run(12, choose={"us1": "consult_first", "rok1": "early_consent"})
    missed = lab.run(12, choose={"us1": "order_now", "rok1": "not_party"})
    assert met("cohesion") > missed("cohesion") + 5
    assert met("agreed") == 1
    assert missed("unilateral") == 1


def test_m14_pressure_linkage_and_a_thin_sky_wear_support_down(lab: Any) -> None:
    def after(**state: float) -> float:
        base = {"support_rok": 56.0, "prc_pressure": 15.0, "entanglement": 22.0, "deterrence_korea": 72.0}
        return float(lab.run(3, put={2: base | state})("support_rok"))

    assert after() == pytest.approx(56, abs=0.001)
    for cause in ({"prc_pressure": 80.0}, {"entanglement": 80.0}, {"deterrence_korea": 20.0}):
        assert after(**cause) < after()


def test_m16_stepping_back_in_public_costs_standing(lab: Any) -> None:
    eased, held = (lab.run(19, choose={"prc3": choice})("prc_face") for choice in ("ease", "hold"))
    assert eased < held


def test_m17_linkage_draws_pressure_and_pressure_costs_trade(lab: Any) -> None:
    linked, aloof = (lab.run(25, put={float(d): {"entanglement": value} for d in range(25)}) for value in (70, 20))
    assert linked("prc_pressure") > aloof("prc_pressure") + 5
    assert linked("econ_loss") > aloof("econ_loss")
    mild = lab.run(25, put={float(d): {"entanglement": 70} for d in range(25)}, assume={"a_prcp": 0.0})
    assert mild("prc_pressure") < linked("prc_pressure")


def test_m17_no_pressure_and_a_calm_strait_cost_nothing(lab: Any) -> None:
    calm = {float(day) + 0.9: {"prc_pressure": 0, "rung_taiwan": 2} for day in range(5)}
    trial = lab.run(5.5, put=calm)
    assert trial("econ_loss") < 0.02
    blockade = lab.run(20, put={0: {"control": 5}}, choose={"us1": "elsewhere"})
    assert blockade("econ_loss") > lab.run(20, put={0: {"control": 0}}, choose={"us1": "elsewhere"})("econ_loss")


def test_m18_a_verified_command_raises_the_odds_and_a_lost_slot_lowers_them(lab: Any) -> None:
    odds = [
        lab.run(2, put={2: flags})("transfer_odds") for flags in ({"foc_lost": 1}, {"foc_lost": 0}, {"foc_done": 1})
    ]
    assert odds == sorted(odds)
    assert odds[1] - odds[0] == pytest.approx(0.10)
    assert odds[2] - odds[1] == pytest.approx(0.25)


def test_m18_cancelling_the_exercise_loses_a_step_and_not_a_slope(lab: Any) -> None:
    trial = lab.run(12, choose={"us3": "postpone", "rok3": "postpone_dialogue"})
    assert (trial("foc_done"), trial("foc_lost")) == (0, 1)


@pytest.mark.parametrize("text", ["none", "roadmap_home"])
def test_m19_a_submarine_text_changes_politics_and_no_force(lab: Any, text: str) -> None:
    base, other = lab.run(20), lab.run(20, texts={"ssn_text": text})
    military = ("hold_t", "away_share", "control", "int_t", "gap*0")
    assert [other(name) for name in military] == pytest.approx([base(name) for name in military])
    better = text == "roadmap_home"
    assert (other("submarine_odds") > base("submarine_odds")) == better


def test_m19_the_odds_stay_between_nought_and_one(lab: Any) -> None:
    best = lab.run(2, put={2: {"cohesion": 100, "ssn_p": 1, "opcon_p": 1, "foc_done": 1}})
    worst = lab.run(2, put={2: {"cohesion": 0, "foc_lost": 1}}, texts={"ssn_text": "none", "opcon_text": "none"})
    assert (best("submarine_odds"), best("transfer_odds")) == (1, 1)
    assert min(worst("submarine_odds"), worst("transfer_odds")) >= 0
