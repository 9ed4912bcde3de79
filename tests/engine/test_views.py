"""What a seat may know: exact, a band, nothing; and what must not show through anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tabletop.engine.numerals import numeral
from tabletop.engine.question import Question
from tabletop.engine.simulation import Simulation
from tabletop.engine.views import View, view

Game = Callable[..., Simulation]

DAY = 1440
WORLD = """
    gauges:
    - {id: g, label: Support, start: 50, headline: true, better: up, about: How the public sees it}
    - {id: h, label: Readiness, start: 43, visible: {seats: {red: band}}}
    - {id: secret, label: Secret, start: 70, visible: {seats: {red: hidden, blue: exact}, others: band}}
    - {id: rung, label: Rung, start: 1, max: 4, words: [Quiet, Tense, Crisis, Clash, War]}
    - {id: pulse, label: Pulse, start: 3, auxiliary: true}
    stocks: [{id: money, label: Money, unit: billion, start: 1234.5}]
    flags: [{id: pact, label: Pact, visible: {seats: {red: hidden}}}]
    texts: [{id: mood, label: Mood, values: [very_calm, angry], start: very_calm, labels: {angry: Up in arms}}]
    latents: [{id: intent, label: Intent, states: [{id: routine, odds: 0.5}, {id: coercive, odds: 0.5}]}]
    theatres: [{id: korea, label: Korea, rung: rung}, {id: taiwan, label: Taiwan}]
    places: [{id: osan, label: Osan, theatre: korea, POINT}, {id: naha, label: Naha, theatre: taiwan, POINT}]
    lifts: [{id: air, label: Air, capacity: 1}]
    routes: [{id: way, ends: [osan, naha], transit: 1d, lift: air}]
    packages:
    - {id: guns, label: Guns, place: osan, loads: 2, notice: 1, strengths: {fire: 3}}
    - {id: subs, label: Subs, place: osan, loads: 2, notice: 1, strengths: {fire: 3}, visible: {seats: {red: hidden}}}
    """


def read(seen: View) -> dict[str, tuple[Any, str]]:
    """Value and text of each reading."""
    return {reading.id: (reading.value, reading.text) for reading in seen.readings}


class TestReadings:
    def test_exact_band_hidden(self, game: Game) -> None:
        sim = game(WORLD, until=0)
        assert read(view(sim, "blue")) == {
            "g": (50, "50"),
            "h": (43, "43"),
            "secret": (70, "70"),
            "rung": (1, "1.0"),
            "money": (1234.5, "1234"),
            "mood": (0, "very calm"),
            "pact": (0, "no"),
        }
        assert read(view(sim, "red")) == {
            "g": (50, "50"),
            "h": (None, "middling"),
            "rung": (1, "1.0"),
            "money": (1234.5, "1234"),
            "mood": (0, "very calm"),
        }

    def test_the_facilitator_sees_all(self, game: Game) -> None:
        assert set(read(view(game(WORLD, until=0), None))) >= {"g", "h", "secret", "pulse", "pact", "intent"}

    @pytest.mark.parametrize(
        ("value", "word"),
        [(0, "very low"), (19.9, "very low"), (20, "low"), (59.9, "middling"), (60, "high"), (80, "very high")],
    )
    def test_bands_are_fifths(self, game: Game, value: float, word: str) -> None:
        sim = game(WORLD, f"setup: [{{set: {{h: {value}}}}}]", until=0)
        reading = next(reading for reading in view(sim, "red").readings if reading.id == "h")
        assert (reading.text, reading.exact, reading.value, reading.change) == (word, False, None, None)

    def test_words_trend_and_history(self, game: Game) -> None:
        text = "relations: [{id: M1, RULE, does: [{add: {rung: 1}}, {add: {g: 2}}, {set: {mood: angry}}]}]"
        readings = {reading.id: reading for reading in view(game(WORLD, text, until=3 * DAY), "blue").readings}
        assert (readings["rung"].word, readings["mood"].text) == ("War", "Up in arms")
        assert readings["g"].change == 2
        assert readings["g"].history[-3:] == (54, 56, 56)
        assert (readings["g"].headline, readings["g"].better) == (True, "up")

    def test_history_of_a_band_is_of_bands(self, game: Game) -> None:
        text = "relations: [{id: M1, RULE, does: [{add: {h: 9}}]}]"
        sim = game(WORLD, text, until=3 * DAY)
        reading = next(reading for reading in view(sim, "red").readings if reading.id == "h")
        assert set(reading.history) <= {10, 30, 50, 70, 90}

    def test_theatres_show_rung_and_forces_that_are_seen(self, game: Game) -> None:
        sim = game(WORLD, until=0)
        blue, red = (view(sim, seat).theatres for seat in ("blue", "red"))
        assert (blue[0].word, blue[0].rung, blue[0].forces) == ("Tense", 1, ("Guns", "Subs"))
        assert (red[0].forces, red[1].forces) == (("Guns",), ())


HIDDEN = {
    "a hidden gauge": "{set: {secret: 5}}",
    "a hidden flag": "{set: {pact: true}}",
    "a value within its band": "{set: {h: 57}}",
    "an inject for others": "{fire: own}",
}


@pytest.mark.parametrize("day", [1, 2, 3.5, 6])
@pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_hidden_shows_nowhere(game: Game, change: str, day: float) -> None:
    own = "injects: [{id: own, from: S, to: [blue], channel: intel, subject: s, body: b, objectives: [LO1]}]"
    never = f"setup: [{{when: g < 0, do: [{change}, {{fire: own}}]}}]"
    with_it = game(WORLD, own, f"setup: [{change}, {{when: g < 0, do: [{{fire: own}}]}}]", until=int(day * DAY))
    without = game(WORLD, own, never, until=int(day * DAY))
    assert view(with_it, "red") == view(without, "red")
    assert view(with_it, "blue") != view(without, "blue")


@pytest.mark.parametrize("day", [1, 2, 3.5, 6])
def test_a_hidden_package_that_is_ordered_shows_nowhere(game: Game, day: float) -> None:
    moving = game(WORLD, "setup: [{move: {package: subs, to: naha}}]", until=int(day * DAY))
    resting = game(WORLD, until=int(day * DAY))
    assert view(moving, "red") == view(resting, "red")


@pytest.mark.parametrize("intent", ["routine", "coercive"])
def test_a_hidden_fact_shows_nowhere(game: Game, intent: str) -> None:
    drawn, pinned = (game(WORLD, until=DAY, **more) for more in ({}, {"latents": {"intent": intent}}))
    for seat in ("blue", "red"):
        assert view(drawn, seat) == view(pinned, seat)


def test_a_secret_choice_shows_nowhere(game: Game) -> None:
    text = """
        decisions:
        - {id: ask, seat: red, ASK, opens: {at: 1d}, window: 1d, default: no,
           options: [{id: no, OPT, secret: true}, {id: go, OPT, secret: true}, {id: open, OPT}]}
        """
    games = []
    for choice in ("no", "go"):
        sim = game(WORLD, text)
        sim.decide("red", "ask", (choice,))
        games.append(sim)
    assert view(games[0], "blue") == view(games[1], "blue")
    assert view(games[0], "blue").decisions == ()
    assert [taken.choice for taken in view(games[1], "red").decisions] == [("go",)]


def test_bots_see_with_the_eyes_of_their_seat(game: Game) -> None:
    seen: list[tuple[float, ...]] = []

    def look(question: Question) -> tuple[str, ...]:
        seen.append(question.see())
        return ("no",)

    text = "decisions: [{id: ask, seat: red, ASK, opens: {at: 1d}, window: 1d, default: no, options: [{id: no, OPT}]}]"
    sim = game(WORLD, text, bots={"red": look})
    slots = sim.program.layout.slots
    assert seen[0][slots["g",]] == 50
    assert seen[0][slots["h",]] == 50
    assert [seen[0][slots[id_,]] != seen[0][slots[id_,]] for id_ in ("secret", "pact", "intent")] == [True] * 3


class TestNews:
    TEXT = """
        injects:
        - {id: all, at: 1d, NEWS}
        - {id: own, at: 2d, from: Staff, to: [blue], channel: intel, subject: Eyes only, body: B, objectives: [LO1],
           effects: [{after: 3d, label: The report comes in, do: [{add: {g: 1}}]}]}
        """

    def test_each_seat_gets_its_own(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT, until=3 * DAY)
        assert [notice.inject for notice in view(sim, "blue").notices] == ["all", "own"]
        assert [notice.inject for notice in view(sim, "red").notices] == ["all"]
        notice = view(sim, "blue").notices[1]
        assert (notice.sender, notice.channel) == ("Staff", "intel")
        assert (notice.subject, notice.clock) == ("Eyes only", "D+2 00:00")

    def test_what_is_pending_is_shown_to_who_knows_of_it(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT, until=3 * DAY)
        assert [(item.due, item.label) for item in view(sim, "blue").pending] == [(5 * DAY, "The report comes in")]
        assert view(sim, "red").pending == ()


class TestQuestions:
    TEXT = """
        decisions:
        - id: ask
          seat: blue
          title: At {g}
          brief: Money {money:.1f}
          wordings: [{when: rung > 3, subject: In extremis, body: Now}]
          opens: {at: 1d}
          window: 2d
          default: no
          options:
          - {id: no, OPT}
          - {id: go, OPT, dime: M, says: {cost: Much, risk: Some, odds: Unknown},
             effects: [{chance: {id: luck, label: Seoul consents, odds: g / 100, then: [{add: {g: 1}}]}}]}
          - {id: leap, OPT, requires: g >= 60 and money > 10, why_locked: Too early,
             effects: [{when: g > 2, do: [
               {chance: {id: fate, arms: [{id: a, odds: 0.02, label: Storm}, {id: b, odds: 0.9}]}}]}]}
        """

    def test_what_a_question_holds(self, game: Game) -> None:
        (question,) = view(game(WORLD, self.TEXT), "blue").questions
        assert (question.decision, question.title, question.brief) == ("ask", "At 50", "Money 1234.5")
        assert (question.opened, question.deadline, question.default) == (DAY, 3 * DAY, ("no",))
        assert [option.id for option in question.options] == ["no", "go", "leap"]
        go = question.options[1]
        assert (go.cost, go.risk, go.odds, go.dime) == ("Much", "Some", "Unknown", "M")

    def test_others_are_not_shown_it(self, game: Game) -> None:
        assert view(game(WORLD, self.TEXT), "red").questions == ()

    def test_chances_are_told_in_words_and_numbers(self, game: Game) -> None:
        (question,) = view(game(WORLD, self.TEXT), "blue").questions
        assert question.options[1].chances == (("Seoul consents", "roughly even (45–55 %)"),)
        assert question.options[2].chances == (
            ("Storm", "almost no chance (1–5 %)"), ("b", "very likely (80–95 %)")
        )  # fmt: skip

    def test_a_lock_says_why(self, game: Game) -> None:
        (question,) = view(game(WORLD, self.TEXT), "blue").questions
        assert [option.locked for option in question.options] == [False, False, True]
        why = question.options[2].why_locked
        assert "Too early" in why
        assert "Support" in why
        assert "60" in why

    def test_wording_follows_the_moment(self, game: Game) -> None:
        (question,) = view(game(WORLD, self.TEXT, "setup: [{set: {rung: 4}}]"), "blue").questions
        assert (question.title, question.brief) == ("In extremis", "Now")

    def test_odds_of_what_is_hidden_are_averaged_over_what_it_may_be(self, game: Game) -> None:
        """An even chance of 0.9 or 0.1, whatever the fact is in this game."""
        text = self.TEXT.replace("odds: g / 100", "odds: \"0.9 if intent == 'coercive' else 0.1\"")
        for intent in ("routine", "coercive"):
            (question,) = view(game(WORLD, text, latents={"intent": intent}), "blue").questions
            assert question.options[1].chances == (("Seoul consents", "roughly even (45–55 %)"),)

    def test_odds_of_a_hidden_number_are_not_told(self, game: Game) -> None:
        text = self.TEXT.replace("odds: g / 100", "odds: floor(secret) / 100").replace("seat: blue", "seat: red")
        (question,) = view(game(WORLD, text), "red").questions
        ((_, words),) = question.options[1].chances
        assert "%" not in words


def test_looking_changes_nothing(game: Game) -> None:
    sim = game(WORLD, TestQuestions.TEXT, TestNews.TEXT)
    before = sim.digest()
    for seat in ("blue", "red", None):
        assert view(sim, seat) == view(sim, seat)
    assert sim.digest() == before


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-0.3, ".0f", "0"), (-0.04, ".1f", "0.0"), (0.04, "+6.1f", "   0.0"), (-0.04, "+6.1f", "   0.0"),
        (0.06, "+.1f", "+0.1"), (-1.5, ".1f", "-1.5"), (1234.5, ",.1f", "1,234.5"), (-0.001, ".0%", "0%"),
    ],
)  # fmt: skip
def test_nothing_has_no_sign(value: float, form: str, text: str) -> None:
    assert numeral(value, form) == text


def test_a_reading_near_nothing_has_no_sign(game: Game) -> None:
    sim = game("gauges: [{id: g, label: G, start: -0.3, min: -100}]\ninjects: [{id: a, at: 1d, NEWS}]", until=2880)
    assert view(sim, "blue").readings[0].text == "0"


@pytest.mark.parametrize(
    ("day", "since", "change"), [(0, "", 0.0), (5, "D+0", 0.0), (7, "D+0", 3.0), (9, "D+7", 0.0), (16, "D+14", 2.0)]
)
def test_changes_are_told_against_the_latest_step_where_steps_are_long(
    game: Game, day: int, since: str, change: float
) -> None:
    text = """
        step: 1w
        endex: {at: 30, latest: 60d}
        relations: [{id: M1, RULE, does: [{add: {g: 3}}]}]
        setup: [{after: 15d, do: [{add: {g: 2}}]}]
        """
    seen = view(game(text, until=day * 1440) if day else game(text, until=1), "blue")
    assert (seen.since, seen.readings[0].change) == (since, change)


def test_with_daily_steps_changes_are_those_of_a_day(game: Game) -> None:
    text = "relations: [{id: M1, RULE, does: [{add: {g: 3}}]}]"
    seen = view(game(text, until=3 * 1440), "blue")
    assert (seen.since, seen.readings[0].change) == ("", 3.0)
