"""The desk of one seat: its pages side by side where there is room, one at a time where there is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from tabletop.tui.widgets.bars import Tab
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.decision import DecisionPane
from tabletop.tui.widgets.feed import notice_row
from tabletop.tui.widgets.feed_pane import FeedPane
from tabletop.tui.widgets.forces import force_lines, pending_lines
from tabletop.tui.widgets.journal import log_lines
from tabletop.tui.widgets.map_pane import MapPane, MapSheet
from tabletop.tui.widgets.now import now_lines
from tabletop.tui.widgets.paragraphs import BLANK
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Sheet
from tabletop.tui.widgets.situation import gauge_rows, state_rows, theatre_rows
from tabletop.tui.widgets.situation_pane import SituationPane

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.engine.views import View
    from tabletop.scenario.definition import Scenario

PAGES = {"d": "decision", "s": "situation", "v": "map", "f": "forces", "m": "messages", "l": "log"}
"""The key of each page."""

_FRAMES = {"decision": "centre"}
_HUGE = 160
_LATEST = 3


@dataclass(frozen=True)
class Showing:
    """All that the desk shows: a view, and what the person at the keyboard has read and is told."""

    scenario: Scenario
    view: View
    unread: frozenset[int] = frozenset()
    cards: Sequence[Card] = ()
    say: str = ""
    question: int = 0
    rungs: Mapping[str, str] = field(default_factory=dict)
    shorts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Desk(Horizontal):
    """Pages of one seat. `page` is the one in front; wide screens show the situation beside it at all times."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = "decision"
        self._showing: Showing | None = None

    def compose(self) -> ComposeResult:
        """The side column, then the pages."""
        yield Sheet(id="side")
        with Vertical(id="centre"):
            yield DecisionPane(id="decision")
            yield Sheet(id="now")
            yield Sheet(id="latest", focus=False)
        yield SituationPane(id="situation")
        yield MapPane(id="map")
        yield Sheet(id="forces")
        yield FeedPane(id="messages")
        yield Sheet(id="log")

    def on_mount(self) -> None:
        """Bring the first page to the front."""
        self._bring_forward()

    def show(self, showing: Showing) -> None:
        """Repaint every page for this; pages whose lines do not change cost nothing on the terminal."""
        self._showing = showing
        view, rungs = showing.view, showing.rungs
        self.query_one("#side", Sheet).draw(lambda width: self._side(showing, width))
        self.query_one(SituationPane).show(view, rungs)
        self.query_one(MapPane).show(showing.scenario, view)
        self.query_one("#forces", Sheet).draw(lambda width: _whereabouts(view, width))
        self.query_one("#log", Sheet).draw(lambda width: log_lines(view, showing.cards, showing.shorts, width))
        self.query_one(FeedPane).show(view.notices, showing.unread)
        self.query_one("#latest", Sheet).draw(lambda width: _latest(showing, width))
        self._show_question(showing)

    def _show_question(self, showing: Showing) -> None:
        view, pane, now = showing.view, self.query_one(DecisionPane), self.query_one("#now", Sheet)
        pane.display = bool(view.questions)
        now.display = not view.questions
        if view.questions:
            place = min(showing.question, len(view.questions) - 1)
            where = f"{place + 1} of {len(view.questions)}" if len(view.questions) > 1 else ""
            pane.ask(view.questions[place], view.now, where, showing.names)
        else:
            pane.question = None
            now.draw(lambda width: now_lines(view, showing.unread, showing.say, width), home=True)

    def turn_to(self, page: str) -> None:
        """Bring a page to the front and give it the keys; one that is not there stays away."""
        if page not in self._pages().values():
            return
        self.page = page
        self._bring_forward()
        if page == "messages":
            self.query_one(FeedPane).opened()

    def beside(self, step: int) -> str:
        """The page `step` places to the right of the one in front, around the end."""
        names = list(self._pages().values())
        return names[(names.index(self.page) + step) % len(names)]

    def _pages(self) -> dict[str, str]:
        """The pages by their keys; a scenario without places has no map."""
        mapped = self._showing is not None and bool(self._showing.scenario.places)
        return {key: page for key, page in PAGES.items() if page != "map" or mapped}

    def _bring_forward(self) -> None:
        """Show the page in front; a huge screen shows the messages as well, and something beside them."""
        huge = self.size.width >= _HUGE
        front = {"messages", "decision" if self.page == "messages" else self.page} if huge else {self.page}
        for page in PAGES.values():
            self.query_one(f"#{_FRAMES.get(page, page)}").display = page in front
        self.take_keys()

    def on_resize(self) -> None:
        """Other pages may have room now."""
        self._bring_forward()

    def take_keys(self) -> None:
        """Focus what the arrow keys should move on the page in front."""
        self._keyed().focus(scroll_visible=False)

    def _keyed(self) -> Sheet:
        if self.page == "decision":
            asked = self._showing is not None and bool(self._showing.view.questions)
            return self.query_one("#options", Rows) if asked else self.query_one("#now", Sheet)
        if self.page == "messages":
            return self.query_one("#feed", Rows)
        if self.page == "map":
            return self.query_one(MapSheet)
        return self.query_one(f"#{self.page}", Sheet)

    def read_on(self, step: int) -> None:
        """Scroll the running text of the page in front by `step` lines."""
        name = {"decision": "#paper", "messages": "#reader", "map": "#map-told"}.get(self.page, "")
        asked = self._showing is not None and bool(self._showing.view.questions)
        sheet = self.query_one(name, Sheet) if name and (asked or name != "#paper") else self._keyed()
        sheet.scroll_by(step)

    def tabs(self, unread: int) -> list[Tab]:
        """The pages; a dot stands at an open decision, the count of those not read at the messages."""
        asked = self._showing is not None and bool(self._showing.view.questions)
        words = {"decision": "Decision" if asked else "Now"}
        notes = {"decision": "●" if asked else "", "messages": str(unread or "")}
        return [
            Tab(key, words.get(page, page.capitalize()), page == self.page, notes.get(page, ""))
            for key, page in self._pages().items()
        ]

    def _side(self, showing: Showing, width: int) -> list[Content]:
        view = showing.view
        parts = [
            [line for _, line in theatre_rows(view, showing.rungs, width)],
            [line for _, line in gauge_rows(view, showing.rungs, width)],
            force_lines(view, width),
            pending_lines(view, width),
            [line for _, line in state_rows(view, width)],
        ]
        return _stacked(parts)


def _stacked(parts: Sequence[list[Content]]) -> list[Content]:
    lines: list[Content] = []
    for part in parts:
        lines += [BLANK, *part] if lines and part else part
    return lines


def _whereabouts(view: View, width: int) -> list[Content]:
    return _stacked([force_lines(view, width), pending_lines(view, width)])


def _latest(showing: Showing, width: int) -> list[Content]:
    rows = [notice_row(notice, width, showing.unread) for notice in showing.view.notices[: -_LATEST - 1 : -1]]
    return [heading("Latest messages", width), *rows]
