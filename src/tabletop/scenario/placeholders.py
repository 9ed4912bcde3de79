"""`{name}` and `{name:.1f}` in the texts of a scenario; nothing else is a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from tabletop.errors import closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.findings import Findings
from tabletop.scenario.happenings import Wording
from tabletop.scenario.references import Path_
from tabletop.scenario.scope import Declared

_NUMBER_FORM = re.compile(r"\+?,?(\.[0-6])?[f%]?")


def check_placeholders(scenario: Scenario, declared: Declared, findings: Findings) -> None:
    """Every placeholder names a declared quantity and has a form that numbers can take."""
    known = declared.places_of_values
    for text, path in _texts(scenario):
        if "{" not in text and "}" not in text:
            continue
        try:
            fields = list(_fields(text))
        except ValueError:
            hint = "write {name}, or {{ and }} for braces that are to be seen"
            findings.error("TT213", "a brace in this text does not belong to a placeholder", path, hint)
            continue
        for name, form in fields:
            if name not in known:
                message = f"the placeholder {{{name}}} names nothing"
                hint = closest(name, known) or "write the id of a gauge, stock, flag, text or formula"
                findings.error("TT212", message, path, hint, offset=_offset(text, name))
            elif not _NUMBER_FORM.fullmatch(form):
                message = f'"{form}" is not a form for a number'
                findings.error("TT213", message, path, "write .0f, .1f, ,.0f or %", offset=_offset(text, name))


def names_in(text: str) -> list[str]:
    """The names in a text's placeholders; none when its braces do not match."""
    try:
        return [name for name, _ in _fields(text)] if "{" in text else []
    except ValueError:
        return []


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for _, name, form, conversion in Formatter().parse(text):
        if conversion:
            raise ValueError("conversions are not placeholders")
        if name is not None:
            yield name, form or ""


def _offset(text: str, name: str) -> int:
    return max(text.find("{" + name), 0)


def _texts(scenario: Scenario) -> Iterator[tuple[str, Path_]]:
    """The texts in which placeholders are filled in."""
    for index, inject in enumerate(scenario.injects):
        yield inject.subject, ("injects", index, "subject")
        yield inject.body, ("injects", index, "body")
        yield from _wordings(inject.wordings, ("injects", index, "wordings"))
    for index, point in enumerate(scenario.decisions):
        yield point.title, ("decisions", index, "title")
        yield point.brief, ("decisions", index, "brief")
        yield from _wordings(point.wordings, ("decisions", index, "wordings"))
    for index, document in enumerate(scenario.documents):
        for number, paragraph in enumerate(document.paragraphs):
            yield paragraph.text, ("documents", index, "paragraphs", number, "text")
    for index, epilogue in enumerate(scenario.debrief.epilogue):
        yield epilogue.text, ("debrief", "epilogue", index, "text")
    for index, ending in enumerate(scenario.endings):
        yield ending.text, ("endings", index, "text")


def _wordings(wordings: list[Wording], path: Path_) -> Iterator[tuple[str, Path_]]:
    for index, wording in enumerate(wordings):
        if wording.subject is not None:
            yield wording.subject, (*path, index, "subject")
        yield wording.body, (*path, index, "body")
