"""Every screen at every size: nothing cut off, nothing lost, the keys in sight; and while the size changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from rich.cells import cell_len

from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.widgets.sheet import Sheet

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]

SIZES = [(80, 24), (120, 40), (200, 60), (60, 18), (50, 14), (40, 12)]


def measures(player: Any, size: tuple[int, int]) -> None:
    """The screen has the size that it should have."""
    lines = player.text.split("\n")
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}


@pytest.mark.parametrize("size", SIZES)
async def test_everything_of_a_decision_can_be_read(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        await player.press("space", "space", "space", "home")
        seen = player.flat
        for option in "12":
            for step in ("j", "j", "j", option):
                measures(player, size)
                await player.press(step)
                seen += player.flat
        for _ in range(6):
            await player.press("j")
            seen += player.flat
        for words in (
            "What do you offer the line?",
            "closes D+4 08:00",
            "Half of the repair.",
            "ten million",
            "likely",
        ):
            assert words in seen


@pytest.mark.parametrize("size", SIZES)
async def test_no_line_of_any_page_is_wider_than_its_sheet(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        await player.press("space", "space", "space")
        for key in "dsfml":
            await player.press(key)
            measures(player, size)
            for sheet in player.screen.query(Sheet):
                if sheet.display and sheet.size.width:
                    assert all(line.cell_length < sheet.size.width for line in sheet._lines), (key, sheet)


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_of_a_panel_stay_in_sight(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        await player.press("space", "space", "space", "2", "enter")
        assert "Enter seal" in player.flat
        assert "Why" in player.flat
        await player.press("enter")
        assert "Enter go on" in player.flat or "Enter next card" in player.flat
        await player.press("escape", "q")
        assert "Enter leave" in player.flat


@pytest.mark.parametrize("key", [*"dsfmlbq?", "c"])
async def test_a_screen_bears_being_resized(play: Sitting, key: str) -> None:
    async with play(size=(120, 40)) as player:
        await player.press("space", "space", "space", "question_mark" if key == "?" else key)
        await player.pilot.pause(0.1)
        before = player.at
        for size in [(60, 18), (200, 60), (40, 12), (80, 24), (120, 40)]:
            await player.pilot.resize_terminal(*size)
            await player.pilot.pause()
            await player.settle()
            measures(player, size)
            assert player.at == before


async def test_hidden_pages_are_laid_out_when_they_are_turned_to_after_a_resize(play: Sitting) -> None:
    async with play(size=(120, 40)) as player:
        await player.press("space")
        await player.pilot.resize_terminal(80, 24)
        await player.press("s")
        assert "Cracks" in player.flat
        assert player.text.splitlines()[3].startswith(" Cracks")


async def test_a_resize_keeps_the_cursor_and_the_marks(play: Sitting, begin: Begin) -> None:
    async with play(begin(), (120, 40)) as player:
        await player.press("space", "space", "space", "2")
        await player.pilot.resize_terminal(80, 24)
        await player.settle()
        assert "Half of the repair." in player.flat
        await player.press("enter")
        assert player.at == "ConfirmScreen"
        assert "Pay half" in player.flat


async def test_handover_fits_a_small_terminal(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human")), (40, 12)) as player:
        assert "PASS THE KEYBOARD TO" in player.flat
        assert "Enter Town is here" in player.flat
