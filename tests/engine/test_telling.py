"""After the end: the years after, the papers that a game writes, and the words of the ending."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.simulation import Simulation
from tabletop.engine.telling import documents, epilogue
from tabletop.errors import CannotRun

Game = Callable[..., Simulation]

WORLD = """
    gauges: [{id: g, label: G, start: 62.4}]
    flags: [{id: signed, label: Signed, start: true}]
    texts: [{id: clause, label: Clause, values: [not_agreed, agreed], start: not_agreed}]
    """


def test_under_each_title_the_first_paragraph_that_holds_is_told(game: Game) -> None:
    sim = game(
        WORLD,
        """
        debrief:
          epilogue:
          - {title: The gate, when: g < 50, text: never}
          - {title: The paper, when: signed, text: "It says: {clause}."}
          - {title: The gate, when: g >= 50, text: "It stood at {g:.1f}."}
          - {title: The gate, text: not told after another has been}
          - {title: The trade, when: not signed, text: a title of which nothing holds}
          - {title: The paper, text: not told either}
        """,
    )
    assert epilogue(sim) == (("The paper", "It says: not agreed."), ("The gate", "It stood at 62.4."))


def test_a_document_has_the_paragraphs_that_hold_in_written_order(game: Game) -> None:
    sim = game(
        WORLD,
        """
        documents:
        - id: statement
          title: Joint statement
          paragraphs:
          - {text: "Both met at {g:.0f}."}
          - {when: not signed, text: Nothing was signed.}
          - {when: signed and clause == 'not_agreed', text: It was signed.}
        - {id: unwritten, title: Unwritten, paragraphs: [{when: not signed, text: t}]}
        """,
    )
    assert documents(sim) == (("Joint statement", ("Both met at 62.", "It was signed.")),)


def test_a_scenario_without_either_tells_nothing(game: Game) -> None:
    sim = game(WORLD)
    assert (epilogue(sim), documents(sim)) == ((), ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("debrief:\n  epilogue:\n  - title: T\n    when: 1 / (g - 62.4) > 0\n    text: t", epilogue),
        ("documents:\n- id: d\n  title: T\n  paragraphs:\n  - {when: 1 / (g - 62.4) > 0, text: t}", documents),
    ],
)
def test_a_condition_that_fails_is_named_with_its_place(
    game: Game, text: str, told: Callable[[Simulation], object]
) -> None:
    sim = game(text, WORLD)
    with pytest.raises(CannotRun, match=r"scenario\.yaml:\d+:\d+: division by zero"):
        told(sim)


def test_the_words_of_an_ending_are_filled_in(game: Game) -> None:
    sim = game(WORLD, 'endings: [{id: over, title: Over, text: "Support stood at {g:.1f}, {clause}."}]')
    assert sim.outcome is not None
    assert sim.outcome.text == "Support stood at 62.4, not agreed."
