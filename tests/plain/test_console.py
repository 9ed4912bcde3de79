"""Lines out, lines in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tabletop.plain.console import LONGEST_LINE, Console, EndOfInput

Page = Callable[..., tuple[Console, io.StringIO]]


def test_what_was_read_is_echoed_into_a_log(page: Page) -> None:
    console, sink = page("  2  \n", echo=True)
    assert console.ask("number > ") == "2"
    assert sink.getvalue() == "number > 2\n"


def test_a_keyboard_is_not_echoed_twice(page: Page) -> None:
    console, sink = page("2\n")
    assert (console.ask("number > "), sink.getvalue()) == ("2", "number > ")


def test_remarks_in_a_file_of_answers_are_passed_over(page: Page) -> None:
    console, sink = page("# the first question\n2\n", echo=True)
    assert console.ask("> ") == "2"
    assert sink.getvalue() == "> # the first question\n> 2\n"
    assert page("# a sentence\n")[0].ask("> ") == "# a sentence"


def test_the_end_of_the_input_is_told_apart_from_an_empty_line(page: Page) -> None:
    console, _ = page("\n")
    assert console.ask("> ") == ""
    with pytest.raises(EndOfInput):
        console.ask("> ")


def test_a_last_line_without_a_line_end_counts(page: Page) -> None:
    assert page("3")[0].ask("> ") == "3"


def test_an_endless_line_is_cut_and_the_next_one_is_whole(page: Page) -> None:
    console, _ = page("x" * 300_000 + "\n2\n")
    assert len(console.ask("> ")) == LONGEST_LINE
    assert console.ask("> ") == "2"


def test_what_is_typed_cannot_steer_the_terminal(page: Page) -> None:
    console, sink = page("\x1b[2J1\n", echo=True)
    assert console.ask("> ") == "�[2J1"
    assert "\x1b" not in sink.getvalue()


def test_neither_can_what_is_shown(page: Page) -> None:
    console, sink = page()
    console.line("a\x1b[31m\x07b")
    console.say("c\x9b2Jd")
    console.heading("e\x1bf")
    assert not {"\x1b", "\x07", "\x9b"} & set(sink.getvalue())


@pytest.mark.parametrize("write", ["line", "say", "heading"])
def test_ascii_only(page: Page, write: str) -> None:
    console, sink = page(ascii_only=True)
    getattr(console, write)("“é” → 한")
    assert sink.getvalue().isascii()


def test_a_prompt_is_ascii_too(page: Page) -> None:
    console, sink = page("1\n", ascii_only=True)
    console.ask("café > ")
    assert sink.getvalue() == "cafe > "


def test_a_turned_page_pushes_everything_out_of_sight(page: Page) -> None:
    console, sink = page()
    console.turn_page()
    assert sink.getvalue().count("\n") >= 50
    logged, log = page(echo=True)
    logged.turn_page()
    assert log.getvalue().count("\n") < 10


def test_prompts_are_flushed() -> None:
    class Sink(io.StringIO):
        flushed = ""

        def flush(self) -> None:
            self.flushed = self.getvalue()

    sink: Any = Sink()
    Console(io.StringIO("1\n"), sink).ask("number > ")
    assert sink.flushed == "number > "
