"""Which questions a recorded game put, and how one of them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.errors import IllegalDecision
from tabletop.record.askings import Asking, asked_at, askings
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script
from tabletop.simtime import DAY, HOUR


@pytest.fixture(scope="module")
def known(program: Program) -> tuple[Asking, ...]:
    """The questions of a game of the islands: one seat answers once, the other is a bot; shots ask again and again."""
    script = Script(
        Path("x"), "islands", seed=3, length="50", otherwise="default", seats={"south": "doctrine"},
        decisions=(Answer("north", "n1", ("shout",), at=DAY + 9 * HOUR),),
    )  # fmt: skip
    played = replay_script(script, program, lambda spec: make_chooser(spec, program))
    return askings(replay_record(played.record, program))


def test_every_question_has_its_times_and_its_answer(known: tuple[Asking, ...]) -> None:
    n1 = next(asking for asking in known if asking.decision == "n1")
    assert (n1.seat, n1.opened, n1.at, n1.delay, n1.choice) == ("north", 32 * HOUR, 33 * HOUR, HOUR, ("shout",))
    assert n1.line is not None
    assert n1.n == n1.line.n
    first = known[0]
    assert (first.decision, first.opened, first.delay) == ("first", 0, 0)


def test_a_default_has_no_number_and_could_have_been_answered_up_to_the_last_minute(known: tuple[Asking, ...]) -> None:
    lapsed = next(asking for asking in known if asking.decision == "sealed-n")
    assert (lapsed.n, lapsed.at - lapsed.opened, lapsed.delay, lapsed.put) == (None, DAY, DAY - 1, True)


def test_questions_of_one_point_are_counted(known: tuple[Asking, ...]) -> None:
    turns = [asking.turn for asking in known if asking.decision == "answer"]
    assert len(turns) > 1
    assert turns == list(range(len(turns)))


class TestNames:
    def test_by_number(self, known: tuple[Asking, ...]) -> None:
        assert all(asked_at(known, str(asking.n)) is asking for asking in known if asking.line)

    def test_by_id_with_the_time_where_there_are_several(self, known: tuple[Asking, ...]) -> None:
        assert asked_at(known, "n1").decision == "n1"
        assert asked_at(known, "answer:2").key == ("answer", 1)
        with pytest.raises(IllegalDecision, match=r"answer was asked [0-9]+ times") as caught:
            asked_at(known, "answer")
        assert "answer:1 (D+" in caught.value.hint

    @pytest.mark.parametrize("time", ["answer:0", "answer:99", "answer:x", "n1:2"])
    def test_a_time_that_there_was_not(self, known: tuple[Asking, ...], time: str) -> None:
        with pytest.raises(IllegalDecision, match="times in this record"):
            asked_at(known, time)

    @pytest.mark.parametrize("number", ["0", "-1", "99", "+0"])
    def test_a_number_that_there_is_not(self, known: tuple[Asking, ...], number: str) -> None:
        count = sum(asking.line is not None for asking in known)
        with pytest.raises(
            IllegalDecision, match=f"no decision number {int(number)} in this record of {count}"
        ) as caught:
            asked_at(known, number)
        assert caught.value.hint == f"give a number from 1 to {count}"

    def test_an_id_that_there_is_not(self, known: tuple[Asking, ...]) -> None:
        with pytest.raises(IllegalDecision, match='no decision "n2" in this record'):
            asked_at(known, "n2")
        with pytest.raises(IllegalDecision) as caught:
            asked_at(known, "sealed_n")
        assert caught.value.hint == 'did you mean "sealed-n"?'

    def test_nothing_to_name(self) -> None:
        with pytest.raises(IllegalDecision, match="no decision number 1 in this record of 0") as caught:
            asked_at((), "1")
        assert caught.value.hint == "there is nothing in it to change"
