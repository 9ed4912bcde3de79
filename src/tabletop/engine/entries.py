"""What happened, one line each. Every entry names the entry that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

EntryKind = Literal[
    "start", "inject", "opened", "decision", "default", "resolved", "change", "chance", "order", "loading", "arrived",
    "step", "stage", "pending", "override", "note", "end",
]  # fmt: skip

NOTHING: Mapping[str, Any] = {}
ROOT = 0


class Change(NamedTuple):
    """One quantity moved from `before` to `after`; `parts` are (relation id, contribution) where several took part."""

    quantity: str
    before: float
    after: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what happened. `at` in minutes; `cause` is the number of the entry that led here (0: STARTEX).

    `seats` are those told of it; None means that whoever sees the quantities sees it. `detail` holds the numbers that
    texts and cards are made from: odds, draw, choice, place.
    """

    n: int
    at: int
    kind: EntryKind
    what: str
    cause: int
    because: str = ""
    changes: tuple[Change, ...] = ()
    seats: tuple[str, ...] | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def chain(entries: list[Entry], n: int) -> list[Entry]:
    """The entries from `n` back to STARTEX, nearest first."""
    links = [entries[n]]
    while links[-1].n != ROOT:
        links.append(entries[links[-1].cause])
    return links
