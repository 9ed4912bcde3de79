"""One decision changed: nothing else is, and the same answer gives the same game."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tabletop.analysis.answers import open_answers
from tabletop.bots.players import make_chooser, player_specs
from tabletop.engine.setup import Setup
from tabletop.record.branch import prefix, write_child
from tabletop.record.changed import changed
from tabletop.record.codec import read_record
from tabletop.record.record import DecisionLine, Record
from tabletop.record.replay import replay_record
from tabletop.session import Session


def recorded(bench: Any, data: st.DataObject, seed: int, folder: Path) -> Record:
    """A game in which people take open options by number, let some deadlines pass, and bots hold the other seats."""
    specs = st.sampled_from(["human", *player_specs(bench.scenario)])
    seats = {str(seat.id): data.draw(specs) for seat in bench.scenario.seats}
    path = folder / "game.jsonl"
    session = Session.start(bench.loaded, bench.program, Setup(seed), seats, path)
    while not session.ended:
        session.advance()
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            options = [option.id for option in question.options if not option.locked]
            pick = data.draw(st.integers(0, len(options)))
            single = question.pick is None and not question.items
            if pick < len(options) and single:
                session.submit(waiting.seat, waiting.decision, [options[pick]])
    session.close()
    return read_record(path)


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_the_same_answer_played_on_is_the_same_game(bench: Any, data: st.DataObject, seed: int) -> None:
    with TemporaryDirectory() as folder:
        record = recorded(bench, data, seed, Path(folder))
        line = data.draw(st.sampled_from(record.decisions))
        course = changed(record, bench.program, line.n, line.choice, _bots(bench), play_on=True)
        assert course.dropped == ()
        assert course.simulation.closed() == replay_record(record, bench.program).digest
        assert course.lines == record.lines


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_another_answer_makes_a_child_that_replays(bench: Any, data: st.DataObject, seed: int) -> None:
    with TemporaryDirectory() as folder:
        record = recorded(bench, data, seed, Path(folder))
        line = data.draw(st.sampled_from(record.decisions))
        plan = bench.program.points[line.decision]
        answers = open_answers(plan, _values(bench, record, line), line.choice)
        choice = data.draw(st.sampled_from(answers))
        course = changed(record, bench.program, line.n, choice, _bots(bench), play_on=True)
        child = write_child(record, prefix(record, line.n), course.lines, Path(folder) / "child.jsonl")
        replayed = replay_record(read_record(child.path), bench.program, verify=True)
        assert replayed.digest == course.simulation.closed()
        assert child.lines[: len(prefix(record, line.n))] == prefix(record, line.n)
        assert next(one for one in child.decisions if one.n == line.n).choice == choice


def _bots(bench: Any) -> Any:
    return lambda spec: make_chooser(spec, bench.program)


def _values(bench: Any, record: Record, line: DecisionLine) -> list[float]:
    from tabletop.analysis.whatif import _values

    return _values(record, bench.program, line)
