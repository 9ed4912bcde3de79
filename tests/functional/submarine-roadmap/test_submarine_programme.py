"""The programme: permissions in a queue, a vote, stalls, money, and what a boat is worth when it floats."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

YEAR = 365
STAGES = ("law", "vienna", "fuel", "reactor", "yard_ready", "build", "trials")
DONE = {"law": 100, "vienna": 100, "reactor": 100, "yard_ready": 100, "law_passed": 1}


def test_m1_progress_is_the_weighted_sum_of_the_stages(lab: Any) -> None:
    assert lab.run(92, put={1: dict.fromkeys(STAGES, 100)})("progress") == pytest.approx(100)
    assert lab.run(92, put={1: {"build": 50}})("progress") == pytest.approx(15)


def test_m1_nothing_moves_before_the_plan_and_law_and_reactor_begin_with_it(lab: Any) -> None:
    assert lab.run(230)("progress") == 0
    later = lab.run(400)
    assert later("law") > 0
    assert later("reactor") > 0
    assert later("yard_ready") == later("vienna") == 0


def test_m1_without_a_law_reactor_and_hull_stop_at_forty(lab: Any) -> None:
    never = {"mood": "hostile"}
    hold = {year * YEAR + 0.5: {"push": -24, "congress": 0} for year in range(1, 15)}
    trial = lab.run(14 * YEAR, put=hold | {800.0: {"yard_ready": 100}}, minds=never, assume={"congress_swing": 3})
    assert not trial("law_passed")
    assert trial("reactor") == pytest.approx(40)
    assert trial("build") == pytest.approx(40)
    assert trial("fuel") == 0


def test_m1_the_hull_waits_for_fuel_and_reactor_at_seventy(lab: Any) -> None:
    without_fuel = lab.run(1000, put={800: DONE | {"build": 69, "vienna": 0, "rate_iaea": 0.2}})
    assert without_fuel("build") == pytest.approx(70)
    with_fuel = lab.run(1000, put={800: DONE | {"build": 69, "fuel": 100}})
    assert with_fuel("build") > 70


def test_m1_no_fuel_moves_before_vienna_has_a_text(lab: Any) -> None:
    waiting = lab.run(2000, put={700: {"law": 100, "law_passed": 1, "vienna": 0, "rate_iaea": 0.2}})
    assert waiting("fuel") == pytest.approx(20)
    assert lab.run(2000, put={700: DONE})("fuel") > 20


def test_m1_another_supplier_is_a_narrower_door(lab: Any) -> None:
    closed = {700.0: {"law": 0, "vienna": 100, "rate_law": 0.2, "push": -24}}
    prepared = {"rok_legal": "hedge", "rok_fuel": "third"}
    beside = lab.run(1200, choose=prepared, put=closed)
    assert beside("door")
    assert 0 < beside("fuel") < lab.run(1200, choose=prepared, put={800.0: DONE})("fuel")
    assert not lab.run(1200, choose={"rok_fuel": "third"}, put=closed)("door")


def test_m1_philadelphia_costs_years_and_a_split_boat_months(lab: Any) -> None:
    ready = {place: lab.run(1400, choose={"rok_yard": place})("yard_ready") for place in ("home", "split", "philly")}
    assert ready["home"] > ready["split"] > ready["philly"]
    near = lab.run(1400, choose={"rok_yard": "philly"}, assume={"philly_delay": 0})("yard_ready")
    assert near == pytest.approx(lab.run(1400, choose={"rok_yard": "home"})("yard_ready"))


def test_m1_money_and_people_set_the_pace_of_the_workshop(lab: Any) -> None:
    def reactor(put: dict[str, float]) -> float:
        return float(lab.run(800, put={240: put})("reactor"))

    assert reactor({"funded": 0.4}) < reactor({}) < reactor({"funded": 1.15})
    assert reactor({"workforce": 0}) < reactor({}) < reactor({"workforce": 100})


def test_m1_a_budget_without_the_boat_costs_a_quarter_of_its_pace(lab: Any) -> None:
    money = {item: lab.run(1100, choose={"rok_money_2028": item})("money") for item in ("ssn", "team", "kss")}
    assert money["ssn"] > money["team"] > money["kss"]
    assert money["kss"] == pytest.approx(0.65)


@pytest.mark.parametrize("name", ["congress", "push", "npt_standing"])
def test_m2_votes_are_made_of_confidence_votes_and_standing(lab: Any, name: str) -> None:
    low, high = ({"congress": 45, "push": 10, "npt_standing": 60} | {name: value} for value in (20, 75))
    assert lab.run(700, put={700: low})("vote_odds") < lab.run(700, put={700: high})("vote_odds")


def test_m2_the_mood_of_the_house_and_its_noise(lab: Any) -> None:
    put = {700: {"congress": 52, "push": 10, "npt_standing": 68}}
    odds = [lab.run(700, put=put, minds={"mood": mood})("vote_odds") for mood in ("hostile", "wary", "open")]
    assert odds == sorted(odds)
    sharp = lab.run(700, put=put, minds={"mood": "open"}, assume={"congress_swing": 3})("vote_odds")
    assert sharp > lab.run(700, put=put, minds={"mood": "open"}, assume={"congress_swing": 10})("vote_odds") > 0.5


def test_m2_a_failed_vote_costs_more_than_a_year(lab: Any) -> None:
    lost = lab.run(1400, put={780: {"law": 100, "push": -24, "congress": 10}}, assume={"congress_swing": 3})
    assert lost("fired(inj_not_passed)") >= 1
    assert lost("answered(us_again)")
    votes = [entry.at for entry in lost.entries("inject", "inj_ballot")]
    assert votes[0] / 1440 >= 788
    assert all(later - first > YEAR * 1440 for first, later in pairwise(votes))


def test_m2_nobody_asks_again_once_seoul_has_turned_away(lab: Any) -> None:
    put = {780.0 + n * 400: {"law": 100, "push": -24, "congress": 10} for n in range(10)}
    votes = {
        choice: lab.run(5000, choose={"rok_review": choice}, put=put, assume={"congress_swing": 3})("fired(inj_ballot)")
        for choice in ("commit", "pivot")
    }
    assert votes["pivot"] < votes["commit"]


def test_m2_a_certain_vote_passes_the_law(lab: Any) -> None:
    won = lab.run(1100, put={780: {"law": 100, "push": 40, "congress": 100}}, assume={"congress_swing": 3})
    assert won("law_passed")


def test_m3_a_short_text_low_standing_and_a_campaign_bring_a_motion(lab: Any) -> None:
    def rate(put: dict[str, float], **minds: str) -> float:
        return float(lab.run(700, put={700: put}, minds=minds)("motion_rate"))

    plain = rate({"npt_standing": 70})
    assert plain < rate({"npt_standing": 50})
    assert plain < rate({"npt_standing": 70, "minimal": 1})
    assert plain < rate({"npt_standing": 70}, board="split")
    assert plain < lab.run(700, choose={"prc_1": "vienna"}, put={700: {"npt_standing": 70}})("motion_rate")
    assert rate({"vienna": 100}) == 0


def test_m4_a_stalled_stage_stands_still_and_goes_on(lab: Any) -> None:
    put = {240.0: {"stop_reactor": 1.0}}
    assert lab.run(500, put=put)("reactor") == 0
    assert lab.run(900, put=put)("reactor") > 0


def test_m4_stalls_come_with_the_stall_rate_and_money_makes_them_rarer_in_the_workshop_only(lab: Any) -> None:
    def stalls(names: tuple[str, ...], factor: float) -> int:
        put = {float(day): {"stall_factor": factor} for day in (1, 1500, 3000, 4500)}
        runs = [lab.run(5400, put=put, assume={"stall_rate": 0.25}, seed=seed) for seed in range(12)]
        return sum(len(run.entries("inject", f"stall_{name}")) for run in runs for name in names)

    assert stalls(("reactor", "yard", "build"), 0.3) < stalls(("reactor", "yard", "build"), 1.8)
    assert stalls(("law",), 0.3) == stalls(("law",), 1.8)
    assert lab.run(5400).entries("inject", "stall_reactor") == []


def test_m5_the_estimate_grows_with_its_rate_and_not_at_all_in_a_perfect_world(lab: Any) -> None:
    def cost(rate: float, growth: float) -> float:
        return float(lab.run(360, put={1: {"cost_rate": rate}}, assume={"cost_growth": growth})("cost_est"))

    assert cost(1.0, 1.0) == pytest.approx(28.9)
    assert cost(1.0, 1.35) < cost(2.0, 1.35)
    assert cost(1.0, 1.35) < cost(1.0, 2.2)


def test_m5_philadelphia_is_dearer(lab: Any) -> None:
    cost = {place: lab.run(4000, choose={"rok_yard": place})("cost_est") for place in ("swap", "philly")}
    assert cost["philly"] > cost["swap"]


def test_m6_the_old_boats_do_not_wait(lab: Any) -> None:
    left = [lab.run(3 * YEAR, assume={"erosion": erosion})("undersea") for erosion in (2.2, 1.2, 0.0)]
    assert left[0] < left[1] < left[2] == pytest.approx(55)


def test_m6_the_boat_counts_from_the_day_it_is_in_service(lab: Any) -> None:
    done = DONE | {"fuel": 100, "build": 100, "trials": 99}
    before, after = (lab.run(days, put={2000: done})("undersea") for days in (2001, 2100))
    assert after > before + 8
    poor = lab.run(2100, put={2000: done}, assume={"ssn_value": 6})
    assert poor("undersea") < after
    assert poor("commissioned")


def test_m7_promises_deter_little_and_a_northern_navy_takes_it_away(lab: Any) -> None:
    def goal(**put: float) -> float:
        return float(lab.run(1, put={1: put})("deterrence_goal"))

    assert goal(undersea=80) > goal(undersea=50)
    assert goal(cohesion=80) > goal(cohesion=40)
    assert goal(warning=80) > goal(warning=40)
    assert goal(dprk_navy=70) < goal(dprk_navy=25)


def test_m7_the_sign_of_a_promise_is_open(lab: Any) -> None:
    put = {1: {"progress": 40}}
    assert lab.run(1, put=put, assume={"signal_value": 6})("deterrence_goal") > 62
    assert lab.run(1, put=put, assume={"signal_value": -3})("deterrence_goal") < 62
