"""What an expression may name: kinds of values, and what a scenario must say of its ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from tabletop.scenario.expression.nodes import Node

Sort = Literal["number", "truth", "text", "state"]
Space = Literal["theatre", "package", "place", "lift", "decision", "inject", "programme"]

SPACES: tuple[Space, ...] = ("theatre", "package", "place", "lift", "decision", "inject", "programme")


@dataclass(frozen=True)
class Kind:
    """What sort of value a name has: a number, true or false, or a text with the words it can be.

    A `state` is a hidden fact with named states: a word where it is compared with words, elsewhere a number.
    """

    kind: Sort
    domain: tuple[str, ...] | None = None


NUMBER = Kind("number")
TRUTH = Kind("truth")


class Scope(Protocol):
    """The ids that an expression may name at its place in the scenario."""

    def name(self, id_: str, /) -> Kind | None:
        """The kind of a quantity or local name; None if nothing is called so, or it is a formula."""

    def names(self) -> Iterable[str]:
        """All names that `name` or `formula` knows, for suggestions."""

    def query_space(self, space: Space, /) -> Collection[str]:
        """The ids of one space."""

    def options(self, decision: str, /) -> tuple[str, ...]:
        """The ids of the options of a decision point."""

    def tags(self) -> Collection[str]:
        """The names of the strengths that packages have."""

    def moment(self, text: str, /) -> int:
        """Minutes since STARTEX of a moment; ValueError when the text is none."""

    def formula(self, id_: str, /) -> Node | None:
        """The tree of a named formula; None if there is none of this name."""
