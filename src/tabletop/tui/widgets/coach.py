"""First steps for a newcomer: one or two sentences about what can be done next, until three decisions were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tabletop.tui.themes import ACCENT, INK
from tabletop.tui.widgets.paragraphs import wrapped

if TYPE_CHECKING:
    from tabletop.engine.views import View

_LEARNT = 3
_PAPERS = 2
_HEAD = "FIRST STEPS  "

START = "This is your desk. Space lets time run; it stops when something reaches you or asks you to decide."
NEWS = "A message has come: read it here. m keeps them all. Then Space goes on."
OPTIONS = (
    "A decision is open. Go through the options with ↑ and ↓ and read the paper of each: what it costs, what it risks, "
    "what it may bring. j and k scroll a long paper."
)
CHOOSE = (
    "Enter takes the option under the cursor. You are asked once more before it counts, and may write down why. Esc "
    "goes back and nothing is lost."
)
FORM = (
    "This is a form: x marks one option for each line of it, or several up to a budget; Enter then hands in what is "
    "marked. You are asked once more before it counts."
)
AFTER = (
    "Your choice is on disk. Where others choose at the same time, all answers are opened together; then a card tells "
    "the odds beforehand, the draw, and which rule moved what. Space goes on."
)
LOOK = (
    "Look around before you choose: s shows gauges and texts, m the messages, b your briefing and how you are scored."
)
KEEP = "l keeps every card so far. ? lists all keys, q leaves and keeps the game. Space goes on."
OVER = (
    "The game is over: r opens your scorecard and the debrief, and tells how to review what was choice and what luck."
)


def lesson(view: View, papers: int) -> str:
    """What to say now to the seat of this view, which has read `papers` options of the open decision; '' for nothing.

    It follows from what the seat has done so far and from what is before it, so that going on teaches the next step.
    """
    done = sum(taken.seat == view.seat for taken in view.decisions)
    if view.ended:
        return OVER
    if done >= _LEARNT or view.seat is None:
        return ""
    return _deciding(view, done, papers) if view.questions else _waiting(view, done)


def _deciding(view: View, done: int, papers: int) -> str:
    question = view.questions[0]
    if question.items or question.pick is not None:
        return FORM
    if done:
        return LOOK
    return OPTIONS if papers < _PAPERS else CHOOSE


def _waiting(view: View, done: int) -> str:
    if done:
        return AFTER if done == 1 else KEEP
    return NEWS if view.notices else START


class Coach(Widget):
    """Says its words above the line of news; takes no room when it has nothing to say."""

    DEFAULT_CSS = """
    Coach { height: auto; padding: 0 1; background: $panel-page; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = ""
        self.display = False

    def say(self, words: str) -> None:
        """Say this from now on."""
        if words != self._words:
            self._words = words
            self.display = bool(words)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The words behind their heading."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = wrapped(self._words, max(20, width - len(_HEAD)), INK)
        head = Content.styled(_HEAD, f"{ACCENT} bold")
        return [head + lines[0], *(line.pad_left(len(_HEAD)) for line in lines[1:])] if self._words else []
