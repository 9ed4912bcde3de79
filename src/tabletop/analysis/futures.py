"""How a seat's game could have gone on: the work of a review, in pieces that any process can do.

A review first lives the game through again in many possible worlds and asks how well each fits what the seat saw
(`fits`). Then, in worlds drawn by that fit, each answer that was open is played to the end (`values`). The futures have
draws of their own; the seed of the game is used for nothing that had not happened yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, isnan

from tabletop.analysis.past import Given, Past, give, reach, sight, walk
from tabletop.analysis.references import NAMES, players, remembering
from tabletop.bots.players import make_chooser, probabilities
from tabletop.engine.chance import derived_seed
from tabletop.engine.future import ANALYSIS, Future
from tabletop.engine.processes import DAY
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.reliving import Relived
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.record import DecisionLine
from tabletop.scoring.scorecard import totals

REFERENCES = tuple(range(len(NAMES)))
START = -1
OTHERS_EVERY = 2


@dataclass(frozen=True)
class World:
    """A possible world by number. `facts` are hidden facts that had come to light by the moment `since`."""

    number: int
    facts: tuple[tuple[str, str | float], ...] = ()
    since: int = 0


@dataclass(frozen=True)
class Fit:
    """How a possible world fits what the seat saw: at each moment the log-likelihood and the distance of the two views.

    The distance is the sum of the differences in the numbers that the seat sees, as shares of their ranges. A world in
    which the game could not have gone so far stops short. `latents` are the hidden facts, as names where they have any.
    """

    world: World
    latents: Mapping[str, str | float]
    at_moments: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Value:
    """What came out of one future at one moment, played on by its reference policy: the final score after each open
    answer, and as the reference would answer. `others` is by how much the score after the answer given changes when
    everybody else does as recorded until the next moment; None in the futures in which that is not worked out.
    """

    moment: int
    future: int
    answers: tuple[float, ...]
    by_reference: float
    others: float | None

    @property
    def reference(self) -> int:
        """The policy of this future."""
        return reference_of(self.future)


def reference_of(future: int) -> int:
    """Even futures are played on by the first reference policy, odd ones by the second."""
    return future % len(REFERENCES)


def fits(program: Program, item: tuple[Past, tuple[World, ...]]) -> list[Fit]:
    """Live the game through again in some possible worlds."""
    past, worlds = item
    return [_fit(program, past, world) for world in worlds]


def values(program: Program, item: tuple[Past, World, Mapping[int, tuple[int, ...]]]) -> list[Value]:
    """Play on from the moments of one possible world, each in the futures given by number; START is the beginning."""
    past, world, futures = item
    seats = [players(program, past.seats, reference, past.seat) for reference in REFERENCES]
    found = [_from_start(program, past, seats, future) for future in futures.get(START, ())]
    last = max((moment for moment in futures if moment != START), default=START)
    if last == START:
        return found
    sim = relived(program, past, world)
    for number in walk(sim, past.given, past.moments[: last + 1]):
        found += [_value(sim, past, number, seats, future) for future in futures.get(number, ())]
        if number == last:
            break
    return found


def relived(program: Program, past: Past, world: World) -> Relived:
    """The game in a possible world: program's players answer as the seat saw them answer, weighed by their odds."""
    seed = derived_seed(0, "possible world", world.number)
    setup = replace(past.seen.setup, latents={**dict(world.facts), **past.seen.setup.latents})
    played = {seat: spec for seat, spec in past.seats.items() if spec != "human" and seat != past.seat}
    games: list[Relived] = []
    bots = {seat: _weighing(make_chooser(spec, program), past, games) for seat, spec in played.items()}
    games.append(Relived(program, replace(past.seen, setup=setup), seed, bots))
    return games[0]


def _weighing(bot: Chooser, past: Past, games: list[Relived]) -> Chooser:
    def choose(question: Question) -> tuple[str, ...]:
        known = past.known.get((question.point.id, question.asked))
        if known is None:
            return bot(question)
        odds = probabilities(bot, question)
        if odds is not None:
            numbers = [number for number, option in enumerate(question.point.options) if option.id in known]
            games[0].weigh(odds[numbers[0]])
        return known

    return choose


def _fit(program: Program, past: Past, world: World) -> Fit:
    sim = relived(program, past, world)
    at_moments = []
    latents = dict(_latents(sim))
    try:
        for number in walk(sim, past.given, past.moments):
            if not _all_open(sim, past, number):
                break
            at_moments.append((sim.likelihood, _distance(program, past.sights[number], sight(sim, past.seat))))
    except (IllegalDecision, CannotRun):
        pass  # the game could not have gone on so in this world
    return Fit(world, latents, tuple(at_moments))


def _latents(sim: Simulation) -> Iterator[tuple[str, str | float]]:
    for quantity in sim.program.layout.quantities.values():
        if quantity.kind == "latent":
            number = sim.world.values[quantity.slot]
            yield quantity.id, quantity.name(number) if quantity.names else number


def _all_open(sim: Simulation, past: Past, number: int) -> bool:
    moment = past.moments[number]
    try:
        for choice in moment.open:
            sim.check(past.seat, moment.decision, choice)
    except IllegalDecision:
        return False
    return True


