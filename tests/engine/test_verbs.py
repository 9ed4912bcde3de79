"""Every verb of an effect: what it does at once, and what is written down of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.entries import Change, chain
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
WORLD = """
gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 20}]
stocks: [{id: money, label: Money, unit: $, start: 10}]
flags: [{id: pact, label: Pact}]
texts: [{id: mood, label: Mood, values: [calm, angry, furious], start: calm}]
relations: [{id: M1, RULE}]
"""


@pytest.mark.parametrize(
    ("effect", "quantity", "expected"),
    [
        ("add: {g: 5}", "g", 55),
        ("add: {g: -0.25}", "g", 49.75),
        ("add: {g: h * 2}", "g", 90),
        ("scale: {g: 0.5}", "g", 25),
        ("scale: {g: h / 10}", "g", 100),
        ("set: {g: 7}", "g", 7),
        ("set: {g: 'min(g, h) + 1'}", "g", 21),
        ("set: {pact: true}", "pact", 1),
        ("set: {pact: g > 60}", "pact", 0),
        ("set: {mood: furious}", "mood", 2),
        ("set: {mood: \"'angry' if g >= 50 else 'calm'\"}", "mood", 1),
        ("spend: {money: 4}", "money", 6),
        ("receive: {money: h}", "money", 30),
    ],
)
def test_what_changes_numbers(game: Game, value: Value, effect: str, quantity: str, expected: float) -> None:
    sim = game(WORLD + f"setup: [{{{effect}}}]", until=0)
    assert value(sim, quantity) == expected


def test_amounts_of_one_effect_are_worked_out_before_any_is_written(game: Game, value: Value) -> None:
    sim = game(WORLD + "setup: [{add: {g: h, h: g}}]", until=0)
    assert (value(sim, "g"), value(sim, "h")) == (70, 70)


def test_effects_of_a_list_see_what_those_before_them_did(game: Game, value: Value) -> None:
    sim = game(WORLD + "setup: [{add: {g: 10}}, {set: {h: g}}, {scale: {g: 0.5}}]", until=0)
    assert (value(sim, "g"), value(sim, "h")) == (30, 60)


def test_a_change_is_written_down_with_its_numbers_and_its_rule(game: Game) -> None:
    sim = game(WORLD + "setup: [{add: {g: 5, h: 0}, because: M1}]", until=0)
    entry = next(entry for entry in sim.entries if entry.kind == "change")
    assert entry.changes == (Change("g", 50, 55),)
    assert (entry.what, entry.because, entry.cause) == ("setup", "M1", 0)


def test_a_note_changes_nothing_and_is_written_down(game: Game, value: Value) -> None:
    sim = game("setup: [{note: The ferry was late}]", until=0)
    noted = next(entry for entry in sim.entries if entry.kind == "note")
    assert noted.detail["text"] == "The ferry was late"
    assert noted.changes == ()
    assert value(sim, "g") == 50


def test_fire_lets_an_inject_happen_at_once_and_every_time(game: Game, value: Value) -> None:
    sim = game(
        """
        injects: [{id: storm, NEWS, effects: [{scale: {g: 0.5}}]}]
        setup: [{fire: storm}, {add: {g: 10}}, {fire: storm}]
        """,
        until=0,
    )
    assert value(sim, "g") == 17.5
    assert value(sim, "fired", "storm") == 2


def test_what_an_inject_does_leads_back_to_it(game: Game) -> None:
    sim = game(
        """
        injects:
        - {id: cloud, at: 2d, NEWS, effects: [{after: 1d, do: [{fire: storm}]}]}
        - {id: storm, NEWS, effects: [{add: {g: 1}}]}
        """
    )
    change = next(entry for entry in sim.entries if entry.kind == "change")
    assert [(entry.kind, entry.what, entry.at) for entry in chain(sim.entries, change.n)] == [
        ("change", "storm", 3 * DAY),
        ("inject", "storm", 3 * DAY),
        ("inject", "cloud", 2 * DAY),
        ("start", "small", 0),
    ]


def test_open_asks_a_question_at_once(game: Game) -> None:
    sim = game(
        """
        injects: [{id: call, at: 2d, NEWS, effects: [{open: answer}]}]
        decisions: [{id: answer, seat: blue, ASK, window: 1d, default: wait, options: [{id: wait, OPT}]}]
        """
    )
    assert sim.now == 2 * DAY
    assert [(point.decision, point.opened, point.deadline) for point in sim.open_points()] == [
        ("answer", 2 * DAY, 3 * DAY)
    ]


def test_end_ends_the_game_with_the_ending_that_it_names(game: Game, value: Value) -> None:
    sim = game(
        """
        endings: [{id: early, title: Early, when: false}, {id: late, title: Late}]
        setup: [{after: 3d, do: [{end: early}]}, {after: 3d, do: [{add: {g: 1}}]}]
        """
    )
    assert sim.outcome is not None
    assert (sim.outcome.ending, sim.outcome.title, sim.outcome.at) == ("early", "Early", 3 * DAY)
    assert value(sim, "g") == 50
    assert sim.entries[-1].kind == "end"


def test_nothing_happens_after_the_end(game: Game, value: Value) -> None:
    sim = game(
        """
        endings: [{id: first, title: F, when: false}, {id: second, title: S, when: false}, {id: late, title: L}]
        setup: [{after: 3d, do: [{end: first}, {end: second}, {add: {g: 1}}]}]
        """
    )
    assert sim.outcome is not None
    assert sim.outcome.ending == "first"
    assert value(sim, "g") == 50
    assert [entry.kind for entry in sim.entries].count("end") == 1


def test_the_end_of_time_takes_the_first_ending_that_fits(game: Game) -> None:
    endings = """
        endings:
        - {id: high, title: High, when: g > 60}
        - {id: middle, title: Middle, when: g > 40}
        - {id: low, title: Low}
        """
    outcomes = [game(endings + f"gauges: [{{id: g, label: G, start: {start}}}]").outcome for start in (70, 50, 30)]
    assert [outcome and outcome.ending for outcome in outcomes] == ["high", "middle", "low"]
    assert all(outcome and outcome.at == 10 * DAY for outcome in outcomes)


@pytest.mark.parametrize(("at", "latest", "ends"), [("g / 10", "60d", 5), ("g", "20d", 20), ("0 - 3", "20d", 0)])
def test_endex_is_worked_out_at_startex_and_held_between_zero_and_the_latest(
    game: Game, at: str, latest: str, ends: int
) -> None:
    sim = game(f"endex: {{at: {at}, latest: {latest}}}\nsetup: [{{after: 1d, do: [{{add: {{g: 40}}}}]}}]")
    assert sim.now == ends * DAY
