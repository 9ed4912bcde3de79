"""Between which numbers everything that an expression can read lies, as far as the scenario says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Latent
from tabletop.scenario.expression.nodes import Atom, Name
from tabletop.scenario.expression.spans import Span
from tabletop.simtime import DAY

_LONG_AGO = 9999.0


def ranges(scenario: Scenario) -> Callable[[Atom], Span | None]:
    """The range of an atom in this scenario; None where nothing is known of it."""
    names = dict(_names(scenario))
    days = scenario.endex.latest / DAY
    stages = {programme.id: float(len(programme.stages)) for programme in scenario.programmes}

    def of(atom: Atom) -> Span | None:
        if isinstance(atom, Name):
            return names.get(atom.id)
        match atom.function:
            case "days":
                return 0.0, days
            case "since":
                return _since(scenario, atom.args[0])
            case "elapsed":
                return 0.0, _LONG_AGO
            case "stage":
                return 0.0, stages.get(atom.args[0], 0.0)
        return None

    return of


def _since(scenario: Scenario, moment: str) -> Span | None:
    try:
        past = scenario.times.read(moment) / DAY
    except ValueError:  # the date of STARTEX is no date, which is told at its own place
        return None
    return -past, scenario.endex.latest / DAY - past


def _names(scenario: Scenario) -> Iterator[tuple[str, Span]]:
    for gauge in scenario.gauges:
        yield gauge.id, (gauge.min, gauge.max)
    for stock in scenario.stocks:
        yield stock.id, (stock.min, stock.max)
    for flag in scenario.flags:
        yield flag.id, (0.0, 1.0)
    for assumption in scenario.assumptions:
        yield assumption.id, (assumption.low, assumption.high)
    for programme in scenario.programmes:
        yield programme.id, (0.0, float(len(programme.stages)))
    for latent in scenario.latents:
        if latent.states:
            yield latent.id, _states(latent)


def _states(latent: Latent) -> Span:
    values = [float(number) if state.value is None else state.value for number, state in enumerate(latent.states)]
    return min(values), max(values)
