"""Whether a record fits a scenario: all that does not, in one list; and a lenient reading that maps what it can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tabletop import __version__
from tabletop.errors import RecordMismatch, closest, printable
from tabletop.record.lines import show
from tabletop.record.record import (
    OLDEST_ENGINE,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Record,
)
from tabletop.scenario.definition import Scenario

_LENIENT = "replay it with the scenario's files of that time, or leniently: what is known is kept, the rest is told"


@dataclass(frozen=True)
class Fitted:
    """A record in the scenario's own words: lines with their line numbers in the file, and what became of the rest."""

    header: Header
    lines: tuple[tuple[int, Line], ...]
    mapped: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def fitted(record: Record, scenario: Scenario, sha256: str, *, lenient: bool = False) -> Fitted:
    """The record, ready to be played again.

    Raises RecordMismatch with the complete list of what does not fit. With `lenient` only another scenario is refused:
    names that the scenario says it has renamed are mapped, what stays unknown is dropped, and both are told.
    """
    if record.header.scenario != scenario.id:
        raise RecordMismatch(f"{record.path}: a record of {show(record.header.scenario)}, not of {show(scenario.id)}")
    if not lenient:
        _refuse_misfits(record, scenario, sha256)
        return Fitted(record.header, tuple(enumerate(record.lines, record.begins + 1)))
    reading = _Lenient(Names(scenario))
    header = reading.header(record.header)
    lines = [(number, reading.line(number, line)) for number, line in enumerate(record.lines, record.begins + 1)]
    kept = tuple((number, line) for number, line in lines if line is not None)
    return Fitted(header, kept, tuple(reading.mapped), tuple(reading.dropped))


def misfits(record: Record, scenario: Scenario, sha256: str) -> tuple[str, ...]:
    """Everything in a record of this scenario that does not fit it, in the order of the file."""
    names = Names(scenario)
    found = [*_versions(record.header, sha256), *names.in_header(record.header)]
    for number, line in enumerate(record.lines, record.begins + 1):
        found += [f"line {number}: {what}" for what in names.in_line(line)]
    return tuple(found)


def _refuse_misfits(record: Record, scenario: Scenario, sha256: str) -> None:
    found = misfits(record, scenario, sha256)
    if found:
        listed = "\n".join(f"  {what}" for what in found)
        raise RecordMismatch(f"{record.path}: the record does not fit the scenario {scenario.id}:\n{listed}", _LENIENT)


def _versions(header: Header, sha256: str) -> Iterable[str]:
    if not _numbers(OLDEST_ENGINE) <= _numbers(header.engine) <= _numbers(__version__):
        yield f"made by version {show(header.engine)} of the program; {__version__} reads those from {OLDEST_ENGINE} on"
    if header.sha256 != sha256:
        yield f"the scenario's files have changed: {printable(header.sha256[:12])} in the record, {sha256[:12]} now"


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) if part.isascii() and part.isdigit() and len(part) < 10 else -1 for part in parts[:3])


@dataclass
class Names:
    """What a scenario knows by name: seats, quantities with the names of their values, options by decision point."""

    scenario: Scenario
    seats: list[str] = field(init=False)
    quantities: dict[str, list[str]] = field(init=False)
    options: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        s = self.scenario
        named: Iterable[Any] = (*s.gauges, *s.stocks, *s.flags, *s.assumptions, *s.programmes)
        self.seats = [str(seat.id) for seat in s.seats]
        self.quantities = {str(each.id): [] for each in named}
        self.quantities |= {str(text.id): [str(value) for value in text.values] for text in s.texts}
        self.quantities |= {str(latent.id): [str(state.id) for state in latent.states] for latent in s.latents}
        self.options = {str(point.id): [str(o.id) for o in point.options] for point in s.decisions}

    @property
    def known(self) -> Mapping[str, list[str]]:
        """Names of the things that stand in headers, by what they are called in messages."""
        s = self.scenario
        starting: Iterable[Any] = (*s.gauges, *s.stocks, *s.flags, *s.texts)
        return {
            "preset": [str(preset.id) for preset in s.presets],
            "length": [str(length.id) for length in s.lengths],
            "input text": [str(text.id) for text in s.texts if text.input],
            "assumption": [str(assumption.id) for assumption in s.assumptions],
            "latent": [str(latent.id) for latent in s.latents],
            "quantity with a start": [str(each.id) for each in starting],
            "seat": self.seats,
        }

    def in_header(self, header: Header) -> list[str]:
        """What the header names that is not there."""
        known = self.known
        given = {
            "preset": [header.preset] if header.preset else [],
            "length": [header.length] if header.length else [],
            "input text": header.texts,
            "assumption": header.assumptions,
            "latent": header.latents,
            "quantity with a start": header.starts,
            "seat": header.seats,
        }
        found = [unknown(what, name, known[what]) for what, names in given.items() for name in names]
        named = (*header.texts.items(), *header.latents.items(), *header.starts.items())
        found += [self.value(name, value) for name, value in named]
        return [what for what in found if what]

    def value(self, name: str, value: str | float) -> str:
        """What is wrong with a value of a quantity that has named values, or ''."""
        if not isinstance(value, str) or name not in self.quantities:
            return ""
        return unknown(f"value of {name}", value, self.quantities[name])

    def in_line(self, line: Line) -> list[str]:
        """What a line names that is not there."""
        s, found = self.scenario, [""]
        if isinstance(line, DecisionLine):
            found = self._in_decision(line)
        elif isinstance(line, NoteLine) and line.seat:
            found = [unknown("seat", line.seat, self.seats)]
        elif isinstance(line, InjectLine):
            found = [unknown("inject", line.inject, [str(inject.id) for inject in s.injects])]
        elif isinstance(line, OverrideLine):
            found = self._in_override(line)
        elif isinstance(line, EndLine):
            found = [unknown("ending", line.outcome, [str(ending.id) for ending in s.endings])]
        return [what for what in found if what]

    def _in_decision(self, line: DecisionLine) -> list[str]:
        found = [unknown("seat", line.seat, self.seats), unknown("decision point", line.decision, self.options)]
        if line.decision in self.options:
            options = self.options[line.decision]
            named = dict.fromkeys((*line.choice, *line.considered))
            found += [unknown(f"option of {line.decision}", option, options) for option in named]
            owner = next(str(point.seat) for point in self.scenario.decisions if point.id == line.decision)
            if line.seat in self.seats and owner != line.seat:
                found.append(f"{line.decision} is for the seat {owner}, not for {line.seat}")
        return found

    def _in_override(self, line: OverrideLine) -> list[str]:
        return [unknown("quantity", line.quantity, self.quantities), self.value(line.quantity, line.value)]


