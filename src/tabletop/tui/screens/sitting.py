"""A person at the table: what lets the game go on happens behind the screen, the rest is looked up beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from tabletop.errors import TabletopError
from tabletop.tui import literal
from tabletop.tui.turns import Turns
from tabletop.tui.widgets.situation_pane import SituationPane

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.engine.views import View
    from tabletop.session import Session

_BACK = (
    "The game goes on from just before “{title}”, in a record of its own, with the same world and the same chances. "
    "The game that you leave stays as it is in\n{where}"
)


class Sitting(Screen[str]):
    """Holds a session and whose turn it is. `_view` is how it stands for the seat at the keyboard."""

    class Changed(Message):
        """The session did what it was asked; here is how it stands for the seat at the keyboard."""

        def __init__(self, view: View, log: tuple[Card, ...], fresh: tuple[Card, ...]) -> None:
            super().__init__()
            self.view = view
            self.log = log
            self.fresh = fresh

    class Failed(Message):
        """The session could not do what it was asked."""

        def __init__(self, error: TabletopError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.turns = Turns(session)
        self._shorts = {seat.id: literal.line(seat.short) for seat in session.loaded.scenario.seats}
        self._busy = False
        self._view: View = session.view(self.turns.seat)

    @work(thread=True, exclusive=True, group="session")
    def _in_background(self, change: Callable[[], Any]) -> None:
        """Do `change` to the session, read how it stands, and say so; the screen stays free meanwhile."""
        self._busy = True
        try:
            change()
            seat = self.turns.seat
            view, log = self.session.view(seat), self.session.cards(seat)
            self.post_message(self.Changed(view, log, self.turns.fresh_cards()))
        except TabletopError as error:
            self.post_message(self.Failed(error))

    # Looking things up

    @on(SituationPane.Asked)
    def _asked_why(self, event: SituationPane.Asked) -> None:
        from tabletop.tui.screens.why import WhyScreen

        if not self._busy:
            self.app.push_screen(WhyScreen(self.session.why(self.turns.seat, event.quantity)))

    def action_briefing(self) -> None:
        """The briefing of the seat at the keyboard."""
        from tabletop.tui.screens.briefing import BriefingScreen

        self.app.push_screen(BriefingScreen(self.session.loaded, self.turns.seat))

    def action_scorecard(self) -> None:
        """The scorecard and the debrief, once the game is over."""
        from tabletop.tui.screens.scorecard import ScorecardScreen

        if self._view.ended:
            self.app.push_screen(ScorecardScreen(self.session))

    def action_note(self) -> None:
        """Write a note into the record."""
        from tabletop.tui.screens.note import NoteScreen

        def written(text: str | None) -> None:
            if text:
                self._in_background(lambda: self.session.note(self.turns.seat or "", text))

        self.app.push_screen(NoteScreen(), written)

    # Going back

    def action_timeline(self) -> None:
        """What has happened and what is under way; from there back to a decision."""
        from tabletop.tui.screens.timeline import TimelineScreen

        def chosen(number: int | None) -> None:
            if number:
                self._ask_to_go_back(number)

        if not self._busy:
            self.app.push_screen(TimelineScreen(self._view, self._shorts, self.session.humans), chosen)

    def _ask_to_go_back(self, number: int) -> None:
        from tabletop.tui.screens.ask import AskScreen

        title = next(taken.title for taken in self._view.decisions if taken.n == number)

        def answered(yes: bool | None) -> None:
            if yes:
                self._in_background(lambda: self._go_back(number))

        text = _BACK.format(title=title, where=self.session.record_path)
        self.app.push_screen(AskScreen("Go back to before this choice?", text, "go back", no="stay"), answered)

    def _go_back(self, number: int) -> None:
        """Put the game as it stood before a decision on the table. The one that is left is closed, not changed."""
        child = self.session.go_back(number)
        seat = self.turns.seat
        self.session.close()
        self.session, self.turns = child, Turns(child)
        self.turns.seat = seat
