"""The daily step: drifts, relations in written order, computed gauges, all committed together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.entries import Change
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
TWO = "gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 20}]\n"


def steps(sim: Simulation) -> list[tuple[float, dict[str, float]]]:
    """Day and new values of every step that changed something."""
    return [
        (entry.at / DAY, {change.quantity: change.after for change in entry.changes})
        for entry in sim.entries
        if entry.kind == "step" and entry.changes
    ]


class TestDrift:
    def test_half_the_gap_closes_in_a_half_life(self, game: Game, value: Value) -> None:
        text = "gauges: [{id: g, label: G, start: 50, drift: {to: 90, half_life: 5d}}]"
        sim = game(text, until=5 * DAY)
        assert value(sim, "g") == pytest.approx(70, abs=1e-5)
        sim.advance(10 * DAY)
        assert value(sim, "g") == pytest.approx(80, abs=1e-5)

    def test_the_half_life_does_not_depend_on_the_step(self, game: Game, value: Value) -> None:
        text = "step: 6h\ngauges: [{id: g, label: G, start: 50, drift: {to: 90, half_life: 5d}}]"
        assert value(game(text, until=5 * DAY), "g") == pytest.approx(70, abs=2e-5)

    def test_a_share_of_the_gap_closes_at_every_step(self, game: Game) -> None:
        text = "gauges: [{id: g, label: G, start: 50, drift: {to: 90, share: 0.25}}]"
        assert steps(game(text, until=3 * DAY)) == [(1, {"g": 60}), (2, {"g": 67.5}), (3, {"g": 73.125})]

    def test_goal_and_share_may_move(self, game: Game) -> None:
        text = """
            gauges:
            - {id: g, label: G, start: 50, drift: {to: h * 2, share: h / 100}}
            - {id: h, label: H, start: 20}
            relations: [{id: M1, RULE, does: [{add: {h: 10}}]}]
            """
        assert [new["g"] for _, new in steps(game(text, until=2 * DAY))] == [48, 51.6]

    def test_it_is_named_by_its_rule(self, game: Game) -> None:
        text = """
            gauges: [{id: g, label: G, start: 50, drift: {to: 90, share: 0.25, because: M1}}]
            relations: [{id: M1, RULE}]
            """
        sim = game(text, until=DAY)
        assert sim.entries[-1].changes == (Change("g", 50, 60, (("M1", 10.0),)),)


class TestOrder:
    def test_later_relations_see_what_earlier_ones_did(self, game: Game) -> None:
        rules = ["{id: M1, RULE, does: [{add: {g: 10}}]}", "{id: M2, RULE, does: [{set: {h: g}}]}"]
        assert steps(game(TWO, f"relations: [{', '.join(rules)}]", until=DAY)) == [(1, {"g": 60, "h": 60})]
        rules.reverse()
        assert steps(game(TWO, f"relations: [{', '.join(rules)}]", until=DAY)) == [(1, {"g": 60, "h": 50})]

    def test_drifts_come_first_and_computed_gauges_last(self, game: Game) -> None:
        text = """
            gauges:
            - {id: sum, label: S, start: 0, max: 200, computed: g + h}
            - {id: g, label: G, start: 50, drift: {to: 100, share: 0.5}}
            - {id: h, label: H, start: 0}
            relations: [{id: M1, RULE, does: [{set: {h: g}}, {add: {g: 5}}]}]
            """
        assert steps(game(text, until=DAY)) == [(1, {"g": 80, "h": 75, "sum": 155})]

    def test_changes_are_summed_and_clipped_once(self, game: Game) -> None:
        text = """
            gauges: [{id: g, label: G, start: 80}, {id: h, label: H, start: 0, max: 1000}]
            relations:
            - {id: M1, RULE, does: [{add: {g: 60}}]}
            - {id: M2, RULE, does: [{set: {h: g}}]}
            - {id: M3, RULE, does: [{add: {g: -50}}]}
            """
        assert steps(game(text, until=DAY)) == [(1, {"g": 90, "h": 140})]

    def test_amounts_of_one_effect_are_worked_out_before_any_is_written(self, game: Game) -> None:
        text = "relations: [{id: M1, RULE, does: [{add: {g: h / 2, h: g / 10}}]}]"
        assert steps(game(TWO, text, until=DAY)) == [(1, {"g": 60, "h": 25})]

    def test_contributions_are_told_apart(self, game: Game) -> None:
        text = """
            gauges: [{id: g, label: G, start: 50, drift: {to: 60, share: 0.1}}]
            relations:
            - {id: M1, RULE, does: [{scale: {g: 2}}, {add: {g: 0}}]}
            - {id: M2, RULE, does: [{set: {g: 40}}]}
            """
        entry = game(text, until=DAY).entries[-1]
        assert entry.changes == (Change("g", 50, 40, (("drift", 1.0), ("M1", 51.0), ("M2", -62.0))),)


class TestWhenAndEvery:
    def test_a_rule_holds_while_its_condition_does(self, game: Game) -> None:
        text = "relations: [{id: M1, RULE, when: days() >= 2 and g < 60, does: [{add: {g: 5}}]}]"
        assert steps(game(text)) == [(2, {"g": 55}), (3, {"g": 60})]

    def test_conditions_may_stand_within(self, game: Game) -> None:
        inner = "{when: g > 52, do: [{add: {g: 10}}], else: [{add: {g: 2}}]}"
        sim = game(f"relations: [{{id: M1, RULE, does: [{inner}]}}]", until=3 * DAY)
        assert [new["g"] for _, new in steps(sim)] == [52, 54, 64]

    def test_rules_may_have_a_longer_period(self, game: Game) -> None:
        text = """
            relations:
            - {id: M1, RULE, does: [{add: {g: 1}}]}
            - {id: M2, RULE, every: 3d, does: [{add: {g: 10}}]}
            """
        assert value_by_day(game(text, until=6 * DAY)) == [51, 52, 63, 64, 65, 76]

    def test_on_a_shared_minute_the_shorter_period_comes_first(self, game: Game) -> None:
        text = """
            gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 20}]
            relations:
            - {id: M1, RULE, every: 2d, does: [{set: {h: g}}]}
            - {id: M2, RULE, does: [{add: {g: 1}}]}
            """
        assert steps(game(text, until=2 * DAY)) == [(1, {"g": 51}), (2, {"g": 52}), (2, {"h": 52})]

    def test_rules_may_have_a_shorter_period_than_the_step(self, game: Game) -> None:
        sim = game("relations: [{id: M1, RULE, every: 8h, does: [{add: {g: 1}}]}]", until=DAY)
        assert [(at, new["g"]) for at, new in steps(sim)] == [(1 / 3, 51), (2 / 3, 52), (1, 53)]

    def test_a_scenario_may_step_at_another_pace(self, game: Game) -> None:
        sim = game("step: 12h\nrelations: [{id: M1, RULE, does: [{add: {g: 1}}]}]", until=DAY)
        assert [at for at, _ in steps(sim)] == [0.5, 1]


def value_by_day(sim: Simulation) -> list[float]:
    """The gauge at the end of each day."""
    last = {}
    for at, new in steps(sim):
        last[at] = new["g"]
    return list(last.values())


class TestTargets:
    def test_a_stock_a_flag_and_a_text_may_be_set(self, game: Game, value: Value) -> None:
        text = """
            stocks: [{id: money, label: M, unit: $, start: 3}]
            flags: [{id: pact, label: P}]
            texts: [{id: mood, label: Mood, values: [calm, angry], start: calm}]
            relations: [{id: M1, RULE, does: [{add: {money: -2}}, {set: {pact: money < 2}}, {set: {mood: angry}}]}]
            """
        sim = game(text, until=DAY)
        assert [value(sim, id_) for id_ in ("money", "pact", "mood")] == [1, 1, 1]

    def test_a_text_may_be_set_by_a_choice_of_words(self, game: Game, value: Value) -> None:
        text = """
            texts: [{id: mood, label: Mood, values: [calm, angry], start: calm}]
            relations: [{id: M1, RULE, does: [{set: {mood: "'angry' if days() > 1 else 'calm'"}}]}]
            """
        sim = game(text, until=DAY)
        assert value(sim, "mood") == 0
        sim.advance(2 * DAY)
        assert value(sim, "mood") == 1

    def test_a_world_without_rules_still_steps(self, game: Game) -> None:
        sim = game("", until=3 * DAY)
        assert [entry.at / DAY for entry in sim.entries if entry.kind == "step"] == [1, 2, 3]
        assert steps(sim) == []


class TestMeasures:
    TEXT = """
        relations: [{id: M1, RULE, does: [{add: {g: 10 if days() < 3 else -20}}]}]
        objectives:
        - id: calm
          seat: blue
          title: Calm
          weight: 1
          measures:
          - {mode: mean, of: g, zero: 0, hundred: 100, share: 25}
          - {mode: minimum, of: g, zero: 0, hundred: 100, share: 25}
          - {mode: maximum, of: g + 1, zero: 0, hundred: 100, share: 25}
          - {mode: terminal, of: g * 2, zero: 0, hundred: 100, share: 25}
        """

    def test_they_are_gathered_at_the_end_of_every_step(self, game: Game) -> None:
        sim = game(self.TEXT, until=4 * DAY)  # 60, 70, 50, 30
        assert sorted(sim.trackers.read(sim.world.values).items()) == [
            (("calm", 0), 52.5), (("calm", 1), 30), (("calm", 2), 71), (("calm", 3), 60)
        ]  # fmt: skip

    def test_before_the_first_step_they_are_what_stands(self, game: Game) -> None:
        sim = game(self.TEXT, until=0)
        assert sorted(sim.trackers.read(sim.world.values).items()) == [
            (("calm", 0), 50), (("calm", 1), 50), (("calm", 2), 51), (("calm", 3), 100)
        ]  # fmt: skip
