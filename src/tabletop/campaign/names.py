"""What the expressions of a campaign may name: `<stage>_<name>` of earlier stages, and the campaign's assumptions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Latent
from tabletop.scenario.expression.check import kind_of
from tabletop.scenario.expression.nodes import ExpressionError, Node
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.scope import NUMBER, TRUTH, Kind
from tabletop.scenario.scope import Declared, Scope

SCORE = "score"


def score_name(stage: str, seat: str) -> str:
    """What the score of a seat in a stage is called in expressions."""
    return f"{stage}_{SCORE}_{seat}"


def kinds(scenario: Scenario) -> dict[str, Kind]:
    """The kind of everything in a scenario that a campaign can read at its end, by the scenario's own name."""
    amounts: Iterable[Any] = (*scenario.gauges, *scenario.stocks, *scenario.assumptions, *scenario.programmes)
    found = {str(each.id): NUMBER for each in amounts}
    found |= {str(flag.id): TRUTH for flag in scenario.flags}
    found |= {str(text.id): Kind("text", tuple(map(str, text.values))) for text in scenario.texts}
    found |= {str(latent.id): _hidden(latent) for latent in scenario.latents}
    found |= _formulas(scenario)
    judged = {str(objective.seat) for objective in scenario.objectives}
    return found | {f"{SCORE}_{seat.id}": NUMBER for seat in scenario.seats if seat.id in judged}


def _hidden(latent: Latent) -> Kind:
    return Kind("state", tuple(str(state.id) for state in latent.states)) if latent.states else NUMBER


def _formulas(scenario: Scenario) -> dict[str, Kind]:
    """Formulas with a number or a truth value; those of words cannot be read from outside."""
    sections = ("gauges", "stocks", "flags", "texts", "latents", "assumptions", "programmes", "decisions")
    data: dict[str, Any] = {name: [_brief(each) for each in getattr(scenario, name)] for name in sections}
    scope = Scope(Declared({**data, "formulas": dict(scenario.formulas)}))
    found = {str(id_): kind_of(parse(text), scope) for id_, text in scenario.formulas.items()}
    return {id_: kind for id_, kind in found.items() if kind is not None and kind.kind != "text"}


def _brief(each: Any) -> dict[str, Any]:
    """As much of a declaration as the kinds of expressions need."""
    lists = {name: getattr(each, name, []) for name in ("states", "options")}
    return {
        "id": str(each.id),
        "values": [str(value) for value in getattr(each, "values", [])],
        **{name: [{"id": str(part.id)} for part in parts] for name, parts in lists.items()},
    }


class EndScope:
    """The scope of an expression that is looked at after some stages. A `Scope` as the expressions' check wants it."""

    def __init__(self, assumptions: Iterable[str], stages: Mapping[str, Mapping[str, Kind]]) -> None:
        self._kinds = dict.fromkeys(assumptions, NUMBER)
        for stage, names in stages.items():
            self._kinds |= {f"{stage}_{name}": kind for name, kind in names.items()}

    def name(self, id_: str, /) -> Kind | None:
        """The kind of a value; None if nothing is called so."""
        return self._kinds.get(id_)

    def names(self) -> Iterable[str]:
        """All names, for suggestions."""
        return self._kinds

    def query_space(self, space: str, /) -> Collection[str]:
        """A campaign asks nothing of a running game."""
        return ()

    def options(self, decision: str, /) -> tuple[str, ...]:
        """As `query_space`."""
        return ()

    def tags(self) -> Collection[str]:
        """As `query_space`."""
        return ()

    def moment(self, text: str, /) -> int:
        """A campaign has no clock of its own."""
        raise ValueError("a campaign has no clock of its own; name a value of a stage instead")

    def formula(self, id_: str, /) -> Node | None:
        """Formulas belong to scenarios."""
        return None


def tree(text: Any) -> Node:
    """The tree of an expression that has been checked."""
    try:
        return parse(text)
    except ExpressionError as error:  # the check has let nothing pass that cannot be parsed
        raise AssertionError(str(error)) from error
