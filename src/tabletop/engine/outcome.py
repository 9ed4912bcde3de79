"""How a game ended."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.program import Program
from tabletop.engine.world import World


@dataclass(frozen=True)
class Outcome:
    """The named ending, its words, and when it came (minutes)."""

    ending: str
    title: str
    text: str
    at: int


def outcome(program: Program, world: World, ending: str = "") -> Outcome:
    """The ending that was named, or the first whose condition holds, or the last."""
    for known, holds in program.endings:
        if known.id == ending or (not ending and (holds is None or holds(world.values))):
            return Outcome(known.id, known.title, known.text, world.now)
    last = program.endings[-1][0]
    return Outcome(last.id, last.title, last.text, world.now)
