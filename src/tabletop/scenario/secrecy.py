"""Texts, locks and doctrine that would give away what their seat is not to see."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Visibility
from tabletop.scenario.expression.nodes import Atom, Name
from tabletop.scenario.findings import Findings
from tabletop.scenario.placeholders import names_in
from tabletop.scenario.readings import Readings
from tabletop.scenario.references import Path_

_ABOUT_PACKAGES = ("at", "away", "ordered")
_ABOUT_INJECTS = ("fired", "elapsed")


def check_secrecy(scenario: Scenario, readings: Readings, findings: Findings) -> None:
    """Doctrine weights (errors), `requires` and placeholders (warnings) that read what is hidden from the seat."""
    secrets = _Secrets(scenario)
    by_path = readings.by_path()
    for index, point in enumerate(scenario.decisions):
        for number in range(len(point.options)):
            option = ("decisions", index, "options", number)
            weight, requires = by_path.get((*option, "weight")), by_path.get((*option, "requires"))
            for name in secrets.among(weight.atoms if weight else (), point.seat):
                message = f'a bot of the seat {point.seat} would read "{name}", which is hidden from this seat'
                findings.error("TT412", message, (*option, "weight"), "use what the seat sees, or let it see this")
            for name in secrets.among(requires.atoms if requires else (), point.seat):
                message = f'the lock tells the seat {point.seat} about "{name}", which is hidden from it'
                findings.warning("TT413", message, (*option, "requires"), "if this is not meant, use what it sees")
    _placeholders(scenario, secrets, findings)


def _placeholders(scenario: Scenario, secrets: _Secrets, findings: Findings) -> None:
    for text, path, seats in _told(scenario):
        for name in names_in(text):
            seat = next((seat for seat in seats if secrets.hidden(Name(name), seat)), "")
            if seat:
                message = f'the text tells the seat {seat} the value of "{name}", which is hidden from it'
                findings.warning("TT414", message, path, "if this is not meant, leave the placeholder out")


def _told(scenario: Scenario) -> Iterator[tuple[str, Path_, list[str]]]:
    for index, inject in enumerate(scenario.injects):
        path: Path_ = ("injects", index)
        yield inject.subject, (*path, "subject"), inject.to
        yield inject.body, (*path, "body"), inject.to
        for number, wording in enumerate(inject.wordings):
            yield wording.body, (*path, "wordings", number, "body"), inject.to
    yield from _enclosed(scenario)
    for index, point in enumerate(scenario.decisions):
        yield point.brief, ("decisions", index, "brief"), [point.seat]
        for number, wording in enumerate(point.wordings):
            yield wording.body, ("decisions", index, "wordings", number, "body"), [point.seat]


def _enclosed(scenario: Scenario) -> Iterator[tuple[str, Path_, list[str]]]:
    """The paragraphs of documents that come with injects, and who gets to read them."""
    for index, document in enumerate(scenario.documents):
        readers = [seat for inject in scenario.injects if inject.document == document.id for seat in inject.to]
        for number, paragraph in enumerate(document.paragraphs):
            yield paragraph.text, ("documents", index, "paragraphs", number, "text"), readers


class _Secrets:
    """What is hidden from whom."""

    def __init__(self, scenario: Scenario) -> None:
        self._visible: dict[str, Visibility] = {
            thing.id: thing.visible
            for things in (
                scenario.gauges, scenario.stocks, scenario.flags, scenario.texts, scenario.latents, scenario.programmes,
            )
            for thing in things
        }  # fmt: skip
        self._packages = {package.id: package.visible for package in scenario.packages}
        self._injects = {inject.id: inject.to for inject in scenario.injects}

    def among(self, atoms: tuple[Atom, ...], seat: str) -> list[str]:
        """What the seat must not know of what is read."""
        return [atom.id if isinstance(atom, Name) else atom.args[0] for atom in atoms if self.hidden(atom, seat)]

    def hidden(self, atom: Atom, seat: str) -> bool:
        """Whether the seat sees nothing of this."""
        if isinstance(atom, Name):
            return _hides(self._visible.get(atom.id), seat)
        if atom.function in _ABOUT_PACKAGES:
            return _hides(self._packages.get(atom.args[0]), seat)
        if atom.function == "stage":
            return _hides(self._visible.get(atom.args[0]), seat)
        return atom.function in _ABOUT_INJECTS and seat not in self._injects.get(atom.args[0], [seat])


def _hides(visible: Visibility | None, seat: str) -> bool:
    return visible is not None and visible.seats.get(seat, visible.others) == "hidden"
