"""The decision points that are open now, the sealed answers on the table, and what follows when all are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tabletop.engine.chance import Streams, unit
from tabletop.engine.decisions import Choice, GroupPlan, PointPlan, check_choice, stand_in
from tabletop.engine.effects import perform
from tabletop.engine.entries import NOTHING, EntryKind
from tabletop.engine.layout import DAYS
from tabletop.engine.question import Chooser, Question
from tabletop.engine.running import Running
from tabletop.errors import IllegalDecision, closest


@dataclass(frozen=True)
class Taken:
    """A decision as it was taken: `n` counts from 1, `at` in minutes, `by` outside, bot or default."""

    n: int
    at: int
    seat: str
    decision: str
    choice: Choice
    by: str


@dataclass(frozen=True)
class OpenPoint:
    """An unanswered decision point, as callers see it; times in minutes."""

    decision: str
    seat: str
    opened: int
    deadline: int
    outside: bool


@dataclass(eq=False)
class Sealed:
    """One point of an open group: when it was opened, until when, and the answer once there is one."""

    plan: PointPlan
    group: OpenGroup
    opened: int
    deadline: int
    entry: int
    answer: Choice | None = None
    by: str = ""
    announced: bool = False
    silent: bool = False
    timed: bool = False


@dataclass(eq=False)
class OpenGroup:
    """Points that will be resolved together; `closed` (a SimPy event) fires when the last is answered."""

    plan: GroupPlan
    closed: Any
    points: list[Sealed] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """True once every point of the group is open and answered."""
        return len(self.points) == len(self.plan.points) and all(p.answer is not None for p in self.points)


class Table:
    """Opens points, asks bots, takes answers, resolves groups. It changes the world only by way of the simulation.

    `unanswered` are the open points without an answer, in order of opening; `taken` the decisions so far.
    """

    def __init__(
        self,
        sim: Running,
        choosers: Mapping[str, Chooser],
        understudies: Mapping[str, Chooser],
        on_decision: Callable[[Taken], None] | None,
        bots: Streams,
    ) -> None:
        self.taken: list[Taken] = []
        self._sim = sim
        self.unanswered: list[Sealed] = []
        self._groups: list[OpenGroup] = []
        self._bots = bots
        self._choosers = choosers
        self._understudies = understudies
        self._on_decision = on_decision
        self._unlisted = {seat.id: seat.unlisted for seat in sim.program.scenario.seats}

    def fork(self, sim: Running, choosers: Mapping[str, Chooser], bots: Streams) -> Table:
        """The same open points for a fork of the game with other players. Answers that are still sealed are taken back:
        nobody but their authors can know them.
        """
        fork = Table(sim, choosers, NOTHING, None, bots)
        fork.taken = self.taken.copy()
        for group in self._groups:
            twin = fork._new_group(group.plan)
            for sealed in group.points:
                again = replace(sealed, group=twin, answer=None, by="", announced=False, silent=False)
                twin.points.append(again)
                fork.unanswered.append(again)
        return fork

    def open_points(self) -> tuple[OpenPoint, ...]:
        """Unanswered points in the order in which they were opened."""
        return tuple(
            OpenPoint(p.plan.point.id, p.plan.point.seat, p.opened, p.deadline, self._chooser(p) is None)
            for p in self.unanswered
        )

    def sealed_answers(self) -> tuple[Sealed, ...]:
        """Answers that are in and wait for another seat."""
        return tuple(p for group in self._groups for p in group.points if p.answer is not None)

    def state(self) -> list[tuple[str, Choice | None]]:
        """What belongs to the state beyond the world's numbers: open points and sealed answers."""
        return [(p.plan.point.id, p.answer) for group in self._groups for p in group.points]

    # Opening

    def open(self, decision: str, cause: int) -> None:
        """Open a decision point, once at a time; a point that the length leaves out gets its default at once."""
        plan, sim = self._sim.program.points[decision], self._sim
        if any(sealed.plan is plan for group in self._groups for sealed in group.points):
            return
        point = plan.point
        entry = sim.world.enter("opened", decision, cause, seats=(point.seat,), detail={"title": point.title})
        group = self._group(plan.group)
        sealed = Sealed(plan, group, sim.now, sim.now + point.window, entry)
        group.points.append(sealed)
        self.unanswered.append(sealed)
        if not self._listed(sealed) and self._unlisted[point.seat] == "default":
            self._lapse(sealed)

    def keep_time(self) -> bool:
        """Set the deadlines of points that are still open at the end of the minute in which they opened; True if any.

        Most are answered at once, by bots, and need none.
        """
        late = [sealed for sealed in self.unanswered if not sealed.timed]
        for sealed in late:
            sealed.timed = True
            self._sim.at_deadline(sealed.deadline - self._sim.now, sealed.plan.point.id)
        return bool(late)

    def lapse(self, decision: str) -> None:
        """The window of a point closes now: without an answer its default is taken."""
        for sealed in self.unanswered:
            if sealed.plan.point.id == decision and sealed.deadline == self._sim.now:
                self._lapse(sealed)
                return

    def _group(self, id_: str) -> OpenGroup:
        for group in self._groups:
            if group.plan.id == id_ and len(group.points) < len(group.plan.points):
                return group
        return self._new_group(self._sim.program.groups[id_])

    def _new_group(self, plan: GroupPlan) -> OpenGroup:
        group = OpenGroup(plan, self._sim.env.event())
        group.closed.callbacks.append(lambda _: self._resolve(group))
        self._groups.append(group)
        return group

    def _listed(self, sealed: Sealed) -> bool:
        lengths, length = sealed.plan.point.lengths, self._sim.setup.length
        return not lengths or not length or length in lengths

    # Asking

    def announce(self) -> bool:
        """True if a point has opened that a caller has to decide and has not been told of."""
        fresh = [sealed for sealed in self.unanswered if not sealed.announced and self._chooser(sealed) is None]
        for sealed in fresh:
            sealed.announced = True
        return bool(fresh)

    def ask_a_bot(self) -> bool:
        """Let the bot of the first unanswered point that has one decide. False if there is none.

        A bot whose answer is not legal has said nothing: the default is taken at the deadline.
        """
        for sealed in self.unanswered:
            chooser = None if sealed.silent else self._chooser(sealed)
            if chooser is not None:
                question = self.question(sealed.plan.point.id)
                choice = chooser(question)
                try:
                    check_choice(sealed.plan, question.open, choice)
                except IllegalDecision:
                    sealed.silent = True
                    continue
                self._answer(sealed, choice, "bot")
                return True
        return False

    def _chooser(self, sealed: Sealed) -> Chooser | None:
        seat = sealed.plan.point.seat
        if seat in self._choosers:
            return self._choosers[seat]
        return None if self._listed(sealed) else self._understudies.get(seat)

    def question(self, decision: str) -> Question:
        """The question of a decision point as a bot is asked it now; counts this time."""
        sim = self._sim
        plan = sim.program.points[decision]
        seat, id_ = plan.point.seat, plan.point.id
        asked = sim.occurrence("asked", id_)
        block = self._bots.uniforms(seat, id_, asked)
        return Question(
            seat=seat,
            point=plan.point,
            open=plan.open_options(sim.world.values),
            weights=lambda: plan.weights(sim.world.values) if plan.weights else [0.0] * len(plan.point.options),
            see=lambda: tuple(sim.program.masks[seat].apply(sim.world.values)),
            draw=lambda slot: unit(block, slot),
            asked=asked,
        )

    # Answering

    def check(self, seat: str, decision: str, choice: Choice) -> Sealed:
        """The open point that `choice` may answer. Raises IllegalDecision with the way out."""
        sim = self._sim
        if sim.ended:
            raise IllegalDecision("the game has ended", "look at the scorecard, or start another game")
        if seat not in sim.program.masks:
            known = sim.program.masks
            raise IllegalDecision(f"no seat '{seat}'", closest(seat, known) or f"the seats are {', '.join(known)}")
        if decision not in sim.program.points:
            raise IllegalDecision(f"no decision point '{decision}'", closest(decision, sim.program.points))
        owner = sim.program.points[decision].point.seat
        if owner != seat:
            raise IllegalDecision(f"{decision} is for seat '{owner}', not '{seat}'", "decide only for your own seat")
        sealed = next((p for p in self.unanswered if p.plan.point.id == decision), None)
        if sealed is None:
            raise IllegalDecision(f"{decision} is not open now", "let time pass until it opens, or see what is open")
        check_choice(sealed.plan, sealed.plan.open_options(sim.world.values), choice)
        return sealed

    def decide(self, seat: str, decision: str, choice: Choice) -> None:
        """Take the answer of an outside seat."""
        self._answer(self.check(seat, decision, choice), choice, "outside")

    def _lapse(self, sealed: Sealed) -> None:
        open_options = sealed.plan.open_options(self._sim.world.values)
        self._answer(sealed, stand_in(sealed.plan, open_options), "default")

    def _answer(self, sealed: Sealed, choice: Choice, by: str) -> None:
        point = sealed.plan.point
        taken = Taken(len(self.taken) + 1, self._sim.now, point.seat, point.id, choice, by)
        if self._on_decision is not None:
            self._on_decision(taken)
        self.taken.append(taken)
        sealed.answer, sealed.by = choice, by
        self.unanswered.remove(sealed)
        if sealed.group.complete:
            sealed.group.closed.succeed()

    # Resolving

    def _resolve(self, group: OpenGroup) -> None:
        sim = self._sim
        self._groups.remove(group)
        by_point = {sealed.plan.point.id: sealed for sealed in group.points}
        points = [by_point[plan.point.id] for plan in group.plan.points]
        numbers = [self._commit(sealed) for sealed in points]
        for sealed, number in zip(points, numbers, strict=True):
            for option in sealed.answer or ():
                perform(sealed.plan.acts[sealed.plan.numbers[option]], sim, number)
        if not group.plan.rows:
            return
        choices = {sealed.plan.point.id: sealed.answer or () for sealed in points}
        acts = group.plan.joint(choices, sim.world.values)
        if acts:
            detail = {"choices": choices, "entries": tuple(numbers)}
            perform(acts, sim, sim.world.enter("resolved", group.plan.id, numbers[-1], detail=detail))

    def _commit(self, sealed: Sealed) -> int:
        plan, world = sealed.plan, self._sim.world
        choice = sealed.answer or ()
        chosen, answered, last = plan.chosen_slot, plan.answered_slot, plan.last_slot
        writes = ((chosen, plan.stored(choice)), (answered, 1.0), (last, world.values[DAYS]))
        kind: EntryKind = "default" if sealed.by == "default" else "decision"
        detail = {"seat": plan.point.seat, "choice": choice, "by": sealed.by, "opened": sealed.opened}
        return world.commit(writes, kind, plan.point.id, sealed.entry, detail=detail)
