"""The map as cells: ground, theatres, routes, places, and what is under way, without any colour of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from tabletop.tui.atlas.dots import Dots
from tabletop.tui.atlas.frame import DOTS_ACROSS, DOTS_DOWN, Frame
from tabletop.tui.atlas.ground import ground
from tabletop.tui.atlas.projection import Point

SEA, LAND = "sea", "land"
_HALO = 3.2
"""How far the ground around a place takes the colour of its theatre, in cells of height."""

_TRIES = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (1, -2), (-1, -2), (1, 2), (-1, 2))
"""Where a label may stand: to the right or left of its sign, and how many rows lower."""

_NEAR = (0, 1, -1, 2, -2, 3, -3)


@dataclass(frozen=True)
class Sign:
    """Something at a point (longitude, latitude): a glyph, words beside it, and the name of their ink.

    Without a glyph the words stand near the point, in the middle. `theatre` is that whose colour lies around it, '' for
    none. `first` signs are labelled before others.
    """

    id: str
    point: Point
    glyph: str
    label: str
    ink: str
    theatre: str = ""
    first: bool = False


@dataclass(frozen=True)
class Way:
    """A line from a point to another, dotted unless something moves on it: then a glyph stands at `done` (0-1)."""

    start: Point
    end: Point
    ink: str
    id: str = ""
    glyph: str = ""
    done: float = 0.0


@dataclass
class Cell:
    """A letter, the name of its ink, the ground below it, and the theatre whose colour lies on that ground."""

    letter: str = " "
    ink: str = ""
    ground: str = SEA
    theatre: str = ""


@dataclass(frozen=True)
class Chart:
    """Rows of cells, and the cell (row, column) of every sign and of everything that moves, by id."""

    rows: tuple[tuple[Cell, ...], ...]
    at: dict[str, tuple[int, int]]


def chart(frame: Frame, signs: Sequence[Sign], ways: Iterable[Way]) -> Chart:
    """Draw the ground, then the ways, then the signs and their labels, those that stand `first` before the others."""
    rows = [[Cell() for _ in range(frame.width)] for _ in range(frame.height)]
    _lay_ground(rows, frame)
    at: dict[str, tuple[int, int]] = {}
    moving = list(ways)
    _lay_theatres(rows, frame, signs)
    for way in moving:
        _draw_way(rows, frame, way)
    for way in moving:
        if way.glyph and frame.holds(dot := _along(frame, way)):
            at[way.id] = _put(rows, dot, way.glyph, way.ink)
    placed = sorted(signs, key=lambda sign: not sign.first)
    for sign in placed:
        if sign.glyph and frame.holds(dot := frame.dot(*sign.point)):
            at[sign.id] = _put(rows, dot, sign.glyph, sign.ink)
    for sign in placed:
        _label(rows, frame, sign, at.get(sign.id))
    return Chart(tuple(map(tuple, rows)), at)


def _lay_ground(rows: list[list[Cell]], frame: Frame) -> None:
    drawn = ground(frame)
    for row, shore, stretches in zip(rows, drawn.shore, drawn.land, strict=True):
        for cell, letter in zip(row, shore, strict=True):
            cell.letter, cell.ink = letter, "shore" if letter != " " else ""
        for start, end in stretches:
            for cell in row[start:end]:
                cell.ground = LAND


def _lay_theatres(rows: list[list[Cell]], frame: Frame, signs: Sequence[Sign]) -> None:
    """Each cell near a place belongs to the theatre of the nearest."""
    known = [(frame.dot(*sign.point), sign.theatre) for sign in signs if sign.theatre]
    reach = _HALO * DOTS_DOWN
    for number, row in enumerate(rows):
        y = (number + 0.5) * DOTS_DOWN
        close = [(dot, theatre) for dot, theatre in known if abs(dot[1] - y) <= reach]
        for column, cell in enumerate(row if close else ()):
            x = (column + 0.5) * DOTS_ACROSS
            distance, theatre = min((hypot(dot[0] - x, dot[1] - y), theatre) for dot, theatre in close)
            if distance <= reach:
                cell.theatre = theatre


def _draw_way(rows: list[list[Cell]], frame: Frame, way: Way) -> None:
    dots = Dots(frame.width, frame.height)
    dots.line(frame.dot(*way.start), frame.dot(*way.end), 1 if way.glyph else 3)
    for number, row in enumerate(rows):
        for cell, letter in zip(row, dots.row(number), strict=True):
            if letter != " ":
                cell.letter, cell.ink = _both(cell.letter, letter), way.ink


def _both(under: str, over: str) -> str:
    """Two braille cells as one; a letter below is covered."""
    return chr(ord(under) | ord(over)) if 0x2800 <= ord(under) < 0x2900 else over


def _along(frame: Frame, way: Way) -> Point:
    (x, y), (to_x, to_y) = frame.dot(*way.start), frame.dot(*way.end)
    return x + (to_x - x) * way.done, y + (to_y - y) * way.done


def _put(rows: list[list[Cell]], dot: Point, glyph: str, ink: str) -> tuple[int, int]:
    row, column = int(dot[1] // DOTS_DOWN), int(dot[0] // DOTS_ACROSS)
    rows[row][column].letter, rows[row][column].ink = glyph, ink
    return row, column


def _label(rows: list[list[Cell]], frame: Frame, sign: Sign, at: tuple[int, int] | None) -> None:
    """Write a label where it covers no other; for a place outside of the map at the edge, with an arrow."""
    if at is not None:
        tries = [(at[0] + down, at[1] + (2 if side > 0 else -1 - len(sign.label))) for side, down in _TRIES]
        _write_somewhere(rows, tries, sign.label, sign.ink)
        return
    dot = frame.dot(*sign.point)
    if sign.glyph:
        _write_at_edge(rows, frame, sign, dot)
    else:
        row, column = int(dot[1] // DOTS_DOWN), int(dot[0] // DOTS_ACROSS) - len(sign.label) // 2
        tries = [(row + down, column + side) for down in _NEAR for side in (0, -6, 6, -12, 12)]
        _write_somewhere(rows, tries, sign.label, sign.ink)


def _write_somewhere(rows: list[list[Cell]], tries: Iterable[tuple[int, int]], words: str, ink: str) -> None:
    """At the first of some places (row, column) where the words cover nothing; else nowhere."""
    any(_write(rows, row, column, words, ink) for row, column in tries)


def _write_at_edge(rows: list[list[Cell]], frame: Frame, sign: Sign, dot: Point) -> None:
    """The label on that edge of the map over which a line from the middle to the place goes."""
    x, y = dot[0] - frame.width * DOTS_ACROSS / 2, dot[1] - frame.height * DOTS_DOWN / 2
    shrink = max(abs(x) / (frame.width * DOTS_ACROSS / 2), abs(y) / (frame.height * DOTS_DOWN / 2))
    sideways = abs(x) / frame.width / DOTS_ACROSS >= abs(y) / frame.height / DOTS_DOWN
    arrow = ("→" if x > 0 else "←") if sideways else ("↓" if y > 0 else "↑")
    words = f"{sign.label} {arrow}" if arrow == "→" else f"{arrow} {sign.label}"
    row = int((y / shrink + frame.height * DOTS_DOWN / 2) / DOTS_DOWN)
    column = int((x / shrink + frame.width * DOTS_ACROSS / 2) / DOTS_ACROSS)
    start = max(0, min(frame.width - len(words), column - (len(words) if arrow == "→" else 0)))
    row = max(0, min(frame.height - 1, row))
    _write_somewhere(rows, [(row + down, start) for down in _NEAR], words, sign.ink)


def _write(rows: list[list[Cell]], row: int, start: int, words: str, ink: str) -> bool:
    """Write words if they fit and cover nothing but sea, shore and ways; a cell stays free at either end."""
    if not 0 <= row < len(rows) or start < 0 or start + len(words) > len(rows[row]):
        return False
    room = rows[row][max(0, start - 1) : start + len(words) + 1]
    if not all(_free(cell) for cell in room[1 if start else 0 : len(words) + 1]):
        return False
    for cell, letter in zip(rows[row][start:], words, strict=False):
        cell.letter, cell.ink = letter, ink
    return True


def _free(cell: Cell) -> bool:
    return cell.letter == " " or 0x2800 <= ord(cell.letter) < 0x2900
