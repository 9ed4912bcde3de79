"""A game and its record are the same thing."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.bots.players import player_specs
from tabletop.engine.simulation import Setup
from tabletop.record.codec import read_record
from tabletop.record.replay import replay_record
from tabletop.session import Session


def seatings(bench: Any) -> st.SearchStrategy[dict[str, str]]:
    players = st.sampled_from(["human", *player_specs(bench.scenario)])
    return st.fixed_dictionaries({seat.id: players for seat in bench.scenario.seats})


def play_out(session: Session, taste: list[int]) -> None:
    """Answer what is asked of humans by the numbers; every fourth question is left to its default."""
    for number in count():
        if session.ended:
            return
        for waiting in session.waiting():
            view = session.view(waiting.seat)
            question = next((q for q in view.questions if q.decision == waiting.decision), None)
            if question is not None and question.pick is None and taste[number % len(taste)] % 4:
                options = [option.id for option in question.options if not option.locked]
                session.submit(waiting.seat, waiting.decision, [options[taste[number % len(taste)] % len(options)]])
        session.advance()


@settings(max_examples=20)
@given(data=st.data(), seed=st.integers(0, 2**63 - 1), taste=st.lists(st.integers(0, 59), min_size=1, max_size=20))
def test_replaying_a_record_gives_the_recorded_game(
    bench: Any, data: st.DataObject, seed: int, taste: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.jsonl"
        session = Session.start(bench.loaded, bench.program, Setup(seed), data.draw(seatings(bench)), path)
        play_out(session, taste)
        digest, outcome, total = session.digest(), session.outcome, session.scorecards()
        session.close()
        replayed = replay_record(read_record(path), bench.program)
        assert replayed.divergence is None
        assert (replayed.digest, replayed.simulation.outcome) == (digest, outcome)
        resumed = Session.resume(path, bench.loaded)
        assert (resumed.digest(), resumed.scorecards()) == (digest, total)
        resumed.close()


@settings(max_examples=15)
@given(data=st.data(), seed=st.integers(0, 2**63 - 1), taste=st.lists(st.integers(0, 59), min_size=1, max_size=20))
def test_a_game_that_was_left_goes_on_where_it_stopped(
    bench: Any, data: st.DataObject, seed: int, taste: list[int]
) -> None:
    first, *others = [seat.id for seat in bench.scenario.seats]
    seats = {first: "human", **dict.fromkeys(others, "doctrine")}
    stops = data.draw(st.sets(st.integers(0, 60), max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        straight, halting = Path(folder) / "straight.jsonl", Path(folder) / "halting.jsonl"
        digests = []
        for path, left in ((straight, set()), (halting, stops)):
            session = Session.start(bench.loaded, bench.program, Setup(seed), seats, path)
            for number in count():
                if session.ended:
                    break
                for waiting in session.waiting():
                    question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
                    options = [option.id for option in question.options if not option.locked]
                    choice = [options[taste[number % len(taste)] % len(options)]]
                    form = bool(question.items) or question.pick is not None
                    session.submit(waiting.seat, waiting.decision, list(question.default) if form else choice)
                if number in left:
                    session.close()
                    session = Session.resume(path, bench.loaded)
                session.advance()
            digests.append(session.digest())
            session.close()
        assert digests[0] == digests[1]
