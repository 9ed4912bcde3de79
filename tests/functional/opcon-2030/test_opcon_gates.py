"""Evidence, gates, waivers and the parade."""

from __future__ import annotations

from typing import Any

import pytest

YEARS = (2026, 2027, 2028, 2029)
QUARTER = 91.0


def meetings(rok: str, us: str) -> dict[str, str]:
    """The same two papers at the first four meetings."""
    return {f"rok_scm_{year}": rok for year in YEARS} | {f"us_scm_{year}": us for year in YEARS}


def after_a_quarter(lab: Any, quantity: str, **state: float) -> float:
    """A quantity just after the first step, of a state put the day before."""
    return float(lab.run(QUARTER + 0.1, put={QUARTER - 0.5: state})(quantity))


def test_r1_exercise_proves_the_command_and_its_absence_unlearns_it(lab: Any) -> None:
    levels = [after_a_quarter(lab, "cond1", ex_level=level, cond1=70) for level in (0, 1, 2, 3)]
    assert levels == sorted(levels)
    assert levels[0] < 70 < levels[3]
    none = lab.run(QUARTER + 0.1, put={QUARTER - 0.5: {"ex_level": 3, "cond1": 70}}, assume={"ex_gain": 0.0})
    assert none("cond1") == pytest.approx(70)


def test_r1_the_smaller_programme_prevails(lab: Any) -> None:
    choice = {"rok_exercise_2026": "full", "us_exercise_2026": "scale"}
    assert lab.run(12, choose=choice)("ex_level") == 1
    assert lab.run(12, choose=choice)("cohesion") < lab.run(12)("cohesion") + 1


def test_r2_evidence_politics_and_congress_move_the_verdict(lab: Any) -> None:
    def odds(rok: str = "evidence", us: str = "conditional", **state: float) -> float:
        choose = {"rok_scm_2026": rok, "us_scm_2026": us}
        return float(lab.run(312, choose=choose, put={311: state}).odds("gate_passed"))

    assert odds(cond1=60) < odds(cond1=70) < odds(cond1=80)
    assert odds() < odds(rok="press") < odds(rok="press", us="certify")
    assert odds(congress=30) < odds(congress=90)
    assert odds(cond1=0, c4i=0) < 0.01
    assert odds(cond1=100, c4i=100) > 0.99


@pytest.mark.parametrize(("rok", "us"), [("wait", "certify"), ("press", "decline"), ("wait", "decline")])
def test_r2_without_two_who_want_it_no_gate_is_tried(lab: Any, rok: str, us: str) -> None:
    trial = lab.run(312, choose={"rok_scm_2026": rok, "us_scm_2026": us})
    assert trial.entries("chance", "gate_passed") == []
    assert trial("fired(i_put_off)") == 1


def test_r7_what_is_waived_is_stored_and_a_list_stores_less(lab: Any) -> None:
    def gap(us: str, **state: float) -> float:
        choose = {"rok_scm_2026": "press", "us_scm_2026": us}
        trial = lab.run(312, choose=choose, put={311: state}, assume={"foc_threshold": 69.0, "gate_noise": 7.0}, seed=2)
        assert trial("gates_done") >= 1
        return float(trial("command_gap"))

    assert gap("certify", cond1=66) > gap("conditional", cond1=66) > 0
    assert gap("certify", cond1=100, c4i=100) == 0


def test_r7_exercise_pays_the_gap_off(lab: Any) -> None:
    gaps = [after_a_quarter(lab, "command_gap", command_gap=10, ex_level=level) for level in (0, 2, 3)]
    assert 10 > gaps[0] > gaps[1] > gaps[2] > 0
    assert after_a_quarter(lab, "command_gap", command_gap=0) == 0


def test_r13_the_parade_is_a_beginning_or_an_alibi(lab: Any) -> None:
    def transferred(gap: float) -> Any:
        ready = {day: {"cond1": 95.0, "cond2": 95.0, "c4i": 95.0, "cond3": 70.0} for day in (310, 667, 1043, 1402)}
        ready[1584] = {"command_gap": gap, "cohesion": 60.0, "congress": 60.0}
        return lab.run(1586, choose=meetings("evidence", "conditional"), put=ready)

    proved, hollow = transferred(0), transferred(40)
    assert proved("transferred") == hollow("transferred") == 1
    assert proved("autonomy") > hollow("autonomy")
    assert proved("cohesion") > hollow("cohesion")
    assert proved("congress") > hollow("congress")


def test_r13_a_freeze_keeps_the_flag_where_it_is(lab: Any) -> None:
    trial = lab.run(1586, choose=meetings("evidence", "conditional"), put={1500: {"frozen": 1}})
    assert trial("transferred") == 0
