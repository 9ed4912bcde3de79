from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tabletop.engine.cards import cards
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.scenario.definition import Measure
from tabletop.scoring.measures import combined, measured, position, value
from tabletop.scoring.scorecard import rating, score, totals

DAY = 1440
Play = Callable[..., Simulation]
anchors = st.floats(-1e6, 1e6)


class TestValueFunctions:
    @pytest.mark.parametrize(
        ("raw", "zero", "hundred", "points"),
        [(0, 0, 100, 0), (100, 0, 100, 100), (25, 0, 50, 50), (4, 5, 1, 25), (5, 5, 1, 0), (1, 5, 1, 100)],
    )
    def test_straight_between_the_anchors_either_way(
        self, raw: float, zero: float, hundred: float, points: float
    ) -> None:
        assert value(raw, zero, hundred) == points

    @given(anchors, anchors, anchors)
    def test_never_outside_0_to_100(self, raw: float, zero: float, hundred: float) -> None:
        assert 0 <= value(raw, zero, hundred) <= 100

    @given(anchors, anchors, anchors, anchors)
    def test_nearer_to_the_best_anchor_is_never_worth_less(
        self, one: float, two: float, zero: float, hundred: float
    ) -> None:
        worse, better = sorted((one, two), reverse=hundred < zero)
        assert value(worse, zero, hundred) <= value(better, zero, hundred)

    @given(anchors, anchors)
    def test_the_anchors_are_worth_0_and_100(self, zero: float, hundred: float) -> None:
        assume(zero != hundred)
        assert (value(zero, zero, hundred), value(hundred, zero, hundred)) == (0, 100)

    @given(st.floats(0, 1), anchors, anchors)
    def test_swapping_the_anchors_swaps_good_and_bad(self, part: float, zero: float, hundred: float) -> None:
        assume(abs(zero - hundred) > 1e-3)
        raw = zero + part * (hundred - zero)
        assert value(raw, zero, hundred) + value(raw, hundred, zero) == pytest.approx(100, abs=1e-4)

    def test_equal_anchors_make_a_step(self) -> None:
        assert (value(2.9, 3, 3), value(3, 3, 3)) == (0, 100)

    @pytest.mark.parametrize(
        ("raw", "clipped", "points"), [(-1, "below", 0), (0, "", 0), (9, "", 100), (9.1, "above", 100)]
    )
    def test_the_clip_is_shown(self, raw: float, clipped: str, points: float) -> None:
        found = measured(Measure(mode="mean", of="x", zero=0, hundred=9, label="l", unit="km"), raw)
        assert (found.clipped, found.score, found.raw) == (clipped, points, raw)
        assert (found.label, found.mode, found.zero, found.hundred, found.share, found.unit) == (
            "l", "mean", 0, 9, 100, "km",
        )  # fmt: skip

    def test_the_position_is_not_clipped(self) -> None:
        assert position(200, 0, 100) == 200

    def test_shares_weigh_the_measures(self) -> None:
        scores = [
            measured(Measure(share=s, mode="mean", of="x", zero=0, hundred=100), raw)
            for s, raw in ((60, 50), (40, 100))
        ]
        assert combined(tuple(scores)) == 70


@pytest.mark.parametrize(
    ("points", "letter"),
    [
        (100, "P"), (75, "P"), (74.6, "P"), (74.4, "S"), (74, "S"), (50, "S"), (49.6, "S"), (49.4, "M"), (49, "M"),
        (25, "M"), (24.6, "M"), (24.4, "U"), (24, "U"), (0, "U"),
    ],
)  # fmt: skip
def test_ratings_go_by_the_whole_number_that_is_shown(points: float, letter: str) -> None:
    assert rating(points) == letter
    assert (int(f"{points:.0f}") >= 75) == (letter == "P")


