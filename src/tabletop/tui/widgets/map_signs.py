"""What stands on the map for a seat: its places, the packages that are there, and those on their way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabletop.tui import literal
from tabletop.tui.atlas.chart import Sign, Way
from tabletop.tui.themes import ACCENT, MUTED, STRONG, WARN, rung_style

if TYPE_CHECKING:
    from tabletop.engine.readings import TheatreView
    from tabletop.engine.views import View
    from tabletop.engine.whereabouts import ForceView
    from tabletop.scenario.definition import Scenario
    from tabletop.scenario.elements import Place

EMPTY, HELD, LEAVING, MOVING = "○", "●", "◆", "▶"
"""A place without packages, one with some, one where a package loads or waits, a package under way."""

LEGEND = ((HELD, "forces"), (LEAVING, "getting ready or loading"), (MOVING, "under way"), (EMPTY, "no forces"))

_UNDER_WAY = "under way"


@dataclass(frozen=True)
class Scene:
    """Places, theatres and packages of a view, by id, in written order."""

    places: dict[str, Place]
    theatres: dict[str, TheatreView]
    forces: dict[str, ForceView]

    def present(self, place: str) -> list[ForceView]:
        """The packages at a place, those that are about to leave it among them."""
        return [force for force in self.forces.values() if force.at == place and force.status != _UNDER_WAY]

    def moving(self) -> list[ForceView]:
        """The packages in the air or at sea."""
        return [force for force in self.forces.values() if force.status == _UNDER_WAY]

    def bound_for(self, place: str) -> list[ForceView]:
        """The packages that are ordered to a place."""
        return [force for force in self.forces.values() if force.goal == place]


def scene(scenario: Scenario, view: View) -> Scene:
    """What the seat of this view may see on a map."""
    return Scene(
        {place.id: place for place in scenario.places},
        {theatre.id: theatre for theatre in view.theatres},
        {force.id: force for force in view.forces},
    )


def points(known: Scene) -> list[tuple[float, float]]:
    """Where the places are: longitude and latitude."""
    return [(place.longitude, place.latitude) for place in known.places.values()]


def signs(known: Scene, chosen: str) -> list[Sign]:
    """A sign for every place and a title for every theatre with a ladder; the chosen place is labelled first."""
    return [*(_place(known, place, chosen) for place in known.places.values()), *_titles(known)]


def ways(known: Scene, scenario: Scenario, chosen: str) -> list[Way]:
    """Every route, faint, and the way of every package that is ordered somewhere."""
    drawn = [Way(_point(known, a), _point(known, b), "$rule") for a, b in (route.ends for route in scenario.routes)]
    for force in known.forces.values():
        if force.goal and force.goal != force.at:
            ink = f"{STRONG} bold" if force.id == chosen else ACCENT if force.status == _UNDER_WAY else WARN
            glyph = MOVING if force.status == _UNDER_WAY else ""
            drawn.append(Way(_point(known, force.at), _point(known, force.goal), ink, force.id, glyph, force.done))
    return drawn


def _point(known: Scene, place: str) -> tuple[float, float]:
    there = known.places[place]
    return there.longitude, there.latitude


def _place(known: Scene, place: Place, chosen: str) -> Sign:
    present = known.present(place.id)
    glyph = EMPTY if not present else HELD if all(force.status == "present" for force in present) else LEAVING
    words = literal.line(place.label) + (f" {len(present)}" if present else "")
    theatre = known.theatres.get(place.theatre)
    coloured = place.theatre if theatre is not None and theatre.rung is not None else ""
    picked = place.id == chosen
    ink = f"{STRONG} bold" if picked else STRONG if present else MUTED
    return Sign(place.id, (place.longitude, place.latitude), glyph, words, ink, coloured, picked)


def _titles(known: Scene) -> Iterator[Sign]:
    for theatre in known.theatres.values():
        there = [place for place in known.places.values() if place.theatre == theatre.id]
        if theatre.rung is None or not there:
            continue
        middle = (sum(p.longitude for p in there) / len(there), sum(p.latitude for p in there) / len(there))
        words = f"{literal.line(theatre.label).upper()} {theatre.rung:.1f}"
        yield Sign(f"theatre {theatre.id}", middle, "", words, f"{rung_style(theatre.rung)} bold")


def order(known: Scene, at: dict[str, tuple[int, int]]) -> Sequence[str]:
    """The places and moving packages in the order in which the cursor goes through them: row by row."""
    shown = [id_ for id_ in (*known.places, *(force.id for force in known.moving())) if id_ in at]
    hidden = [id_ for id_ in known.places if id_ not in at]
    return [*sorted(shown, key=lambda id_: at[id_]), *hidden]
