"""What the facilitator did by hand, why, and how much of the game that was."""

from __future__ import annotations

from tabletop.report.aar import HandsTold, HandTold
from tabletop.report.game import Game
from tabletop.report.timeline import Timeline
from tabletop.report.wording import shown

MAINLY = 0.2
_COUNTED = ("inject", "decision", "default", "resolved", "arrived", "stage", "override", "change", "chance")


def hands_told(game: Game, timeline: Timeline) -> HandsTold:
    """The facilitator's injects and overrides, and their share of the happenings that changed something.

    Above a fifth the scores are indicative only: the game was mainly adjudicated by its facilitator.
    """
    changed = _changed(game, timeline)
    by_hand = [n for n in timeline.numbers if "reason" in game.sim.entries[n].detail]
    share = len(by_hand) / max(1, len(changed | set(by_hand)))
    return HandsTold(
        tuple(_hand(game, timeline, n) for n in by_hand), len(changed | set(by_hand)), share, share > MAINLY
    )


def _changed(game: Game, timeline: Timeline) -> set[int]:
    """The rows of the timeline that moved a quantity, at once or by what followed within the same minute."""
    entries, quantities = game.sim.entries, game.program.layout.quantities
    rows = {n for n in timeline.numbers if entries[n].kind in _COUNTED}
    found = set()
    for entry in entries:
        if any(change.quantity in quantities for change in entry.changes):
            root = entry
            while root.n and root.n not in rows and entries[root.cause].at == root.at and root.kind != "step":
                root = entries[root.cause]
            if root.n in rows:
                found.add(root.n)
    return found


def _hand(game: Game, timeline: Timeline, n: int) -> HandTold:
    entry = game.sim.entries[n]
    what = f"Message sent: {timeline.title(n)}"
    if entry.kind == "override":
        quantity = game.program.layout.quantities[entry.what]
        moved = next(((c.before, c.after) for c in entry.changes if c.quantity == entry.what), None)
        values = f"{shown(moved[0], quantity)} → {shown(moved[1], quantity)}" if moved else "left as it was"
        what = f"{quantity.label}: {values}"
    return HandTold(n, game.times.moment(entry.at), what, str(entry.detail["reason"]))
