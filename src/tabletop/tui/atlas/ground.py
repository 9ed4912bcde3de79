"""The ground of a map: coastlines in braille, and which cells are land. Drawn once for a frame and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, inf

from tabletop.tui.atlas.coast import Ring, coast
from tabletop.tui.atlas.dots import Dots
from tabletop.tui.atlas.frame import DOTS_ACROSS, DOTS_DOWN, Frame
from tabletop.tui.atlas.projection import Point

_FRAMES_KEPT = 8


@dataclass(frozen=True)
class Ground:
    """`shore`: a text of braille for each row. `land`: for each row the stretches of cells [from, to) that are land."""

    shore: tuple[str, ...]
    land: tuple[tuple[tuple[int, int], ...], ...]


@lru_cache(_FRAMES_KEPT)
def ground(frame: Frame) -> Ground:
    """The coast as it lies in a frame."""
    dots = Dots(frame.width, frame.height)
    beyond = [-inf] if _holds(frame.projection.opposite) else []
    crossings = [[*beyond] for _ in range(frame.height)]
    for ring in coast():
        corners = _seen(ring, frame)
        for start, end in pairwise(corners):
            dots.line(start, end)
            _cross(start, end, crossings)
    return Ground(
        tuple(dots.row(number) for number in range(frame.height)),
        tuple(tuple(_stretches(sorted(at), frame.width)) for at in crossings),
    )


def _seen(ring: Ring, frame: Frame) -> list[Point]:
    """The corners of a ring in dots, closed; nothing if all of it lies beyond one edge of the map."""
    corners = [frame.dot(*point) for point in ring]
    right, bottom = frame.width * DOTS_ACROSS, frame.height * DOTS_DOWN
    across, down = [x for x, _ in corners], [y for _, y in corners]
    if max(across) < 0 or min(across) > right or max(down) < 0 or min(down) > bottom:
        return []
    return [*corners, corners[0]]


def _holds(point: Point) -> bool:
    """Whether a point of the globe is land. What is opposite becomes the rim: if it is land, rows begin on land."""
    x, y = point
    sides = (
        at + (to - at) * (y - low) / (high - low) > x
        for ring in coast()
        for (at, low), (to, high) in pairwise((*ring, ring[0]))
        if (low > y) != (high > y)
    )
    return sum(sides) % 2 == 1


def _cross(start: Point, end: Point, crossings: list[list[float]]) -> None:
    """Note where a line crosses the middle of each row of cells."""
    (x, y), (to_x, to_y) = (start, end) if start[1] <= end[1] else (end, start)
    half = DOTS_DOWN / 2
    for row in range(max(0, ceil((y - half) / DOTS_DOWN)), min(len(crossings), ceil((to_y - half) / DOTS_DOWN))):
        crossings[row].append(x + (to_x - x) * (row * DOTS_DOWN + half - y) / (to_y - y))


def _stretches(crossings: list[float], width: int) -> Iterator[tuple[int, int]]:
    """Between an odd crossing and the next there is land; after the last odd one up to the rim."""
    for start, end in zip(crossings[::2], [*crossings[1::2], inf], strict=False):
        first, last = (max(0, min(width, ceil(max(-1e9, min(1e9, x)) / DOTS_ACROSS - 0.5))) for x in (start, end))
        if first < last:
            yield first, last
