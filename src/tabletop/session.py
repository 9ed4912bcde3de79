"""One live game. Screens and plain mode hold a Session and nothing below it.

What is acknowledged is on disk: a decision is checked by the engine, written, and only then applied. Saving is
therefore nothing but the record itself, and resuming is running it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from tabletop.bots.players import make_chooser
from tabletop.engine.cards import Card, cards
from tabletop.engine.entries import Entry
from tabletop.engine.outcome import Outcome
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.setup import Setup, settled
from tabletop.engine.table import Taken
from tabletop.engine.telling import Papers, Told, documents, epilogue
from tabletop.engine.views import View, view
from tabletop.engine.why import Why, why
from tabletop.errors import CannotRead, IllegalDecision, TabletopError, closest
from tabletop.ledger import HUMAN, UNDERSTUDY, Ledger
from tabletop.record import chain
from tabletop.record.branch import branch
from tabletop.record.codec import Writer, read_records
from tabletop.record.course import Chained, header_of, setup_of
from tabletop.record.fit import fitted
from tabletop.record.record import (
    ClockLine,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
)
from tabletop.scenario.library import find, shelves
from tabletop.scenario.load import Loaded, load
from tabletop.scoring.scorecard import Scorecard, score

Pause = Literal["decision", "news", "day"]
Game = TypeVar("Game")


def record_folder() -> Path:
    """Where records are kept unless a file is named: $TABLETOP_RECORDS, or a folder of this user."""
    from platformdirs import user_data_path

    named = os.environ.get("TABLETOP_RECORDS")
    return Path(named) if named else user_data_path("tabletop", appauthor=False) / "records"


def fresh_record(name: str, seed: int, start: Callable[[Path], Game]) -> Game:
    """What `start` makes of the first free file `<name>-<seed>-<counter>.jsonl` in the folder of records."""
    for counter in range(1, 10_000):
        path = record_folder() / f"{name}-{seed}-{counter}.jsonl"
        if not path.exists():
            try:
                return start(path)
            except CannotRead:
                if not path.exists():  # otherwise another game took the name a moment ago
                    raise
    raise CannotRead(f"{record_folder()}: full of records of {name} with seed {seed}", "name a file with --record")


@dataclass(frozen=True)
class Waiting:
    """A question that a human seat has not answered; `opened` and `deadline` in minutes since STARTEX."""

    seat: str
    decision: str
    opened: int
    deadline: int


class Session:
    """A game that is being played: who sits where, what is open, and the record of what was done.

    `home` is the folder that `resume` has to be told of when it lies on no shelf: the scenario's, or the campaign's.
    `goes_on` is True for a stage of a campaign that has another behind it: what is hidden stays so when it has ended.
    Made by `start` and `resume`. Whatever lets time pass or decides may raise CannotRun (the scenario met something
    without a value) and CannotRead (the record cannot be written; nothing acknowledged is lost, try again).
    """

    def __init__(
        self, loaded: Loaded, program: Program, header: Header, writer: Writer | None, past: Sequence[Line] = ()
    ) -> None:
        self.loaded = loaded
        self.program = program
        self.header = header
        self.seats: Mapping[str, str] = dict(header.seats)
        self.humans = tuple(seat.id for seat in loaded.scenario.seats if self.seats.get(seat.id) == HUMAN)
        self.setup = settled(program, setup_of(header))
        self.home = loaded.path.resolve().parent
        self.goes_on = False
        self._ledger = Ledger(header, writer, past, loaded.scenario.times)
        self._told: set[tuple[str, int]] = set()
        self._course = _Course(self, self._ledger)
        for line in past:
            self._again(line)

    # Beginning and going on

    @classmethod
    def start(
        cls, loaded: Loaded, program: Program, setup: Setup, seats: Mapping[str, str], record: Path | None
    ) -> Session:
        """A new game. With `record`, a new file is made there.

        Raises IllegalDecision for a seat, preset, length, text or player that does not exist, CannotRead when the file
        exists or cannot be made.
        """
        for seat in seats:
            if seat not in program.masks:
                raise IllegalDecision(f'no seat "{seat}"', closest(seat, program.masks))
        held = {str(seat.id): seats.get(seat.id, str(seat.player)) for seat in loaded.scenario.seats}
        header = header_of(program, settled(program, setup), held)
        session = cls(loaded, program, header, None)
        if record is not None:
            session.record_in(Writer(record, header))
        return session

    def record_in(self, writer: Writer) -> None:
        """From now on `writer`, which has put down the header, takes this game's lines."""
        self._ledger.writer = writer

    @classmethod
    def resume(cls, path: Path, loaded: Loaded | None = None) -> Session:
        """Run a record again, compare every digest, and go on where it stops, in the same file.

        Raises CannotRead (the file, its lock), RecordMismatch (another scenario, or another course of the game).
        """
        writer = Writer(path)
        try:
            loaded = loaded or load(_found(writer.record.header.scenario))
            fits = fitted(writer.record, loaded.scenario, loaded.sha256)
            return cls(loaded, compile_program(loaded), fits.header, writer, writer.record.lines)
        except BaseException:
            writer.close()
            raise

    def rewind(self, decisions: int, record: Path) -> Session:
        """A child game in a new file that stands just before decision number `decisions`; this one is kept as it is.

        Of a stage of a campaign the child's file holds the stages before it too.
        """
        if self.record_path is None:
            raise CannotRead("this game is not recorded, so it cannot be taken back", "play with a record")
        self._ledger.flush()
        number = self.header.campaign.number if self.header.campaign is not None else 1
        records = read_records(self.record_path)
        branch(records[number - 1], decisions, record, records[: number - 1])
        child = Session.resume(record, self.loaded)
        child.home, child.goes_on = self.home, self.goes_on
        child.reach(next(line.at for line in self.lines if isinstance(line, DecisionLine) and line.n == decisions))
        return child

    def go_back(self, decisions: int) -> Session:
        """As `rewind`, in the first free file beside this game's, such as game-back-1.jsonl. Raises CannotRead."""
        path = self.record_path
        if self.header.campaign is not None:
            raise CannotRead("a stage of a campaign cannot be taken back here", "see 'tabletop branch --help'")
        if path is None:
            raise CannotRead("this game is not recorded, so it cannot be taken back", "play with a record")
        names = (path.with_name(f"{path.stem}-back-{number}{path.suffix}") for number in range(1, 10_000))
        return self.rewind(decisions, next(name for name in names if not name.exists()))

    def close(self) -> None:
        """Let go of the record. Calling it again does nothing."""
        if self._ledger.writer is not None:
            self._ledger.writer.close()

    # How it stands

    @property
    def record_path(self) -> Path | None:
        """The file of the record, if there is one."""
        return self._ledger.writer.path if self._ledger.writer is not None else None

    @property
    def resume_command(self) -> str:
        """What to type to go on with this game, '' without a record; names a scenario that lies on no shelf."""
        if self.record_path is None:
            return ""
        shelved = any(self.home.is_relative_to(shelf.resolve()) for shelf in shelves())
        return f'tabletop resume "{self.record_path}"' + ("" if shelved else f' --scenario "{self.home}"')

    @property
    def simulation(self) -> Chained:
        """The running game, for what looks at whole games; screens have `view`."""
        return self._course

    @property
    def lines(self) -> tuple[Line, ...]:
        """The record's lines so far, without the header."""
        return tuple(self._ledger.lines)

    @property
    def now(self) -> int:
        """Minutes since STARTEX."""
        return self._course.now

    @property
    def ended(self) -> bool:
        """True after ENDEX."""
        return self._course.ended

    @property
    def outcome(self) -> Outcome | None:
        """How the game ended, None before."""
        return self._course.outcome

    def waiting(self) -> tuple[Waiting, ...]:
        """Unanswered questions to human seats, in the order in which they were opened."""
        points = () if self.ended else self._course.open_points()
        return tuple(Waiting(p.seat, p.decision, p.opened, p.deadline) for p in points if p.outside)

    def view(self, seat: str | None) -> View:
        """What a seat may see now; None is the facilitator, who sees all."""
        return view(self._course, seat)

    def mark(self) -> int:
        """Number of entries so far, for `cards(…, since=mark)`."""
        return len(self._course.entries)

    def cards(self, seat: str | None, since: int = 0) -> tuple[Card, ...]:
        """Consequence cards for a seat, from entry number `since` on."""
        return tuple(cards(self._course, seat, since))

    def why(self, seat: str | None, quantity: str) -> Why:
        """Why a quantity stands where it stands, as far as a seat may know. Raises IllegalDecision."""
        return why(self._course, seat, quantity)

    def scorecards(self) -> dict[str, Scorecard]:
        """The scorecards of all seats as the game stands."""
        return score(self._course)

    def documents(self) -> Papers:
        """The papers that the game has written, (title, paragraphs); for the time after the end."""
        return documents(self._course)

    def epilogue(self) -> Told:
        """What is told of the years after, (title, paragraph); for the time after the end."""
        return epilogue(self._course)

    def digest(self) -> str:
        """The chained digest of the game so far: the same for the same setup, decisions and states."""
        return self._course.closed()

    # Playing

    def advance(self, until: int | None = None, pause: Pause = "decision") -> None:
        """Let time pass to the next question to a human, to `until` (minutes), or to the end.

        "news" stops as well when a human seat gets an inject or has missed a deadline, "day" after one step. A question
        that opened just now stops it at once. Called again, it runs over what is open: deadlines take defaults.
        """
        if pause == "day":
            step = self.now + self.loaded.scenario.step
            until = step if until is None else min(until, step)
        start = self.now
        stop = self._is_news if pause == "news" else None
        while not (self._something_new() or self.ended or (until is not None and self.now >= until)):
            seen = self.mark()
            self._course.advance(until, stop)
            if stop is not None and any(map(stop, self._course.entries[seen:])):
                self._something_new()
                break
        if self.now > start:
            self._ledger.later(ClockLine(self.now))
        self._ledger.close(self._course)
        self._ledger.flush()

    def submit(
        self, seat: str, decision: str, choice: Sequence[str], *,
        rationale: str = "", forecast: int | None = None, dissent: str = "", considered: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Answer an open question of a human seat; when this returns the answer is on disk.

        Raises IllegalDecision or CannotRead; nothing was decided then.
        """
        if seat in self.seats and seat not in self.humans:
            raise IllegalDecision(f"seat '{seat}' is held by {self.seats[seat]}", "decide for a seat that you hold")
        if forecast is not None and not 1 <= forecast <= 99:
            raise IllegalDecision(f"a forecast of {forecast} %", "give a whole number of per cent from 1 to 99")
        self._ledger.flush()
        words = (tuple(considered), rationale, forecast, dissent)
        self._ledger.say(DecisionLine(1, self.now, seat, decision, tuple(choice), HUMAN, "", *words))
        self._course.decide(seat, decision, choice)
        self._ledger.close(self._course)
        self._ledger.try_to_flush()

    def note(self, seat: str, text: str) -> None:
        """Put an annotation into the record; `seat` '' is the facilitator. IllegalDecision when it is too long."""
        self._ledger.later(NoteLine(self.now, seat, text))
        self._ledger.flush()

    def reach(self, at: int) -> None:
        """Let time pass to `at` minutes, over whatever is open, and write nothing of it."""
        while not self.ended and self.now < at:
            self._course.advance(until=at)

    def _something_new(self) -> bool:
        """True if a human seat is asked something that nobody has been told of; it has been told now."""
        asked = {(waiting.decision, waiting.opened) for waiting in self.waiting()}
        fresh = not asked <= self._told
        self._told |= asked
        return fresh

    def _is_news(self, entry: Entry) -> bool:
        if entry.kind == "inject":
            return entry.seats is None or any(seat in self.humans for seat in entry.seats)
        return entry.kind == "default" and entry.detail.get("seat") in self.humans

    def _again(self, line: Line) -> None:
        """Live through one recorded line once more."""
        self.reach(line.at)
        if isinstance(line, DecisionLine):
            if self._ledger.is_next(line):
                self._ledger.check(line, self._course)
                self._course.decide(line.seat, line.decision, line.choice)
            return
        if isinstance(line, InjectLine):
            self._course.fire_by_hand(line.inject, line.reason)
        elif isinstance(line, OverrideLine):
            quantity = self.program.layout.quantities[line.quantity]
            value = quantity.number(line.value) if isinstance(line.value, str) else line.value
            self._course.override(line.quantity, value, line.reason)
        elif isinstance(line, EndLine):
            self._ledger.check_end(line, self._course)
        self._ledger.known(line)


def _found(scenario: str) -> Path:
    try:
        return find(scenario)
    except CannotRead as error:
        raise CannotRead(str(error), f"{error.hint}; or say where it is, such as --scenario PATH") from None


class _Course(Chained):
    """The simulation of a session: its bots first remember what the record says, every decision goes by the session."""

    def __init__(self, session: Session, ledger: Ledger) -> None:
        def player(spec: str) -> Chooser:
            bot = make_chooser(spec, session.program)

            def choose(question: Question) -> tuple[str, ...]:
                known = ledger.remembered(question, self)
                chosen = bot(question)  # asked in any case, since some bots remember what they have tried
                return chosen if known is None else known

            return choose

        self._ledger = ledger
        self._sealed = chain.start(session.header.scenario, session.setup)
        super().__init__(
            session.program, session.setup,
            {seat: player(spec) for seat, spec in session.seats.items() if spec != HUMAN},
            understudies={seat: player(UNDERSTUDY) for seat in session.humans},
            on_link=self._hear,
        )  # fmt: skip

    def _hear(self, taken: Taken, digest: str) -> None:
        """Put a decision down before it is applied; what cannot be put down has not happened."""
        try:
            self._ledger.hear(taken, digest)
        except TabletopError:
            self.link = self._sealed
            raise
        self._sealed = digest
