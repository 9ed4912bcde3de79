"""The balance of a scenario of which every figure is known: the toy, in which a bet pays in good worlds alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from tabletop.analysis.acceptance import acceptance
from tabletop.analysis.balance import Design
from tabletop.analysis.balance_figures import figures
from tabletop.analysis.columns import Columns
from tabletop.analysis.crew import Alone
from tabletop.analysis.harvest import Harvest, harvest
from tabletop.analysis.regression import fit
from tabletop.analysis.trials import Trial, played
from tabletop.analysis.watcher import Sheet, Watcher
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun
from tabletop.scenario.load import load

Toys = Any
DESIGN = Design(seed=5, worlds=12, games=60)


def judged(program: Program, design: Design = DESIGN) -> dict[str, Any]:
    trials = design.trials(program)
    with Alone(program) as hands:
        return figures(trials, played(trials, hands), program.scenario)


@pytest.fixture(scope="module")
def told(toys: Toys) -> dict[str, Any]:
    return judged(toys.plain)


def decision(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in told["decisions"] if row["decision"] == name)
    return found


def option(told: Mapping[str, Any], name: str, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in decision(told, name)["options"] if row["option"] == id_)
    return found


def good_worlds(toys: Toys) -> list[bool]:
    drawn = DESIGN.trials(toys.plain)[0].worlds
    return [setup.latents["world"] == "good" for setup in drawn]


def test_an_option_is_best_in_the_worlds_in_which_it_pays(told: dict[str, Any], toys: Toys) -> None:
    good = good_worlds(toys)
    assert 0 < sum(good) < len(good)
    assert option(told, "bet", "bet")["best"] == pytest.approx(sum(good) / len(good), abs=0.02)
    assert option(told, "bet", "keep")["best"] == pytest.approx(1 - sum(good) / len(good), abs=0.02)
    assert option(told, "bet", "keep")["worlds"] == len(good)
    assert decision(told, "bet")["spread_in_a_world"] == pytest.approx(toys.stake, abs=1.0)


def test_the_mean_effect_is_the_mean_over_worlds(told: dict[str, Any], toys: Toys) -> None:
    good = good_worlds(toys)
    expected = toys.stake * (2 * sum(good) - len(good)) / len(good)
    row = decision(told, "bet")
    found = option(told, "bet", "bet")["effect"] - option(told, "bet", "keep")["effect"]
    assert found == pytest.approx(expected, abs=4 * row["error"])
    assert row["spread"] == pytest.approx(abs(found), abs=1e-5)
    gamble = option(told, "gamble", "gamble")["effect"] - option(told, "gamble", "pass")["effect"]
    assert gamble == pytest.approx((toys.prize - toys.fine) / 2, abs=4 * decision(told, "gamble")["error"])
    assert sum(each["effect"] for each in decision(told, "gamble")["options"]) == pytest.approx(0, abs=1e-5)


def test_shares_are_those_of_the_variance(told: dict[str, Any], toys: Toys) -> None:
    """Blue's bet: ± 10 about the world's mean; red's push ± 4; the dice 8 apart once in two games; the world ± 10."""
    share = sum(good_worlds(toys)) / len(good_worlds(toys))
    bet, gamble, push, dice = 100.0, 1.0, 16.0, 0.5 * 64.0
    between = 4 * 100 * share * (1 - share) * len(good_worlds(toys)) / (len(good_worlds(toys)) - 1)
    whole = bet + gamble + push + dice + between
    found = told["seats"]["blue"]["shares"]["drawn"]
    assert found["own"] == pytest.approx((bet + gamble) / whole, abs=0.05)
    assert found["by_world"] > 0.5 * found["own"]
    assert found["others"] == pytest.approx(push / whole, abs=0.04)
    assert found["worlds"] == pytest.approx(between / whole, abs=0.05)
    assert found["luck"] == pytest.approx(dice / whole, abs=0.05)
    parts = [found[part] for part in ("own", "others", "worlds", "luck")]
    assert sum(parts) == pytest.approx(1.0, abs=1e-5)


