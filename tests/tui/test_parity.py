"""A whole game through the real screen gives the digest that the same decisions give without one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.record.codec import read_record
from tabletop.record.replay import replay_record
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen

Sitting = Callable[..., AbstractAsyncContextManager[Any]]

SEED = 23


def decisions(loaded: Loaded, program: Program, setup: Setup) -> tuple[dict[str, list[str]], str]:
    """A list of decisions made without a screen (the second open option where there is one), and its digest."""
    choices = {}
    session = Session.start(loaded, program, setup, {}, None)
    while not session.ended:
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            options = [option.id for option in question.options if not option.locked][:2]
            plain = question.pick is None and not question.items
            choices[waiting.decision] = [options[-1]] if plain else list(question.default)
            session.submit(waiting.seat, waiting.decision, choices[waiting.decision])
        session.advance()
    return choices, session.digest()


async def choose(player: Any, choices: dict[str, list[str]]) -> None:
    """Answer the question in front as the list does, by the numbers of the options; seats in the list's order."""
    if player.screen.turns.owed() != player.screen.turns.seat:
        await player.press("g")
        return
    question = player.screen._view.questions[0]
    numbers = [n for n, option in enumerate(question.options, 1) if option.id in choices[question.decision]]
    if max(numbers, default=0) <= 9:
        await player.press(*map(str, numbers))
    else:  # a long form: the arrows lead to what no digit reaches
        steps = player.screen.query_one("#options").choosable[-1] - len(question.options) + 1
        for number in numbers:
            await player.press("home", *["down"] * (number - 1 + steps), "x")
    await player.press("enter", "enter")


QUAY = Path(__file__).parents[1] / "plain" / "quay"
SHIPPED = sorted(path.parent for path in Path(__file__).parents[2].joinpath("scenarios").glob("*/scenario.yaml"))
GAMES = [(QUAY, "", (80, 24)), (QUAY, "", (120, 40)), *((folder, "50", (80, 24)) for folder in SHIPPED)]


@pytest.mark.parametrize(("folder", "length", "size"), GAMES, ids=lambda value: getattr(value, "name", None))
async def test_one_list_of_decisions_gives_one_digest(
    sit: Sitting, tmp_path: Path, folder: Path, length: str, size: tuple[int, int]
) -> None:
    loaded = load(folder)
    program = compile_program(loaded)
    setup = Setup(SEED, length=length)
    choices, digest = decisions(loaded, program, setup)
    session = Session.start(loaded, program, setup, {}, tmp_path / "game.jsonl")
    async with sit(PlayScreen(session), size) as player:
        for _ in range(600):
            if player.at == "ScorecardScreen":
                break
            if player.at == "PlayScreen" and player.screen._view.questions:
                await choose(player, choices)
            else:
                keys = {"PlayScreen": "space", "HandoverScreen": "enter"}
                await player.press(keys.get(player.at, "escape"))
        assert player.at == "ScorecardScreen"
    assert session.digest() == digest
    session.close()
    assert replay_record(read_record(tmp_path / "game.jsonl"), program).digest == digest
