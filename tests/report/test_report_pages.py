"""The page: one file, sound structure, figures with words, the same bytes every time, fit for paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tabletop.report.aar import Report
from tabletop.report.canvas import drawn
from tabletop.report.html import html
from tabletop.report.markdown import markdown

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
VOID = {"meta", "br", "path", "use", "link", "img", "rect"}


class Outline(HTMLParser):
    """Ids, links, headings, cells and figures of a page; complains when tags do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.headings: list[int] = []
        self.heads: list[dict[str, str | None]] = []
        self.drawings: list[dict[str, str | None]] = []
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags[tag] += 1
        self.ids += [known["id"]] if known.get("id") else []
        self.targets += [known["href"][1:]] if (known.get("href") or "").startswith("#") else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.heads += [known] if tag == "th" else []
        self.drawings += [known] if tag == "svg" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return html(report)


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    found.close()
    return found


def test_tags_close_and_ids_are_unique(outline: Outline) -> None:
    assert outline.open == []
    assert [name for name, count in Counter(outline.ids).items() if count > 1] == []
    assert set(outline.targets) <= set(outline.ids)


def test_headings_leave_no_level_out(outline: Outline) -> None:
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))


def test_tables_tell_what_their_heads_are_of(outline: Outline) -> None:
    assert outline.heads
    assert {head.get("scope") for head in outline.heads} == {"col", "row"}


def test_it_can_be_read_by_ear_and_keyboard(page: str, outline: Outline) -> None:
    assert '<html lang="en">' in page
    assert page.index('class="skip" href="#main"') < page.index("<header") < page.index('<main id="main"')
    assert outline.tags["main"] == 1
    for drawing in outline.drawings:
        assert drawing["role"] == "img"
        assert all(id_ in outline.ids for id_ in (drawing["aria-labelledby"] or "").split())
    assert outline.tags["desc"] == outline.tags["svg"] == outline.tags["figure"] == outline.tags["figcaption"]


def test_every_figure_has_its_numbers_in_words(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    names = [re.search(r'aria-labelledby="([a-z]+)', figure) for figure in figures]
    assert {found[1] for found in names if found} == {"gauges", "spread", "ledger", "worth"}
    for figure, found in zip(figures, names, strict=True):
        assert found
        assert "<table" in figure or found[1] == "worth"
    assert page.count('class="options') == page.count("<article"), "worths stand in the table of options"


def test_it_needs_nothing_from_outside(page: str) -> None:
    assert not re.search(r"\bsrc\s*=|@import|url\((?!#)|<script|<link|<iframe|<object", page)
    assert "default-src 'none'" in page
    assert re.findall(r"href=\"(?!#|https?://)[^\"]*\"", page) == []
    assert "xmlns" not in page
    assert "DejaVu" not in page


def test_figures_follow_the_numbers(page: str, report: Report) -> None:
    assert "this game: 88" in page
    assert "Town: this game 88, half of 5 games by bots between 40 and 60." in page
    assert "Cracks from 40 to 9" in page
    ledger = report.ledgers[0]
    assert f"Final {ledger.shown[-1]}." in page


def test_equal_reports_give_equal_bytes(report: Report, page: str) -> None:
    assert html(report) == page
    assert markdown(report) == markdown(report)


def test_both_ways_say_the_same(report: Report, page: str) -> None:
    told = markdown(report)
    for words in (
        *report.in_short,
        *(q.text for q in report.questions),
        *(d.verdict.says for d in report.decisions if d.verdict),
    ):
        for shown in (told.replace("\\", ""), page.replace("&#39;", "'")):
            assert words in shown


def test_paper_is_provided_for(page: str) -> None:
    style = page[page.index("<style>") : page.index("</style>")]
    assert "@page { size: A4" in style
    printed = style[style.index("@media print") :]
    for rule in ("break-inside: avoid", "break-after: avoid", "table-header-group"):
        assert rule in printed


def test_letters_that_no_font_has_and_signs_of_formulae(report: Report) -> None:
    from tabletop.report.figures import sheet

    def draw() -> object:
        figure = sheet(1.0, left=0.5, right=0.1, top=0.2, bottom=0.3)
        figure.subplots().set_title("한국 $x^2$ <b>&amp;</b> --> “”")
        return figure

    svg = drawn("odd", "한국 <i>", "a & b", draw)  # type: ignore[arg-type]
    assert "한국 $x^2$ &lt;b&gt;&amp;amp;&lt;/b&gt; --&gt; “”" in svg
    assert '<title id="odd-title">한국 &lt;i&gt;</title>' in svg
    assert "<!--" not in svg


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_in_a_browser_nothing_runs_and_paper_is_not_blank(page: str, tmp_path: Path) -> None:
    evil = page.replace("It is fair.", "&lt;script&gt;document.title='gone'&lt;/script&gt;")
    file = tmp_path / "page.html"
    file.write_text(evil, "utf-8")
    common = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    dom = subprocess.run([*common, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=60, check=True)
    assert "<title>The quay: after-action report</title>" in dom.stdout
    assert dom.stdout.count("<svg") == page.count("<svg")
    paper = tmp_path / "page.pdf"
    pdf = [*common, "--no-pdf-header-footer", f"--print-to-pdf={paper}", file.as_uri()]
    subprocess.run(pdf, capture_output=True, timeout=60, check=True)
    pages = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper.read_bytes())
    assert len(pages) >= 3
    assert {(round(float(width)), round(float(height))) for width, height in pages} == {(595, 842)}
