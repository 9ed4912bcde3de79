"""What a plan plays in each replicate: the same chance for all plans of a seed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest

from tabletop.analysis.plan import Plan
from tabletop.analysis.variations import drawn, each_in_turn, each_preset, values, varied
from tabletop.errors import IllegalDecision
from tabletop.scenario.definition import Scenario
from tabletop.scenario.load import load


@pytest.fixture(scope="module")
def flagship(shipped: list[Path]) -> Scenario:
    return load(next(path for path in shipped if path.name == "regional-contingency")).scenario


PLAN = Plan(Path(), 11, 100, {"town": "uniform"}, "usual")


def test_plans_of_one_seed_meet_the_same_chance() -> None:
    others = [replace(PLAN, seats={"town": "doctrine"}), replace(PLAN, preset="storm"), replace(PLAN, runs=7)]
    assert {plan.setup(5).seed for plan in others} == {PLAN.setup(5).seed}
    assert PLAN.setup(5).seed != replace(PLAN, seed=12).setup(5).seed


def test_draws_follow_their_triangle_and_depend_on_seed_and_number_alone() -> None:
    plan = replace(PLAN, drawn={"a": (0.0, 1.0, 4.0), "b": (0.0, 1.0, 4.0)}, assumptions={"a": 9.0, "c": 2.0})
    draws = [plan.draw(replicate) for replicate in range(4000)]
    assert all(0 <= draw["a"] <= 4 for draw in draws)
    assert mean(draw["a"] for draw in draws) == pytest.approx(5 / 3, abs=0.05)
    assert mean(draw["a"] * draw["b"] for draw in draws) == pytest.approx(25 / 9, abs=0.1)
    assert replace(plan, seats={}, preset="storm").draw(3) == plan.draw(3) != replace(plan, seed=12).draw(3)
    assert plan.setup(3).assumptions == {"c": 2.0, **plan.draw(3)}


def test_assumptions_are_what_the_plan_says_else_the_preset_else_the_base(scenario: Scenario) -> None:
    assert values(PLAN, scenario) == {"sea": 1.0}
    assert values(replace(PLAN, preset=""), scenario) == {"sea": 1.0}
    assert values(replace(PLAN, preset="storm"), scenario) == {"sea": 3.0}
    assert values(replace(PLAN, preset="storm", assumptions={"sea": 2.0}), scenario) == {"sea": 2.0}


def test_all_are_drawn_about_what_they_are_in_the_plan(scenario: Scenario, flagship: Scenario) -> None:
    assert drawn(PLAN, scenario).drawn == {"sea": (0, 1, 4)}
    assert drawn(replace(PLAN, preset="storm"), scenario).drawn == {"sea": (0, 3, 4)}
    assert drawn(replace(PLAN, assumptions={"sea": 6.0}), scenario, ["sea"]).drawn == {"sea": (0, 6, 6)}
    plan = replace(PLAN, preset="slow_lift", assumptions={"a_war": 0.03})
    found = drawn(plan, flagship).drawn
    assert len(found) == len(flagship.assumptions) - 1
    assert found["a_lift"] == (2, 2, 12)
    assert "a_war" not in found


def test_each_end_is_played_once(scenario: Scenario, flagship: Scenario) -> None:
    found = each_in_turn(PLAN, scenario)
    assert [(each.what, each.end, each.value) for each in found] == [("sea", "low", 0), ("sea", "high", 4)]
    assert [each.plan.assumptions for each in found] == [{"sea": 0}, {"sea": 4}]
    slow = each_in_turn(replace(PLAN, preset="slow_lift"), flagship, ["a_lift", "a_lift"])
    assert [(each.end, each.value) for each in slow] == [("high", 12)]
    assert len(each_in_turn(replace(PLAN, preset="base"), flagship)) == 2 * len(flagship.assumptions)


def test_each_other_preset_is_played(scenario: Scenario) -> None:
    assert [each.plan.preset for each in each_preset(PLAN, scenario)] == ["storm"]
    assert [each.plan.preset for each in each_preset(replace(PLAN, preset=""), scenario)] == ["storm"]


def test_what_cannot_be_varied_is_told(scenario: Scenario) -> None:
    with pytest.raises(IllegalDecision, match='no assumption "see"') as caught:
        varied(PLAN, scenario, ["see"])
    assert "sea" in caught.value.hint
    with pytest.raises(IllegalDecision, match="no assumption to vary"):
        varied(replace(PLAN, assumptions={"sea": 1.0}), scenario)
    first = scenario.model_copy(update={"preset_default": None})
    assert [each.plan.preset for each in each_preset(replace(PLAN, preset=""), first)] == ["storm"]
    alone = scenario.model_copy(update={"presets": scenario.presets[:1]})
    with pytest.raises(IllegalDecision, match="no other preset"):
        each_preset(PLAN, alone)
