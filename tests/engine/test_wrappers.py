"""Wrappers of effects: later, in parts, again, on a condition, by chance, by a drawn value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.chance import Streams, poisson, triangular
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440


def changes(sim: Simulation) -> list[tuple[float, float]]:
    """Day and new value of every change by an effect."""
    return [(e.at / DAY, e.changes[0].after) for e in sim.entries if e.kind == "change" and e.changes]


class TestAfter:
    def test_a_delay_is_waited_out(self, game: Game) -> None:
        sim = game("setup: [{after: 1d 12h, do: [{add: {g: 1}}]}]")
        assert changes(sim) == [(1.5, 51)]

    def test_no_delay_still_comes_after_what_is_at_hand(self, game: Game) -> None:
        sim = game("setup: [{after: 0d, do: [{scale: {g: 2}}]}, {add: {g: -10}}]")
        assert changes(sim) == [(0, 40), (0, 80)]

    def test_amounts_are_worked_out_when_it_happens(self, game: Game) -> None:
        sim = game("setup: [{after: 2d, do: [{add: {g: g / 10}}]}, {after: 1d, do: [{set: {g: 20}}]}]")
        assert changes(sim) == [(1, 20), (2, 22)]

    def test_a_drawn_delay_is_the_inverse_of_its_draw_in_whole_minutes(self, game: Game) -> None:
        sim = game("setup: [{after: {triangular: [1d, 2d, 4d]}, do: [{add: {g: 1}}]}]", seed=7)
        assert DAY <= round(changes(sim)[0][0] * DAY) <= 4 * DAY
        delayed = "setup: [{after: {uniform: [1d, 9d]}, do: [{add: {g: 1}}]}]"
        assert len({changes(game(delayed, seed=seed))[0][0] for seed in range(5)}) == 5

    def test_what_is_pending_is_known_until_it_happens(self, game: Game) -> None:
        sim = game("setup: [{after: 3d, label: The convoy lands, do: [{add: {g: 1}}]}]", until=DAY)
        assert [(item.due, item.label) for item in sim.pending] == [(3 * DAY, "The convoy lands")]
        sim.advance(3 * DAY)
        assert sim.pending == []


class TestSpread:
    def test_an_addition_is_handed_out_in_equal_parts(self, game: Game) -> None:
        sim = game("setup: [{spread: {over: 4d, every: 1d}, do: [{add: {g: 10}}]}]")
        assert changes(sim) == [(1, 52.5), (2, 55), (3, 57.5), (4, 60)]

    @pytest.mark.parametrize(("verb", "end"), [("receive", 120), ("spend", 80), ("add", 120)])
    def test_stocks_are_paid_in_parts_too(self, game: Game, value: Value, verb: str, end: float) -> None:
        sim = game(
            f"""
            stocks: [{{id: money, label: M, unit: $, start: 100}}]
            setup: [{{spread: {{over: 5d, every: 1d}}, do: [{{{verb}: {{money: 20}}}}]}}]
            """
        )
        assert value(sim, "money") == end

    def test_parts_reach_through_other_wrappers(self, game: Game) -> None:
        sim = game("setup: [{spread: {over: 2d, every: 1d}, do: [{after: 12h, do: [{add: {g: 10}}]}]}]")
        assert changes(sim) == [(1.5, 55), (2.5, 60)]


class TestRepeat:
    def test_it_happens_at_once_and_then_again(self, game: Game) -> None:
        sim = game("setup: [{repeat: {times: 3, every: 2d}, do: [{add: {g: 1}}]}]")
        assert changes(sim) == [(0, 51), (2, 52), (4, 53)]

    def test_the_end_of_the_game_cuts_it_short(self, game: Game, value: Value) -> None:
        sim = game("setup: [{repeat: {times: 1000, every: 1d}, do: [{add: {g: 1}}]}]")
        assert value(sim, "g") == 61


class TestWhen:
    def test_one_side_happens_by_the_values_of_the_moment(self, game: Game) -> None:
        branch = "{when: g > 52, do: [{add: {g: 10}}], else: [{add: {g: 1}}]}"
        sim = game(f"setup: [{{repeat: {{times: 5, every: 1d}}, do: [{branch}]}}]")
        assert [after for _, after in changes(sim)] == [51, 52, 53, 63, 73]

    def test_without_else_nothing_happens(self, game: Game) -> None:
        assert changes(game("setup: [{when: g > 60, do: [{add: {g: 1}}]}]", until=0)) == []


class TestChance:
    ARMS = """
        setup:
        - chance:
            id: crossing
            label: how the crossing goes
            arms:
            - {id: smooth, odds: 0.5, label: a smooth crossing, do: [{set: {g: 1}}]}
            - {id: rough, odds: 0.2, do: [{set: {g: 2}}]}
            - {id: lost, odds: 0.1, do: [{set: {g: 3}}]}
        """

    def test_the_draw_picks_the_arm_that_it_falls_on(self, game: Game, value: Value) -> None:
        for seed in range(40):
            u = Streams(seed, "small").uniform("chance", "crossing", 0)
            expected = 1 if u < 0.5 else 2 if u < 0.7 else 3 if u < 0.8 else 50
            assert value(game(self.ARMS, seed=seed, until=0), "g") == expected

    def test_it_is_written_down_with_odds_draw_and_arm(self, game: Game) -> None:
        sim = game(self.ARMS, seed=3, until=0)
        entry = next(entry for entry in sim.entries if entry.kind == "chance")
        u = Streams(3, "small").uniform("chance", "crossing", 0)
        arm = 0 if u < 0.5 else 1 if u < 0.7 else 2 if u < 0.8 else -1
        assert entry.what == "crossing"
        assert entry.detail["label"] == "how the crossing goes"
        assert entry.detail["odds"] == (0.5, 0.2, 0.1)
        assert entry.detail["arms"] == ("a smooth crossing", "rough", "lost")
        assert entry.detail["draw"] == u
        assert entry.detail["taken"] == arm
        assert [e.cause for e in sim.entries if e.kind == "change"] == ([entry.n] if arm >= 0 else [])

    def test_two_ways(self, game: Game, value: Value) -> None:
        text = "setup: [{chance: {id: toss, odds: g / 100, then: [{add: {g: 1}}], else: [{add: {g: -1}}]}}]"
        for seed in range(20):
            heads = Streams(seed, "small").uniform("chance", "toss", 0) < 0.5
            assert value(game(text, seed=seed, until=0), "g") == (51 if heads else 49)

    @pytest.mark.parametrize(("odds", "expected"), [(0, 49), (1, 51)])
    def test_certainties_are_certain(self, game: Game, value: Value, odds: int, expected: float) -> None:
        toss = f"{{chance: {{id: toss, odds: {odds}, then: [{{add: {{g: 1}}}}], else: [{{add: {{g: -1}}}}]}}}}"
        assert {value(game(f"setup: [{toss}]", seed=seed, until=0), "g") for seed in range(20)} == {expected}

    def test_each_time_is_a_draw_of_its_own(self, game: Game) -> None:
        toss = "{chance: {id: toss, odds: 0.5, then: [{add: {g: 1}}]}}"
        sim = game(f"setup: [{{repeat: {{times: 6, every: 1d}}, do: [{toss}]}}]")
        streams = Streams(1, "small")
        drawn = [entry.detail["draw"] for entry in sim.entries if entry.kind == "chance"]
        assert drawn == [streams.uniform("chance", "toss", k) for k in range(6)]


class TestDraw:
    def test_the_value_has_its_name_below(self, game: Game, value: Value) -> None:
        text = "setup: [{draw: {id: rounds, value: {poisson: g / 10}}, do: [{set: {g: rounds}}, {add: {g: rounds}}]}]"
        for seed in range(10):
            drawn = poisson(Streams(seed, "small").uniform("draw", "rounds", 0), 5)
            assert value(game(text, seed=seed, until=0), "g") == 2 * drawn

    def test_the_value_is_kept_for_what_is_delayed(self, game: Game, value: Value) -> None:
        draw = "{draw: {id: n, value: {uniform: [0, 1]}}, do: [{after: 5d, do: [{add: {g: n}}]}]}"
        sim = game(f"setup: [{{repeat: {{times: 3, every: 1d}}, do: [{draw}]}}]")
        streams = Streams(1, "small")
        expected = sum(round(streams.uniform("draw", "n", k), 6) for k in range(3))
        assert value(sim, "g") == pytest.approx(50 + expected, abs=1e-9)

    def test_a_draw_within_a_draw_keeps_both(self, game: Game, value: Value) -> None:
        inner = "{draw: {id: m, value: {whole: [1, 6]}}, do: [{after: 1d, do: [{set: {g: n * 10 + m}}]}]}"
        sim = game(f"setup: [{{draw: {{id: n, value: {{whole: [1, 6]}}}}, do: [{inner}]}}]")
        n, m = (int(Streams(1, "small").uniform("draw", name, 0) * 6) + 1 for name in "nm")
        assert value(sim, "g") == n * 10 + m

    def test_what_draws_under_the_same_name_elsewhere_does_not_disturb(self, game: Game, value: Value) -> None:
        text = """
            injects: [{id: storm, NEWS, effects: [{draw: {id: n, value: {uniform: [80, 90]}}, do: [{note: x}]}]}]
            setup: [{draw: {id: n, value: {uniform: [10, 20]}}, do: [{fire: storm}, {set: {g: n}}]}]
            """
        assert 10 <= value(game(text, until=0), "g") <= 20

    def test_numbers_of_a_distribution_may_be_expressions(self, game: Game, value: Value) -> None:
        text = "setup: [{draw: {id: n, value: {triangular: [g - 10, g, g + 20]}}, do: [{set: {g: n}}]}]"
        u = Streams(4, "small").uniform("draw", "n", 0)
        assert value(game(text, seed=4, until=0), "g") == pytest.approx(triangular(u, 40, 50, 70), abs=1e-6)
