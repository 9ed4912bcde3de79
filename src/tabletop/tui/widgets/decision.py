"""The open decision: the question, its options in a list, and the paper on the option under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from tabletop.tui import literal
from tabletop.tui.themes import MUTED
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.marks import Marks
from tabletop.tui.widgets.paper import (
    option_paper,
    option_row,
    over_budget,
    pick_rule,
    question_head,
    question_text,
)
from tabletop.tui.widgets.paragraphs import columns
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tabletop.engine.asking import OptionView, QuestionView

_TALL = 26
_LOW = 13


class DecisionPane(Vertical):
    """Shows one question at a time. Chooses nothing itself: it posts `Sealed` with the option ids."""

    DEFAULT_CSS = """
    DecisionPane > #paper { height: 1fr; }
    DecisionPane > #question { height: auto; }
    """

    class Sealed(Message):
        """The player wants to choose these options; they fit the question's own limits."""

        def __init__(self, question: QuestionView, choice: tuple[str, ...]) -> None:
            super().__init__()
            self.question = question
            self.choice = choice

    class Refused(Message):
        """The player cannot choose this; `why` says so in words."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.question: QuestionView | None = None
        self.marks = Marks()
        self._now = 0
        self._place = ""
        self._names: Mapping[str, str] = {}
        self._rows: list[OptionView | None] = []

    def compose(self) -> ComposeResult:
        """Head, list, paper."""
        yield Sheet(id="question", focus=False)
        yield Rows(id="options")
        yield Sheet(id="paper")

    def on_mount(self) -> None:
        """Have the paper follow the cursor."""
        self.query_one("#options", Rows).follow = self._show_paper

    @property
    def several(self) -> bool:
        """Whether options are marked before they are sealed together."""
        return self.question is not None and (self.question.pick is not None or bool(self.question.items))

    def ask(self, question: QuestionView, now: int, place: str, names: Mapping[str, str]) -> None:
        """Show `question`; `place` such as "1 of 2" when several are open, `names` short names by seats' labels."""
        if self.question is None or self.question.decision != question.decision:
            self.marks = Marks()
            self.query_one("#options", Rows).cursor = -1
        self.question, self._now, self._place, self._names = question, now, place, names
        self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        """A tall pane shows the brief above the options, a low one as the first row of the list."""
        self._lay_out()

    def _lay_out(self) -> None:
        question = self.question
        if question is None or not self.size.height:
            return
        tall = self.size.height >= _TALL
        head = self.query_one("#question", Sheet)
        head.draw(lambda width: self._head(question, width, tall))
        head.refresh(layout=True)
        self._fill(question, tall)

    def _head(self, question: QuestionView, width: int, tall: bool) -> Sequence[Content]:
        lines = question_head(question, self._now, self._place, self._names, width)
        if self.size.height < _LOW:
            return lines[:1]
        if tall:
            lines += question_text(question, width)
        return [*lines, heading("Options", width, pick_rule(question))]

    def _question(self, question: QuestionView, width: int) -> Sequence[Content]:
        head = question_head(question, self._now, self._place, self._names, width) if self.size.height < _LOW else []
        return [heading("The question", width), *head, *question_text(question, width)]

    def _fill(self, question: QuestionView, tall: bool) -> None:
        rows = self.query_one("#options", Rows)
        under = self._ids()[rows.cursor] if 0 <= rows.cursor < len(self._rows) else None
        self._rows = [] if tall else [None]
        self._rows += question.options
        first_open = next((n for n, row in enumerate(self._rows) if row is None or not row.locked), 0)
        keep = self._ids().index(under) if under in self._ids() else first_open
        rows.styles.height = len(self._rows)
        rows.styles.max_height = 3 if self.size.height < _LOW else max(4, self.size.height // 2)
        rows.fill(self._row_lines, range(len(self._rows)), keep)
        self._show_paper(rows.cursor)

    def _ids(self) -> list[str]:
        return ["" if option is None else option.id for option in self._rows]

    def _row_lines(self, width: int) -> Sequence[Content]:
        shift = self._rows.count(None)
        return [self._row(option, number - shift + 1, width) for number, option in enumerate(self._rows)]

    def _row(self, option: OptionView | None, number: int, width: int) -> Content:
        if option is None:
            return columns(Content.styled(" ?  The question", MUTED), Content(""), width)
        return option_row(option, number, width, self.marks.sign(option) if self.several else "", self.several)

    def _show_paper(self, row: int) -> None:
        question, paper = self.question, self.query_one("#paper", Sheet)
        if question is None or not 0 <= row < len(self._rows):
            return
        option = self._rows[row]
        if option is None:
            paper.draw(lambda width: self._question(question, width), home=True)
        else:
            self.marks.has_read(option)
            paper.draw(lambda width: option_paper(option, width), home=True)

    @on(Rows.Chosen, "#options")
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.seal()

    def go_to(self, number: int) -> None:
        """Put the cursor on option `number` (1 is the first); where several may be marked, also mark it."""
        rows = self.query_one("#options", Rows)
        rows.focus()
        rows.move_to(number - 1 + self._rows.count(None))
        if self.several and rows.cursor == number - 1 + self._rows.count(None):
            self.mark()

    def mark(self) -> None:
        """Mark the option under the cursor, or take its mark away; within one item only one stays marked."""
        rows = self.query_one("#options", Rows)
        option = self._rows[rows.cursor] if 0 <= rows.cursor < len(self._rows) else None
        if option is None or not self.several:
            return
        if option.locked:
            self.post_message(self.Refused(_locked(option)))
            return
        assert self.question is not None
        self.marks.toggle(option, self.question)
        rows.draw(self._row_lines)

    def seal(self) -> None:
        """Ask to choose: the option under the cursor, or all that are marked."""
        question = self.question
        cursor = self.query_one("#options", Rows).cursor
        option = self._rows[cursor] if 0 <= cursor < len(self._rows) else None
        if question is None:
            return
        if option is None and not self.several:
            self.post_message(self.Refused("Go to an option first, with the arrows or its number."))
            return
        if not self.several and option is not None and option.locked:
            self.post_message(self.Refused(_locked(option)))
            return
        chosen = self.marks.marked if self.several or option is None else [option.id]
        why = over_budget(question, chosen)
        if why:
            self.post_message(self.Refused(why))
        else:
            self.post_message(self.Sealed(question, tuple(chosen)))


def _locked(option: OptionView) -> str:
    return f"Locked: {literal.line(option.why_locked) or 'not open now.'}"
