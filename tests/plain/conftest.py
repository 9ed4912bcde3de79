"""A small scenario with everything in it, and a player who types what the prompt asks for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.plain.console import Console
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session

Begin = Callable[..., Session]


@pytest.fixture(scope="session")
def quay(checkout: Path) -> Loaded:
    return load(checkout / "tests" / "plain" / "quay")


@pytest.fixture(scope="session")
def compiled(quay: Loaded) -> Program:
    return compile_program(quay)


@pytest.fixture
def begin(quay: Loaded, compiled: Program, tmp_path: Path) -> Iterator[Begin]:
    """Starts a game of the quay with seed 5; seats by keyword."""
    sessions = []

    def start(record: str = "game.jsonl", **seats: str) -> Session:
        sessions.append(Session.start(quay, compiled, Setup(5), seats, tmp_path / record))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


class Typist(io.StringIO):
    """Reads the last prompt on the page and types an answer; keeps what it typed."""

    def __init__(self, page: io.StringIO, answer: Callable[[str], str | None]) -> None:
        super().__init__()
        self.page = page
        self.answer = answer
        self.typed: list[str] = []

    def readline(self, size: int | None = -1, /) -> str:
        """What is typed at this prompt; nothing more when the answer is None."""
        prompt = self.page.getvalue().rsplit("\n", 1)[-1]
        answer = self.answer(prompt)
        if answer is None:
            return ""
        self.typed.append(answer)
        return answer + "\n"


@pytest.fixture
def typing() -> Callable[..., tuple[Console, io.StringIO, Typist]]:
    """A console with a typist at it: `answer(prompt)` says what is typed, None ends the input."""

    def sit(answer: Callable[[str], str | None], **settings: bool) -> tuple[Console, io.StringIO, Typist]:
        page = io.StringIO()
        typist = Typist(page, answer)
        return Console(typist, page, **settings), page, typist

    return sit


@pytest.fixture
def page() -> Callable[..., tuple[Console, io.StringIO]]:
    """A console that reads the given text, and the page that it writes."""

    def make(text: str = "", **settings: bool) -> tuple[Console, io.StringIO]:
        sink = io.StringIO()
        return Console(io.StringIO(text), sink, **settings), sink

    return make
