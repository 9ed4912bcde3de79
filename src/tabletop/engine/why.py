"""Why a quantity stands where it stands: what moved it since STARTEX, by which rule, and what that goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tabletop.engine.cards import ROOTS
from tabletop.engine.drivers import driver_name, drivers
from tabletop.engine.entries import Change, Entry
from tabletop.engine.knowledge import knows, seats_told, taken
from tabletop.engine.layout import Quantity
from tabletop.engine.readings import number
from tabletop.engine.sight import BANDS, band, masked_source, sight
from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision, closest
from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import Gauge, Relation
from tabletop.scenario.expression.nodes import Atom, atoms

UNTOLD = "something that you have not been told of"
UNSEEN = "rules that turn on what you cannot see"
RETURN = "its way back to its usual level"
_LEAST = 0.05


@dataclass(frozen=True)
class Share:
    """What one thing did to a quantity since STARTEX, summed over `times` times; `clock` is the first.

    `amount` is None where the seat sees a band only; `up` says in which direction in any case. `rule` is the id of the
    relation that did it, '' for none.
    """

    amount: float | None
    up: bool
    what: str
    clock: str
    times: int
    rule: str = ""


@dataclass(frozen=True)
class Rule:
    """A relation that took part: its words for students, its grade and sources, and what of it has changed.

    `reads` are lines such as 'Alliance cohesion 66 → 58, most by the choice “…”'.
    """

    id: str
    title: str
    says: str
    grade: str
    sources: tuple[str, ...]
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """A quantity at STARTEX and now, what moved it, the strongest first, and the rules behind that."""

    id: str
    label: str
    began: str
    stands: str
    shares: tuple[Share, ...]
    rules: tuple[Rule, ...]


def why(sim: Simulation, seat: str | None, quantity: str) -> Why:
    """What a seat may know of why a quantity stands where it stands.

    Raises IllegalDecision for what the scenario does not have or the seat does not see.
    """
    return sim.guarded(lambda: _why(sim, seat, quantity))


def _why(sim: Simulation, seat: str | None, name: str) -> Why:
    quantities = sim.program.layout.quantities
    if name not in quantities or sight(quantities[name].visible, seat) == "hidden":
        seen = [id_ for id_, known in quantities.items() if sight(known.visible, seat) != "hidden"]
        raise IllegalDecision(f"no quantity '{name}' that you see", closest(name, seen))
    quantity = quantities[name]
    shares = sorted(_Account(sim, seat).shares(quantity), key=lambda share: -abs(share[0]))
    told = tuple(_hedged(share, size, quantity, seat) for size, share in shares if abs(size) >= _LEAST)
    rules = dict.fromkeys(share.rule for share in told if share.rule)
    return Why(
        quantity.id,
        quantity.label,
        _shown(sim.start_values, quantity, seat),
        _shown(sim.world.values, quantity, seat),
        told,
        tuple(_rule(sim, seat, rule, quantity) for rule in rules),
    )


def _hedged(share: Share, size: float, quantity: Quantity, seat: str | None) -> Share:
    amount = size if sight(quantity.visible, seat) == "exact" else None
    return Share(amount, size > 0, share.what, share.clock, share.times, share.rule)


def _shown(values: list[float], quantity: Quantity, seat: str | None) -> str:
    value = values[quantity.slot]
    if quantity.names:
        return quantity.words(value)
    if sight(quantity.visible, seat) == "band":
        return BANDS[band(value, quantity.low, quantity.high)]
    return number(value, quantity)


class _Account:
    """Adds up, for one seat, what the entries of a game did to quantities."""

    def __init__(self, sim: Simulation, seat: str | None) -> None:
        self._sim = sim
        self._seat = seat
        self._relations = {str(relation.id): relation for relation in sim.program.scenario.relations}
        self._gauges = {str(gauge.id): gauge for gauge in sim.program.scenario.gauges}
        self._known = {(made.decision, made.at) for made in taken(sim, seat)}

    def shares(self, quantity: Quantity) -> list[tuple[float, Share]]:
        """(sum, share) for everything that moved the quantity."""
        gauge = self._gauges.get(quantity.id)
        if gauge is not None and gauge.computed is not None:
            return list(self._of_computed(gauge))
        found: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for entry in self._sim.entries:
            for change in entry.changes:
                if change.quantity == quantity.id and entry.kind != "start":
                    for what, rule, amount in self._parts(entry, change):
                        found.setdefault((what, rule), []).append((entry.at, amount))
        moment = self._sim.program.times.moment
        return [
            (sum(amount for _, amount in moves), Share(None, True, what, moment(moves[0][0]), len(moves), rule))
            for (what, rule), moves in found.items()
        ]

    def _of_computed(self, gauge: Gauge) -> Iterator[tuple[float, Share]]:
        """What each thing that it follows from did: how it would stand if that were as at STARTEX."""
        quantities = self._sim.program.layout.quantities
        for name, amount in drivers(
            self._sim.program.code, gauge.computed, self._sim.world.values, self._sim.start_values
        ):
            read = quantities.get(name)
            seen = read is None or sight(read.visible, self._seat) != "hidden"
            what = UNSEEN if not seen else read.label if read is not None else "where the forces are"
            yield amount, Share(None, True, what, "", 1)

    def _parts(self, entry: Entry, change: Change) -> Iterator[tuple[str, str, float]]:
        """What a change goes back to, by which rule, and how much."""
        if entry.kind != "step":
            yield self._root(entry), entry.because, change.after - change.before
            return
        for rule, amount in change.parts:
            relation = self._relations.get(rule)
            if not self._seen(rule, change.quantity):
                yield UNSEEN, "", amount
            elif relation is None:
                yield RETURN, "", amount
            else:
                yield f"rule {rule}, {relation.title}", rule, amount

    def _seen(self, rule: str, quantity: str) -> bool:
        """Whether the seat sees all that a rule reads when it moves a quantity: its amount would tell the rest."""
        if self._seat is None:
            return True
        read = masked_source(self._sim.program.layout, self._seat)
        return all(read(atom) != "nan" for atom in self.read(rule, quantity))

    def read(self, rule: str, quantity: str) -> list[Atom]:
        """What a rule reads when it moves a quantity: amounts, conditions, the level that is returned to."""
        node = self._sim.program.code.node
        relation = self._relations.get(rule)
        texts = [] if relation is None else list(_texts(relation, quantity))
        gauge = self._gauges.get(quantity)
        if gauge is not None and gauge.drift is not None and (gauge.drift.because or "drift") == rule:
            texts += [text for text in (gauge.drift.to, gauge.drift.share) if text is not None]
        return list(dict.fromkeys(atom for text in texts for atom in atoms(node(text))))

    def _root(self, entry: Entry) -> str:
        """The choice, message or arrival that a change goes back to, as far as the seat knows of it."""
        sim = self._sim
        while entry.kind not in ROOTS and entry.n:
            entry = sim.entries[entry.cause]
        return _words(sim, entry) if self._told(entry) else UNTOLD

    def _told(self, root: Entry) -> bool:
        """Whether the seat knows of a root: of choices as soon as it may know them, of the rest as its cards say."""
        if self._seat is None:
            return True
        if root.kind in ("decision", "default"):
            return (root.what, root.at) in self._known
        if root.kind == "resolved":
            return set(root.detail["choices"]) <= {decision for decision, _ in self._known}
        told = seats_told(self._sim, root.n)
        return knows(root, self._seat) and (told is None or self._seat in told)


def _words(sim: Simulation, entry: Entry) -> str:
    """A root in words."""
    if entry.kind in ("decision", "default"):
        return f"the choice “{_chosen(sim, entry.what, entry.detail['choice'])}”"
    if entry.kind == "resolved":
        choices = (_chosen(sim, decision, choice) for decision, choice in entry.detail["choices"].items())
        return "the choices together: " + ", ".join(f"“{words}”" for words in choices)
    if entry.kind == "inject":
        return f"“{entry.detail['subject']}”"
    if entry.kind == "override":
        return f"the facilitator’s hand: {entry.detail['reason']}"
    if entry.kind == "stage":
        return f"a stage of {sim.program.programmes[entry.what].programme.label}: {entry.detail['stage']}"
    if entry.n:
        verb = "the arrival of" if entry.kind == "arrived" else "the departure of"
        return f"{verb} {sim.program.forces.packages[entry.what].package.label}"
    return "the starting position"


def _chosen(sim: Simulation, decision: str, choice: Iterable[str]) -> str:
    plan = sim.program.points[decision]
    seat = next(seat.short for seat in sim.program.scenario.seats if seat.id == plan.point.seat)
    return f"{seat}: {plan.named(choice)}"


def _rule(sim: Simulation, seat: str | None, id_: str, quantity: Quantity) -> Rule:
    relation = next(relation for relation in sim.program.scenario.relations if relation.id == id_)
    titles = {
        source.id: f"{source.title}{f', {source.date}' if source.date else ''}"
        for source in sim.program.scenario.sources
    }
    account = _Account(sim, seat)
    reads = (_changed(sim, seat, account, atom) for atom in account.read(id_, quantity.id))
    return Rule(
        id_,
        relation.title,
        " ".join(relation.says.split()),
        relation.grade,
        tuple(titles[source] for source in relation.sources),
        tuple(line for line in reads if line),
    )


def _changed(sim: Simulation, seat: str | None, account: _Account, atom: Atom) -> str:
    """What a rule reads, if the seat sees it and it is not as at STARTEX, with what moved it most; else ''."""
    read = sim.program.layout.quantities.get(driver_name(atom))
    if read is None or read.kind == "assumption" or sight(read.visible, seat) == "hidden":
        return ""
    before, now = _shown(sim.start_values, read, seat), _shown(sim.world.values, read, seat)
    if before == now:
        return ""
    most = max(account.shares(read), key=lambda share: abs(share[0]), default=None)
    return f"{read.label} {before} → {now}" + (f", most by {most[1].what}" if most is not None else "")


def _texts(relation: Relation, quantity: str) -> Iterator[Any]:
    """The expressions of a relation that decide what it does to a quantity."""
    if relation.when is not None:
        yield relation.when
    yield from _amounts(relation.does, quantity)


def _amounts(effects: Iterable[Effect], quantity: str) -> Iterator[Any]:
    for effect in effects:
        if effect.verb == "when":
            inside = [*_amounts(effect.do, quantity), *_amounts(effect.otherwise, quantity)]
            yield from [effect.when, *inside] if inside else []
        elif quantity in effect.argument:
            yield effect.argument[quantity]