class _Lenient:
    """Reads a record in the words of a scenario and keeps account of what it maps and drops."""

    def __init__(self, names: Names) -> None:
        s = names.scenario
        self.mapped: list[str] = []
        self.dropped: list[str] = []
        self._names = names
        self._decisions = {old: str(point.id) for point in s.decisions for old in point.renamed_from}
        renamed: Iterable[Any] = (*s.gauges, *s.stocks)
        self._quantities = {old: str(each.id) for each in renamed for old in each.renamed_from}
        self._options = {
            str(point.id): {old: str(option.id) for option in point.options for old in option.renamed_from}
            for point in s.decisions
        }

    def header(self, header: Header) -> Header:
        """The header without what is unknown."""
        known = self._names.known
        self.dropped += [f"header: {what}" for what in self._names.in_header(header)]
        texts = {name: value for name, value in header.texts.items() if name in known["input text"]}
        return replace(
            header,
            preset=header.preset if header.preset in known["preset"] else "",
            length=header.length if header.length in known["length"] else "",
            texts={name: value for name, value in texts.items() if value in self._names.quantities[name]},
            assumptions={name: value for name, value in header.assumptions.items() if name in known["assumption"]},
            latents=self._kept(header.latents, known["latent"]),
            starts=self._kept(header.starts, known["quantity with a start"]),
            seats={name: player for name, player in header.seats.items() if name in known["seat"]},
        )

    def _kept(self, given: Mapping[str, str | float], known: list[str]) -> dict[str, str | float]:
        return {name: value for name, value in given.items() if name in known and not self._names.value(name, value)}

    def line(self, number: int, line: Line) -> Line | None:
        """The line in today's words; None when it had to be dropped."""
        if isinstance(line, DecisionLine):
            line = self._decision(number, line)
        elif isinstance(line, OverrideLine):
            line = replace(line, quantity=self._map(number, line.quantity, self._names.quantities, self._quantities))
        wrong = self._names.in_line(line)
        if not wrong or isinstance(line, EndLine):
            return line
        self.dropped += [f"line {number}: {what}" for what in wrong]
        return None

    def _decision(self, number: int, line: DecisionLine) -> DecisionLine:
        decision = self._map(number, line.decision, self._names.options, self._decisions)
        known, renamed = self._names.options.get(decision, []), self._options.get(decision, {})
        choice = tuple(self._map(number, option, known, renamed) for option in line.choice)
        considered = tuple(renamed.get(option, option) for option in line.considered)
        considered = tuple(option for option in considered if option in known)
        return replace(line, decision=decision, choice=choice, considered=considered)

    def _map(self, number: int, name: str, known: Iterable[str], renamed: Mapping[str, str]) -> str:
        if name in known or name not in renamed:
            return name
        self.mapped.append(f"line {number}: {name} is now {renamed[name]}")
        return renamed[name]


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """'no <what> "name"; did you mean "…"?', or '' when the name is known."""
    if name in known:
        return ""
    hint = closest(name, known)
    return f"no {what} {show(name)}" + (f"; {hint}" if hint else "")
