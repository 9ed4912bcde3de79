"""The Strait: control, cargo, rungs, and what restrains or provokes the next step up."""

from __future__ import annotations

from typing import Any

import pytest


def test_m6_arrived_strength_restrains_the_next_step_up(lab: Any) -> None:
    def step_up(hold: float, surge: float) -> float:
        trial = lab.run(19, put={18.3: {"hold_t": hold}}, assume={"a_surge": surge, "a_provoke": 0.0})
        return float(trial.weights["prc3"]["tighten"])

    assert step_up(90, 1.0) < step_up(40, 1.0)
    assert step_up(90, 0.0) == pytest.approx(step_up(40, 0.0))


def test_m6_if_presence_only_provokes_arrivals_push_up(lab: Any) -> None:
    weights = [
        lab.run(19, put={18.3: {"hold_t": hold}}, assume={"a_surge": 0.0, "a_provoke": 2.0}).weights["prc3"]["tighten"]
        for hold in (40, 90)
    ]
    assert weights[0] < weights[1]


@pytest.mark.parametrize(("control", "anchor"), [(0, 1.8), (1, 2.6), (3, 4.5), (4, 5.6), (5, 6.5)])
def test_m9_the_rung_moves_to_the_stage_of_control(lab: Any, control: int, anchor: float) -> None:
    start = 3.2
    soon = lab.run(6, put={0: {"control": control, "rung_taiwan": start}})("rung_taiwan")
    later = lab.run(14, put={0: {"control": control, "rung_taiwan": start}})("rung_taiwan")
    assert abs(anchor - later) < abs(anchor - soon) < abs(anchor - start)


def test_m9_the_korea_rung_falls_back_to_routine(lab: Any) -> None:
    rungs = [lab.run(day, put={0: {"rung_korea": 5}})("rung_korea") for day in (1, 4, 7)]
    assert rungs == sorted(rungs, reverse=True)
    assert rungs[-1] > 2


def test_m9_escorts_and_shouldering_bring_incidents_at_sea(lab: Any) -> None:
    rate = {
        name: lab.run(2, assume={"a_inc_t": 0.02}, put={2: {"rung_taiwan": 4, **flags}})("sea_rate")
        for name, flags in {"bare": {}, "escort": {"escort": 1}, "both": {"escort": 1, "shoulder": 1}}.items()
    }
    assert rate["bare"] < rate["escort"] < rate["both"]
    assert rate["escort"] == pytest.approx(2 * rate["bare"])


def test_m9_open_war_comes_only_above_rung_five(lab: Any) -> None:
    def wars(rung: float) -> int:
        put = {float(day): {"rung_taiwan": rung} for day in range(1, 25)}
        games = [lab.run(25, assume={"a_war": 0.07}, put=put, seed=seed) for seed in range(8)]
        return sum(bool(game("war_t")) for game in games)

    assert wars(5.0) == 0
    assert wars(7.9) >= 4


def test_m9_a_hot_strait_endangers_the_rear_area(lab: Any) -> None:
    calm, hot = (lab.run(2, put={1: {"rung_taiwan": rung}})("jpn_risk") for rung in (3, 8))
    assert hot > calm


def test_m21_tighter_control_stops_cargo_and_starves_the_island(lab: Any) -> None:
    trials = [lab.run(15, put={0: {"control": stage}}) for stage in (0, 2, 4, 5)]
    supply, endurance = ([trial(name) for trial in trials] for name in ("taiwan_supply", "taiwan_endurance"))
    assert supply == sorted(supply, reverse=True)
    assert endurance == sorted(endurance, reverse=True)
    assert endurance[0] > endurance[-1] + 10


def test_m21_control_costs_beijing_by_the_day(lab: Any) -> None:
    costs = [lab.run(15, put={0: {"control": stage, "prc_cost": 20}})("prc_cost") for stage in (0, 2, 3, 4, 5)]
    assert costs == sorted(costs)


def test_m21_at_seventy_six_per_cent_endurance_stands_still(lab: Any) -> None:
    put = {float(day) + 0.9: {"taiwan_supply": 76, "taiwan_endurance": 70} for day in range(3)}
    still = lab.run(2.95, put=put)
    before = still("taiwan_endurance")
    assert lab.run(4, put={3.9: {"taiwan_supply": 76, "taiwan_endurance": 70}})("taiwan_endurance") == pytest.approx(
        before, abs=0.2
    )


def test_m15_publics_tire_faster_while_it_is_hot(lab: Any) -> None:
    put = {1: {"support_us": 54}}
    cool = lab.run(3, put={**put, 2: {"rung_taiwan": 3.2}})
    hot = lab.run(3, put={**put, 2: {"rung_taiwan": 5.9}})
    assert hot("support_us") < cool("support_us")
    tireless = [lab.run(3, put={**put, 2: {"rung_taiwan": rung}}, assume={"a_fat": 0.0}) for rung in (3.2, 5.9)]
    assert tireless[0]("support_us") == tireless[1]("support_us")


def test_m15_lights_out_in_taiwan_and_trouble_in_korea_cost_support(lab: Any) -> None:
    lit, dark = (lab.run(3, put={2: {"taiwan_endurance": value}})("support_us") for value in (46, 10))
    assert dark < lit
    quiet, loud = (lab.run(3, put={2: {"rung_korea": value}})("support_rok") for value in (2, 4.5))
    assert loud < quiet
