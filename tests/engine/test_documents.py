"""Documents that come with an inject, as they read at that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.simulation import Simulation
from tabletop.engine.telling import documents
from tabletop.engine.views import view
from tabletop.errors import InvalidScenario
from tabletop.scenario.load import check

Game = Callable[..., Simulation]

WORLD = """
    gauges: [{id: g, label: G, start: 50}]
    flags: [{id: signed, label: Signed}, {id: deal, label: Deal, visible: {seats: {red: hidden}}}]
    documents:
    - id: statement
      title: Joint statement
      paragraphs:
      - {when: g >= 50, text: "Both met at {g:.0f}."}
      - {when: signed, text: It was signed.}
    """


def enclosed(sim: Simulation, seat: str) -> list[tuple[str, tuple[str, ...]]]:
    """What came with each message of a seat."""
    return [notice.enclosed for notice in view(sim, seat).notices]


def test_a_document_comes_as_it_reads_then_and_before_the_effects_of_the_inject(game: Game) -> None:
    sim = game(
        WORLD,
        """
        injects:
        - {id: draft, at: 1d, document: statement, effects: [{set: {signed: 1}}, {add: {g: 5}}], NEWS}
        - {id: final, at: 2d, document: statement, NEWS}
        """,
    )
    title = "Joint statement"
    told = [(title, ("Both met at 50.",)), (title, ("Both met at 55.", "It was signed."))]
    assert (enclosed(sim, "red"), enclosed(sim, None)) == (told, told)  # type: ignore[arg-type]
    assert documents(sim) == ((title, told[1][1]),)


def test_only_those_whom_the_inject_goes_to_get_it(game: Game) -> None:
    inject = "{id: a, at: 1d, document: statement, from: P, channel: news, subject: S, body: B, objectives: [LO1]"
    sim = game(WORLD, f"injects: [{inject}, to: [blue]}}]")
    assert (len(enclosed(sim, "blue")), enclosed(sim, "red")) == (1, [])


def test_nothing_is_enclosed_before_a_paragraph_holds(game: Game) -> None:
    sim = game(WORLD, "setup: [{set: {g: 20}}]\ninjects: [{id: a, at: 1d, document: statement, NEWS}]")
    assert enclosed(sim, "blue") == [("", ())]


def test_an_unknown_document_is_told_with_the_way_out(game: Game) -> None:
    with pytest.raises(InvalidScenario, match=r'TT210: there is no document called "statment"(\n.*)*"statement"'):
        game(WORLD, "injects: [{id: a, at: 1d, document: statment, NEWS}]")


def test_an_enclosed_document_that_tells_what_is_hidden_is_warned_of(written: Callable[..., object]) -> None:
    world = WORLD.replace("It was signed.", '"Deal: {deal}."')
    path = written(world, "injects: [{id: a, at: 1d, document: statement, NEWS}]")
    (problem,) = check(path)  # type: ignore[arg-type]
    assert (problem.code, problem.severity) == ("TT414", "warning")
    assert 'tells the seat red the value of "deal"' in problem.message
    assert problem.at is not None
    assert problem.at.line == 8
