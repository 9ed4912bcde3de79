"""Children of records: what is in the file, that it replays, and that nothing of the parent is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.errors import CannotRead, CannotRun
from tabletop.record.askings import asked_at, askings
from tabletop.record.branch import branch_off
from tabletop.record.codec import Writer, read_record
from tabletop.record.course import Chained, setup_of
from tabletop.record.otherwise import Otherwise
from tabletop.record.record import ClockLine, DecisionLine, EndLine, InjectLine, NoteLine, Record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script
from tabletop.simtime import DAY, HOUR


@pytest.fixture
def parent(program: Program, tmp_path: Path) -> Record:
    """A finished game of the islands in a file, with notes and clocks as a live game leaves them."""
    script = Script(
        Path("x"), "islands", seed=3, otherwise="default", seats={"south": "doctrine"},
        decisions=(
            Answer("", "n1", ("talk",), at=DAY + 9 * HOUR), Answer("", "n2", ("a",)), Answer("", "long", ("go",)),
        ),
    )  # fmt: skip
    played = replay_script(script, program, lambda spec: make_chooser(spec, program)).record
    more = (ClockLine(DAY), NoteLine(DAY, "north", "so far, so good"), NoteLine(6 * DAY, "north", "well"))
    lines = sorted((*played.lines, *more), key=lambda line: (line.at, not isinstance(line, ClockLine)))
    return written(replace(played, lines=tuple(lines)), tmp_path / "game.jsonl")


def written(record: Record, path: Path) -> Record:
    with Writer(path, record.header) as writer:
        for line in record.lines:
            writer.append(line)
    return read_record(path)


def child_of(
    program: Program, parent: Record, at: str, *choice: str, played_on: bool = True, until: int | None = None
) -> Record:
    """A child in the parent's folder."""
    replayed = replay_record(parent, program)
    target = asked_at(askings(replayed), at)
    game = Otherwise(replayed, program, lambda spec: make_chooser(spec, program), target, choice)
    game.play(until, (lambda _: False) if played_on else (lambda other: other.turned is not None))
    game.settle()
    return branch_off(parent, game, parent.path.with_name(f"{at}.jsonl".replace(":", "-")), played_on=played_on)


def test_a_child_has_the_parents_beginning_then_a_note_and_the_changed_decision(
    program: Program, parent: Record
) -> None:
    child = child_of(program, parent, "n1", "shout", played_on=False)
    index = next(n for n, line in enumerate(parent.lines) if isinstance(line, DecisionLine) and line.decision == "n1")
    assert child.lines[:index] == parent.lines[:index]
    note, changed = child.lines[index:]
    assert note == NoteLine(DAY + 9 * HOUR, "", "Branch: “S” instead of “T”.")
    assert isinstance(changed, DecisionLine)
    assert (changed.n, changed.at, changed.choice) == (parent.lines[index].n, DAY + 9 * HOUR, ("shout",))  # type: ignore[union-attr]
    assert read_record(child.path) == child


@pytest.mark.parametrize("played_on", [True, False])
def test_a_child_replays(program: Program, parent: Record, played_on: bool) -> None:
    again = replay_record(child_of(program, parent, "n1", "shout", played_on=played_on), program)
    assert (again.divergence, again.complete) == (None, played_on)


def test_a_child_with_the_recorded_answer_ends_as_its_parent(program: Program, parent: Record) -> None:
    child = child_of(program, parent, "n1", "talk")
    assert child.lines[-1] == parent.lines[-1]
    assert child.header.sha256 == parent.header.sha256


def test_the_pointer_names_the_last_decision_that_both_share(program: Program, parent: Record) -> None:
    child = child_of(program, parent, "n1", "wait")
    number = next(line.n for line in parent.decisions if line.decision == "n1")
    pointer = child.header.parent
    assert pointer is not None
    assert (pointer.file, pointer.at) == ("game.jsonl", number - 1)
    assert pointer.digest == parent.decisions[number - 2].digest


def test_the_pointer_names_the_whole_path_from_another_folder(program: Program, parent: Record, tmp_path: Path) -> None:
    replayed = replay_record(parent, program)
    game = Otherwise(
        replayed, program, lambda spec: make_chooser(spec, program), asked_at(askings(replayed), "n1"), ("wait",)
    )
    game.play()
    child = branch_off(parent, game, tmp_path / "elsewhere" / "child.jsonl", played_on=False)
    assert child.header.parent is not None
    assert child.header.parent.file == str((tmp_path / "game.jsonl").resolve())


