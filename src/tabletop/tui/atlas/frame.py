"""What part of the world a map shows, and where a place of the world comes to lie on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from statistics import median

from tabletop.tui.atlas.projection import Point, Projection, over

DOTS_ACROSS, DOTS_DOWN = 2, 4
"""Dots of a braille cell; they stand at nearly even distances, as a cell is twice as high as wide."""

_MARGIN = 0.2
_FAR = 3.0
_LEAST = 0.06
"""The least height and width that is shown, in radii of the globe: about 380 km."""


@dataclass(frozen=True)
class Frame:
    """A map of `width` by `height` cells: `scale` dots for a radius of the globe, (`x`, `y`) in its middle."""

    projection: Projection
    width: int
    height: int
    x: float
    y: float
    scale: float

    def dot(self, longitude: float, latitude: float) -> Point:
        """Dots from the left and from the top, perhaps outside of the map."""
        x, y = self.projection.plane(longitude, latitude)
        across, down = self.width * DOTS_ACROSS / 2, self.height * DOTS_DOWN / 2
        return across + (x - self.x) * self.scale, down - (y - self.y) * self.scale

    def holds(self, dot: Point) -> bool:
        """Whether a dot lies on the map."""
        return 0 <= dot[0] < self.width * DOTS_ACROSS and 0 <= dot[1] < self.height * DOTS_DOWN


def frame(points: Sequence[Point], width: int, height: int) -> Frame:
    """The map that shows places given as (longitude, latitude), with a margin, as large as the cells allow.

    Places more than three times as far from the middle as half of them are left outside, so that one base on the
    other side of the world does not make the rest a point.
    """
    near = _near(points)
    projection = over(near)
    plane = [projection.plane(*point) for point in near]
    left, right = min(x for x, _ in plane), max(x for x, _ in plane)
    low, high = min(y for _, y in plane), max(y for _, y in plane)
    across = max(_LEAST, right - left) * (1 + 2 * _MARGIN)
    up = max(_LEAST, high - low) * (1 + 2 * _MARGIN)
    scale = min(width * DOTS_ACROSS / across, height * DOTS_DOWN / up)
    return Frame(projection, width, height, (left + right) / 2, (low + high) / 2, scale)


def _near(points: Sequence[Point]) -> Sequence[Point]:
    if len(points) < 3:
        return points or ((127.0, 37.0),)
    middle = over((median(x for x, _ in points), median(y for _, y in points)) for _ in "1")
    distances = [hypot(*middle.plane(*point)) for point in points]
    limit = _FAR * max(_LEAST, median(distances))
    return [point for point, distance in zip(points, distances, strict=True) if distance <= limit]
