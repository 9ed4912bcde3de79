"""Papers as Markdown and as pages: what is text stays text, in both."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.report.paper import Bullets, Grid, Heading, Paper, Text, guarded
from tabletop.report.printing import inline, page
from tabletop.report.prose import own_text, read, without_title

NASTY = ["<script>alert(1)</script>", "![x](http://evil)", "[a](javascript:b)", "<b>", "# no", "- no", "> no", "1. no"]
VOID = {"meta", "col"}


class Balanced(HTMLParser):
    """Fails on a tag that is closed out of order; keeps the names of all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def sheet(text: str, *, wide: bool = False) -> Paper:
    blocks = (Heading(2, text), Text(text), Bullets((text,)), Grid((text,), ((text,),), (100,)))
    return Paper("students", "x", text, "all", blocks, wide=wide)


@pytest.mark.parametrize("text", NASTY)
def test_text_is_no_markup_on_a_page(text: str) -> None:
    parser = Balanced()
    parser.feed(page(sheet(text), text))
    assert parser.open == []
    assert parser.seen <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li", "table", "col", "thead",
        "tr", "th", "tbody", "td", "footer",
    }  # fmt: skip


@given(st.text(max_size=200))
def test_whatever_is_written_a_page_is_whole(text: str) -> None:
    parser = Balanced()
    parser.feed(str(inline(text)))
    assert parser.open == []
    assert parser.seen <= {"code", "strong", "em"}


@pytest.mark.parametrize("text", NASTY)
def test_text_is_no_markup_in_markdown(text: str) -> None:
    lines = sheet(text).markdown.splitlines()
    assert not any(re.search(r"(?<!\\)<|(?<!\\)!\[|\](?<!\\)\(", line) for line in lines)
    assert not any(re.match(r"(# no|- no|> no|1\. no)", line) for line in lines[2:])


@given(st.text(max_size=80))
def test_a_cell_stays_a_cell(text: str) -> None:
    table = Paper("f", "n", "t", "all", (Grid(("a", "b"), ((text, text),)),)).markdown.splitlines()
    assert len(table) == 5
    assert len(re.findall(r"(?<!\\)\|", table[4].replace("\\\\", ""))) == 3


def test_strong_stressed_and_code_are_kept() -> None:
    assert str(inline("**a *b* c** `<d>` *e*")) == "<strong>a <em>b</em> c</strong> <code>&lt;d&gt;</code> <em>e</em>"
    assert str(inline("2 * 3 * 4, a*b*c, **")) == "2 * 3 * 4, a*b*c, **"
    assert guarded("**a** `b` 3 < 4") == "**a** `b` 3 \\< 4"


def test_control_characters_cannot_pass() -> None:
    assert "\x1b" not in page(sheet("a\x1b[31mb"), "s") + sheet("a\x1b[31mb").markdown


def test_a_page_is_whole_in_itself() -> None:
    text = page(sheet("A", wide=True), "made from this")
    assert "default-src 'none'" in text
    assert not re.search(r"<(link|script|img|iframe)|url\(|@import|https?://", text)
    assert "@page { size: A4 landscape" in text
    assert "<footer>made from this</footer>" in text
    assert "landscape" not in page(sheet("A"), "s")
    assert '<th scope="col">A</th>' in text


def test_an_empty_row_is_room_to_write() -> None:
    empty = Paper("f", "n", "t", "all", (Grid(("a", "b"), (("", ""), ("x", ""))),))
    assert page(empty, "s").count('<tr class="blank">') == 1


def test_headings_lists_and_paragraphs_of_a_brief_are_read() -> None:
    text = "# Title\n\nOne\ntwo.\n\n## Inner\n- a\n  more\n- b\n\n1. c\n2. d\n"
    assert read(without_title(text)) == (
        Text("One two."), Heading(3, "Inner"), Bullets(("a more", "b")), Bullets(("c", "d"), numbered=True),
    )  # fmt: skip
    assert read("")[:1] == ()
    assert without_title("No title\nhere") == "No title\nhere"


def test_a_list_right_under_a_paragraph_is_a_list() -> None:
    assert read("You have:\n- one\n- two") == (Text("You have:"), Bullets(("one", "two")))


@pytest.mark.parametrize("name", ["rules.md", "probability.md", "facilitator.md"])
def test_the_programs_own_texts_are_read(name: str) -> None:
    blocks = own_text(name)
    assert any(isinstance(block, Heading) and block.level == 2 for block in blocks)
    assert not any("#" in block.text for block in blocks if isinstance(block, Heading | Text))
