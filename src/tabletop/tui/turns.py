"""Who sits at the keyboard, and what each seat has read and seen. Nothing of it belongs to the game or its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.engine.cards import Card
    from tabletop.engine.views import Notice, View
    from tabletop.session import Session, Waiting


class Turns:
    """The seat at the keyboard, and for every human seat the mark up to which it has been shown what happened.

    A game without a human seat is watched: `seat` is None, and the view is the facilitator's.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._left: set[tuple[str, int]] = set()
        self.seat: str | None = self.owed() or next(iter(session.humans), None)
        places: Sequence[str | None] = session.humans or (None,)
        self._marks = {seat: session.mark() for seat in places}
        self._read = {seat: {notice.n for notice in session.view(seat).notices} for seat in places}

    @property
    def hot_seat(self) -> bool:
        """True when people take turns at this keyboard."""
        return len(self.session.humans) > 1

    def owed(self) -> str | None:
        """The seat of the decision that has been waiting longest, if any."""
        return next((waiting.seat for waiting in self._undecided()), None)

    def open_here(self) -> bool:
        """True when the seat at the keyboard has a decision to make and has not left it open."""
        return any(waiting.seat == self.seat for waiting in self._undecided())

    def leave_open(self) -> None:
        """The seat at the keyboard lets time run over its open decisions."""
        own = (waiting for waiting in self.session.waiting() if waiting.seat == self.seat)
        self._left |= {(waiting.decision, waiting.opened) for waiting in own}

    def time_runs(self) -> None:
        """Time is let pass: what was left open may be asked about again afterwards."""
        self._left.clear()

    def next_seat(self) -> str | None:
        """The other seat that must decide before time may run, when the one at the keyboard has nothing to decide."""
        return None if self.open_here() else self.owed()

    def _undecided(self) -> list[Waiting]:
        return [waiting for waiting in self.session.waiting() if (waiting.decision, waiting.opened) not in self._left]

    def others(self) -> tuple[str, ...]:
        """The human seats that are not at the keyboard, in the scenario's order, beginning after the present one."""
        humans = self.session.humans
        start = humans.index(self.seat) + 1 if self.seat in humans else 0
        return tuple(seat for seat in (*humans[start:], *humans[:start]) if seat != self.seat)

    def fresh_cards(self) -> tuple[Card, ...]:
        """The consequence cards that the seat at the keyboard has not seen; they count as seen from now on."""
        mark = self.session.mark()
        cards = self.session.cards(self.seat, self._marks[self.seat])
        self._marks[self.seat] = mark
        return cards

    def unread(self, view: View) -> frozenset[int]:
        """The numbers of the notices that the seat at the keyboard has not opened."""
        read = self._read[self.seat]
        return frozenset(notice.n for notice in view.notices if notice.n not in read)

    def has_read(self, notice: Notice) -> None:
        """The seat at the keyboard has this notice before it."""
        self._read[self.seat].add(notice.n)
