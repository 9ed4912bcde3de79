"""The briefing: every page says what it is there to say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tabletop.scenario.load import Loaded
from tabletop.tui.screens.briefing import BriefingScreen
from tabletop.tui.widgets.sheet import Sheet

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Variant = Callable[..., Loaded]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "1",
            ["The old quay is cracking.", "Whoever asks for help first pays for it.", "A teaching model with invented"],
        ),
        ("2", ["The town hall", "You own the quay."]),
        ("3", ["A quay that holds", "60 %", "0 points at 80", "100 at 20", "The quay fell"]),
        ("4", ["the budget", "the by-laws", "D+7", "The season opens"]),
        ("5", ["THE RULES ON ONE PAGE", "its default counts", "There is no winner", "A teaching model with invented"]),
    ],
)
async def test_pages(sit: Sitting, quay: Loaded, size: tuple[int, int], page: str, words: list[str]) -> None:
    async with sit(BriefingScreen(quay, "town"), size) as player:
        await player.press(page)
        sheet = player.screen.query_one(Sheet)
        said = " ".join(sheet.plain.split())
        assert [word for word in words if word not in said] == []
        assert words[0] in player.flat or sheet.last_top
        await player.press("end")
        assert " ".join(sheet.plain.splitlines()[-1].split()) in player.flat


async def test_another_seats_brief_is_not_in_it(sit: Sitting, quay: Loaded) -> None:
    async with sit(BriefingScreen(quay, "line")) as player:
        seen = ""
        for page in "12345":
            await player.press(page)
            seen += player.flat
        assert "You use the quay." in seen
        assert "You own the quay." not in seen
        assert "A quay that holds" not in seen


async def test_space_reads_on_through_every_page(sit: Sitting, quay: Loaded) -> None:
    async with sit(BriefingScreen(quay, "town")) as player:
        seen = []
        for _ in range(40):
            seen.append(player.flat)
            if (
                player.screen._at == 4
                and player.screen.query_one("#page").top == player.screen.query_one("#page").last_top
            ):
                break
            await player.press("space")
        for words in ("The old quay", "You own the quay.", "A quay that holds", "the by-laws", "RULES"):
            assert any(words in page for page in seen)


async def test_marks_of_a_markdown_brief_are_not_shown(sit: Sitting, variant: Variant) -> None:
    loaded = variant(
        **{"brief:_You_own_the_quay.": 'brief: "# Who you are\\n\\nYou *own* the **quay**.\\n\\n- one\\n- two"'}
    )
    async with sit(BriefingScreen(loaded, "town")) as player:
        await player.press("2")
        assert "WHO YOU ARE" in player.flat
        assert "You own the quay. • one • two" in player.flat
