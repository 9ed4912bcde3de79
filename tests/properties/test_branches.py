"""A branch is the same game in the same world: with the same answer it is its parent, whoever sits where."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tabletop.analysis.answers import open_answers
from tabletop.bots.players import make_chooser, player_specs
from tabletop.engine.simulation import Setup
from tabletop.record.askings import Asking, askings
from tabletop.record.branch import branch_off
from tabletop.record.codec import read_record
from tabletop.record.course import Replayed
from tabletop.record.otherwise import Otherwise
from tabletop.record.record import Record
from tabletop.record.replay import replay_record
from tabletop.session import Session

SEEDS = st.integers(0, 2**63 - 1)
TASTES = st.lists(st.integers(0, 59), min_size=1, max_size=20)


def seatings(bench: Any) -> st.SearchStrategy[dict[str, str]]:
    players = st.sampled_from(["human", *player_specs(bench.scenario)])
    return st.fixed_dictionaries({seat.id: players for seat in bench.scenario.seats})


def played(bench: Any, path: Path, seed: int, seats: dict[str, str], taste: list[int]) -> Record:
    """A recorded game; people answer by the numbers, some of it hours late, every fourth question not at all."""
    session = Session.start(bench.loaded, bench.program, Setup(seed), seats, path)
    for number in count():
        if session.ended:
            break
        for waiting in session.waiting():
            wanted = taste[number % len(taste)]
            question = next((q for q in session.view(waiting.seat).questions if q.decision == waiting.decision), None)
            if question is not None and question.pick is None and not question.items and wanted % 4:
                options = [option.id for option in question.options if not option.locked]
                session.submit(waiting.seat, waiting.decision, [options[wanted % len(options)]])
        late = taste[(number + 1) % len(taste)]
        session.advance(session.now + 180 * (1 + late) if late % 3 == 0 and session.waiting() else None)
    session.close()
    return read_record(path)


def otherwise(bench: Any, replayed: Replayed, target: Asking, choice: tuple[str, ...], *, react: bool) -> Otherwise:
    program = bench.program
    game = Otherwise(replayed, program, lambda spec: make_chooser(spec, program), target, choice, react=react)
    game.play()
    game.settle()
    return game


@settings(max_examples=15)
@given(data=st.data(), seed=SEEDS, taste=TASTES, react=st.booleans())
def test_a_branch_with_the_recorded_answer_played_on_is_its_parent(
    bench: Any, data: st.DataObject, seed: int, taste: list[int], react: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parent = played(bench, Path(folder) / "game.jsonl", seed, data.draw(seatings(bench)), taste)
        replayed = replay_record(parent, bench.program)
        given_ = [asking for asking in askings(replayed) if asking.line]
        assume(given_)
        target = given_[data.draw(st.integers(0, len(given_) - 1))]
        game = otherwise(bench, replayed, target, target.choice, react=react)
        child = branch_off(parent, game, Path(folder) / "child.jsonl", played_on=True)
        again = replay_record(read_record(child.path), bench.program)
        assert (again.digest, game.misfits) == (replayed.digest, [])
        assert [line.digest for line in child.decisions] == [line.digest for line in parent.decisions]


@settings(max_examples=15)
@given(data=st.data(), seed=SEEDS, taste=TASTES, played_on=st.booleans(), react=st.booleans())
def test_any_branch_replays_resumes_and_shares_what_came_before_it(
    bench: Any, data: st.DataObject, seed: int, taste: list[int], played_on: bool, react: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parent = played(bench, Path(folder) / "game.jsonl", seed, data.draw(seatings(bench)), taste)
        replayed = replay_record(parent, bench.program)
        put = [asking for asking in askings(replayed) if asking.put]
        target = put[data.draw(st.integers(0, len(put) - 1))]
        look = otherwise(bench, replayed, target, target.choice, react=False)
        answers = open_answers(bench.program.points[target.decision], look.values_then, target.choice)
        game = otherwise(bench, replayed, target, answers[data.draw(st.integers(0, len(answers) - 1))], react=react)
        child = branch_off(parent, game, Path(folder) / "child.jsonl", played_on=played_on)
        again = replay_record(read_record(child.path), bench.program)
        assert again.divergence is None
        assert again.complete == played_on
        split = child.lines[-1].at if not played_on else min(target.at, game.lines[game.turned or 0].at)
        before = [
            [(e.kind, e.what, e.changes) for e in sim.entries if e.at < split] for sim in (replayed.simulation, game)
        ]
        assert before[0] == before[1]
        session = Session.resume(child.path, bench.loaded)
        assert session.ended == played_on
        if played_on:
            assert session.digest() == again.digest
        session.close()


@settings(max_examples=15)
@given(data=st.data(), seed=SEEDS, taste=TASTES)
def test_whatever_both_courses_draw_is_the_same(bench: Any, data: st.DataObject, seed: int, taste: list[int]) -> None:
    """The k-th time of a chance meets the same draw in both, whatever the odds have become."""
    with tempfile.TemporaryDirectory() as folder:
        parent = played(bench, Path(folder) / "game.jsonl", seed, data.draw(seatings(bench)), taste)
        replayed = replay_record(parent, bench.program)
        put = [asking for asking in askings(replayed) if asking.put]
        target = put[data.draw(st.integers(0, len(put) - 1))]
        look = otherwise(bench, replayed, target, target.choice, react=False)
        answers = open_answers(bench.program.points[target.decision], look.values_then, target.choice)
        game = otherwise(bench, replayed, target, answers[-1], react=False)
        draws: list[dict[tuple[str, int], float]] = [{}, {}]
        for found, sim in zip(draws, (replayed.simulation, game), strict=True):
            for entry in sim.entries:
                if entry.kind == "chance":
                    found[entry.what, sum(what == entry.what for what, _ in found)] = entry.detail["draw"]
        shared = draws[0].keys() & draws[1].keys()
        assert {key: draws[0][key] for key in shared} == {key: draws[1][key] for key in shared}
