"""What a seat sees, in lines: the news, the state, the forces, what is under way, what followed."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.engine.cards import Card
from tabletop.engine.readings import Reading
from tabletop.engine.views import Notice, View
from tabletop.engine.whereabouts import ForceView
from tabletop.plain.console import Console
from tabletop.plain.text import one_line, pad
from tabletop.simtime import DAY

_LABEL = 34
_VALUE = 12
_CHANGE = 16
_CHANGE_SINCE = 18
_NUMBERED = ("gauge", "stock", "programme")
_STATUS = {
    "present": "in place",
    "notice": "preparing to move",
    "queued": "waiting for lift",
    "loading": "loading",
    "under way": "under way",
}


def clock_line(view: View) -> str:
    """'D+4 09:00, Fri 14 Aug 2026 KST: Washington'."""
    return one_line(f"{view.clock}, {view.date}: {view.seat_label}")


def tell_news(console: Console, notices: Sequence[Notice]) -> None:
    """Notices in full: when, from whom, how, what."""
    for notice in notices:
        console.line()
        console.line(f"[{notice.clock}] {one_line(notice.sender)} ({one_line(notice.channel)})")
        console.say(f"Subject: {one_line(notice.subject)}", hanging=2)
        console.say(notice.body, indent=2)
        title, written = notice.enclosed
        for paragraph in (f"Enclosed: {one_line(title)}", *written) if written else ():
            console.line()
            console.say(paragraph, indent=4)


def list_news(console: Console, notices: Sequence[Notice]) -> None:
    """All notices so far, one line each, by the number that `i` takes."""
    if not notices:
        console.line("No messages yet.")
    for number, notice in enumerate(notices, 1):
        console.say(f"{number:>3}  [{notice.clock}] {one_line(notice.sender)}: {one_line(notice.subject)}", 0, 5)


def tell_state(console: Console, view: View) -> None:
    """The readings: numbers in a table, headline ones first, then the state of what has no number.

    Of flags only those that are set are told.
    """
    numbers = [reading for reading in view.readings if reading.kind in _NUMBERED]
    console.heading(f"State on {clock_line(view)}")
    change = _CHANGE if not view.since else _CHANGE_SINCE
    console.line(pad("", _LABEL) + pad("now", _VALUE) + pad(f"since {view.since or 'yesterday'}", change) + "scale")
    for reading in sorted(numbers, key=lambda reading: not reading.headline):
        console.line(_reading_line(reading, change))
    for reading in view.readings:
        if reading.kind not in _NUMBERED and (reading.kind != "flag" or reading.value):
            console.say(f"{one_line(reading.label)}: {one_line(reading.text)}", hanging=4)
    for theatre in view.theatres:
        if theatre.word:
            console.say(f"{one_line(theatre.label)}, rung: {one_line(theatre.word)}")


def tell_forces(console: Console, view: View) -> None:
    """Every force package that the seat knows of: where, doing what, until when."""
    console.heading("Forces")
    if not view.forces:
        console.line("None that you know of.")
    for force in view.forces:
        console.say(_force_line(force), hanging=4)


def tell_pending(console: Console, view: View) -> None:
    """What is under way and when it is due."""
    console.heading("Pending")
    if not view.pending:
        console.line("Nothing that you know of.")
    for item in view.pending:
        when = item.clock if item.due is not None else "time not known"
        console.say(f"{when}  {one_line(item.label)}", hanging=4)


def tell_decisions(console: Console, view: View) -> None:
    """Choices that this seat knows of, in the order in which they were taken."""
    console.heading("Decisions so far")
    if not view.decisions:
        console.line("None yet.")
    for taken in view.decisions:
        how = " (by default)" if taken.by == "default" else ""
        console.say(
            f"{taken.clock}  {one_line(taken.title)}: {one_line('; '.join(taken.labels) or 'nothing')}{how}", hanging=4
        )


def tell_cards(console: Console, found: Sequence[Card]) -> None:
    """Consequence cards, each under its title."""
    for card in found:
        console.line()
        console.say(f"[{card.clock}] {one_line(card.title)}", hanging=2)
        for line in card.lines:
            console.say(line, indent=4, hanging=2)


def change_words(change: float | None) -> str:
    """'↑ 3.0', '↓ 1.2', '= 0', and '' where nothing is known."""
    if change is None:
        return ""
    if abs(change) < 0.05:
        return "= 0"
    return f"{'↑' if change > 0 else '↓'} {abs(change):.1f}"


def _reading_line(reading: Reading, change: int) -> str:
    word = f", {one_line(reading.word)}" if reading.word and reading.word != reading.text else ""
    value = one_line(reading.text) + word
    scale = one_line(reading.unit) + _good_direction(reading)
    if len(value) >= _VALUE:
        value, scale = one_line(reading.text), f"{scale}  {one_line(reading.word)}".strip()
    return (
        pad(one_line(reading.label), _LABEL - 1) + " " + pad(value, _VALUE - 1) + " "
        + pad(change_words(reading.change), change) + scale
    )  # fmt: skip


def _good_direction(reading: Reading) -> str:
    return {"up": " (more is better)", "down": " (less is better)"}.get(reading.better, "")


def _force_line(force: ForceView) -> str:
    parts = [f"{one_line(force.label)}: {_STATUS.get(force.status, force.status)}, {one_line(force.place)}"]
    if force.to:
        parts.append(f"to {one_line(force.to)}")
    if force.due is not None:
        parts.append(f"due {force.arrives}")
    if force.loads_left:
        parts.append(f"{force.loads_left} loads left")
    if force.about:
        parts.append(one_line(force.about))
    return ", ".join(parts)


def time_left(minutes: int) -> str:
    """'2 d 4 h' style time left, to the nearest that helps."""
    if minutes < 60:
        return f"{minutes} min"
    days, rest = divmod(minutes, DAY)
    return f"{days} d {rest // 60} h" if days else f"{rest // 60} h"
