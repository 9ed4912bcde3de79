"""What the map says, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.themes import FAINT, INK, MUTED, STRONG, rung_style
from tabletop.tui.widgets.map_signs import LEGEND, Scene
from tabletop.tui.widgets.paragraphs import columns, wrapped

if TYPE_CHECKING:
    from tabletop.engine.whereabouts import ForceView
    from tabletop.scenario.elements import Place


def told(known: Scene, chosen: str, width: int) -> list[Content]:
    """The legend, then the place or the package at the cursor."""
    legend = Content.styled("  ".join(f"{glyph} {words}" for glyph, words in LEGEND), FAINT)
    if place := known.places.get(chosen):
        return [legend.truncate(width), *_place(known, place, width)]
    force = known.forces.get(chosen)
    return [legend.truncate(width), *(_under_way(known, force, width) if force else [])]


def _place(known: Scene, place: Place, width: int) -> list[Content]:
    theatre = known.theatres.get(place.theatre)
    name = literal.styled(place.label, f"{STRONG} bold")
    lines = [name]
    if theatre is not None:
        rung = "" if theatre.rung is None else f", rung {theatre.rung:.1f}"
        word = f", {literal.line(theatre.word)}" if theatre.word else ""
        style = rung_style(theatre.rung) if rung else MUTED
        lines = [columns(name, Content.styled(f"{literal.line(theatre.label)}{rung}{word}", style), width)]
    here, coming = known.present(place.id), [f for f in known.bound_for(place.id) if f.at != place.id]
    lines += wrapped(f"Here: {_names(here)}.", width, INK, hang=2)
    return lines + (wrapped(f"Bound for here: {_names(coming)}.", width, INK, hang=2) if coming else [])


def _names(forces: Sequence[ForceView]) -> str:
    """Labels with what each is doing, unless it just stands there."""
    doing = [f.label + ("" if f.status == "present" else f" ({_doing(f)})") for f in forces]
    return ", ".join(doing) or "nothing that you know of"


def _doing(force: ForceView) -> str:
    due = f", due {force.arrives}" if force.arrives else ""
    return f"{force.status}{due}"


def _under_way(known: Scene, force: ForceView, width: int) -> list[Content]:
    start, end = (known.places[place].label for place in (force.at, force.goal))
    due = f", due {force.arrives}" if force.arrives else ""
    words = f"Under way from {start} to {end}, {force.done:.0%} of the way{due}."
    return [literal.styled(force.label, f"{STRONG} bold"), *wrapped(words, width, INK)]
