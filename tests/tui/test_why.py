"""Why? on the screen: from the situation to what moved a gauge, and back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.widgets.situation_pane import SituationPane

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]


def played(session: Session, days: int) -> Session:
    while session.now < days * 1440:
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            if question.pick is None and not question.items:
                option = next(option.id for option in question.options if not option.locked)
                session.submit(waiting.seat, waiting.decision, [option])
        session.advance(pause="day")
    return session


async def test_enter_on_a_gauge_tells_why(sit: Sitting, begin: Begin) -> None:
    session = played(begin(), 12)
    async with sit(PlayScreen(session), (100, 40)) as player:
        await player.press("escape", "s")
        pane = player.screen.query_one(SituationPane)
        asked = []
        for _ in range(4):
            asked.append(pane.quantity)
            answer = session.why("town", pane.quantity)
            await player.press("enter")
            assert player.at == "WhyScreen"
            assert f"Why? {answer.label}: {answer.began} → {answer.stands}" in player.flat
            first = answer.shares[0].what if answer.shares else "Nothing that you know of"
            assert first[:20] in player.flat
            await player.press("escape", "down")
        assert len(set(asked)) == 4


async def test_y_leads_to_the_situation_and_asks_there(play: Sitting) -> None:
    async with play() as player:
        await player.press("y")
        assert (player.at, player.screen.query_one(SituationPane).is_on_screen) == ("PlayScreen", True)
        await player.press("y")
        assert player.at == "WhyScreen"
        assert "Nothing that you know of has moved it" in player.flat
        await player.press("y")
        assert player.at == "PlayScreen"


async def test_the_cursor_stays_on_its_gauge_when_time_runs(sit: Sitting, begin: Begin) -> None:
    async with sit(PlayScreen(begin())) as player:
        await player.press("escape", "s", "down", "down", "down")
        chosen = player.screen.query_one(SituationPane).quantity
        await player.press("w")
        if player.at != "PlayScreen":
            await player.press("escape")
        await player.press("s")
        assert player.screen.query_one(SituationPane).quantity == chosen
