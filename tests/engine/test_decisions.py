"""Decision points of one seat: opening, answering, the deadline, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.question import Question
from tabletop.engine.simulation import Simulation
from tabletop.engine.table import Taken
from tabletop.errors import IllegalDecision

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
ASKED = """
    decisions:
    - id: ask
      seat: blue
      ASK
      opens: {at: 2d}
      window: 36h
      default: wait
      options:
      - {id: wait, OPT}
      - {id: go, OPT, effects: [{add: {g: 5}}]}
      - {id: leap, OPT, requires: g >= 60, why_locked: Too early, effects: [{add: {g: 20}}]}
    """.replace("ASK", "title: Title\n      brief: Brief")


def test_time_stops_when_a_question_opens(game: Game) -> None:
    sim = game(ASKED)
    assert sim.now == 2 * DAY
    (point,) = sim.open_points()
    assert (point.decision, point.seat, point.opened, point.deadline) == ("ask", "blue", 2 * DAY, 2 * DAY + 36 * 60)
    assert point.outside


def test_an_answer_takes_effect_in_the_same_minute(game: Game, value: Value) -> None:
    sim = game(ASKED)
    sim.decide("blue", "ask", ("go",))
    assert value(sim, "g") == 55
    assert value(sim, "chosen", "ask") == 1
    assert sim.open_points() == ()
    assert sim.taken == [Taken(1, 2 * DAY, "blue", "ask", ("go",), "outside")]
    decision, change = (entry for entry in sim.entries if entry.kind in ("decision", "change"))
    assert (decision.what, decision.detail["choice"], decision.at) == ("ask", ("go",), 2 * DAY)
    assert change.cause == decision.n
    assert sim.entries[decision.cause].kind == "opened"


def test_time_may_pass_over_an_open_question(game: Game, value: Value) -> None:
    sim = game(ASKED)
    sim.advance(3 * DAY)
    assert sim.now == 3 * DAY
    sim.decide("blue", "ask", ("go",))
    assert sim.taken[0].at == 3 * DAY
    sim.advance()
    assert value(sim, "g") == 55


def test_the_default_is_taken_at_the_deadline(game: Game, value: Value) -> None:
    sim = game(ASKED)
    sim.advance()
    assert sim.taken == [Taken(1, 2 * DAY + 36 * 60, "blue", "ask", ("wait",), "default")]
    assert [entry.kind for entry in sim.entries if entry.what == "ask"] == ["opened", "default"]
    assert value(sim, "answered", "ask") == 1


def test_an_answered_question_has_no_deadline(game: Game) -> None:
    sim = game(ASKED)
    sim.decide("blue", "ask", ("go",))
    sim.advance()
    assert len(sim.taken) == 1


def test_a_locked_default_gives_way_to_the_first_open_option(game: Game) -> None:
    text = ASKED.replace("{id: wait, OPT}", "{id: wait, OPT, requires: g >= 60}")
    sim = game(text)
    sim.advance()
    assert (sim.taken[0].choice, sim.taken[0].by) == (("go",), "default")


def test_with_every_option_locked_the_default_stands(game: Game) -> None:
    text = ASKED.replace("{id: wait, OPT}", "{id: wait, OPT, requires: g >= 60}")
    text = text.replace("{id: go, OPT,", "{id: go, OPT, requires: g >= 60,")
    sim = game(text)
    sim.advance()
    assert sim.ended
    assert (sim.taken[0].choice, sim.taken[0].by) == (("wait",), "default")


def test_a_lock_opens_with_the_numbers(game: Game, value: Value) -> None:
    sim = game(ASKED, "injects: [{id: lift, at: 3d, NEWS, effects: [{set: {g: 60}}]}]")
    with pytest.raises(IllegalDecision, match="option 'leap' of ask is locked"):
        sim.decide("blue", "ask", ("leap",))
    sim.advance(3 * DAY)
    sim.decide("blue", "ask", ("leap",))
    assert value(sim, "g") == 80


@pytest.mark.parametrize(
    ("seat", "decision", "choice", "message"),
    [
        ("blu", "ask", ("go",), "no seat 'blu'"),
        ("red", "ask", ("go",), "ask is for seat 'blue', not 'red'"),
        ("blue", "asks", ("go",), "no decision point 'asks'"),
        ("blue", "ask", ("gone",), "ask has no option 'gone'"),
        ("blue", "ask", ("leap",), "option 'leap' of ask is locked"),
        ("blue", "ask", (), "exactly one option, not 0"),
        ("blue", "ask", ("go", "wait"), "exactly one option, not 2"),
        ("blue", "ask", ("go", "go"), "chosen twice"),
    ],
)
def test_what_is_not_legal_is_refused_and_changes_nothing(
    game: Game, seat: str, decision: str, choice: tuple[str, ...], message: str
) -> None:
    sim = game(ASKED)
    before = sim.digest()
    for refuse in (sim.check, sim.decide):
        with pytest.raises(IllegalDecision, match=message) as error:
            refuse(seat, decision, choice)
        assert error.value.hint
    assert sim.digest() == before
    assert sim.taken == []
    assert len(sim.open_points()) == 1


def test_a_near_miss_is_suggested(game: Game) -> None:
    with pytest.raises(IllegalDecision) as error:
        game(ASKED).decide("blue", "ask", ("waits",))
    assert "wait" in error.value.hint


def test_a_point_that_is_not_open_takes_no_answer(game: Game) -> None:
    sim = game(ASKED, until=DAY)
    with pytest.raises(IllegalDecision, match="ask is not open now"):
        sim.decide("blue", "ask", ("go",))
    sim.advance()
    sim.decide("blue", "ask", ("go",))
    with pytest.raises(IllegalDecision, match="ask is not open now"):
        sim.decide("blue", "ask", ("wait",))


def test_the_end_of_the_game_closes_what_is_open(game: Game) -> None:
    sim = game(ASKED.replace("at: 2d", "at: 9d"))
    sim.advance()
    assert sim.ended
    assert sim.open_points() == ()
    with pytest.raises(IllegalDecision):
        sim.decide("blue", "ask", ("go",))
    assert sim.taken == []


def test_a_question_of_the_first_minute_is_asked_then(game: Game) -> None:
    sim = game(ASKED.replace("at: 2d", "at: 0d"))
    assert sim.now == 0
    assert [point.decision for point in sim.open_points()] == ["ask"]


def test_a_question_that_follows_from_an_answer_is_asked_in_the_same_minute(game: Game) -> None:
    follow = "\n    - {id: more, seat: blue, ASK, window: 1d, default: no, options: [{id: no, OPT}]}"
    sim = game(ASKED.replace("effects: [{add: {g: 5}}]", "effects: [{open: more}]") + follow)
    sim.decide("blue", "ask", ("go",))
    sim.advance()
    assert sim.now == 2 * DAY
    assert [point.decision for point in sim.open_points()] == ["more"]


def test_a_point_may_be_opened_again_once_it_is_answered(game: Game, value: Value) -> None:
    sim = game(
        """
        decisions:
        - {id: ask, seat: blue, ASK, window: 5d, default: go, options: [{id: go, OPT, effects: [{add: {g: 1}}]}]}
        setup: [{repeat: {times: 4, every: 2d}, do: [{open: ask}]}]
        """
    )
    sim.decide("blue", "ask", ("go",))
    sim.advance()
    assert (sim.now, value(sim, "g")) == (2 * DAY, 51)
    sim.advance(5 * DAY)  # the opening of day 4 finds it open: nothing happens
    assert len(sim.open_points()) == 1
    assert sim.open_points()[0].opened == 2 * DAY


def test_a_point_may_open_on_a_condition_once(game: Game) -> None:
    text = ASKED.replace("{at: 2d}", "{when: g > 54}")
    sim = game(text, "setup: [{repeat: {times: 9, every: 1d}, do: [{add: {g: 1}}]}]")
    assert sim.now == 4 * DAY
    sim.decide("blue", "ask", ("wait",))
    sim.advance()
    assert sim.ended


def test_what_was_chosen_can_be_asked(game: Game, value: Value) -> None:
    rules = """
    gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 0, max: 10000}]
    injects:
    - {id: when_go, when: chosen(ask) == 'go', NEWS, effects: [{add: {h: 1}}]}
    - {id: when_leap, when: "chosen(ask, leap)", NEWS, effects: [{add: {h: 10}}]}
    - {id: when_none, at: 1d, when: chosen(ask) == 'none' and not answered(ask), NEWS, effects: [{add: {h: 100}}]}
    - {id: since, at: 5d, when: elapsed(ask) == 3 and elapsed(since) > 9000, NEWS, effects: [{add: {h: 1000}}]}
    """
    sim = game(ASKED, rules)
    sim.decide("blue", "ask", ("go",))
    sim.advance()
    assert value(sim, "h") == 1101


class TestBots:
    def test_a_bot_answers_in_the_minute_of_opening(self, game: Game, value: Value) -> None:
        sim = game(ASKED, bots={"blue": lambda question: ("go",)})
        assert sim.ended
        assert sim.taken == [Taken(1, 2 * DAY, "blue", "ask", ("go",), "bot")]
        assert value(sim, "g") == 55

    def test_it_is_told_what_is_open_and_how_often_it_was_asked(self, game: Game) -> None:
        questions: list[Question] = []

        def choose(question: Question) -> tuple[str, ...]:
            questions.append(question)
            return ("go",)

        again = "injects: [{id: call, at: 4d, NEWS, effects: [{set: {g: 70}}, {open: ask}]}]"
        game(ASKED, again, bots={"blue": choose})
        assert [(q.seat, q.point.id, q.asked, q.open) for q in questions] == [
            ("blue", "ask", 0, (True, True, False)),
            ("blue", "ask", 1, (True, True, True)),
        ]

    def test_its_draws_are_its_own(self, game: Game) -> None:
        drawn: list[tuple[float, ...]] = []

        def choose(question: Question) -> tuple[str, ...]:
            drawn.append(tuple(question.draw(slot) for slot in range(8)))
            return ("go",)

        for seed in (1, 1, 2):
            game(ASKED, seed=seed, bots={"blue": choose})
        assert drawn[0] == drawn[1] != drawn[2]
        assert len(set(drawn[0])) == 8
        assert all(0 < u < 1 for u in drawn[0])

    def test_doctrine_weights_are_worked_out_from_what_the_seat_sees(self, game: Game) -> None:
        weights: list[list[float]] = []

        def choose(question: Question) -> tuple[str, ...]:
            weights.append(question.weights())
            return ("wait",)

        weighted = ASKED.replace("{id: go, OPT,", "{id: go, OPT, weight: g / 10,")
        for sight in ("exact", "band"):
            gauge = f"gauges: [{{id: g, label: G, start: 43, visible: {{seats: {{blue: {sight}}}}}}}]"
            game(weighted, gauge, bots={"blue": choose})
        assert weights == [[0, 4.3, 0], [0, 5, 0]]

    def test_an_answer_that_is_not_legal_is_no_answer(self, game: Game) -> None:
        sim = game(ASKED, bots={"blue": lambda question: ("leap",)})
        assert [(taken.choice, taken.by) for taken in sim.taken] == [(("wait",), "default")]


@pytest.mark.parametrize(("length", "asked"), [("50", (False, True)), ("180", (True, True))])
def test_an_expression_can_tell_what_the_length_leaves_out(
    game: Game, value: Callable[..., float], length: str, asked: tuple[bool, bool]
) -> None:
    sim = game(
        """
        lengths: [{id: '50'}, {id: '180'}]
        flags: [{id: long, label: L}, {id: short, label: S}]
        decisions:
        - {id: two, seat: blue, ASK, opens: {at: 9h}, window: 9h, default: a, lengths: ['180'], options: [{id: a, OPT}]}
        - {id: first, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: a, options: [{id: a, OPT}]}
        setup: [{set: {long: asked(two), short: asked(first)}}]
        """,
        length=length,
        bots={"blue": lambda _: ("a",), "red": lambda _: ("a",)},
    )
    assert (bool(value(sim, "long")), bool(value(sim, "short"))) == asked
