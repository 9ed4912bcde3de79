"""What a bot is given: the point, what is open, what its seat sees. Nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tabletop.scenario.happenings import DecisionPoint


class Question(NamedTuple):
    """One question to one bot.

    `open` runs along the options; `weights` works out the doctrine weights from what the seat sees; `see` gives the
    world's array as the seat sees it (exact, the middle of a band, not a number where hidden); `draw(slot)` is a
    uniform value of the bots' own domain, slots 0 to 7; `asked` counts earlier questions of this point in this game.
    """

    seat: str
    point: DecisionPoint
    open: tuple[bool, ...]
    weights: Callable[[], list[float]]
    see: Callable[[], tuple[float, ...]]
    draw: Callable[[int], float]
    asked: int


Chooser = Callable[[Question], tuple[str, ...]]
