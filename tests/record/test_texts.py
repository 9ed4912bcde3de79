from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.errors import IllegalDecision
from tabletop.record.texts import LONGEST, clean, harmless


def test_terminal_sequences_lose_their_teeth_and_markup_stays() -> None:
    assert clean("\x1b[31m[bold]no[/bold]\x07\x9b2J\x00") == "[31m[bold]no[/bold]2J"


def test_new_lines_and_tabs_stay_and_other_line_ends_become_new_lines() -> None:
    assert clean("a\tb\r\nc\rd\ne") == "a\tb\nc\nd\ne"


def test_letters_of_all_scripts_stay_and_direction_marks_go() -> None:
    assert clean("전략적 유연성 \u202egnikrow\u2069 👩‍✈️") == "전략적 유연성 gnikrow 👩‍✈️"


def test_a_text_that_is_too_long_names_the_limit_and_the_field() -> None:
    with pytest.raises(IllegalDecision, match=r"the dissent has 4,001 characters; the limit is 4,000"):
        clean("x" * (LONGEST + 1), "dissent")
    assert clean(" " + "x" * LONGEST + "\n") == "x" * LONGEST


@given(st.text(st.characters(codec=None)))
def test_what_is_harmless_stays_as_it_is_and_can_be_written(text: str) -> None:
    once = harmless(text)
    assert harmless(once) == once
    assert not any(ord(c) < 0x20 and c not in "\n\t" for c in once)
    once.encode("utf-8")
