"""Injects: at a time, on a condition, at a time if a condition holds, fired; and the words that they carry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.cards import cards
from tabletop.engine.simulation import Simulation
from tabletop.engine.views import view
from tabletop.errors import IllegalDecision

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440


def fired(sim: Simulation) -> list[tuple[float, str]]:
    """Day and name of every inject that happened."""
    return [(entry.at / DAY, entry.what) for entry in sim.entries if entry.kind == "inject"]


def test_since_counts_days_from_a_date(game: Game, value: Value) -> None:
    sim = game(
        """
        startex: {date: 2026-08-10}
        stocks: [{id: h, label: H, unit: u, start: 0, min: -99}, {id: k, label: K, unit: u, start: 0, min: -99}]
        setup: [{after: 1d, do: [{set: {h: "since('2026-08-13 12:00')", k: since('9 Sep 2026')}}]}]
        injects: [{id: later, when: since('2026-08-14') >= 0, NEWS}]
        relations: [{id: M1, RULE, when: since('2026-08-13') >= 0, does: [{add: {g: 1}}]}]
        """
    )
    assert (value(sim, "h"), value(sim, "k")) == (-2.5, -29)
    assert next(entry.at for entry in sim.entries if entry.what == "later") == 4 * 1440
    assert value(sim, "g") == 50 + 8


def test_a_fixed_time(game: Game) -> None:
    sim = game("injects: [{id: late, at: 'D+4 06:30', NEWS}, {id: early, at: 0d, NEWS}, {id: never, at: 11d, NEWS}]")
    assert fired(sim) == [(0, "early"), (4 + 390 / DAY, "late")]


def test_a_condition_counts_once(game: Game, value: Value) -> None:
    sim = game(
        """
        relations: [{id: M1, RULE, does: [{add: {g: 10 if g < 55 else -20}}]}]
        injects: [{id: high, when: g > 55, NEWS, effects: [{note: once}]}]
        """
    )
    assert fired(sim) == [(1, "high")]
    assert value(sim, "fired", "high") == 1


def test_a_condition_that_holds_from_the_start(game: Game) -> None:
    assert fired(game("injects: [{id: high, when: g >= 50, NEWS}]", until=0)) == [(0, "high")]


def test_a_condition_is_looked_at_whenever_something_changed(game: Game) -> None:
    sim = game(
        """
        injects: [{id: high, when: g > 55, NEWS}]
        setup: [{after: 26h, do: [{add: {g: 6}}]}, {after: 30h, do: [{add: {g: -6}}]}]
        """
    )
    assert fired(sim) == [(26 / 24, "high")]


def test_one_condition_may_bring_about_the_next(game: Game) -> None:
    sim = game(
        """
        injects:
        - {id: third, when: fired(second) > 0, NEWS}
        - {id: second, when: g > 60, NEWS}
        - {id: first, when: g > 55, NEWS, effects: [{add: {g: 5}}]}
        setup: [{after: 2d, do: [{set: {g: 56}}]}]
        """
    )
    assert fired(sim) == [(2, "first"), (2, "second"), (2, "third")]


def test_a_time_with_a_condition_is_looked_at_once(game: Game) -> None:
    sim = game(
        """
        injects:
        - {id: yes, at: 3d, when: g > 52, NEWS}
        - {id: no, at: 2d, when: g > 52, NEWS}
        relations: [{id: M1, RULE, does: [{add: {g: 1}}]}]
        """
    )
    assert fired(sim) == [(3, "yes")]


def test_what_fires_remembers_when(game: Game, value: Value) -> None:
    sim = game(
        """
        gauges: [{id: g, label: G, start: 0, max: 20000}, {id: h, label: H, start: 0, max: 20000}]
        injects: [{id: storm, at: 2d 12h, NEWS}]
        setup: [{after: 1d, do: [{set: {h: elapsed(storm)}}]}, {after: 7d, do: [{set: {g: elapsed(storm)}}]}]
        """
    )
    assert value(sim, "g") == 4.5
    assert value(sim, "h") >= 9999


class TestWords:
    TEXT = """
        gauges: [{id: g, label: G, start: 51.26}]
        texts: [{id: mood, label: Mood, values: [very_calm, angry], start: very_calm}]
        injects:
        - id: letter
          at: 1d
          from: Embassy
          to: [blue]
          channel: letter
          objectives: [LO1]
          subject: "Support at {g}"
          body: "Exactly {g:.2f}, mood {mood}, and {{no}} more"
          wordings:
          - {when: g > 70, body: "Mood {mood}"}
          - {when: g > 60, subject: "Up to {g:.1f}", body: Rising}
        """

    @pytest.mark.parametrize(
        ("start", "subject", "body"),
        [
            ("51.26", "Support at 51", "Exactly 51.26, mood very calm, and {no} more"),
            ("66", "Up to 66.0", "Rising"),
            ("80", "Support at 80", "Mood very calm"),
        ],
    )
    def test_numbers_and_variants_are_of_the_moment(self, game: Game, start: str, subject: str, body: str) -> None:
        sim = game(self.TEXT.replace("51.26", start))
        entry = next(entry for entry in sim.entries if entry.kind == "inject")
        assert (entry.detail["subject"], entry.detail["body"]) == (subject, body)
        assert entry.seats == ("blue",)


class TestByHand:
    TEXT = """
        injects: [{id: storm, at: 9d, NEWS, effects: [{add: {g: 5}}]}]
        texts: [{id: mood, label: Mood, values: [calm, angry], start: calm}]
        """

    def test_the_facilitator_may_let_it_happen(self, game: Game, value: Value) -> None:
        sim = game(self.TEXT, until=3 * DAY)
        sim.fire_by_hand("storm", "the class is asleep")
        assert value(sim, "g") == 55
        assert sim.entries[-2].detail["reason"] == "the class is asleep"
        sim.advance()
        assert value(sim, "g") == 60

    def test_a_quantity_may_be_set_with_a_reason(self, game: Game, value: Value) -> None:
        sim = game(self.TEXT, until=3 * DAY)
        sim.override("g", 70, "a slip in the brief")
        assert value(sim, "g") == 70
        entry = sim.entries[-1]
        assert (entry.kind, entry.what, entry.detail["reason"]) == ("override", "g", "a slip in the brief")

    def test_what_follows_from_it_follows_at_once(self, game: Game) -> None:
        sim = game(self.TEXT.replace("at: 9d", "when: g > 60"), until=3 * DAY)
        sim.override("g", 70, "a slip in the brief")
        assert fired(sim) == [(3, "storm")]

    def test_unknown_names_and_empty_reasons_are_refused(self, game: Game, value: Value) -> None:
        sim = game(self.TEXT, until=3 * DAY)
        with pytest.raises(IllegalDecision, match="no inject 'strom'") as error:
            sim.fire_by_hand("strom", "x")
        assert "storm" in error.value.hint
        with pytest.raises(IllegalDecision, match="no quantity 'gg'"):
            sim.override("gg", 1, "x")
        with pytest.raises(IllegalDecision, match="reason"):
            sim.override("g", 1, " ")
        with pytest.raises(IllegalDecision, match="reason"):
            sim.fire_by_hand("storm", " ")
        assert value(sim, "g") == 50

    def test_a_text_takes_only_its_own_values(self, game: Game, value: Value) -> None:
        sim = game(self.TEXT, until=DAY)
        sim.override("mood", 1, "angry by now")
        assert value(sim, "mood") == 1
        with pytest.raises(IllegalDecision):
            sim.override("mood", 0.5, "half angry")


def test_a_word_is_told_by_its_label_in_texts_cards_and_readings(game: Game) -> None:
    sim = game(
        """
        texts:
        - {id: deal, label: Deal, values: [not_yet, in_28], start: not_yet, labels: {in_28: in 2028}}
        latents:
        - {id: mood, label: Mood, states: [{id: calm, odds: 1, label: a calm sea}], visible: {others: exact}}
        injects:
        - {id: a, at: 1d, from: P, to: [blue], channel: news, subject: "{deal}, {mood}", body: B, objectives: [LO1]}
        - {id: b, at: 2d, effects: [{set: {deal: in_28}}], NEWS}
        - {id: c, at: 3d, from: P, to: [blue], channel: news, subject: "{deal}", body: B, objectives: [LO1]}
        """
    )
    assert [notice.subject for notice in view(sim, "blue").notices] == ["not yet, a calm sea", "Subject", "in 2028"]
    assert [card.lines for card in cards(sim, "blue")] == [("Moved: Deal: in 2028.",)]
    assert {r.id: r.text for r in view(sim, "blue").readings if r.id != "g"} == {
        "deal": "in 2028",
        "mood": "a calm sea",
    }
