"""After the end: scorecards, what was hidden, the debrief; and the same game told from outside."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.engine.cards import Card
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.plain.closing import rating_words, tell_end, tell_scorecard
from tabletop.plain.console import Console
from tabletop.plain.debrief import tell_debrief
from tabletop.plain.playthrough import tell_header, tell_outcome, tell_playthrough
from tabletop.record.course import header_of
from tabletop.record.record import Parent, Record
from tabletop.scenario.definition import Debrief, Fact, Limits, Question, Scenario
from tabletop.scenario.load import Loaded
from tabletop.scoring.measures import MeasureScore
from tabletop.scoring.objectives import ObjectiveScore
from tabletop.scoring.scorecard import Scorecard
from tabletop.session import Session

Page = Callable[..., tuple[Console, io.StringIO]]


def objective(**changes: object) -> ObjectiveScore:
    measures = (MeasureScore("Cracks", "terminal", 42.0, 63.3, 80.0, 20.0, 100.0),)
    kept: dict[str, object] = {
        "id": "quay", "title": "A quay that holds", "value": 63.3, "weight": 60.0, "rating": "S",
        "measures": measures, "evidence": (3, 5), "observed": True, "favour": (3,), "against": (5, 9),
    }  # fmt: skip
    return ObjectiveScore(**{**kept, **changes})  # type: ignore[arg-type]


def told(n: int, title: str) -> Card:
    return Card(n, 0, "D+1 00:00", title, ())


def test_a_scorecard_cites_what_helped_and_what_hurt(page: Page) -> None:
    console, sink = page()
    card = Scorecard("town", 63.3, "S", 1.0, "", (objective(),))
    tell_scorecard(console, "The town hall", card, {3: told(3, "New piles"), 5: told(5, "A gale")})
    text = sink.getvalue()
    assert "Total 63 of 100: S (some difficulty). Observed: 100 %." in text
    assert "A quay that holds: 63.3, S (some difficulty), weight 60" in text
    assert "- Cracks (at the end): 42.00 gives 63 points, where 80 scores 0, 20 scores\n" in text
    assert "helped: [D+1 00:00] New piles" in text
    assert "hurt: [D+1 00:00] A gale" in text


def test_what_was_not_observed_is_no_zero_and_a_cap_is_named(page: Page) -> None:
    console, sink = page()
    card = Scorecard("town", 30.0, "M", 0.4, "The quay fell, reached by chance", (objective(observed=False),))
    tell_scorecard(console, "The town hall", card, {})
    assert "Observed: 40 %." in sink.getvalue()
    assert "Held down by a cap: The quay fell, reached by chance." in sink.getvalue()
    assert "A quay that holds: not observed, not counted" in sink.getvalue()


@pytest.mark.parametrize(("rating", "words"), [("P", "P (performed)"), ("U", "U (unable)"), ("", " (not rated)")])
def test_ratings_in_words(rating: str, words: str) -> None:
    assert rating_words(rating) == words


def test_what_no_human_saw_is_shown_at_the_end(begin: Callable[..., Session], page: Page) -> None:
    session = begin(line="doctrine")
    while not session.ended:
        session.advance(until=session.now + 1440)
    console, sink = page()
    tell_end(console, session)
    hidden = sink.getvalue().split("What was hidden")[1].split("To talk about")[0]
    assert "Rot inside the piles" in hidden
    assert "Hidden fund" in hidden
    assert "Budget" not in hidden


def test_papers_and_the_years_after_are_told_at_the_end(begin: Callable[..., Session], page: Page) -> None:
    session = begin(line="doctrine")
    while not session.ended:
        session.advance(until=session.now + 1440)
    console, sink = page()
    tell_end(console, session)
    told = sink.getvalue().split("What really happened")[-1]
    assert "Notice at the quay\n------------------\nThe town and the line have met.\nThe contract is loose.\n" in told
    assert "\nLater\n-----\nOne year later: The ferry lands, " in told


def test_a_playthrough_ends_with_papers_and_the_years_after(page: Page, compiled: Program) -> None:
    sim = Simulation(compiled, Setup(5))
    given = header_of(compiled, sim.setup, {"town": "human", "sea": "doctrine"})
    for over in (False, True):
        while over and not sim.ended:
            sim.advance()
        console, sink = page()
        tell_playthrough(console, sim, Record(given, (), Path("game.jsonl")), "f00")
        assert ("Notice at the quay\n    The town and the line have met.\n" in sink.getvalue()) is over
        assert ("\n\nOne year later: The ferry lands, " in sink.getvalue()) is over


def test_the_debrief_tells_facts_with_sources_and_limits(page: Page, quay: Loaded) -> None:
    limits = Limits(
        purpose="Teaching.", modelled="A quay.", left_out="The fish.", influential=["sea"], change_mind="A storm."
    )
    debrief = Debrief(
        questions=[Question(pattern="order", text="Who asked?")],
        riders=["And why?"],
        what_happened=[Fact(text="It was in 1900.", sources=["S1", "S2"])],
        limits=limits,
    )
    scenario: Scenario = quay.scenario.model_copy(update={"debrief": debrief})
    console, sink = page()
    tell_debrief(console, scenario)
    text = sink.getvalue()
    for line in (
        "1. Who asked?", "- And why?", "- Share a cost that nobody wants to name first.", "- It was in 1900. [S1, S2]",
        "Purpose: Teaching.", "Rests most on: sea", "What would change our mind: A storm.",
    ):  # fmt: skip
        assert f"{line}\n" in text
    assert "Data:" not in text


def test_a_playthrough_names_setup_branch_and_what_was_hidden(page: Page, compiled: Program) -> None:
    sim = Simulation(compiled, Setup(5, texts={"contract": "tight"}, assumptions={"sea": 2.5}))
    console, sink = page()
    given = header_of(compiled, sim.setup, {"town": "human", "sea": "doctrine"}, Parent("main.jsonl", "0" * 32, 4))
    tell_header(console, sim, given)
    text = sink.getvalue()
    for words in (
        "Set: contract = tight",
        "Set: sea = 2.5",
        "Branched from main.jsonl after decision 4",
        "Hidden: Rot",
    ):
        assert words in text


def test_a_game_that_is_not_over_says_so(page: Page, compiled: Program) -> None:
    console, sink = page()
    tell_outcome(console, Simulation(compiled, Setup(5)))
    assert sink.getvalue() == "\nThe record stops on D+0 00:00; the game is not over.\n"