def test_the_parents_file_is_not_touched(program: Program, parent: Record) -> None:
    before = parent.path.read_bytes()
    child_of(program, parent, "n1", "shout")
    assert parent.path.read_bytes() == before


def test_nothing_is_overwritten(program: Program, parent: Record) -> None:
    child_of(program, parent, "n1", "shout")
    with pytest.raises(CannotRead, match="exists already"):
        child_of(program, parent, "n1", "shout")


def test_later_answers_and_what_did_not_fit_are_in_a_child_that_was_played_on(program: Program, parent: Record) -> None:
    child = child_of(program, parent, "n1", "wait")
    assert not any(line.decision == "n2" for line in child.decisions)
    assert any(isinstance(line, NoteLine) and "it was not asked" in line.text for line in child.lines)
    assert [line.choice for line in child.decisions if line.decision == "long"] == [("go",)]
    assert [line.n for line in child.decisions] == list(range(1, len(child.decisions) + 1))


def test_notes_of_the_mainline_after_the_change_are_about_another_game(program: Program, parent: Record) -> None:
    texts = [line.text for line in child_of(program, parent, "n1", "wait").lines if isinstance(line, NoteLine)]
    assert "so far, so good" in texts
    assert "well" not in texts


def test_a_lapsed_decision_gets_an_answer_and_a_number(program: Program, parent: Record) -> None:
    before = sum(line.at < 5 * DAY for line in parent.decisions)
    child = child_of(program, parent, "sealed-n", "go")
    answered = next(line for line in child.decisions if line.decision == "sealed-n")
    assert (answered.at, answered.n, answered.by) == (5 * DAY - 1, before + 1, "human")
    assert replay_record(child, program).complete


def test_a_game_that_is_not_over_is_branched_up_to_where_it_stands(
    program: Program, parent: Record, tmp_path: Path
) -> None:
    lines = tuple(line for line in parent.lines if line.at <= 3 * DAY)
    part = written(replace(parent, lines=lines), tmp_path / "part.jsonl")
    now = replay_record(part, program).simulation.now
    child = child_of(program, part, "n1", "shout", until=now)
    assert not child.complete
    assert child.lines[-1] == ClockLine(now)


def test_the_facilitators_lines_are_in_a_child_on_both_sides_of_the_change(
    program: Program, parent: Record, tmp_path: Path
) -> None:
    hands = (InjectLine(DAY + HOUR, "rumour", "early"), InjectLine(10 * DAY, "rumour", "again"))
    with_hands = remade(program, parent, hands)
    child = child_of(program, written(with_hands, tmp_path / "hands.jsonl"), "long", "hold")
    assert tuple(line for line in child.lines if isinstance(line, InjectLine)) == hands
    assert replay_record(child, program).complete


def remade(program: Program, record: Record, hands: tuple[InjectLine, ...]) -> Record:
    """The game with the facilitator's hand in it: the people's answers again, everything else as it then comes."""
    lines: list[object] = []
    links: list[str] = []
    sim = Chained(program, setup_of(record.header), on_link=lambda _, digest: links.append(digest))
    given = sorted(
        (*[d for d in record.decisions if d.decision in ("n1", "n2", "long")], *hands), key=lambda one: one.at
    )
    for one in given:
        while sim.now < one.at and not sim.ended:
            sim.advance(one.at)
        if isinstance(one, DecisionLine):
            sim.decide(one.seat, one.decision, one.choice)
            one = replace(one, n=len(links), digest=links[-1])
        else:
            sim.fire_by_hand(one.inject, one.reason)
        lines.append(one)
    while not sim.ended:
        sim.advance()
    assert sim.outcome is not None
    end = EndLine(sim.outcome.at, sim.outcome.ending, sim.closed())
    header = replace(record.header, seats={"north": "human", "south": "human"})
    return Record(header, (*lines, end), record.path)  # type: ignore[arg-type]


def test_a_course_that_did_not_get_to_the_change_as_the_record_did_makes_no_child(
    program: Program, parent: Record
) -> None:
    replayed = replay_record(parent, program)
    target = asked_at(askings(replayed), "long")
    game = Otherwise(replayed, program, lambda spec: make_chooser(spec, program), target, ("hold",))
    game.play()
    first = next(n for n, line in enumerate(game.lines) if isinstance(line, DecisionLine))
    game.lines[first] = replace(game.lines[first], digest="0" * 32)  # type: ignore[call-arg]
    with pytest.raises(CannotRun, match="cannot be played again by its players"):
        branch_off(parent, game, parent.path.with_name("never.jsonl"), played_on=True)
    assert not parent.path.with_name("never.jsonl").exists()
