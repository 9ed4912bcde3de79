"""Interceptors and the ladder: what leaks, what is read as what, and what comes down again."""

from __future__ import annotations

from typing import Any

import pytest

NEAR = {"dprk3": "near"}
PERFECT = {"p_quasi": 1.0, "leak_floor": 0.0, "common_cause": 0.0}
HOPELESS = {"p_quasi": 0.0, "common_cause": 0.0}


@pytest.mark.parametrize(("what", "poor", "good"), [("c2_health", 10, 86), ("lower_tier", 0, 80), ("readiness", 20, 90),
                                                    ("warning", 0, 100)])  # fmt: skip
def test_m4_a_blind_network_or_an_empty_magazine_deters_less(lab: Any, what: str, poor: int, good: int) -> None:
    low, high = (
        lab.run(12, put={float(day): {what: value} for day in range(1, 12)})("deterrence_korea")
        for value in (poor, good)
    )
    assert low < high


def test_m4_more_than_enough_adds_nothing(lab: Any) -> None:
    full, brim = (
        lab.run(9, put={float(day): {"lower_tier": value} for day in range(1, 9)})("deterrence_korea")
        for value in (95, 160)
    )
    assert full == pytest.approx(brim)


def test_m7_what_has_arrived_cancels_part_of_a_step_up(lab: Any) -> None:
    bare, held = (lab.run(7.5, choose={"dprk2": "drill"}, put={7: {"surge": surge}})("rung_korea") for surge in (0, 1))
    assert held < bare
    off = [
        lab.run(7.5, choose={"dprk2": "drill"}, put={7: {"surge": s}}, assume={"surge_damp": 0.0})("rung_korea")
        for s in (0, 1)
    ]
    assert off[0] == pytest.approx(off[1])


def test_m8_a_parade_can_be_read_as_a_preparation(lab: Any) -> None:
    never, always = (
        lab.run(1, choose={"us1": "formation"}, assume={"misperceive": odds})("rung_korea") for odds in (0.0, 1.0)
    )
    assert always > never + 0.2


def test_m9_the_teacher_sets_the_sign(lab: Any) -> None:
    calm, null, hot = (
        lab.run(1, choose={"us1": "formation"}, assume={"vis_effect": sign, "lam0": 0.1}) for sign in (-0.3, 0.0, 0.3)
    )
    assert calm("pressure") < null("pressure") < hot("pressure")
    assert calm("minor_rate") < null("minor_rate") < hot("minor_rate")


def test_m10_small_events_come_as_a_rate(lab: Any) -> None:
    def rate(assume: float = 0.1, **state: float) -> float:
        return float(lab.run(1, assume={"lam0": assume}, put={1: state})("minor_rate"))

    assert rate(0.0) == 0
    assert rate(moratorium=1) == pytest.approx(0.4 * rate())
    assert rate(pressure=20) < rate() < rate(pressure=60)
    assert rate(deterrence_korea=90) < rate() < rate(deterrence_korea=30)
    assert rate(pressure=100, deterrence_korea=0, rung_korea=9) == pytest.approx(3 * 0.1 * 0.75)
    counts = [sum(lab.run(20, assume={"lam0": value}, seed=seed)("fired(inj_minor)") for seed in range(4))
              for value in (0.02, 0.24)]  # fmt: skip
    assert counts[0] < counts[1]


def test_m11_it_is_quicker_to_climb_than_to_come_down(lab: Any) -> None:
    still = {"us2": "hunters", "rok2": "hunt"}
    days = [lab.run(day, put={1.5: {"rung_korea": 5}}, choose=still)("rung_korea") for day in (2, 4, 7)]
    assert days[0] == days[1] == pytest.approx(5)
    assert 4.7 < days[2] < 5
    low = lab.run(6, put={0.1: {"rung_korea": 1.5}}, choose=still | {"us1": "isr"})
    assert low("rung_korea") == pytest.approx(1.5)


