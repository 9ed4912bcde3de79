"""Questions for the debrief, turning points and the hot wash: where the game gives cause, from its own numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tabletop.engine.program import Program
from tabletop.record.record import Record
from tabletop.report.aar import Report
from tabletop.report.build import make_report
from tabletop.report.game import Game, retell
from tabletop.report.hotwash import LEAST_QUESTIONS, MOST_QUESTIONS, WIDTH, as_html, as_markdown, as_text, hot_wash
from tabletop.report.judged import judged

DAY = 1440
OFFER, WORKS = 2 * DAY + 480, 5 * DAY + 480
Reviews = Callable[..., dict[str, Any]]


@pytest.fixture
def asked(port: Program, recorded_game: Callable[..., Record], review_of: Reviews) -> Callable[..., dict[str, str]]:
    """The questions of a game of these steps, with a made-up review or without."""

    def ask(steps: tuple[Any, ...], *, reviewed: bool = True, **settings: Any) -> dict[str, str]:
        game = retell(recorded_game(steps), port)
        review = judged(review_of(game, **settings), game.replayed.digest) if reviewed else None
        report = make_report(game, review, effects={"sea": "Games by bots: at 0 Town +9."})
        return {question.pattern: question.text for question in report.questions}

    return ask


def step(at: int, decision: str, *choice: str, **words: Any) -> tuple[int, str, Any]:
    return at, decision, (list(choice), words)


def test_at_most_six_in_the_order_of_a_debrief(report: Report) -> None:
    patterns = [question.pattern for question in report.questions]
    order = ["Forecast check", "Choice and luck", "Fork", "Chain", "Two windows", "Challenge the model"]
    assert patterns == [pattern for pattern in order if pattern in patterns]
    assert len(set(patterns)) == len(patterns) <= 6


def test_the_worst_forecast_is_asked_about(asked: Callable[..., dict[str, str]]) -> None:
    good = step(OFFER, "share_town", "half", forecast=90)
    bad = step(OFFER, "share_line", "half", forecast=4)
    works = step(WORKS, "works", "piles")
    text = asked((good, bad, works))["Forecast check"]
    assert "Line decision 1" in text
    assert "4 %, almost no chance" in text
    assert "1 of 2 forecasts" in text
    assert "Forecast check" not in asked((good, step(OFFER, "share_line", "half"), works))


def test_good_choices_with_bad_luck_and_the_reverse(asked: Callable[..., dict[str, str]]) -> None:
    good = (step(OFFER, "share_town", "half"), step(OFFER, "share_line", "half"))
    unlucky = asked(good, luck=-6.0)["Choice and luck"]
    assert "nothing open was clearly better" in unlucky
    assert "took about 6 points" in unlucky
    assert "the quay is breached" in unlucky
    assert "Choice and luck" not in asked(good, luck=-1.0)
    assert "Choice and luck" not in asked(good, luck=6.0)
    bad = (step(OFFER, "share_town", "nothing"), step(OFFER, "share_line", "half"))
    lucky = asked(bad, luck=6.0)["Choice and luck"]
    assert "was worth less than “Pay half”" in lucky
    assert "chance gave about 6 points" in lucky


def test_a_fork_that_somebody_spoke_for_comes_first(asked: Callable[..., dict[str, str]]) -> None:
    silent = (step(OFFER, "share_town", "nothing"), step(OFFER, "share_line", "nothing"))
    assert "Nobody is on record" in asked(silent)["Fork"]
    dissent = (step(OFFER, "share_town", "nothing"), step(OFFER, "share_line", "nothing", dissent="Pay now."))
    text = asked(dissent)["Fork"]
    assert "Line decision 1" in text
    assert "“Pay now.”" in text
    assert "Fork" not in asked(silent, label="close call", reviewed=False)


def test_a_chain_goes_forward_in_time(asked: Callable[..., dict[str, str]]) -> None:
    paid = (step(OFFER, "share_town", "half"), step(OFFER, "share_line", "half"))
    text = asked(paid)["Chain"]
    assert text.index("[11]") < text.index("[12]") < text.index("[15]")
    nobody = (step(OFFER, "share_town", "nothing"), step(OFFER, "share_line", "nothing"))
    assert "Chain" not in asked(nobody)


def test_the_model_is_challenged_with_what_was_measured(asked: Callable[..., dict[str, str]]) -> None:
    text = asked(())["Challenge the model"]
    for words in ("Force of the sea", "from 0 to 4", "grade is C", "at 0 Town +9", "preset storm"):
        assert words in text


def test_without_a_review_nothing_is_said_of_luck(asked: Callable[..., dict[str, str]]) -> None:
    steps = (step(OFFER, "share_town", "nothing"), step(OFFER, "share_line", "half"))
    assert not {"Choice and luck", "Fork"} & set(asked(steps, reviewed=False))


def test_turning_points_are_the_largest_in_order_of_time(game: Game) -> None:
    turns = hot_wash(game).turns
    assert [turn.n for turn in turns] == sorted(turn.n for turn in turns)
    titles = [turn.title for turn in turns]
    assert titles[0] == "What the choices did together"
    assert "Later: the choice “Which works are done?”" in titles
    assert dict(turns[0].effects)["Town"] == pytest.approx(15.0)


def test_a_cap_is_a_turning_point(port: Program, recorded_game: Callable[..., Record]) -> None:
    fallen = (6 * DAY, "override", ("cracks", 95.0, "A storm in the file."))
    sheet = hot_wash(retell(recorded_game((fallen,)), port))
    turn = next(turn for turn in sheet.turns if turn.title == "Set by the facilitator: Cracks")
    town = sheet.scores[0]
    assert town.capped_by == "The quay fell" or town.uncapped < 30
    assert dict(turn.effects)["Town"] < -40
    assert any("A storm in the file." in line for line in turn.lines)


def test_the_hot_wash_is_one_page(game: Game) -> None:
    sheet = hot_wash(game)
    lines = as_text(sheet).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) <= 66
    assert "Three turning points" in as_text(sheet)
    assert "A teaching model" in as_text(sheet)
    assert LEAST_QUESTIONS - 2 <= len(sheet.questions) <= MOST_QUESTIONS
    assert as_markdown(sheet).startswith("# Hot wash: The quay\n")
    assert '<html lang="en">' in as_html(sheet)


def test_the_hot_wash_of_an_unfinished_game(port: Program, recorded_game: Callable[..., Record]) -> None:
    sheet = hot_wash(retell(recorded_game(end=False), port))
    assert "has not ended" in as_text(sheet)
    assert "has not ended" in as_markdown(sheet)
    assert "has not ended" in as_html(sheet)
    empty = as_text(hot_wash(retell(recorded_game((), end=False), port)))
    assert "not rated" in empty
