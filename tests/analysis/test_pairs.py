"""Two plans against each other: differences of the same replicates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tabletop.analysis.ensemble import Ensemble, Plan, run
from tabletop.analysis.pairs import comparison, pairs, samples
from tabletop.engine.program import Program
from tabletop.scenario.definition import Scenario

Made = Callable[..., Ensemble]


def test_only_replicates_of_both_count(made: Made, scenario: Scenario) -> None:
    first, second = made([10, 20, None, 40]), made([15, None, 35, 50])
    assert [(a.replicate, b.replicate) for a, b in pairs(first, second)] == [(0, 0), (3, 3)]
    found = comparison(first, second, scenario)
    assert found["pairs"] == 2
    town = found["seats"]["town"]
    assert list(found["seats"]) == ["town"]
    assert (town["first"], town["second"], town["difference"]) == (25.0, 32.5, 7.5)
    assert (town["better"], town["same"], town["worse"]) == (2, 0, 0)
    assert town["interval"][0] < 7.5 < town["interval"][1]
    assert town["half_width"] == pytest.approx(12.706 * 2.5, abs=0.01)
    assert not town["clear"]
    assert samples((first, second, second))[1].tolist() == [5.0, 10.0]


def test_objectives_are_compared_where_both_could_be_observed(made: Made, scenario: Scenario) -> None:
    found = comparison(made([10, 0, 30]), made([12, 20, 32]), scenario)["seats"]["town"]["objectives"]
    assert (found["t_quay"]["difference"], found["t_trust"]["difference"]) == (4.0, 2.0)
    assert found["t_trust"]["first"] == 20.0
    assert comparison(made([0]), made([1]), scenario)["seats"]["town"]["objectives"]["t_trust"] is None


def test_no_pair_no_figures(made: Made, scenario: Scenario) -> None:
    assert comparison(made([1, None]), made([None, 1]), scenario) == {"pairs": 0, "seats": {}}


def test_common_chance_says_more_than_as_many_games_with_chance_of_their_own(quay: Program, scenario: Scenario) -> None:
    plan = Plan(quay.loaded.path, 5, 150, {"town": "doctrine", "line": "uniform", "sea": "doctrine"}, "usual")
    other = replace(plan, assumptions={"sea": 2.0})
    first = run(plan, quay)
    common = comparison(first, run(other, quay), scenario)["seats"]["town"]
    apart = comparison(first, run(replace(other, seed=6), quay), scenario)["seats"]["town"]
    assert common["clear"]
    assert common["difference"] < 0
    assert common["variance_reduction"] > 0.5
    assert abs(apart["variance_reduction"]) < 0.3
    ratio = (apart["half_width"] / common["half_width"]) ** 2
    assert ratio == pytest.approx(common["worth"], rel=0.35)


def test_a_plan_against_itself_is_the_same(quay: Program, scenario: Scenario) -> None:
    found = run(Plan(quay.loaded.path, 5, 20, {"town": "uniform", "line": "uniform", "sea": "uniform"}), quay)
    told = comparison(found, found, scenario)["seats"]["town"]
    assert (told["difference"], told["half_width"], told["worth"], told["clear"]) == (0.0, 0.0, None, False)
    assert not np.any(samples((found, found)))
