"""A recorded game, played again with everything kept that a report tells: what was asked, how the world stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tabletop.engine.asking import QuestionView, questions
from tabletop.engine.cards import Card, cards
from tabletop.engine.entries import Entry
from tabletop.engine.layout import DAYS
from tabletop.engine.program import Program
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.errors import IllegalDecision, closest
from tabletop.record.course import Replayed
from tabletop.record.record import DecisionLine, Record
from tabletop.record.replay import replay_record
from tabletop.scenario.definition import Scenario
from tabletop.scoring.scorecard import Scorecard, score
from tabletop.simtime import Clock

HUMAN = "human"
DAY = 1440
TAKEN = ("decision", "default")


@dataclass(frozen=True)
class Made:
    """A decision of a reported seat: as taken, the record's line (None where a deadline passed), its entry if it took
    effect, and the question as the seat read it then."""

    taken: Taken
    line: DecisionLine | None
    entry: Entry | None
    asked: QuestionView | None


class Game:
    """One game as it was, for the seats that the report is about. Names of seats are short names throughout."""

    def __init__(self, replayed: Replayed, seats: Sequence[str], asked: dict[int, QuestionView]) -> None:
        self.replayed = replayed
        self.seats = tuple(seats)
        self._asked = asked

    @property
    def sim(self) -> Simulation:
        """The game at its end, or where its record stops."""
        return self.replayed.simulation

    @property
    def record(self) -> Record:
        """What was done."""
        return self.replayed.record

    @property
    def program(self) -> Program:
        """The compiled scenario."""
        return self.sim.program

    @property
    def scenario(self) -> Scenario:
        """The scenario as written."""
        return self.program.scenario

    @property
    def times(self) -> Clock:
        """How moments of the scenario are told."""
        return self.program.times

    @cached_property
    def scorecards(self) -> dict[str, Scorecard]:
        """The scorecards of all seats, by id."""
        return score(self.sim)

    @cached_property
    def cards(self) -> dict[int, Card]:
        """All consequence cards by the number of their entry, as the facilitator sees them."""
        return {card.n: card for card in cards(self.sim, None, 0)}

    @cached_property
    def shorts(self) -> dict[str, str]:
        """Short names by seat."""
        return {str(seat.id): str(seat.short) for seat in self.scenario.seats}

    def label(self, seat: str) -> str:
        """The full name of a seat."""
        return next(str(each.label) for each in self.scenario.seats if each.id == seat)

    @cached_property
    def states(self) -> list[list[float]]:
        """The values of the world after each entry, by its number; locals of delayed effects are not kept."""
        names = {name: slot for slot, name in self.program.layout.names.items()}
        values = list(self.program.layout.start)
        kept = []
        for entry in self.sim.entries:
            for change in entry.changes:
                values[names[change.quantity]] = change.after
            values[DAYS] = entry.at / DAY
            kept.append(values.copy())
        return kept

    @cached_property
    def entry_of(self) -> dict[int, Entry]:
        """The entry of each decision that took effect, by the number of the decision."""
        entries = defaultdict(list)
        for entry in self.sim.entries:
            if entry.kind in TAKEN:
                entries[entry.what].append(entry)
        return {taken.n: entries[taken.decision].pop(0) for taken in self.sim.taken if entries[taken.decision]}

    @cached_property
    def made(self) -> tuple[Made, ...]:
        """The decisions of the reported seats, in order; not what this length of session leaves to the program."""
        lines = {(line.at, line.seat, line.decision): line for line in self.record.decisions}
        found = []
        for taken in self.sim.taken:
            if taken.seat in self.seats and self._is_asked(taken):
                line = lines.get((taken.at, taken.seat, taken.decision)) if taken.by != "default" else None
                asked = self._asked.get(line.n) if line else None
                found.append(Made(taken, line, self.entry_of.get(taken.n), asked))
        return tuple(found)

    def _is_asked(self, taken: Taken) -> bool:
        lengths = self.program.points[taken.decision].point.lengths
        return not lengths or not self.sim.setup.length or self.sim.setup.length in lengths


def retell(record: Record, program: Program, seats: Sequence[str] = ()) -> Game:
    """Play a record again for a report about `seats`; without any, about those that humans held, otherwise all.

    Raises IllegalDecision for a seat that does not exist or is not judged, RecordMismatch for another course.
    """
    chosen = _seats(record, program.scenario, seats)
    asked: dict[int, QuestionView] = {}

    def watch(sim: Simulation, line: DecisionLine) -> None:
        if line.seat in chosen:
            for question in sim.guarded(lambda: questions(sim, line.seat)):
                if question.decision == line.decision:
                    asked[line.n] = question

    return Game(replay_record(record, program, watch=watch), chosen, asked)


def _seats(record: Record, scenario: Scenario, named: Sequence[str]) -> tuple[str, ...]:
    judged = [str(s.id) for s in scenario.seats if any(o.seat == s.id for o in scenario.objectives)]
    for seat in named:
        if seat not in judged:
            raise IllegalDecision(f'no seat "{seat}" with a scorecard', closest(seat, judged) or ", ".join(judged))
    held = [seat for seat in judged if record.header.seats.get(seat) == HUMAN]
    return tuple(seat for seat in judged if seat in named) or tuple(held) or tuple(judged)
