"""First steps on the screen: told in a scenario for newcomers, each when it can be done, and then no more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.scenario.load import Loaded
from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.widgets import coach

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]


@pytest.fixture
def lesson_game(variant: Callable[..., Loaded], begin: Begin) -> Session:
    return begin(variant(**{"format: 1": "format: 1\ntutorial: true"}))


def says(player: Any, words: str) -> bool:
    return words[:40] in player.flat


async def test_the_steps_follow_what_the_player_does(sit: Sitting, lesson_game: Session) -> None:
    async with sit(PlayScreen(lesson_game)) as player:
        await player.press("escape")
        assert says(player, coach.START)
        await player.press("space")
        seen: list[str] = []
        while sum(taken.seat == "town" for taken in lesson_game.view("town").decisions) < 2:
            words = player.screen.query_one(coach.Coach)._words if player.at == "PlayScreen" else ""
            seen += [words] if words not in seen else []
            if player.at != "PlayScreen":
                await player.press("escape")
            elif not player.screen._view.questions:
                await player.press("space")
            elif words == coach.OPTIONS:
                await player.press("down")
            else:
                await player.press("1", "enter", "enter")
        assert coach.OPTIONS in seen
        assert seen.index(coach.OPTIONS) < seen.index(coach.CHOOSE) < seen.index(coach.AFTER)


async def test_h_hides_them_and_brings_them_back(sit: Sitting, lesson_game: Session) -> None:
    async with sit(PlayScreen(lesson_game)) as player:
        await player.press("escape")
        await player.press("h")
        assert not says(player, coach.START)
        assert not player.screen.query_one(coach.Coach).display
        await player.press("h")
        assert says(player, coach.START)


async def test_other_scenarios_have_none_unless_asked(play: Sitting) -> None:
    async with play() as player:
        assert "FIRST STEPS" not in player.flat
        await player.press("h")
        assert says(player, coach.START)