def test_what_unlocked_a_question_is_not_taken_for_its_answer(toys: Toys) -> None:
    """Only in good games is there a second question, and its answer does nothing."""
    text = (toys.folder / "toy" / "scenario.yaml").read_text("utf-8")
    late = """  - id: late
    seat: blue
    title: Late?
    brief: b
    opens: {when: "sign > 0"}
    window: 1d
    default: no
    objectives: [LO1]
    options:
      - {id: no, label: No, brief: b}
      - {id: maybe, label: Maybe, brief: b, requires: "g > 60"}
objectives:
  - id: o
"""
    body = text.replace("objectives:\n  - id: o\n", late, 1).replace("[{add: {sign: 1}}]", "[{add: {sign: 1, g: 30}}]")
    path = toys.folder / "late" / "scenario.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(body, encoding="utf-8")
    program = compile_program(load(path))
    row = decision(judged(program), "late")
    assert 0 < row["asked"] < 1
    assert row["spread"] <= 4 * row["error"]


def test_objectives_are_moved_by_their_seats_own_decisions(told: dict[str, Any]) -> None:
    rows = {row["objective"]: row for row in told["objectives"]}
    assert (rows["o"]["decision"], rows["o"]["moved"], rows["p"]["decision"], rows["p"]["of"]) == (
        "bet" if rows["o"]["decision"] == "bet" else "gamble", True, "push", "red",
    )  # fmt: skip
    assert rows["o"]["observed"] == 1.0


def test_what_never_happens_is_named(toys: Toys) -> None:
    told = judged(toys.program(), Design(seed=1, worlds=4, games=20))
    assert told["injects"] == {"scout": 1.0, "rain": 0.0}
    lines = {line["asked"]: line for line in acceptance(told)}
    assert (lines["every inject occurs"]["met"], lines["every inject occurs"]["figure"]) == (False, "1 not: rain")
    assert not lines["every option is taken by some persona"]["met"]  # the toy has no personas
    rainy = judged(toys.program(rain=0.5), Design(seed=1, worlds=4, games=20))
    assert rainy["injects"]["rain"] > 0.9


def test_scores_of_all_ways_to_play(told: dict[str, Any]) -> None:
    blue, red = told["seats"]["blue"], told["seats"]["red"]
    assert (blue["human"], red["human"]) == (True, False)
    assert [blue["scores"][play]["player"] for play in ("drawn", "everybody", "inaction")] == [
        "uniform", "uniform", "default",
    ]  # fmt: skip
    assert blue["scores"]["drawn"]["p5"] < blue["scores"]["inaction"]["mean"] < blue["scores"]["drawn"]["p95"]
    for seat in (blue, red):
        scores = seat["scores"]["drawn"]
        assert scores["span"] == pytest.approx(scores["p95"] - scores["p5"], abs=1e-5)
        assert sum(scores["ratings"].values()) == pytest.approx(1.0, abs=1e-5)
    assert told["playouts"] == 12 * 60 + 3 * 60 + 12 * 3 + 12


def test_worlds_keep_their_facts_and_no_two_games_their_dice(toys: Toys) -> None:
    (trial,) = [each for each in DESIGN.trials(toys.plain) if each.name == "drawn"]
    with Alone(toys.plain) as hands:
        games = harvest(played([Trial("", trial.seats, trial.worlds[:3], 30)], hands)[0])
    assert games.world.tolist() == [0] * 30 + [1] * 30 + [2] * 30
    assert len(set(games.totals[:30, 0].tolist())) > 3
    assert np.abs(games.surprise.mean(axis=0)).max() < 0.25
    assert games.within(games.totals)[:30].mean() == pytest.approx(0.0)


def test_a_seed_gives_the_same_figures(toys: Toys) -> None:
    small = Design(seed=9, worlds=4, games=20)
    first, second = judged(toys.plain, small), judged(toys.plain, small)
    first.pop("cost"), second.pop("cost")
    assert first == second
    other = judged(toys.plain, Design(seed=10, worlds=4, games=20))
    assert other["seats"] != first["seats"]


