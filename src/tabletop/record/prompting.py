"""A script played out: its answers where it has them, and what it says of the rest."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from tabletop.engine.decisions import check_choice
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.engine.setup import Setup
from tabletop.engine.table import OpenPoint, Taken
from tabletop.errors import IllegalDecision, InvalidScenario, Problem, closest
from tabletop.record.course import Chained, header_of
from tabletop.record.fit import Names
from tabletop.record.record import DecisionLine, EndLine, Line, NoteLine, Record
from tabletop.record.script import Answer, Script, counted
from tabletop.scenario.definition import Scenario
from tabletop.scenario.findings import Findings
from tabletop.scenario.source import Tree

Choosers = Callable[[str], Chooser]

HUMAN = "human"
SCRIPT = "script"
_UNDERSTUDY = "doctrine"
_BY_THE_REST = (HUMAN, SCRIPT)


class Performance:
    """One game by a script. Seats whose other decisions lapse are outside, the rest are bots that know the script.

    From minute `until` on the script is silent, as if it held no more.
    """

    def __init__(
        self, script: Script, program: Program, choosers: Choosers, *, entries: bool, until: int | None = None
    ) -> None:
        script = counted(script, program.scenario.startex.date)
        self.dropped: list[str] = []
        self._until = until
        self._script = script
        self._program = program
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        for answer in script.decisions if until is None or until > 0 else ():
            self._answers[answer.decision].append(answer)
        self._given: Answer | None = None
        self._lines: list[Line] = []
        self._players = players(script, program.scenario)
        bots = {seat: self._prompted(choosers(spec)) for seat, spec in self._players.items() if spec != HUMAN}
        outside = [seat for seat, spec in self._players.items() if spec == HUMAN]
        self.simulation = Chained(
            program,
            setup_of_script(script),
            bots,
            entries=entries,
            understudies={seat: self._prompted(choosers(_UNDERSTUDY)) for seat in outside},
            on_link=self._hear,
        )

    def play(self) -> None:
        """Play to the end. What could not be given is in `dropped`."""
        sim = self.simulation
        while not sim.ended:
            while any(self._offer(point) for point in sim.open_points() if point.outside and not sim.ended):
                pass
            if self._until is not None and sim.now >= self._until - 1:
                self._answers.clear()
            if not sim.ended:
                sim.advance(self._next_time())
        left = [answer for answers in self._answers.values() for answer in answers if not answer.if_open]
        self.dropped += [
            f"{_where(answer)}{answer.decision} did not open in this game, or had closed before" for answer in left
        ]

    def record(self) -> Record:
        """The game as a record would hold it."""
        sim = self.simulation
        end = sim.outcome.at if sim.outcome else sim.now
        notes = [NoteLine(min(remark.at, end), remark.seat, remark.text) for remark in self._script.notes]
        lines: list[Line] = sorted([*self._lines, *notes], key=lambda line: line.at)
        if sim.outcome:
            lines.append(EndLine(end, sim.outcome.ending, sim.closed()))
        return Record(header_of(self._program, sim.setup, self._players), tuple(lines), self._script.path)

    # Answers

    def _prompted(self, bot: Chooser) -> Chooser:
        def choose(question: Question) -> tuple[str, ...]:
            answer = self._due(question.point.id)
            if answer is not None and self._is_legal(question, answer):
                self._given = answer
                return answer.choose
            return bot(question)

        return choose

    def _due(self, decision: str) -> Answer | None:
        answers = self._answers[decision]
        return answers.popleft() if answers else None

    def _is_legal(self, question: Question, answer: Answer) -> bool:
        try:
            check_choice(self._program.points[question.point.id], question.open, answer.choose)
        except IllegalDecision as refused:
            self._refused(answer, refused)
            return False
        return True

    def _offer(self, point: OpenPoint) -> bool:
        """Answer an open point of an outside seat if the script does so now."""
        answers = self._answers[point.decision]
        if not answers or (answers[0].at or 0) > self.simulation.now:
            return False
        self._given = answers.popleft()
        try:
            self.simulation.decide(point.seat, point.decision, self._given.choose)
        except IllegalDecision as refused:
            self._refused(self._given, refused)
            self._given = None
        return True

    def _refused(self, answer: Answer, refused: IllegalDecision) -> None:
        if not answer.if_open:
            self.dropped.append(f"{_where(answer)}{refused}")

    def _next_time(self) -> int | None:
        now = self.simulation.now
        times = [answers[0].at or 0 for answers in self._answers.values() if answers]
        if self._until is not None:
            times.append(self._until - 1)
        return min((at for at in times if at > now), default=None)

    def _hear(self, taken: Taken, digest: str) -> None:
        answer, self._given = self._given, None
        number = 1 + len(self._lines)
        spec = self._players[taken.seat]
        by = SCRIPT if answer else _UNDERSTUDY if spec == HUMAN else spec
        said = answer or Answer(taken.seat, taken.decision, taken.choice)
        self._lines.append(
            DecisionLine(
                number, taken.at, taken.seat, taken.decision, tuple(taken.choice), by, digest,
                rationale=said.rationale, forecast=said.forecast, dissent=said.dissent,
            )
        )  # fmt: skip


def setup_of_script(script: Script) -> Setup:
    """The engine's setup that a script describes."""
    return Setup(
        script.seed, script.preset, script.length, script.texts, script.assumptions, script.latents, script.starts
    )


