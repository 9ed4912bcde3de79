"""Playing a record or a script again: the same setup, the same inputs at the same minutes, every digest compared.

For a record all seats are outside, bots' too, since it holds their decisions. A line is given when the clock has come
to its minute; what nobody answered lapses to its default, as it did then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from tabletop.engine.program import Program
from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision, RecordMismatch
from tabletop.record.course import Chained, Divergence, Replayed, setup_of
from tabletop.record.fit import Fitted, fitted
from tabletop.record.prompting import Choosers, Performance, refuse_misfits
from tabletop.record.record import DecisionLine, EndLine, InjectLine, Line, OverrideLine, Record
from tabletop.record.script import Script

Watcher = Callable[[Simulation, DecisionLine], None]

_CHANGED = "the record was changed after it was written, or another version of the program made it"


def replay_record(
    record: Record, program: Program, verify: bool = True, *, lenient: bool = False, entries: bool = True,
    watch: Watcher | None = None,
) -> Replayed:  # fmt: skip
    """Play a record again, to its end or to its last line. `watch` sees the game just before each decision in it.

    Raises RecordMismatch when the record does not fit the scenario and, with `verify`, at the first divergence. With
    `lenient` what does not fit is mapped or dropped, and neither it nor a divergence is raised but reported.
    """
    fits = fitted(record, program.scenario, program.sha256, lenient=lenient)
    rerun = _Rerun(record, fits, program, entries=entries, strict=verify and not lenient, watch=watch)
    for number, line in fits.lines:
        rerun.give(number, line)
    simulation = rerun.simulation
    return Replayed(
        simulation=simulation,
        taken=tuple(simulation.taken),
        digest=rerun.simulation.closed(),
        divergence=rerun.divergence,
        complete=simulation.ended,
        dropped=(*fits.dropped, *rerun.dropped),
        mapped=fits.mapped,
        record=Record(fits.header, tuple(line for _, line in fits.lines), record.path, record.torn),
    )


def replay_script(
    script: Script, program: Program, choosers: Choosers, verify: bool = True, *, entries: bool = True
) -> Replayed:
    """Play a script to the end of the game. `choosers` makes the bot that a player's name stands for.

    Answers are given when their point opens or at their time. Raises InvalidScenario with every name that the scenario
    does not have and, with `verify`, IllegalDecision for answers that could not be given; otherwise they are `dropped`.
    """
    refuse_misfits(script, program.scenario)
    performance = Performance(script, program, choosers, entries=entries)
    performance.play()
    if verify and performance.dropped:
        raise IllegalDecision("\n".join(performance.dropped), "correct them, or mark them with 'if_open: true'")
    simulation = performance.simulation
    return Replayed(
        simulation=simulation,
        taken=tuple(simulation.taken),
        digest=simulation.closed(),
        divergence=None,
        complete=simulation.ended,
        dropped=tuple(performance.dropped),
        mapped=(),
        record=performance.record(),
    )


class _Rerun:
    """A game under way for the second time."""

    def __init__(
        self, record: Record, fits: Fitted, program: Program, *, entries: bool, strict: bool, watch: Watcher | None
    ) -> None:
        self._record = record
        self._watch = watch
        self._strict = strict
        self.simulation = Chained(program, setup_of(fits.header), entries=entries)
        self.divergence: Divergence | None = None
        self.dropped: list[str] = []

    def give(self, number: int, line: Line) -> None:
        """Let time pass to a line and do what it says."""
        self._reach(line.at)
        if isinstance(line, DecisionLine):
            self._decide(number, line)
        elif isinstance(line, InjectLine | OverrideLine):
            self._by_hand(number, line)
        elif isinstance(line, EndLine):
            self._end(number, line)

    def _reach(self, at: int) -> None:
        while self.simulation.now < at and not self.simulation.ended:
            self.simulation.advance(at)

    def _decide(self, number: int, line: DecisionLine) -> None:
        what = f"{line.decision} of {line.seat}"
        if self._watch is not None:
            self._watch(self.simulation, line)
        refused = self._refused(line)
        if refused:
            self._drop(number, line, what, ", ".join(line.choice), refused)
        elif self.simulation.link != line.digest:
            self._differ(number, line, what, line.digest, self.simulation.link)

    def _refused(self, line: DecisionLine) -> str:
        """Decide, or say why that cannot be."""
        if self.simulation.ended:
            return "the game had ended before"
        try:
            self.simulation.decide(line.seat, line.decision, line.choice)
        except IllegalDecision as refused:
            return str(refused)
        return ""

    def _by_hand(self, number: int, line: InjectLine | OverrideLine) -> None:
        try:
            if isinstance(line, InjectLine):
                self.simulation.fire_by_hand(line.inject, line.reason)
            else:
                self.simulation.override(line.quantity, self._number(line), line.reason)
        except IllegalDecision as refused:
            what = line.inject if isinstance(line, InjectLine) else line.quantity
            self._drop(number, line, what, "by hand", str(refused))

    def _number(self, line: OverrideLine) -> float:
        if isinstance(line.value, str):
            return self.simulation.program.layout.quantities[line.quantity].number(line.value)
        return line.value

    def _end(self, number: int, line: EndLine) -> None:
        while not self.simulation.ended:
            self.simulation.advance()
        outcome = self.simulation.outcome
        assert outcome is not None
        if (outcome.at, outcome.ending) != (line.at, line.outcome):
            times = self.simulation.program.times
            found = f"{outcome.ending} on {times.moment(outcome.at)}"
            self._differ(number, line, "", f"{line.outcome} on {times.moment(line.at)}", found)
        elif self.simulation.closed() != line.digest:
            self._differ(number, line, "", line.digest, self.simulation.closed())

    def _drop(self, number: int, line: Line, what: str, recorded: str, found: str) -> None:
        self.dropped.append(f"line {number}: {what}: {found}")
        self._differ(number, line, what, recorded, found)

    def _differ(self, number: int, line: Line, what: str, recorded: str, found: str) -> None:
        if self.divergence is None:
            where, time = f"{self._record.path}:{number}", self.simulation.program.times.moment(line.at)
            self.divergence = Divergence(where, line.at, what, recorded, found, time)
            if self._strict:
                self._refuse(self.divergence)

    def _refuse(self, divergence: Divergence) -> NoReturn:
        raise RecordMismatch(str(divergence), _CHANGED)