def _distance(program: Program, recorded: tuple[float, ...], found: tuple[float, ...]) -> float:
    off = [
        slot for slot, (one, other) in enumerate(zip(recorded, found, strict=True)) if one != other and not isnan(one)
    ]
    if not off:
        return 0.0
    widths = {quantity.slot: quantity.high - quantity.low for quantity in program.layout.quantities.values()}
    latest = program.scenario.endex.latest / DAY
    widths |= {slot: latest for key, slot in program.layout.slots.items() if key[0] == "last"}
    return sum(min(1.0, abs(recorded[slot] - found[slot]) / widths.get(slot, 1.0)) for slot in off)


# Futures


def looks_at_others(future: int) -> bool:
    """True for the futures in which the worth of the others' choices is worked out: every second of each policy."""
    return future // len(REFERENCES) % OTHERS_EVERY == 0


def _value(sim: Relived, past: Past, number: int, seats: list[dict[str, Chooser]], future: int) -> Value:
    moment, choosers = past.moments[number], seats[reference_of(future)]
    ahead = Future(derived_seed(0, f"future of {number}", future), str(sim.program.scenario.id))
    scores = tuple(_played(sim.fork(ahead, choosers), past, number, choice) for choice in moment.open)
    by_reference = _as_reference(sim, past, number, choosers, ahead, scores)
    others = None
    if looks_at_others(future):
        others = _with_others(sim, past, number, choosers, ahead) - scores[moment.open.index(moment.choice)]
    return Value(number, future, scores, by_reference, others)


def _with_others(sim: Relived, past: Past, number: int, choosers: Mapping[str, Chooser], ahead: Future) -> float:
    known = dict(_recorded(sim, past, number))
    hands = _hands(past, past.moments[number].at, _until(past, number + 1))
    others = {seat: remembering(chooser, known) for seat, chooser in choosers.items()}
    return _played(sim.fork(ahead, others), past, number, past.moments[number].choice, hands)


def _played(fork: Simulation, past: Past, number: int, choice: tuple[str, ...], hands: tuple[Given, ...] = ()) -> float:
    fork.decide(past.seat, past.moments[number].decision, choice)
    return _final(fork, past.seat, hands)


def _final(sim: Simulation, seat: str, hands: tuple[Given, ...] = ()) -> float:
    for line in hands:
        reach(sim, line.at)
        if not sim.ended:
            give(sim, line)
    while not sim.ended:
        sim.advance()
    return totals(sim, (seat,))[seat]


def _as_reference(
    sim: Relived, past: Past, number: int, choosers: Mapping[str, Chooser], ahead: Future, scores: tuple[float, ...]
) -> float:
    """The mean over what the reference policy would answer; where its odds are not known, one answer of its own."""
    moment = past.moments[number]
    plan = sim.program.points[moment.decision]
    odds = probabilities(choosers[past.seat], sim.table.question(moment.decision)) if plan.single else None
    if odds is None:
        return _final(sim.fork(ahead, choosers), past.seat)
    return sum(odds[plan.numbers[choice[0]]] * value for choice, value in zip(moment.open, scores, strict=True))


def _from_start(program: Program, past: Past, seats: list[dict[str, Chooser]], future: int) -> Value:
    setup = replace(past.seen.setup, seed=derived_seed(0, "future of the start", future))
    choosers = seats[reference_of(future)]
    plain = _final(_begun(program, setup, choosers), past.seat)
    others = None
    if looks_at_others(future):
        known = dict(_recorded(None, past, START))
        who = {seat: remembering(chooser, known) for seat, chooser in choosers.items()}
        others = _final(_begun(program, setup, who), past.seat, _hands(past, 0, _until(past, 0))) - plain
    return Value(START, future, (), plain, others)


def _begun(program: Program, setup: Setup, choosers: Mapping[str, Chooser]) -> Simulation:
    return Simulation(program, setup, choosers, entries=False, domain=ANALYSIS)


def _recorded(sim: Simulation | None, past: Past, number: int) -> Iterator[tuple[tuple[str, int], tuple[str, ...]]]:
    """What everybody else answers from this moment to the next, by (decision, how often it was asked).

    Answers that are sealed at a moment belong to the time after it.
    """
    count: dict[str, int] = {}
    for place, decision, choice in past.others:
        if _interval(past, place, decision) == number:
            asked = (sim.times("asked", decision) if sim is not None else 0) + count.get(decision, 0)
            count[decision] = count.get(decision, 0) + 1
            yield (decision, asked), choice


def _interval(past: Past, place: int, decision: str) -> int:
    """The number of the moment after which a decision of others came to light, START for none."""
    since = START
    for number, moment in enumerate(past.moments):
        if moment.place < place or decision in moment.sealed:
            since = number
    return since


def _until(past: Past, number: int) -> float:
    return past.moments[number].at if number < len(past.moments) else inf


def _hands(past: Past, since: int, until: float) -> tuple[Given, ...]:
    return tuple(line for line in past.given if not isinstance(line, DecisionLine) and since <= line.at < until)
