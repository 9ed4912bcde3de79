"""Numbers, times and lists that a file may hold but a game cannot use."""

from __future__ import annotations

from collections.abc import Iterable

from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import Relation
from tabletop.scenario.findings import Findings
from tabletop.scenario.references import Path_, Site
from tabletop.simtime import calendar, format_duration

_STEP_VERBS = ("add", "set", "scale", "when")


def check_sense(scenario: Scenario, sites: Iterable[Site], findings: Findings) -> None:
    """Times, lists and numbers of the whole scenario; ids are taken to be right."""
    _times(scenario, findings)
    _lengths(scenario, findings)
    _endings(scenario, findings)
    _gauges(scenario, findings)
    _presets(scenario, findings)
    _relations(scenario, findings)
    _programmes(scenario, findings)
    for site in sites:
        if site.marker is Effect:
            _periods(site.value, site.path, findings)


def _times(scenario: Scenario, findings: Findings) -> None:
    try:
        calendar(scenario.startex.date, scenario.endex.latest)
    except ValueError as error:
        findings.error("TT409", str(error), ("startex", "date"), "write a date such as 2026-08-10")
    if scenario.step == 0:
        findings.error("TT409", "a step of no length never ends", ("step",), "write step: 1d")
    latest = scenario.endex.latest
    happenings: list[tuple[int | None, Path_]]
    happenings = [(inject.at, ("injects", n, "at")) for n, inject in enumerate(scenario.injects)]
    happenings += [(point.opens.at, ("decisions", n, "opens", "at")) for n, point in enumerate(scenario.decisions)]
    for at, path in happenings:
        if at is not None and at > latest:
            message = f"this lies after the latest end of the exercise ({format_duration(latest)})"
            findings.warning("TT422", message, path, "bring it forward, or move 'endex'")


def _lengths(scenario: Scenario, findings: Findings) -> None:
    for index, length in enumerate(scenario.lengths):
        total = sum(item.minutes for item in length.agenda)
        if length.id.isdecimal() and length.agenda and total != int(length.id):
            message = f"the agenda adds up to {total} minutes, the length is {length.id}"
            findings.error("TT411", message, ("lengths", index, "agenda"), "change the minutes of an item")


def _endings(scenario: Scenario, findings: Findings) -> None:
    for index, ending in enumerate(scenario.endings[:-1]):
        if ending.when is None:
            message = f'the ending "{ending.id}" fits always, so those below it are never reached at ENDEX'
            hint = "give it 'when' (false if only an effect ends so), or put it last"
            findings.error("TT418", message, ("endings", index, "id"), hint)
    if scenario.endings[-1].when is not None:
        message = "the last ending stands in when none fits, whatever its condition says"
        findings.warning("TT418", message, ("endings", len(scenario.endings) - 1, "when"), "leave out its 'when'")


def _gauges(scenario: Scenario, findings: Findings) -> None:
    for index, gauge in enumerate(scenario.gauges):
        wanted = int(gauge.max - gauge.min) + 1
        if gauge.words and len(gauge.words) != wanted:
            message = f"{len(gauge.words)} words for the {wanted} whole numbers from {gauge.min:g} to {gauge.max:g}"
            findings.error("TT410", message, ("gauges", index, "words"), "write one word for each number")
        if gauge.drift is not None and gauge.drift.half_life == 0:
            path = ("gauges", index, "drift", "half_life")
            findings.error("TT409", "a half-life of nothing", path, "use 'computed' for a gauge that follows at once")


def _presets(scenario: Scenario, findings: Findings) -> None:
    known = {assumption.id: assumption for assumption in scenario.assumptions}
    for index, preset in enumerate(scenario.presets):
        for id_, value in preset.assumptions.items():
            assumption = known.get(id_)
            if assumption is not None and not assumption.low <= value <= assumption.high:
                message = f'{value:g} is outside the range of "{id_}", {assumption.low:g} to {assumption.high:g}'
                path = ("presets", index, "assumptions", id_)
                findings.error("TT425", message, path, "choose a value in the range, or widen it")


def _relations(scenario: Scenario, findings: Findings) -> None:
    for index, relation in enumerate(scenario.relations):
        path = ("relations", index)
        if not relation.grade.strip():
            message = f"the relation {relation.id} has no grade"
            findings.error("TT417", message, (*path, "grade"), "write A, B or C: how well it is supported")
        if not relation.sources and not relation.evidence.strip():
            message = f"the relation {relation.id} names neither a source nor other evidence"
            findings.warning("TT417", message, (*path, "id"), "add 'sources', or say in 'evidence' where it comes from")
        if relation.every == 0:
            findings.error("TT409", "a period of no length", (*path, "every"), "write every: 1d")
        _step_only(relation, relation.does, (*path, "does"), findings)


def _step_only(relation: Relation, effects: Iterable[Effect], path: Path_, findings: Findings) -> None:
    for index, effect in enumerate(effects):
        if effect.verb not in _STEP_VERBS:
            message = f"a relation cannot {effect.verb}; it can only {', '.join(_STEP_VERBS)}"
            hint = f"let an inject with a 'when' do what {relation.id} sets off"
            findings.error("TT424", message, (*path, index, effect.verb), hint, key=True)
        _step_only(relation, effect.do, (*path, index, "do"), findings)
        _step_only(relation, effect.otherwise, (*path, index, "else"), findings)


def _programmes(scenario: Scenario, findings: Findings) -> None:
    for index, programme in enumerate(scenario.programmes):
        for number, stage in enumerate(programme.stages):
            if stage.slot == 0:
                path = ("programmes", index, "stages", number, "slot")
                findings.error("TT409", "a period of no length", path, "write slot: 1d")


def _periods(effect: Effect, path: Path_, findings: Findings) -> None:
    verb, period = ("spread", effect.spread) if effect.spread else ("repeat", effect.repeat)
    over, every = (effect.spread.over, effect.spread.every) if effect.spread else (0, 1)
    if period is not None and period.every == 0:
        findings.error("TT409", "a period of no length", (*path, verb, "every"), "write every: 1d")
    elif over % every:
        message = f"{format_duration(over)} is not a whole number of times {format_duration(every)}"
        findings.error("TT409", message, (*path, "spread", "over"), "make 'over' a multiple of 'every'")
