"""A review against values that can be worked out by hand, and what must hold of every review."""

from __future__ import annotations

from statistics import fmean, stdev
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.analysis.review import judge, review
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.record import Record
from tabletop.record.replay import replay_record

TERMS = ("start", "decisions", "luck", "others", "drift")
RED = -8 / 2


def good_after(toys: Any, sign: bool) -> float:
    """How likely the good world is after the scout's report (Bayes)."""
    good, bad = (toys.if_good, toys.if_bad) if sign else (1 - toys.if_good, 1 - toys.if_bad)
    return float(toys.good * good / (toys.good * good + (1 - toys.good) * bad))


def seed_with(toys: Any, *, sign: bool, world: str = "", since: int = 0) -> int:
    """The first seed in which the scout does (or does not) see something, in that hidden world."""
    latent = toys.plain.layout.quantities["world"]
    for seed in range(since, since + 400):
        sim = replay_record(toys.played(seed, ["keep", "pass"]), toys.plain).simulation
        found = next(e for e in sim.entries if e.kind == "chance" and e.what == "seen").detail["taken"] == 0
        if found == sign and world in ("", latent.name(sim.world.values[latent.slot])):
            return seed
    raise AssertionError("no such seed")


def dice(toys: Any) -> float:
    """What a gamble is worth on average."""
    return float((toys.prize - toys.fine) / 2)


def blue(found: dict[str, Any]) -> dict[str, Any]:
    return dict(found["seats"]["blue"])


@pytest.mark.parametrize("sign", [True, False])
def test_values_agree_with_those_worked_out_by_hand(toys: Any, sign: bool) -> None:
    record = toys.played(seed_with(toys, sign=sign), ["bet", "gamble"])
    first, second = blue(review(record, toys.plain, futures=800))["decisions"]
    good = good_after(toys, sign)
    expected = {"keep": 50 + RED + dice(toys) / 2, "bet": 50 + RED + dice(toys) / 2 + toys.stake * (2 * good - 1)}
    for option in first["options"]:
        low, high = option["interval"]
        assert option["value"] == pytest.approx(expected[option["choice"][0]], abs=1.5 * (high - low) + 1e-9)
    assert first["posterior"]["world"]["good"] == pytest.approx(good, abs=0.05)
    assert first["regret"] == pytest.approx(min(0.0, toys.stake * (2 * good - 1)), abs=1.0)
    passed, gambled = second["options"]
    assert gambled["value"] - passed["value"] == pytest.approx(dice(toys), abs=0.5)
    assert second["drift"] + second["regret"] == pytest.approx(
        gambled["value"] - fmean([passed["value"], gambled["value"]])
    )


def test_the_start_of_the_ledger_is_the_value_before_anything_is_known(toys: Any) -> None:
    record = toys.played(1, ["keep", "pass"])
    ledger = blue(review(record, toys.plain, futures=800))["ledger"]
    assert ledger["start"] == pytest.approx(50 + RED + dice(toys) / 2 + toys.stake * (2 * toys.good - 1) / 2, abs=1.4)


def test_what_red_chose_is_the_others_share(toys: Any) -> None:
    """Red pushes or rests with equal odds: −4 expected, −8 or 0 done."""
    for seed in range(4):
        record = toys.played(seed, ["keep", "pass"])
        pushed = next(line for line in record.decisions if line.decision == "push").choice == ("push",)
        others = [part["others"] for part in blue(review(record, toys.plain, futures=160))["intervals"]]
        assert others[1] == pytest.approx(RED if pushed else -RED, abs=1.2)
        assert others[0] == others[2] == 0


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    good=st.floats(0.05, 0.95).map(lambda odds: round(odds, 3)),
    stake=st.integers(1, 60),
    rain=st.sampled_from([0.0, 0.2, 0.9]),
    answers=st.tuples(st.sampled_from(["keep", "bet", ""]), st.sampled_from(["pass", "gamble", ""])),
    futures=st.integers(2, 12),
)
def test_the_ledger_adds_up(
    toys: Any, seed: int, good: float, stake: int, rain: float, answers: tuple[str, str], futures: int
) -> None:
    toy = toys.program(rain, good=good, stake=stake)
    record = toys.played(seed, answers, toy=toy)
    found = review(record, toy, futures=futures, seats=["blue", "red"])
    for told in found["seats"].values():
        ledger = told["ledger"]
        assert sum(ledger[term] for term in TERMS) == pytest.approx(ledger["final"], abs=1e-9)
        assert told["luck_removed"] == ledger["final"] - ledger["luck"]
        assert sum(part["luck"] for part in told["intervals"]) == pytest.approx(ledger["luck"], abs=1e-9)


