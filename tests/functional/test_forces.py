"""Forces and magazines: does more of a cause give more of its effect, and does nothing give nothing?"""

from __future__ import annotations

from typing import Any

import pytest


def caused(trial: Any) -> list[Any]:
    """Entries that follow from the first arrival of the first task force."""
    arrival = trial.entries("arrived", "ada_1")[0]
    return [entry for entry in trial.sim.entries if entry.cause == arrival.n]


def test_m1_more_lift_brings_a_package_earlier(lab: Any) -> None:
    days = [
        lab.run(50, choose={"us1": "order_now"}, assume={"a_lift": lift}).day("arrived", "ada_1") for lift in (2, 6, 12)
    ]
    assert days == sorted(days, reverse=True)
    assert days[0] - days[2] > 10


def test_m1_what_is_ordered_later_arrives_later(lab: Any) -> None:
    trial = lab.run(50, choose={"us1": "order_now"})
    assert trial.day("arrived", "ada_1") < trial.day("arrived", "ada_2")


def test_m1_without_an_order_nothing_moves(lab: Any) -> None:
    trial = lab.run(55, choose={"us1": "elsewhere", "us2": "keep_share", "us4": "ration", "us7": "homeland"})
    assert trial("away_share") == 0
    assert trial("waiting(airlift)") == 0


def test_m1_the_storm_stops_the_lift(lab: Any) -> None:
    order = {"us1": "order_now"}
    calm = lab.run(50, choose=order)
    storm = lab.run(50, choose=order, minds={"storm_start": 6.0, "storm_length": 5.0})
    assert storm.day("arrived", "ada_1") >= calm.day("arrived", "ada_1") + 3


def test_m1_each_arrival_raises_the_rung_if_presence_provokes(lab: Any) -> None:
    order = {"us1": "order_now"}
    day = lab.run(50, choose=order).day("arrived", "ada_1")
    trials = [lab.run(day, choose=order, assume={"a_provoke": strength}) for strength in (0.0, 2.0)]
    pushes = [[c for c in entry.changes if c.quantity == "rung_taiwan"] for trial in trials for entry in caused(trial)]
    assert [change.after - change.before for changes in pushes for change in changes] == pytest.approx([0.12])


def test_m2_absence_and_escorts_cost_readiness(lab: Any) -> None:
    home = lab.run(40, choose={"us1": "elsewhere"})
    away = lab.run(40, choose={"us1": "elsewhere"}, put={0: {"escort": 1}})
    assert away("readiness") < home("readiness")
    gone = lab.run(40, choose={"us1": "order_now"}, put={0: {"readiness": 80}})
    kept = lab.run(40, choose={"us1": "consult_first", "rok1": "not_party"}, put={0: {"readiness": 80}})
    assert gone("readiness") < kept("readiness")


def test_m2_tired_forces_recover_and_stop_at_eighty(lab: Any) -> None:
    trial = lab.run(7, put={0: {"readiness": 40}})
    assert 40 < trial("readiness") < 80
    assert lab.run(1, put={0: {"readiness": 80}})("readiness") == pytest.approx(80)


def test_m3_only_war_empties_the_magazines(lab: Any) -> None:
    quiet = lab.run(12, choose={"us1": "consult_first"})
    strait, korea = lab.run(12, put={2: {"war_t": 1}}), lab.run(12, put={2: {"war_k": 1}})
    stocks = ("int_t", "int_us_k", "int_rok")
    assert [quiet(stock) for stock in stocks] == [60, 60, 100]
    assert strait("int_t") == pytest.approx(60 - 4 * 10, abs=4.01)
    assert korea("int_us_k + int_rok") == pytest.approx(160 - 7 * 10, abs=7.01)


def test_m3_a_long_war_ends_at_nothing_and_not_below(lab: Any) -> None:
    assert lab.run(50, put={1: {"war_t": 1, "war_k": 1}})("min(int_t, int_us_k, int_rok)") == 0


def test_m4_arrivals_access_and_magazines_all_add_strength(lab: Any) -> None:
    base = lab.run(3)("hold_t")
    for better in ({"access_japan": 80}, {"int_t": 120}, {"hold_bonus": 10}):
        assert lab.run(3, put={1: better})("hold_t") > base
    arrived = lab.run(30, choose={"us1": "order_now"})
    assert arrived("strength(taiwan, hold)") > 0
    assert arrived("hold_t") > lab.run(30, choose={"us1": "elsewhere"})("hold_t")


def test_m4_forces_without_access_count_for_less(lab: Any) -> None:
    order = {"us1": "order_now"}
    counted = "strength(taiwan, hold)*(0.7 + 0.3*access_japan/80)"
    gain = [lab.run(30, choose=order, put={29: {"access_japan": access}})(counted) for access in (0, 80)]
    assert gain[0] == pytest.approx(0.7 * gain[1])


def test_m20_the_exercise_and_the_air_bridge_take_lift(lab: Any) -> None:
    rates = {
        choice: lab.run(10, choose={"us3": choice})("lift_rate") for choice in ("full", "cpx", "postpone", "trilateral")
    }
    assert rates["full"] < rates["cpx"] < rates["postpone"]
    bridge = lab.run(22, choose={"us5": "air_bridge"})("lift_rate")
    assert bridge < lab.run(22, choose={"us5": "watch"})("lift_rate")


def test_m20_the_ramps_are_free_again_afterwards(lab: Any) -> None:
    assert lab.run(35, choose={"us3": "full", "us5": "watch"})("lift_mod") == 0
