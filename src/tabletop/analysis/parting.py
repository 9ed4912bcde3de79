"""Where two courses of one game part: the first entry that differs, and then whatever happens in one of them only.

Both courses have the same draws for the same purposes, so that a difference is always somebody's doing: it comes down
a chain of entries from the changed decision, or the same draw has met other odds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from tabletop.analysis.phrases import led_to, moves, named, phrase, value
from tabletop.engine.entries import Entry
from tabletop.engine.layout import DAYS
from tabletop.engine.simulation import Simulation
from tabletop.record.askings import Key
from tabletop.scenario.expression.nodes import Atom, Name, Query, atoms
from tabletop.scenario.expression.phrase import Phrases
from tabletop.simtime import DAY

TURNS = ("inject", "chance", "decision", "default", "order", "arrived", "stage", "end")
_NUMBERS = ("change", "step", "override", "stage")
_ANSWERS = ("decision", "default")

Pair = tuple[Entry | None, Entry | None]
"""An entry here and one of the recorded course that belong together; None where a course lacks it."""


@dataclass(frozen=True)
class Reading:
    """Something that odds, a rate or a condition turned on: what it is, its value here and in the other course."""

    what: str
    here: str
    recorded: str


@dataclass(frozen=True)
class Cause:
    """An entry that led to another, in words."""

    at: int
    time: str
    what: str


@dataclass(frozen=True)
class Parting:
    """One difference. `here` and `recorded` say what happened in either course and when, '' and None where nothing did.

    `at` is the earlier of the two times, in minutes. `because` are the causes, nearest first; `turned_on` what the odds
    or the condition read, where that differed; `draw` tells the draw that both share; `rules` are ids of relations.
    """

    at: int
    time: str
    kind: str
    here: str
    here_at: int | None
    recorded: str
    recorded_at: int | None
    because: tuple[Cause, ...]
    turned_on: tuple[Reading, ...]
    draw: str
    rules: tuple[str, ...]


class Courses:
    """Two courses of one game that part at the question `target`: the one `here` and the recorded one."""

    def __init__(self, here: Simulation, recorded: Simulation, target: Key) -> None:
        self.here = here
        self.recorded = recorded
        self._answers = tuple(_answer_number(sim, target) for sim in (here, recorded))

    def first_difference(self) -> Parting | None:
        """The first entry but the answer itself that is not the same in both; None if there is none to the end."""
        pairs = self._pairs(all_entries=True)
        return next((self._parting(*pair) for pair in pairs), None)

    def turning_points(self) -> tuple[Parting, ...]:
        """Happenings (messages, chances, answers, movements, the end) that are not the same in both, in order of time.

        A chance that was open in one course alone and came to nothing is none.
        """
        pairs = self._pairs(all_entries=False)
        return tuple(self._parting(*pair) for pair in pairs if not _is_idle(*pair))

    # What belongs together

    def _pairs(self, *, all_entries: bool) -> list[Pair]:
        mine, others = (list(self._told(number, all_entries)) for number in (0, 1))
        left = _without(others, mine)
        by_what: defaultdict[Hashable, list[Entry]] = defaultdict(list)
        for entry in left:
            by_what[_belongs(entry)].append(entry)
        pairs: list[Pair] = []
        for entry in _without(mine, others):
            same = by_what[_belongs(entry)]
            pairs.append((entry, same.pop(0) if same else None))
        pairs += [(None, entry) for entries in by_what.values() for entry in entries]
        return sorted(pairs, key=_order)

    def _told(self, number: int, all_entries: bool) -> Iterator[Entry]:
        """What can be told of a course but the answer at which they part."""
        sim = (self.here, self.recorded)[number]
        for entry in sim.entries:
            wanted = entry.kind in TURNS or (all_entries and entry.kind in _NUMBERS and entry.changes)
            if wanted and entry.n != self._answers[number] and phrase(sim, entry):
                yield entry

    # What is said of it

    def _parting(self, here: Entry | None, recorded: Entry | None) -> Parting:
        entry = here or recorded
        assert entry is not None
        at = _order((here, recorded))[0]
        return Parting(
            at=at,
            time=self.here.program.times.moment(at),
            kind=entry.kind,
            here=_words(self.here, here, recorded),
            here_at=here.at if here else None,
            recorded=_words(self.recorded, recorded, here),
            recorded_at=recorded.at if recorded else None,
            because=tuple(self._causes(0 if here else 1, entry)),
            turned_on=tuple(self._turned_on(at, here, recorded)),
            draw=_draw(here, recorded),
            rules=_rules(entry),
        )

    def _causes(self, number: int, entry: Entry) -> Iterator[Cause]:
        """What led to an entry of one course, the answer at which they part in short."""
        sim, answer_ = (self.here, self.recorded)[number], self._answers[number]
        own = ("this answer", "the recorded answer")[number]
        for cause in led_to(sim, entry.n):
            told = own if cause.n == answer_ else phrase(sim, cause)
            if cause.kind == "resolved" and answer_ in cause.detail["entries"]:
                parts = [own if n == answer_ else phrase(sim, sim.entries[n]) for n in cause.detail["entries"]]
                told = " together with ".join(sorted(parts, key=lambda part: part != own))
            yield Cause(cause.at, sim.program.times.moment(cause.at), told)

    def _turned_on(self, at: int, here: Entry | None, recorded: Entry | None) -> Iterator[Reading]:
        """What the odds, the rate or the condition of a happening reads, as far as it differed just before."""
        read = _read(self.here, here or recorded)
        mine, other = _values(self.here, at, here), _values(self.recorded, at, recorded)
        for atom in read:
            if reading := _reading(self.here, atom, mine, other):
                yield reading


def _answer_number(sim: Simulation, target: Key) -> int:
    """The number of the entry of the answer to a question, -1 if it never took effect."""
    decision, turn = target
    answers = [entry.n for entry in sim.entries if entry.kind in _ANSWERS and entry.what == decision]
    return answers[turn] if turn < len(answers) else -1


def _order(pair: Pair) -> tuple[int, bool, int]:
    """By time; what happens here comes before what only the record has."""
    first = min((entry for entry in pair if entry), key=lambda entry: entry.at)
    return first.at, pair[0] is None, first.n


def _is_idle(here: Entry | None, recorded: Entry | None) -> bool:
    """True for a chance that one course alone had, and that came to nothing."""
    entry = here or recorded
    alone = here is None or recorded is None
    return alone and entry is not None and entry.kind == "chance" and entry.detail["arm"] in ("", "no")


def _words(sim: Simulation, entry: Entry | None, other: Entry | None) -> str:
    if entry is None:
        return ""
    return moves(sim, entry, other) if entry.kind in ("change", "step") else phrase(sim, entry)


def _values(sim: Simulation, at: int, entry: Entry | None) -> list[float]:
    """The world's values just before the entry; in a course that lacks it, before minute `at`."""
    layout = sim.program.layout
    values = list(layout.start)
    values[DAYS] = at / DAY
    for past in sim.entries[: entry.n] if entry else (each for each in sim.entries if each.at < at):
        for change in past.changes:
            values[layout.slots[tuple(change.quantity.split(" "))]] = change.after
    return values


