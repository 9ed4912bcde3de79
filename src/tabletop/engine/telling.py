"""What is told once a game is over: the years after, and the papers that the game has written."""

from __future__ import annotations

from typing import Any

from tabletop.engine.filling import filler
from tabletop.engine.papers import paragraphs
from tabletop.engine.simulation import Simulation

Told = tuple[tuple[str, str], ...]
"""(title, paragraph) one after the other."""

Papers = tuple[tuple[str, tuple[str, ...]], ...]
"""(title, its paragraphs) one after the other."""


def epilogue(sim: Simulation) -> Told:
    """Under each title the first paragraph whose condition holds as the game stands; titles in written order.

    Titles of which no paragraph holds are left out. It tells what was hidden: show it after ENDEX. Raises CannotRun.
    """
    return sim.guarded(lambda: _epilogue(sim))


def documents(sim: Simulation) -> Papers:
    """Each document with the paragraphs whose conditions hold as the game stands, both in written order.

    A document of which no paragraph holds was not written and is left out. Raises CannotRun.
    """
    return sim.guarded(lambda: _documents(sim))


def _epilogue(sim: Simulation) -> Told:
    told: dict[str, str] = {}
    for paragraph in sim.program.scenario.debrief.epilogue:
        if paragraph.title not in told and _holds(sim, paragraph.when):
            told[str(paragraph.title)] = _filled(sim, paragraph.text)
    return tuple(told.items())


def _documents(sim: Simulation) -> Papers:
    papers = []
    for document in sim.program.scenario.documents:
        told = paragraphs(document, sim.program.code, sim.world.values)
        if told:
            papers.append((str(document.title), told))
    return tuple(papers)


def _holds(sim: Simulation, when: Any) -> bool:
    return when is None or bool(sim.program.code.remembered(when)(sim.world.values))


def _filled(sim: Simulation, text: str) -> str:
    return filler(text, sim.program.code)(sim.world.values)
