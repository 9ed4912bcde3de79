"""The game on the screen: time, pages, decisions, what is told and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.session import Session
from tabletop.tui.widgets.decision import DecisionPane
from tabletop.tui.widgets.sheet import Sheet

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]

SIZES = [(80, 24), (120, 40), (200, 60)]


def lines_of(session: Session, kind: str) -> list[dict[str, object]]:
    """The lines of one kind in the session's record."""
    assert session.record_path is not None
    rows = [json.loads(row) for row in session.record_path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["kind"] == kind]


def chosen(session: Session) -> list[dict[str, object]]:
    """The decisions of the town."""
    return [line for line in lines_of(session, "decision") if line["seat"] == "town"]


@pytest.mark.parametrize("size", SIZES)
async def test_space_runs_on_to_a_message_and_then_to_a_decision(
    play: Sitting, begin: Begin, size: tuple[int, int]
) -> None:
    session = begin()
    async with play(session, size) as player:
        assert "D+0 00:00" in player.text
        await player.press("space")
        assert "D+0 06:00" in player.text
        assert "The cracks have grown" in player.text
        assert "They stand at 40 now." in player.text
        await player.press("space", "space")
        assert "What do you offer the line?" in player.text
        assert session.now == 2 * 1440 + 480


@pytest.mark.parametrize("size", SIZES)
async def test_the_clock_the_date_and_the_seat_stand_at_the_top(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        top = player.text.splitlines()[0]
        assert "Town" in top
        assert "D+0 00:00" in top
        assert "Tue 1 Jun 2027 CET" in top


async def test_w_waits_one_day(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("w")
        assert session.now == 1440


@pytest.mark.parametrize("size", SIZES)
async def test_every_option_shows_its_paper(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        await player.press("space", "space", "space", "2")
        for words in ("Half of the repair.", "ten million", "the line takes it for granted", "likely", "economic"):
            assert words in player.flat


async def test_a_locked_option_says_why_and_cannot_be_chosen(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "3")
        assert "The council trusts you too little." in player.flat
        await player.press("enter")
        assert player.at == "PlayScreen"
        assert "Locked: The council trusts you too little." in player.flat
        assert chosen(session) == []


async def test_enter_on_the_question_says_what_to_do(play: Sitting) -> None:
    async with play() as player:
        await player.press("space", "space", "space", "home", "enter")
        assert "Go to an option first" in player.flat


async def test_a_choice_is_confirmed_with_reasons_forecast_and_dissent(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "1", "2", "enter")
        assert player.at == "ConfirmScreen"
        await player.press("r")
        await player.type("fair is fair")
        await player.press("enter", "f")
        await player.type("60")
        await player.press("tab")
        await player.type("the treasurer")
        await player.press("escape")
        assert player.at == "ConfirmScreen"
        await player.press("enter")
    [line] = chosen(session)
    assert (line["decision"], line["choice"]) == ("share_town", ["half"])
    assert (line["rationale"], line["forecast"], line["dissent"]) == ("fair is fair", 60, "the treasurer")
    assert line["considered"] == ["nothing", "half"]


async def test_esc_takes_nothing(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "2", "enter", "escape")
        assert player.at == "PlayScreen"
        assert chosen(session) == []


async def test_a_forecast_of_nought_is_refused_in_words(play: Sitting) -> None:
    async with play() as player:
        await player.press("space", "space", "space", "2", "enter", "f")
        await player.type("0")
        await player.press("enter", "enter")
        assert player.at == "ConfirmScreen"
        assert "from 1 to 99 per cent" in player.flat


async def test_letters_in_a_field_are_letters(play: Sitting) -> None:
    async with play() as player:
        await player.press("space", "space", "space", "2", "enter", "r")
        await player.type("quit? no")
        assert player.at == "ConfirmScreen"
        assert "quit? no" in player.flat


async def test_a_card_follows_a_decision(play: Sitting) -> None:
    async with play() as player:
        await player.press("space", "space", "space", "2", "enter", "enter")
        assert player.at == "CardScreen"
        assert "WHAT FOLLOWED" in player.text
        assert "Pay half" in player.flat
        await player.press("escape", "l")
        assert "Pay half" in player.flat


async def test_several_are_marked_under_a_budget(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "2", "enter", "enter", "escape")
        while player.at != "PlayScreen" or not player.screen.query_one(DecisionPane).several:
            await player.press("escape" if player.at != "PlayScreen" else "space")
        await player.press("1", "3", "enter")
        assert player.at == "PlayScreen"
        assert "13 is more than the budget of 12 million" in player.flat
        await player.press("3", "2", "enter", "enter")
    works = [line for line in lines_of(session, "decision") if line["decision"] == "works"]
    assert [line["choice"] for line in works] == [["piles", "paint"]]


async def test_a_form_takes_one_option_an_item(play: Sitting, begin: Begin) -> None:
    session = begin(town="doctrine", line="human")
    async with play(session) as player:
        while player.at != "PlayScreen" or not player.screen.query_one(DecisionPane).several:
            questions = player.at == "PlayScreen" and player.screen._view.questions
            await player.press("escape" if player.at == "CardScreen" else "2" if questions else "space")
            if questions:
                await player.press("enter", "enter")
        await player.press("1", "enter")
        assert "Still open: Fee." in player.flat
        await player.press("2", "4", "enter", "enter")
    wording = [line for line in lines_of(session, "decision") if line["decision"] == "wording"]
    assert [line["choice"] for line in wording] == [["law_new", "fee_new"]]


async def test_leaving_a_decision_open_is_asked_and_takes_the_default(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "space")
        assert player.at == "AskScreen"
        assert "the default counts: Offer nothing" in player.flat
        await player.press("escape")
        assert session.now == 2 * 1440 + 480
        await player.press("space", "enter")
        while session.now < 4 * 1440 + 480:
            await player.press("enter" if player.at != "PlayScreen" else "space")
        assert "share_town" in [taken.decision for taken in session.view("town").decisions if taken.by == "default"]


async def test_messages_count_as_read_when_they_are_opened(play: Sitting) -> None:
    async with play(size=(120, 40)) as player:
        await player.press("space")
        assert "Messages 1" in player.flat
        assert "1 new message" in player.flat
        await player.press("m")
        assert "Messages 1" not in player.flat
        await player.press("d")
        assert "1 new message" not in player.flat


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("s", "Cracks"),
        ("f", "PENDING"),
        ("p", "PENDING"),
        ("m", "The cracks have grown"),
        ("l", "Nothing has been decided yet."),
    ],
)
async def test_each_page_has_a_key(play: Sitting, size: tuple[int, int], key: str, words: str) -> None:
    async with play(size=size) as player:
        await player.press("space", key)
        assert words in player.flat


async def test_arrows_turn_the_pages_around_the_end(play: Sitting) -> None:
    async with play() as player:
        seen = []
        for _ in range(5):
            await player.press("right")
            seen.append(player.screen.query_one("#desk").page)
        assert seen == ["situation", "forces", "messages", "log", "decision"]
        await player.press("left")
        assert player.screen.query_one("#desk").page == "log"


async def test_a_seat_reads_only_what_it_may(play: Sitting, begin: Begin) -> None:
    async with play(begin(town="doctrine", line="human"), (120, 40)) as player:
        everything = player.flat
        assert "Budget" not in everything
        assert "Hidden fund" not in everything
        assert "middling" in everything


async def test_a_note_goes_into_the_record(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("a")
        await player.type("ask the harbour master")
        await player.press("enter")
    [line] = lines_of(session, "note")
    assert (line["seat"], line["text"]) == ("town", "ask the harbour master")


async def test_the_briefing_opens_again(play: Sitting) -> None:
    async with play() as player:
        await player.press("b")
        assert player.at == "BriefingScreen"
        assert "The old quay is cracking." in player.flat
        await player.press("escape")
        assert player.at == "PlayScreen"


async def test_leaving_says_where_the_record_is(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session, (120, 40)) as player:
        await player.press("q")
        await player.see("Leave the game?")
        assert str(session.record_path) in player.screen.query_one(Sheet).plain.replace("\n", "")
        await player.press("n")
        assert player.at == "PlayScreen"


async def test_what_cannot_be_done_is_said_and_the_game_goes_on(
    play: Sitting, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabletop.errors import CannotRead

    session = begin()

    def full(*_given: object, **_also: object) -> None:
        raise CannotRead("the disk is full", "make room")

    async with play(session) as player:
        with monkeypatch.context() as patched:
            patched.setattr(session, "advance", full)
            await player.press("space")
        assert player.at == "AskScreen"
        assert "the disk is full" in player.flat
        assert "make room" in player.flat
        await player.press("enter", "space")
        assert session.now == 360


async def test_a_game_of_bots_is_watched_to_its_end(play: Sitting, begin: Begin) -> None:
    session = begin(town="doctrine")
    async with play(session) as player:
        assert "Watching" in player.text
        for _ in range(60):
            if player.at == "ScorecardScreen":
                break
            await player.press("escape" if player.at == "CardScreen" else "space")
        assert session.ended
        assert player.at == "ScorecardScreen"


async def test_two_quick_enters_leave_the_line_and_seal(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "2", "enter", "r")
        await player.type("why")
        await player.pilot.press("enter", "enter")
        await player.until(lambda: bool(chosen(session)))
    assert chosen(session)[0]["rationale"] == "why"
