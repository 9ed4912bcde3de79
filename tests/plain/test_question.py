"""An open question in lines, and what counts as an answer."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tabletop.engine.asking import QuestionView
from tabletop.errors import CannotRun
from tabletop.plain.console import Console
from tabletop.plain.question import (
    NotAnAnswer,
    accepted,
    ask_words,
    confirm,
    default_words,
    number_of,
    read_choice,
    tell_question,
)
from tabletop.session import Session

Page = Callable[..., tuple[Console, io.StringIO]]


@pytest.fixture
def ask(begin: Callable[..., Session]) -> Callable[[str], QuestionView]:
    """The open question of this name, time run so far."""
    session = begin(sea="uniform")

    def find(decision: str) -> QuestionView:
        while not session.ended:
            for waiting in session.waiting():
                if waiting.decision == decision:
                    return next(q for q in session.view(waiting.seat).questions if q.decision == decision)
            session.advance()
        raise CannotRun(decision)

    return find


def test_a_question_tells_everything_an_option_says(ask: Callable[[str], QuestionView], page: Page) -> None:
    console, sink = page()
    question = ask("share_town")
    tell_question(console, question, question.opened)
    text = sink.getvalue()
    for expected in (
        "Question: What do you offer the line?",
        "Open until D+4 08:00: 2 d 0 h left.",
        "Sealed, and asked at the same time as: The ferry line.",
        "2 Pay half [economic]",
        "Cost: ten million",
        "Risk: the line takes it for granted",
        "Odds: likely",
        "3 LOCKED: Order them by decree",
        "Why locked: The council trusts you too little.",
        "If nobody answers in time: Offer nothing.",
    ):
        assert expected in text
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize(("line", "choice"), [("1", ("nothing",)), ("2", ("half",)), ("half", ("half",))])
def test_one_option_by_number_or_name(ask: Callable[[str], QuestionView], line: str, choice: tuple[str, ...]) -> None:
    assert read_choice(ask("share_town"), line) == choice


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("", "1 to 3"),
        ("0", "1 to 3"),
        ("4", "none of the options"),
        ("1 2", "one option only"),
        ("3", "locked"),
        ("-1", "none of the options"),
        ("haf", 'did you mean "half"'),
        ("99999999999999999999", "none of the options"),
        ("²", "none of the options"),
    ],
)
def test_what_is_no_answer_says_what_is_accepted(ask: Callable[[str], QuestionView], line: str, word: str) -> None:
    with pytest.raises(NotAnAnswer, match=word):
        read_choice(ask("share_town"), line)


def test_several_under_a_budget(ask: Callable[[str], QuestionView], page: Page) -> None:
    question = ask("works")
    console, sink = page()
    tell_question(console, question, question.opened)
    assert "Choose 0 to 2 options, together within 12 million." in sink.getvalue()
    assert "1 New piles [price 8]" in sink.getvalue()
    assert read_choice(question, "1, 2") == ("piles", "paint")
    assert read_choice(question, "0") == ()
    assert default_words(question) == "nothing is chosen"
    assert "or 0 for none" in accepted(question)


def test_a_form_is_grouped_by_its_items(ask: Callable[[str], QuestionView], page: Page) -> None:
    question = ask("wording")
    console, sink = page()
    tell_question(console, question, question.opened)
    text = sink.getvalue()
    assert text.index("Law:") < text.index("1 Old law") < text.index("Fee:") < text.index("4 New fee")
    assert read_choice(question, "2 3") == ("law_new", "fee_old")
    assert default_words(question) == "Old law; Old fee"


def test_options_have_numbers_by_name(ask: Callable[[str], QuestionView]) -> None:
    assert number_of(ask("share_town"), "decree") == 3
    with pytest.raises(NotAnAnswer):
        number_of(ask("share_town"), "9")


def test_words_are_optional(ask: Callable[[str], QuestionView], page: Page) -> None:
    console, _ = page("\n\n\n\n")
    answer = ask_words(console, ask("share_town"), ("half",))
    assert answer is not None
    assert (answer.choice, answer.rationale, answer.forecast, answer.dissent) == (("half",), "", None, "")


def test_words_are_kept_and_a_wrong_forecast_is_asked_again(ask: Callable[[str], QuestionView], page: Page) -> None:
    console, sink = page("Fair is fair.\n0\nmaybe\n100\n60 %\nThe treasurer\nyes\n")
    answer = ask_words(console, ask("share_town"), ("half",))
    assert answer is not None
    assert (answer.rationale, answer.forecast, answer.dissent) == ("Fair is fair.", 60, "The treasurer")
    assert sink.getvalue().count("A whole number from 1 to 99") == 3


def test_a_choice_can_be_taken_back(ask: Callable[[str], QuestionView], page: Page) -> None:
    console, _ = page("\n\n\nn\n")
    assert ask_words(console, ask("share_town"), ("half",)) is None


@pytest.mark.parametrize(("typed", "enter", "means"), [("", True, True), ("", False, False), ("Y", False, True)])
def test_yes_and_no(page: Page, typed: str, enter: bool, means: bool) -> None:
    assert confirm(page(f"{typed}\n")[0], "? ", enter=enter) is means


def test_yes_or_no_is_asked_until_it_is_one(page: Page) -> None:
    console, sink = page("perhaps\nn\n")
    assert confirm(console, "? ") is False
    assert "Please answer y or n." in sink.getvalue()
