"""Decision points that can be answered: defaults, budgets, forms, locks, joint tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tabletop.scenario.definition import Scenario
from tabletop.scenario.expression.nodes import Query
from tabletop.scenario.findings import Findings
from tabletop.scenario.happenings import DecisionPoint, Pick
from tabletop.scenario.readings import Readings
from tabletop.scenario.references import Path_


def check_choices(scenario: Scenario, readings: Readings, findings: Findings) -> None:
    """Sense of every decision point and joint table; ids are taken to be right."""
    noticed = _noticed(scenario, readings)
    for index, point in enumerate(scenario.decisions):
        path = ("decisions", index)
        if point.window == 0:
            findings.error("TT409", "a window of no length cannot be answered in", (*path, "window"), "write 12h")
        _default(point, path, findings)
        _form(point, path, findings)
        _locks(point, path, findings)
        if point.id not in noticed:
            _without_effects(point, path, findings)
    _joint(scenario, findings)
    _objectives(scenario, findings)


def _default(point: DecisionPoint, path: Path_, findings: Findings) -> None:
    """The default is an answer that the point would take."""
    options = {option.id: option for option in point.options}
    chosen = [point.default] if isinstance(point.default, str) else point.default
    if any(id_ not in options for id_ in chosen):
        return
    place = (*path, "default")
    if len(set(chosen)) < len(chosen):
        findings.error("TT416", "the default names an option twice", place, "name each once")
    if point.items:
        answered = Counter(str(options[id_].item) for id_ in chosen)
        wanted = Counter(item.id for item in point.items)
        if answered != wanted:
            message = f"the default answers {_list(answered)}, the form asks for {_list(wanted)}"
            findings.error("TT416", message, place, "name one option for each item")
    elif point.pick is None and len(chosen) != 1:
        message = f"the default names {len(chosen)} options where one is taken"
        findings.error("TT416", message, place, "name one, or add 'pick' to the decision point")
    if point.pick is not None:
        _affordable(point.pick, [options[id_].price for id_ in chosen], path, findings)


def _affordable(pick: Pick, prices: list[float], path: Path_, findings: Findings) -> None:
    if not pick.min <= len(prices) <= pick.max:
        message = f"the default names {len(prices)} options, 'pick' allows {pick.min} to {pick.max}"
        findings.error("TT416", message, (*path, "default"), "change the default or 'pick'")
    if pick.budget is not None and sum(prices) > pick.budget + 1e-9:
        message = f"the default costs {sum(prices):g}, the budget is {pick.budget:g}"
        findings.error("TT416", message, (*path, "default"), "choose a default within the budget")
    if pick.min > pick.max:
        findings.error("TT416", f"min {pick.min} is above max {pick.max}", (*path, "pick", "min"), "exchange them")


def _form(point: DecisionPoint, path: Path_, findings: Findings) -> None:
    """In a form every option answers an item and every item has an option; elsewhere none does."""
    if not point.items:
        return
    for index, option in enumerate(point.options):
        if option.item is None:
            message = f'the option "{option.id}" answers none of the items of this form'
            findings.error("TT416", message, (*path, "options", index, "id"), "add 'item'")
    answered = {option.item for option in point.options}
    for index, item in enumerate(point.items):
        if item.id not in answered:
            message = f'no option answers the item "{item.id}"'
            findings.error("TT416", message, (*path, "items", index, "id"), "add an option with this 'item'")


def _locks(point: DecisionPoint, path: Path_, findings: Findings) -> None:
    locked = {option.id for option in point.options if option.requires is not None and option.requires is not True}
    if len(locked) == len(point.options):
        hint = "leave one option without 'requires'"
        findings.warning("TT423", "all options of this decision point may be locked at once", (*path, "options"), hint)
    elif locked & set([point.default] if isinstance(point.default, str) else point.default):
        hint = "if it is, the first open option is taken; better choose a default without 'requires'"
        findings.warning("TT423", "the default may be locked", (*path, "default"), hint)


def _noticed(scenario: Scenario, readings: Readings) -> set[str]:
    """Decisions whose answer something else looks at, so that an option may do without effects of its own."""
    asked = {
        atom.args[0]
        for reading in readings.sound
        for atom in reading.atoms
        if isinstance(atom, Query) and atom.function in ("chosen", "answered")
    }
    return asked | {decision for joint in scenario.joint for decision in joint.decisions}


def _without_effects(point: DecisionPoint, path: Path_, findings: Findings) -> None:
    given = [point.default] if isinstance(point.default, str) else point.default
    for index, option in enumerate(point.options):
        if not option.effects and option.id not in given:
            hint = "give it effects, or read it with chosen(…) somewhere"
            message = f'the option "{option.id}" changes nothing'
            findings.warning("TT415", message, (*path, "options", index, "id"), hint)


def _joint(scenario: Scenario, findings: Findings) -> None:
    seen: dict[str, Path_] = {}
    for index, joint in enumerate(scenario.joint):
        for number, decision in enumerate(joint.decisions):
            path = ("joint", index, "decisions", number)
            first = seen.setdefault(decision, path)
            if first is not path:
                message = f'the decision "{decision}" stands in two joint tables'
                findings.error("TT420", message, path, "a decision is resolved once", related=[first])
        for number, row in enumerate(joint.rows[:-1]):
            if not row.choices and row.when is None:
                message = "this row fits always, so the rows below it are never looked at"
                findings.error("TT420", message, ("joint", index, "rows", number), "put it last")


def _objectives(scenario: Scenario, findings: Findings) -> None:
    judged = {objective.seat for objective in scenario.objectives}
    asked = {point.seat for point in scenario.decisions}
    for index, seat in enumerate(scenario.seats):
        if scenario.objectives and seat.id in asked and seat.id not in judged and not seat.optional:
            message = f'the seat "{seat.id}" decides but has no objective, so it gets no score'
            findings.warning("TT426", message, ("seats", index, "id"), "add an objective for it")


def _list(counted: Iterable[str]) -> str:
    return ", ".join(sorted(counted)) or "nothing"