def players(script: Script, scenario: Scenario) -> dict[str, str]:
    """Who holds each seat: 'human' where decisions that the script does not hold lapse, otherwise a bot's name.

    A script may name a seat's player; 'script' and 'human' stand for its `otherwise`, 'default' for lapsing.
    """
    named = {str(seat.id): script.seats.get(seat.id, SCRIPT) for seat in scenario.seats}
    settled = {seat: script.otherwise if spec in _BY_THE_REST else spec for seat, spec in named.items()}
    return {seat: HUMAN if spec == "default" else spec for seat, spec in settled.items()}


def script_problems(script: Script, scenario: Scenario) -> tuple[Problem, ...]:
    """What in a script does not fit the scenario, each with its place."""
    checking = _Checking(script, scenario)
    checking.header()
    for number, answer in enumerate(script.decisions):
        checking.answer(number, answer)
    return tuple(checking.findings.problems)


def refuse_misfits(script: Script, scenario: Scenario) -> None:
    """Raise InvalidScenario with everything in the script that does not fit the scenario."""
    found = script_problems(script, scenario)
    if found:
        raise InvalidScenario(found)


class _Checking:
    def __init__(self, script: Script, scenario: Scenario) -> None:
        self.findings = Findings(script.tree or Tree(script.path))
        self._script = script
        self._scenario = scenario
        self._players = players(script, scenario)
        self._quantities = Names(scenario).quantities

    def header(self) -> None:
        """The names outside the decisions."""
        script, s = self._script, self._scenario
        self._one("scenario", script.scenario, [str(s.id)], "scenario")
        self._one("preset", script.preset, [str(preset.id) for preset in s.presets], "preset")
        self._one("length", script.length, [str(length.id) for length in s.lengths], "length")
        self._all("input text", script.texts, [str(text.id) for text in s.texts if text.input], "texts")
        starting = Names(s).known["quantity with a start"]
        self._all("quantity with a start", script.starts, starting, "starts")
        for key, values in (("texts", script.texts), ("latents", script.latents), ("starts", script.starts)):
            for name, value in values.items():
                if isinstance(value, str) and name in self._quantities:
                    self._one(f"value of {name}", value, self._quantities[name], key, name)
        self._all("assumption", script.assumptions, [str(assumption.id) for assumption in s.assumptions], "assumptions")
        self._all("latent", script.latents, [str(latent.id) for latent in s.latents], "latents")
        self._all("seat", script.seats, list(self._players), "seats")
        for number, remark in enumerate(script.notes):
            self._one("seat", remark.seat, list(self._players), "notes", number, "seat")
            self._date(remark.date, "notes", number, "at")

    def answer(self, number: int, answer: Answer) -> None:
        """The names in one decision."""
        at = ("decisions", number)
        points = {str(point.id): point for point in self._scenario.decisions}
        self._date(answer.date, *at, "at")
        self._one("seat", answer.seat, list(self._players), *at, "seat")
        self._one("decision point", answer.decision, list(points), *at, "decision")
        point = points.get(answer.decision)
        if point is None:
            return
        for option in answer.choose:
            self._one(f"option of {point.id}", option, [str(o.id) for o in point.options], *at, "choose")
        if answer.seat in self._players and answer.seat != point.seat:
            message = f"{point.id} is for the seat {point.seat}, not for {answer.seat}"
            self.findings.error("TT904", message, (*at, "seat"), "leave the seat out, or correct it")
        if (answer.at is not None or answer.date) and self._players[point.seat] != HUMAN:
            message = f"{point.seat} is held by {self._players[point.seat]}, who answers when asked, not at a time"
            self.findings.error("TT905", message, (*at, "at"), "leave the time out, or let the rest of the seat lapse")

    def _date(self, date: str, *path: str | int) -> None:
        try:
            self._scenario.times.read(date or 0)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            self.findings.error("TT902", f'"at": {message}', path, hint)

    def _all(self, what: str, names: Mapping[str, object], known: list[str], key: str) -> None:
        for name in names:
            self._one(what, name, known, key, name, is_key=True)

    def _one(self, what: str, name: str, known: list[str], *path: str | int, is_key: bool = False) -> None:
        if name and name not in known:
            hint = closest(name, known) or f"there are {', '.join(known) or 'none'}"
            self.findings.error("TT904", f'no {what} "{name}"', path, hint, key=is_key)


def _where(answer: Answer) -> str:
    return f"{answer.place}: " if answer.place else ""
