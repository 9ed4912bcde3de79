"""Before a choice counts: what was chosen, and if you like why, with what forecast, and who disagreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from tabletop.tui import literal
from tabletop.tui.screens.panel import PanelScreen
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG
from tabletop.tui.widgets.bars import Hint, Hints
from tabletop.tui.widgets.paragraphs import BLANK, labelled, wrapped

if TYPE_CHECKING:
    from tabletop.engine.asking import QuestionView

_FIELDS = (
    ("rationale", "r", "Why", "one sentence, if you like"),
    ("forecast", "f", "Forecast", "1–99"),
    ("dissent", "d", "Dissent", "who disagreed, and why"),
)
_LONGEST = 1_000


@dataclass(frozen=True)
class Answer:
    """What goes into the record with a choice; `forecast` in per cent from 1 to 99."""

    rationale: str = ""
    forecast: int | None = None
    dissent: str = ""


class Entry(Input):
    """A line to write on. Enter leaves it at once, so that a quick second Enter already seals."""

    async def action_submit(self) -> None:
        """Give the keys back to the panel."""
        self.screen.set_focus(None)


class ConfirmScreen(PanelScreen["Answer | None"]):
    """An Answer after Enter, None after Esc. The fields are open to `r`, `f` and `d`, and Enter or Esc leaves them."""

    CSS_PATH: ClassVar[list[str]] = ["panel.tcss", "confirm.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = ""
    AROUND = 10
    HELP_TEXT = (
        "Enter seals the choice, Esc goes back. Before that, r opens the line for your reasons, f the forecast in per "
        "cent for the question shown, d the line for dissent. Enter or Esc leaves a line."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "seal", "Seal the choice", id="confirm.seal"),
        Binding("escape", "back", "Go back", id="confirm.back"),
        *(Binding(key, f"field('{name}')", label, id=f"confirm.{name}") for name, key, label, _ in _FIELDS),
    ]

    def __init__(self, question: QuestionView, choice: Sequence[str], names: Mapping[str, str]) -> None:
        super().__init__()
        self._question, self._names = question, names
        self._chosen = [option for option in question.options if option.id in choice]

    def heading(self) -> Content:
        """That this is the last step."""
        with_whom = " and ".join(literal.line(self._names.get(name, name)) for name in self._question.sealed_with)
        note = f"   stays sealed until {with_whom} has chosen" if with_whom else ""
        return Content.assemble(("SEAL THIS CHOICE?", f"{ACCENT} bold"), (note, MUTED))

    def lines(self, width: int) -> Sequence[Content]:
        """The question, the choice with its cost, risk and odds, and what the forecast asks."""
        lines = [BLANK, *wrapped(self._question.title, width, MUTED)]
        for option in self._chosen:
            lines += [*wrapped(option.label, width, f"{STRONG} bold")]
            for label, text in (("Cost", option.cost), ("Risk", option.risk), ("Odds", option.odds)):
                lines += labelled(label, text, width, MUTED, INK, 9)
        if not self._chosen:
            lines += wrapped("Nothing is chosen.", width, f"{STRONG} bold")
        if self._question.forecast_asks:
            lines += [BLANK, *wrapped(f"Forecast: {self._question.forecast_asks}", width, MUTED)]
        return lines

    def extra(self) -> Sequence[Widget]:
        """The three lines to write on."""
        rows = []
        for name, key, label, ask in _FIELDS:
            number = name == "forecast"
            entry = Entry(
                placeholder=ask, id=name, compact=True, max_length=2 if number else _LONGEST,
                restrict="[0-9]*" if number else None, select_on_focus=False,
            )  # fmt: skip
            words = Content.assemble((f" {key} ", f"{ACCENT} bold"), (f" {label}{', %' if number else ''}", MUTED))
            rows.append(Horizontal(Label(words), entry, classes="field"))
        return [Vertical(*rows, id="fields"), Static("", id="complaint", markup=False)]

    def hints(self) -> Sequence[Hint]:
        """Other keys while a line is being written."""
        if isinstance(self.focused, Input):
            return [("Enter", "done"), ("Tab", "next line"), ("Esc", "leave the line")]
        return [("Enter", "seal"), ("r", "why"), ("f", "forecast"), ("d", "dissent"), ("Esc", "go back")]

    def action_field(self, name: str) -> None:
        """Write on one of the lines."""
        self.query_one(f"#{name}", Input).focus()

    def on_descendant_focus(self) -> None:
        """Show the keys of writing."""
        self.query_one("#panel-hints", Hints).show(self.hints())

    def on_descendant_blur(self) -> None:
        """Show the keys of sealing."""
        self.call_after_refresh(self.on_descendant_focus)

    def action_back(self) -> None:
        """Out of the line, or out of the panel."""
        if isinstance(self.focused, Input):
            self.set_focus(None)
        else:
            self.dismiss(None)

    def action_seal(self) -> None:
        """Leave with what was written."""
        words = {name: self.query_one(f"#{name}", Input).value.strip() for name, *_ in _FIELDS}
        forecast = int(words["forecast"]) if words["forecast"] else None
        if forecast == 0:
            self._complain("A forecast is a whole number from 1 to 99 per cent; leave it empty for none.")
            return
        self.dismiss(Answer(words["rationale"], forecast, words["dissent"]))

    def _complain(self, text: str) -> None:
        complaint = self.query_one("#complaint", Static)
        complaint.update(text)
        complaint.display = True
