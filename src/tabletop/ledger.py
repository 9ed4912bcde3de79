"""What a live game has decided so far: each line with its digest, on disk before it counts, or compared with the past.

A game that is resumed has a past: the lines that are in its file already. While there are any left, decisions are
compared with them instead of being written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from tabletop.engine.question import Question
from tabletop.engine.table import Taken
from tabletop.errors import CannotRead, IllegalDecision, RecordMismatch
from tabletop.record.codec import Writer
from tabletop.record.course import Chained
from tabletop.record.record import DecisionLine, EndLine, Header, Line
from tabletop.simtime import Clock

HUMAN = "human"
UNDERSTUDY = "doctrine"
_EDITED = "the record was changed after it was written, or by another version of the program"


class Ledger:
    """The lines of one game and the writer. Without a writer nothing is written.

    `past` are the lines to be lived through again; `times` tells moments.
    """

    def __init__(self, header: Header, writer: Writer | None, past: Sequence[Line], times: Clock) -> None:
        self.writer = writer
        self.lines: list[Line] = []
        self._header = header
        self._times = times
        self._past = deque(line for line in past if isinstance(line, DecisionLine))
        self._said: DecisionLine | None = None
        self._decided = 0
        self._unwritten: deque[Line] = deque()

    # Writing

    def say(self, line: DecisionLine) -> None:
        """What a human is about to decide, with its words; number and digest are put in when the engine takes it."""
        self._said = line

    def hear(self, taken: Taken, digest: str) -> None:
        """A decision with this digest is about to be applied: put it down first.

        A human's line is on disk when this returns. A bot's waits for the next `flush`: the bot has drawn and cannot be
        asked again, and whatever is lost of it is drawn again the same. Raises CannotRead and RecordMismatch.
        """
        if self._past:
            self.known(self._compared(taken, digest))
        elif taken.by == "outside" and self._said is not None:
            self._at_once(replace(self._said, n=self._decided + 1, digest=digest))
        else:
            held = self._header.seats.get(taken.seat, HUMAN)
            by = UNDERSTUDY if held == HUMAN else held
            choice = tuple(taken.choice)
            self.later(DecisionLine(self._decided + 1, taken.at, taken.seat, taken.decision, choice, by, digest))

    def known(self, line: Line) -> None:
        """A line that is on disk already."""
        self.lines.append(line)
        self._decided += isinstance(line, DecisionLine)

    def later(self, line: Line) -> None:
        """A line for the next flush."""
        self.known(line)
        self._unwritten.append(line)

    def flush(self) -> None:
        """Write what is not written yet. Raises CannotRead; what could not be written stays for the next time."""
        while self._unwritten and self.writer is not None:
            self.writer.append(self._unwritten[0])
            self._unwritten.popleft()

    def try_to_flush(self) -> None:
        """As `flush`; a failure shows at the next one."""
        try:
            self.flush()
        except CannotRead:
            return

    def close(self, sim: Chained) -> None:
        """Once the game has ended, the line that says so."""
        if sim.outcome is not None and not (self.lines and any(isinstance(line, EndLine) for line in self.lines)):
            self.later(EndLine(sim.outcome.at, sim.outcome.ending, sim.closed()))

    # Living through the past again

    def is_next(self, line: DecisionLine) -> bool:
        """True if this line of the past is the next that has to come."""
        return bool(self._past) and self._past[0] is line

    def remembered(self, question: Question, sim: Chained) -> tuple[str, ...] | None:
        """What the record says that a bot chose at this question; None when the past is over."""
        if not self._past:
            return None
        line = self._past[0]
        if (line.seat, line.decision) != (question.seat, question.point.id):
            self._diverged(line, f"the re-run asks {question.seat} for {question.point.id} instead")
        self.check(line, sim)
        return line.choice

    def check(self, line: DecisionLine, sim: Chained) -> None:
        """Raise RecordMismatch if the game does not allow what the record says was decided."""
        try:
            sim.check(line.seat, line.decision, line.choice)
        except IllegalDecision as refused:
            self._diverged(line, str(refused))

    def check_end(self, line: EndLine, sim: Chained) -> None:
        """Raise RecordMismatch if the game has not ended just as the record says."""
        found = sim.outcome.ending if sim.outcome is not None else "no end yet"
        if sim.outcome is None or sim.closed() != line.digest:
            self._diverged(line, f"it ended with {line.outcome} in the record, {found} in the re-run")

    def _compared(self, taken: Taken, digest: str) -> DecisionLine:
        line = self._past.popleft()
        if (taken.at, taken.seat, taken.decision, tuple(taken.choice)) != (
            line.at, line.seat, line.decision, line.choice,
        ):  # fmt: skip
            choice = ", ".join(taken.choice)
            moment = self._times.moment(taken.at)
            self._diverged(line, f"the re-run has {taken.seat}, {taken.decision}: {choice} on {moment}")
        if digest != line.digest:
            self._diverged(line, f"digest {line.digest} in the record, {digest} in the re-run")
        return line

    def _at_once(self, line: DecisionLine) -> None:
        if self.writer is not None:
            self.writer.append(line)
        self.known(line)

    def _diverged(self, line: DecisionLine | EndLine, what: str) -> NoReturn:
        name = f"decision {line.n} ({line.seat}, {line.decision})" if isinstance(line, DecisionLine) else "the end"
        number = len(self.lines) + 1 + (self.writer.begins if self.writer is not None else 1)
        place = f"{self.writer.path}:{number}" if self.writer is not None else f"line {number}"
        raise RecordMismatch(f"{place}: {name} on {self._times.moment(line.at)} does not fit: {what}", _EDITED)
