"""Themes, no colour, ASCII, and texts that look like commands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from textual.content import Content

from tabletop.scenario.load import Loaded
from tabletop.session import Session
from tabletop.tui import literal
from tabletop.tui.themes import ORDER, themes

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]
Variant = Callable[..., Loaded]

DRAWN = range(0x2190, 0x2C00)


def colours(player: Any) -> set[object]:
    """Every colour on the screen."""
    styles = [
        segment.style for strip in player.screen._compositor.render_strips() for segment in strip if segment.style
    ]
    return {colour.triplet for style in styles for colour in (style.color, style.bgcolor) if colour} - {None}


async def test_t_goes_through_the_three_themes(play: Sitting) -> None:
    async with play() as player:
        seen = []
        for _ in range(3):
            seen.append(frozenset(colours(player)))
            await player.press("t")
        assert len(set(seen)) == 3
        assert player.app.theme == ORDER[0]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_letters_stand_out_from_every_ground(theme: Any) -> None:
    from textual.color import Color

    def brightness(name: str) -> float:
        parts = [part / 255 for part in Color.parse(theme.variables[name]).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(ink: str, ground: str) -> float:
        low, high = sorted((brightness(ink), brightness(ground)))
        return (high + 0.05) / (low + 0.05)

    for ground in ("page", "panel-page", "cursor"):
        assert contrast("ink", ground) >= 7
        assert contrast("strong", ground) >= 7
        assert contrast("muted", ground) >= 4.5
    for sign in ("good", "bad", "warn", *(f"rung-{step}" for step in range(10))):
        assert contrast(sign, "page") >= 4.5


async def test_without_colour_there_is_none(play: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with play(size=(120, 40)) as player:
        await player.press("space", "space", "space", "2")
        assert colours(player) == set()
        strips = list(player.screen._compositor.render_strips())
        cursor = [segment for strip in strips for segment in strip if "Pay half" in segment.text]
        assert any(segment.style.reverse for segment in cursor)
        await player.press("t", "enter")
        assert colours(player) == set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_in_ascii_nothing_is_drawn_in_other_signs(play: Sitting, size: tuple[int, int]) -> None:
    async with play(size=size, ascii_only=True) as player:
        for key in ["space", "space", "space", *"dsfml2", "enter", "escape", "question_mark", "escape", "b", "3", "5"]:
            await player.press(key)
            assert [letter for letter in player.text if not letter.isascii()] == []


def test_letters_of_other_scripts_stay_in_ascii() -> None:
    from rich.segment import Segment
    from textual.color import Color

    [segment] = literal.AsciiFilter().apply([Segment("한국 → “Kadena” ⣿⠉é")], Color(0, 0, 0))
    assert segment.text == "한국 > \"Kadena\" ''é"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("[bold red]no[/]", "[bold red]no[/]"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\tb\nc\r\n", "a b c "),
        ("bell\x07 c1\x9b31m", "bell c131m"),
        ("left\u202eright\u2066", "leftright"),
    ],
)
def test_a_line_is_shown_letter_by_letter(text: str, shown: str) -> None:
    assert literal.line(text) == shown
    assert Content(literal.line(text)).plain == shown


def test_prose_keeps_its_paragraphs() -> None:
    assert literal.prose("one\x1b[2J\n\ntwo\r\n") == "one[2J\n\ntwo\n"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_markup_in_a_scenario_is_shown_as_it_stands(
    play: Sitting, begin: Begin, variant: Variant, size: tuple[int, int]
) -> None:
    loaded = variant(
        **{
            "title:_The_quay\n": 'title: "The [b]quay[/b]"\n',
            "label:_Pay_half\n________brief:_Half_of_the_repair.": (
                'label: "Pay [red]half[/red]"\n        brief: "[@click=app.quit]Half[/] of [/nothing] it"'
            ),
            "subject:_The_cracks_have_grown": 'subject: "The [blink]cracks"',
            "label:_Cracks,": 'label: "[u]Cracks",',
        }
    )
    async with play(begin(loaded), size) as player:
        assert "The [b]quay[/b]" in player.flat
        await player.press("space")
        assert "The [blink]cracks" in player.flat
        await player.press("s")
        assert "[u]Cracks" in player.flat
        await player.press("d", "space", "space", "2")
        assert "Pay [red]half[/red]" in player.flat
        assert "[@click=app.quit]Half[/] of [/nothing] it" in player.flat
        await player.press("enter")
        assert "Pay [red]half[/red]" in player.flat
        await player.press("enter")
        assert "Pay [red]half[/red]" in player.flat


async def test_markup_typed_by_a_player_is_kept_and_shown_as_it_stands(play: Sitting, begin: Begin) -> None:
    session = begin()
    async with play(session) as player:
        await player.press("space", "space", "space", "2", "enter", "r")
        await player.type("[bold]us[/bold] first")
        assert "[bold]us[/bold] first" in player.flat
        await player.press("enter", "enter")
    assert '"rationale":"[bold]us[/bold] first"' in session.record_path.read_text("utf-8").replace('": "', '":"')
