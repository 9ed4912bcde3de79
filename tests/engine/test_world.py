"""The one door: bounds, rounding, what is refused, what is written down."""

from __future__ import annotations

from collections.abc import Callable
from math import copysign, inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.engine.codegen import GRAIN, grain
from tabletop.engine.entries import Change
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun

Game = Callable[..., Simulation]
Value = Callable[..., float]
BOUNDED = "gauges: [{id: g, label: G, start: 50, min: 10, max: 90}]\n"


@pytest.mark.parametrize(("change", "expected"), [("1000", 90), ("-1000", 10), ("40", 90), ("39.5", 89.5)])
def test_a_gauge_stays_within_its_bounds(game: Game, value: Value, change: str, expected: float) -> None:
    assert value(game(BOUNDED + f"setup: [{{add: {{g: {change}}}}}]", until=0), "g") == expected


@pytest.mark.parametrize(("start", "expected"), [(500, 90), (-500, 10)])
def test_a_start_is_held_within_bounds_too(game: Game, value: Value, start: float, expected: float) -> None:
    assumption = f"assumptions: [{{id: a, label: A, low: -999, base: {start}, high: 999, grade: C}}]"
    assert value(game(BOUNDED.replace("50", "a"), assumption, until=0), "g") == expected


def test_nothing_can_be_spent_that_is_not_there(game: Game, value: Value) -> None:
    text = "stocks: [{id: money, label: M, unit: $, start: 5}]\nsetup: [{spend: {money: 8}}, {receive: {money: 1}}]"
    assert value(game(text, until=0), "money") == 1


def test_a_flag_is_at_most_one(game: Game, value: Value) -> None:
    assert value(game("flags: [{id: pact, label: P}]\nsetup: [{set: {pact: g > 3}}]", until=0), "pact") == 1


@pytest.mark.parametrize(
    ("given_", "kept"),
    [(0.1234564, 0.123456), (0.1234566, 0.123457), (0.0000005, 0), (0.0000015, 0.000002), (1 / 3, 0.333333)],
)
def test_values_are_whole_millionths_half_to_even(game: Game, value: Value, given_: float, kept: float) -> None:
    text = f"gauges: [{{id: g, label: G, start: 0}}]\nsetup: [{{set: {{g: {given_:.10f}}}}}]"
    assert value(game(text, until=0), "g") == kept


@given(st.floats(-1e9, 1e9))
def test_the_quick_way_of_rounding_rounds(x: float) -> None:
    assert grain(x) == round(x * GRAIN) / GRAIN
    assert grain(grain(x)) == grain(x)


def test_nothing_is_ever_minus_zero() -> None:
    assert [copysign(1, grain(x)) for x in (-0.0, -1e-9, -4.9e-7)] == [1, 1, 1]


@pytest.mark.parametrize("nonsense", [nan, inf - inf])
def test_what_is_not_a_number_is_refused_by_name(game: Game, nonsense: float) -> None:
    sim = game("", until=0)
    with pytest.raises(CannotRun, match="g became something that is not a number"):
        sim.world.commit(((sim.program.layout.slots["g",], nonsense),), "change", "test", 0)


def test_infinity_ends_at_the_bound(game: Game, value: Value) -> None:
    sim = game("", until=0)
    sim.world.commit(((sim.program.layout.slots["g",], inf),), "change", "test", 0)
    assert value(sim, "g") == 100


def test_only_what_moved_is_written_down(game: Game) -> None:
    effects = "setup: [{add: {g: 100}}, {add: {g: 1}}, {set: {pact: false}}]"
    sim = game(BOUNDED, "flags: [{id: pact, label: P}]", effects, until=0)
    assert [entry.changes for entry in sim.entries if entry.kind == "change"] == [(Change("g", 50, 90),), (), ()]


def test_entries_are_numbered_and_lead_back_to_the_start(game: Game) -> None:
    rule = "relations: [{id: M1, RULE, does: [{add: {g: 1}}]}]"
    sim = game(rule, "setup: [{repeat: {times: 4, every: 1d}, do: [{add: {g: 1}}]}]")
    assert [entry.n for entry in sim.entries] == list(range(len(sim.entries)))
    assert all(0 <= entry.cause < entry.n for entry in sim.entries[1:])
    assert [entry.at for entry in sim.entries] == sorted(entry.at for entry in sim.entries)


def test_the_digest_tells_states_apart_and_nothing_else(game: Game) -> None:
    text = "setup: [{after: 1d, do: [{add: {g: 0.000001}}]}]"
    assert game(text).digest() == game(text).digest()
    assert game(text).digest() == game(text, entries=False).digest()
    assert game(text).digest() != game("setup: [{after: 1d, do: [{add: {g: 0.000002}}]}]").digest()
    assert game(text, until=1440).digest() != game(text, until=1441).digest()
