"""The triangle: what leaves Korea, what Seoul minds, what it costs, and what the four wordings change."""

from __future__ import annotations

from typing import Any

import pytest

from tabletop.scoring.scorecard import score


def test_m8_small_draws_move_the_needle_little(lab: Any) -> None:
    def deterrence(answer: str, draw: float) -> float:
        return float(
            lab.run(11, choose={"r2": answer, "u4": "end_date"}, assume={"korea_draw": draw})("deterrence_korea")
        )

    assert deterrence("everything", 1.5) < deterrence("everything", 0.2) < 62.5
    assert deterrence("own_way", 1.5) == pytest.approx(62, abs=0.2)


def test_m8_what_is_replaced_counts_for_less_than_half(lab: Any) -> None:
    lent = {"r2": "everything"}
    bare, replaced = (lab.run(14, choose=lent | {"u4": choice})("korea_goal") for choice in ("end_date", "replace"))
    assert replaced > bare


def test_m9_opportunity_needs_interest_heat_and_a_thin_watch(lab: Any) -> None:
    def rate(opportunism: float, **state: float) -> float:
        calm = {"rung_scs": 2.5, "deterrence_korea": 62.0}
        return float(lab.run(3.1, put={3.05: calm | state}, assume={"dprk_opp": opportunism})("north_rate"))

    assert rate(0.0, rung_scs=6.0, deterrence_korea=40.0) == 0
    assert rate(0.5) < rate(0.5, rung_scs=5.0)
    assert rate(0.5) < rate(0.5, deterrence_korea=50.0)
    assert rate(1.3, rung_scs=9.0, deterrence_korea=0.0) == 0.3


def test_m9_a_firing_costs_trust_only_where_something_is_missing(lab: Any) -> None:
    def lost(answer: str) -> float:
        before, after = (
            lab.run(8.5, choose={"r2": answer, "n1": choice})("cohesion") for choice in ("wait", "fire_two")
        )
        return float(before - after)

    assert lost("own_way") == pytest.approx(0)
    assert lost("everything") > 2


def test_m10_pressure_above_the_usual_is_paid_for_daily(lab: Any) -> None:
    def bill(pressure: float, econ: float = 1.0) -> float:
        return float(lab.run(7, put={4.5: {"prc_pressure": pressure}}, assume={"econ": econ})("trade_loss"))

    assert bill(60) > bill(40) > bill(15) + 50
    assert bill(60, econ=2.0) > bill(60)


def test_m11_opinion_follows_price_and_pictures(lab: Any) -> None:
    def support(pressure: float) -> float:
        return float(lab.run(6, put={3: {"prc_pressure": pressure}})("support_rok"))

    assert support(90) < support(18)
    hot, cool = (lab.run(5, put={3: {"rung_scs": rung}})("support_us") for rung in (6.5, 2.5))
    assert hot < cool


def test_m12_attention_fades_unless_it_does_not(lab: Any) -> None:
    def told(fade: float) -> float:
        trial = lab.run(5, choose={"f2": "hold_back"}, put={2.5: {"narrative": 90.0}}, assume={"fade": fade})
        return float(trial("narrative"))

    assert 54 < told(1.5) < told(1.0) < told(0.0) == pytest.approx(90)


def test_m12_being_told_instead_of_asked_costs_trust_by_the_wording(lab: Any) -> None:
    def trust(text: str) -> float:
        before = lab.run(2, texts={"flex_text": text})("cohesion")
        return float(lab.run(3, choose={"u2": "notify"}, texts={"flex_text": text})("cohesion") - before)

    assert trust("consent") < trust("consult") < trust("look_at") < trust("broad") < 0
    assert trust("none") < trust("look_at")


def test_m12_two_last_papers_make_something_of_each_other(lab: Any) -> None:
    both, crossed = (
        lab.run(13, choose={"u6": ours, "r5": theirs})
        for ours, theirs in (("procedure", "rule"), ("rotation", "home_first"))
    )
    assert both("flex_outcome == 'consult'") == 1
    assert crossed("flex_outcome == 'consent'") == 1
    assert both("cohesion") > crossed("cohesion") + 5


