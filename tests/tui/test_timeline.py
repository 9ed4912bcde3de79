"""The timeline: what stands on it, and going back to before a decision without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from tabletop.record.codec import read_record
from tabletop.session import Session
from tabletop.tui.screens.play import PlayScreen
from tabletop.tui.screens.timeline import stops

Sitting = Callable[..., AbstractAsyncContextManager[Any]]
Begin = Callable[..., Session]


def decided(session: Session, count: int) -> Session:
    """Play on until the town has taken so many decisions, always the first open option or the default."""
    while sum(taken.seat == "town" for taken in session.view("town").decisions) < count:
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            plain = question.pick is None and not question.items
            first = [option.id for option in question.options if not option.locked][:1]
            session.submit(waiting.seat, waiting.decision, first if plain else list(question.default))
        session.advance()
    return session


def test_stops_stand_in_order_with_the_present_between_past_and_future(begin: Begin) -> None:
    session = decided(begin(), 1)
    found = stops(session.view("town"), {"town": "Town"}, session.humans)
    here = next(place for place, stop in enumerate(found) if stop.words == "now")
    assert [stop.at for stop in found] == sorted(stop.at for stop in found)
    assert all(stop.at <= session.now for stop in found[:here])
    assert all(stop.at >= session.now for stop in found[here:])
    assert [stop.words.split(":")[0] for stop in found if stop.decision] == ["Town"]


async def test_back_to_before_a_decision_and_on_from_there(sit: Sitting, begin: Begin) -> None:
    session = decided(begin(), 2)
    path, kept = session.record_path, session.lines
    first = next(taken for taken in session.view("town").decisions if taken.seat == "town")
    async with sit(PlayScreen(session)) as player:
        await player.press("escape", "i")
        assert player.at == "TimelineScreen"
        while player.screen._stops[player.screen.query_one("#stops").cursor].decision != first.n:
            await player.press("up")
        await player.press("enter")
        assert "Go back to before this choice?" in player.flat
        await player.press("enter")
        await player.until(lambda: player.at == "PlayScreen" and player.screen.session is not session)
        await player.settle()
        child = player.screen.session
        assert [question.decision for question in child.view("town").questions] == [first.decision]
        assert first.title[:20] in player.flat
        assert child.record_path.name == f"{path.stem}-back-1.jsonl"
        assert child.header.parent.file == path.name
        child.close()
    assert read_record(path).lines == kept


async def test_esc_leaves_everything_as_it_is(sit: Sitting, begin: Begin) -> None:
    session = decided(begin(), 1)
    async with sit(PlayScreen(session)) as player:
        await player.press("escape", "i", "up", "escape")
        assert (player.at, player.screen.session) == ("PlayScreen", session)


async def test_without_a_record_it_says_so(sit: Sitting, begin: Begin, quay: Any, compiled: Any) -> None:
    from tabletop.engine.setup import Setup

    session = decided(Session.start(quay, compiled, Setup(5), {"line": "doctrine", "sea": "doctrine"}, None), 1)
    async with sit(PlayScreen(session)) as player:
        await player.press("escape", "i")
        while not player.screen._stops[player.screen.query_one("#stops").cursor].decision:
            await player.press("up")
        await player.press("enter", "enter")
        await player.see("this game is not recorded")
        assert "play with a record" in player.flat
