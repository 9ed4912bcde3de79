"""Decision points that are sealed and resolved together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.simulation import Simulation
from tabletop.engine.views import view
from tabletop.errors import IllegalDecision

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
BID = """
    gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 0}]
    decisions:
    - id: blue_bid
      seat: blue
      title: Bid
      brief: Brief
      opens: {at: 1d}
      window: 3d
      default: low
      options:
      - {id: low, OPT, effects: [{add: {g: 1}}]}
      - {id: high, OPT, effects: [{add: {g: 10}}]}
    - id: red_bid
      seat: red
      title: Bid
      brief: Brief
      opens: {at: 1d}
      window: 2d
      default: low
      options:
      - {id: low, OPT, effects: [{scale: {g: 2}}]}
      - {id: high, OPT, effects: [{scale: {g: 0.5}}]}
    joint:
    - id: auction
      decisions: [blue_bid, red_bid]
      rows:
      - {choices: {blue_bid: high, red_bid: high}, effects: [{set: {h: 1}}]}
      - {choices: {blue_bid: high}, effects: [{set: {h: 2}}]}
      - {when: g > 100, effects: [{set: {h: 3}}]}
      - {choices: {red_bid: low}, when: g > 90, effects: [{set: {h: 4}}]}
    """


def bids(sim: Simulation, blue: str, red: str) -> Simulation:
    """Both bids, blue's first."""
    sim.decide("blue", "blue_bid", (blue,))
    sim.decide("red", "red_bid", (red,))
    return sim


def test_both_questions_are_put_in_one_minute(game: Game) -> None:
    assert [(point.decision, point.deadline) for point in game(BID).open_points()] == [
        ("blue_bid", 4 * DAY), ("red_bid", 3 * DAY)
    ]  # fmt: skip


def test_nothing_happens_before_all_answers_are_in(game: Game, value: Value) -> None:
    sim = game(BID)
    sim.decide("blue", "blue_bid", ("high",))
    assert value(sim, "g") == 50
    assert value(sim, "chosen", "blue_bid") == -1
    assert [point.decision for point in sim.open_points()] == ["red_bid"]
    assert not [entry for entry in sim.entries if entry.kind in ("decision", "resolved")]


def test_a_sealed_answer_stands(game: Game) -> None:
    sim = game(BID)
    sim.decide("blue", "blue_bid", ("high",))
    with pytest.raises(IllegalDecision, match="not open"):
        sim.decide("blue", "blue_bid", ("low",))


def test_a_sealed_answer_is_part_of_the_state_and_of_no_other_view(game: Game) -> None:
    low, high = game(BID), game(BID)
    low.decide("blue", "blue_bid", ("low",))
    high.decide("blue", "blue_bid", ("high",))
    assert low.digest() != high.digest()
    assert view(low, "red") == view(high, "red")
    assert view(low, "blue") != view(high, "blue")


@pytest.mark.parametrize(
    ("blue", "red", "g", "row"),
    [("high", "high", 30, 1), ("high", "low", 100, 2), ("low", "low", 100, 4), ("low", "high", 25.5, 0)],
)
def test_own_effects_come_first_in_order_then_the_first_row_that_fits(
    game: Game, value: Value, blue: str, red: str, g: float, row: int
) -> None:
    """(50 + 1 or 10), then × 2 or 0.5, clipped at 100; so `g > 100` never holds."""
    sim = bids(game(BID), blue, red)
    assert (value(sim, "g"), value(sim, "h")) == (g, row)


def test_the_order_of_answering_does_not_matter(game: Game, value: Value) -> None:
    sim = game(BID)
    sim.decide("red", "red_bid", ("low",))
    sim.decide("blue", "blue_bid", ("low",))
    assert value(sim, "g") == 100
    assert [entry.what for entry in sim.entries if entry.kind == "decision"] == ["blue_bid", "red_bid"]


def test_the_order_is_that_of_the_joint_table(game: Game, value: Value) -> None:
    """Doubled first, 1 added then."""
    text = BID.replace("[blue_bid, red_bid]", "[red_bid, blue_bid]").replace("start: 50", "start: 20")
    sim = bids(game(text), "low", "low")
    assert value(sim, "g") == 41


def test_the_resolution_is_written_down_with_all_choices(game: Game) -> None:
    sim = bids(game(BID), "high", "low")
    resolved = next(entry for entry in sim.entries if entry.kind == "resolved")
    assert resolved.what == "auction"
    assert resolved.detail["choices"] == {"blue_bid": ("high",), "red_bid": ("low",)}
    kinds = [sim.entries[n].kind for n in resolved.detail["entries"]]
    assert kinds == ["decision", "decision"]
    assert sim.entries[-1].cause == resolved.n


def test_no_fitting_row_adds_nothing(game: Game) -> None:
    sim = bids(game(BID), "low", "high")
    assert not [entry for entry in sim.entries if entry.kind == "resolved"]


def test_a_default_completes_the_answers(game: Game, value: Value) -> None:
    sim = game(BID)
    sim.decide("blue", "blue_bid", ("high",))
    sim.advance()
    assert [(taken.decision, taken.at, taken.by) for taken in sim.taken] == [
        ("blue_bid", DAY, "outside"), ("red_bid", 3 * DAY, "default")
    ]  # fmt: skip
    assert (value(sim, "g"), value(sim, "h")) == (100, 2)
    assert [entry.at for entry in sim.entries if entry.kind == "decision"] == [3 * DAY]


def test_all_may_let_it_pass(game: Game, value: Value) -> None:
    sim = game(BID)
    sim.advance()
    assert [(taken.decision, taken.at) for taken in sim.taken] == [("red_bid", 3 * DAY), ("blue_bid", 4 * DAY)]
    assert value(sim, "h") == 4


def test_a_bot_seals_its_answer_too(game: Game, value: Value) -> None:
    sim = game(BID, bots={"red": lambda question: ("high",)})
    assert [point.decision for point in sim.open_points()] == ["blue_bid"]
    assert value(sim, "g") == 50
    sim.decide("blue", "blue_bid", ("high",))
    assert value(sim, "h") == 1


def test_points_of_one_table_may_open_at_different_times(game: Game, value: Value) -> None:
    sim = game(BID.replace("opens: {at: 1d}\n      window: 2d", "opens: {at: 2d}\n      window: 2d"))
    sim.decide("blue", "blue_bid", ("high",))
    sim.advance()
    assert (sim.now, value(sim, "g")) == (2 * DAY, 50)
    sim.decide("red", "red_bid", ("high",))
    assert value(sim, "g") == 30
