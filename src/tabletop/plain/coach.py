"""First steps for a newcomer in lines: what can be typed next, until three decisions were taken."""

from __future__ import annotations

from tabletop.engine.views import View

_LEARNT = 3

START = "Nothing has happened yet. Enter lets time run; it stops when something reaches you or asks you to decide."
NEWS = "That was a message; i lists all of them. Enter goes on."
OPTIONS = (
    "A decision is open. Every option tells what it costs, what it risks, what it may bring; why 2 tells more of "
    "option 2. Answer with the number of one. You are asked once more before it counts."
)
FORM = (
    "This is a form. Answer with several numbers in one line: one for each line of the form, or as many as the budget "
    "allows. You are asked once more before it counts."
)
LOOK = "Look around before you choose: s tells the state, v the map, b your brief, o how you are scored."
AFTER = (
    "Your choice is on disk. Where others choose at the same time, all answers are opened together; then a card tells "
    "the odds beforehand, the draw, and which rule moved what. Enter goes on."
)
KEEP = "c repeats the last cards. ? lists all commands, q saves and stops. Enter goes on."


def lesson(view: View) -> str:
    """What to say now to the seat of this view; '' once it has taken three decisions."""
    done = sum(taken.seat == view.seat for taken in view.decisions)
    if done >= _LEARNT or view.ended:
        return ""
    if view.questions:
        form = bool(view.questions[0].items) or view.questions[0].pick is not None
        return FORM if form else LOOK if done else OPTIONS
    if done:
        return AFTER if done == 1 else KEEP
    return NEWS if view.notices else START
