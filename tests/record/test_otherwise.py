"""The same game with one decision otherwise: what is given again, what no longer fits, what is put down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.errors import IllegalDecision
from tabletop.record.askings import asked_at, askings
from tabletop.record.course import Chained, Replayed, setup_of
from tabletop.record.otherwise import BRANCH, Otherwise
from tabletop.record.record import (
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Record,
)
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script
from tabletop.simtime import DAY, HOUR

FERRY = """
format: 1
id: ferry
version: "1"
title: The ferry
summary: s
disclaimer: d
startex: {date: 2026-08-10}
endex: {at: 9, latest: 9d}
endings: [{id: over, title: Over, when: quit}, {id: done, title: Done}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: a, label: The owners, short: A, brief: b}
  - {id: b, label: The crew, short: B, brief: b, player: doctrine}
gauges:
  - {id: trust, label: Trust, start: 50}
  - {id: calm, label: Calm, start: 50}
flags: [{id: quit, label: The line is given up}]
injects:
  - id: alarm
    when: trust < 40
    from: x
    to: [a]
    channel: news
    subject: Alarm
    body: b
    objectives: [LO1]
    effects: [{add: {calm: -5}}]
decisions:
  - id: d1
    seat: a
    title: First
    brief: b
    opens: {at: 1d}
    window: 1d
    default: keep
    options:
      - {id: keep, label: Keep on, brief: b}
      - {id: quarrel, label: Quarrel, brief: b, effects: [{add: {trust: -20}}]}
      - {id: stop, label: Give up, brief: b, effects: [{set: {quit: 1}}, {after: 3d, do: [{end: over}]}]}
      - {id: later, label: Ask later, brief: b, effects: [{after: 1d 2h, do: [{open: d4}]}]}
      - {id: sooner, label: Ask sooner, brief: b, effects: [{after: 7h, do: [{open: d4}]}]}
      - {id: win, label: Win, brief: b, requires: trust >= 60, why_locked: Nobody trusts you so far.}
  - id: d2
    seat: b
    title: Second
    brief: b
    opens: {at: 2d}
    window: 12h
    default: mild
    options:
      - {id: mild, label: Mild, brief: b, weight: 9 if trust < 40 else -9}
      - {id: firm, label: Firm, brief: b, weight: 0, requires: trust >= 40}
      - {id: wild, label: Wild, brief: b, weight: -90}
  - id: d3
    seat: a
    title: Third
    brief: b
    opens: {at: 5d}
    window: 2d
    default: x
    options: [{id: x, label: X, brief: b}, {id: y, label: Y, brief: b, effects: [{add: {calm: 7}}]}]
  - id: d4
    seat: a
    title: Fourth
    brief: b
    window: 1d
    default: x
    options: [{id: x, label: X, brief: b}, {id: y, label: Y, brief: b, effects: [{add: {calm: 3}}]}]
objectives:
  - id: o
    seat: a
    title: Calm
    weight: 1
    watches: [calm]
    measures: [{mode: terminal, of: calm, zero: 0, hundred: 100}]