def _without(entries: list[Entry], others: list[Entry]) -> list[Entry]:
    """The entries that the other course does not have in just this way at just this time."""
    there = Counter(_likeness(entry) for entry in others)
    found = []
    for entry in entries:
        likeness = _likeness(entry)
        if there[likeness]:
            there[likeness] -= 1
        else:
            found.append(entry)
    return found


def _likeness(entry: Entry) -> Hashable:
    kind = "answer" if entry.kind in _ANSWERS else entry.kind
    if kind in _NUMBERS:
        return entry.at, kind, entry.what, tuple(change[:3] for change in entry.changes)
    at = None if kind == "answer" else entry.at  # the same answer a little later is the same answer
    return at, kind, entry.what, *(entry.detail.get(key) for key in ("arm", "choice", "to", "cancelled"))


def _belongs(entry: Entry) -> Hashable:
    """What two entries must share to be told together; what comes by a rate or changes numbers, the time as well."""
    if entry.kind == "end":
        return "end"
    kind = "answer" if entry.kind in _ANSWERS else entry.kind
    timely = kind in _NUMBERS or kind == "chance" or "rate" in entry.detail
    return kind, entry.what, entry.detail.get("cancelled"), entry.at if timely else None


def _draw(here: Entry | None, recorded: Entry | None) -> str:
    """'the same draw, 57 on 100, needed 18 or less here and 60 or less in the record'."""
    entry = here or recorded
    if entry is None or "draw" not in entry.detail:
        return ""
    drew = f"drew {100 * entry.detail['draw']:.0f} on 100"
    if entry.kind == "inject":
        where = "here" if here else "in the recorded course"
        return f"{drew}, and the rate let it come at {100 * entry.detail['threshold']:.0f} or less {where}"
    if here is None or recorded is None:
        return f"{drew}, {_needed(entry)}"
    return f"both {drew}: {_needed(here)} here, {_needed(recorded)} in the recorded course"


def _needed(entry: Entry) -> str:
    odds, taken = entry.detail["odds"], entry.detail["taken"]
    below = 100 * (sum(odds[:taken]) if taken >= 0 else sum(odds))
    upper = below + 100 * odds[taken] if taken >= 0 else 100
    return f"needed {upper:.0f} or less" if taken == 0 else f"needed more than {below:.0f}"


def _rules(entry: Entry) -> tuple[str, ...]:
    parts = (relation for change in entry.changes for relation, _ in change.parts)
    return tuple(dict.fromkeys([*([entry.because] if entry.because else []), *parts]))


def _read(sim: Simulation, entry: Entry | None) -> tuple[Atom, ...]:
    """What the odds, the rate or the condition of a happening reads."""
    if entry is None:
        return ()
    program, when = sim.program, None
    if "reads" in entry.detail:
        return tuple(_atom(name) for name in entry.detail["reads"])
    if entry.kind == "inject" and "reason" not in entry.detail:
        when = program.injects[entry.what].inject.when
    elif entry.kind in _ANSWERS:
        when = program.points[entry.what].point.opens.when
    return () if when is None else tuple(atoms(program.code.node(when)))


def _atom(name: str) -> Atom:
    """The atom of a driver's name, such as 'cohesion' or 'strength korea share'."""
    function, *arguments = name.split(" ")
    if function == "since":
        return Query(function, (" ".join(arguments),))
    return Query(function, tuple(arguments)) if arguments or name == "days" else Name(name)


def _reading(sim: Simulation, atom: Atom, mine: list[float], other: list[float]) -> Reading | None:
    """An atom with its values in both courses; None where they are the same."""
    read = sim.program.code.reader(atom)
    here, recorded = float(read(mine)), float(read(other))
    if here == recorded:
        return None
    noun = Phrases(lambda id_: named(sim, id_)).atom(atom)
    quantity = sim.program.layout.quantities.get(atom.id) if isinstance(atom, Name) else None
    if quantity is not None:
        apart = abs(here - recorded)
        return Reading(noun, value(quantity, here, apart), value(quantity, recorded, apart))
    return Reading(noun, *(_plain(read(values)) for values in (mine, other)))


def _plain(found: object) -> str:
    return ("yes" if found else "no") if isinstance(found, bool) else f"{found:g}"
