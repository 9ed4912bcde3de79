"""Hazards by thinning: exact odds, candidate times that no choice can move, a bound that is kept."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log1p, sqrt

import pytest

from tabletop.engine.chance import Streams
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun

Game = Callable[..., Simulation]
Compiled = Callable[..., Program]
Value = Callable[..., float]

DAY = 1440
SEEDS = 4000


def times(sim: Simulation) -> list[int]:
    """Minutes at which the storm came."""
    return [entry.at for entry in sim.entries if entry.kind == "inject"]


def storm(rate: object, bound: object = 0.5, more: str = "") -> str:
    """A storm at a rate a day."""
    return f"injects: [{{id: storm, hazard: {{rate: {rate}, bound: {bound}{more}}}, NEWS}}]"


def counts(program: Program) -> list[int]:
    """How often the storm came, for many seeds."""
    slot = program.layout.slots["fired", "storm"]
    found = []
    for seed in range(SEEDS):
        sim = Simulation(program, Setup(seed), entries=False)
        sim.advance()
        found.append(int(sim.world.values[slot]))
    return found


def test_the_number_of_storms_is_poisson(compiled: Compiled) -> None:
    """Ten days at 0.2 a day: mean 2, none with odds exp(−2); four standard errors."""
    found = counts(compiled(storm(0.2)))
    assert abs(sum(found) / SEEDS - 2) < 4 * sqrt(2 / SEEDS)
    for number, p in enumerate((exp(-2), 2 * exp(-2), 2 * exp(-2), 4 / 3 * exp(-2))):
        assert abs(found.count(number) / SEEDS - p) < 4 * sqrt(p * (1 - p) / SEEDS)


def test_a_rate_that_changes_adds_up_over_time(compiled: Compiled) -> None:
    """0.05 for five days, then 0.4: no storm with odds exp(−2.25)."""
    found = counts(compiled(storm("0.05 + 0.35 * (g > 50)"), "setup: [{after: 5d, do: [{add: {g: 1}}]}]"))
    p = exp(-2.25)
    assert abs(found.count(0) / SEEDS - p) < 4 * sqrt(p * (1 - p) / SEEDS)


def test_the_bound_does_not_change_the_odds(compiled: Compiled) -> None:
    """A bound ten times the rate only brings more candidates."""
    found = counts(compiled(storm(0.2, 2)))
    assert abs(sum(found) / SEEDS - 2) < 4 * sqrt(2 / SEEDS)


def test_candidates_depend_on_nothing_but_the_bound(game: Game) -> None:
    """Storms of a calm world are storms of a rough one too, at the same minutes, whatever else happens."""
    for seed in range(30):
        rough = times(game(storm(0.5), seed=seed))
        assert set(times(game(storm(0.1), seed=seed))) <= set(rough)
        busy = "setup: [{spread: {over: 3d, every: 1h}, do: [{add: {g: 1}}]}]"
        later = game(storm("0.5 if days() > 5 else 0.0"), busy, seed=seed)
        assert times(later) == [at for at in rough if at > 5 * DAY]


def test_candidates_are_where_their_draws_put_them(game: Game) -> None:
    streams, at, expected = Streams(1, "small"), 0, []
    for k in range(50):
        at += max(1, round(-log1p(-streams.uniform("hazard", "storm", k)) / 0.5 * DAY))
        if streams.uniform("hazard", "storm", k, 1) * 0.5 < 0.3:
            expected.append(at)
    assert times(game(storm(0.3))) == [at for at in expected if at <= 10 * DAY]


def test_it_may_be_limited(game: Game) -> None:
    for seed in range(10):
        unlimited = times(game(storm(2, 2), seed=seed))
        assert times(game(storm(2, 2, ", most: 3"), seed=seed)) == unlimited[:3]
        assert len(unlimited) > 3


def test_a_rate_below_zero_counts_as_none(game: Game) -> None:
    assert times(game(storm("0.4 - g / 100"))) == []


def test_a_rate_above_the_bound_is_named(game: Game) -> None:
    with pytest.raises(CannotRun, match=r"hazard of storm rose above its bound: 0\.\d+ a day against 0\.5"):
        game(storm("0.1 * (1 + days())"), "endex: {at: 60, latest: 60d}", seed=3)


def test_the_way_out_is_named_too(game: Game) -> None:
    with pytest.raises(CannotRun) as error:
        game(storm("0.1 * (1 + days())"), "endex: {at: 60, latest: 60d}", seed=3)
    assert "bound" in error.value.hint


def test_the_bound_may_be_a_judgement(game: Game) -> None:
    """Worked out once, at STARTEX."""
    text = "assumptions: [{id: most, label: M, low: 0, base: 0.25, high: 40, grade: C}]"
    assert times(game(storm(0.3, "most * 2"), text)) == times(game(storm(0.3)))
    assert times(game(storm("0.3 * most", "most * 2"), text, assumptions={"most": 0})) == []
    with pytest.raises(CannotRun, match="bound of the hazard storm is 80 a day"):
        game(storm(0.3, "most * 2"), text, assumptions={"most": 40})


def test_a_rate_at_the_bound_always_happens(game: Game, value: Value) -> None:
    sim = game(storm(0.5))
    streams, at, expected = Streams(1, "small"), 0, 0
    while at <= 10 * DAY:
        at += max(1, round(-log1p(-streams.uniform("hazard", "storm", expected)) / 0.5 * DAY))
        expected += at <= 10 * DAY
    assert value(sim, "fired", "storm") == expected


def test_what_happened_tells_its_odds(game: Game) -> None:
    sim = game(storm("g / 200"), seed=2)
    entry = next(entry for entry in sim.entries if entry.kind == "inject")
    assert entry.detail["rate"] == 0.25
    assert entry.detail["threshold"] == 0.5
    assert entry.detail["draw"] < 0.5
