"""Everybody else: neighbours, publics, yards, moods, elections, people."""

from __future__ import annotations

from typing import Any

import pytest

YEAR = 365


def test_m8_the_northern_navy_grows_with_the_programme_and_a_regional_role(lab: Any) -> None:
    def navy(**put: float) -> float:
        return float(lab.run(5 * YEAR, put={float(day): put for day in range(1, 1800, 90)})("dprk_navy"))

    quiet = navy(law=0, reactor=0)
    assert navy(law=100, reactor=100, yard_ready=100) > quiet
    assert navy(law=0, reactor=0, posture=90) > quiet


def test_m8_tokyo_trusts_less_while_much_say_is_claimed(lab: Any) -> None:
    def trust(autonomy: float, concern: float) -> float:
        put = {float(day): {"autonomy": autonomy} for day in range(1, 1000, 90)}
        return float(lab.run(1000, put=put, assume={"japan_concern": concern})("japan_trust"))

    assert trust(80, 1.0) < trust(40, 1.0)
    assert trust(80, 2.0) < trust(80, 1.0)


def test_m8_low_trust_in_tokyo_drags_standing_and_cohesion(lab: Any) -> None:
    low, high = (lab.run(180, put={1: {"japan_trust": trust}}) for trust in (5, 60))
    assert low("npt_standing") < high("npt_standing")
    assert low("cohesion") < high("cohesion")
    assert low("fired(inj_diet)") == 1
    assert high("fired(inj_diet)") == 0


def test_m8_standing_wears_away_with_the_say_that_is_claimed(lab: Any) -> None:
    def standing(autonomy: float, sensitivity: float) -> float:
        put = {float(day): {"autonomy": autonomy} for day in range(1, 700, 90)}
        return float(lab.run(700, put=put, assume={"npt_sensitivity": sensitivity})("npt_standing"))

    assert standing(100, 1.0) < standing(50, 1.0)
    assert standing(100, 2.0) < standing(100, 0.5)


def test_m9_the_public_meets_the_invoice_and_tires(lab: Any) -> None:
    def support(cost: float, decay: float) -> float:
        put = {float(day): {"cost_est": cost} for day in range(1, 700, 90)}
        return float(lab.run(700, put=put, assume={"support_decay": decay})("support_rok"))

    assert support(60, 1.0) < support(30, 1.0)
    assert support(30, 1.8) < support(30, 0.0)
    assert support(36, 1.0) == pytest.approx(support(29, 1.0))


def test_m10_pressure_follows_milestones_geography_and_the_line(lab: Any) -> None:
    def rate(put: dict[str, float] | None = None, **choose: str) -> float:
        return float(lab.run(700, choose=choose, put={700: put or {"posture": 20}})("press_rate"))

    assert rate({"posture": 80}) > rate()
    assert rate(prc_1="market") > rate(prc_1="wait")
    coercive = lab.run(700, put={700: {"posture": 20}}, minds={"beijing": "coercive"})("press_rate")
    assert coercive > rate()
    passed = lab.run(1100, put={780: {"law": 100, "push": 40, "congress": 100}, 1099: {"posture": 20}})
    assert passed("milestone")
    assert passed("press_rate") > lab.run(1100, put={780: {"law": 0}, 1099: {"posture": 20}})("press_rate")


def test_m10_a_wide_role_presses_every_year_and_home_waters_do_not(lab: Any) -> None:
    def pressure(posture: float, coercion: float) -> float:
        put = {float(day): {"posture": posture} for day in range(1, 360, 90)}
        return float(lab.run(180, put=put, assume={"prc_coercion": coercion})("prc_pressure"))

    assert pressure(90, 1.0) > pressure(20, 1.0)
    assert pressure(90, 2.2) > pressure(90, 1.0)
    assert pressure(25, 2.2) == pytest.approx(pressure(20, 0.3))


def test_m11_a_yard_short_of_hands_gets_shorter_and_a_law_helps_a_little(lab: Any) -> None:
    easy, strained = (lab.run(600, assume={"us_yard_strain": strain})("industrial") for strain in (0.3, 2.0))
    assert strained < easy < 40
    quiet = {"us_yard": "accept", "us_review": "continue"}
    with_law = lab.run(1300, choose=quiet, put={600: {"law_passed": 1}})("industrial")
    assert with_law > lab.run(1300, choose=quiet, put={600: {"law": 0, "rate_law": 0.2}})("industrial")


@pytest.mark.parametrize(
    ("name", "level"),
    [("npt_standing", 68), ("congress", 50), ("cohesion", 62), ("support_us", 52), ("japan_trust", 55)],
)
def test_m12_moods_pass(lab: Any, name: str, level: float) -> None:
    for start in (20.0, 95.0):
        gap = abs(lab.run(190, put={60: {name: start}})(name) - level)
        assert gap < abs(start - level)


def test_m12_pressure_and_rungs_fall_back_and_capital_is_earned_up_to_sixty(lab: Any) -> None:
    trial = lab.run(280, put={1: {"prc_pressure": 90, "rung_korea": 6, "rung_taiwan": 6}})
    assert trial("prc_pressure") < 90
    assert trial("rung_korea") < 6
    assert trial("rung_taiwan") < 6
    assert lab.run(360)("diplomatic_capital") > 50
    assert lab.run(700, put={1: {"diplomatic_capital": 70}})("diplomatic_capital") == 70


def test_m13_elections_change_the_line_only_by_their_odds(lab: Any) -> None:
    never, always = (lab.run(5000, assume={"domestic_shift": shift}) for shift in (0.0, 1.0))
    assert never("fired(inj_team)") == never("fired(inj_president)") == 0
    assert always("fired(inj_team)") == 3
    assert always("fired(inj_president)") == 2
    first = always.entries("inject", "inj_president")[0]
    assert first.at / 1440 == pytest.approx(1673)
    assert always("congress") < never("congress")


def test_m14_people_and_eyes_run_down_unless_they_are_paid_for(lab: Any) -> None:
    assert lab.run(360)("workforce") < 35
    assert lab.run(360)("warning") < 55
    bought, left = (lab.run(2000, choose={"rok_money_2028": item}) for item in ("people", "shore"))
    assert bought("workforce") > left("workforce")
    assert bought("stall_factor") < left("stall_factor")
