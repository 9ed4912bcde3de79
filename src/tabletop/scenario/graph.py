"""What sets off what: injects that nothing starts, decisions that nothing opens, circles without a pause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.expression.nodes import ExpressionError, Name, atoms
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.findings import Findings
from tabletop.scenario.references import Path_, Site
from tabletop.scenario.scope import Declared


class Step(NamedTuple):
    """One thing leads to another, at a place of the file."""

    to: str
    path: Path_


Graph = Mapping[str, list[Step]]


def check_formulas(declared: Declared, findings: Findings) -> None:
    """Formulas that lead back to themselves."""
    graph = {
        name: [Step(read, ("formulas", name)) for read in _reads(text) if read in declared.formulas]
        for name, text in declared.formulas.items()
    }
    for circle in circles(graph):
        names = [step.to for step in circle]
        message = f"the formula leads back to itself: {' → '.join([names[-1], *names])}"
        findings.error("TT401", message, circle[0].path, "take one of these names out of the other's formula", key=True)


def check_happenings(scenario: Scenario, sites: Iterable[Site], findings: Findings) -> None:
    """Injects and decision points that never come, and injects that set each other off without end."""
    effects: list[Effect] = [site.value for site in sites if site.marker is Effect]
    fired = {effect.fire for effect in effects} | {gate.inject for gate in scenario.gates}
    opened = {effect.open for effect in effects}
    for index, inject in enumerate(scenario.injects):
        if inject.at is None and inject.when is None and inject.hazard is None and inject.id not in fired:
            hint = f"give it 'at', 'when' or 'hazard', or let an effect do fire: {inject.id}"
            findings.error("TT403", f'nothing ever starts the inject "{inject.id}"', ("injects", index, "id"), hint)
    for index, point in enumerate(scenario.decisions):
        if point.opens.at is None and point.opens.when is None and point.id not in opened:
            hint = f"write opens: {{at: …}} or {{when: …}}, or let an effect do open: {point.id}"
            message = f'nothing ever opens the decision point "{point.id}"'
            findings.error("TT404", message, ("decisions", index, "id"), hint)
    _instant_circles(scenario, findings)


def _instant_circles(scenario: Scenario, findings: Findings) -> None:
    graph = {
        inject.id: list(_at_once(inject.effects, ("injects", index, "effects")))
        for index, inject in enumerate(scenario.injects)
    }
    for circle in circles(graph):
        names = [step.to for step in circle]
        message = f"these injects fire each other without a pause: {' → '.join([names[-1], *names])}"
        findings.error("TT402", message, circle[0].path, "time would stand still: put one of them under 'after'")


def _at_once(effects: Iterable[Effect], path: Path_) -> Iterator[Step]:
    """Injects that are fired for certain and in the same minute."""
    for index, effect in enumerate(effects):
        place = (*path, index)
        if effect.fire is not None:
            yield Step(effect.fire, (*place, "fire"))
        elif effect.after == 0 or effect.draw is not None or effect.repeat is not None:
            yield from _at_once(effect.do, (*place, "do"))


def circles(graph: Graph) -> list[list[Step]]:
    """Circles of a graph, one for each group of things that lead to each other; in the order of the graph."""
    found: list[list[Step]] = []
    settled: set[str] = set()
    for start in graph:
        _follow(start, graph, settled, found)
    return found


def _follow(start: str, graph: Graph, settled: set[str], found: list[list[Step]]) -> None:
    """Depth first from one node, without recursion, for graphs of any depth."""
    if start in settled:
        return
    trail: list[Step] = []
    on_trail = [start]
    ahead = [iter(graph.get(start, []))]
    while ahead:
        step = next(ahead[-1], None)
        if step is None:
            ahead.pop()
            settled.add(on_trail.pop())
            if trail:
                trail.pop()
        elif step.to in on_trail:
            found.append([*trail[on_trail.index(step.to) :], step])
        elif step.to not in settled:
            trail.append(step)
            on_trail.append(step.to)
            ahead.append(iter(graph.get(step.to, [])))


def _reads(text: object) -> list[str]:
    try:
        return [atom.id for atom in atoms(parse(text)) if isinstance(atom, Name)]  # type: ignore[arg-type]
    except (ExpressionError, TypeError):
        return []
