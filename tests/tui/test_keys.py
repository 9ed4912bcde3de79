"""Every action has a single key that all terminals pass on, a binding id, and a command in the palette."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.session import Session
from tabletop.tui.app import TabletopApp
from tabletop.tui.screens.ask import AskScreen
from tabletop.tui.screens.briefing import BriefingScreen
from tabletop.tui.screens.cards import CardScreen
from tabletop.tui.screens.confirm import ConfirmScreen
from tabletop.tui.screens.handover import HandoverScreen
from tabletop.tui.screens.help import HelpScreen
from tabletop.tui.screens.library import LibraryScreen
from tabletop.tui.screens.note import NoteScreen
from tabletop.tui.screens.pages import PagesScreen
from tabletop.tui.screens.panel import PanelScreen
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.screens.setup import SetupScreen
from tabletop.tui.widgets.rows import Rows

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]

OWNERS = [
    TabletopApp, AskScreen, BriefingScreen, CardScreen, ConfirmScreen, HandoverScreen, HelpScreen, LibraryScreen,
    NoteScreen, PagesScreen, PanelScreen, PlayScreen, SetupScreen, Rows,
]  # fmt: skip
PLAIN = re.compile(r"[a-z0-9]|space|enter|escape|tab|left|right|up|down|home|end|question_mark")


def own_bindings() -> list[tuple[Any, Any]]:
    """Every binding that is ours, with the class that has it."""
    return [(owner, binding) for owner in OWNERS for binding in owner.__dict__.get("BINDINGS", ())]


def test_every_key_reaches_every_terminal() -> None:
    keys = [key for _, binding in own_bindings() for key in binding.key.split(",")]
    assert [key for key in keys if not PLAIN.fullmatch(key)] == []


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    assert [(owner, binding) for owner, binding in own_bindings() if not (binding.id and binding.description)] == []
    ids = [binding.id for _, binding in own_bindings()]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_no_key_of_a_screen_means_two_things(owner: Any) -> None:
    keys = [key for binding in owner.__dict__.get("BINDINGS", ()) for key in binding.key.split(",")]
    assert sorted(keys) == sorted(set(keys))


async def test_the_palette_has_every_action_of_the_screen(play: Sitting) -> None:
    async with play() as player:
        told = {command.title for command in player.app.get_system_commands(player.screen)}
        own = {binding.description for binding in PlayScreen.BINDINGS}
        assert own - told == set()
        assert {"Help", "Next theme", "Theme: high contrast"} <= told


async def test_a_command_of_the_palette_does_what_its_key_does(play: Sitting) -> None:
    async with play() as player:
        await player.press("c")
        await player.until(lambda: player.at == "CommandPalette")
        await player.type("situation")
        await player.see("Page: situation")
        await player.pilot.press("enter")
        await player.until(lambda: player.at == "PlayScreen" and player.screen.query_one("#desk").page == "situation")
        assert "Cracks" in player.flat


async def test_help_names_every_key_and_goes_away(play: Sitting) -> None:
    async with play(size=(120, 60)) as player:
        await player.press("question_mark")
        for words in ("Space n Run on to what matters next", "w Wait one day or step", "b Briefing"):
            assert words in player.flat
        assert "q Save and leave" in player.flat
        await player.press("escape")
        assert player.at == "PlayScreen"


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_status_line_says_what_the_next_key_does(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size) as player:
        assert player.text.splitlines()[-1].split()[:3] == ["Space", "run", "on"]
        await player.press("space", "space", "space")
        assert player.text.splitlines()[-1].split()[:2] == ["Enter", "choose"]
        assert "? help" in player.text.splitlines()[-1]


async def test_a_key_can_be_bound_anew_by_its_id(begin: Begin) -> None:
    session = begin()
    app = TabletopApp(PlayScreen(session))
    async with app.run_test() as pilot:
        app.set_keymap({"play.wait": "z"})
        await pilot.press("escape", "z")
        await pilot.pause(0.3)
        assert session.now == 1440
