"""One running game: SimPy keeps the clock and the queues, every change goes through the world's one door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from simpy import Environment, Resource

from tabletop.engine import processes
from tabletop.engine.chance import Streams
from tabletop.engine.drivers import Driver, drivers, reads
from tabletop.engine.effects import Acts, arm_of, perform
from tabletop.engine.entries import NOTHING, ROOT, Entry
from tabletop.engine.forces import Forces
from tabletop.engine.future import BOTS, WORLD, Future
from tabletop.engine.injects import InjectPlan
from tabletop.engine.layout import DAYS
from tabletop.engine.outcome import Outcome, outcome
from tabletop.engine.processes import CLOCK, DAY, DECISIONS, EFFECTS, END, INJECTS, Due, due
from tabletop.engine.program import Program
from tabletop.engine.programmes import ProgrammePlan
from tabletop.engine.question import Chooser
from tabletop.engine.relations import Step, note
from tabletop.engine.setup import Setup, furnish, settled, starting_places
from tabletop.engine.table import OpenPoint, Table, Taken
from tabletop.engine.trackers import Trackers
from tabletop.engine.world import World
from tabletop.errors import CannotRun, IllegalDecision, TabletopError, closest

Result = TypeVar("Result")

MOST_IN_AN_INSTANT = 10_000
MOST_EVENTS = 2_000_000
DEEPEST_FIRING = 50


@dataclass(eq=False)
class Pending:
    """A delayed effect on its way: when it is due, its label, and the seat that set it going."""

    due: int
    label: str
    cause: int


class Simulation:
    """A game from STARTEX to ENDEX. Seats without a chooser are outside: the caller decides for them.

    `understudies` choose for outside seats at points that the session's length leaves to doctrine. `on_decision`
    hears of every decision when it is taken. Without `entries` nothing is written down (ensembles). Times are minutes.
    `domain` keeps the draws of analyses apart from those of games.
    """

    def __init__(
        self, program: Program, setup: Setup, choosers: Mapping[str, Chooser] = NOTHING, *, entries: bool = True,
        understudies: Mapping[str, Chooser] = NOTHING, on_decision: Callable[[Taken], None] | None = None,
        domain: str = WORLD,
    ) -> None:  # fmt: skip
        self.program = program
        self.setup = settled(program, setup)
        self.world = World(program.layout, entries=entries)
        self.streams = Streams(setup.seed, program.scenario.id, domain)
        self.env = Environment()
        self.lifts: Mapping[str, Any] = {lift: Resource(self.env) for lift in program.forces.waiting}
        self.forces = Forces(program.forces, self)
        self.trackers = Trackers(program.trackers)
        self.outcome: Outcome | None = None
        self.events = 0
        self.pending: list[Pending] = []
        self.history: list[tuple[int, list[float]]] = []
        bots = Streams(setup.seed, program.scenario.id, BOTS[domain])
        self.table = Table(self, choosers, understudies, on_decision, bots)
        self._counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._bound: tuple[tuple[int, float], ...] = ()
        self._met = 0
        self._checked = -1
        self._depth = 0
        self.start_values: list[float] = []
        self._begin()

    # Where the game stands

    @property
    def now(self) -> int:
        """Minutes since STARTEX."""
        return self.world.now

    @property
    def ended(self) -> bool:
        """True after ENDEX."""
        return self.outcome is not None

    @property
    def entries(self) -> list[Entry]:
        """What happened so far; empty if nobody asked for entries."""
        return self.world.entries or []

    def open_points(self) -> tuple[OpenPoint, ...]:
        """Unanswered decision points in the order in which they were opened."""
        return () if self.ended else self.table.open_points()

    @property
    def taken(self) -> list[Taken]:
        """The decisions taken so far, defaults among them."""
        return self.table.taken

    def digest(self) -> str:
        """Hex digest of the whole present state."""
        ending = self.outcome.ending if self.outcome else ""
        return self.world.digest(self.forces.state(), self.table.state(), self.trackers.state(), ending)

    # Running

    def advance(self, until: int | None = None, stop: Callable[[Entry], bool] | None = None) -> None:
        """Let time pass: to `until`, to an entry that `stop` is true for, to a newly opened outside point, or to ENDEX.

        Calling again lets time pass over an open point; at its deadline the default is taken. Everything of the last
        minute has happened when it returns.
        """
        if until is not None and until > self.now:
            Due(self.env, until - self.now, CLOCK)
        self.guarded(lambda: self._advance(until, stop))

    def decide(self, seat: str, decision: str, choice: Sequence[str]) -> None:
        """Answer an open point for an outside seat. Joint answers stay sealed until all are in.

        Raises IllegalDecision for an unknown or closed point, another seat's point, or a choice that is not open.
        """
        self.guarded(lambda: self.table.decide(seat, decision, tuple(choice)))
        self.guarded(self._settle)

    def check(self, seat: str, decision: str, choice: Sequence[str]) -> None:
        """Raise what `decide` would raise, and change nothing."""
        self.guarded(lambda: self.table.check(seat, decision, tuple(choice)))

    def _advance(self, until: int | None, stop: Callable[[Entry], bool] | None) -> None:
        world, table = self.world, self.table
        if table.unanswered and table.announce():
            return
        while self.outcome is None and (until is None or world.now < until):
            seen = len(self.entries) if stop is not None else 0
            self._instant()
            if table.unanswered and table.announce():
                return
            if stop is not None and any(stop(entry) for entry in self.entries[seen:]):
                return

    def _instant(self) -> None:
        self.world.pass_to(int(self.env.peek()))
        self._settle()

    def guarded(self, work: Callable[[], Result]) -> Result:
        """Do something that may work out expressions; arithmetic that fails becomes CannotRun with its place."""
        try:
            return work()
        except (ArithmeticError, ValueError) as error:
            raise self.program.code.explain(_original(error)) from error
        except TabletopError as error:
            if _original(error) is error:
                raise
            raise _original(error) from None

    def _settle(self) -> None:
        """Everything that happens at this minute, until nothing more does: events, conditions, bots."""
        env, world, table = self.env, self.world, self.table
        peek, step = env.peek, env.step
        now, count = world.now, 0
        while self.outcome is None:
            if peek() == now:
                step()
                count += 1
                if count > MOST_IN_AN_INSTANT:
                    raise CannotRun("time stands still: more than 10,000 happenings in one minute", "give them delays")
            elif not (
                (world.version != self._checked and self._meet_conditions())
                or (table.unanswered and (table.ask_a_bot() or table.keep_time()))
            ):
                break
        self.events += count
        if self.events > MOST_EVENTS:
            raise CannotRun(f"more than {MOST_EVENTS:,} simulated steps in one game", "let the game end earlier")

    def _meet_conditions(self) -> bool:
        self._checked = self.world.version
        conditions = self.program.conditions
        fresh = conditions.holds(self.world.values) & ~self._met
        if not fresh:
            return False
        for number, (kind, id_) in enumerate(conditions.waiting):
            if fresh >> number & 1:
                self._met |= 1 << number
                cause = max(0, len(self.entries) - 1)
                (self.fire if kind == "inject" else self.table.open)(id_, cause)
        return True

    def fork(self, future: Future, choosers: Mapping[str, Chooser]) -> Simulation:
        """The same present with another future and with players `choosers`.

        Nothing of a fork is written down, and answers that are still sealed are open again. Only between instants, as
        callers always are.
        """
        fork = object.__new__(Simulation)
        env = Environment(self.now)
        vars(fork).update(vars(self))  # the program and whatever else does not change is shared
        vars(fork).update(
            streams=future.world, env=env, lifts={lift: Resource(env) for lift in self.lifts},
            world=self.world.fork(), forces=self.forces.fork(fork), trackers=self.trackers.fork(), pending=[],
            history=[], _counts=self._counts.copy(), _bound=(), _checked=-1,
        )  # fmt: skip
        fork.table = self.table.fork(fork, choosers, future.bots)
        self._carry_on(fork)
        return fork

    def _carry_on(self, fork: Simulation) -> None:
        """Set going in a fork what is under way here, in the order in which it is due."""
        for at, _, _, event in sorted(self.env._queue):  # noqa: SLF001 - SimPy has no other view of what it will do
            again = getattr(event, "again", None)
            if again is not None:
                again(fork, int(at) - self.now)
                fork.set_going()
        for order in fork.forces.in_line():
            fork.begin(processes.movement(fork, order))
            fork.set_going()

    def set_going(self) -> None:
        """Run what was begun at this minute up to its first wait."""
        while self.env.peek() <= self.now:
            self.env.step()

    def begin(self, body: Any) -> None:
        """Set a SimPy process going, up to its first wait."""
        self.env.process(body)

    # Setting up

    def _begin(self) -> None:
        program, scenario = self.program, self.program.scenario
        self.world.enter("start", scenario.id, ROOT)
        self.guarded(lambda: furnish(program, self.setup, self.world, self.streams))
        self.forces.deploy(starting_places(program, self.setup))
        self.start_values = self.world.values.copy()
        self.guarded(self._start_processes)

    def _start_processes(self) -> None:
        program = self.program
        perform(program.setup, self, ROOT)
        if self.setup.preset:
            perform(program.presets[self.setup.preset], self, ROOT)
        end = min(max(0, round(program.endex(self.world.values) * DAY)), program.scenario.endex.latest)
        due(self, end, END, lambda sim: sim.finish("", ROOT))
        for step in program.steps:
            self.begin(processes.stepping(self, step))
        for plan in program.programmes.values():
            if plan.programme.running:
                self.begin(processes.programme(self, plan, 0))
        for inject in program.injects.values():
            if inject.inject.hazard is not None:
                self.start_hazard(inject)
            elif inject.inject.at is not None:
                due(self, inject.inject.at, INJECTS, partial(Simulation.scheduled, plan=inject))
        for point in program.points.values():
            if point.point.opens.at is not None:
                due(
                    self,
                    point.point.opens.at,
                    DECISIONS,
                    partial(Simulation.open_point, decision=point.point.id, cause=ROOT),
                )
        self._instant()

    def scheduled(self, plan: InjectPlan) -> None:
        """The time of an inject has come: it happens if its condition holds."""
        if plan.when is None or plan.when(self.world.values):
            self.fire(plan.inject.id, ROOT)

    def start_hazard(self, plan: InjectPlan) -> None:
        """Let an inject come by its rate from now on."""
        self.begin(processes.hazard(self, plan))

    # What processes and effects ask for

    def take_step(self, step: Step) -> None:
        """Apply the relations of one period and commit them together."""
        world = self.world
        if world.entries is None:
            step.plain(world.values)
            world.stepped()
        else:
            parts: dict[int, tuple[tuple[str, float], ...]] = {}
            writes = step.traced(world.values, partial(note, parts))
            world.commit(writes, "step", "relations", world.latest, parts=parts)
            self.history.append((self.now, world.values.copy()))
        if step.every == self.program.scenario.step:
            self.trackers.sample(world.values)

    def times(self, stream: str, entity: str) -> int:
        """How often this was drawn so far in this game."""
        return self._counts[stream, entity]

    def occurrence(self, stream: str, entity: str) -> int:
        """How often this was drawn before in this game; counts this time."""
        count = self._counts[stream, entity]
        self._counts[stream, entity] = count + 1
        return count

    def later(self, delay: int, acts: Acts, cause: int, label: str = "") -> None:
        """Do the acts `delay` minutes from now, with the draws that are bound now."""
        pending = Pending(self.now + delay, label, cause)
        if self.world.entries is not None:
            self.pending.append(pending)
        bound = self._bound
        due(self, delay, EFFECTS, lambda sim: sim.do_late(pending, acts, bound))

    def do_late(self, pending: Pending, acts: Acts, bound: tuple[tuple[int, float], ...]) -> None:
        """Do delayed acts, with the draws that were bound when they were set going."""
        if self.world.entries is not None:
            self.pending.remove(pending)
        outer, self._bound = self._bound, bound
        self.world.recall(bound)
        perform(acts, self, pending.cause)
        self._bound = outer

    def bind(self, slot: int, value: float, acts: Acts, cause: int) -> None:
        """Do the acts with a drawn value under its name, now and in what they delay."""
        number = self.world.commit(((slot, value),), "note", "draw", cause, seats=())
        outer, self._bound = self._bound, (*self._bound, (slot, self.world.values[slot]))
        perform(acts, self, number)
        self._bound = outer
        self.world.recall(outer)

    def order(self, package: str, place: str | None, sooner: int, cause: int, because: str) -> None:
        """Order a package to a place, or home if None."""
        goal = None if place is None else self.program.layout.places()[place]
        order = self.forces.new_order(package, goal, sooner, cause, because)
        if order is not None:
            self.begin(processes.movement(self, order))

    def hold(self, package: str, cause: int) -> None:
        """Cancel an order that is not loading yet."""
        self.forces.cancel(package, cause)

    def stages_done(self, plan: ProgrammePlan) -> int:
        """Number of stages that a programme has done."""
        return int(self.world.values[plan.slot])

    def complete_stage(self, plan: ProgrammePlan, cause: int) -> None:
        """Count the present stage of a programme as done, and do what it does."""
        done = self.stages_done(plan)
        detail = {"stage": plan.stages[done].stage.label}
        number = self.world.commit(((plan.slot, done + 1.0),), "stage", plan.programme.id, cause, detail=detail)
        perform(plan.stages[done].acts, self, number)

    def advance_programme(self, programme: str, cause: int) -> None:
        """Finish the present stage at once; the next begins now."""
        plan = self.program.programmes[programme]
        if self.stages_done(plan) < len(plan.stages):
            self.complete_stage(plan, cause)
            if plan.programme.running:
                self.begin(processes.programme(self, plan, self.stages_done(plan)))

    def drivers(self, text: Any) -> tuple[Driver, ...]:
        """What pushed the odds or rate `text` up or down since STARTEX; nothing without entries."""
        if self.world.entries is None:
            return ()
        return drivers(self.program.code, text, self.world.values, self.start_values)

    def fire(self, inject: str, cause: int, detail: Mapping[str, Any] = NOTHING) -> None:
        """Let an inject happen now."""
        plan, world = self.program.injects[inject], self.world
        if self._depth >= DEEPEST_FIRING:
            raise CannotRun(
                f"time stands still: injects fire each other without end ({inject})", "put an 'after' between"
            )
        if world.entries is not None:
            detail = {**detail, **plan.told(world.values)}
            if plan.inject.hazard is not None and "rate" in detail:
                rate = plan.inject.hazard.rate
                detail = {**detail, "drivers": self.drivers(rate), "reads": reads(self.program.code, [rate])}
        writes = ((plan.fired_slot, world.values[plan.fired_slot] + 1), (plan.last_slot, world.values[DAYS]))
        because, seats = plan.inject.because or "", tuple(plan.inject.to)
        number = world.commit(writes, "inject", inject, cause, because, seats, detail)
        self._depth += 1
        perform(plan.acts, self, number)
        self._depth -= 1

    def happen(self, inject: str, rate: float, threshold: float, draw: float) -> None:
        """Let an inject happen by hazard: its rate a day, the rate's share of the bound, and the draw below that."""
        self.fire(inject, ROOT, {"rate": rate, "draw": draw, "threshold": threshold})

    def open_point(self, decision: str, cause: int) -> None:
        """Open a decision point now."""
        self.table.open(decision, cause)

    def drawn(self, entity: str) -> float:
        """The next uniform value for a delay or an amount."""
        return self.streams.uniform("draw", entity, self.occurrence("draw", entity))

    def arm(self, chance: str, odds: list[float]) -> tuple[int, float]:
        """Which arm of a chance comes about (-1: none), and the draw."""
        u = self.streams.uniform("chance", chance, self.occurrence("chance", chance))
        return arm_of(odds, u), u

    def finish(self, ending: str, cause: int) -> None:
        """End the game now, with a named ending or, for '', with the one that fits."""
        if self.outcome is None:
            self.outcome = outcome(self.program, self.world, ending)
            self.world.enter("end", self.outcome.ending, cause, detail={"title": self.outcome.title})

    def at_deadline(self, window: int, decision: str) -> None:
        """Let an open point lapse when its window closes."""
        due(self, window, DECISIONS, lambda sim: sim.table.lapse(decision))

    # The facilitator

    def fire_by_hand(self, inject: str, reason: str) -> None:
        """Let an inject happen now at the facilitator's wish. Raises IllegalDecision for an unknown inject."""
        if inject not in self.program.injects:
            known = self.program.injects
            raise IllegalDecision(f"no inject '{inject}'", closest(inject, known) or f"there are: {', '.join(known)}")
        _with_reason(reason)
        self.guarded(lambda: self.fire(inject, ROOT, {"reason": reason}))
        self.guarded(self._settle)

    def override(self, quantity: str, value: float, reason: str) -> None:
        """Set a quantity by hand, with a reason. Raises IllegalDecision for an unknown quantity or an empty reason."""
        known = self.program.layout.quantities
        if quantity not in known:
            raise IllegalDecision(f"no quantity '{quantity}'", closest(quantity, known))
        _with_reason(reason)
        if known[quantity].names and value not in known[quantity].values:
            raise IllegalDecision(
                f"{value:g} is no value of {quantity}", f"there are: {', '.join(known[quantity].names)}"
            )
        self.world.commit(((known[quantity].slot, value),), "override", quantity, ROOT, detail={"reason": reason})
        self.guarded(self._settle)


def _original(error: Exception) -> Exception:
    """What a process raised: SimPy hands on a copy, without its trace and its hint, and keeps the original as cause."""
    return error.__cause__ if type(error.__cause__) is type(error) else error


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise IllegalDecision("the facilitator's hand needs a reason", "say in a sentence why")
