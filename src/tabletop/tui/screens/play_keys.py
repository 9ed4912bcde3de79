"""The keys of the game's screen, and what its help says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from tabletop.tui.widgets.bars import Hint
from tabletop.tui.widgets.desk import PAGES

if TYPE_CHECKING:
    from tabletop.engine.views import View

HELP = """Space lets time run until something matters to you: a message, a decision, the end. w waits a day or a step of
the scenario where that is longer.
When a decision is open, go through the options with the arrows or their numbers, read each paper, and press Enter.
You confirm every choice, and may add why, a forecast and who disagreed. What is confirmed is on disk at once.
Odds are given in words and numbers. They are the odds of the model, not of the world."""
"""What the screen is for, in a few sentences."""

KEYS: list[BindingType] = [
    Binding("space,n", "run_on", "Run on to what matters next", id="play.run"),
    Binding("w", "wait_day", "Wait one day or step", id="play.wait"),
    *(
        Binding(key, f"page('{page}')", f"Page: {page}", id=f"play.{page}")
        for key, page in PAGES.items()
    ),
    Binding("p", "page('forces')", "Page: pending", id="play.pending"),
    Binding("left", "turn(-1)", "Page to the left", id="play.left"),
    Binding("right", "turn(1)", "Page to the right", id="play.right"),
    Binding("j", "read_on(3)", "Read on", id="play.on"),
    Binding("k", "read_on(-3)", "Read back", id="play.back"),
    *(Binding(str(n), f"option({n})", f"Option {n}", show=False, id=f"play.option{n}") for n in range(1, 10)),
    Binding("y", "why", "Why does this gauge stand so?", id="play.why"),
    Binding("x", "mark", "Mark or unmark an option", id="play.mark"),
    Binding("o", "other_question", "Other open decision", id="play.other"),
    Binding("b", "briefing", "Briefing, objectives, rules", id="play.briefing"),
    Binding("g", "give", "Give the keyboard to another seat", id="play.give"),
    Binding("i", "timeline", "Timeline, and back to a decision", id="play.timeline"),
    Binding("h", "coach", "Show or hide the first steps", id="play.coach"),
    Binding("a", "note", "Write a note into the record", id="play.note"),
    Binding("r", "scorecard", "Scorecard and debrief (after the end)", id="play.scorecard"),
    Binding("q", "leave", "Save and leave", id="play.leave"),
]  # fmt: skip
"""Every action of the screen; the id is what a player's own key map names."""

_MOVES: dict[str, list[Hint]] = {
    "messages": [("↑↓", "messages"), ("j k", "read on")],
    "map": [("↑↓", "places"), ("j k", "read on")],
    "situation": [("↑↓", "gauges"), ("Enter", "why?")],
}


def hints(page: str, view: View, step: str, *, several: bool) -> list[Hint]:
    """The keys that do something next on a page, the most useful first; `several`: options are marked, then sealed."""
    if page == "decision" and view.questions:
        first: list[Hint] = [("Enter", "choose"), ("↑↓", "options"), ("j k", "read on"), ("Space", "leave open")]
        if several:
            first.insert(1, ("x", "mark"))
        return [*first, ("m", "messages"), ("b", "briefing"), ("q", "leave"), ("?", "help")]
    space = ("Space", "scorecard" if view.ended else "run on")
    moves = _MOVES.get(page, [("↑↓", "scroll")])
    return [space, ("w", step), *moves, ("← →", "pages"), ("b", "briefing"), ("q", "leave"), ("?", "help")]
