"""The master scenario events list (MSEL): every inject and every expected action, in the columns of exercise practice.

The columns are those of the list used in homeland security exercises (HSEEP). What comes on a condition, by chance or
because something else sets it off is a contingency inject, with its condition or its rate in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tabletop.engine.odds import soon
from tabletop.engine.program import Program
from tabletop.report.labels import Labels
from tabletop.report.rehearsal import Rehearsal, is_listed
from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.happenings import DecisionPoint, Inject, Wording
from tabletop.simtime import format_duration

COLUMNS = (
    "Event Number", "Designated Scenario Time", "Event Type", "Inject Mode", "From", "To", "Message",
    "Expected Participant Response", "Exercise Objective", "Notes",
)  # fmt: skip
INJECT, CONTINGENCY, ACTION = "Inject", "Contingency Inject", "Expected Action"


@dataclass(frozen=True)
class Row:
    """One row. `id` is that of the inject or the decision.

    `at` is its minute, None for what has none; `about` is when it came in the bots' games, None where it never did.
    """

    number: int
    id: str
    at: int | None
    about: int | None
    time: str
    type: str
    mode: str
    sender: str
    to: str
    message: str
    expected: str
    objectives: str
    notes: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in the order of the columns."""
        return (
            str(self.number), self.time, self.type, self.mode, self.sender, self.to, self.message, self.expected,
            self.objectives, self.notes,
        )  # fmt: skip


def msel(program: Program, length: str, rehearsal: Rehearsal) -> tuple[Row, ...]:
    """All rows: those with a time first, in order of time, then the others as they are written. Numbers from 1."""
    writer = _Writer(program, rehearsal)
    points = (point for point in program.scenario.decisions if is_listed(point, length))
    rows = [*map(writer.inject, program.scenario.injects), *map(writer.action, points)]
    dated = sorted((row for row in rows if row.at is not None), key=lambda row: (row.at, row.type == ACTION))
    undated = [row for row in rows if row.at is None]
    return tuple(Row(**{**vars(row), "number": n}) for n, row in enumerate([*dated, *undated], 1))


