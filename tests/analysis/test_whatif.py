"""Every open answer of one decision: in the recorded world exactly, in many futures as the review sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabletop.analysis.whatif import decisions, whatif, with_futures
from tabletop.engine.setup import Setup
from tabletop.errors import CannotRun, IllegalDecision, RecordMismatch
from tabletop.record.codec import read_record
from tabletop.record.record import DecisionLine, EndLine, Record
from tabletop.record.replay import replay_record
from tabletop.session import Session


def by_choice(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"+".join(option["choice"]): option for option in told["options"]}


def blue(option: dict[str, Any]) -> float:
    return float(option["scores"]["blue"]["total"])


def world_of(toys: Any, record: Record) -> str:
    sim = replay_record(record, toys.plain).simulation
    latent = toys.plain.layout.quantities["world"]
    return str(latent.name(sim.world.values[latent.slot]))


def seed_where(toys: Any, *, sign: bool, world: str) -> int:
    """The first seed whose scout and hidden world are these."""
    for seed in range(400):
        record = toys.played(seed, ["keep", "pass"])
        seen = next(e for e in replay_record(record, toys.plain).simulation.entries if e.kind == "chance")
        if (seen.detail["taken"] == 0, world_of(toys, record)) == (sign, world):
            return seed
    raise AssertionError("no such seed")


class TestInThisGame:
    @pytest.mark.parametrize("answer", ["keep", "bet"])
    def test_each_answer_meets_the_hidden_world_and_the_draws_of_this_game(self, toys: Any, answer: str) -> None:
        record = toys.played(3, [answer, "gamble"])
        told = whatif(record, toys.plain, "bet")
        stake = toys.stake if world_of(toys, record) == "good" else -toys.stake
        found = by_choice(told)
        assert blue(found["bet"]) - blue(found["keep"]) == pytest.approx(stake)
        assert [name for name, option in found.items() if option["recorded"]] == [answer]
        assert found[answer]["digest"] == told["digest"] == told["recorded"]["digest"]

    def test_a_chance_that_the_record_never_rolled_is_the_one_that_lay_ready(self, toys: Any) -> None:
        passed, gambled = toys.played(4, ["keep", "pass"]), toys.played(4, ["keep", "gamble"])
        option = by_choice(whatif(passed, toys.plain, "gamble"))["gamble"]
        assert option["digest"] == replay_record(gambled, toys.plain).digest

    def test_nothing_differs_where_nothing_was_changed(self, toys: Any) -> None:
        for option in whatif(toys.played(3, ["keep", "gamble"]), toys.plain, "gamble")["options"]:
            assert (option["first"] is None) == option["recorded"]

    def test_others_are_told_by_objective(self, toys: Any) -> None:
        option = whatif(toys.played(3, ["keep", "pass"]), toys.plain, "1")["options"][0]
        assert option["scores"]["red"]["objectives"]["p"]["title"] == "Points"
        assert option["outcome"]["title"] == "Over"

    def test_an_answer_that_lapsed_is_found_by_its_id(self, toys: Any) -> None:
        record = toys.played(3, ["", "pass"])
        told = whatif(record, toys.plain, "bet")
        assert (told["decision"]["n"], told["decision"]["by"]) == (None, "default")
        found = by_choice(told)
        assert found["keep"]["recorded"]
        assert found["keep"]["first"] is None
        assert abs(blue(found["bet"]) - blue(found["keep"])) == pytest.approx(toys.stake)

    def test_decisions_of_bots_can_be_looked_at_too(self, toys: Any) -> None:
        told = whatif(toys.played(3, ["keep", "pass"]), toys.plain, "push")
        found = by_choice(told)
        assert blue(found["push"]) - blue(found["rest"]) == pytest.approx(-8)

    def test_what_is_asked_several_options_of_shows_those_one_change_away(self, quay: Any, tmp_path: Path) -> None:
        told = whatif(game(quay, tmp_path), quay, "works")
        assert not told["all_answers"]
        assert set(by_choice(told)) >= {"piles", "piles+paint", ""}
        assert told["decision"]["label"] == "New piles"

    def test_locked_options_are_told_with_the_reason(self, quay: Any, tmp_path: Path) -> None:
        (locked,) = whatif(game(quay, tmp_path), quay, "share_town")["locked"]
        assert locked == {
            "option": "decree", "label": "Order them by decree",
            "why": "The council trusts you too little. (needs Trust at least 70 (now 55))",
        }  # fmt: skip

    def test_a_game_that_is_not_over_is_played_on_by_defaults_and_bots(self, quay: Any, tmp_path: Path) -> None:
        told = whatif(game(quay, tmp_path, questions=1), quay, "share_town")
        assert (told["complete"], told["stops"]) == (False, "D+2 08:00")
        assert all(option["outcome"]["at"] == 12 * 1440 for option in told["options"])


class TestDecisions:
    def test_all_that_were_put_are_listed_in_order(self, toys: Any) -> None:
        found = decisions(toys.played(3, ["", "gamble"]), toys.plain)
        assert [(one["n"], one["name"], one["time"], one["label"]) for one in found if one["seat"] == "blue"] == [
            (None, "bet", "D+3 00:00", "Keep"), (2, "gamble", "D+6 00:00", "Gamble"),
        ]  # fmt: skip


class TestRefusals:
    def test_a_decision_that_is_not_there(self, toys: Any) -> None:
        with pytest.raises(IllegalDecision, match="no decision number 9"):
            whatif(toys.played(3, ["keep", "pass"]), toys.plain, "9")

    def test_a_record_that_takes_another_course(self, toys: Any) -> None:
        record = toys.played(3, ["keep", "pass"])
        lines = [replace(line, digest="0" * 32) if isinstance(line, DecisionLine) else line for line in record.lines]
        with pytest.raises(RecordMismatch):
            whatif(replace(record, lines=tuple(lines)), toys.plain, "1")

    def test_answers_in_an_order_in_which_nobody_would_be_asked(self, quay: Any, tmp_path: Path) -> None:
        record = game(quay, tmp_path, order=("line", "town"))
        bots = replace(record, header=replace(record.header, seats={"town": "doctrine", "line": "doctrine"}))
        with pytest.raises(CannotRun, match="cannot be played again by its players"):
            whatif(bots, quay, "1")


class TestInManyFutures:
    def test_hindsight_and_what_could_be_known_disagree_where_luck_was_bad(self, toys: Any) -> None:
        record = toys.played(seed_where(toys, sign=True, world="bad"), ["bet", "pass"])
        found = by_choice(with_futures(whatif(record, toys.plain, "bet"), record, toys.plain, futures=200))
        assert blue(found["bet"]) < blue(found["keep"])
        assert found["bet"]["expected"]["value"] > found["keep"]["expected"]["value"] + 5

    def test_the_judgement_is_the_reviews(self, toys: Any) -> None:
        record = toys.played(seed_where(toys, sign=True, world="bad"), ["keep", "pass"])
        told = with_futures(whatif(record, toys.plain, "bet"), record, toys.plain, futures=200)
        assert (told["futures"], told["judged"]["best"], told["not_judged"]) == (200, ["bet"], "")
        assert told["judged"]["label"]
        assert [option["expected"]["choice"] for option in told["options"]] == [["keep"], ["bet"]]

    def test_the_number_of_processes_makes_no_difference(self, toys: Any) -> None:
        record = toys.played(3, ["keep", "pass"])
        told = whatif(record, toys.plain, "gamble")
        one, two = (with_futures(told, record, toys.plain, futures=60, jobs=jobs) for jobs in (1, 2))
        assert one == two

    def test_why_there_is_no_judgement_is_said(self, toys: Any, quay: Any, tmp_path: Path) -> None:
        lapsed = toys.played(3, ["", "pass"])
        told = with_futures(whatif(lapsed, toys.plain, "bet"), lapsed, toys.plain, futures=20)
        assert (told["judged"], told["not_judged"][:15]) == (None, "nobody answered")
        part = game(quay, tmp_path, questions=1)
        told = with_futures(whatif(part, quay, "1"), part, quay, futures=20)
        assert (told["judged"], told["not_judged"]) == (None, "the game has not ended yet")


def game(quay: Any, folder: Path, *, questions: int = 9, order: tuple[str, ...] = ("town", "line")) -> Record:
    """A game at the quay of two people: half each, piles, the old wording; `questions` of them are answered."""
    answers = {"share_town": ["half"], "share_line": ["half"], "works": ["piles"], "wording": ["law_old", "fee_old"]}
    path = folder / f"{len(list(folder.iterdir()))}.jsonl"
    session = Session.start(quay.loaded, quay, Setup(5), {"town": "human", "line": "human"}, path)
    while not session.ended and questions:
        session.advance()
        for waiting in sorted(session.waiting(), key=lambda one: order.index(one.seat)):
            if questions:
                session.submit(waiting.seat, waiting.decision, answers[waiting.decision])
                questions -= 1
    session.close()
    record = read_record(path)
    assert any(isinstance(line, EndLine) for line in record.lines) == (questions > 0)
    return record
