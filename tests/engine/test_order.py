"""What falls on the same minute: effects due, movements, relations, injects, decisions, the end; then as it was set."""

from __future__ import annotations

from collections.abc import Callable

from tabletop.engine.question import Question
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440


def happened(sim: Simulation, day: float) -> list[tuple[str, str]]:
    """Kind and name of the entries of one moment, in order."""
    return [(entry.kind, entry.what) for entry in sim.entries if entry.at == day * DAY]


def test_all_kinds_on_one_minute(game: Game) -> None:
    """The package loads on day 0 (2 loads at 2 a day) and travels one day; everything else is set for day 2."""
    sim = game(
        """
        endex: {at: 2, latest: 2d}
        theatres: [{id: sea, label: Sea}]
        places: [{id: port, label: Port, theatre: sea, POINT}, {id: isle, label: Isle, theatre: sea, POINT}]
        lifts: [{id: ships, label: Ships, capacity: 2}]
        routes: [{id: crossing, ends: [port, isle], transit: 1d, lift: ships}]
        packages: [{id: guns, label: Guns, place: port, loads: 2, notice: 0}]
        relations: [{id: M1, RULE, when: days() >= 2, does: [{add: {g: 1}}]}]
        decisions:
        - {id: late, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: wait, options: [{id: wait, OPT}]}
        - {id: new, seat: blue, ASK, opens: {at: 2d}, window: 1d, default: wait, options: [{id: wait, OPT}]}
        injects: [{id: news, at: 2d, NEWS}]
        setup: [{after: 2d, do: [{add: {g: 1}}]}, {move: {package: guns, to: isle}}]
        """
    )
    sim.advance()
    assert happened(sim, 2) == [
        ("change", "setup"),
        ("arrived", "guns"),
        ("step", "relations"),
        ("inject", "news"),
        ("opened", "new"),
        ("default", "late"),
        ("end", "over"),
    ]


def test_equal_things_happen_in_the_order_in_which_they_were_set(game: Game) -> None:
    sim = game(
        """
        injects: [{id: second, at: 3d, NEWS}, {id: third, at: 3d, NEWS}, {id: first, at: 2d, NEWS}]
        setup:
        - after: 3d
          do: [{note: one}]
        - after: 1d
          do: [{after: 2d, do: [{note: two}]}]
        """
    )
    assert happened(sim, 3) == [
        ("note", "setup"), ("note", "setup"), ("step", "relations"), ("inject", "second"), ("inject", "third")
    ]  # fmt: skip
    assert [entry.detail["text"] for entry in sim.entries if entry.kind == "note"] == ["one", "two"]


def test_what_an_inject_sets_for_now_comes_before_the_questions_of_that_minute(game: Game) -> None:
    sim = game(
        """
        injects: [{id: news, at: 2d, NEWS, effects: [{after: 0d, do: [{note: now}]}]}, {id: more, at: 2d, NEWS}]
        decisions:
        - {id: ask, seat: blue, ASK, opens: {at: 2d}, window: 1d, default: wait, options: [{id: wait, OPT}]}
        """
    )
    assert happened(sim, 2) == [
        ("step", "relations"), ("inject", "news"), ("note", "news"), ("inject", "more"), ("opened", "ask")
    ]  # fmt: skip


def test_an_inject_of_the_minute_of_a_deadline_comes_before_the_default(game: Game) -> None:
    sim = game(
        """
        injects: [{id: news, at: 3d, NEWS}]
        decisions:
        - {id: ask, seat: blue, ASK, opens: {at: 2d}, window: 1d, default: wait, options: [{id: wait, OPT}]}
        """
    )
    sim.advance()
    assert happened(sim, 3) == [("step", "relations"), ("inject", "news"), ("default", "ask")]


def test_conditions_are_looked_at_when_the_minute_is_over(game: Game, value: Value) -> None:
    """In the middle of the minute the gauge is high, at its end it is not."""
    sim = game(
        """
        injects:
        - {id: high, when: g > 60, NEWS}
        - {id: swing, at: 2d, NEWS, effects: [{add: {g: 20}}, {after: 0d, do: [{add: {g: -20}}]}]}
        """
    )
    assert value(sim, "fired", "high") == 0


def test_bots_are_asked_when_the_minute_is_over_in_the_order_of_opening(game: Game) -> None:
    asked: list[tuple[str, float]] = []

    def choose(question: Question) -> tuple[str, ...]:
        asked.append((question.point.id, question.see()[1]))
        return ("go",)

    options = "window: 1d, default: go, options: [{id: go, OPT, effects: [{add: {g: 10}}]}]"
    game(
        f"""
        decisions:
        - {{id: second, seat: blue, ASK, opens: {{at: 2d}}, {options}}}
        - {{id: third, seat: red, ASK, opens: {{at: 2d}}, {options}}}
        - {{id: first, seat: red, ASK, {options}}}
        injects: [{{id: call, at: 2d, NEWS, effects: [{{open: first}}, {{add: {{g: 1}}}}]}}]
        """,
        bots={"blue": choose, "red": choose},
    )
    assert asked == [("first", 51), ("second", 61), ("third", 71)]
