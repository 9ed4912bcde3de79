"""The map page: the drawn map with a cursor on it, and in words what the cursor stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from tabletop.tui.atlas.chart import LAND, SEA, Cell, Chart, chart
from tabletop.tui.atlas.frame import frame
from tabletop.tui.themes import FAINT, rung_style
from tabletop.tui.widgets.map_signs import Scene, order, points, scene, signs, ways
from tabletop.tui.widgets.map_words import told
from tabletop.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tabletop.engine.views import View
    from tabletop.scenario.definition import Scenario

_TOUCH = 6
"""How far a click may be from what it means, in columns."""


class MapSheet(Sheet):
    """The picture. Arrows go from place to place and to what is under way; a click goes to the nearest."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Place before", show=False, id="map.before"),
        Binding("down", "step(1)", "Next place", show=False, id="map.next"),
    ]

    class Moved(Message):
        """The cursor stands on something else."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(self._picture, id=id)
        self.chosen = ""
        self._scenario: Scenario | None = None
        self._scene = Scene({}, {}, {})
        self._at: dict[str, tuple[int, int]] = {}
        self._height = 0

    def show(self, scenario: Scenario, view: View) -> None:
        """Draw this view; rows that do not change are not painted again."""
        self._scenario, self._scene = scenario, scene(scenario, view)
        if self.chosen not in self._scene.places and self.chosen not in self._scene.forces:
            self.chosen = next(iter(self._scene.places), "")
        self.draw(self._picture)

    def lay_out(self) -> None:
        """As for every sheet; another height is another picture."""
        if self.size.height != self._height:
            self._height, self._laid_out_for = self.size.height, -1
        super().lay_out()

    def action_step(self, step: int) -> None:
        """The cursor to the next place or package, around the end."""
        stops = order(self._scene, self._at)
        if stops:
            here = stops.index(self.chosen) if self.chosen in stops else -step
            self._choose(stops[(here + step) % len(stops)])

    def on_click(self, event: events.Click) -> None:
        """To what is nearest to the pointer, if it is near."""
        away = {id_: abs(y - event.y) * 2 + abs(x + 1 - event.x) for id_, (y, x) in self._at.items()}
        nearest = min(away, key=lambda id_: away[id_], default="")
        if nearest and away[nearest] <= _TOUCH:
            self._choose(nearest)

    def _choose(self, chosen: str) -> None:
        self.chosen = chosen
        self.draw(self._picture)
        self.post_message(self.Moved())

    def _picture(self, width: int) -> Sequence[Content]:
        if self._scenario is None or not self._scene.places or self._height <= 0:
            return ()
        drawn = chart(
            frame(tuple(points(self._scene)), width, self._height),
            signs(self._scene, self.chosen),
            ways(self._scene, self._scenario, self.chosen),
        )
        self._at = drawn.at
        return _lines(drawn, self._grounds(), drawn.at.get(self.chosen))

    def _grounds(self) -> dict[tuple[str, str], str]:
        """What colour the ground has: the land a shade of its own, a theatre that of its rung, stronger on land."""
        grounds = {("", LAND): "$panel-page"}
        for id_, theatre in self._scene.theatres.items():
            if theatre.rung is not None:
                colour, share = rung_style(theatre.rung), 8 + round(3 * theatre.rung)
                grounds |= {(id_, SEA): f"{colour} {share}%", (id_, LAND): f"{colour} {2 * share}%"}
        return grounds


class MapPane(Vertical):
    """The map, and below it what stands at the cursor: all that the picture says, in words."""

    DEFAULT_CSS = """
    MapPane #map-told { height: 5; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scenario: Scenario | None = None
        self._view: View | None = None
        self._words: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """The picture, the words."""
        yield MapSheet(id="map-picture")
        yield Sheet(id="map-told", focus=False)

    def show(self, scenario: Scenario, view: View) -> None:
        """Show where everything is for the seat of this view."""
        self._scenario, self._view = scenario, view
        self.query_one(MapSheet).show(scenario, view)
        self._tell()

    def on_map_sheet_moved(self) -> None:
        """Say what the cursor stands on now."""
        self._tell()

    def _tell(self) -> None:
        scenario, view, chosen = self._scenario, self._view, self.query_one(MapSheet).chosen
        if scenario is not None and view is not None:
            known = scene(scenario, view)
            self.query_one("#map-told", Sheet).draw(lambda width: told(known, chosen, width), home=True)


def _lines(drawn: Chart, grounds: Mapping[tuple[str, str], str], cursor: tuple[int, int] | None) -> list[Content]:
    """A line of text for each row; the cell at the cursor is reversed."""
    return [
        _line(row, grounds, cursor[1] if cursor is not None and cursor[0] == number else -1)
        for number, row in enumerate(drawn.rows)
    ]


def _line(row: Sequence[Cell], grounds: Mapping[tuple[str, str], str], cursor: int) -> Content:
    styles = [_style(cell, grounds, column == cursor) for column, cell in enumerate(row)]
    parts = groupby(zip(row, styles, strict=True), key=lambda pair: pair[1])
    return Content.assemble(*(("".join(cell.letter for cell, _ in run), style) for style, run in parts))


def _style(cell: Cell, grounds: Mapping[tuple[str, str], str], here: bool) -> str:
    ink = FAINT if cell.ink == "shore" else cell.ink
    ground = grounds.get((cell.theatre, cell.ground), "")
    return " ".join(filter(None, (ink, f"on {ground}" if ground else "", "reverse" if here else "")))
