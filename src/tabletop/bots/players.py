"""Players by name: 'doctrine', 'doctrine:patient', 'persona:hawk', 'uniform', 'explorer'."""

from __future__ import annotations

from tabletop.bots.choosing import odds
from tabletop.bots.doctrine import DoctrinePlayer
from tabletop.bots.explorer import Explorer, ExplorerMemory
from tabletop.bots.persona import PersonaPlayer
from tabletop.bots.tastes import Taste
from tabletop.bots.uniform import uniform
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.errors import IllegalDecision, closest, printable
from tabletop.scenario.definition import Scenario
from tabletop.scenario.happenings import Doctrine

_PLAIN = Doctrine(id="plain")


def player_specs(scenario: Scenario) -> tuple[str, ...]:
    """Every name that `make_chooser` knows for this scenario."""
    doctrines = tuple(f"doctrine:{doctrine.id}" for doctrine in scenario.doctrines)
    personas = tuple(f"persona:{persona.id}" for persona in scenario.personas)
    return ("doctrine", *doctrines, *personas, "uniform", "explorer")


def make_chooser(spec: str, program: Program, memory: ExplorerMemory | None = None) -> Chooser:
    """The bot that `spec` names. Explorers that are given the same memory share what they have tried.

    'doctrine' follows each seat's own doctrine (sharpness 2 and no changes for seats without one), 'doctrine:patient'
    the named one for any seat. All but explorers know nothing of a game, so that there is one of each for a program.
    Raises IllegalDecision, listing what there is, for other names.
    """
    if spec == "explorer":
        return Explorer(ExplorerMemory() if memory is None else memory)
    return program.code.once(f"player {spec}", lambda: _taste(spec, program.scenario))


def _taste(spec: str, scenario: Scenario) -> Taste:
    if spec not in player_specs(scenario):
        raise IllegalDecision(f'no player "{printable(spec)}"', _ways_out(spec, scenario))
    kind, _, name = spec.partition(":")
    if kind == "uniform":
        return uniform
    if kind == "persona":
        return PersonaPlayer(next(persona for persona in scenario.personas if persona.id == name))
    return _doctrine(name, scenario)


def probabilities(chooser: Chooser, question: Question) -> tuple[float, ...] | None:
    """How likely `chooser` is to take each option of the question's point, in written order, 0 for locked ones.

    They add up to 1 and are those that the player's answer is drawn with. None where they cannot be told: for points
    that take several options or have items, for explorers (they turn on what was tried before), for players that are
    not of this room, and where every option is locked (nothing is drawn then, the default is taken).
    """
    return odds(question, chooser.scores(question)) if isinstance(chooser, Taste) else None


def _doctrine(name: str, scenario: Scenario) -> DoctrinePlayer:
    doctrines = {doctrine.id: doctrine for doctrine in scenario.doctrines}
    if name:
        return DoctrinePlayer({}, doctrines[name])
    by_seat = {seat.id: doctrines[seat.doctrine] for seat in scenario.seats if seat.doctrine}
    return DoctrinePlayer(by_seat, _PLAIN)


def _ways_out(spec: str, scenario: Scenario) -> str:
    known = player_specs(scenario)
    listed = f"there are {', '.join(known)}"
    near = closest(spec, known)
    return f"{near} {listed}" if near else listed
