"""Ids that name nothing, or the wrong sort of thing, and words that are not in their list."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tabletop.errors import closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.findings import Findings
from tabletop.scenario.happenings import DecisionPoint
from tabletop.scenario.notation import Refers
from tabletop.scenario.references import Path_, Site
from tabletop.scenario.scope import SECTIONS, Declared

_NOUNS = {
    "amount": "gauge or stock",
    "quantity": "gauge, stock, flag or text",
    "learning": "learning objective",
}
_FEW = 10


def check_references(sites: Iterable[Site], declared: Declared, findings: Findings) -> None:
    """Every annotated reference names something that is declared."""
    for site in sites:
        if isinstance(site.marker, Refers) and site.value not in declared.ids[site.marker.space]:
            _unknown(site, site.marker.space, declared, findings)


def check_words(scenario: Scenario, declared: Declared, findings: Findings) -> None:
    """Options, items, lengths, states and values of texts are among those that their owner lists."""
    lengths = declared.ids["length"].keys()
    if scenario.default_length is not None:
        _among("length", scenario.default_length, lengths, ("default_length",), findings)
    for index, point in enumerate(scenario.decisions):
        _decision(point, ("decisions", index), declared, findings)
        for number, length in enumerate(point.lengths):
            _among("length", length, lengths, ("decisions", index, "lengths", number), findings)
    _joint(scenario, declared, findings)
    _texts(scenario, findings)
    _presets(scenario, declared, findings)


def _unknown(site: Site, space: str, declared: Declared, findings: Findings) -> None:
    known, value = declared.ids[space], str(site.value)
    noun = _NOUNS.get(space, space)
    hint = closest(value, known) or _elsewhere(value, declared) or _few(known, noun)
    findings.error("TT210", f'there is no {noun} called "{value[:60]}"', site.path, hint, key=site.is_key)


def _elsewhere(value: str, declared: Declared) -> str:
    found = next((space for space in (*SECTIONS, "formula") if value in declared.ids[space]), "")
    return f'"{value}" is {"an" if found[0] in "aeiou" else "a"} {found}' if found else ""


def _few(known: Collection[str], noun: str) -> str:
    if not known:
        return f"no {noun} is declared at all"
    return f"there are: {', '.join(known)}" if len(known) <= _FEW else "declare it, or correct the id"


def _among(noun: str, word: str, known: Collection[str], path: Path_, findings: Findings, *, key: bool = False) -> None:
    if word not in known:
        hint = closest(word, known) or _few(known, noun)
        findings.error("TT211", f'there is no {noun} called "{word[:60]}" here', path, hint, key=key)


def _decision(point: DecisionPoint, path: Path_, declared: Declared, findings: Findings) -> None:
    options = declared.options(point.id)
    given = [point.default] if isinstance(point.default, str) else point.default
    for number, option in enumerate(given):
        place = (*path, "default") if isinstance(point.default, str) else (*path, "default", number)
        _among("option", option, options, place, findings)
    items = [item.id for item in point.items]
    for index, choice in enumerate(point.options):
        if choice.item is not None:
            _among("item", choice.item, items, (*path, "options", index, "item"), findings)


def _joint(scenario: Scenario, declared: Declared, findings: Findings) -> None:
    for index, joint in enumerate(scenario.joint):
        for number, row in enumerate(joint.rows):
            for decision, option in row.choices.items():
                path = ("joint", index, "rows", number, "choices", decision)
                if decision not in declared.ids["decision"]:
                    continue
                if decision not in joint.decisions:
                    message = f'the decision "{decision}" is not among the decisions of this joint table'
                    findings.error("TT211", message, path, "add it to 'decisions' above", key=True)
                _among("option", option, declared.options(decision), path, findings)


def _texts(scenario: Scenario, findings: Findings) -> None:
    for index, text in enumerate(scenario.texts):
        _among("value", text.start, text.values, ("texts", index, "start"), findings)
        for value in text.labels:
            _among("value", value, text.values, ("texts", index, "labels", value), findings, key=True)
        if len(set(text.values)) < len(text.values):
            findings.error("TT201", f'a value of "{text.id}" stands twice', ("texts", index, "values"), "keep one")


def _presets(scenario: Scenario, declared: Declared, findings: Findings) -> None:
    for index, preset in enumerate(scenario.presets):
        for id_, word in preset.texts.items():
            kind = declared.kinds.get(id_)
            if kind is not None and kind.kind == "text":
                _among("value", word, kind.domain or (), ("presets", index, "texts", id_), findings)
        for id_, value in preset.latents.items():
            _pinned(id_, value, ("presets", index, "latents", id_), declared, findings)


def _pinned(id_: str, value: object, path: Path_, declared: Declared, findings: Findings) -> None:
    """A hidden fact that a preset settles: one of its states, or a number when it has none."""
    kind = declared.kinds.get(id_)
    if kind is not None and kind.kind == "state":
        _among("state", str(value), kind.domain or (), path, findings)
    elif isinstance(value, bool | str):
        findings.error("TT103", f'"{id_}" has no states, so a preset gives it a number', path, "write a number")