class TestScorecards:
    def test_objectives_are_weighted(self, play: Play) -> None:
        card = score(play({"n1": "talk"}))["north"]
        peace, morale = card.objectives
        tension = peace.measures[1]
        assert peace.measures[0].raw == 80
        assert tension.raw == pytest.approx(25.5)
        assert peace.value == pytest.approx(0.75 * 80 + 0.25 * (80 - tension.raw) / 0.8, abs=1e-6)
        assert morale.value == 50
        assert card.uncapped == pytest.approx(0.6 * peace.value + 0.4 * 50, abs=1e-6)

    def test_seats_without_objectives_have_no_card(self, play: Play) -> None:
        assert list(score(play({}))) == ["north", "south"]

    def test_a_finished_game_is_covered_in_full(self, play: Play) -> None:
        card = score(play({}))["north"]
        assert (card.coverage, [o.observed for o in card.objectives]) == (1.0, [True, True])

    def test_before_the_first_step_nothing_is_observed_and_nothing_is_rated(self, play: Play) -> None:
        card = score(play({}, until=600))["north"]
        assert (card.rating, card.coverage, card.capped_by, card.gates) == ("", 0.0, "", ())
        assert [(o.observed, o.rating, o.evidence) for o in card.objectives] == [(False, "", ())] * 2

    def test_a_game_cut_short_is_covered_by_the_time_played(self, play: Play) -> None:
        card = score(play({}, until=5 * DAY))["north"]
        peace, morale = card.objectives
        assert peace.coverage == pytest.approx(0.75 + 0.25 * 5 / 20)
        assert morale.coverage == pytest.approx(5 / 20)
        assert card.coverage == pytest.approx(0.6 * peace.coverage + 0.4 * morale.coverage)
        assert card.rating

    def test_the_total_is_shown_whole_and_kept_exact(self, play: Play) -> None:
        card = score(play({"n1": "talk"}))["south"]
        assert (card.total, card.points, card.rating) == (20.0, 20, "U")

    def test_ensembles_without_entries_have_the_same_scores_and_no_evidence(self, play: Play) -> None:
        with_, without = (score(play({"n1": "strike"}, entries=entries))["north"] for entries in (True, False))
        assert (with_.total, with_.rating) == (without.total, without.rating)
        assert without.objectives[0].evidence == ()
        assert without.capped_by == "Major war"


class TestTotalsAlone:
    ANSWERS = st.fixed_dictionaries(
        {
            "n1": st.sampled_from(["wait", "talk", "strike", "gamble"]),
            "s1": st.sampled_from(["wait", "insult", "strike"]),
        }
    )

    @given(ANSWERS, st.booleans(), st.none() | st.integers(0, 12 * DAY))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_they_are_those_of_the_scorecards(
        self, play: Play, answers: dict[str, str], entries: bool, until: int | None
    ) -> None:
        sim = play(answers, until, entries=entries)
        assert totals(sim) == {seat: card.total for seat, card in score(sim).items()}

    def test_only_the_seats_named_are_looked_at(self, play: Play) -> None:
        sim = play({"n1": "talk"})
        assert totals(sim, ["south"]) == {"south": 20.0}
        assert totals(sim, ["watcher"]) == {}
        assert list(totals(sim)) == ["north", "south"]

    def test_the_lowest_cap_that_holds_counts(self, play: Play) -> None:
        assert totals(play({"n1": "gamble"}), ["north"]) == {"north": 24.0}
        assert totals(play({"n1": "talk", "s1": "strike"}), ["south"]) == {"south": 20.0}

    def test_a_measure_without_a_value_is_explained(self, variant: Callable[[str, str], Program]) -> None:
        sim = Simulation(variant("of: trust, zero: 100,", "of: 1 / (trust - 50), zero: 9,"), Setup(1))
        while not sim.ended:
            sim.advance()
        with pytest.raises(CannotRun, match="division by zero"):
            totals(sim, ["south"])
        with pytest.raises(CannotRun, match="division by zero"):
            score(sim)


class TestWeights:
    def test_a_team_may_bring_its_own(self, play: Play) -> None:
        sim = play({"n1": "talk"})
        mine = score(sim, {"north": {"peace": 0}})["north"]
        assert [o.weight for o in mine.objectives] == [0, 40]
        assert mine.uncapped == 50
        assert score(sim, {"north": {}}) == score(sim)

    @pytest.mark.parametrize(
        ("weights", "message", "hint"),
        [
            ({"nroth": {}}, 'no seat "nroth"', 'did you mean "north"?'),
            ({"north": {"peas": 1}}, 'no objective of north "peas"', 'did you mean "peace"?'),
            ({"north": {"distance": 1}}, 'no objective of north "distance"', "there are: peace, morale"),
            ({"north": {"peace": -1}}, "must not be negative", ""),
            ({"north": {"peace": float("nan")}}, "must not be negative", ""),
            ({"north": {"peace": float("inf")}}, "must not be negative", ""),
            ({"north": {"peace": 0, "morale": 0}}, "one must be above zero", ""),
        ],
    )
    def test_bad_ones_are_refused(self, play: Play, weights: Any, message: str, hint: str) -> None:
        with pytest.raises(IllegalDecision, match=message) as caught:
            score(play({}), weights)
        assert caught.value.hint == hint


