"""What the map shows, in lines: theatres with their places, what stands there, what is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabletop.engine.readings import TheatreView
from tabletop.engine.views import View
from tabletop.engine.whereabouts import ForceView
from tabletop.plain.console import Console
from tabletop.plain.text import one_line
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Place

_UNDER_WAY = "under way"


def tell_places(console: Console, scenario: Scenario, view: View) -> None:
    """Every theatre with its rung, every place with its packages, then what is under way."""
    console.heading("Places")
    if not scenario.places:
        console.line("This scenario has no places.")
        return
    for theatre in view.theatres:
        there = [place for place in scenario.places if place.theatre == theatre.id]
        if there:
            console.say(_theatre(theatre), hanging=2)
            _tell_theatre(console, there, view.forces)
    labels = {place.id: place.label for place in scenario.places}
    for force in view.forces:
        if force.status == _UNDER_WAY:
            start, end = (one_line(labels[place]) for place in (force.at, force.goal))
            due = f", due {force.arrives}" if force.arrives else ""
            far = f"{force.done:.0%} of the way"
            console.say(f"Under way: {one_line(force.label)}, from {start} to {end}, {far}{due}", hanging=2)


def _theatre(theatre: TheatreView) -> str:
    rung = "" if theatre.rung is None else f", rung {theatre.rung:.1f}"
    return one_line(f"{theatre.label}{rung}{f', {theatre.word}' if theatre.word else ''}")


def _tell_theatre(console: Console, places: Iterable[Place], forces: Sequence[ForceView]) -> None:
    for place in places:
        here = [force for force in forces if force.at == place.id and force.status != _UNDER_WAY]
        names = ", ".join(_name(force) for force in here) or "no forces that you know of"
        console.say(f"{one_line(place.label)} ({_where(place)}): {names}", 2, 4)


def _name(force: ForceView) -> str:
    """A label, and where it is ordered to."""
    ordered = f" ({force.status}, bound for {one_line(force.to)})" if force.to else ""
    return f"{one_line(force.label)}{ordered}"


def _where(place: Place) -> str:
    """Such as 37° N, 127° E."""
    north = "N" if place.latitude >= 0 else "S"
    east = "E" if place.longitude >= 0 else "W"
    return f"{abs(place.latitude):.0f}° {north}, {abs(place.longitude):.0f}° {east}"
