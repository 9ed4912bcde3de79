"""A script: the decisions of a game written by hand, in YAML or JSON; messages name the place of every mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NoReturn

from tabletop.errors import IllegalDecision, InvalidScenario, Position, Problem, closest
from tabletop.record.texts import clean
from tabletop.scenario.findings import Findings
from tabletop.scenario.source import Tree, read_tree
from tabletop.simtime import is_date, parse_moment

Otherwise = Literal["default", "doctrine"]
Step = str | int

KEYS = (
    "scenario", "title", "about", "seed", "preset", "length", "texts", "assumptions", "latents", "starts", "seats",
    "otherwise", "decisions", "notes",
)  # fmt: skip
PART_KEYS = ("script", "otherwise", "decisions", "notes")
DECISION_KEYS = ("seat", "decision", "choose", "at", "rationale", "forecast", "dissent", "if_open")
NOTE_KEYS = ("at", "seat", "text")


@dataclass(frozen=True)
class Answer:
    """One scripted decision: given when its point opens, or at minute `at`.

    `seat` may be '' (the point knows its seat). With `if_open` it is no mistake when the point never opens or the
    options are locked. `place` is where it stands in the file. A time given as a `date` says nothing until it is
    counted from STARTEX (`counted`).
    """

    seat: str
    decision: str
    choose: tuple[str, ...]
    at: int | None = None
    rationale: str = ""
    forecast: int | None = None
    dissent: str = ""
    if_open: bool = False
    place: Position | None = None
    date: str = ""


@dataclass(frozen=True)
class Remark:
    """An annotation at a minute (or on a `date`, as in an answer); `seat` '' is the facilitator."""

    at: int
    seat: str
    text: str
    date: str = ""


@dataclass(frozen=True)
class Script:
    """A whole script. `otherwise` says what becomes of decisions that it does not hold; `seats` may name players."""

    path: Path
    scenario: str
    title: str = ""
    about: str = ""
    seed: int = 1
    preset: str = ""
    length: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    latents: Mapping[str, str | float] = field(default_factory=dict)
    starts: Mapping[str, str | float] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    otherwise: Otherwise = "default"
    decisions: tuple[Answer, ...] = ()
    notes: tuple[Remark, ...] = ()
    tree: Tree | None = field(default=None, repr=False, compare=False)


def read_script(path: Path) -> Script:
    """Read a script. Raises CannotRead for the file, InvalidScenario with every mistake and its place."""
    tree = read_tree(path, includes=False)
    if tree.data is None and tree.whole:
        begin = Problem("TT901", "the script is empty", Position(str(path), 1, 1), "", "begin with 'scenario: <id>'")
        raise InvalidScenario([*tree.problems, begin])
    reading = _Reading(tree)
    script = reading.script(path) if tree.whole else None
    problems = [*tree.problems, *reading.findings.problems]
    if script is None or any(problem.severity == "error" for problem in problems):
        raise InvalidScenario(problems)
    return script


def counted(script: Script, startex: str) -> Script:
    """The script with its dates as minutes since STARTEX; ValueError for a day that is none, or before STARTEX."""
    if not (any(answer.date for answer in script.decisions) or any(remark.date for remark in script.notes)):
        return script
    decisions = (replace(x, at=parse_moment(x.date, startex), date="") if x.date else x for x in script.decisions)
    notes = (replace(x, at=parse_moment(x.date, startex), date="") if x.date else x for x in script.notes)
    return replace(script, decisions=tuple(decisions), notes=tuple(notes))


def read_part(tree: Tree, scenario: str) -> tuple[Script, list[Problem]]:
    """The part of a campaign's script that plays one stage: decisions and notes, with what is wrong in it."""
    reading = _Reading(tree)
    reading.is_mapping((), PART_KEYS, ())
    return reading.part(Script(tree.path, scenario)), reading.findings.problems


class _Wrong(ValueError):
    """A value that is not as it should be; the text says what belongs there."""


