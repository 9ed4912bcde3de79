"""Nothing that stands in a record can become markup, in Markdown or in HTML, and both say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tabletop.engine.program import Program
from tabletop.record.record import Parent, Record
from tabletop.record.texts import harmless
from tabletop.report import html as page
from tabletop.report.aar import Report
from tabletop.report.build import make_report
from tabletop.report.game import Game, retell
from tabletop.report.html import html
from tabletop.report.judged import Review
from tabletop.report.markdown import markdown
from tabletop.report.marks import escaped, linked, table

DAY = 1440
PLACES = ("Rationale0", "Dissent0", "Note0", "Reason0", "Parent0", "Sender0")
NASTY = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style></body><svg onload=x>", "]]>", "<!-- -->",
    "&lt;b&gt; &amp; &#60;", "**bold** _stressed_ ~~gone~~", "`code` ``` fence", "[a](http://x) ![b](y) [c]: /d",
    "# head", "- item", "1. item", "12) item", "+ plus", "> quote", "| a | b |", "---", "===", "\\* \\", "$x$ ^sup^",
    "http://evil.example/x www.evil.example", "=HYPERLINK(\"http://x\")", "{{ 7*7 }} {% include 'x' %}", "[12](x)",
    "[12]: http://x", "<http://evil.example>", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "\x00\x9b31m", "a\nb\r\nc\tq",
    "' onmouseover='x", '" onfocus="x', "`", "*", "_", "~", "\\", "&", "-", "+", "#", "1.", "!", "[", "]", "(", "|",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.text(alphabet="<>&*_`[]()!#-+|\\~$^\"'{}= \n.:1a"))


def seen(words: str) -> str:
    return " ".join(harmless(words).split())


def put(value: Any, words: str) -> Any:
    """The value with each of the places taken by the words."""
    if isinstance(value, str):
        return re.sub("|".join(PLACES), lambda _: words, value)
    if isinstance(value, tuple):
        return tuple(put(each, words) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: put(getattr(value, each.name), words) for each in fields(value)})
    return value


class Marked:
    """A report in which texts can be put. It has a short name, for a test that fails shows it."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def told(self, tell: Callable[[Report], str], words: str) -> str:
        return tell(put(self._report, words))


@pytest.fixture(scope="module")
def marked(port: Program, recorded_game: Callable[..., Record]) -> Marked:
    """A report in which every text that a record can hold is a word that is found nowhere else."""
    words = {"rationale": PLACES[0], "dissent": PLACES[1]}
    steps = (
        (2 * DAY + 480, "share_town", (["half"], words)),
        (4 * DAY, "note", ("town", PLACES[2])),
        (6 * DAY, "override", ("trust", 20.0, PLACES[3])),
        (6 * DAY, "inject", ("town_only", PLACES[3])),
    )
    record = recorded_game(steps, parent=Parent(PLACES[4], "0" * 32, 1))
    seats = {**record.header.seats, "sea": PLACES[5]}
    game = retell(replace(record, header=replace(record.header, seats=seats)), port, ["town", "line"])
    return Marked(make_report(game))


@pytest.fixture(scope="module")
def quiet(marked: Marked) -> dict[str, list[str]]:
    """What both ways of showing it are made of when every such text is a plain word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "_drawing", lambda *_: "")
        return {"html": tags(marked.told(html, "word")), "markdown": marks(marked.told(markdown, "word"))}


class Tags(HTMLParser):
    """The elements of a page with their attributes, and its running text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(name for name, _ in attrs)}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(text: str) -> Tags:
    parser = Tags()
    parser.feed(text)
    parser.close()
    return parser


def tags(text: str) -> list[str]:
    return parsed(text).found


def rendered(text: str) -> str:
    engine = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    made: str = engine.render(text)
    return made


def marks(text: str) -> list[str]:
    return tags(rendered(text))


def test_every_text_of_a_record_is_shown(marked: Marked) -> None:
    for tell in (html, markdown):
        quiet, loud = marked.told(tell, ""), marked.told(tell, "Elephant")
        assert loud.count("Elephant") >= len(PLACES)
        assert "Elephant" not in quiet


@settings(max_examples=25)
@given(TEXTS)
@example("<script>alert(1)</script>")
@example("\x1b[31mred\x1b[0m")
def test_texts_add_no_mark_to_markdown(marked: Marked, quiet: dict[str, list[str]], words: str) -> None:
    told = marked.told(markdown, f"{words}.")
    assert marks(told) == quiet["markdown"]
    assert seen(f"{words}.") in " ".join("".join(parsed(rendered(told)).text).split())
    assert told == harmless(told)


@settings(max_examples=25)
@given(TEXTS)
@example("</style></body><svg onload=x>")
def test_texts_add_no_tag_to_html(marked: Marked, quiet: dict[str, list[str]], words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "_drawing", lambda *_: "")
        told = marked.told(html, f"{words}.")
    assert tags(told) == quiet["html"]
    assert seen(f"{words}.") in " ".join("".join(parsed(told).text).split())
    assert told == harmless(told)


@settings(max_examples=150)
@given(TEXTS.filter(seen))
def test_any_text_in_any_place(words: str) -> None:
    for form in ("{}\n", "- {}\n", "> {}\n", "| {} |\n| --- |\n", "a **b** {} c\n"):
        plain = marks(form.format(escaped("word")))
        assert marks(form.format(escaped(words))) == plain, (form, escaped(words))


def test_addresses_of_sources_are_the_only_links() -> None:
    text = str(linked('read https://a.example/b_c?d=1 ; javascript:alert(1) https://x" onclick=y <http://z>'))
    assert re.findall('<a href="([^"]*)"', rendered(text)) == ["https://a.example/b_c?d=1"]
    told = parsed(page._linked('https://a.example/b_c?d=1 javascript:x https://x"onclick=y <b>'))
    assert told.found == ["a ['href', 'rel']", "/a"]


def test_a_bar_does_not_break_a_table() -> None:
    text = rendered(str(table(("A", "B#"), [("a | b", "c || d")])))
    assert text.count("<td") == 2
    assert "a | b" in text


def test_a_scenarios_own_words_are_escaped_as_well(game: Game, review: Review) -> None:
    report = make_report(game, review)
    nasty = replace(report, head=replace(report.head, title="<i>T</i> & *co*", disclaimer="<b>"))
    assert "<i>" not in html(nasty)
    assert "&lt;i&gt;T&lt;/i&gt; &amp; *co*" in html(nasty)
    assert "<i>" not in rendered(markdown(nasty))
