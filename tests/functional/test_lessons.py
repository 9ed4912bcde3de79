"""Each headline lesson of the flagship has a world in which it fails: two policies, the same seeds, both worlds."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean
from typing import Any

from tabletop.bots.players import make_chooser
from tabletop.engine.question import Chooser, Question
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scoring.scorecard import totals

GAMES = 12


def gains(lab: Any, seat: str, preset: str, first: Mapping[str, str], second: Mapping[str, str]) -> float:
    """The mean of the second policy less that of the first, for the seat that follows it."""
    games = [[_score(lab, seat, preset, policy, seed) for policy in (first, second)] for seed in range(GAMES)]
    return mean(after - before for before, after in games)


def _score(lab: Any, seat: str, preset: str, policy: Mapping[str, str], seed: int) -> float:
    players = {
        each.id: make_chooser("uniform" if each.player == "human" else "doctrine", lab.program)
        for each in lab.program.scenario.seats
    }
    players[seat] = _follow(policy, players[seat])
    sim = Simulation(lab.program, Setup(seed, preset), players, entries=False)
    while not sim.ended:
        sim.advance()
    return totals(sim)[seat]


def _follow(policy: Mapping[str, str], otherwise: Chooser) -> Chooser:
    def choose(question: Question) -> tuple[str, ...]:
        wanted = policy.get(question.point.id)
        numbers = {option.id: number for number, option in enumerate(question.point.options)}
        return (wanted,) if wanted and question.open[numbers[wanted]] else otherwise(question)

    return choose


LITTLE = {"us1": "elsewhere", "us5": "watch", "us7": "homeland", "us8": "pullback"}
ACT = {"us1": "order_now", "us5": "escort", "us7": "fires", "us8": "deadline"}


def test_acting_early_pays_where_presence_deters_and_not_where_it_provokes(lab: Any) -> None:
    assert gains(lab, "us", "presence_deters", LITTLE, ACT) > 5
    assert gains(lab, "us", "presence_provokes", LITTLE, ACT) < -5


CONSULT, ORDER = {"us1": "consult_first"}, {"us1": "order_now"}


def test_consulting_is_worth_more_where_presence_provokes_than_where_nothing_waits_in_the_north(lab: Any) -> None:
    assert gains(lab, "us", "presence_provokes", CONSULT, ORDER) < -5
    assert gains(lab, "us", "quiet_peninsula", CONSULT, ORDER) > -2


ALOOF = {"rok1": "not_party", "rok4": "quiet_deal", "rok7": "refuse", "rok8": "separate"}
LINKED = {"rok1": "early_consent", "rok4": "joint_counter", "rok7": "case_by_case", "rok8": "back_protocol"}


def test_standing_aside_is_safe_unless_the_public_sees_a_shared_threat(lab: Any) -> None:
    assert gains(lab, "rok", "base", ALOOF, LINKED) < 0
    assert gains(lab, "rok", "shared_threat", ALOOF, LINKED) > 5


CLAIM = {"rok1": "conditions", "rok2": "satellites_north", "rok3": "rok_led", "rok9": "consent_rule"}
HELP = {"rok1": "early_consent", "rok2": "share_strait", "rok3": "foc_cpx", "rok9": "compensation"}


def test_a_say_is_won_by_claiming_it_unless_washington_is_deaf(lab: Any) -> None:
    assert gains(lab, "rok", "base", CLAIM, HELP) < -2
    assert gains(lab, "rok", "deaf_washington", CLAIM, HELP) > 0
