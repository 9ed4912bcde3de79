"""Eyes, networks and thieves: what is seen, what is stolen, and what nobody has found."""

from __future__ import annotations

from typing import Any

import pytest


def test_m1_borrowed_eyes_go_home(lab: Any) -> None:
    sharp, dull = (lab.run(20, put={1: {"warning": value}}, choose={"rok7": "budget"})("warning") for value in (95, 20))
    assert 58 < sharp < 80
    assert 30 < dull < 58.5


def test_m2_the_same_place_is_seen_more_often_when_all_look_at_it(lab: Any) -> None:
    belts, sweep = (lab.run(1, choose={"rok1": option})("revisit") for option in ("belts", "sweep"))
    assert sweep == pytest.approx(2 * belts)
    assert lab.run(4, choose={"rok1": "pool"})("revisit") == pytest.approx(belts)


def test_m2_a_satellite_in_safe_mode_makes_the_gap_longer(lab: Any) -> None:
    lucky, unlucky = (lab.run(4.5, minds={"sat_luck": luck}) for luck in (0.99, 0.01))
    assert unlucky("revisit") == pytest.approx(1.6 * lucky("revisit"))
    assert unlucky("warning") < lucky("warning")
    assert not lab.run(14, minds={"sat_luck": 0.01})("satfault")


def test_m3_fast_launchers_are_seen_less_often(lab: Any) -> None:
    trial = lab.run(1, choose={"rok1": "belts"})
    assert 0 < trial("seen_fast") < trial("seen_small") < trial("seen_slow") < 1


@pytest.mark.parametrize(
    ("assume", "choose"),
    [({"sat_detect": 0.3}, "belts"), ({"sat_revisit": 4.0}, "belts"), ({}, "sweep"), ({}, "publish")],
)
def test_m3_fewer_poorer_and_published_looks_see_less(lab: Any, assume: dict[str, float], choose: str) -> None:
    good = lab.run(1, choose={"rok1": "belts"})("seen_slow")
    assert lab.run(1, choose={"rok1": choose}, assume=assume)("seen_slow") < good


def test_m3_a_blind_satellite_leaves_only_other_warning(lab: Any) -> None:
    blind = lab.run(1, assume={"sat_detect": 0.0})
    assert blind("seen_slow") == pytest.approx(blind("0.35*warning/100"))
    assert lab.run(1, assume={"sat_detect": 0.0}, put={1: {"warning": 0}})("seen_slow") == pytest.approx(0)


def test_m12_weak_networks_are_robbed_more_often(lab: Any) -> None:
    weak, strong = (lab.run(1, put={1: {"cyber_resilience": value}})("theft_rate") for value in (0, 100))
    assert 0 < strong < weak
    for flag in ("counterop", "tills_locked"):
        assert lab.run(1, put={1: {flag: 1}})("theft_rate") < lab.run(1)("theft_rate")


def test_m12_what_is_frozen_shrinks_and_no_theft_is_without_bound(lab: Any) -> None:
    free, frozen = (lab.run(23, assume={"theft_median": 10.0}, put={0.1: {"frozen": flag}})("theft") for flag in (0, 1))
    assert frozen == pytest.approx(0.7 * free)
    huge = lab.run(3, assume={"theft_median": 1e6})
    assert huge("theft") <= 1600 * (1 + huge("fired(inj_transfer)"))


def test_m13_a_key_under_the_mat_more_than_doubles_failures(lab: Any) -> None:
    clean, inside = (lab.run(1, put={1: {"foothold": flag}})("flicker_rate") for flag in (0, 1))
    assert inside == pytest.approx(clean * 2 / 0.7)
    assert lab.run(1, put={1: {"retaliation": 1}})("flicker_rate") > clean


def test_m14_what_is_not_found_is_not_patched(lab: Any) -> None:
    clean, inside = (lab.run(2, minds={"key_luck": luck}, assume={"foothold_odds": 0.5}) for luck in (0.9, 0.1))
    assert clean("c2_health") > 90 > inside("c2_health")
    worn = lab.run(9, put={2: {"c2_health": 10}})("c2_health")
    assert 60 < worn < 93


def test_m14_a_hunt_that_reaches_the_machine_closes_the_door(lab: Any) -> None:
    hunt = {"rok2": "hunt", "us2": "hunters"}
    games = [lab.run(6, choose=hunt, minds={"key_luck": 0.0}, assume={"foothold_odds": 0.5}, seed=seed)
             for seed in range(12)]  # fmt: skip
    found = [game("foothold_found") for game in games]
    assert 0 < sum(found) < len(games)
    assert all(game("foothold") != game("foothold_found") for game in games)
    assert not any(lab.run(6, choose=hunt, seed=seed)("foothold_found") for seed in range(4))


def test_m17_two_plans_in_one_network_burn_each_other(lab: Any) -> None:
    together = lab.run(2.5, choose={"rok2": "hunt", "us2": "hunters"})("cohesion")
    burned = lab.run(2.5, choose={"rok2": "hunt", "us2": "operate"})("cohesion")
    apart = lab.run(2.5, choose={"rok2": "lock", "us2": "operate"})("cohesion")
    assert together > apart > burned - 2
    assert together > burned + 5


def test_m17_hunting_together_finds_most(lab: Any) -> None:
    def reached(rok2: str, us2: str) -> int:
        games = [lab.run(3, choose={"rok2": rok2, "us2": us2}, seed=seed) for seed in range(20)]
        return sum(game("search == 'thorough'") for game in games)

    both, burned = reached("hunt", "hunters"), reached("hunt", "operate")
    assert both > burned > 0
    assert reached("lock", "advise") == 0


def test_m20_intent_leaks_into_behaviour(lab: Any) -> None:
    kinds = [lab.run(15, minds={"intent": kind})("pressure") for kind in ("routine", "coercive", "preparing")]
    assert kinds == sorted(kinds)
    back = lab.run(15, put={1: {"pressure": 100}})("pressure")
    assert back < 75
