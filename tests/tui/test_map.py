"""The map page: what stands on it, the cursor, the mouse, the words below, and what is painted again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import compile_program
from tabletop.engine.setup import Setup
from tabletop.scenario.load import load
from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.widgets.map_pane import MapSheet

Sitting = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(scope="module")
def flagship(checkout: Path) -> Callable[[], Session]:
    """A game of the flagship in which the loan was ordered at once."""
    loaded = load(checkout / "scenarios" / "regional-contingency")
    program = compile_program(loaded)

    def start() -> Session:
        return Session.start(loaded, program, Setup(3), {"rok": "doctrine"}, None)

    return start


def ordered(session: Session, days: int) -> Session:
    """Let days pass; the first request is an order, the rest falls to the defaults."""
    while session.now < days * 1440:
        for waiting in session.waiting():
            if waiting.decision == "us1":
                session.submit("us", "us1", ["order_now"])
        session.advance(pause="day")
    return session


def picture(player: Any) -> MapSheet:
    return player.screen.query_one(MapSheet)  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
async def test_v_shows_places_forces_and_theatres(
    sit: Sitting, flagship: Callable[[], Session], size: tuple[int, int]
) -> None:
    async with sit(PlayScreen(flagship()), size) as player:
        await player.press("escape", "v")
        for words in ("Osan 10", "Kaohsiung", "Northern Luzon", "TAIWAN STRAIT 3.2", "← Gulf region", "● forces"):
            assert words in player.flat


async def test_arrows_go_from_place_to_place_and_around(sit: Sitting, flagship: Callable[[], Session]) -> None:
    async with sit(PlayScreen(flagship())) as player:
        await player.press("escape", "v")
        seen = []
        for _ in range(6):
            seen.append(picture(player).chosen)
            await player.press("down")
        assert (len(set(seen)), picture(player).chosen) == (6, seen[0])
        await player.press("up")
        assert picture(player).chosen == seen[-1]


async def test_the_words_below_tell_of_the_place_at_the_cursor(sit: Sitting, flagship: Callable[[], Session]) -> None:
    async with sit(PlayScreen(ordered(flagship(), 2))) as player:
        await player.press("escape", "v")
        assert picture(player).chosen == "osan"
        await player.see("Korea, rung")
        assert "Air-defence task force 1 (notice, due D+" in player.flat
        await player.until(lambda: picture(player).chosen == "osan")
        picture(player).action_step(1)
        while picture(player).chosen != "islands":
            await player.press("down")
        assert "Bound for here: Air-defence task force 1" in player.flat


async def test_a_click_goes_to_what_is_near(sit: Sitting, flagship: Callable[[], Session]) -> None:
    async with sit(PlayScreen(flagship()), (120, 40)) as player:
        await player.press("escape", "v")
        row, column = picture(player)._at["luzon"]
        await player.pilot.click(MapSheet, offset=(column + 2, row))
        await player.settle()
        assert picture(player).chosen == "luzon"
        await player.pilot.click(MapSheet, offset=(2, 1))
        assert picture(player).chosen == "luzon"


async def test_what_is_under_way_stands_on_its_way(sit: Sitting, flagship: Callable[[], Session]) -> None:
    session = ordered(flagship(), 1)
    moving: list[str] = []
    while not moving and not session.ended:
        session.advance(until=session.now + 120)
        moving = [force.id for force in session.view("us").forces if force.done > 0.3]
    async with sit(PlayScreen(session), (120, 40)) as player:
        await player.press("escape", "v")
        assert "▶" in picture(player).plain
        while picture(player).chosen != moving[0]:
            await player.press("down")
        assert "Under way from Osan to" in player.flat


async def test_only_rows_that_change_are_painted_again(
    sit: Sitting, flagship: Callable[[], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit(PlayScreen(flagship()), (120, 40)) as player:
        await player.press("escape", "v")
        painted: list[int] = []
        kept = MapSheet.repaint_line
        monkeypatch.setattr(MapSheet, "repaint_line", lambda self, row: (painted.append(row), kept(self, row))[1])
        monkeypatch.setattr(MapSheet, "repaint", lambda self: pytest.fail("everything was painted again"))
        await player.press("down")
        assert 1 <= len(painted) <= 4


async def test_in_ascii_the_map_has_no_other_signs(sit: Sitting, flagship: Callable[[], Session]) -> None:
    async with sit(PlayScreen(flagship()), ascii_only=True) as player:
        await player.press("escape", "v")
        painted = player.text
    assert painted.isascii(), {letter for letter in painted if not letter.isascii()}


async def test_a_scenario_without_places_has_no_map(play: Sitting) -> None:
    async with play() as player:
        assert "Map" not in player.flat
        await player.press("v")
        assert not picture(player).is_on_screen