def test_m14_headline_gap_help(lab: Any) -> None:
    trial = lab.run(9, choose={"u2": "light", "r2": "conditions"})
    announced = trial.day("decision", "r2")
    left, arrived = trial.day("loading", "isr_det"), trial.day("arrived", "isr_det")
    assert announced < left < arrived
    assert left - announced == pytest.approx(2, abs=0.1)


def test_m14_a_battery_promised_on_the_fourth_day_lands_after_the_end(lab: Any) -> None:
    trial = lab.run(16, choose={"u2": "kit", "r2": "everything"})
    assert trial("at(ad_bty, luzon)") == 0
    assert trial("posture") > 55


def test_m14_a_slow_lift_delays_help(lab: Any) -> None:
    days = [
        lab.run(14, choose={"u3": "sacks", "r2": "everything"}, assume={"lift_rate": rate}).day("arrived", "relief")
        for rate in (2, 12)
    ]
    assert days[1] < days[0]


def test_wordings_carried_in_change_the_start(lab: Any) -> None:
    start = {
        text: lab.run(0.2, texts={"flex_text": text}) for text in ("none", "look_at", "consult", "consent", "broad")
    }
    assert start["broad"]("autonomy") < start["look_at"]("autonomy") < start["consent"]("autonomy")
    assert start["broad"]("posture") > start["look_at"]("posture") > start["consent"]("posture")
    assert lab.run(0.2, texts={"opcon_text": "target_2028"})("autonomy") > start["look_at"]("autonomy")
    assert lab.run(0.2, texts={"ssn_text": "roadmap_home"})("prc_pressure") > start["look_at"]("prc_pressure")


def _total(lab: Any, seat: str, assume: dict[str, float], choose: dict[str, str]) -> float:
    """Mean score of a seat over a few seeds that are common to what is compared, at a shoal that is warm."""
    warm = {2.9: {"rung_scs": 3.4}}
    runs = [lab.run(16.5, choose=choose, put=warm, assume=assume, seed=seed).sim for seed in range(6)]
    return sum(score(sim)[seat].total for sim in runs) / len(runs)


def _world(lab: Any, preset: str) -> dict[str, float]:
    """The assumptions of a preset, save those that the laboratory holds still."""
    [found] = [p for p in lab.program.scenario.presets if p.id == preset]
    return {name: value for name, value in found.assumptions.items() if name not in lab.still}


def test_the_headline_lesson_holds_in_the_middle_and_fails_where_nobody_minds(lab: Any) -> None:
    answer = {"r2": "conditions"}

    def gain(assume: dict[str, float]) -> float:
        return _total(lab, "us", assume, {"u2": "light"} | answer) - _total(lab, "us", assume, {"u2": "kit"} | answer)

    assert gain({}) > 2
    assert gain(_world(lab, "nobody_minds")) < 0


def test_publicity_protects_unless_it_hardens(lab: Any) -> None:
    shown = {"f2": "track_data", "f6": "dossier"}
    quiet = {"f2": "chairs_table", "f6": "conduct"}

    def gain(assume: dict[str, float]) -> float:
        return _total(lab, "philippines", assume, shown) - _total(lab, "philippines", assume, quiet)

    assert gain({}) > 2
    assert gain(_world(lab, "cameras_backfire")) < -2


def test_a_clear_promise_invites_its_test_unless_lines_hold(lab: Any) -> None:
    def gain(assume: dict[str, float]) -> float:
        loud, usual = (_total(lab, "us", assume, {"u5": choice}) for choice in ("would_act", "review"))
        return loud - usual

    tested = {"hazard_moral": 1.0, "clarity_gain": 1.0}
    assert gain(tested) < 0 < gain(_world(lab, "clear_lines_hold"))
