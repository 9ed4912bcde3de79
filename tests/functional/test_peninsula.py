"""The peninsula: what holds it, what wears it, and what an adversary makes of a hole."""

from __future__ import annotations

from typing import Any

import pytest

GOAL = "deterrence_goal"
STAY = {"us1": "elsewhere", "us2": "keep_share"}


def test_m5_what_is_away_lowers_the_target(lab: Any) -> None:
    kept = lab.run(25, choose=STAY)
    gone = lab.run(25, choose=STAY | {"us1": "order_now"})
    assert gone("away_share") > kept("away_share") == 0
    assert gone(GOAL) < kept(GOAL) - 5
    assert gone("deterrence_korea") < kept("deterrence_korea") - 5


def test_m5_absence_costs_nothing_if_the_assumption_says_so(lab: Any) -> None:
    trial = lab.run(25, choose={"us1": "order_now"}, assume={"a_dloss": 0.0})
    pull = lab.run(25, choose={"us1": "order_now"}, assume={"a_dloss": 1.5})
    alike = "74 + 0.22*(cohesion - 66) + 0.15*(readiness - 80) + 0.12*(warning - 70) + 0.7*signal_k"
    assert trial(f"{GOAL} - ({alike}) + a_attn*max(0, rung_taiwan - 3.4)") == pytest.approx(0)
    assert pull(GOAL) < trial(GOAL)


def test_m5_full_backfill_closes_the_hole(lab: Any) -> None:
    order = {"us1": "order_now"}
    bare, filled = (lab.run(25, choose=order, put={25: {"backfill": share}}) for share in (0, 100))
    loss = bare("a_dloss*away_share*(1 + away_share/100)")
    assert filled(GOAL) - bare(GOAL) == pytest.approx(loss)


def test_m5_the_longer_the_gap_the_more_is_filled(lab: Any) -> None:
    order = {"us1": "order_now"}
    shares = [lab.run(day, choose=order)("backfill") for day in (10, 25, 40)]
    assert shares == sorted(shares)
    assert shares[-1] > 0
    assert lab.run(40, choose=STAY)("backfill") == 0


@pytest.mark.parametrize(
    ("quantity", "less", "more"),
    [("cohesion", 20, 90), ("readiness", 40, 90), ("warning", 20, 90), ("signal_k", -10, 10), ("foc_done", 0, 1),
     ("int_rok", 20, 100)],
)  # fmt: skip
def test_m5_trust_eyes_crews_signals_and_magazines_raise_it(lab: Any, quantity: str, less: int, more: int) -> None:
    low, high = (lab.run(2, put={2: {quantity: value}})(GOAL) for value in (less, more))
    assert low < high


def test_m5_a_hot_strait_takes_attention_away(lab: Any) -> None:
    cool, hot = (lab.run(2, put={2: {"rung_taiwan": rung}}) for rung in (3, 5.9))
    assert hot(GOAL) == pytest.approx(cool(GOAL) - 2.0 * (5.9 - 3.4))
    blind = lab.run(2, put={2: {"rung_taiwan": 5.9}}, assume={"a_attn": 0.0})
    assert blind(GOAL) == pytest.approx(cool(GOAL), abs=0.1)


def test_m7_a_hole_brings_incidents_and_a_hot_strait_more(lab: Any) -> None:
    assume = {"a_inc_k": 0.02}
    state = {"rung_taiwan": 6}
    firm = lab.run(2, assume=assume, put={2: {"deterrence_korea": 72, "gap": 0, **state}})("korea_rate")
    thin = lab.run(2, assume=assume, put={2: {"deterrence_korea": 30, "gap": 0.6, **state}})("korea_rate")
    cool = lab.run(2, assume=assume, put={2: {"deterrence_korea": 30, "gap": 0.6, "rung_taiwan": 3}})("korea_rate")
    assert firm < cool < thin


