"""A whole game in lines: who sits down when, how time passes between, how it ends."""

from __future__ import annotations

from tabletop.plain import pages
from tabletop.plain.closing import tell_end
from tabletop.plain.console import Console, EndOfInput
from tabletop.plain.desk import Desk, Leave
from tabletop.plain.question import confirm
from tabletop.plain.text import one_line
from tabletop.session import Pause, Session, Waiting


def play(session: Session, console: Console, *, resumed: bool = False) -> None:
    """Play to the end, or until the players stop or the input ends; the record is then as far as they came."""
    game = Game(session, console)
    try:
        game.open(resumed=resumed)
        game.run()
    except EndOfInput:
        console.line("The input has ended.")
    if session.ended:
        tell_end(console, session)
    tell_where(console, session)
    console.flush()


def tell_where(console: Console, session: Session) -> None:
    """Where the record is and how to go on with it."""
    path = session.record_path
    if path is None:
        console.line("This game was not recorded.")
    elif session.ended:
        console.line(f"Record: {path}")
        console.line(f'Tell it again: tabletop replay "{path}"')
    else:
        console.line(f"Saved on {session.loaded.scenario.times.moment(session.now)}: {path}")
        console.line(f"Go on with: {session.resume_command} --plain")


class Game:
    """The table around which the human seats take turns at one keyboard."""

    def __init__(self, session: Session, console: Console) -> None:
        self._session = session
        self._console = console
        self._desks = {seat: Desk(console, session, seat) for seat in session.humans}
        self._at_keyboard = session.humans[0] if len(session.humans) == 1 else ""

    def open(self, *, resumed: bool) -> None:
        """Title and setup; a resumed game does not read out again what was read out before."""
        pages.tell_title(self._console, self._session)
        pages.tell_setup(self._console, self._session)
        if not resumed:
            pages.tell_calendar(self._console, self._session)
            self._console.line()
            self._console.line("At any prompt: ? lists the commands, r tells the rules.")
            return
        self._console.line(f"Resumed on {self._session.loaded.scenario.times.moment(self._session.now)}.")
        for seat, desk in self._desks.items():
            desk.remember(self._session.view(seat))

    def run(self) -> None:
        """Turns at the keyboard and time between them, until the end or until somebody stops."""
        while not self._session.ended:
            wish = self._round()
            if wish is Leave.QUIT:
                return
            self._let_pass(wish)

    def _round(self) -> Leave:
        """Everybody with an open question sits down once; alone, one also reads the news between questions."""
        asked = dict.fromkeys(waiting.seat for waiting in self._session.waiting())
        seats = list(asked) or (list(self._desks) if len(self._desks) == 1 else [])
        wishes = []
        for seat in seats:
            if not self._hand_over(seat):
                return Leave.QUIT
            wishes.append(self._desks[seat].sit())
            if wishes[-1] is Leave.QUIT:
                return Leave.QUIT
        if len(self._desks) > 1 and not self._session.waiting():
            return Leave.DECISION
        return next((wish for wish in (Leave.DAY, Leave.NEWS) if wish in wishes), Leave.DECISION)

    def _hand_over(self, seat: str) -> bool:
        """Wait until the next seat is at the keyboard; False when somebody would rather stop."""
        if seat == self._at_keyboard:
            return True
        self._console.turn_page()
        answer = self._console.ask(f"--- pass the keyboard to {self._label(seat)}, press Enter --- ")
        self._at_keyboard = seat
        return answer.lower() != "q"

    def _let_pass(self, wish: Leave) -> None:
        """Time passes, but never over a deadline that nobody has agreed to miss."""
        session = self._session
        until = session.now + session.loaded.scenario.step if wish is Leave.DAY else None
        pause: Pause = "decision" if wish is Leave.DECISION else "news"
        first = min(session.waiting(), key=lambda waiting: waiting.deadline, default=None)
        if first is not None:
            last_call = first.deadline - 1
            if session.now >= last_call:
                if self._agree_to_miss(first):
                    session.advance(until=first.deadline, pause=pause)
                return
            until = last_call if until is None else min(until, last_call)
        session.advance(until=until, pause=pause)

    def _agree_to_miss(self, waiting: Waiting) -> bool:
        title = next(
            one_line(question.title)
            for question in self._session.view(waiting.seat).questions
            if question.decision == waiting.decision
        )
        self._console.say(f"Last call for {self._label(waiting.seat)}: {title}. The next minute takes the default.")
        return confirm(self._console, "Let the time run out? y or n (Enter: n): ", enter=False)

    def _label(self, seat: str) -> str:
        scenario = self._session.loaded.scenario
        return next(one_line(each.short) for each in scenario.seats if each.id == seat)
