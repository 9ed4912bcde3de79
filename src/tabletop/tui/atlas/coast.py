"""The outlines of the land.

`coast.bin` is made from Natural Earth 4.1, land at 1:10 million (naturalearthdata.com, public domain): thinned to 0.02
degrees between 98 and 150 degrees east and 12 south and 56 north, to 0.12 degrees elsewhere, without islets, rounded to
a hundredth of a degree. It is packed by zlib: for each ring its number of points, then steps from point to point.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

Ring = tuple[tuple[float, float], ...]
"""Corners of a closed outline as (longitude, latitude) in degrees; the last is joined to the first."""

_STEPS_A_DEGREE = 100


@cache
def coast() -> tuple[Ring, ...]:
    """Every continent and island, that with the most corners first."""
    numbers = _numbers(zlib.decompress(Path(__file__).with_name("coast.bin").read_bytes()))
    return tuple(_ring(length, numbers) for length in numbers)


def _ring(length: int, numbers: Iterator[int]) -> Ring:
    x = y = 0
    corners = []
    for _ in range(length):
        x, y = x + _signed(next(numbers)), y + _signed(next(numbers))
        corners.append((x / _STEPS_A_DEGREE, y / _STEPS_A_DEGREE))
    return tuple(corners)


def _numbers(data: bytes) -> Iterator[int]:
    """Whole numbers, seven bits a byte, the lowest first; the eighth bit says that more follow."""
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0


def _signed(number: int) -> int:
    """0, -1, 1, -2, 2 … for 0, 1, 2, 3, 4 …"""
    return -(number + 1 >> 1) if number & 1 else number >> 1