def test_m7_a_hot_strait_alone_changes_nothing(lab: Any) -> None:
    rates = [
        lab.run(2, assume={"a_inc_k": 0.02}, put={2: {"deterrence_korea": 72, "gap": 0, "rung_taiwan": rung}})(
            "korea_rate"
        )
        for rung in (3, 9)
    ]
    assert rates[0] == pytest.approx(rates[1])


def test_m7_with_no_forces_left_the_hazard_is_high(lab: Any) -> None:
    assume = {"a_inc_k": 0.02}
    empty = {"deterrence_korea": 0, "gap": 1, "rung_taiwan": 6}
    kinds = [lab.run(2, assume=assume, put={2: empty}, minds={"dprk_type": kind})("korea_rate")
             for kind in ("routine", "bargaining", "opportunist")]  # fmt: skip
    assert kinds == sorted(kinds)
    assert kinds[0] > 10 * lab.run(2, assume=assume)("korea_rate")


def test_m7_a_thin_peninsula_has_more_incidents(lab: Any) -> None:
    def incidents(deterrence: float) -> float:
        put = {float(day): {"deterrence_korea": deterrence} for day in range(1, 40)}
        games = [lab.run(40, assume={"a_inc_k": 0.05}, put=put, seed=seed) for seed in range(12)]
        return sum(game("fired(inj_korea)") for game in games)

    assert incidents(20) > 1.5 * incidents(72)


def test_m8_eyes_that_leave_lower_warning(lab: Any) -> None:
    kept, gone = (lab.run(20, choose={"us2": choice}) for choice in ("keep_share", "shift_all"))
    assert gone("eyes_away") > kept("eyes_away") == 0
    assert gone("warning") < kept("warning") - 10
    free = lab.run(20, choose={"us2": "shift_all"}, assume={"a_isr": 0.0})
    assert free("warning_goal") == pytest.approx(free("warning_base + warn_boost"))


def test_m8_better_space_wording_softens_the_loss(lab: Any) -> None:
    left = [
        lab.run(20, choose={"us2": "shift_all"}, texts={"space_cyber_text": text})("warning")
        for text in ("none", "exercise", "integrated")
    ]
    assert left == sorted(left)
    assert left[0] < left[2]


def test_m8_good_warning_raises_no_false_alarm(lab: Any) -> None:
    def alarms(warning: float) -> float:
        put = {float(day): {"warning": warning} for day in range(1, 40)}
        return sum(lab.run(40, put=put, seed=seed)("fired(inj_false)") for seed in range(5))

    assert alarms(100) == 0
    assert alarms(0) > 5


@pytest.mark.parametrize(
    ("chance", "choose"),
    [("feint_misread", {"dprk3": "feint"}), ("shell_game_misread", {"dprk4": "shell_game"})],
)
def test_m10_feints_are_misread_more_often_when_warning_is_poor(lab: Any, chance: str, choose: dict[str, str]) -> None:
    sharp, blind = (
        lab.run(40, choose=choose, put={day + 0.3: {"warning": warning} for day in (23, 24, 25, 37, 38)}).odds(chance)
        for warning in (75, 20)
    )
    assert 0 < sharp < blind < 1


def test_m10_the_act_is_read_and_not_the_memo(lab: Any) -> None:
    """The same signal, sent with the same intention, is taken in more than one way."""
    rungs = {round(lab.run(30, choose={"us6": "nuclear_signal"}, seed=seed)("rung_korea"), 3) for seed in range(12)}
    assert len(rungs) > 1


def test_m22_nuclear_use_is_possible_only_after_war_in_korea(lab: Any) -> None:
    assume = {"a_nuc": 0.03}
    peace = [lab.run(60, assume=assume, seed=seed, put={5: {"rung_korea": 9}}) for seed in range(6)]
    war = [lab.run(60, assume=assume, seed=seed, put={5: {"war_k": 1}}) for seed in range(20)]
    assert [trial("nuclear") for trial in peace] == [0.0] * 6
    assert any(trial("nuclear") for trial in war)
    assert not any(lab.run(60, put={5: {"war_k": 1}}, seed=seed)("nuclear") for seed in range(6))
