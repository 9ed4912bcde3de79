"""A recorded game with one decision changed: the same weather, the same players, another course from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.table import Taken
from tabletop.errors import IllegalDecision
from tabletop.record.course import Chained, setup_of
from tabletop.record.record import (
    ClockLine,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Record,
)
from tabletop.simtime import format_moment

HUMAN = "human"
UNDERSTUDY = "doctrine"
Choosers = Callable[[str], Chooser]


@dataclass(frozen=True)
class Changed:
    """The other course: the game, its lines as a record would hold them, and what of the old course did not fit."""

    simulation: Chained
    lines: tuple[Line, ...]
    dropped: tuple[str, ...]


def changed(
    record: Record, program: Program, n: int, choice: tuple[str, ...], choosers: Choosers, *, play_on: bool
) -> Changed:
    """Play a record again with another answer to decision number `n`, the program's players from `choosers` by name.

    With `play_on` everything recorded after it is given wherever it still fits (a player of the program then answers
    anew, a person's deadline passes); a game that had ended is played to its end. Otherwise it stops there. The record
    must fit the scenario (`replay_record`). Raises IllegalDecision when there is no such decision or the answer was not
    open then.
    """
    if n not in [line.n for line in record.decisions]:
        raise IllegalDecision(
            f"no decision number {n} in this record", f"give a number from 1 to {len(record.decisions)}"
        )
    course = _Course(record, program, n, choice, choosers)
    course.play(play_on)
    return Changed(course.simulation, tuple(course.lines), tuple(course.dropped))


class _Course:
    def __init__(self, record: Record, program: Program, n: int, choice: tuple[str, ...], choosers: Choosers) -> None:
        self.lines: list[Line] = []
        self.dropped: list[str] = []
        self._record = record
        self._n = n
        self._choice = choice
        self._header: Header = record.header
        self._given: DecisionLine | None = None
        self._known = self._recorded()
        held = {str(seat.id): record.header.seats.get(seat.id, HUMAN) for seat in program.scenario.seats}
        self._people = [seat for seat, spec in held.items() if spec == HUMAN]
        bots = {seat: self._prompted(choosers(spec)) for seat, spec in held.items() if spec != HUMAN}
        understudies = {seat: self._prompted(choosers(UNDERSTUDY)) for seat in self._people}
        setup = setup_of(record.header)
        self.simulation = Chained(program, setup, bots, understudies=understudies, on_link=self._hear)

    def play(self, play_on: bool) -> None:
        """Give the lines one after the other."""
        for line in self._record.lines:
            if isinstance(line, EndLine) or (not play_on and self._is_after(line)):
                break
            self._reach(line.at)
            if isinstance(line, DecisionLine):
                self._decide(line)
            elif isinstance(line, InjectLine | OverrideLine):
                self._by_hand(line)
            elif line.at <= self.simulation.now and isinstance(line, ClockLine | NoteLine):
                self.lines.append(line)
        if play_on and self._record.complete:
            self._finish()

    def _recorded(self) -> Mapping[tuple[str, int], DecisionLine]:
        """All decisions by (id, how often it was decided before), the changed one changed."""
        counts: Counter[str] = Counter()
        known = {}
        for line in self._record.decisions:
            known[line.decision, counts[line.decision]] = self._meant(line)
            counts[line.decision] += 1
        return known

    def _meant(self, line: DecisionLine) -> DecisionLine:
        return replace(line, choice=self._choice) if line.n == self._n else line

    def _is_after(self, line: Line) -> bool:
        if isinstance(line, DecisionLine):
            return line.n > self._n
        return any(isinstance(known, DecisionLine) and known.n >= self._n for known in self.lines)

    def _reach(self, at: int) -> None:
        while self.simulation.now < at and not self.simulation.ended:
            self.simulation.advance(at)

    def _finish(self) -> None:
        sim = self.simulation
        while not sim.ended:
            sim.advance()
        assert sim.outcome is not None
        self.lines.append(EndLine(sim.outcome.at, sim.outcome.ending, sim.closed()))

    # Decisions

    def _prompted(self, bot: Chooser) -> Chooser:
        def choose(question: Question) -> tuple[str, ...]:
            line = self._known.get((question.point.id, question.asked))
            own = bot(question)  # asked in any case, since some bots remember what they have tried
            if line is None:
                return own
            numbers = {option.id: number for number, option in enumerate(question.point.options)}
            if all(option in numbers and question.open[numbers[option]] for option in line.choice):
                return line.choice
            self._drop(line, "not open any more; its player answered anew")
            return own

        return choose

    def _decide(self, line: DecisionLine) -> None:
        """A person's decision; the program's players answer when they are asked."""
        if line.seat not in self._people or line.by != HUMAN:
            return
        self._given = self._meant(line)
        try:
            self.simulation.decide(line.seat, line.decision, self._given.choice)
        except IllegalDecision as refused:
            self._given = None
            if line.n == self._n:
                raise
            self._drop(line, str(refused))

    def _by_hand(self, line: InjectLine | OverrideLine) -> None:
        if self.simulation.ended:
            return
        self.lines.append(line)
        if isinstance(line, InjectLine):
            self.simulation.fire_by_hand(line.inject, line.reason)
            return
        quantity = self.simulation.program.layout.quantities[line.quantity]
        value = quantity.number(line.value) if isinstance(line.value, str) else line.value
        self.simulation.override(line.quantity, value, line.reason)

    def _drop(self, line: DecisionLine, why: str) -> None:
        if line.n == self._n:
            raise IllegalDecision(
                f"{', '.join(self._choice)} was not open at decision {line.n}", "choose an open option"
            )
        self.dropped.append(f"decision {line.n} ({line.seat}, {line.decision}, {format_moment(line.at)}): {why}")

    def _hear(self, taken: Taken, digest: str) -> None:
        """Put a decision down as a record would."""
        said, self._given = self._given, None
        number = 1 + sum(isinstance(line, DecisionLine) for line in self.lines)
        held = self._header.seats.get(taken.seat, HUMAN)
        if said is not None:
            self.lines.append(replace(said, n=number, at=taken.at, digest=digest))
            return
        by = UNDERSTUDY if held == HUMAN else held
        self.lines.append(DecisionLine(number, taken.at, taken.seat, taken.decision, tuple(taken.choice), by, digest))
