"""Consequence cards: made of the numbers that drove what happened, short, and blind where the seat is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.cards import Card, cards
from tabletop.engine.chance import Streams
from tabletop.engine.odds import words
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]

DAY = 1440
WORLD = """
    gauges:
    - {id: g, label: Support, start: 50}
    - {id: h, label: Readiness, start: 43, visible: {seats: {red: band}}}
    - {id: secret, label: Secret plan, start: 70, visible: {seats: {red: hidden}}}
    relations: [{id: M1, RULE}, {id: M2, RULE}]
    """
ASK = """
    decisions:
    - id: ask
      seat: blue
      title: Ask Seoul
      brief: Brief
      opens: {at: 1d}
      window: 1d
      default: no
      options:
      - {id: no, OPT}
      - id: go
        label: Ask for a battalion
        brief: Brief
        effects:
        - add: {g: -4}
          because: M2
        - chance:
            id: consent
            label: Seoul consents
            odds: g / 100
            then: [{add: {g: 6, secret: 1}, because: M1}]
            else: [{add: {h: -10}, because: M1}]
    """


def asked(game: Game, seed: int = 1, more: str = "", text: str = ASK) -> Simulation:
    """The game after blue has asked."""
    sim = game(WORLD, text, more, seed=seed)
    sim.decide("blue", "ask", ("go",))
    return sim


def of(sim: Simulation, seat: str | None, title: str) -> Card:
    """The one card with this title."""
    (card,) = (card for card in cards(sim, seat) if card.title == title)
    return card


def lines(card: Card, start: str) -> list[str]:
    """The lines of a card that begin so."""
    return [line for line in card.lines if line.startswith(start)]


class TestDecision:
    def test_who_chose_what(self, game: Game) -> None:
        card = of(asked(game), "blue", "Ask Seoul")
        assert card.lines[0] == "Blue chose: Ask for a battalion (by decision)."
        assert (card.at, card.clock) == (DAY, "D+1 00:00")

    @pytest.mark.parametrize("seed", range(6))
    def test_odds_and_draw_are_those_that_drove_it(self, game: Game, seed: int) -> None:
        """46 in 100 after the four points that asking costs."""
        u = Streams(seed, "small").uniform("chance", "consent", 0)
        card = of(asked(game, seed), "blue", "Ask Seoul")
        (before,), (draw,) = lines(card, "Odds beforehand"), lines(card, "Draw")
        result = "Seoul consents" if u < 0.46 else "“Seoul consents” did not happen"
        assert before == f"Odds beforehand: Seoul consents: {words(0.46)}."
        assert draw == f"Draw: needed 46 or less on 100; drew {u * 100:.0f}: {result}."

    @pytest.mark.parametrize("seed", range(8))
    def test_of_several_arms_the_draw_says_between_which_numbers_it_had_to_lie(self, game: Game, seed: int) -> None:
        arms = "{id: a, label: A, odds: 0.3}, {id: b, label: B, odds: 0.4}, {id: c, label: C, odds: 0.1}"
        sim = game(WORLD, f"setup: [{{after: 1d, do: [{{chance: {{id: c, label: L, arms: [{arms}]}}}}]}}]", seed=seed)
        (card,) = (card for card in cards(sim, None) if lines(card, "Draw"))
        u = Streams(seed, "small").uniform("chance", "c", 0)
        needed, result = next(
            told
            for bound, *told in (
                (0.3, "30 or less", "A"), (0.7, "more than 30 and at most 70", "B"),
                (0.8, "more than 70 and at most 80", "C"), (1.0, "more than 80", "nothing of this"),
            )
            if u < bound
        )  # fmt: skip
        assert lines(card, "Draw") == [f"Draw: needed {needed} on 100; drew {u * 100:.0f}: {result}."]
        assert lines(card, "Odds") == [
            "Odds beforehand: A: unlikely (20–45 %); B: unlikely (20–45 %); C: very unlikely (5–20 %)."
        ]

    def test_other_numbers_make_other_sentences(self, game: Game) -> None:
        steps = [of(asked(game, 1, f"setup: [{{set: {{g: {g}}}}}]"), "blue", "Ask Seoul") for g in (10, 50, 90)]
        assert len({lines(card, "Odds beforehand")[0] for card in steps}) == 3

    def test_drivers_are_what_changed_since_the_start(self, game: Game) -> None:
        (because,) = lines(of(asked(game), "blue", "Ask Seoul"), "Because")
        assert because == "Because, since STARTEX: Support (−)."

    def test_rules_with_their_grade_and_what_moved(self, game: Game) -> None:
        consents = next(seed for seed in range(50) if Streams(seed, "small").uniform("chance", "consent", 0) < 0.46)
        card = of(asked(game, consents), "blue", "Ask Seoul")
        assert lines(card, "Rule") == ["Rule: M1 (grade C), M2 (grade C)."]
        assert lines(card, "Moved") == ["Moved: Support 50 → 52; Secret plan 70 → 71."]

    def test_a_default_says_so(self, game: Game) -> None:
        sim = game(WORLD, ASK)
        sim.advance()
        assert of(sim, "blue", "Ask Seoul").lines[0].endswith("(by default, since no answer came).")

    def test_other_seats_get_none_of_it(self, game: Game) -> None:
        assert [card.title for card in cards(asked(game), "red")] == []
        assert of(asked(game), None, "Ask Seoul").lines == of(asked(game), "blue", "Ask Seoul").lines


class TestInject:
    TEXT = """
        injects:
        - {id: storm, at: 2d, from: Press, to: [blue, red], channel: news, subject: A storm, body: B, objectives: [LO1],
           effects: [{add: {g: -5, h: -20, secret: -9}, because: M1}]}
        """

    def test_each_seat_reads_what_it_sees_move(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT)
        moved = "Moved: Support 50 → 45; Readiness 43 → 23; Secret plan 70 → 61."
        assert lines(of(sim, "blue", "A storm"), "Moved") == [moved]
        assert lines(of(sim, "red", "A storm"), "Moved") == ["Moved: Support 50 → 45; Readiness middling → low."]

    def test_only_those_told_get_a_card(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT.replace("to: [blue, red]", "to: [blue]"))
        assert [card.title for card in cards(sim, "blue")] == ["A storm"]
        assert cards(sim, "red") == ()

    def test_what_follows_later_has_its_own_card(self, game: Game) -> None:
        text = self.TEXT.replace("effects: [", "effects: [{after: 3d, do: [{add: {g: 2}}]}, ")
        found = cards(game(WORLD, text), "blue")
        assert [(card.at / DAY, card.title) for card in found] == [(2, "A storm"), (5, "Later: “A storm”")]
        assert lines(found[1], "Moved") == ["Moved: Support 45 → 47."]

    def test_a_hazard_tells_its_odds(self, game: Game) -> None:
        text = self.TEXT.replace("at: 2d", "hazard: {rate: g / 500, bound: 0.2, most: 1}")
        sim = next(sim for sim in (game(WORLD, text, seed=seed) for seed in range(20)) if cards(sim, "blue"))
        (line,) = lines(cards(sim, "blue")[0], "Odds beforehand")
        assert line == "Odds beforehand: roughly even (45–55 %) within a week at that day's rate."

    def test_the_facilitators_hand_is_named(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT, until=DAY)
        sim.fire_by_hand("storm", "a slow class")
        assert "Put in by the facilitator: a slow class." in of(sim, "blue", "A storm").lines


class TestHidden:
    """Odds that turn on what a seat cannot see would tell it; the facilitator reads them all the same."""

    FACT = """
        latents: [{id: intent, label: Intent, states: [{id: routine, odds: 0.5}, {id: coercive, odds: 0.5}]}]
        """

    @pytest.mark.parametrize("odds", ["0.5 + 0.3 * (intent == 'coercive')", "secret / 100"])
    def test_odds_of_a_chance(self, game: Game, odds: str) -> None:
        """Red asks; with this seed it comes out well in either world."""
        seed = next(seed for seed in range(50) if Streams(seed, "small").uniform("chance", "consent", 0) < 0.5)
        text = ASK.replace("seat: blue", "seat: red").replace("odds: g / 100", f'odds: "{odds}"')
        found = []
        for intent, secret in (("routine", 60), ("coercive", 90)):
            setup = f"setup: [{{set: {{secret: {secret}}}}}]"
            sim = game(WORLD, text, self.FACT, setup, seed=seed, latents={"intent": intent})
            sim.decide("red", "ask", ("go",))
            found.append(sim)
        assert cards(found[0], "red") == cards(found[1], "red")
        assert cards(found[0], None) != cards(found[1], None)

    def test_the_rate_of_a_hazard(self, game: Game) -> None:
        """With this seed the first candidate happens in either world."""
        streams = (Streams(seed, "small") for seed in range(50))
        seed = next(n for n, s in enumerate(streams) if s.uniform("hazard", "storm", 0, 1) < 0.5)
        hazard = "hazard: {rate: \"0.1 + 0.1 * (intent == 'coercive')\", bound: 0.2, most: 1}"
        text = TestInject.TEXT.replace("at: 2d", hazard)
        found = [game(WORLD, text, self.FACT, seed=seed, latents={"intent": fact}) for fact in ("routine", "coercive")]
        assert len(cards(found[0], "blue")) == 1
        assert cards(found[0], "blue") == cards(found[1], "blue")
        assert cards(found[0], None) != cards(found[1], None)


def test_cards_are_asked_for_from_an_entry_on(game: Game) -> None:
    sim = game(WORLD, TestInject.TEXT, until=DAY)
    mark = len(sim.entries)
    assert cards(sim, "blue", mark) == ()
    sim.advance()
    assert [card.title for card in cards(sim, "blue", mark)] == ["A storm"]
    assert cards(sim, "blue", len(sim.entries)) == ()


def test_no_card_is_longer_than_twelve_lines(game: Game) -> None:
    toss = "{{chance: {{id: c{n}, label: Luck {n}, odds: g / 100, then: [{{add: {{g: -1}}}}]}}}}"
    tosses = ", ".join(toss.format(n=n) for n in range(9))
    text = TestInject.TEXT.replace("effects: [", f"effects: [{tosses}, ")
    card = of(game(WORLD, text), "blue", "A storm")
    assert 8 < len(card.lines) <= 12
    assert all("\n" not in line for line in card.lines)


def test_movements_have_cards_for_who_sees_them(game: Game) -> None:
    text = """
        theatres: [{id: sea, label: Sea}]
        places: [{id: osan, label: Osan, theatre: sea, POINT}, {id: naha, label: Naha, theatre: sea, POINT}]
        lifts: [{id: air, label: Air, capacity: 2}]
        routes: [{id: way, ends: [osan, naha], transit: 1d, lift: air}]
        packages:
        - {id: guns, label: Guns, place: osan, loads: 2, notice: 1, visible: {seats: {red: hidden}}}
        movement: {arrives: [{add: {g: 3}}]}
        setup: [{move: {package: guns, to: naha}}]
        """
    sim = game(WORLD, text)
    assert [(card.title, card.lines[0]) for card in cards(sim, "blue")] == [
        ("Loading: Guns", "The first loads leave Osan for Naha."),
        ("Arrived: Guns", "All loads have landed at Naha."),
    ]
    assert [card.title for card in cards(sim, "red")] == []


def test_the_days_rules_stand_on_no_card_of_the_same_minute(game: Game) -> None:
    """The effect falls due at midnight, the rules follow at once."""
    rule = WORLD.replace("{id: M1, RULE}", "{id: M1, RULE, does: [{add: {g: 9}}]}")
    inject = "injects: [{id: storm, at: 1d, NEWS, effects: [{after: 1d, do: [{add: {h: -10}}]}]}]"
    (later,) = (card for card in cards(game(rule, inject), "blue") if card.at == 2 * DAY)
    assert lines(later, "Moved") == ["Moved: Readiness 43 → 33."]


class TestJoint:
    TEXT = """
        decisions:
        - {id: one, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: x, options: [{id: x, OPT}]}
        - {id: two, seat: red, ASK, opens: {at: 1d}, window: 1d, default: y, options: [{id: y, OPT}]}
        joint: [{id: both, decisions: [one, two], rows: [{effects: [{add: {g: -7}}]}]}]
        """

    def test_no_card_before_all_answers_are_in(self, game: Game) -> None:
        sim = game(WORLD, self.TEXT)
        sim.decide("blue", "one", ("x",))
        assert cards(sim, "blue") == cards(sim, "red") == ()
        sim.decide("red", "two", ("y",))
        card = of(sim, "red", "What the choices did together")
        assert card.lines[:2] == ("B: Label.", "R: Label.")
        assert lines(card, "Moved") == ["Moved: Support 50 → 43."]


@pytest.mark.parametrize(
    ("step", "told"),
    [("1d", "within a week"), ("2w", "within 14 d"), ("1q", "within a quarter"), ("1y", "within a year")],
)
def test_the_odds_of_what_comes_at_a_rate_are_those_of_a_week_or_of_a_longer_step(
    game: Callable[..., Simulation], step: str, told: str
) -> None:
    sim = game(f"step: {step}\ninjects: [{{id: a, hazard: {{rate: 1, bound: 1, most: 1}}, NEWS}}]")
    (card,) = cards(sim, "blue")
    assert f"almost certain (95–99 %) {told} at that day's rate." in card.lines[0]
