"""One seat at the keyboard: it reads, looks around, answers, and gets up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from tabletop.engine.asking import QuestionView
from tabletop.engine.cards import Card
from tabletop.engine.views import View
from tabletop.errors import CannotRead, IllegalDecision, closest
from tabletop.plain import pages, picture
from tabletop.plain.coach import lesson
from tabletop.plain.console import Console
from tabletop.plain.places import tell_places
from tabletop.plain.question import (
    NotAnAnswer,
    accepted,
    ask_words,
    number_of,
    read_choice,
    tell_option,
    tell_question,
)
from tabletop.plain.text import one_line
from tabletop.plain.why import tell_why
from tabletop.session import Session
from tabletop.simtime import DAY, format_step


class Leave(Enum):
    """Why a seat got up: it wants time to pass so far, or to stop for now."""

    DAY = "day"
    NEWS = "news"
    DECISION = "decision"
    QUIT = "quit"


_LEAVING = {"w": Leave.DAY, "n": Leave.NEWS, "g": Leave.DECISION, "q": Leave.QUIT}


@dataclass
class Memory:
    """What a seat has been told: notices by number, and entries that its cards covered."""

    notices: int = 0
    mark: int = 0
    cards: tuple[Card, ...] = ()
    greeted: bool = False
    lessons: list[str] = field(default_factory=list)


class Desk:
    """The seat's place in plain mode. `sit` returns when the seat is done for this moment."""

    def __init__(self, console: Console, session: Session, seat: str) -> None:
        self.seat = seat
        self.memory = Memory()
        self._console = console
        self._session = session
        self._put_off: set[str] = set()
        self._considered: dict[str, list[str]] = {}

    def sit(self) -> Leave:
        """Tell what is new, then take commands until the seat wants time to pass or to stop."""
        self._put_off.clear()
        self._tell_new()
        asked = ""
        while True:
            view = self._session.view(self.seat)
            question = self._next_question(view)
            if question is None and asked:
                if not view.questions:
                    return Leave.NEWS
                self._put_off.clear()
                continue
            if question is not None and question.decision != asked:
                tell_question(self._console, question, view.now)
                asked = question.decision
            self._coach(view)
            leave = self._obey(self._console.ask(self._prompt(question)), question, view)
            if leave is not None:
                return leave

    def remember(self, view: View) -> None:
        """Take up a resumed game: what was told more than a day (or a step) ago is not told again."""
        old = [notice for notice in view.notices if notice.at < view.now - max(DAY, self._session.loaded.scenario.step)]
        self.memory = Memory(notices=len(old), mark=self._session.mark(), greeted=True)

    def _next_question(self, view: View) -> QuestionView | None:
        return next((q for q in view.questions if q.decision not in self._put_off), None)

    def _tell_new(self) -> None:
        view = self._session.view(self.seat)
        if not self.memory.greeted:
            self.memory.greeted = True
            pages.tell_brief(self._console, self._session, self.seat)
            pages.tell_objectives(self._console, self._session, self.seat)
        self._console.heading(picture.clock_line(view))
        fresh = view.notices[self.memory.notices :]
        self.memory.notices = len(view.notices)
        picture.tell_news(self._console, fresh)
        self._tell_cards()
        if not fresh:
            self._console.line("No new messages.")

    def _tell_cards(self) -> None:
        found = self._session.cards(self.seat, self.memory.mark)
        self.memory.mark = self._session.mark()
        if found:
            self.memory.cards = found
            self._console.heading("What followed")
            picture.tell_cards(self._console, found)

    def _coach(self, view: View) -> None:
        """Tell a newcomer the next step, in a scenario that says it is for newcomers; each step once."""
        words = lesson(view) if self._session.loaded.scenario.tutorial else ""
        if words and words not in self.memory.lessons:
            self.memory.lessons.append(words)
            self._console.line()
            self._console.say(f"First steps: {words}", hanging=2)

    def _prompt(self, question: QuestionView | None) -> str:
        if question is None:
            return "\nNothing to decide now. Enter or n goes on, ? helps > "
        return f"\n{one_line(question.title)}: 1 to {len(question.options)}, ? helps > "

    def _obey(self, line: str, question: QuestionView | None, view: View) -> Leave | None:
        """Do what one line says. Returns how the seat leaves, or None when it stays."""
        word, _, rest = line.partition(" ")
        if not line and question is None:
            return Leave.NEWS
        if line.lower() in _LEAVING:
            return _LEAVING[line.lower()]
        if (word.lower() in {"i", "why"} and rest) or line.lower() in self._pages(view):
            self._look(word.lower(), rest.strip(), question, view)
        elif question is None:
            self._console.line(f'"{line[:40]}" is no command here; Enter goes on, ? helps.')
        elif line.lower() == "l":
            self._leave_open(question, view)
        else:
            self._answer(question, line)
        return None

    def _pages(self, view: View) -> dict[str, Callable[[], None]]:
        console, session = self._console, self._session
        return {
            "s": lambda: picture.tell_state(console, view),
            "f": lambda: picture.tell_forces(console, view),
            "v": lambda: tell_places(console, session.loaded.scenario, view),
            "p": lambda: picture.tell_pending(console, view),
            "i": lambda: picture.list_news(console, view.notices),
            "d": lambda: picture.tell_decisions(console, view),
            "c": lambda: picture.tell_cards(console, self.memory.cards),
            "b": lambda: pages.tell_brief(console, session, self.seat),
            "o": lambda: pages.tell_objectives(console, session, self.seat),
            "r": lambda: pages.tell_rules(console),
            "h": lambda: pages.tell_help(console, session),
            "?": lambda: pages.tell_help(console, session),
        }

    def _look(self, word: str, rest: str, question: QuestionView | None, view: View) -> None:
        if word == "why" and rest:
            self._why(rest.removesuffix("?").strip(), question, view)
        elif word == "i" and rest:
            self._read_again(rest, view)
        else:
            self._pages(view)[word]()

    def _why(self, word: str, question: QuestionView | None, view: View) -> None:
        """What speaks for and against an option, by its number; why a quantity stands as it does, by its name."""
        if not word.isdecimal():
            tell_why(self._console, self._session, view, word)
            return
        if question is None:
            self._console.line("There is no question open.")
            return
        try:
            number = number_of(question, word)
        except NotAnAnswer as wrong:
            self._console.say(str(wrong))
            return
        option = question.options[number - 1]
        tell_option(self._console, number, option, priced=question.pick is not None)
        self._considered.setdefault(question.decision, []).append(option.id)

    def _read_again(self, word: str, view: View) -> None:
        if word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= len(view.notices):
            picture.tell_news(self._console, view.notices[int(word) - 1 : int(word)])
        else:
            self._console.line(f"Messages are numbered from 1 to {len(view.notices)}; i lists them.")

    def _leave_open(self, question: QuestionView, view: View) -> None:
        if len(view.questions) - len(self._put_off) < 2:
            step = format_step(self._session.loaded.scenario.step)
            self._console.line(f"No other question is open; w waits {step} and leaves this one open.")
        else:
            self._put_off.add(question.decision)

    def _answer(self, question: QuestionView, line: str) -> None:
        try:
            choice = read_choice(question, line)
        except NotAnAnswer as wrong:
            near = closest(line, ["why 1", "i 1"]) if len(line) < 8 else ""
            self._console.say(f"{wrong}{'; ' + near if near else ''}")
            return
        answer = ask_words(self._console, question, choice)
        if answer is None:
            self._console.line("Taken back; nothing was decided.")
            return
        try:
            self._session.submit(
                self.seat, question.decision, answer.choice,
                rationale=answer.rationale, forecast=answer.forecast, dissent=answer.dissent,
                considered=tuple(dict.fromkeys(self._considered.get(question.decision, ()))),
            )  # fmt: skip
        except IllegalDecision as refused:
            self._console.say(f"Not possible: {refused}. {refused.hint or accepted(question)}")
            return
        except CannotRead as failed:
            if self._console.echo:
                raise  # a file of answers cannot make room and try again
            self._console.say(f"Not recorded, so not decided: {failed}. {failed.hint}")
            return
        self._console.line("Recorded.")
        self._tell_cards()