def test_personas_are_asked_in_every_human_seat(toys: Toys) -> None:
    text = (toys.folder / "toy" / "scenario.yaml").read_text("utf-8")
    bold = text.replace("label: Bet\n", "label: Bet\n        tags: [bold]\n", 1)
    path = toys.folder / "bold" / "scenario.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(bold + "personas:\n  - {id: brave, tags: {bold: 9}}\n  - {id: shy, tags: {bold: -9}}\n", "utf-8")
    told = judged(compile_program(load(path)), Design(seed=1, worlds=4, games=20))
    assert (option(told, "bet", "bet")["persona"], option(told, "bet", "bet")["persona_share"]) == ("brave", 1.0)
    assert option(told, "bet", "keep")["persona"] == "shy"
    verdict = next(line for line in acceptance(told) if "persona" in line["asked"])
    assert (verdict["met"], verdict["figure"]) == (True, "all")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("short: B, brief: b", "short: B, brief: b, player: doctrine"), "no seat of this scenario is for humans"),
        (("  - id: o\n    seat: blue", "  - id: o\n    seat: red"), "no human seat of this scenario has objectives"),
    ],
)
def test_without_a_human_score_there_is_nothing_to_judge(toys: Toys, change: tuple[str, str], words: str) -> None:
    text = (toys.folder / "toy" / "scenario.yaml").read_text("utf-8")
    path = toys.folder / "nobody" / "scenario.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(CannotRun, match=words):
        DESIGN.trials(compile_program(load(path)))


def test_forms_stand_item_by_item_and_their_odds_are_rehearsed(toys: Toys) -> None:
    text = (toys.folder / "toy" / "scenario.yaml").read_text("utf-8")
    form = """  - id: form
    seat: blue
    title: A form
    brief: b
    opens: {at: 7d}
    window: 12h
    default: [a1, b1]
    items: [{id: a, label: A}, {id: b, label: B}]
    objectives: [LO1]
    options:
      - {id: a1, label: A1, brief: b, item: a}
      - {id: b1, label: B1, brief: b, item: b}
      - {id: a2, label: A2, brief: b, item: a, effects: [{add: {g: 6}}]}
      - {id: b2, label: B2, brief: b, item: b}
objectives:
  - id: o
"""
    path = toys.folder / "form" / "scenario.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace("objectives:\n  - id: o\n", form, 1), encoding="utf-8")
    program = compile_program(load(path))
    columns = Columns(program.scenario)
    assert [block.name for block in columns.blocks][-2:] == ["form/a", "form/b"]
    sheet = Sheet(columns)
    sim = Simulation(program, Setup(1), {seat: Watcher("uniform", program, sheet) for seat in ("blue", "red")})
    while not sim.ended:
        sim.advance()
    assert sum(sheet.taken) == 5
    told = judged(program, Design(seed=2, worlds=6, games=60))
    row = decision(told, "form/a")
    assert (row["best"], row["spread"]) == ("a2", pytest.approx(6.0, abs=4 * row["error"] + 0.2))
    assert option(told, "form/a", "a1")["default"]
    assert decision(told, "form/b")["spread"] <= 4 * decision(told, "form/b")["error"]


def test_values_that_are_not_there_are_left_out() -> None:
    signs = np.array([1.0, -1.0] * 8)
    games = Harvest(
        world=np.repeat([0, 1], 8), totals=signs[:, None], ratings=("S",) * 16, objectives=signs[:, None],
        opened=np.ones((16, 2), dtype=np.int64), taken=np.ones((16, 2), dtype=np.int64),
        surprise=np.stack([signs / 2, -signs / 2], axis=1), injects=np.zeros(0, dtype=np.int64),
        events=1.0, seconds=1.0,
    )  # fmt: skip
    values = np.where(np.arange(16) % 4 < 2, 3 * signs, np.nan)
    found = fit(games, values)
    assert found.effects.tolist() == pytest.approx([3.0, -3.0])
    assert np.isnan(found.explained).sum() == 8
