"""Why a quantity stands where it stands, in lines."""

from __future__ import annotations

from tabletop.engine.readings import Reading
from tabletop.engine.views import View
from tabletop.engine.why import Rule, Share
from tabletop.errors import closest
from tabletop.plain.console import Console
from tabletop.plain.text import one_line
from tabletop.session import Session


def tell_why(console: Console, session: Session, view: View, name: str) -> None:
    """What moved the quantity of this name (its id, or the beginning of its label), the strongest first; then rules."""
    reading = _meant(view, name)
    if reading is None:
        labels = [reading.label for reading in view.readings]
        hint = closest(name, [*labels, *(reading.id for reading in view.readings)])
        console.say(f'You see no gauge "{name[:40]}". {hint or "s lists what you see."}')
        return
    answer = session.why(view.seat, reading.id)
    console.heading(one_line(f"Why? {answer.label}: {answer.began}, now {answer.stands}"))
    if not answer.shares:
        console.line("Nothing that you know of has moved it since STARTEX.")
    for share in answer.shares:
        console.say(_share(share), hanging=4)
    for rule in answer.rules:
        _tell_rule(console, rule)


def _meant(view: View, name: str) -> Reading | None:
    """By id, by label, or by the only label that begins so; None when there is none or it is not clear which."""
    wanted = name.casefold()
    exact = [r for r in view.readings if wanted in (r.id, one_line(r.label).casefold())]
    begins = [r for r in view.readings if one_line(r.label).casefold().startswith(wanted)]
    found = exact or (begins if len(begins) == 1 else [])
    return found[0] if found else None


def _share(share: Share) -> str:
    direction = "up" if share.up else "down"
    amount = direction if share.amount is None else f"{direction} {abs(share.amount):.1f}"
    since = "" if not share.clock else f" ({share.clock}{f', {share.times} times' if share.times > 1 else ''})"
    return f"{amount}  {one_line(share.what)}{since}"


def _tell_rule(console: Console, rule: Rule) -> None:
    console.say(f"Rule {rule.id} (grade {one_line(rule.grade)}), {one_line(rule.title)}: {one_line(rule.says)}", 0, 2)
    for line in rule.reads:
        console.say(f"It reads: {one_line(line)}.", 2, 4)
    for source in rule.sources:
        console.say(f"Source: {one_line(source)}", 2, 4)
