"""The names that a scenario declares, as expressions and references look them up.

Read from the tree of the file and not from the definition, so that what is declared in a part with mistakes is still
known, and does not turn up again as an unknown id elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from tabletop.scenario.expression.nodes import ExpressionError, Node, Truth
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.scope import NUMBER, TRUTH, Kind
from tabletop.scenario.references import Names, Path_
from tabletop.scenario.startex import startex_of
from tabletop.simtime import is_date, parse_moment

SECTIONS: dict[str, str] = {
    "seat": "seats",
    "gauge": "gauges",
    "stock": "stocks",
    "flag": "flags",
    "text": "texts",
    "place": "places",
    "theatre": "theatres",
    "route": "routes",
    "lift": "lifts",
    "package": "packages",
    "programme": "programmes",
    "latent": "latents",
    "assumption": "assumptions",
    "preset": "presets",
    "source": "sources",
    "relation": "relations",
    "inject": "injects",
    "decision": "decisions",
    "ending": "endings",
    "objective": "objectives",
    "learning": "learning_objectives",
    "doctrine": "doctrines",
    "persona": "personas",
    "length": "lengths",
    "joint": "joint",
    "gate": "gates",
    "document": "documents",
    "judgement": "judgements",
}
QUANTITIES = ("gauge", "stock", "flag", "text")
VALUES = (*QUANTITIES, "latent", "assumption", "programme")
_GROUPS = {"amount": ("gauge", "stock"), "quantity": QUANTITIES}


class Declared:
    """All ids of a scenario by what they are, each with the path to where it is declared."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self.ids: dict[str, dict[str, Path_]] = {
            space: dict(reversed(list(self.declarations(section)))) for space, section in SECTIONS.items()
        }
        for group, spaces in _GROUPS.items():
            self.ids[group] = {id_: path for space in spaces for id_, path in self.ids[space].items()}
        formulas = _mapping(data, "formulas")
        self.ids["formula"] = {str(id_): ("formulas", id_) for id_ in formulas}
        self.formulas: dict[str, Any] = {str(id_): text for id_, text in formulas.items()}
        self.kinds = {id_: kind for space in VALUES for id_, kind in self._kinds(space)}

    def declarations(self, section: str) -> Iterator[tuple[str, Path_]]:
        """Ids of one section with their paths, in the order of the file and with those that stand twice."""
        return named(_items(self._data, section), (section,))

    def options(self, decision: str) -> tuple[str, ...]:
        """The options of a decision point; () if there is no such decision point."""
        path = self.ids["decision"].get(decision)
        if path is None:
            return ()
        return tuple(id_ for id_, _ in named(_items(self._at(path[:-1]), "options"), path))

    def moment(self, text: str) -> int:
        """Minutes since STARTEX of a moment; 0 for a date while that of STARTEX is missing or wrong, told there."""
        if self._startex is None and is_date(text):
            return 0
        return parse_moment(text, self._startex or "")

    @cached_property
    def _startex(self) -> str | None:
        return startex_of(self._data)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The names of strengths that packages have."""
        return tuple(
            dict.fromkeys(tag for item in _items(self._data, "packages") for tag in _mapping(item, "strengths"))
        )

    @cached_property
    def places_of_values(self) -> dict[str, tuple[str, Path_]]:
        """What each id of the value name space is, with its path; the first of those that stand twice."""
        found: dict[str, tuple[str, Path_]] = {}
        for space in (*VALUES, "formula"):
            for id_, path in self.ids[space].items():
                found.setdefault(id_, (space, path))
        return found

    def _at(self, path: Path_) -> Any:
        node = self._data
        for step in path:
            node = node[step]
        return node

    def _kinds(self, space: str) -> Iterator[tuple[str, Kind]]:
        for id_, path in self.ids[space].items():
            yield id_, self._kind(space, self._at(path[:-1]))

    @staticmethod
    def _kind(space: str, item: Any) -> Kind:
        if space == "flag":
            return TRUTH
        if space == "text":
            return Kind("text", tuple(str(value) for value in _items(item, "values")))
        if space == "latent" and _items(item, "states"):
            return Kind("state", tuple(id_ for id_, _ in named(_items(item, "states"), ())))
        return NUMBER


class Scope:
    """What an expression may name at one place: everything declared, and the names that its surroundings give."""

    def __init__(self, declared: Declared, local: Names = frozenset()) -> None:
        self._declared = declared
        self._local = local
        self._trees: dict[str, Node] = {}
        self._within: dict[Names, Scope] = {}

    def beneath(self, local: Names) -> Scope:
        """The same scope with local names, such as that of a `draw`."""
        if not local:
            return self
        if local not in self._within:
            self._within[local] = Scope(self._declared, local)
        return self._within[local]

    def name(self, id_: str, /) -> Kind | None:
        """The kind of a quantity or local name; None if nothing is called so, or it is a formula."""
        return NUMBER if id_ in self._local else self._declared.kinds.get(id_)

    def names(self) -> Iterable[str]:
        """All names of quantities and formulas, for suggestions."""
        return [*self._declared.kinds, *self._declared.formulas, *sorted(self._local)]

    def query_space(self, space: str, /) -> Collection[str]:
        """The ids of one space."""
        return self._declared.ids[space].keys()

    def options(self, decision: str, /) -> tuple[str, ...]:
        """The ids of the options of a decision point."""
        return self._declared.options(decision)

    def tags(self) -> Collection[str]:
        """The names of the strengths that packages have."""
        return self._declared.tags

    def moment(self, text: str, /) -> int:
        """Minutes since STARTEX of a moment; ValueError when the text is none."""
        return self._declared.moment(text)

    def formula(self, id_: str, /) -> Node | None:
        """The tree of a named formula; None if there is none. One with a mistake, told elsewhere, fits everywhere."""
        if id_ not in self._declared.formulas:
            return None
        if id_ not in self._trees:
            self._trees[id_] = _tree(self._declared.formulas[id_])
        return self._trees[id_]


def _tree(text: Any) -> Node:
    try:
        return parse(text)
    except (ExpressionError, TypeError):
        return Truth(False)


def named(items: Iterable[Any], path: Path_) -> Iterator[tuple[str, Path_]]:
    """The ids of a list of mappings, with their paths under `path`."""
    for index, item in enumerate(items):
        id_ = item.get("id") if isinstance(item, dict) else None
        if isinstance(id_, str | int) and not isinstance(id_, bool):
            yield str(id_), (*path, index, "id")


def _items(node: Any, key: str) -> list[Any]:
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, list) else []


def _mapping(node: Any, key: str) -> dict[Any, Any]:
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, dict) else {}
