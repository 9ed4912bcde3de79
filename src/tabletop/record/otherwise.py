"""A recorded game played once more with one decision otherwise: the same seed, so the same draws for the same purposes.

Everybody else goes on as recorded, wherever that still fits: an answer is given as long after its question as it was
then, the facilitator's hand moves at the same minute. What no longer fits is told and left to the seat's player, or to
the default where a human sat.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tabletop.engine.asking import QuestionView, questions
from tabletop.engine.decisions import Choice, check_choice
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.table import OpenPoint, Taken
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.askings import Asking, Key, askings, opened
from tabletop.record.course import Chained, Replayed, setup_of
from tabletop.record.prompting import HUMAN, Choosers
from tabletop.record.record import DecisionLine, EndLine, InjectLine, Line, NoteLine, OverrideLine, Record

BRANCH = "branch"
_UNDERSTUDY = "doctrine"

Hand = InjectLine | OverrideLine
Place = tuple[int, int]
Due = tuple[int, Place, Callable[[], None]]
"""At which minute, in which order within it, and what is to be done."""


@dataclass(frozen=True)
class Misfit:
    """What was recorded and could not be given again, and why. `key` is its question's, None for the facilitator's."""

    at: int
    line: DecisionLine | Hand
    why: str
    key: Key | None = None


class Otherwise(Chained):
    """The game of `replayed` (with its entries), in which `choice` is the answer to the question `target`.

    Without a choice it goes as it went; with `react` bots answer anew what comes after the change. `question` is the
    target as its seat read it and `values_then` are the world's at that moment; `lines` are the inputs that were given,
    `turned` is the number of lines before the change. Raises IllegalDecision when `choice` is not open there, and what
    a simulation raises.
    """

    def __init__(
        self, replayed: Replayed, program: Program, choosers: Choosers,
        target: Asking | None = None, choice: Choice | None = None, *, react: bool = False,
    ) -> None:  # fmt: skip
        header = replayed.record.header
        self.recorded = {asking.key: asking for asking in askings(replayed)}
        self.question: QuestionView | None = None
        self.values_then: list[float] = []
        self.turned: int | None = None
        self.lines: list[Line] = []
        self.misfits: list[Misfit] = []
        self._target = target
        self._choice = choice
        self._other = target is not None and choice is not None and sorted(choice) != sorted(target.choice)
        self._react = react
        self._given: Asking | None = None
        self._done: set[Key] = set()
        self._hands = deque(_hands(replayed))
        self._players = {str(seat.id): header.seats.get(str(seat.id), HUMAN) for seat in program.scenario.seats}
        late = {asking.seat for asking in self.recorded.values() if asking.line and asking.delay}
        bots = {seat: spec for seat, spec in self._players.items() if spec != HUMAN and seat not in late}
        super().__init__(
            program,
            setup_of(header),
            {seat: self._prompted(choosers(spec), spec) for seat, spec in bots.items()},
            understudies={
                seat: self._prompted(choosers(_UNDERSTUDY), _UNDERSTUDY) for seat in self._players if seat not in bots
            },
            on_link=self._put_down,
        )

    def play(self, until: int | None = None, enough: Callable[[Otherwise], bool] = lambda _: False) -> None:
        """Play on to minute `until`, to the end of the game, or until it is `enough`."""
        while not (self.ended or enough(self)):
            due = sorted(self._waiting(), key=lambda item: item[:2])
            if due and due[0][0] <= self.now:
                due[0][2]()
            elif until is not None and self.now >= until:
                return
            else:
                times = [at for at, _, _ in due] + ([until] if until is not None else [])
                self.advance(min(times, default=None))

    def settle(self) -> None:
        """Once the playing is over: the line that ends a game, and what was never called for."""
        if self.outcome is not None:
            self.lines.append(EndLine(self.outcome.at, self.outcome.ending, self.closed()))
        for _, line, _ in self._hands:
            self._leave(line, "the game had ended before")
        asked = opened(self)
        for key, asking in self.recorded.items():
            if asking.line is not None and key not in self._done:
                self._leave(asking.line, "there was no time left for it" if key in asked else "it was not asked", key)

    def answered(self) -> dict[Key, Taken]:
        """Every answer of this game by its question, defaults among them."""
        turns = Counter[str]()
        found = {}
        for taken in self.taken:
            found[taken.decision, turns[taken.decision]] = taken
            turns[taken.decision] += 1
        return found

    # What is answered

    def _prompted(self, bot: Chooser, spec: str) -> Chooser:
        def choose(question: Question) -> Choice:
            own = bot(question)  # asked in any case, since some bots remember what they have tried
            asking = self._asking(question.point.id)
            if asking is None:
                return own
            if self._react and self.turned is not None and (asking.line is None or asking.line.by == spec):
                self._done.add(asking.key)
                return own
            plan = self.program.points[asking.decision]
            known = self._answer_to(asking, lambda choice: check_choice(plan, question.open, choice))
            return own if known is None else known

        return choose

    def _waiting(self) -> Iterator[Due]:
        """Answers to questions that are open now, and the facilitator's next line."""
        for point in self.open_points():
            asking = self._asking(point.decision)
            if point.outside and asking is not None and asking.key not in self._done:
                yield point.opened + asking.delay, asking.place, partial(self._answer, point, asking)
        if self._hands:
            place, line, _ = self._hands[0]
            yield line.at, place, self._move_hand

    def _answer(self, point: OpenPoint, asking: Asking) -> None:
        choice = self._answer_to(asking, lambda choice: self.check(point.seat, point.decision, choice))
        if choice is not None:
            self.decide(point.seat, point.decision, choice)

    def _asking(self, decision: str) -> Asking | None:
        return self.recorded.get((decision, sum(taken.decision == decision for taken in self.taken)))

    def _answer_to(self, asking: Asking, check: Callable[[Choice], object]) -> Choice | None:
        """What is answered now; None where nobody answered, or where what was answered is not open."""
        changed = self._choice is not None and self._is_target(asking)
        if self._is_target(asking):
            self.question = next(q for q in questions(self, None) if q.decision == asking.decision)
            self.values_then = self.world.values.copy()
        choice = self._choice if changed else asking.choice if asking.line else None
        self._done.add(asking.key)
        if choice is None:
            return None
        try:
            check(choice)
        except IllegalDecision as refused:
            if changed or asking.line is None:
                raise self._explained(refused, choice) from None
            self._leave(asking.line, _reason(refused), asking.key)
            return None
        if changed:
            self._turn(asking, choice)
        self._given = asking
        return choice

    def _explained(self, refused: IllegalDecision, choice: Choice) -> IllegalDecision:
        """The refusal, with what a locked option needs and what there is of it."""
        options = self.question.options if self.question else ()
        why = [option.why_locked for option in options if option.id in choice and option.locked]
        return IllegalDecision(str(refused), why[0]) if why else refused

    def _is_target(self, asking: Asking) -> bool:
        return self._target is not None and asking.key == self._target.key

    # The facilitator

    def _move_hand(self) -> None:
        _, line, before = self._hands.popleft()
        if isinstance(line, InjectLine) and self._has_come(line.inject, before):
            self._leave(line, "it has come of itself here")
            return
        self.lines.append(line)
        if isinstance(line, InjectLine):
            self.fire_by_hand(line.inject, line.reason)
        else:
            named = self.program.layout.quantities[line.quantity]
            value = named.number(line.value) if isinstance(line.value, str) else line.value
            self.override(line.quantity, value, line.reason)

    def _has_come(self, inject: str, before: int) -> bool:
        """True for what comes once and has come by now, without the facilitator, as it had not in the record."""
        plan = self.program.injects[inject]
        once = plan.inject.hazard is None or plan.inject.hazard.most == 1
        return once and bool(self.world.values[plan.fired_slot] > before)

    # What is put down

    def _turn(self, asking: Asking, choice: Choice) -> None:
        self.turned = len(self.lines)
        here, there = (self._labels(asking.decision, options) for options in (choice, asking.choice))
        how = "" if asking.line else " by default, since nobody answered"
        told = f"“{here}” instead of “{there}”{how}" if self._other or how else f"“{here}” again, as in the mainline"
        self.lines.append(NoteLine(self.now, "", f"Branch: {told}."))

    def _labels(self, decision: str, choice: Choice) -> str:
        options = self.program.points[decision].point.options
        return "; ".join(option.label for option in options if option.id in choice) or "nothing"

    def _put_down(self, taken: Taken, digest: str) -> None:
        """The line of a decision that is about to take effect; a forecast belongs to the game it was made in."""
        asking, self._given = self._given, None
        number = 1 + sum(isinstance(line, DecisionLine) for line in self.lines)
        spec = self._players[taken.seat]
        by = _UNDERSTUDY if spec == HUMAN else spec
        line = DecisionLine(number, taken.at, taken.seat, taken.decision, tuple(taken.choice), by, digest)
        said = asking.line if asking else None
        if asking is not None and self._other and self._is_target(asking):
            line = replace(line, by=HUMAN if spec == HUMAN else BRANCH)
        elif said is not None:
            forecast = None if self._other and self.turned is not None else said.forecast
            line = replace(said, n=number, at=taken.at, digest=digest, forecast=forecast)
        self.lines.append(line)

    def _leave(self, line: DecisionLine | Hand, why: str, key: Key | None = None) -> None:
        self.misfits.append(Misfit(self.now, line, why, key))
        what = f"decision {line.n}" if isinstance(line, DecisionLine) else "what the facilitator did by hand"
        self.lines.append(NoteLine(self.now, "", f"Branch: {what} of the mainline is left out: {why}."))


def _hands(replayed: Replayed) -> Iterator[tuple[Place, Hand, int]]:
    """The facilitator's lines in order, each with the number of times that its inject had come before."""
    fired = Counter[str]()
    before: list[int] = []
    for entry in replayed.simulation.entries:
        if entry.kind == "inject":
            if "reason" in entry.detail:
                before.append(fired[entry.what])
            fired[entry.what] += 1
    counts = iter(before)
    for index, line in enumerate(replayed.record.lines):
        if isinstance(line, InjectLine):
            yield (index, 1), line, next(counts)
        elif isinstance(line, OverrideLine):
            yield (index, 1), line, 0


def unplayable(record: Record) -> CannotRun:
    """What to raise when the players of a record do not bring about the recorded course."""
    why = "its answers do not stand in the order in which the program asks for them, so it was not made by play"
    return CannotRun(f"{record.path}: the game cannot be played again by its players", why)


def _reason(refused: IllegalDecision) -> str:
    return f"{refused} ({refused.hint})" if refused.hint else str(refused)