class TestGates:
    def test_a_gate_holds_the_total_down(self, play: Play) -> None:
        card = score(play({"s1": "strike"}))["south"]
        assert card.uncapped == 50
        assert (card.total, card.rating) == (24, "U")

    def test_the_lowest_of_several_counts(self, play: Play) -> None:
        card = score(play({"n1": "gamble"}))["north"]
        assert [gate.id for gate in card.gates] == ["major-war", "alarm"]
        assert (card.total, card.capped_by) == (24, "Major war (reached by decision and chance)")

    def test_a_gate_above_the_total_is_told_but_does_not_cap(self, play: Play) -> None:
        card = score(play({"n1": "talk", "s1": "strike"}))["south"]
        assert card.uncapped == 20
        assert ([gate.id for gate in card.gates], card.total, card.capped_by) == (["major-war"], 20, "")

    @pytest.mark.parametrize(
        ("answers", "north", "south"),
        [
            ({"n1": "gamble"}, "decision and chance", "chance"),
            ({"s1": "strike"}, "others", "decision"),
            ({"n1": "strike"}, "decision", "others"),
        ],
    )
    def test_how_it_was_reached(self, play: Play, answers: Any, north: str, south: str) -> None:
        scored = score(play(answers))
        assert (scored["north"].gates[0].by, scored["south"].gates[0].by) == (north, south)

    def test_relations_alone_are_nobodys_doing(self, play: Play) -> None:
        sim = play({})
        (gate,) = score(sim)["north"].gates
        assert (gate.id, gate.by, gate.decisions) == ("alarm", "rule", ())
        assert gate.entry is not None
        assert sim.entries[gate.entry].at == 5 * DAY

    def test_the_entry_and_the_decisions_are_named(self, play: Play) -> None:
        sim = play({"n1": "strike"})
        gate = score(sim)["north"].gates[0]
        assert gate.entry is not None
        assert [change.quantity for change in sim.entries[gate.entry].changes] == ["war"]
        assert [sim.entries[n].what for n in gate.decisions] == ["n1"]


class TestEvidence:
    def test_happenings_for_and_against_come_from_the_seats_own_side(self, play: Play) -> None:
        sim = play({"n1": "talk", "s1": "insult"})
        scored = score(sim)
        north, south = scored["north"].objectives[0], scored["south"].objectives[0]
        talk, insult = (next(e.n for e in sim.entries if (e.kind, e.what) == ("decision", id_)) for id_ in ("n1", "s1"))
        assert (north.favour, north.against) == ((talk,), (insult,))
        assert (south.favour, south.against) == ((insult,), (talk,))
        assert north.evidence == (talk, insult)

    def test_everything_cited_but_steps_has_a_consequence_card(self, play: Play) -> None:
        sim = play({"n1": "gamble", "s1": "insult"})
        told = {card.n for card in cards(sim, None, 0)}
        for card in score(sim).values():
            for objective in card.objectives:
                assert all(n in told or sim.entries[n].kind == "step" for n in objective.evidence)

    def test_quantities_that_no_measure_reads_go_by_what_is_better(self, play: Play) -> None:
        sim = play({"n1": "talk"})
        (entry,) = score(sim)["north"].objectives[1].evidence
        assert sim.entries[entry].what == "n1"

    def test_steps_are_cited_only_where_nothing_else_moved(self, play: Play) -> None:
        sim = play({})
        cited = score(sim)["north"].objectives[0]
        assert [sim.entries[n].kind for n in cited.evidence] == ["step"] * 3
        assert cited.favour == ()


def test_a_measure_without_a_value_is_explained(play: Play) -> None:
    def broken(values: list[float]) -> Any:
        raise ZeroDivisionError

    sim = play({})
    told = SimpleNamespace(
        program=sim.program, world=sim.world, entries=[], ended=True, trackers=SimpleNamespace(samples=1, read=broken)
    )
    with pytest.raises(Exception, match="division by zero") as caught:
        score(cast("Simulation", told))
    assert type(caught.value).__name__ == "CannotRun"
