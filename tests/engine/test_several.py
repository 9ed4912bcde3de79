"""Several options at once: under a budget, as a form of items; and what a session's length leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.question import Question
from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440
BASKET = """
    decisions:
    - id: basket
      seat: blue
      title: Title
      brief: Brief
      opens: {at: 1d}
      window: 1d
      default: [radar]
      pick: {min: 1, max: 3, budget: 66, of: trillion_won}
      options:
      - {id: radar, OPT, price: 10, effects: [{add: {g: 1}}]}
      - {id: ships, OPT, price: 40, effects: [{scale: {g: 2}}]}
      - {id: jets, OPT, price: 26.5, effects: [{add: {g: 3}}]}
      - {id: drones, OPT, price: 15.5, requires: chosen(basket) != 'none', effects: [{add: {g: 4}}]}
    """
UNLOCKED = BASKET.replace("requires: chosen(basket) != 'none', ", "")
FORM = """
    decisions:
    - id: form
      seat: blue
      title: Title
      brief: Brief
      opens: {at: 1d}
      window: 1d
      default: [yes_command, no_flexibility]
      items: [{id: command, label: Command}, {id: flexibility, label: Flexibility}]
      options:
      - {id: yes_command, OPT, item: command, effects: [{add: {g: 1}}]}
      - {id: no_command, OPT, item: command}
      - {id: yes_flexibility, OPT, item: flexibility, requires: g > 60, effects: [{add: {g: 2}}]}
      - {id: no_flexibility, OPT, item: flexibility, effects: [{add: {g: 4}}]}
    """


class TestBudget:
    def test_effects_follow_the_order_of_the_choice(self, game: Game, value: Value) -> None:
        for choice, expected in ((("radar", "ships"), 82), (("ships", "radar"), 81)):
            sim = game(BASKET, "setup: [{set: {g: 40}}]")
            sim.decide("blue", "basket", choice)
            assert value(sim, "g") == expected

    def test_each_choice_can_be_asked_for(self, game: Game, value: Value) -> None:
        injects = """
            injects:
            - {id: a, at: 2d, NEWS, when: "chosen(basket, radar) and chosen(basket, drones)", effects: [{add: {g: 10}}]}
            - {id: b, at: 2d, NEWS, when: "chosen(basket, ships) or chosen(basket, jets)", effects: [{add: {g: 20}}]}
            - {id: c, at: 0d, NEWS, when: "chosen(basket, radar)", effects: [{add: {g: 40}}]}
            """
        sim = game(UNLOCKED, injects)
        sim.decide("blue", "basket", ("radar", "drones"))
        sim.advance()
        assert value(sim, "g") == 65

    @pytest.mark.parametrize(
        ("choice", "message"),
        [
            ((), "takes 1 to 3 options, not 0"),
            (("radar", "ships", "jets", "drones"), "takes 1 to 3 options, not 4"),
            (("ships", "jets", "radar"), "costs 76.5 of 66 trillion_won"),
            (("radar", "radar"), "chosen twice"),
            (("radar", "tanks"), "no option 'tanks'"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, game: Game, choice: tuple[str, ...], message: str) -> None:
        sim = game(UNLOCKED)
        with pytest.raises(IllegalDecision, match=message) as error:
            sim.decide("blue", "basket", choice)
        assert error.value.hint

    def test_a_locked_option_is_refused(self, game: Game) -> None:
        with pytest.raises(IllegalDecision, match="'drones' of basket is locked"):
            game(BASKET).decide("blue", "basket", ("drones",))

    def test_the_whole_budget_may_be_spent(self, game: Game) -> None:
        sim = game(UNLOCKED.replace("26.5", "10.5"))
        sim.decide("blue", "basket", ("ships", "jets", "drones"))
        assert sim.taken[0].choice == ("ships", "jets", "drones")

    def test_the_default_may_be_several_or_none(self, game: Game) -> None:
        text = UNLOCKED.replace("min: 1, ", "")
        for default in ([], ["radar", "jets"]):
            sim = game(text.replace("default: [radar]", f"default: [{', '.join(default)}]"))
            sim.advance()
            assert (sim.taken[0].choice, sim.taken[0].by) == (tuple(default), "default")


class TestForm:
    def test_every_item_is_answered(self, game: Game, value: Value) -> None:
        sim = game(FORM)
        sim.decide("blue", "form", ("no_flexibility", "yes_command"))
        assert value(sim, "g") == 55

    @pytest.mark.parametrize(
        "choice", [("yes_command",), ("yes_command", "no_command"), ("yes_command", "no_command", "no_flexibility")]
    )
    def test_no_item_is_left_out_or_answered_twice(self, game: Game, choice: tuple[str, ...]) -> None:
        with pytest.raises(IllegalDecision, match="exactly one answer to each of: Command, Flexibility"):
            game(FORM).decide("blue", "form", choice)

    def test_a_locked_answer_is_refused(self, game: Game) -> None:
        with pytest.raises(IllegalDecision, match="'yes_flexibility' of form is locked"):
            game(FORM).decide("blue", "form", ("yes_command", "yes_flexibility"))

    def test_a_default_that_is_locked_in_part_becomes_a_whole_answer(self, game: Game) -> None:
        sim = game(FORM.replace("no_flexibility]", "yes_flexibility]"))
        sim.advance()
        taken = sim.taken[0]
        assert taken.by == "default"
        fresh = game(FORM.replace("no_flexibility]", "yes_flexibility]"))
        fresh.decide("blue", "form", taken.choice)
        assert fresh.taken[0].choice == taken.choice


class TestLengths:
    TEXT = """
        lengths: [{id: "50"}, {id: "180"}]
        default_length: "180"
        decisions:
        - {id: short, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: no,
           options: [{id: no, OPT}, {id: go, OPT}]}
        - id: long
          seat: blue
          title: Title
          brief: Brief
          opens: {at: 2d}
          window: 1d
          lengths: ["180"]
          default: no
          options: [{id: no, OPT}, {id: go, OPT, effects: [{add: {g: 5}}]}]
        """
    DOCTRINE = "seats: [{id: blue, label: B, short: B, brief: b, unlisted: doctrine}]\n"

    @staticmethod
    def asked(sim: Simulation) -> list[str]:
        """The questions put to the caller until the end, each answered with `go`."""
        asked = []
        while not sim.ended:
            asked += [point.decision for point in sim.open_points()]
            for point in sim.open_points():
                sim.decide(point.seat, point.decision, ("go",))
            sim.advance()
        return asked

    @pytest.mark.parametrize(
        ("length", "asked"), [("50", ["short"]), ("180", ["short", "long"]), ("", ["short", "long"])]
    )
    def test_a_short_session_asks_less(self, game: Game, length: str, asked: list[str]) -> None:
        assert self.asked(game(self.TEXT, length=length)) == asked

    def test_what_is_left_out_gets_its_default_at_once(self, game: Game) -> None:
        sim = game(self.TEXT, length="50")
        self.asked(sim)
        assert [(t.decision, t.choice, t.at, t.by) for t in sim.taken] == [
            ("short", ("go",), DAY, "outside"), ("long", ("no",), 2 * DAY, "default")
        ]  # fmt: skip

    def test_or_is_left_to_doctrine(self, game: Game, value: Value) -> None:
        sim = game(self.DOCTRINE, self.TEXT, length="50", understudies={"blue": lambda question: ("go",)})
        assert self.asked(sim) == ["short"]
        assert [(t.decision, t.choice, t.at, t.by) for t in sim.taken] == [
            ("short", ("go",), DAY, "outside"), ("long", ("go",), 2 * DAY, "bot")
        ]  # fmt: skip
        assert value(sim, "g") == 55

    def test_without_an_understudy_the_caller_answers_for_doctrine(self, game: Game) -> None:
        """A record holds the decisions of doctrine too, so a replay has to be able to give them."""
        assert self.asked(game(self.DOCTRINE, self.TEXT, length="50")) == ["short", "long"]

    def test_a_bot_in_the_seat_answers_all_that_is_asked(self, game: Game) -> None:
        questions: list[Question] = []

        def choose(question: Question) -> tuple[str, ...]:
            questions.append(question)
            return ("go",)

        sim = game(self.TEXT, length="50", bots={"blue": choose})
        assert [question.point.id for question in questions] == ["short"]
        assert [taken.by for taken in sim.taken] == ["bot", "default"]
