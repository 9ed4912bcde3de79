"""Programmes: stages that last, wait at a gate, are hurried along, and what is done when one is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.chance import Streams, triangular
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
SHIP = """
    endex: {at: 50, latest: 60d}
    programmes:
    - id: ship
      label: Ship
      stages:
      - {id: keel, label: Keel, lasts: 5d}
      - {id: hull, label: Hull, lasts: 10d, gate: g >= 60, slot: 2d, does: [{add: {g: 3}}]}
      - {id: trials, label: Trials, lasts: 4d, does: [{note: At sea}]}
    """


def stages(sim: Simulation) -> list[tuple[float, str]]:
    """Day and name of every stage done."""
    return [(entry.at / DAY, entry.detail["stage"]) for entry in sim.entries if entry.kind == "stage"]


def test_stages_follow_each_other_and_wait_at_their_gates(game: Game, value: Value) -> None:
    """The hull is ready on day 15, its gate is looked at every other day and opens on day 20: seen on day 21."""
    sim = game(SHIP, "setup: [{after: 20d, do: [{set: {g: 60}}]}]")
    assert stages(sim) == [(5, "Keel"), (21, "Hull"), (25, "Trials")]
    assert value(sim, "ship") == 3
    assert value(sim, "g") == 63


def test_a_gate_that_is_open_is_no_wait(game: Game) -> None:
    assert stages(game(SHIP, "setup: [{set: {g: 60}}]")) == [(5, "Keel"), (15, "Hull"), (19, "Trials")]


def test_what_a_stage_does_leads_back_to_it(game: Game) -> None:
    sim = game(SHIP, "setup: [{set: {g: 60}}]")
    note = next(entry for entry in sim.entries if entry.kind == "note")
    assert (sim.entries[note.cause].kind, sim.entries[note.cause].what) == ("stage", "ship")


def test_its_value_is_the_number_of_stages_done(game: Game, value: Value) -> None:
    text = "injects: [{id: half, when: ship >= 1, NEWS}, {id: same, when: stage(ship) == 1, NEWS}]"
    sim = game(SHIP, text, until=6 * DAY)
    assert value(sim, "ship") == 1
    assert [entry.at / DAY for entry in sim.entries if entry.kind == "inject"] == [5, 5]


class TestAdvance:
    def test_the_present_stage_is_done_at_once_whatever_its_gate_says(self, game: Game) -> None:
        sim = game(SHIP, "setup: [{after: 7d, do: [{advance: ship}]}]")
        assert stages(sim) == [(5, "Keel"), (7, "Hull"), (11, "Trials")]

    def test_it_does_what_the_stage_does(self, game: Game, value: Value) -> None:
        assert value(game(SHIP, "setup: [{after: 7d, do: [{advance: ship}]}]"), "g") == 53

    def test_the_stage_that_was_hurried_does_not_come_twice(self, game: Game) -> None:
        sim = game(SHIP, "setup: [{set: {g: 60}}, {after: 1d, do: [{advance: ship}]}]")
        assert stages(sim) == [(1, "Keel"), (11, "Hull"), (15, "Trials")]

    def test_at_the_gate(self, game: Game) -> None:
        sim = game(SHIP, "setup: [{after: 18d, do: [{advance: ship}]}]")
        assert stages(sim) == [(5, "Keel"), (18, "Hull"), (22, "Trials")]

    def test_twice_in_a_minute(self, game: Game) -> None:
        sim = game(SHIP, "setup: [{after: 1d, do: [{advance: ship}, {advance: ship}]}]")
        assert stages(sim) == [(1, "Keel"), (1, "Hull"), (5, "Trials")]

    def test_one_stage_may_carry_the_next_along(self, game: Game) -> None:
        text = SHIP.replace("label: Keel, lasts: 5d}", "label: Keel, lasts: 5d, does: [{advance: ship}]}")
        assert stages(game(text)) == [(5, "Keel"), (5, "Hull"), (9, "Trials")]

    def test_beyond_the_last_stage_nothing_happens(self, game: Game, value: Value) -> None:
        sim = game(SHIP, "setup: [{repeat: {times: 6, every: 1d}, do: [{advance: ship}]}]")
        assert len(stages(sim)) == 3
        assert value(sim, "ship") == 3

    def test_what_does_not_run_moves_by_nothing_else(self, game: Game) -> None:
        text = SHIP.replace("label: Ship\n", "label: Ship\n      running: false\n")
        sim = game(text, "setup: [{after: 9d, do: [{advance: ship}]}, {after: 12d, do: [{advance: ship}]}]")
        assert stages(sim) == [(9, "Keel"), (12, "Hull")]


def test_durations_may_be_drawn(game: Game) -> None:
    text = SHIP.replace("lasts: 5d", "lasts: {triangular: [3d, 5d, 9d]}")
    days = [stages(game(text, seed=seed))[0][0] for seed in range(20)]
    assert all(3 <= day <= 9 for day in days)
    assert len(set(days)) == 20


def test_drawn_durations_are_their_own(game: Game) -> None:
    """A stage lasts as long whatever else is drawn, and however the one before it went."""
    text = SHIP.replace("lasts: 4d", "lasts: {triangular: [3d, 5d, 9d]}")
    calm = stages(game(text, "setup: [{set: {g: 60}}]"))
    hurried = stages(game(text, "setup: [{set: {g: 60}}, {after: 3d, do: [{advance: ship}, {advance: ship}]}]"))
    assert hurried[2][0] - hurried[1][0] == pytest.approx(calm[2][0] - calm[1][0])


def test_a_drawn_duration_comes_by_inverse_cdf(game: Game) -> None:
    text = SHIP.replace("lasts: 5d", "lasts: {triangular: [3d, 5d, 9d]}")
    many = sorted(stages(game(text, seed=seed))[0][0] for seed in range(200))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert many[int(share * 200)] == pytest.approx(triangular(share, 3, 5, 9), abs=0.6)
    assert Streams(1, "small").uniform("draw", "x", 0) != Streams(2, "small").uniform("draw", "x", 0)
