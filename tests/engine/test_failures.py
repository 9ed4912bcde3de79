"""What a scenario does wrong while it runs: one clear message with its place, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine import simulation, world
from tabletop.engine.simulation import Simulation
from tabletop.engine.views import view
from tabletop.errors import CannotRun

Game = Callable[..., Simulation]

DAY = 1440


class TestDivision:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("setup: [{after: 1d, do: [{add: {g: 1 / (g - 50)}}]}]", "1:36"),
            ("setup:\n- after: 1d\n  do:\n  - add:\n      g: g // (g - 50)", "5:10"),
            ("injects: [{id: i, when: 1 / (g - 50) > 1, NEWS}]", "1:25"),
            ("endings:\n- id: over\n  title: Over\n  when: 1 / (g - 50) > 1\n- {id: rest, title: Rest}", "4:9"),
            ("endex: {at: 1 / (g - 50), latest: 5d}", "1:13"),
            ("setup: [{chance: {id: c, odds: 1 / (g - 50), then: [{note: x}]}}]", "1:32"),
            ("setup: [{when: 1 / (g - 50) > 1, do: [{note: x}]}]", "1:16"),
        ],
    )
    def test_by_zero_is_told_with_file_line_and_column(self, game: Game, text: str, place: str) -> None:
        with pytest.raises(CannotRun, match=rf"scenario\.yaml:{place}.*: division by zero") as error:
            game(text)
        assert "guard it" in error.value.hint

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("relations: [{id: M1, RULE, does: [{add: {g: 1 % (g - 50)}}]}]", "1:"),
            ("relations:\n- {id: M1, when: 1 / (g - 50) > 1, RULE, does: [{add: {g: 1}}]}", "2:18"),
            ("gauges:\n- id: g\n  label: G\n  start: 50\n  drift: {to: 1 / (g - 50), share: 0.5}", "5:15"),
            ("injects: [{id: i, hazard: {rate: 1 / (g - 50), bound: 40}, NEWS}]", "1:34"),
        ],
    )
    def test_by_zero_in_what_runs_by_itself_is_told_with_its_place(self, game: Game, text: str, place: str) -> None:
        with pytest.raises(CannotRun, match=rf"scenario\.yaml:{place}.*: division by zero"):
            game(text)

    @pytest.mark.parametrize("entries", [True, False])
    def test_what_becomes_no_number_in_a_step_is_named(self, game: Game, entries: bool) -> None:
        huge = "exp(700) * exp(650 + g)"  # infinite, and the difference of two such is no number
        with pytest.raises(CannotRun, match=r"^g became something that is not a number$") as error:
            game(f"relations: [{{id: M1, RULE, does: [{{add: {{g: {huge} - {huge}}}}}]}}]", entries=entries)
        assert "effects that change it" in error.value.hint

    @pytest.mark.parametrize(
        ("amount", "message"),
        [("log(g - 50)", "log|domain"), ("sqrt(g - 60)", "sqrt|domain"), ("exp(g * 100)", "range")],
    )
    def test_other_arithmetic_is_told_too(self, game: Game, amount: str, message: str) -> None:
        with pytest.raises(CannotRun, match=rf"scenario\.yaml:1:36.*({message})"):
            game(f"setup: [{{after: 1d, do: [{{add: {{g: {amount}}}}}]}}]")

    def test_within_a_lock_it_is_told_to_whoever_asks(self, game: Game) -> None:
        sim = game(
            """
            decisions:
            - id: ask
              seat: blue
              title: Title
              brief: Brief
              opens: {at: 1d}
              window: 1d
              default: wait
              options: [{id: wait, OPT}, {id: go, OPT, requires: 1 / (g - 50) > 1, effects: [{note: x}]}]
            """
        )
        for ask in (lambda: sim.decide("blue", "ask", ("go",)), lambda: view(sim, "blue"), sim.advance):
            with pytest.raises(CannotRun, match=r"scenario\.yaml:9:100: division by zero"):
                ask()

    def test_in_the_odds_of_a_locked_option_it_keeps_nobody_from_looking(self, game: Game) -> None:
        """The option divides by what its lock keeps above zero."""
        chance = "{chance: {id: c, label: luck, odds: 1 / g, then: [{note: x}]}}"
        sim = game(
            f"""
            gauges: [{{id: g, label: G, start: 0}}]
            decisions:
            - id: ask
              seat: blue
              title: Title
              brief: Brief
              opens: {{at: 1d}}
              window: 1d
              default: wait
              options: [{{id: wait, OPT}}, {{id: go, OPT, requires: g >= 2, effects: [{chance}]}}]
            """
        )
        option = view(sim, "blue").questions[0].options[1]
        assert option.locked

    def test_by_the_facilitators_hand(self, game: Game) -> None:
        sim = game("injects: [{id: i, at: 9d, NEWS, effects: [{add: {g: 1 / (g - 50)}}]}]", until=DAY)
        with pytest.raises(CannotRun, match="division by zero"):
            sim.fire_by_hand("i", "to see")


class TestOdds:
    @pytest.mark.parametrize(("odds", "shown"), [("g / 40", "1.25, -0.25"), ("0 - g / 100", "-0.5, 1.5")])
    def test_outside_zero_and_one_is_told_by_name(self, game: Game, odds: str, shown: str) -> None:
        with pytest.raises(CannotRun, match=f"odds of toss are outside 0–1: {shown}") as error:
            game(f"setup: [{{after: 1d, do: [{{chance: {{id: toss, odds: {odds}, then: [{{note: x}}]}}}}]}}]")
        assert "clamp" in error.value.hint

    def test_arms_of_more_than_one_in_all(self, game: Game) -> None:
        arms = "[{id: a, odds: g / 100, do: [{note: a}]}, {id: b, odds: g / 99, do: [{note: b}]}]"
        with pytest.raises(CannotRun, match=r"odds of toss are outside 0–1: 0\.5, 0\.5051"):
            game(f"setup: [{{after: 1d, do: [{{chance: {{id: toss, arms: {arms}}}}}]}}]")

    def test_what_rounding_adds_is_forgiven(self, game: Game) -> None:
        arms = ", ".join(f"{{id: a{n}, odds: g / 500, do: [{{note: a}}]}}" for n in range(10))
        assert game(f"setup: [{{after: 1d, do: [{{chance: {{id: toss, arms: [{arms}]}}}}]}}]").ended


class TestStandingStill:
    """The loader refuses what certainly never lets time pass; the rest shows only in play."""

    def test_injects_that_fire_each_other(self, game: Game) -> None:
        text = """
            injects:
            - {id: ping, at: 1d, NEWS, effects: [{when: g >= 50, do: [{fire: pong}]}]}
            - {id: pong, NEWS, effects: [{when: g >= 50, do: [{fire: ping}]}]}
            """
        with pytest.raises(CannotRun, match="time stands still: injects fire each other without end"):
            game(text)

    def test_a_delay_that_comes_out_as_nothing(self, game: Game) -> None:
        text = """
            injects:
            - {id: ping, at: 1d, NEWS, effects: [{after: {uniform: [0m, 0m]}, do: [{fire: ping}]}]}
            """
        with pytest.raises(CannotRun, match="time stands still: more than 10,000 happenings in one minute"):
            game(text, entries=False)

    def test_a_bot_and_a_question_that_open_each_other(self, game: Game) -> None:
        text = """
            decisions:
            - {id: ask, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: go,
               options: [{id: go, OPT, effects: [{when: g >= 50, do: [{open: ask}]}]}]}
            """
        with pytest.raises(CannotRun, match="time stands still"):
            game(text, bots={"blue": lambda question: ("go",)}, entries=False)


class TestLimits:
    def test_of_entries(self, game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(world, "MOST_ENTRIES", 100)
        text = "setup: [{repeat: {times: 200, every: 1h}, do: [{note: again}]}]"
        with pytest.raises(CannotRun, match="more than 100 entries") as error:
            game(text)
        assert error.value.hint
        assert game(text, entries=False).ended

    def test_of_steps(self, game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(simulation, "MOST_EVENTS", 500)
        with pytest.raises(CannotRun, match="more than 500 simulated steps") as error:
            game("step: 10m", entries=False)
        assert error.value.hint
