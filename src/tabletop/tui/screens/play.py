"""The game: one seat's desk, the keys that decide and let time run, and the turns at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from tabletop.simtime import format_step
from tabletop.tui import literal
from tabletop.tui.screens.play_keys import HELP, KEYS, hints
from tabletop.tui.screens.sitting import Sitting
from tabletop.tui.themes import BAD, MUTED, STRONG
from tabletop.tui.widgets.bars import Bar, Hints, Tabs
from tabletop.tui.widgets.coach import Coach, lesson
from tabletop.tui.widgets.decision import DecisionPane
from tabletop.tui.widgets.desk import Desk, Showing
from tabletop.tui.widgets.feed_pane import FeedPane
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.situation_pane import SituationPane

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.session import Pause, Session
    from tabletop.tui.screens.confirm import Answer


class PlayScreen(Sitting):
    """Shows a session to the seat at the keyboard. Everything that changes the game goes through the session.

    Leaves with the command that goes on with the record.
    """

    CSS_PATH = "play.tcss"
    AUTO_FOCUS = ""
    HELP_TEXT = HELP
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        scenario = session.loaded.scenario
        self._names = {seat.label: literal.line(seat.short) for seat in scenario.seats}
        self._rungs = {theatre.id: theatre.rung for theatre in scenario.theatres if theatre.rung}
        self._unbriefed = set(session.humans) if session.now == 0 and not session.lines else set()
        self._step = format_step(scenario.step)
        self._coached = scenario.tutorial
        self._question = 0
        self._log: tuple[Card, ...] = ()

    def compose(self) -> ComposeResult:
        """Title, pages, desk, first steps, news, keys."""
        yield Bar(id="title")
        yield Tabs(id="tabs")
        yield Desk(id="desk")
        yield Coach(id="coach")
        yield Bar(id="news")
        yield Hints(id="hints")

    def on_mount(self) -> None:
        """Show the first seat, or ask for it when several share the keyboard."""
        if self.turns.hot_seat and not self.session.ended:
            self._hand_over(self.turns.seat or "", stay=False)
        else:
            self._paint()
            self._begin_turn()

    # Painting

    def _paint(self) -> None:
        view, seat = self._view, self.turns.seat
        name = self._shorts.get(seat or "", "Watching")
        title = Content.assemble((name, f"{STRONG} bold"), ("   ", ""), (self._scenario_title(), MUTED))
        clock = Content.assemble((view.clock, f"{STRONG} bold"), ("   ", ""), (literal.line(view.date), MUTED))
        with self.app.batch_update():
            self.query_one("#title", Bar).show(title, clock)
            self.query_one(Desk).show(self._showing())
            self._paint_edges()

    def _scenario_title(self) -> str:
        return literal.line(self.session.loaded.scenario.title)

    def _showing(self) -> Showing:
        return Showing(
            scenario=self.session.loaded.scenario,
            view=self._view,
            unread=self.turns.unread(self._view),
            cards=self._log,
            say=self._advice(),
            question=self._question,
            rungs=self._rungs,
            shorts=self._shorts,
            names=self._names,
        )

    def _paint_edges(self) -> None:
        """The line of pages, the news and the keys: what changes when a page is turned."""
        desk, unread = self.query_one(Desk), len(self.turns.unread(self._view))
        self.query_one(Tabs).show(desk.tabs(unread), self._kept())
        self.query_one("#news", Bar).show(self._news(unread), Content(""))
        several = self.query_one(DecisionPane).several
        self.query_one("#hints", Hints).show(hints(desk.page, self._view, self._step, several=several))
        self._coach()

    def _coach(self) -> None:
        """Tell a newcomer the next step, in a scenario that says it is for newcomers."""
        papers = len(self.query_one(DecisionPane).marks.read)
        self.query_one(Coach).say(lesson(self._view, papers) if self._coached else "")

    def action_coach(self) -> None:
        """Hide the first steps, or show them, in any scenario."""
        self._coached = not self._coached
        self._coach()

    def _kept(self) -> str:
        return "saved" if self.session.record_path is not None else "not recorded"

    def _news(self, unread: int) -> Content:
        if self._busy:
            return Content.styled("Time runs …", MUTED)
        told = f"{unread} new message{'s' if unread > 1 else ''} (m). " if unread else ""
        return Content.assemble((told, f"{STRONG} bold"), (self._advice(), MUTED))

    def _advice(self) -> str:
        """What the player may do now, in a sentence."""
        if self._view.ended:
            return "The game is over. r opens the scorecard and the debrief."
        if self._view.questions:
            return "A decision is open: Enter on an option chooses it."
        waited = sorted({self._shorts[w.seat] for w in self.session.waiting() if w.seat != self.turns.seat})
        if waited and self.turns.hot_seat:
            return f"Nothing to decide for you. Space passes the keyboard to {' and '.join(waited)}."
        return f"Space lets time run on, w waits {self._step}."

    # Time

    def action_run_on(self) -> None:
        """Let time run to what matters next; first settle what is open here and at other seats."""
        self._let_time_run("news")

    def action_wait_day(self) -> None:
        """Let one step of time pass."""
        self._let_time_run("day")

    def _let_time_run(self, pause: Pause) -> None:
        if self._busy:
            return
        if self._view.ended:
            self.action_scorecard()
        elif self.turns.open_here():
            self._ask_to_leave_open(pause)
        elif (seat := self.turns.next_seat()) is not None:
            self._hand_over(seat)
        else:
            self.turns.time_runs()
            for notice in self._view.notices:
                self.turns.has_read(notice)
            self._in_background(lambda: self._advance(pause))

    def _advance(self, pause: Pause) -> None:
        """Let time run; a message to another seat alone does not stop it, that seat reads it on its own turn."""
        session, seat = self.session, self.turns.seat
        heard = len(session.view(seat).notices)
        while True:
            start = session.now
            session.advance(pause=pause)
            news = len(session.view(seat).notices) > heard
            if pause == "day" or news or session.ended or session.waiting() or session.now == start:
                return

    def _ask_to_leave_open(self, pause: Pause) -> None:
        from tabletop.tui.screens.ask import AskScreen

        question = self._view.questions[0]
        labels = {option.id: option.label for option in question.options}
        default = ", ".join(labels.get(name, name) for name in question.default) or "nothing"
        text = (
            f"“{question.title}” stays open until {question.closes}. "
            f"If nothing is chosen by then, the default counts: {default}."
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.turns.leave_open()
                self._let_time_run(pause)

        self.app.push_screen(AskScreen("Let time run with this decision open?", text, "let time run"), answered)

    @on(Sitting.Changed)
    def _changed(self, event: Sitting.Changed) -> None:
        self._busy = False
        asked_before = bool(self._view.questions)
        self._view, self._log = event.view, event.log
        self.remove_class("-covered")
        if not asked_before or not event.view.questions:
            self._question = 0
        self._paint()
        if event.view.questions or event.view.ended:
            self.action_page("decision")
        self._show_cards(event.fresh)

    @on(Sitting.Failed)
    def _failed(self, event: Sitting.Failed) -> None:
        from tabletop.tui.screens.ask import AskScreen

        self._busy = False
        self._paint_edges()
        text = f"{event.error}\n\n{event.error.hint}".strip()
        self.app.push_screen(AskScreen("This could not be done", text, "go on", no=""))

    def _show_cards(self, cards: tuple[Card, ...]) -> None:
        from tabletop.tui.screens.cards import CardScreen

        if cards:
            self.app.push_screen(CardScreen(cards), lambda _: self._after_cards())
        else:
            self._after_cards()

    def _after_cards(self) -> None:
        seat = self.turns.next_seat()
        if self._view.ended:
            self.action_scorecard()
        elif seat is not None and seat != self.turns.seat:
            self._hand_over(seat)

    # Deciding

    @on(DecisionPane.Sealed)
    def _sealed(self, event: DecisionPane.Sealed) -> None:
        from tabletop.tui.screens.confirm import ConfirmScreen

        question, choice = event.question, event.choice

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                self._submit(question.seat, question.decision, choice, answer)

        if not self._busy:
            self.app.push_screen(ConfirmScreen(question, choice, self._names), answered)

    def _submit(self, seat: str, decision: str, choice: tuple[str, ...], answer: Answer) -> None:
        considered = tuple(self.query_one(DecisionPane).marks.read)
        self._in_background(
            lambda: self.session.submit(
                seat, decision, choice, rationale=answer.rationale, forecast=answer.forecast,
                dissent=answer.dissent, considered=considered,
            )
        )  # fmt: skip

    @on(DecisionPane.Refused)
    def _refused(self, event: DecisionPane.Refused) -> None:
        self.query_one("#news", Bar).show(Content.styled(literal.line(event.why), BAD), Content(""))

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._paint_edges()

    def action_option(self, number: int) -> None:
        """Go to option `number` of the open decision."""
        if self._view.questions:
            self.action_page("decision")
            self.query_one(DecisionPane).go_to(number)

    def action_mark(self) -> None:
        """Mark the option under the cursor."""
        self.query_one(DecisionPane).mark()

    def action_other_question(self) -> None:
        """Show the next open decision of this seat."""
        if self._view.questions:
            self._question = (self._question + 1) % len(self._view.questions)
            self._paint()
            self.action_page("decision")

    # Pages

    def action_page(self, page: str) -> None:
        """Bring a page to the front."""
        self.query_one(Desk).turn_to(page)
        self._paint_edges()

    def action_turn(self, step: int) -> None:
        """The page beside the one in front."""
        self.action_page(self.query_one(Desk).beside(step))

    def action_read_on(self, lines: int) -> None:
        """Scroll the running text."""
        self.query_one(Desk).read_on(lines)

    @on(FeedPane.Reading)
    def _reading(self, event: FeedPane.Reading) -> None:
        self.turns.has_read(event.notice)
        self._paint_edges()

    def action_why(self) -> None:
        """Ask about the quantity under the cursor of the situation; from another page, go there first."""
        desk = self.query_one(Desk)
        if desk.page == "situation":
            self.query_one(SituationPane).action_choose()
        else:
            self.action_page("situation")

    # Turns at the keyboard

    def action_give(self) -> None:
        """Give the keyboard to the next human seat."""
        if not self._busy and (others := self.turns.others()):
            self._hand_over(others[0])

    def _hand_over(self, seat: str, *, stay: bool = True) -> None:
        """Ask for the player of `seat`. The desk is covered until it has been painted anew for whoever takes over."""
        from tabletop.tui.screens.handover import HandoverScreen

        def taken(yes: bool | None) -> None:
            if yes:
                self.turns.seat = seat
                self._begin_turn()
            elif stay:
                self.remove_class("-covered")
            else:
                self.dismiss(self._farewell())

        self.add_class("-covered")
        labels = {known.id: known.label for known in self.session.loaded.scenario.seats}
        self.app.push_screen(HandoverScreen(self._shorts.get(seat, seat), labels.get(seat, ""), stay), taken)

    def _begin_turn(self) -> None:
        """Show everything anew for the seat at the keyboard; on its first turn, its briefing."""
        from tabletop.tui.screens.briefing import BriefingScreen

        seat = self.turns.seat
        self._question = 0
        self._in_background(lambda: None)
        if seat in self._unbriefed:
            self._unbriefed.discard(seat)
            self.app.push_screen(BriefingScreen(self.session.loaded, seat))

    def _farewell(self) -> str:
        where = self.session.record_path
        return f"go on with: tabletop resume {where}" if where is not None else ""

    def action_leave(self) -> None:
        """Leave the game after a question; the record stays."""
        from tabletop.tui.screens.ask import AskScreen

        where = self.session.record_path
        text = f"Everything you confirmed is kept in\n{where}\nGo on with: tabletop resume {where}"
        if where is None:
            text = "This game is not recorded; leaving it loses it."

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(self._farewell())

        self.app.push_screen(AskScreen("Leave the game?", text, "leave"), answered)