def test_luck_is_nobodys_friend(toys: Any) -> None:
    """Over many games its mean is zero within error, though single games have a lot of it."""
    toy = toys.program(0.3)
    luck = []
    for seed in range(60):
        answers = (("keep", "bet")[seed % 2], ("pass", "gamble")[seed // 2 % 2])
        luck.append(blue(review(toys.played(seed, answers, toy=toy), toy, futures=20))["ledger"]["luck"])
    error = stdev(luck) / len(luck) ** 0.5
    assert stdev(luck) > 3
    assert abs(fmean(luck)) < 3 * error


def test_two_worlds_that_look_the_same_get_the_same_review(toys: Any) -> None:
    """What the seat could not tell apart must not show in what its options are said to have been worth."""
    found = []
    for world in ("good", "bad"):
        record = toys.played(seed_with(toys, sign=True, world=world), ["keep", "pass"])
        found.append(blue(review(record, toys.plain, futures=60))["decisions"][0])
    assert found[0] == found[1]


def test_a_review_does_not_look_at_the_seed_of_what_had_not_happened(toys: Any) -> None:
    """Games with other dice to come, alike until the decision, are reviewed alike."""
    seeds = [seed_with(toys, sign=False)]
    seeds.append(seed_with(toys, sign=False, since=seeds[0] + 1))
    first, second = (
        blue(review(toys.played(seed, ["bet", "gamble"]), toys.plain, futures=60))["decisions"][0] for seed in seeds
    )
    assert first == second


def test_the_better_player_comes_first_more_often_without_luck(toys: Any) -> None:
    """The better one bets on a good world and takes the gamble that pays; games differ in weather, world and dice."""
    toy, pairs = toys.program(0.3, stake=8), 24
    raw = removed = 0
    for pair in range(pairs):
        better, worse = (
            blue(review(toys.played(seed, answers, toy=toy), toy, futures=20))
            for seed, answers in ((2 * pair, ["bet", "gamble"]), (2 * pair + 1, ["keep", "pass"]))
        )
        raw += better["ledger"]["final"] > worse["ledger"]["final"]
        removed += better["luck_removed"] > worse["luck_removed"]
    assert removed > raw
    assert removed / pairs > 0.7


def test_the_result_does_not_depend_on_the_number_of_processes(toys: Any) -> None:
    record = toys.played(3, ["bet", ""])
    assert review(record, toys.plain, futures=60, jobs=2) == review(record, toys.plain, futures=60, jobs=1)


def test_a_default_is_a_decision_of_its_seat(toys: Any) -> None:
    record = toys.played(3, ["", ""])
    first, second = blue(review(record, toys.plain, futures=20))["decisions"]
    assert (first["n"], first["by"], first["choice"]) == (None, "default", ["keep"])
    assert [option["choice"] for option in second["options"]] == [["pass"], ["gamble"]]


def test_a_sure_loss_is_called_by_its_name(toys: Any) -> None:
    toy = toys.program(good=0.95, stake=40, if_good=1.0, if_bad=0.0)
    record = toys.played(1, ["keep", "pass"], toy=toy)
    first, second = blue(review(record, toy, futures=200))["decisions"]
    assert (first["label"], first["best"]) == ("blunder", ["bet"])
    assert second["label"] == "close call"
    assert first["loss"]["cautious"]["interval"][0] > 15


def test_judge_gives_one_decision_as_the_review_does(toys: Any) -> None:
    record = toys.played(5, ["bet", "pass"])
    first = blue(review(record, toys.plain, futures=50))["decisions"][0]
    assert judge(record, toys.plain, first["n"], futures=50) == first


def test_other_seats_decisions_can_be_judged(toys: Any) -> None:
    record = toys.played(5, ["bet", "pass"])
    number = next(line.n for line in record.decisions if line.seat == "red")
    told = judge(record, toys.plain, number, futures=50)
    assert told["best"] == ["push"]


def test_what_cannot_be_reviewed_is_said(toys: Any) -> None:
    record = toys.played(5, ["bet", "pass"])
    unfinished = Record(record.header, record.lines[:2], record.path)
    with pytest.raises(CannotRun, match="has not ended"):
        review(unfinished, toys.plain, futures=4)
    with pytest.raises(IllegalDecision, match="no seat"):
        review(record, toys.plain, futures=4, seats=["green"])
    with pytest.raises(IllegalDecision, match="no decision number 9"):
        judge(record, toys.plain, 9, futures=4)


def test_draws_are_told_with_what_they_were_worth(toys: Any) -> None:
    """The dice, thrown once: worth the prize and the fine together in this very game."""
    record = toys.played(2, ["keep", "gamble"])
    last = blue(review(record, toys.plain, futures=4))["intervals"][-1]
    (draw,) = last["draws"]
    assert (draw["odds"], abs(draw["points"])) == (0.5, toys.prize + toys.fine)
