"""The library, the settings of a new game, and going on with a recorded one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tabletop.record.codec import read_record
from tabletop.session import Session

Sitting = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def shelves(tmp_path: Path, quay_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with the quay alone, and a folder for records."""
    monkeypatch.setenv("TABLETOP_RECORDS", str(tmp_path / "records"))
    monkeypatch.setenv("TABLETOP_SCENARIOS", str(tmp_path / "shelf"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tabletop.scenario.library._of_the_program", tuple)
    shutil.copytree(quay_folder, tmp_path / "shelf" / "quay")
    return tmp_path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_scenarios_are_listed_with_what_they_are_about(
    sit: Sitting, shelves: Path, size: tuple[int, int]
) -> None:
    async with sit(size=size) as player:
        await player.see("The quay")
        assert "A port town and a ferry line argue over one quay" in player.flat
        assert "Not a forecast, not a plan, not any government's view." in player.flat


async def test_enter_opens_the_settings_and_esc_goes_back(sit: Sitting, shelves: Path) -> None:
    async with sit() as player:
        await player.see("The quay")
        await player.press("enter")
        for words in ("Two bells", "As usual", "The town hall", "a person", "bot, doctrine"):
            assert words in player.flat
        await player.press("escape")
        assert player.at == "LibraryScreen"


async def test_what_is_set_is_what_is_played(sit: Sitting, shelves: Path) -> None:
    async with sit() as player:
        await player.see("The quay")
        await player.press("enter", "left", "down", "right", "down")
        for _ in range(12):
            await player.press("backspace")
        await player.press("4", "2", "right", "down", "down", "right", "enter")
        await player.until(lambda: player.at == "BriefingScreen")
        [path] = (shelves / "records").iterdir()
        header = read_record(path).header
        assert (header.seed, header.preset, header.length) == (43, "storm", "short")
        assert dict(header.seats) == {"town": "human", "line": "doctrine", "sea": "doctrine"}


async def test_r_draws_a_fresh_seed_and_h_seats_a_person(sit: Sitting, shelves: Path) -> None:
    async with sit() as player:
        await player.see("The quay")
        await player.press("enter")
        before = player.screen._seed
        await player.press("r")
        assert player.screen._seed != before
        await player.press("end", "h", "enter")
        await player.until(lambda: player.at == "HandoverScreen")
        [path] = (shelves / "records").iterdir()
        assert read_record(path).header.seats["sea"] == "human"


async def test_a_game_is_left_listed_and_gone_on_with_at_the_same_point(sit: Sitting, shelves: Path) -> None:
    async with sit(size=(120, 40)) as player:
        await player.see("The quay")
        await player.press("enter", "down", "down", "down", "down", "right", "enter")
        await player.until(lambda: player.at == "BriefingScreen")
        await player.press("escape", "space", "space", "space", "2", "enter", "enter")
        while player.at == "CardScreen":
            await player.press("escape")
        game = player.screen.session
        before, digest, view = player.flat, game.digest(), game.view("town")
        await player.press("q", "enter")
        assert player.at == "LibraryScreen"
        await player.see("D+2 08:00")
        await player.press("end")
        assert "decisions" in player.flat
        await player.press("enter")
        await player.until(lambda: player.at == "PlayScreen")
        await player.see("D+2 08:00")
        again = player.screen.session
        assert again is not game
        assert (again.digest(), again.view("town")) == (digest, view)
        assert player.flat.split("LATEST")[0][-60:] == before.split("LATEST")[0][-60:]


async def test_a_record_is_locked_while_it_is_played_and_free_afterwards(sit: Sitting, shelves: Path) -> None:
    async with sit() as player:
        await player.see("The quay")
        await player.press("enter", "down", "down", "down", "down", "right", "enter")
        await player.until(lambda: player.at == "BriefingScreen")
        await player.press("escape", "q", "enter")
        assert player.at == "LibraryScreen"
    [path] = (shelves / "records").iterdir()
    Session.resume(path).close()


async def test_a_broken_scenario_is_explained_and_the_library_stays(sit: Sitting, shelves: Path) -> None:
    broken = shelves / "shelf" / "quay" / "scenario.yaml"
    broken.write_text(broken.read_text("utf-8").replace("better: down", "better: sideways"), "utf-8")
    async with sit() as player:
        await player.see("The quay")
        await player.press("enter")
        assert player.at == "AskScreen"
        assert ": error TT104: " in player.flat  # the path before it is folded where the line ends
        assert "sideways" in player.flat
        await player.press("enter")
        assert player.at == "LibraryScreen"


async def test_files_that_are_no_records_are_left_out(sit: Sitting, shelves: Path) -> None:
    (shelves / "records").mkdir()
    (shelves / "records" / "notes.jsonl").write_text("hello\n", "utf-8")
    async with sit() as player:
        await player.see("The quay")
        assert "RECORDED GAMES" not in player.flat


async def test_an_empty_shelf_says_where_to_look(sit: Sitting, shelves: Path) -> None:
    shutil.rmtree(shelves / "shelf" / "quay")
    async with sit() as player:
        await player.see("None found.")
        await player.press("enter", "q")
        assert player.app._exit


async def test_q_leaves(sit: Sitting, shelves: Path) -> None:
    async with sit() as player:
        await player.see("The quay")
        await player.pilot.press("q")
        await player.until(lambda: player.app._exit)
        assert player.app.return_code == 0
