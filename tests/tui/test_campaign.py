"""A campaign on the screen: the hub between the stages, what is carried over, the end; and in the library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tabletop.campaign.carrying import CampaignSetup
from tabletop.campaign.game import CampaignGame
from tabletop.campaign.load import load
from tabletop.tui.screens.campaign import CampaignScreen

Sitting = Callable[..., AbstractAsyncContextManager[Any]]

CAMPAIGN = """
format: 1
id: two-summers
version: "1"
title: Two summers
summary: One quay, two summers.
disclaimer: Teaching model.
seats: [{id: town, label: The town hall, short: Town, brief: You remember the first summer.}]
weights: [{id: usual, stages: {first: 1, second: 1}}]
formats: [{id: both, label: Both summers}]
presets: [{id: base, label: Base}]
debrief: {questions: [{pattern: chain, text: What was remembered?}]}
stages:
  - {id: first, title: The first summer, scenario: stages/quay}
  - id: second
    title: The second summer
    scenario: stages/quay
    messages: [{id: letter, from: The clerk, subject: A letter, body: "It scored {first_score_town:.0f}."}]
    card: [{title: Memory, text: The first summer is not forgotten.}]
"""


@pytest.fixture
def summers(quay_folder: Path, tmp_path: Path) -> Path:
    """The campaign's folder."""
    folder = tmp_path / "shelf" / "two-summers"
    shutil.copytree(quay_folder, folder / "stages" / "quay")
    (folder / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
    return folder


@pytest.fixture
def game(summers: Path, tmp_path: Path) -> Iterator[CampaignGame]:
    """A new game of it, the town held by a person, the rest by the program."""
    seats = {"town": "human", "line": "doctrine", "sea": "doctrine"}
    begun = CampaignGame.start(load(summers), CampaignSetup(5, seats=seats), tmp_path / "game.jsonl")
    yield begun
    begun.close()


def run_out(game: CampaignGame) -> None:
    """Let the stage on the table come to its end without an answer."""
    while not game.session.ended:
        game.session.advance(pause="day")


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_hub_plays_the_stage_on_the_table(sit: Sitting, game: CampaignGame, size: tuple[int, int]) -> None:
    async with sit(CampaignScreen(game), size) as player:
        assert "Two summers" in player.flat
        assert "1. The first summer: on the table" in player.flat
        await player.press("p")
        assert player.at in ("PlayScreen", "BriefingScreen")


async def test_after_a_stage_the_next_is_begun_from_the_card(sit: Sitting, game: CampaignGame) -> None:
    run_out(game)
    async with sit(CampaignScreen(game)) as player:
        assert "1. The first summer: ended: town" in player.flat
        await player.press("2")
        assert "The first summer is not forgotten." in player.flat
        assert "From: The clerk" in player.flat
        await player.press("p")
        await player.until(lambda: player.at in ("PlayScreen", "BriefingScreen"))
        assert game.number == 2


async def test_a_note_for_the_next_holder_is_kept(sit: Sitting, game: CampaignGame) -> None:
    run_out(game)
    async with sit(CampaignScreen(game)) as player:
        await player.press("a")
        await player.type("town: we promised to ask")
        await player.press("enter")
        assert player.at == "CampaignScreen"
    line = game.session.lines[-1]
    assert (getattr(line, "seat", ""), getattr(line, "text", "")) == ("town", "we promised to ask")


async def test_a_stage_in_the_middle_tells_nothing_hidden_at_its_end(sit: Sitting, game: CampaignGame) -> None:
    from tabletop.tui.screens.scorecard import ScorecardScreen

    run_out(game)
    async with sit(ScorecardScreen(game.session)) as player:
        assert "Hidden" not in player.flat
        assert "Log" not in player.flat
        await player.press("2")
        assert "of 100" in player.flat


async def test_at_the_end_the_stages_stand_side_by_side(sit: Sitting, game: CampaignGame) -> None:
    run_out(game)
    game.go_on()
    run_out(game)
    async with sit(CampaignScreen(game), (100, 40)) as player:
        await player.press("right", "right", "right")
        assert "The campaign" in player.flat
        assert "weight 50 %" in player.flat
        await player.press("right")
        assert "What was remembered?" in player.flat


async def test_the_library_opens_a_campaign_and_goes_on_with_it(
    sit: Sitting, summers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLETOP_SCENARIOS", str(summers.parent))
    monkeypatch.setenv("TABLETOP_RECORDS", str(tmp_path / "records"))
    monkeypatch.chdir(tmp_path)
    async with sit() as player:
        await player.see("Two summers")
        await player.press("end", "enter")
        await player.see("Both summers")
        await player.press("enter")
        await player.until(lambda: player.at == "CampaignScreen")
        await player.press("q")
        await player.until(lambda: player.at == "LibraryScreen" and len(player.screen._saved) == 1)
        await player.press("end")
        await player.see("stage 1")
        await player.press("enter")
        await player.until(lambda: player.at == "CampaignScreen")
        assert "1. The first summer: on the table" in player.flat
