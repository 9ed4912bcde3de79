"""From longitude and latitude to a plane: Lambert's azimuthal equal-area projection.

Formulae: J. P. Snyder, Map Projections, a Working Manual, USGS Professional Paper 1395 (1987), p. 185, 24-2 to 24-4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin, sqrt

Point = tuple[float, float]

_OPPOSITE = -1 + 1e-9
"""Cosine of the angle from the point of contact at which a point counts as opposite; that becomes the rim."""


@dataclass(frozen=True)
class Projection:
    """A plane that touches the globe at `longitude`, `latitude` (degrees); its unit is the radius of the globe."""

    longitude: float
    latitude: float

    def plane(self, longitude: float, latitude: float) -> Point:
        """x to the east and y to the north of the point of contact; the whole globe is a disc of radius 2."""
        turn, up, at = radians(longitude - self.longitude), radians(latitude), radians(self.latitude)
        near = sin(at) * sin(up) + cos(at) * cos(up) * cos(turn)
        k = sqrt(2 / (1 + max(_OPPOSITE, near)))
        return k * cos(up) * sin(turn), k * (cos(at) * sin(up) - sin(at) * cos(up) * cos(turn))

    @property
    def opposite(self) -> Point:
        """Longitude and latitude of the point that becomes the rim of the disc."""
        return (self.longitude + 360) % 360 - 180, -self.latitude


def over(points: Iterable[Point]) -> Projection:
    """The projection that touches the globe in the middle of places given as (longitude, latitude)."""
    x = y = z = 0.0
    for longitude, latitude in points:
        turn, up = radians(longitude), radians(latitude)
        x, y, z = x + cos(up) * cos(turn), y + cos(up) * sin(turn), z + sin(up)
    return Projection(degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y))))
