"""The shoal: rice, deterrence, pressure, runs, swarms, injuries, the picture, quiet and the firebreak."""

from __future__ import annotations

from typing import Any

import pytest


def test_m1_the_outpost_eats_a_day_a_day(lab: Any) -> None:
    trial = lab.run(1.5)
    assert trial("supplies_days") == 17
    assert lab.run(6, put={4: {"supplies_days": 1}})("supplies_days") == 0


def test_m1_hunger_costs_support_and_deterrence(lab: Any) -> None:
    fed, hungry = (lab.run(5, put={3: {"supplies_days": days}}) for days in (30, 5))
    assert hungry("support_ph") < fed("support_ph") - 2
    assert hungry("deterrence_scs") < fed("deterrence_scs")
    assert hungry("injuries") > 0


def test_m2_clarity_deters_and_without_the_assumption_it_does_not(lab: Any) -> None:
    def deterrence(clarity: float, gain: float) -> float:
        return float(lab.run(6, put={4: {"treaty_clarity": clarity}}, assume={"clarity_gain": gain})("deterrence_scs"))

    assert deterrence(90, 1.0) > deterrence(40, 1.0)
    assert deterrence(90, 0.0) == pytest.approx(deterrence(40, 0.0))


def test_m2_a_launcher_that_can_be_seen_deters_only_once_it_is_there(lab: Any) -> None:
    asked = {"u2": "kit", "r2": "everything", "f4": "battery", "u4": "replace"}
    quick, slow = (lab.run(13, choose=asked, assume={"ad_notice": days}) for days in (1, 30))
    assert quick("at(ad_bty, luzon)") == 1
    assert slow("at(ad_bty, luzon)") == 0
    assert quick("deterrence_scs") > slow("deterrence_scs")


def test_m3_a_probe_tires_and_an_eviction_grows(lab: Any) -> None:
    probe, press, evict = (lab.run(9, minds={"aim": aim})("squeeze") for aim in ("probe", "press", "evict"))
    assert probe < press < evict


def test_m3_a_story_eases_pressure(lab: Any) -> None:
    unseen, seen = (lab.run(6, put={3: {"narrative": value}})("squeeze") for value in (30, 95))
    assert seen < unseen


def test_m4_odds_of_a_run_follow_the_way_it_goes(lab: Any) -> None:
    odds = {
        way: lab.run(2.5, choose={"f1": way}, assume={"block_base": 0.6}).odds("first_run_stopped")
        for way in ("call", "cameras", "airdrop", "eyes_overhead")
    }
    assert odds["airdrop"] < odds["call"] < odds["eyes_overhead"] < odds["cameras"] <= 0.95


def test_m4_nobody_is_stopped_when_nobody_stops(lab: Any) -> None:
    trial = lab.run(2.5)
    assert trial.odds("first_run_stopped") == 0
    assert trial("supplies_days") == 30


def test_m4_how_a_boat_is_met_is_beijings_choice(lab: Any) -> None:
    met = {
        way: lab.run(2.5, choose={"c1": way}, assume={"block_base": 0.6}).odds("first_run_stopped")
        for way in ("film", "water", "inspect")
    }
    assert met["inspect"] < met["film"] < met["water"]


def test_m4_letters_let_a_boat_through(lab: Any) -> None:
    asked = {"f5": "text"}
    agreed, not_agreed = (
        lab.run(13.5, choose=asked, assume={"block_base": 0.8, "deal_odds": odds}) for odds in (1.0, 0.0)
    )
    assert agreed.odds("second_run_stopped") < 0.1 < not_agreed.odds("second_run_stopped")


def test_m4_a_ship_alongside_helps_the_second_boat(lab: Any) -> None:
    odds = [
        lab.run(11.5, choose={"f5": "friends", "u3": choice}, assume={"block_base": 0.6}).odds("second_run_stopped")
        for choice in ("hull", "stand_off")
    ]
    assert odds[0] < odds[1]


def test_m5_crowding_follows_pressure_and_deterrence(lab: Any) -> None:
    def rate(**state: float) -> float:
        base = {"squeeze": 50.0, "deterrence_scs": 50.0}
        return float(lab.run(3.1, put={3.05: base | state}, assume={"crowding": 0.16})("swarm_rate"))

    assert rate(squeeze=90) > rate() > rate(deterrence_scs=90) > 0
    assert lab.run(3)("swarm_rate") == 0


def test_m6_one_person_moves_the_public_and_the_rung(lab: Any) -> None:
    nobody, somebody = (
        lab.run(3, assume={"block_base": 5.0, "injury": chance}, minds={"aim": "press"}) for chance in (0.0, 5.0)
    )
    assert somebody("injuries") >= 2 > nobody("injuries")
    assert somebody("rung_scs") > nobody("rung_scs")


def test_m6_a_death_moves_the_words(lab: Any) -> None:
    trial = lab.run(3, assume={"block_base": 5.0, "injury": 5.0, "death_odds": 1.0})
    assert trial("death") == 1
    assert trial("fired(inj_name)") == 1
    assert trial("treaty_clarity") < 50
    assert trial("rung_scs") > 4


def test_m7_eyes_look_one_way_at_a_time(lab: Any) -> None:
    kept, lent = (lab.run(9, choose={"u2": "light", "r2": answer}) for answer in ("wrenches", "everything"))
    assert lent("mda") > kept("mda")
    assert lent("warning") < kept("warning") == pytest.approx(60)


def test_m7_integrated_data_saves_warning(lab: Any) -> None:
    lent = {"r2": "everything"}
    none, integrated = (
        lab.run(10, choose=lent, texts={"space_cyber_text": text})("warning") for text in ("none", "integrated")
    )
    assert integrated > none


def test_m7_crews_that_are_not_let_in_see_less(lab: Any) -> None:
    lent = {"r2": "everything"}
    let_in, kept_out = (lab.run(12, choose=lent | {"f4": guests})("mda_goal") for guests in ("sensors", "shipyard"))
    assert let_in > kept_out + 5


def test_m13_quiet_brings_the_rung_down_and_not_below_its_floor(lab: Any) -> None:
    trial = lab.run(8, put={5.5: {"rung_scs": 3.0}})
    assert trial("rung_scs") < 3.0
    assert lab.run(8, put={5.5: {"rung_scs": 3.0}}, assume={"calm": 0.0})("rung_scs") == pytest.approx(3.0)
    assert lab.run(8, put={5.5: {"rung_scs": 1.85}})("rung_scs") == pytest.approx(1.8)


def test_m15_firing_is_a_matter_of_the_upper_rungs(lab: Any) -> None:
    assert lab.run(3, put={2.9: {"rung_scs": 4.4}})("clash_rate") == 0
    assert 0 < lab.run(3, put={2.9: {"rung_scs": 6.0}})("clash_rate") <= 0.2
    hot = [lab.run(9, put={3: {"rung_scs": 9}}, seed=seed)("war") for seed in range(8)]
    assert sum(hot) >= 4
