"""A page of braille dots: set them, draw lines of them, read them as letters."""

from __future__ import annotations

from math import ceil, floor

from tabletop.tui.atlas.frame import DOTS_ACROSS, DOTS_DOWN
from tabletop.tui.atlas.projection import Point

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800


class Dots:
    """`width` by `height` cells of two by four dots each, none set at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._cells = [bytearray(width) for _ in range(height)]

    def put(self, x: float, y: float) -> None:
        """Set a dot; outside of the page nothing happens."""
        across, down = floor(x), floor(y)
        if 0 <= across < self.width * DOTS_ACROSS and 0 <= down < self.height * DOTS_DOWN:
            bits = _BITS[down % DOTS_DOWN][across % DOTS_ACROSS]
            self._cells[down // DOTS_DOWN][across // DOTS_ACROSS] |= bits

    def line(self, start: Point, end: Point, every: int = 1) -> None:
        """A straight line, of which only what lies on the page is drawn; `every` 3 makes it dotted."""
        inside = self._inside(start, end)
        if inside is None:
            return
        (x, y), (to_x, to_y) = inside
        steps = max(1, ceil(max(abs(to_x - x), abs(to_y - y))))
        for step in range(0, steps + 1, every):
            self.put(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps)

    def row(self, number: int) -> str:
        """The cells of a row as letters; cells without a dot are blank."""
        return "".join(chr(_BLANK + bits) if bits else " " for bits in self._cells[number])

    def _inside(self, start: Point, end: Point) -> tuple[Point, Point] | None:
        """The part of a line that lies on the page (Liang and Barsky, ACM Trans. Graphics 3, 1984)."""
        (x, y), (across, down) = start, (end[0] - start[0], end[1] - start[1])
        first, last = 0.0, 1.0
        right, bottom = self.width * DOTS_ACROSS - 1, self.height * DOTS_DOWN - 1
        for step, room in ((-across, x), (across, right - x), (-down, y), (down, bottom - y)):
            if step == 0 and room < 0:
                return None
            if step < 0:
                first = max(first, room / step)
            elif step > 0:
                last = min(last, room / step)
        if first > last:
            return None
        return (x + first * across, y + first * down), (x + last * across, y + last * down)
