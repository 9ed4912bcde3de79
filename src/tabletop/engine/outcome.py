"""How a game ended."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.filling import filler
from tabletop.engine.program import Program
from tabletop.engine.world import World
from tabletop.scenario.definition import Ending


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
            return _told(known, program, world)
    return _told(program.endings[-1][0], program, world)


def _told(ending: Ending, program: Program, world: World) -> Outcome:
    return Outcome(ending.id, ending.title, filler(ending.text, program.code)(world.values), world.now)
