"""Class time cut up: by the scenario's own agenda where there is one, otherwise by formats for 50, 75, 180 minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tabletop.errors import CannotRun
from tabletop.scenario.definition import AgendaItem, Length, Scenario

Kind = Literal["brief", "weights", "play", "break", "debrief", "other"]

SHORTEST = 20
LONGEST = 240
_WORDS: tuple[tuple[str, Kind], ...] = (
    ("debrief", "debrief"), ("hot wash", "debrief"), ("hotwash", "debrief"), ("play", "play"), ("break", "break"),
    ("weight", "weights"), ("brief", "brief"),
)  # fmt: skip
_PLAIN: dict[Kind, str] = {
    "brief": "Brief", "weights": "Own weights for the objectives", "play": "Play", "break": "Break",
    "debrief": "Debrief",
}  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A slice of class time: it starts `start` minutes after the class begins and takes `minutes`."""

    start: int
    minutes: int
    what: str
    kind: Kind


@dataclass(frozen=True)
class Agenda:
    """A whole class. `length` is the id of the session length it follows, '' for none; `notes` say what was changed.

    The slots follow each other without gaps and add up to `minutes`; at least a third of these is debrief.
    """

    length: str
    label: str
    minutes: int
    slots: tuple[Slot, ...]
    notes: tuple[str, ...] = ()

    def of(self, kind: Kind) -> int:
        """Minutes of one kind."""
        return sum(slot.minutes for slot in self.slots if slot.kind == kind)


def agenda(scenario: Scenario, minutes: int) -> Agenda:
    """An agenda of exactly `minutes`.

    It is that of the longest session length that fits, with the time that is left over given half to the debrief and
    half to play; without timed lengths it is one of the usual formats. Raises CannotRun when no length is that short.
    """
    timed = [(total(length), length) for length in scenario.lengths if total(length)]
    if not timed:
        return _usual(scenario, minutes)
    fitting = [(time, length) for time, length in timed if time <= minutes]
    if not fitting:
        least = min(time for time, _ in timed)
        raise CannotRun(
            f"no session of {scenario.id} fits in {minutes} minutes; the shortest takes {least}",
            f"take --minutes {least} or more",
        )
    time, length = max(fitting, key=lambda pair: pair[0])
    return _stretched(_items(length), str(length.id), length.label, minutes - time)


def own(scenario: Scenario, length: str) -> Agenda | None:
    """The agenda of a session length as it stands, mended where the debrief is too short; None if it is not timed."""
    known = next((each for each in scenario.lengths if each.id == length), None)
    if known is None or not total(known):
        return None
    return _stretched(_items(known), str(known.id), known.label, 0)


def total(length: Length) -> int:
    """Minutes of a session length: its agenda's, or its name where that is a number; 0 where neither says."""
    return sum(item.minutes for item in length.agenda) or (int(length.id) if str(length.id).isdecimal() else 0)


def kind_of(what: str) -> Kind:
    """What a slice is for, by the words that agendas use."""
    text = what.lower()
    return next((kind for word, kind in _WORDS if word in text), "other")


def _items(length: Length) -> list[AgendaItem]:
    return list(length.agenda) or _format(total(length))


def _usual(scenario: Scenario, minutes: int) -> Agenda:
    length = str(scenario.default_length or (scenario.lengths[-1].id if scenario.lengths else ""))
    note = "The scenario says nothing about class time, so this is the usual cut."
    return Agenda(length, "", minutes, _slots(_format(minutes)), (note,))


def _format(minutes: int) -> list[AgendaItem]:
    """Brief, weights, play, break, debrief: 5/0/27/0/18 of 50 minutes, 8/5/35/0/27 of 75, 15/10/85/10/60 of 180."""
    cut: dict[Kind, int] = {
        "brief": min(15, (minutes + 5) // 10),
        "weights": 0 if minutes < 75 else 5 if minutes < 150 else 10,
        "break": 0 if minutes < 150 else 10,
        "debrief": -(-minutes // 3) if minutes >= 150 else -(-minutes * 36 // 100),
    }
    cut["play"] = minutes - sum(cut.values())
    order: tuple[Kind, ...] = ("brief", "weights", "play", "break", "debrief")
    return [AgendaItem(minutes=cut[kind], what=_PLAIN[kind]) for kind in order if cut[kind]]


def _stretched(items: list[AgendaItem], length: str, label: str, spare: int) -> Agenda:
    """The items with spare minutes handed out and, where need be, minutes moved from play to the debrief."""
    minutes = sum(item.minutes for item in items) + spare
    notes = []
    if not any(kind_of(item.what) == "debrief" for item in items):
        items = [*items, AgendaItem.model_construct(minutes=0, what=_PLAIN["debrief"])]
    times = [item.minutes for item in items]
    play, debrief = _longest(items, "play"), _longest(items, "debrief")
    if spare:
        times[debrief] += -(-spare // 2)
        times[play] += spare // 2
        notes.append(
            f"{minutes - spare} minutes are planned for this length; of the {spare} more, {-(-spare // 2)} go to the "
            f"debrief and {spare // 2} to play."
        )
    if lacking := _lengthen_debrief(items, times, debrief):
        notes.append(f"The debrief is to have a third of the time, so {lacking} minutes of the rest went to it.")
    timed = [AgendaItem(minutes=time, what=item.what) for time, item in zip(times, items, strict=True) if time]
    return Agenda(length, label, minutes, _slots(timed), tuple(notes))


def _lengthen_debrief(items: list[AgendaItem], times: list[int], debrief: int) -> int:
    """Move minutes to the debrief, one by one from whatever else is longest, up to a third; how many were moved."""
    others = [n for n, item in enumerate(items) if kind_of(item.what) != "debrief"]
    held = sum(times) - sum(times[n] for n in others)
    lacking = max(0, -(-sum(times) // 3) - held)
    for _ in range(lacking):
        times[max(others, key=lambda n: times[n])] -= 1
        times[debrief] += 1
    return lacking


def _longest(items: list[AgendaItem], kind: Kind) -> int:
    """Number of the longest item of a kind; for play, of whatever is no debrief if nothing is called play."""
    numbers = [n for n, item in enumerate(items) if kind_of(item.what) == kind]
    numbers = numbers or [n for n, item in enumerate(items) if kind_of(item.what) != "debrief"]
    return max(numbers, key=lambda n: items[n].minutes)


def _slots(items: Iterable[AgendaItem]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    for item in items:
        start = slots[-1].start + slots[-1].minutes if slots else 0
        slots.append(Slot(start, item.minutes, item.what, kind_of(item.what)))
    return tuple(slots)
