"""What a result rests on: each variation against the plan as it is, in the same replicates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tabletop.analysis.crew import Alone
from tabletop.analysis.ensemble import Ensemble, Plan, run, run_together
from tabletop.analysis.sweep import (
    advantages,
    influences,
    paired_samples,
    preset_changes,
    ranks,
    samples,
    tornado,
)
from tabletop.analysis.variations import Variation, drawn, each_in_turn, each_preset
from tabletop.engine.program import Program
from tabletop.scenario.definition import Scenario

Made = Callable[..., Ensemble]
PLAN = Plan(Path(), 3, 40, {"town": "doctrine", "line": "doctrine", "sea": "doctrine"}, "usual")


def varied(what: str, end: str, value: float) -> Variation:
    return Variation(what, end, value, PLAN)


def test_rows_stand_by_their_swing(made: Made, scenario: Scenario) -> None:
    base = made([50, 60, 70])
    rows = tornado(
        base,
        [
            (varied("small", "low", 0), made([49, 59, 69])),
            (varied("small", "high", 2), made([51, 61, 71])),
            (varied("large", "high", 9), made([30, 42, 51])),
            (varied("none", "low", 1), made([55, 60, 65])),
        ],
        scenario,
    )["town"]
    assert [(row["assumption"], row["swing"], row["clear"]) for row in rows] == [
        ("large", 19.0, True), ("small", 2.0, True), ("none", 0.0, False),
    ]  # fmt: skip
    assert rows[0]["low"] is None
    assert (rows[0]["high"]["value"], rows[0]["high"]["mean"], rows[0]["high"]["change"]) == (9, 41.0, -19.0)
    assert rows[1]["low"]["interval"] == [-1.0, -1.0]


def test_a_rough_sea_wears_the_quay(quay: Program, scenario: Scenario) -> None:
    variations = each_in_turn(PLAN, scenario)
    with Alone(quay) as hands:
        found = run_together([PLAN, *(each.plan for each in variations)], hands)
    rows = tornado(found[0], zip(variations, found[1:], strict=True), scenario)
    assert list(rows) == ["town", "line", "sea"]
    (row,) = rows["town"]
    assert row["low"]["change"] > 0 > row["high"]["change"]
    assert row["clear"]
    assert rows["sea"][0]["high"]["change"] > 0
    assert len(samples(found)) == 3 + 2 * 3


@pytest.mark.parametrize("done", [1, 2, 4])
def test_an_early_interruption_leaves_out_what_was_not_played(quay: Program, scenario: Scenario, done: int) -> None:
    def interrupt(now: int) -> None:
        if now == done:
            raise KeyboardInterrupt

    variations = each_in_turn(PLAN, scenario)
    with Alone(quay) as hands:
        found = run_together([PLAN, *(each.plan for each in variations)], hands, report=interrupt)
    rows = tornado(found[0], zip(variations, found[1:], strict=True), scenario)["town"]
    assert [row["assumption"] for row in rows] == (["sea"] if done > 1 else [])
    assert not any(row["clear"] for row in rows)
    assert preset_changes(found[0], [], scenario)["town"] == []
    told = advantages(["as it is", "low"], [found[0], found[1]], [found[0], found[2]], scenario)
    assert [row["variation"] for row in told["town"]] == (["as it is", "low"] if done > 3 else ["as it is"])


def test_presets_stand_in_their_order(quay: Program, scenario: Scenario) -> None:
    variations = each_preset(PLAN, scenario)
    with Alone(quay) as hands:
        found = run_together([PLAN, variations[0].plan], hands)
    (row,) = preset_changes(found[0], zip(variations, found[1:], strict=True), scenario)["town"]
    assert (row["preset"], row["change"] < 0, row["clear"]) == ("storm", True, True)


def test_where_another_plan_is_the_better_one(made: Made, scenario: Scenario) -> None:
    firsts = [made([50, 50, 50])] * 4
    seconds = [made([52, 53, 54]), made([60, 61, 62]), made([40, 60, 51]), made([40, 41, 42])]
    rows = advantages(["as it is", "more", "noise", "less"], firsts, seconds, scenario)["town"]
    assert [(row["variation"], row["clear"], row["turns"]) for row in rows] == [
        ("as it is", True, False), ("more", True, False), ("noise", False, False), ("less", True, True),
    ]  # fmt: skip
    assert [round(row["difference"], 3) for row in rows] == [3.0, 11.0, 0.333, -9.0]
    assert [each.tolist() for each in paired_samples((*firsts[:2], *seconds[:2]))] == [[2, 3, 4], [10, 11, 12]]


def test_scores_follow_what_was_drawn(quay: Program, scenario: Scenario) -> None:
    plan = replace(drawn(PLAN, scenario), runs=120)
    plan = replace(plan, drawn={**plan.drawn, "idle": (0, 1, 2)})
    found = run(replace(plan, drawn={"sea": plan.drawn["sea"]}), quay)
    told = influences(replace(found, plan=plan), scenario)
    first, second = told["line"]
    assert (first["assumption"], first["clear"], second["assumption"], second["clear"]) == ("sea", True, "idle", False)
    assert first["rank_correlation"] < -0.4
    assert told["sea"][0]["rank_correlation"] > 0.4


def test_equal_scores_have_no_influence(made: Made, scenario: Scenario) -> None:
    found = made([50, 50, 50, 50], replace(PLAN, drawn={"sea": (0, 1, 4)}))
    assert influences(found, scenario)["town"] == [{"assumption": "sea", "rank_correlation": 0.0, "clear": False}]


def test_ranks_are_shared_by_equals() -> None:
    assert ranks(np.array([30.0, 10.0, 20.0, 20.0, 5.0])).tolist() == [5.0, 2.0, 3.5, 3.5, 1.0]