"""

Compile = Callable[[Path, str], Program]


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory, compile_text: Compile) -> Program:
    """A scenario without chance, in which an answer can shut out others."""
    return compile_text(tmp_path_factory.mktemp("ferry"), FERRY)


def line(at: int, decision: str, *choice: str, seat: str = "a", by: str = "human", **words: Any) -> DecisionLine:
    """A decision without number and digest; `record_of` puts them in."""
    return DecisionLine(1, at, seat, decision, choice, by, "", **words)


def record_of(program: Program, *lines: Line, end: bool = True, **seats: str) -> Record:
    """The record of a game with these inputs, with its numbers and digests."""
    scenario = program.scenario
    held = {str(seat.id): str(seat.player) for seat in scenario.seats} | seats
    header = Header(str(scenario.id), str(scenario.version), program.sha256, 7, seats=held)
    links: list[str] = []
    sim = Chained(program, setup_of(header), on_link=lambda _, digest: links.append(digest))
    made: list[Line] = []
    for one in lines:
        while sim.now < one.at:
            sim.advance(one.at)
        if isinstance(one, DecisionLine):
            sim.decide(one.seat, one.decision, one.choice)
            one = replace(one, n=len(links), digest=links[-1])
        elif isinstance(one, InjectLine):
            sim.fire_by_hand(one.inject, one.reason)
        elif isinstance(one, OverrideLine):
            sim.override(one.quantity, float(one.value), one.reason)
        made.append(one)
    while end and not sim.ended:
        sim.advance()
    if sim.outcome is not None:
        made.append(EndLine(sim.outcome.at, sim.outcome.ending, sim.closed()))
    return Record(header, tuple(made), Path("game.jsonl"))


def replayed(program: Program, record: Record) -> Replayed:
    return replay_record(record, program)


def other(
    program: Program, record: Record, at: str = "", choice: tuple[str, ...] | None = None, *,
    until: int | None = None, react: bool = False,
) -> Otherwise:  # fmt: skip
    """The game of a record, played otherwise and settled."""
    again = replay_record(record, program)
    target = asked_at(askings(again), at) if at else None
    game = Otherwise(again, program, lambda spec: make_chooser(spec, program), target, choice, react=react)
    game.play(until)
    game.settle()
    return game


KEPT = (
    line(DAY + HOUR, "d1", "keep", rationale="No reason to stop.", forecast=70, dissent="The mate"),
    line(2 * DAY, "d2", "firm", seat="b", by="doctrine"),
    line(5 * DAY + 6 * HOUR, "d3", "y", rationale="As planned.", forecast=30),
)


@pytest.fixture
def kept(ferry: Program) -> Record:
    return record_of(ferry, *KEPT)


class TestTheSameGame:
    def test_without_a_change_it_is_the_recorded_course(self, ferry: Program, kept: Record) -> None:
        game = other(ferry, kept)
        assert game.closed() == kept.lines[-1].digest  # type: ignore[union-attr]
        assert tuple(game.lines) == kept.lines
        assert game.misfits == []

    @pytest.mark.parametrize("at", ["1", "2", "3", "d2"])
    def test_the_same_answer_leads_to_the_same_end(self, ferry: Program, kept: Record, at: str) -> None:
        choice = asked_at(askings(replayed(ferry, kept)), at).choice
        game = other(ferry, kept, at, choice)
        assert game.closed() == kept.lines[-1].digest  # type: ignore[union-attr]
        assert [one for one in game.lines if not isinstance(one, NoteLine)] == list(kept.lines)

    @settings(max_examples=40)
    @given(
        seed=st.integers(0, 2**62), north=st.sampled_from(["doctrine", "uniform", "explorer", "human"]),
        south=st.sampled_from(["doctrine", "explorer", "persona:hawk", "human"]), length=st.sampled_from(["50", "180"]),
        react=st.booleans(), data=st.data(),
    )  # fmt: skip
    def test_any_game_with_any_answer_repeated_is_the_same_game(
        self, program: Program, seed: int, north: str, south: str, length: str, react: bool, data: st.DataObject
    ) -> None:
        script = Script(
            Path("x"), "islands", seed=seed, seats={"north": north, "south": south}, length=length, otherwise="default",
            decisions=(Answer("", "n1", ("talk",)), Answer("", "n2", ("b", "a"), if_open=True)),
        )  # fmt: skip
        played = replay_script(script, program, lambda spec: make_chooser(spec, program))
        put = [asking for asking in askings(replay_record(played.record, program)) if asking.line]
        asking = data.draw(st.sampled_from(put))
        game = other(program, played.record, str(asking.n), asking.choice, react=react)
        assert (game.closed(), game.misfits) == (played.digest, [])

    def test_it_can_stop_where_the_record_stops(self, ferry: Program) -> None:
        part = record_of(ferry, *KEPT[:2], end=False)
        game = other(ferry, part, "1", ("keep",), until=2 * DAY)
        assert (game.ended, game.now, game.link) == (False, 2 * DAY, part.decisions[-1].digest)

    def test_a_seat_that_is_now_a_bots_answers_as_late_as_it_did(self, ferry: Program, kept: Record) -> None:
        changed = replace(kept, header=replace(kept.header, seats={"a": "uniform", "b": "doctrine"}))
        assert other(ferry, changed).closed() == kept.lines[-1].digest  # type: ignore[union-attr]


class TestWhatIsGivenAgain:
    def test_an_answer_comes_as_long_after_its_question_as_it_did(self, ferry: Program) -> None:
        record = record_of(ferry, line(DAY, "d1", "later"), line(2 * DAY + 5 * HOUR, "d4", "y"))
        game = other(ferry, record, "1", ("sooner",))
        given_ = [(one.at, one.decision) for one in game.lines if isinstance(one, DecisionLine) and one.seat == "a"]
        assert given_ == [(DAY, "d1"), (DAY + 10 * HOUR, "d4")]
        assert game.misfits == []

    def test_what_was_left_to_its_default_is_left_again(self, ferry: Program) -> None:
        game = other(ferry, record_of(ferry, KEPT[0]), "1", ("quarrel",))
        assert [(taken.decision, taken.by) for taken in game.taken if taken.seat == "a"] == [
            ("d1", "outside"), ("d3", "default"),
        ]  # fmt: skip

    def test_what_is_locked_now_is_left_to_the_seats_player_and_told(self, ferry: Program, kept: Record) -> None:
        game = other(ferry, kept, "1", ("quarrel",))
        (misfit,) = game.misfits
        assert (misfit.at, misfit.line, misfit.key) == (2 * DAY, kept.decisions[1], ("d2", 0))
        assert misfit.why == "option 'firm' of d2 is locked (trust >= 40)"
        assert game.answered()["d2", 0].choice == ("mild",)
        assert game.answered()["d3", 0].choice == ("y",)

    def test_what_is_not_asked_any_more_is_told(self, ferry: Program) -> None:
        record = record_of(ferry, line(DAY, "d1", "sooner"), line(DAY + 8 * HOUR, "d4", "y"))
        game = other(ferry, record, "1", ("keep",))
        assert [(misfit.line, misfit.why) for misfit in game.misfits] == [(record.decisions[1], "it was not asked")]

    def test_what_has_no_time_left_is_told(self, ferry: Program) -> None:
        late = (line(DAY + 23 * HOUR, "d1", "keep"), line(2 * DAY, "d2", "wild", seat="b", by="doctrine"))
        record = record_of(ferry, *late, line(6 * DAY, "d3", "y"))
        game = other(ferry, record, "1", ("stop",))
        assert game.outcome is not None
        assert game.outcome.at == 4 * DAY + 23 * HOUR
        assert [(misfit.line.at, misfit.why) for misfit in game.misfits] == [(6 * DAY, "it was not asked")]
        longer = record_of(ferry, line(DAY, "d1", "later"), line(3 * DAY + 1 * HOUR, "d4", "y"))
        short = other(ferry, longer, "1", ("later",), until=2 * DAY + 3 * HOUR)
        assert [misfit.why for misfit in short.misfits] == ["there was no time left for it"]

    def test_bots_repeat_what_they_did_unless_they_are_to_answer_anew(self, ferry: Program) -> None:
        record = record_of(ferry, line(DAY, "d1", "keep"), line(2 * DAY, "d2", "wild", seat="b", by="doctrine"))
        assert other(ferry, record, "1", ("quarrel",)).answered()["d2", 0].choice == ("wild",)
        anew = other(ferry, record, "1", ("quarrel",), react=True)
        assert anew.answered()["d2", 0].choice == ("mild",)
        assert anew.misfits == []

    def test_bots_decisions_can_be_changed(self, ferry: Program, kept: Record) -> None:
        game = other(ferry, kept, "2", ("wild",))
        changed = next(one for one in game.lines if isinstance(one, DecisionLine) and one.decision == "d2")
        assert (changed.choice, changed.by) == (("wild",), BRANCH)

    def test_nobodys_answer_can_be_changed_in_the_last_minute(self, ferry: Program) -> None:
        record = record_of(ferry, line(5 * DAY, "d3", "y"))
        game = other(ferry, record, "d1", ("quarrel",))
        assert [(t.at, t.decision, t.choice) for t in game.taken if t.decision == "d1"] == [
            (2 * DAY - 1, "d1", ("quarrel",))
        ]
        assert game.lines[0] == NoteLine(
            2 * DAY - 1, "", "Branch: “Quarrel” instead of “Keep on” by default, since nobody answered."
        )


class TestRefusals:
    def test_a_locked_option_says_what_it_needs(self, ferry: Program, kept: Record) -> None:
        with pytest.raises(IllegalDecision, match="option 'win' of d1 is locked") as caught:
            other(ferry, kept, "1", ("win",))
        assert caught.value.hint == "Nobody trusts you so far. (needs Trust at least 60 (now 50))"

    @pytest.mark.parametrize("at", ["1", "2"])
    def test_an_unknown_option_is_refused_for_people_and_for_bots(self, ferry: Program, kept: Record, at: str) -> None:
        with pytest.raises(IllegalDecision, match="has no option 'kep'"):
            other(ferry, kept, at, ("kep",))

    def test_too_many_options_are_refused(self, ferry: Program, kept: Record) -> None:
        with pytest.raises(IllegalDecision, match="takes exactly one option, not 2"):
            other(ferry, kept, "1", ("keep", "quarrel"))


class TestTheFacilitator:
    HAND = InjectLine(3 * DAY, "alarm", "wake them up")
    LATE = OverrideLine(6 * DAY, "calm", 80.0, "for the lesson")

    def test_the_hand_moves_again_before_and_after_the_change(self, ferry: Program) -> None:
        record = record_of(ferry, OverrideLine(DAY, "trust", 45.0, "a test"), *KEPT[:2], self.HAND, KEPT[2], self.LATE)
        game = other(ferry, record, "d1", ("sooner",))
        by_hand = [one for one in game.lines if isinstance(one, InjectLine | OverrideLine)]
        assert by_hand == [record.lines[0], self.HAND, self.LATE]
        assert [entry.at for entry in game.entries if "reason" in entry.detail] == [DAY, 3 * DAY, 6 * DAY]
        again = other(ferry, record, "d1", ("keep",))
        assert again.closed() == record.lines[-1].digest  # type: ignore[union-attr]

    def test_what_comes_once_and_has_come_of_itself_is_not_put_in_again(self, ferry: Program) -> None:
        record = record_of(ferry, KEPT[0], self.HAND, self.LATE)
        game = other(ferry, record, "1", ("quarrel",))
        assert [(misfit.line, misfit.why) for misfit in game.misfits] == [(self.HAND, "it has come of itself here")]
        assert game.world.values[ferry.layout.quantities["calm"].slot] == 80

    def test_after_the_end_the_hand_rests(self, ferry: Program) -> None:
        game = other(ferry, record_of(ferry, KEPT[0], self.LATE), "1", ("stop",))
        assert [(misfit.line, misfit.why) for misfit in game.misfits] == [(self.LATE, "the game had ended before")]


class TestWhatIsPutDown:
    def test_the_words_of_the_changed_decision_are_gone_and_a_note_says_why(self, ferry: Program, kept: Record) -> None:
        game = other(ferry, kept, "1", ("quarrel",))
        assert game.turned == 0
        note, changed = game.lines[:2]
        assert note == NoteLine(DAY + HOUR, "", "Branch: “Quarrel” instead of “Keep on”.")
        assert isinstance(changed, DecisionLine)
        assert (changed.n, changed.by, changed.rationale, changed.forecast, changed.dissent) == (
            1,
            "human",
            "",
            None,
            "",
        )

    def test_later_reasons_stay_but_forecasts_belong_to_the_game_that_they_were_made_in(
        self, ferry: Program, kept: Record
    ) -> None:
        *_, third, end = other(ferry, kept, "1", ("sooner",)).lines
        assert isinstance(third, DecisionLine)
        assert (third.rationale, third.forecast) == ("As planned.", None)
        assert isinstance(end, EndLine)

    def test_what_is_left_out_is_noted_where_it_would_have_been(self, ferry: Program, kept: Record) -> None:
        notes = [one for one in other(ferry, kept, "1", ("quarrel",)).lines if isinstance(one, NoteLine)]
        assert notes[1] == NoteLine(
            2 * DAY, "", "Branch: decision 2 of the mainline is left out: option 'firm' of d2 is locked (trust >= 40)."
        )

    def test_the_question_is_kept_as_its_seat_read_it(self, ferry: Program, kept: Record) -> None:
        question = other(ferry, kept, "1").question
        assert question is not None
        assert [(option.id, option.locked) for option in question.options][-1] == ("win", True)
