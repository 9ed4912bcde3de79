"""Every headline lesson has a world in which it fails, and every relation is tested."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any

from tabletop.bots.players import make_chooser
from tabletop.engine.question import Question
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scoring.scorecard import totals

GAMES = 80
Player = Callable[[Question], tuple[str, ...]]


def mean(lab: Any, preset: str, seat: str, decision: str, option: str) -> float:
    """Mean score of a seat that takes one option for sure; all else is random, with the same seeds for every option."""
    program = lab.program

    def settled(inner: Player) -> Player:
        return lambda question: (option,) if question.point.id == decision else inner(question)

    players = {
        s.id: settled(make_chooser("uniform" if s.player == "human" else "doctrine", program))
        for s in program.scenario.seats
    }
    games = [Simulation(program, Setup(500 + n, preset, "180"), players, entries=False) for n in range(GAMES)]
    for game in games:
        game.advance()
    return fmean(totals(game)[seat] for game in games)


def test_the_yard_far_away_costs_the_boat_unless_it_is_near(lab: Any) -> None:
    def loss(preset: str) -> float:
        return mean(lab, preset, "rok", "rok_yard", "home") - mean(lab, preset, "rok", "rok_yard", "philly")

    assert loss("base") > 8
    assert loss("philadelphia_works") < 1


def test_turning_to_conventional_boats_is_the_worse_choice_unless_they_are_enough(lab: Any) -> None:
    def loss(preset: str) -> float:
        return mean(lab, preset, "rok", "rok_review", "rebaseline") - mean(lab, preset, "rok", "rok_review", "pivot")

    assert loss("base") > 2
    assert loss("enough_aip") < 1


def test_a_bundle_costs_washington_most_where_vienna_bites(lab: Any) -> None:
    def loss(preset: str) -> float:
        return mean(lab, preset, "us", "rok_legal", "standalone") - mean(lab, preset, "us", "rok_legal", "bundle")

    assert loss("base") > 3
    assert loss("vienna_bites") > 4


def test_every_relation_is_tested_at_least_once(lab: Any) -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {f"M{number}" for text in texts for number in re.findall(r"def test_m(\d+)_", text)}
    assert {relation.id for relation in lab.program.scenario.relations} - tested == set()
