"""After the end: how it ended, the points and where they come from, what was hidden, the debrief."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.session import Session
from tabletop.tui.screens.scorecard import ScorecardScreen
from tabletop.tui.widgets.sheet import Sheet

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]


@pytest.fixture
def ended(begin: Begin) -> Session:
    """A game of the quay that nobody answered, at its end."""
    session = begin(line="human")
    while not session.ended:
        session.advance(pause="day")
    return session


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("1", ["The quay stays open", "The season begins.", "There is no winner", "The town hall", "The sea"]),
        ("2", ["The town hall", "of 100", "A quay that holds", "60 %", "0 at 80, 100 at 20"]),
        ("3", ["The ferry line", "A place to land"]),
        ("4", ["LOG", "What do you offer the line?", "by default, since no answer came"]),
        ("5", ["WHAT WAS HIDDEN", "Rot inside the piles", "Hidden fund"]),
        ("6", ["Who asked first, and what did it cost?"]),
        ("7", ["WHAT REALLY HAPPENED"]),
        ("8", ["NOTICE AT THE QUAY", "The contract is loose.", "ONE YEAR LATER", "cracks or not."]),
    ],
)
async def test_pages(sit: Sitting, ended: Session, size: tuple[int, int], page: str, words: list[str]) -> None:
    async with sit(ScorecardScreen(ended), size) as player:
        await player.press(page)
        sheet = player.screen.query_one(Sheet)
        said = " ".join(sheet.plain.split())
        assert [word for word in words if word not in said] == []
        assert words[0] in player.flat or sheet.last_top
        await player.press("end")
        assert " ".join(sheet.plain.splitlines()[-1].split()) in player.flat


async def test_the_points_are_those_of_the_session(sit: Sitting, ended: Session) -> None:
    async with sit(ScorecardScreen(ended)) as player:
        card = ended.scorecards()["town"]
        await player.press("2")
        assert f"{card.points} of 100" in player.flat
        assert f"{card.coverage * 100:.0f} % observed" in player.flat


async def test_space_reads_through_all_pages_and_out(play: Sitting, begin: Begin) -> None:
    session = begin(line="doctrine")
    while not session.ended:
        session.advance(pause="day")
    async with play(session) as player:
        await player.press("r")
        assert player.at == "ScorecardScreen"
        for _ in range(40):
            if player.at != "ScorecardScreen":
                break
            await player.press("space")
        assert player.at == "PlayScreen"
        assert "The game is over." in player.flat
