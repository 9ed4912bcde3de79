"""Several people at one keyboard: the screen between them, and that nothing sealed gets through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.scenario.load import Loaded
from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]

# The town's offer and a message to the town alone, as words that stand nowhere else.
SECRETS = {"brief:_Half_of_the_repair.": "brief: ZEBRA", "label:_Order_them_by_decree": "label: OKAPI"}
PAGES = "dsfml"


@pytest.fixture
def guarded(variant: Callable[..., Loaded]) -> Loaded:
    return variant(**SECRETS)


async def take(player: Any) -> None:
    """Sit down, put the briefing away."""
    assert player.at == "HandoverScreen"
    await player.press("enter")
    if player.at == "BriefingScreen":
        await player.press("escape")


async def to_the_offers(player: Any) -> None:
    """Take the keyboard as the town and run on to the sealed decision."""
    await take(player)
    for _ in range(5):
        if "What do you offer the line?" in player.flat:
            return
        await player.press("space")
    pytest.fail(player.text)


async def everything(player: Any) -> str:
    """All that the seat at the keyboard can look at: pages, help, briefing, every command."""
    seen = []
    for key in PAGES:
        await player.press(key)
        seen.append(player.flat)
    await player.press("question_mark")
    seen.append(player.flat)
    await player.press("escape", "c")
    await player.until(lambda: player.at == "CommandPalette")
    seen.append(player.flat)
    await player.press("escape")
    await player.until(lambda: player.at == "PlayScreen")
    return " ".join(seen)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_keyboard_is_passed_before_anything_is_shown(
    sit: Sitting, begin: Begin, size: tuple[int, int]
) -> None:
    async with sit(PlayScreen(begin(line="human")), size) as player:
        assert player.at == "HandoverScreen"
        assert "PASS THE KEYBOARD TO" in player.flat
        assert "Town" in player.flat
        assert "Cracks" not in player.flat
        below = player.app.screen_stack[-2]
        assert "Cracks" not in "\n".join(strip.text for strip in below._compositor.render_strips())


async def test_each_seat_is_briefed_on_its_first_turn(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human"))) as player:
        await player.press("enter", "2")
        assert player.at == "BriefingScreen"
        assert "You own the quay." in player.flat
        await player.press("escape", "g", "enter", "2")
        assert "You use the quay." in player.flat
        await player.press("escape", "g", "enter")
        assert player.at == "PlayScreen"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_sealed_choice_stays_sealed_until_both_have_chosen(
    sit: Sitting, begin: Begin, guarded: Loaded, size: tuple[int, int]
) -> None:
    session = begin(guarded, line="human")
    async with sit(PlayScreen(session), size) as player:
        await to_the_offers(player)
        await player.press("2")
        assert "ZEBRA" in player.flat
        await player.press("enter", "enter")
        while player.at == "CardScreen":
            await player.press("escape")
        await take(player)
        assert "What do you offer the town?" in player.flat
        seen = await everything(player)
        for secret in ("ZEBRA", "OKAPI", "Money is tight", "For your ears only", "Budget"):
            assert secret not in seen
        assert "Pay half" not in (await log(player))
        await player.press("d", "2", "enter", "enter")
        assert player.at == "CardScreen"
        told = player.flat
        while player.at == "CardScreen":
            await player.press("enter")
            told += player.flat
        assert "Town: Pay half." in told
        assert "Line: Pay half." in told


async def log(player: Any) -> str:
    """The log page."""
    await player.press("l")
    return player.flat


async def test_the_first_seat_hears_of_it_on_its_next_turn(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human")), (120, 40)) as player:
        await to_the_offers(player)
        await player.press("2", "enter", "enter")
        while player.at == "CardScreen":
            await player.press("escape")
        await take(player)
        await player.press("2", "enter", "enter")
        while player.at == "CardScreen":
            await player.press("escape")
        await player.press("g", "enter")
        assert player.at == "CardScreen"
        told = player.flat
        while player.at == "CardScreen":
            await player.press("enter")
            told += player.flat
        assert "Line: Pay half." in told


async def test_esc_keeps_the_keyboard_and_shows_the_desk_again(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human"))) as player:
        await take(player)
        await player.press("space", "g")
        assert "cracks" not in player.flat
        await player.press("escape")
        assert "The cracks have grown" in player.flat


async def test_the_desk_is_covered_until_the_next_seat_sees_its_own(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human")), (120, 40)) as player:
        await take(player)
        await player.press("space", "space")
        assert "For your ears only." in player.flat
        screen = player.screen
        frames = []
        paint = screen._compositor.render_update

        def watched(*given: Any, **also: Any) -> Any:
            update = paint(*given, **also)
            lines = [*getattr(update, "strips", ()), *(line.values() for line in getattr(update, "chops", ()))]
            frames.append(" ".join(strip.text for line in lines for strip in line if strip is not None))
            return update

        await player.press("g")
        screen._compositor.render_update = watched
        await player.press("enter", "escape")
        assert "The cracks have grown" in player.flat
        assert any("The cracks have grown" in frame for frame in frames)
        assert not any("For your ears only." in frame for frame in frames)


async def test_leaving_open_passes_the_keyboard_first(sit: Sitting, begin: Begin) -> None:
    session = begin(line="human")
    async with sit(PlayScreen(session)) as player:
        await to_the_offers(player)
        await player.press("space", "enter")
        assert player.at == "HandoverScreen"
        assert session.now == 2 * 1440 + 480
        await take(player)
        await player.press("space", "enter")
        assert session.now > 2 * 1440 + 480


async def test_esc_before_the_game_has_begun_leaves_it(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin(line="human"))) as player:
        await player.pilot.press("escape")
        await player.until(lambda: player.app._exit)
        assert player.app.return_code == 0
