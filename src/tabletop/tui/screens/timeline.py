"""The timeline: what has happened as the seat knows it, what is under way, and a way back to any of its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, TITLE, WARN
from tabletop.tui.widgets.bars import Bar, Hints
from tabletop.tui.widgets.paragraphs import clock_column
from tabletop.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tabletop.engine.views import View

HELP = """Everything that you know of, in order: messages, choices, and below the present what is under way and when
it is due. Enter on a choice goes back to just before it: the game goes on there in a record of its own, and the one
that you leave is kept as it is."""


@dataclass(frozen=True)
class Stop:
    """A row: `decision` is the number of a choice in the record, 0 for what cannot be gone back to."""

    at: int
    clock: str
    sign: str
    words: str
    ink: str
    decision: int = 0


def stops(view: View, shorts: Mapping[str, str], humans: Collection[str]) -> list[Stop]:
    """Messages and choices up to now, then now, then what is open and what is due; people's choices can be gone to."""
    past = [Stop(n.at, n.clock, "▪", f"{n.sender}: {n.subject}", INK) for n in view.notices]
    for taken in view.decisions:
        who = shorts.get(taken.seat, taken.seat)
        words = f"{who}: {taken.title} → {', '.join(taken.labels) or 'nothing'}"
        by = " (by default)" if taken.by == "default" else ""
        past.append(Stop(taken.at, taken.clock, "◆", words + by, ACCENT, taken.n if taken.seat in humans else 0))
    ahead = [Stop(q.deadline, q.closes, "?", f"closes: {q.title}", WARN) for q in view.questions]
    ahead += [Stop(item.due, item.clock, "○", item.label, MUTED) for item in view.pending]
    here = Stop(view.now, view.clock, "━", "now", f"{STRONG} bold")
    return [*sorted(past, key=lambda stop: stop.at), here, *sorted(ahead, key=lambda stop: stop.at)]


class TimelineScreen(Screen[int]):
    """Leaves with the number of the decision to go back to, 0 for none."""

    CSS_PATH = "timeline.tcss"
    AUTO_FOCUS = "#stops"
    HELP_TEXT = HELP
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i", "leave", "Back to the game", id="timeline.leave"),
    ]

    def __init__(self, view: View, shorts: Mapping[str, str], humans: Collection[str]) -> None:
        super().__init__()
        self._stops = stops(view, shorts, humans)

    def compose(self) -> ComposeResult:
        """Title, rows, keys."""
        yield Bar(Content.styled("Timeline", TITLE), id="title")
        yield Rows(id="stops")
        yield Hints([("Enter", "go back to before this choice"), ("↑↓", "move"), ("Esc", "back")], id="hints")

    def on_mount(self) -> None:
        """Put the cursor on the present."""
        here = next(row for row, stop in enumerate(self._stops) if stop.words == "now")
        self.query_one(Rows).fill(self._lines, range(len(self._stops)), here)

    def _lines(self, width: int) -> Sequence[Content]:
        column = max((clock_column(stop.clock) for stop in self._stops), default=10) + 1
        return [_line(stop, column, width) for stop in self._stops]

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        stop = self._stops[event.row]
        if stop.decision:
            self.dismiss(stop.decision)

    def action_leave(self) -> None:
        """Back to the game as it stands."""
        self.dismiss(0)


def _line(stop: Stop, column: int, width: int) -> Content:
    clock = Content.styled(f"{literal.line(stop.clock):<{column}}", MUTED if stop.decision else FAINT)
    sign = Content.styled(f"{stop.sign} ", stop.ink)
    return (clock + sign + literal.styled(stop.words, stop.ink)).truncate(width, ellipsis=True)
