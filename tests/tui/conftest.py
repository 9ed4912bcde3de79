"""A small scenario with everything in it, a screen to play it on, and what can be read on that screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session
from tabletop.tui.app import TabletopApp
from tabletop.tui.screens.play import PlayScreen

SIZES = [(80, 24), (120, 40)]
PATIENCE = 1500


class Player:
    """Someone at the keyboard: presses keys, waits until the screen has settled, reads what stands there."""

    def __init__(self, app: TabletopApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""
        return self.app.screen

    @property
    def at(self) -> str:
        """The class of the screen in front."""
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """What is painted on the screen in front, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def flat(self) -> str:
        """The same in one line, without scroll bars and rules between columns, runs of blanks closed up."""
        return " ".join(self.text.replace("┃", " ").replace("│", " ").split())

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, words: str) -> None:
        """Type words into the line that has the keys."""
        await self.pilot.press(*["space" if letter == " " else letter for letter in words])

    async def settle(self) -> None:
        """Until no worker runs and no screen waits for the session."""
        await self.until(lambda: not self._working())
        for _ in range(2):
            await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Until something holds; fails when it does not within 15 seconds."""
        for _ in range(PATIENCE):
            await self.pilot.pause(0.01)
            if holds():
                return
        pytest.fail(f"never came about; on the screen stands:\n{self.text}")

    async def see(self, words: str) -> None:
        """Until the words stand on the screen."""
        await self.until(lambda: words in self.flat)

    def _working(self) -> bool:
        busy = any(getattr(screen, "_busy", False) for screen in self.app.screen_stack)
        return busy or any(not worker.is_finished for worker in self.app.workers)


Sitting = Callable[..., AbstractAsyncContextManager[Player]]


@pytest.fixture
def sit() -> Sitting:
    """Opens a screen, or the library when none is given, for a player."""

    @asynccontextmanager
    async def opened(
        first: Screen[Any] | None = None, size: tuple[int, int] = (80, 24), *, ascii_only: bool = False
    ) -> AsyncIterator[Player]:
        app = TabletopApp(first, ascii_only=ascii_only)
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await player.settle()
            yield player

    return opened


@pytest.fixture(scope="session")
def quay_folder(checkout: Path) -> Path:
    return checkout / "tests" / "plain" / "quay"


@pytest.fixture(scope="session")
def quay(quay_folder: Path) -> Loaded:
    return load(quay_folder)


@pytest.fixture(scope="session")
def compiled(quay: Loaded) -> Program:
    return compile_program(quay)


Begin = Callable[..., Session]


@pytest.fixture
def begin(quay: Loaded, compiled: Program, tmp_path: Path) -> Iterator[Begin]:
    """Starts a recorded game of the quay with seed 5; the town is a person, other seats by keyword."""
    sessions: list[Session] = []

    def start(loaded: Loaded | None = None, seed: int = 5, **seats: str) -> Session:
        program = compiled if loaded is None else compile_program(loaded)
        held = {"town": "human", "line": "doctrine", "sea": "doctrine", **seats}
        path = tmp_path / f"game-{len(sessions)}.jsonl"
        sessions.append(Session.start(loaded or quay, program, Setup(seed), held, path))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def variant(quay_folder: Path, tmp_path: Path) -> Callable[..., Loaded]:
    """The quay with some of its words replaced."""

    def made(**words: str) -> Loaded:
        text = (quay_folder / "scenario.yaml").read_text("utf-8")
        for old, new in words.items():
            assert old.replace("_", " ") in text
            text = text.replace(old.replace("_", " "), new)
        folder = tmp_path / "variant"
        folder.mkdir(exist_ok=True)
        (folder / "scenario.yaml").write_text(text, "utf-8")
        return load(folder)

    return made


@pytest.fixture
def play(begin: Begin, sit: Sitting) -> Sitting:
    """A player of the town at the first page of a game, the briefing put away."""

    @asynccontextmanager
    async def playing(
        session: Session | None = None, size: tuple[int, int] = (80, 24), **how: bool
    ) -> AsyncIterator[Player]:
        async with sit(PlayScreen(session or begin()), size, **how) as player:
            await player.press("escape")
            assert player.at == "PlayScreen"
            yield player

    return playing
