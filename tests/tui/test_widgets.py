"""The parts that screens are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from tabletop.engine.views import Notice
from tabletop.tui.widgets.bars import Hints, Tab, Tabs
from tabletop.tui.widgets.charts import fit, heading, level_line, sparkline
from tabletop.tui.widgets.feed import notice_row, notice_text
from tabletop.tui.widgets.paragraphs import bullets, clock_column, columns, labelled, paragraphs, wrapped
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Painter, Sheet


def plain(lines: Iterable[Content]) -> list[str]:
    """The lines without styles."""
    return [line.plain for line in lines]


def test_a_sparkline_rises_with_its_values() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], 4) == "⣀⡠⠔⠊" or sparkline([0, 1, 2, 3], 2) == "⡠⠊"
    assert sparkline([5, 5, 5, 5], 2, floor=1.0) == "⠤⠤" or len(set(sparkline([5, 5, 5, 5], 2, floor=1.0))) == 1


def test_a_sparkline_leaves_out_what_is_not_known_and_thins_what_is_long() -> None:
    assert sparkline([], 3) == "   "
    assert sparkline([None, None, 1.0, 2.0], 2)[0] == " "
    assert len(sparkline(list(range(1000)), 8)) == 8


@pytest.mark.parametrize(("share", "full"), [(0, 0), (0.5, 5), (1, 10), (2, 10), (-1, 0)])
def test_a_level_line_is_heavy_up_to_its_share(share: float, full: int) -> None:
    assert level_line(share, 10, "").plain == "━" * full + "─" * (10 - full)


@pytest.mark.parametrize("width", [5, 12, 20, 60])
def test_headings_fill_the_width(width: int) -> None:
    assert heading("Gauges", width, "change in 24 h").cell_length == width


def test_fit_counts_cells() -> None:
    assert fit("한국말", 6) == "한국말"
    assert fit("한국말", 5) == "한국…"
    assert fit("ab", 4) == "ab  "


@pytest.mark.parametrize("width", [10, 24, 80])
def test_wrapped_text_keeps_within_its_width(width: int) -> None:
    text = "A word, then incomprehensibilities, then 한국말이 길게 이어진다 and so on. " * 3
    for lines in (wrapped(text, width, indent=2, hang=4), bullets([text], width), paragraphs([text, "", text], width)):
        assert max(line.cell_length for line in lines) <= width
        assert "".join("".join(plain(lines)).split()).count("incomprehensibilities") >= 3 or width == 10


def test_labelled_text_stands_beside_its_label() -> None:
    assert plain(labelled("Cost", "ten million of them", 20, "", column=8)) == [
        "Cost    ten million",
        "        of them",
    ]
    assert labelled("Cost", "  ", 20, "") == []


def test_columns_let_the_left_give_way() -> None:
    assert columns(Content("left"), Content("right"), 12).plain == "left   right"
    assert columns(Content("a long left"), Content("right"), 12).plain == "a lon… right"


class Bench(App[None]):
    """A bench for one widget."""

    CSS = "Sheet, Rows { height: 5; width: 20; }"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[object] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, so that the widgets' styles can be read."""
        from tabletop.tui.themes import themes

        return dict(themes()[0].variables)

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self.widget

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Remember where the cursor went."""
        self.heard.append((type(event).__name__, event.row))

    on_rows_chosen = on_rows_moved


def numbered(count: int) -> Painter:
    """A painter of so many lines."""
    return lambda width: [Content(f"line {n}"[:width]) for n in range(count)]


def shown(widget: Any) -> list[str]:
    """What the widget paints."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def test_a_sheet_scrolls_between_its_ends_with_a_bar() -> None:
    sheet = Sheet(numbered(12))
    async with Bench(sheet).run_test() as pilot:
        assert shown(sheet)[0].split() == ["line", "0", "┃"]
        for key, first in (
            ("down", 1),
            ("pagedown", 5),
            ("end", 7),
            ("pagedown", 7),
            ("up", 6),
            ("home", 0),
            ("up", 0),
        ):
            await pilot.press(key)
            assert shown(sheet)[0].split()[:2] == ["line", str(first)], key


