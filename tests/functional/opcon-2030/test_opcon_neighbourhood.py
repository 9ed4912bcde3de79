"""What moves between the meetings: threat, opinion, deterrence, money, shots, draws, votes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

QUARTER = 91.0
Numbers = Mapping[str, float]


def after_a_quarter(lab: Any, quantity: str, state: Numbers, assume: Numbers | None = None) -> float:
    """A quantity just after the first step, of a state put the day before."""
    return float(lab.run(QUARTER + 0.1, put={QUARTER - 0.5: state}, assume=assume or {})(quantity))


def test_r3_standing_still_is_falling_behind(lab: Any) -> None:
    slow, fast = (after_a_quarter(lab, "cond2", {"cond2": 55}, {"dprk_growth": rate}) for rate in (0.0, 1.0))
    assert (slow, fast) == (55, 54)
    assert after_a_quarter(lab, "munitions", {"munitions": 45}) < 45
    assert after_a_quarter(lab, "c4i", {"c4i": 50}) < 50
    assert after_a_quarter(lab, "munitions", {"munitions": 0}) == 0


def test_r4_the_third_condition_follows_ladders_pressure_and_talks(lab: Any) -> None:
    calm = {"cond3": 45.0, "rung_korea": 2.0, "rung_taiwan": 2.0, "prc_pressure": 25.0, "dialogue": 0.0}
    start = after_a_quarter(lab, "cond3", calm)
    for worse in ({"rung_korea": 6.0}, {"rung_taiwan": 6.0}, {"prc_pressure": 90.0}):
        assert after_a_quarter(lab, "cond3", calm | worse) < start
    assert after_a_quarter(lab, "cond3", calm | {"dialogue": 60.0}) > start


@pytest.mark.parametrize("better", ["cond1", "cond2", "cohesion", "munitions", "warning", "assurance", "usfk"])
def test_r5_forces_stocks_links_and_trust_add_up(lab: Any, better: str) -> None:
    def goal(value: float) -> float:
        return float(lab.run(2, put={1: {better: value}})("deterrence_goal"))

    high = 28.5 if better == "usfk" else 90.0
    assert goal(20.0) < goal(high)


def test_r5_a_gap_subtracts_and_one_chain_softens_it(lab: Any) -> None:
    def goal(**state: float) -> float:
        return float(lab.run(2, put={1: state})("deterrence_goal"))

    assert goal(command_gap=40) < goal(command_gap=40, unity=1) < goal()
    assert goal(usfk=20) < goal(usfk=20, national_hq=1) < goal()
    harmless = lab.run(2, put={1: {"command_gap": 40}}, assume={"gap_harm": 0.05})("deterrence_goal")
    assert harmless > goal(command_gap=40)


def test_r6_opinion_forgets_and_pays_attention(lab: Any) -> None:
    base = {"support_rok": 80.0, "deterrence_korea": 60.0, "posture": 20.0, "fiscal_strain": 30.0}
    start = after_a_quarter(lab, "support_rok", base)
    assert start < 80
    for worse in ({"deterrence_korea": 20.0}, {"posture": 90.0}, {"fiscal_strain": 95.0}):
        assert after_a_quarter(lab, "support_rok", base | worse) < start
    assert after_a_quarter(lab, "cohesion", {"cohesion": 90}) < 90
    assert after_a_quarter(lab, "congress", {"congress": 20}) > 20


def test_r8_crises_follow_weakness_exercises_and_silence(lab: Any) -> None:
    def rate(**state: float) -> float:
        return float(lab.run(2, put={1: state}, assume={"crisis_rate": 0.2, "ex_response": 3.0})("crisis_a_year"))

    assert rate(deterrence_korea=30) > rate() > rate(deterrence_korea=90) > 0
    assert rate(ex_level=0) < rate(ex_level=2) < rate(ex_level=3)
    assert rate(dialogue=60) < rate()
    assert rate(deterrence_korea=0) <= 3


def test_r8_only_an_opportunist_looks_for_gaps(lab: Any) -> None:
    def rate(intent: str, gap: float) -> float:
        put = {1: {"command_gap": gap}}
        return float(lab.run(2, put=put, assume={"crisis_rate": 0.2}, minds={"intent": intent})("crisis_a_year"))

    assert rate("opportunist", 30) > rate("opportunist", 0)
    assert rate("routine", 30) == rate("routine", 0)


def test_r8_a_probe_is_a_question_with_an_answer(lab: Any) -> None:
    trial = lab.run(480, choose={"dprk_2026": "probe"})
    assert trial("fired(i_crisis)") == 1
    assert trial("answered(provocation_response)") == 1
    assert lab.run(480)("fired(i_crisis)") == 0


def test_r9_forces_leave_when_wanted_allowed_and_dispensable(lab: Any) -> None:
    def draw(drive: str = "staying", **state: float) -> float:
        assume = {"drawdown_base": 0.03, "exit_after": 0.05}
        return float(lab.run(2, put={1: state}, assume=assume, minds={"us_drive": drive})("draw_a_quarter"))

    assert draw() < draw(ndaa_floor=0) < draw("leaving", ndaa_floor=0)
    assert draw() < draw(transferred=1)
    assert draw() < draw(posture=90)
    assert draw() < draw(rung_taiwan=6)
    later = {"assume": {"drawdown_base": 0.06}}
    few, many = (lab.run(100, put={99: {"usfk": n}}, **later)("draw_rate_now") for n in (17, 28))
    assert few == 0 < many


def test_r10_words_about_the_region_have_a_price(lab: Any) -> None:
    low, high = (after_a_quarter(lab, "prc_pressure", {"prc_pressure": 22, "posture": p}) for p in (20, 90))
    assert low == pytest.approx(22)
    assert high > low
    assert after_a_quarter(lab, "prc_pressure", {"prc_pressure": 22, "posture": 90}, {"prc_linkage": 0.3}) < high


def test_r11_ladders_are_climbed_down_by_quarters(lab: Any) -> None:
    assert after_a_quarter(lab, "rung_korea", {"rung_korea": 6}) == pytest.approx(5)
    assert after_a_quarter(lab, "rung_taiwan", {"rung_taiwan": 2}) == pytest.approx(2)


def test_r12_elections_change_the_readers_of_promises(lab: Any) -> None:
    same, other = (lab.run(1120, assume={"new_admin_shift": odds}) for odds in (0.0, 1.0))
    assert other("fired(i_admin)") == 1
    assert other("congress") < same("congress")
    same, other = (lab.run(1615, assume={"rok_shift": odds}) for odds in (0.0, 1.0))
    assert other("support_rok") < same("support_rok")


def test_r14_what_is_ordered_arrives_years_later(lab: Any) -> None:
    order = {1: {"on_order": 20.0, "building": 0.0, "cond2": 50.0}}
    still = {"dprk_growth": 0.0}
    early, late = (lab.run(365, put=order, assume=still | {"budget_lag": lag}) for lag in (4.0, 24.0))
    assert early("cond2") > late("cond2")
    for trial in (early, late):
        assert trial("cond2 + on_order + building") == pytest.approx(69, abs=0.01)


def test_every_relation_is_tested_at_least_once(lab: Any) -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {f"R{number}" for text in texts for number in re.findall(r"def test_r(\d+)_", text)}
    assert {relation.id for relation in lab.program.scenario.relations} - tested == set()
