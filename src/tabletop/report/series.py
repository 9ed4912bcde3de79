"""What the figures are drawn from: gauges and forces over time."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.report.aar import Line, Stay, Track
from tabletop.report.game import Game
from tabletop.scenario.elements import Gauge, Package

UNDER_WAY = -1
MOST_LINES = 8


def lines_told(game: Game) -> tuple[Line, ...]:
    """The headline gauges over time, or the first few where the scenario names none."""
    gauges = [gauge for gauge in game.scenario.gauges if not gauge.auxiliary]
    headline = [gauge for gauge in gauges if gauge.headline] or gauges
    return tuple(_line(game, gauge) for gauge in headline[:MOST_LINES])


def _line(game: Game, gauge: Gauge) -> Line:
    quantity = game.program.layout.quantities[gauge.id]
    points = {0: game.states[_last_before(game, 1)][quantity.slot]} if game.sim.entries else {}
    points |= {at: values[quantity.slot] for at, values in game.sim.history}
    points[game.sim.now] = game.sim.world.values[quantity.slot]
    span = quantity.high - quantity.low
    return Line(
        str(gauge.id), gauge.label, quantity.low, quantity.high, gauge.better, 1 if span <= 20 else 0,
        tuple(sorted(points.items())),
    )  # fmt: skip


def _last_before(game: Game, minute: int) -> int:
    return max(entry.n for entry in game.sim.entries if entry.at < minute)


def tracks_told(game: Game) -> tuple[Track, ...]:
    """Every force package and where it was."""
    return tuple(Track(package.label, tuple(_stays(game, package))) for package in game.scenario.packages)


def _stays(game: Game, package: Package) -> Iterator[Stay]:
    labels = game.program.forces.labels
    slot = game.program.forces.packages[package.id].place_slot
    since, place = 0, None
    for entry, values in zip(game.sim.entries, game.states, strict=True):
        here = int(values[slot])
        if entry.kind == "start":
            place = here
        elif here != place and place is not None:
            yield _stay(game, since, entry.at, labels[place] if place >= 0 else "")
            since, place = entry.at, here
    if place is not None:
        yield _stay(game, since, game.sim.now, labels[place] if place > UNDER_WAY else "")


def _stay(game: Game, since: int, until: int, place: str) -> Stay:
    return Stay(since, until, place, game.times.moment(since), game.times.moment(until))
