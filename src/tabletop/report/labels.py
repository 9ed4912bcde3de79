"""Words for what a scenario calls by ids: labels, conditions in a sentence, texts with their blanks named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tabletop.engine.program import Program
from tabletop.scenario.definition import Scenario
from tabletop.scenario.expression.explain import why_not
from tabletop.scenario.expression.nodes import Atom, Name, Node, Query, atoms

_BLANK = re.compile(r"\{(\w+)(?:[:!][^{}]*)?\}")


class Labels:
    """The labels of everything in one scenario, for those who may know all of it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._words = dict(_declared(program.scenario))

    def of(self, id_: str) -> str:
        """The label of an id; an id that has none, or several, reads as words."""
        return self._words.get(id_) or id_.replace("_", " ")

    def condition(self, text: Any) -> str:
        """What has to be so for a condition to hold, in words; '' for one that always holds."""
        node = self._program.code.node(text)
        chosen = dict(self._options(node))
        needs = why_not(node, lambda _: None, lambda id_: chosen.get(id_) or self.of(id_))
        return needs.removeprefix("needs ")

    def reads(self, text: Any) -> list[str]:
        """Labels of what an expression reads, each once, in order; plain functions of time are left out."""
        found = (self._atom(atom) for atom in atoms(self._program.code.node(text)))
        return list(dict.fromkeys(label for label in found if label))

    def blanks(self, text: str) -> str:
        """A text with what is filled in during play shown in square brackets."""
        return _BLANK.sub(lambda found: f"[{self.of(found[1])}]", text)

    def _options(self, node: Node) -> Iterator[tuple[str, str]]:
        """Labels of the options that a condition asks about: an option's id may stand in several decisions."""
        for atom in atoms(node):
            if isinstance(atom, Query) and atom.function == "chosen" and len(atom.args) == 2:
                point = self._program.points[atom.args[0]].point
                yield from ((atom.args[1], option.label) for option in point.options if option.id == atom.args[1])

    def _atom(self, atom: Atom) -> str:
        if isinstance(atom, Name):
            return self.of(atom.id)
        return "" if atom.function == "since" else " ".join(map(self.of, atom.args))


def _declared(scenario: Scenario) -> Iterator[tuple[str, str]]:
    s = scenario
    named: list[Any] = [
        *s.gauges, *s.stocks, *s.flags, *s.texts, *s.latents, *s.assumptions, *s.theatres, *s.places, *s.lifts,
        *s.packages, *s.programmes, *s.seats,
    ]  # fmt: skip
    often = Counter(str(option.id) for point in s.decisions for option in point.options)
    for point in s.decisions:
        yield from ((str(o.id), o.label) for o in point.options if often[o.id] == 1)
    yield from ((str(point.id), point.title) for point in s.decisions)
    yield from ((str(inject.id), f"“{inject.subject}”") for inject in s.injects)
    yield from ((str(thing.id), thing.label) for thing in named)