class _Reading:
    """Reads one tree, and goes on after mistakes so that all of them are told."""

    def __init__(self, tree: Tree) -> None:
        self.findings = Findings(tree)
        self._tree = tree

    def script(self, path: Path) -> Script | None:
        """The script, as far as it could be read."""
        if not self.is_mapping((), KEYS, ("scenario",)):
            return None
        script = Script(
            path=path,
            scenario=self._read("", _word, "scenario"),
            title=self._read("", _prose, "title"),
            about=self._read("", _prose, "about"),
            seed=self._read(1, _whole, "seed"),
            preset=self._read("", _word, "preset"),
            length=self._read("", _word, "length"),
            texts=self._mapping(_word, "texts"),
            assumptions=self._mapping(_number, "assumptions"),
            latents=self._mapping(_word_or_number, "latents"),
            starts=self._mapping(_word_or_number, "starts"),
            seats=self._mapping(_word, "seats"),
        )
        return self.part(script)

    def part(self, script: Script) -> Script:
        """The script with the decisions and notes of the file."""
        return replace(
            script,
            otherwise=self._read("default", _otherwise, "otherwise"),
            decisions=tuple(self._answer(n) for n in self._list("decisions")),
            notes=tuple(self._remark(n) for n in self._list("notes")),
            tree=self._tree,
        )

    def _answer(self, number: int) -> Answer:
        at = ("decisions", number)
        if not self.is_mapping(at, DECISION_KEYS, ("decision", "choose")):
            return Answer("", "", ())
        return Answer(
            seat=self._read("", _word, *at, "seat"),
            decision=self._read("", _word, *at, "decision"),
            choose=self._read((), _words, *at, "choose"),
            at=self._read(None, _minute, *at, "at"),
            rationale=self._read("", _prose, *at, "rationale"),
            forecast=self._read(None, _forecast, *at, "forecast"),
            dissent=self._read("", _prose, *at, "dissent"),
            if_open=self._read(False, _truth, *at, "if_open"),
            place=self._tree.position(at),
            date=self._date(*at, "at"),
        )

    def _remark(self, number: int) -> Remark:
        at = ("notes", number)
        if not isinstance(self._tree.value(at), dict):
            return Remark(0, "", self._read("", _prose, *at))
        self.is_mapping(at, NOTE_KEYS, ("text",))
        return Remark(
            self._read(None, _minute, *at, "at") or 0,
            self._read("", _word, *at, "seat"),
            self._read("", _prose, *at, "text"),
            self._date(*at, "at"),
        )

    def _date(self, *path: Step) -> str:
        value = self._tree.value(path)
        return str(value) if is_date(value) else ""

    def _read(self, default: Any, read: Callable[[Any], Any], *path: Step) -> Any:
        value = self._tree.value(path)
        if value is None:
            return default
        try:
            return read(value)
        except (ValueError, IllegalDecision) as error:
            self.findings.error("TT902", f'"{path[-1]}": {error}', path, getattr(error, "hint", ""))
            return default

    def _list(self, key: str) -> range:
        value = self._tree.value((key,))
        if value is None or isinstance(value, list):
            return range(len(value or ()))
        self.findings.error("TT902", f'"{key}": expected a list', (key,), "begin each of its items with '- '")
        return range(0)

    def _mapping(self, read: Callable[[Any], Any], key: str) -> dict[str, Any]:
        value = self._tree.value((key,))
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.findings.error("TT902", f'"{key}": expected names with values', (key,), "write 'name: value' in it")
            return {}
        found = {str(name): self._read(None, read, key, name) for name in value}
        return {name: each for name, each in found.items() if each is not None}

    def is_mapping(self, path: tuple[Step, ...], known: Iterable[str], needed: Iterable[str]) -> bool:
        """Whether a mapping stands there; its unknown and missing keys are told."""
        value = self._tree.value(path)
        if not isinstance(value, dict):
            hint = f"its keys are {', '.join(known)}"
            self.findings.error("TT901", "expected keys with values, such as 'scenario: <id>'", path, hint)
            return False
        for key in value:
            if key not in known:
                hint = closest(key, known) or f"the keys are {', '.join(known)}"
                self.findings.error("TT901", f'a script has no key "{key}" here', (*path, key), hint, key=True)
        missing = [key for key in needed if value.get(key) is None]
        for key in missing:
            self.findings.error("TT903", f'"{key}" is missing', path, f"add '{key}: …'")
        return True


def _expected(what: str) -> NoReturn:
    raise _Wrong(f"expected {what}")


def _minute(value: Any) -> int | None:
    """A moment in minutes; None for a date, which only the scenario can count."""
    return None if is_date(value) else parse_moment(value)


def _word(value: Any) -> str:
    """An id; those that look like numbers count as they are written."""
    fits = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if fits else _expected("an id")


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_word(each) for each in value) if isinstance(value, list) else (_word(value),)


def _prose(value: Any) -> str:
    return clean(str(value)) if isinstance(value, str | int | float) else _expected("a text")


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    return _expected("a whole number")


def _number(value: Any) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
    return float(value) if fits else _expected("a number")


def _word_or_number(value: Any) -> str | float:
    return str(value) if isinstance(value, str) else _number(value)


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else _expected("true or false")


def _forecast(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 99:
        return value
    return _expected("a whole number of per cent from 1 to 99")


def _otherwise(value: Any) -> str:
    return str(value) if value in ("default", "doctrine") else _expected("'default' or 'doctrine'")