class _Writer:
    """Writes rows of one scenario, not yet numbered."""

    def __init__(self, program: Program, rehearsal: Rehearsal) -> None:
        self._labels = Labels(program)
        self._rehearsal = rehearsal
        self._times = program.times
        self._step = program.scenario.step
        self._papers = {document.id: document.title for document in program.scenario.documents}
        self._shorts = {str(seat.id): seat.short for seat in program.scenario.seats}
        self._players = {str(seat.id): str(seat.player) for seat in program.scenario.seats}
        self._causes = dict(_causes(program.scenario))

    def inject(self, inject: Inject) -> Row:
        plain = inject.at is not None and inject.when is None
        came, median = self._rehearsal.came.get(inject.id, (0, 0))
        return Row(
            number=0, id=inject.id, at=inject.at, about=median if came else None, time=self._time(inject),
            type=INJECT if plain else CONTINGENCY, mode=inject.channel, sender=inject.sender,
            to=", ".join(self._shorts[seat] for seat in inject.to), message=self._message(inject),
            expected=inject.expected, objectives=", ".join(inject.objectives), notes=self._notes(inject),
        )  # fmt: skip

    def action(self, point: DecisionPoint) -> Row:
        """The row of a decision: who is expected to answer what, by when."""
        games, median = self._rehearsal.asked.get(point.id, (0, 0))
        chosen = point.default if isinstance(point.default, str) else ", ".join(point.default) or "nothing"
        program = (
            "" if self._players[point.seat] == "human" else " Played by the program unless somebody takes the seat."
        )
        return Row(
            number=0, id=point.id, at=_opening(point, median if games else None), about=median if games else None,
            time=self._opens(point, games, median), type=ACTION, mode="decision", sender="the program",
            to=self._shorts[point.seat],
            message=f"**{point.title}** {self._labels.blanks(point.brief)}",
            expected=f"An answer within {format_duration(point.window)}; otherwise the default: {chosen}.",
            objectives=", ".join(point.objectives),
            notes=f"{point.id}. Asked in {games} of {self._rehearsal.games} games by bots.{program}",
        )  # fmt: skip

    def _opens(self, point: DecisionPoint, games: int, median: int) -> str:
        if point.opens.at is not None:
            return self._times.moment(point.opens.at)
        if point.opens.when is not None:
            return f"once, when: {self._labels.condition(point.opens.when)}"
        return f"after {self._causes.get(point.id, 'something else')}" + (
            f" (about {self._times.moment(median)})" if games else ""
        )

    def _time(self, inject: Inject) -> str:
        if inject.hazard is not None:
            return f"by chance; at STARTEX {self._odds(inject.id)}"
        condition = self._labels.condition(inject.when) if inject.when is not None else ""
        if inject.at is not None:
            return self._times.moment(inject.at) + (f", if: {condition}" if condition else "")
        if condition:
            return f"once, when: {condition}"
        return f"after {self._causes.get(inject.id, 'a word of the facilitator')}"

    def _odds(self, inject: str) -> str:
        return soon(*self._rehearsal.rates.get(inject, (0.0, 0.0)), self._step)

    def _message(self, inject: Inject) -> str:
        told = [f"**{self._labels.blanks(inject.subject)}** {self._labels.blanks(inject.body)}"]
        enclosed = [f"Enclosed: “{self._papers[inject.document]}”, as it reads then."] if inject.document else []
        return " ".join([*told, *(self._variant(inject, wording) for wording in inject.wordings), *enclosed])

    def _variant(self, inject: Inject, wording: Wording) -> str:
        subject = self._labels.blanks(wording.subject or inject.subject)
        return f"— or, when {self._labels.condition(wording.when)}: **{subject}** {self._labels.blanks(wording.body)}"

    def _notes(self, inject: Inject) -> str:
        came, median = self._rehearsal.came.get(inject.id, (0, 0))
        about = f", about {self._times.day(median)}" if came and inject.at is None else ""
        notes = [f"{inject.id}. Came in {came} of {self._rehearsal.games} games by bots{about}."]
        if inject.hazard is not None:
            notes.append(f"The rate follows {', '.join(self._labels.reads(inject.hazard.rate)) or 'nothing'}.")
            notes += [f"At most {_times(inject.hazard.most)}."] if inject.hazard.most is not None else []
        notes += [f"Rule {inject.because}."] if inject.because else []
        notes += ["Moves something." if inject.effects else "Information only."]
        notes += [f"Sources {', '.join(inject.sources)}."] if inject.sources else []
        return " ".join(notes)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _opening(point: DecisionPoint, median: int | None) -> int | None:
    """When a decision opens: as written; where an effect opens it, when that usually is; None for a condition."""
    if point.opens.at is not None:
        return point.opens.at
    return None if point.opens.when is not None else median


def _causes(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """What fires an inject or opens a decision, in words, by the id of what is set off. The last written wins."""
    for joint in scenario.joint:
        for row in joint.rows:
            yield from ((id_, f"the choices in {' and '.join(joint.decisions)}") for id_ in set_off(row.effects))
    for inject in scenario.injects:
        yield from ((id_, f"“{inject.subject}”") for id_ in set_off(inject.effects))
    for point in scenario.decisions:
        for option in point.options:
            yield from ((id_, f"the choice “{option.label}” ({point.id})") for id_ in set_off(option.effects))


def set_off(effects: Iterable[Effect]) -> Iterator[str]:
    """Ids of the injects fired and the decisions opened by some effects, at whatever depth."""
    for effect in effects:
        if effect.fire is not None:
            yield str(effect.fire)
        elif effect.open is not None:
            yield str(effect.open)
        elif effect.chance is not None:
            arms = (inner for arm in effect.chance.arms for inner in arm.do)
            yield from set_off([*effect.chance.then, *effect.chance.otherwise, *arms])
        else:
            yield from set_off([*effect.do, *effect.otherwise])