async def test_a_sheet_that_fits_has_no_bar_and_does_not_scroll() -> None:
    sheet = Sheet(numbered(3))
    async with Bench(sheet).run_test() as pilot:
        await pilot.press("down", "pagedown")
        assert shown(sheet) == ["line 0", "line 1", "line 2", "", ""]


async def test_a_sheet_with_fewer_lines_comes_back_into_sight() -> None:
    sheet = Sheet(numbered(40))
    async with Bench(sheet).run_test() as pilot:
        await pilot.press("end")
        sheet.draw(numbered(6))
        assert sheet.top == 1
        sheet.draw(numbered(9), home=True)
        assert sheet.top == 0


async def test_the_wheel_scrolls() -> None:
    from textual import events

    sheet = Sheet(numbered(40))
    async with Bench(sheet).run_test() as pilot:
        for kind, top in ((events.MouseScrollDown, 3), (events.MouseScrollUp, 0)):
            sheet.post_message(kind(sheet, 1, 1, 0, 0, 0, False, False, False))
            await pilot.pause()
            assert sheet.top == top


async def test_a_list_passes_over_headings_and_says_where_it_is() -> None:
    rows = Rows()
    app = Bench(rows)
    async with app.run_test() as pilot:
        rows.fill(numbered(9), [1, 2, 5, 8])
        rows.focus()
        await pilot.press("down", "down", "down", "down", "enter", "home")
        assert app.heard == [("Moved", 2), ("Moved", 5), ("Moved", 8), ("Chosen", 8), ("Moved", 1)]
        await pilot.press("end")
        assert "line 8" in " ".join(shown(rows))
        await pilot.press("home")
        assert shown(rows)[0].startswith("line 0")


async def test_a_click_puts_the_cursor_and_a_click_on_it_chooses() -> None:
    rows = Rows()
    app = Bench(rows)
    async with app.run_test() as pilot:
        rows.fill(numbered(4), range(4))
        await pilot.click(Rows, offset=(3, 2))
        await pilot.click(Rows, offset=(3, 2))
        assert app.heard == [("Moved", 2), ("Chosen", 2)]


async def test_an_empty_list_takes_keys_calmly() -> None:
    rows = Rows()
    app = Bench(rows)
    async with app.run_test() as pilot:
        rows.fill(numbered(0), [])
        rows.focus()
        await pilot.press("down", "up", "home", "end", "enter")
        assert app.heard == []


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (30, "d Decision   m Messages 2"),
        (24, "d Decision  m Messages 2"),
        (23, "d Decision m Messages 2"),
        (16, "d Deci m Mess 2"),
        (9, "d m 2"),
    ],
)
async def test_pages_give_up_letters_before_keys(width: int, line: str) -> None:
    tabs = Tabs()
    app = Bench(tabs)
    async with app.run_test(size=(width + 2, 5)) as pilot:
        tabs.show([Tab("d", "Decision", True), Tab("m", "Messages", False, "2")])
        await pilot.pause()
        assert tabs.render().plain.rstrip() == line


async def test_help_stays_when_other_hints_have_no_room() -> None:
    hints = Hints([("Enter", "choose"), ("Space", "run on"), ("?", "help")])
    async with Bench(hints).run_test(size=(26, 5)) as pilot:
        await pilot.pause()
        assert hints.render().plain.split() == ["Enter", "choose", "?", "help"]


def test_moments_have_a_column_that_their_clock_fits() -> None:
    assert (clock_column("D+12 09:00"), clock_column("12 Aug 2026 09:00"), clock_column("12 Aug 2026")) == (11, 17, 17)


@pytest.mark.parametrize("width", [40, 76])
def test_a_document_is_read_under_the_message_that_it_came_with(width: int) -> None:
    paper = ("Joint statement", ("Both met.", "It was signed."))
    notice = Notice(3, 60, "12 Aug 2026 09:00", "final", "Seoul", "letter", "Signed", "Enclosed.", paper)
    written = ["Enclosed.", "", "Joint statement", "", "Both met.", "", "It was signed."]
    assert plain(notice_text(notice, width))[-7:] == written
    assert len(notice_row(notice, width, {3}).plain) <= width
    assert plain(notice_text(replace(notice, enclosed=("", ())), width))[-1] == "Enclosed."
