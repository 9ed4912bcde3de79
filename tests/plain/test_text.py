"""Lines of a page: harmless, within 80 columns, in ASCII when asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.plain.text import WIDTH, cells, clean, one_line, pad, to_ascii, wrap


def test_control_characters_never_pass() -> None:
    hostile = "a\x1b[2Jb\x07\x9b31mc\u202ed\x00\r\nnext\ttab"
    assert clean(hostile) == "a�[2Jb��31mc�d�\nnext tab"
    assert one_line(hostile) == "a�[2Jb��31mc�d� next tab"


@given(st.text(max_size=400))
def test_whatever_the_text_a_page_stays_printable_and_narrow(text: str) -> None:
    for line in wrap(text, 2, 2):
        assert line == "" or (line.isprintable() and cells(line) <= WIDTH)


@given(st.text(max_size=200))
def test_ascii_means_ascii(text: str) -> None:
    assert to_ascii(clean(text)).isascii()


def test_wrapping_keeps_paragraphs_and_list_items() -> None:
    text = "One line\nand more.\n\n- first item\n- second " + "word " * 20
    assert wrap(text, 0, 2)[:4] == ["One line and more.", "", "- first item", "- second " + ("word " * 14).strip()]
    assert wrap(text, 0, 2)[4].startswith("  word")


def test_long_words_are_cut_to_the_page() -> None:
    assert [len(line) for line in wrap("x" * 200, 4)] == [80, 80, 52]


def test_wide_letters_take_two_columns() -> None:
    assert cells("한국 ab") == 7
    assert all(cells(line) <= WIDTH for line in wrap("대한민국 정부 " * 30))
    assert pad("한국", 6) == "한국  "


@pytest.mark.parametrize(
    ("text", "width", "filled"), [("ab", 4, "ab  "), ("abcdef", 4, "abc…"), ("한국어", 5, "한국…")]
)
def test_padding_fills_and_cuts(text: str, width: int, filled: str) -> None:
    assert pad(text, width) == filled
    assert cells(filled) == width


def test_typographic_signs_have_plain_forms() -> None:
    assert to_ascii("“55–80 %” → ‘naïve’ … ↑") == "\"55-80 %\" -> 'naive' ... ^"