def test_m15_no_strike_from_a_low_rung(lab: Any) -> None:
    minds = {"intent": "preparing"}
    low, mid, high = (lab.run(1, minds=minds, put={1: {"rung_korea": rung}})("strike_rate") for rung in (2.5, 3, 6))
    assert low == 0 < mid < high
    routine = lab.run(1, put={1: {"rung_korea": 6}})("strike_rate")
    assert 0 < routine < high / 10
    deterred = lab.run(1, minds=minds, put={1: {"rung_korea": 6, "deterrence_korea": 95}})("strike_rate")
    assert deterred < high


def test_m15_a_strike_comes_once_and_hurts_as_it_leaks(lab: Any) -> None:
    hot = {float(day): {"rung_korea": 4.5, "deterrence_korea": 20} for day in range(1, 18)}
    tolls = {}
    for name, shot in (("perfect", PERFECT), ("hopeless", HOPELESS)):
        for seed in range(8):
            game = lab.run(20, minds={"intent": "preparing"}, put=hot, assume=shot, seed=seed)
            assert game("fired(inj_strike)") <= 1
            if game("struck"):
                tolls[name] = game("harm")
    assert tolls["perfect"] == 0 < tolls["hopeless"]


def test_m16_two_shots_are_not_two_independent_coins(lab: Any) -> None:
    trial = lab.run(11, choose=NEAR | {"rok3": "decoys"})
    assert trial("leak_low") == pytest.approx(0.25 * 0.92)
    floor = lab.run(11, choose=NEAR, assume={"p_quasi": 0.99})
    assert floor("leak_low") == pytest.approx(0.06 * 0.92)
    assert trial("leak_high") < trial("leak_low")
    assert lab.run(11, choose=NEAR | {"rok3": "look"})("leak_low") > trial("leak_low")


def test_m16_an_empty_magazine_and_one_fault_leak_most(lab: Any) -> None:
    empty = lab.run(11, choose=NEAR, put={10.5: {"lower_tier": 0}})
    assert empty("gets_through") == pytest.approx(1)
    blind = lab.run(11.5, choose=NEAR | {"rok5": "own"}, assume={"common_cause": 2.0})
    assert blind("blinded") == 1
    assert blind("gets_through") == pytest.approx(0.75)


def test_m16_a_hit_reassures_and_a_miss_does_not(lab: Any) -> None:
    fire = NEAR | {"rok5": "own"}
    hit, miss, held = (
        lab.run(11.2, choose=choose, assume={"near_miss": 0.0} | shot)
        for choose, shot in ((fire, PERFECT), (fire, HOPELESS), (NEAR, PERFECT))
    )
    assert (hit("leaked"), miss("leaked")) == (0, 4)
    assert hit("assurance") > held("assurance") > miss("assurance")
    assert hit("lower_tier") == miss("lower_tier") == held("lower_tier") - 8


def test_m16_shelters_save_people_if_something_falls(lab: Any) -> None:
    harm = [
        lab.run(11.2, choose=NEAR | {"rok5": option}, assume={"near_miss": 1.0} | shot)("harm")
        for option, shot in (("own", PERFECT), ("shelter", {}), ("hold", {}))
    ]
    assert harm[0] == 0 < harm[1] < harm[2]


def test_m16_the_dice_are_the_same_whatever_is_answered(lab: Any) -> None:
    for seed in range(6):
        fell = {lab.run(11.2, choose=NEAR | {"rok5": o}, seed=seed)("landed") for o in ("hold", "own", "shelter")}
        assert len(fell) == 1


def test_what_is_released_counts_when_it_lands(lab: Any) -> None:
    trial = [lab.run(day, choose={"us3": "release"})("lower_tier") for day in (7, 12)]
    assert trial[1] == trial[0] + 22
    slow = lab.run(12, choose={"us3": "release"}, assume={"lift_rate": 2.0})("lower_tier")
    assert slow == trial[0]


def test_ships_cover_when_they_are_there(lab: Any) -> None:
    away, there = (lab.run(day, choose={"us3": "ships"}) for day in (7, 10))
    assert not away("sea_tier")
    assert there("sea_tier")
    assert there("leak_low") < away("leak_low")
