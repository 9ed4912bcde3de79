"""The briefing of a seat: what the game is about, who you are, what you are judged on, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.tui import literal
from tabletop.tui.screens.pages import PagesScreen
from tabletop.tui.widgets.brief import pages

if TYPE_CHECKING:
    from tabletop.scenario.load import Loaded


class BriefingScreen(PagesScreen[None]):
    """The pages for one seat; None is for who only watches."""

    HELP_TEXT = "Space reads on and turns the page; behind the last page the game goes on. b opens the briefing again."

    def __init__(self, loaded: Loaded, seat: str | None) -> None:
        label = next((known.short for known in loaded.scenario.seats if known.id == seat), "Watching")
        super().__init__(
            f"Briefing   {literal.line(label)}", literal.line(loaded.scenario.title), pages(loaded, seat), "play"
        )
