"""The timeline: every happening with what followed at once, the chain that led to it, and who was not told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from tabletop.engine.cards import cards
from tabletop.engine.entries import ROOT, Entry
from tabletop.engine.knowledge import knows, taken
from tabletop.record.record import NoteLine
from tabletop.report.game import TAKEN, Game
from tabletop.report.story import Link, Row
from tabletop.report.wording import shown

KINDS = {
    "inject": "message", "decision": "decision", "default": "default", "resolved": "together", "arrived": "arrival",
    "loading": "departure", "stage": "stage", "override": "by hand", "step": "rules", "end": "end",
    "change": "later", "chance": "later", "note": "later", "start": "start",
}  # fmt: skip
_ALWAYS = ("inject", "decision", "default", "override", "stage", "end")
_MOST_MOVED = 6


class Timeline:
    """The rows of a game. `cited` are entries that have to have a row because something refers to them."""

    def __init__(self, game: Game, cited: Iterable[int] = ()) -> None:
        self._game = game
        self._entries = game.sim.entries
        standing = {entry.n for entry in self._entries if entry.kind in _ALWAYS}
        self.numbers = tuple(sorted((standing | set(game.cards) | set(cited)) - {ROOT}))
        self._shown = frozenset(self.numbers)
        self._ways: dict[int, tuple[int, ...]] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows in order; notes of players stand where they were written."""
        rows = [(n, self._row(self._entries[n])) for n in self.numbers]
        last = {row.at: n for n, row in rows}
        for line in self._game.record.lines:
            if isinstance(line, NoteLine):
                before = max((n for at, n in last.items() if at <= line.at), default=0)
                rows.append((before, self._note(line)))
        return tuple(row for _, row in sorted(rows, key=lambda item: item[0]))

    def title(self, n: int) -> str:
        """The title of an entry's row."""
        entry = self._entries[n]
        if entry.kind in TAKEN:
            return f"{self._game.program.points[entry.what].point.title} → {self.chosen(entry)}"
        if entry.kind == "inject":
            return str(entry.detail["subject"])
        if entry.kind == "step":
            return "The rules of the model"
        if entry.kind == "resolved":
            label = next((str(j.label) for j in self._game.scenario.joint if j.id == entry.what), "")
            return f"{label}: what the choices did together" if label else "What the choices did together"
        if entry.kind == "pending" and entry.what in self._game.program.forces.packages:
            return f"Loads leave: {self._game.program.forces.packages[entry.what].package.label}"
        if entry.kind == "end":
            return str(entry.detail["title"])
        return self._game.cards[n].title if n in self._game.cards else KINDS.get(entry.kind, entry.kind)

    def chosen(self, entry: Entry) -> str:
        """The labels of what was chosen."""
        plan = self._game.program.points[entry.what]
        labels = [plan.point.options[plan.numbers[option]].label for option in entry.detail["choice"]]
        return "; ".join(labels) or "nothing"

    def chain(self, n: int) -> tuple[Link, ...]:
        """The rows that led to an entry, nearest first; where sealed choices met, all of them."""
        return tuple(Link(n, self._entries[n].at, self.title(n), self.rules(n)) for n in self._before(self.root(n)))

    def followed(self, n: int) -> tuple[int, ...]:
        """The rows that came of an entry, in order."""
        return tuple(row for row in self.numbers if row > n and n in self._before(row))

    def root(self, n: int) -> int:
        """The row that an entry is part of: its own, or the one that it followed from within the same minute."""
        entry = self._entries[n]
        while entry.n not in self._shown and entry.n != ROOT and self._entries[entry.cause].at == entry.at:
            entry = self._entries[entry.cause]
        return entry.n if entry.n in self._shown else n

    def rules(self, n: int) -> tuple[str, ...]:
        """The rules by which a row moved something, at once."""
        return self._rules.get(n, ())

    @cached_property
    def _rules(self) -> dict[int, tuple[str, ...]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for entry in self._entries:
            if entry.because:
                found[self.root(entry.n)].append(entry.because)
        return {n: tuple(dict.fromkeys(rules)) for n, rules in found.items()}

    def _before(self, n: int) -> tuple[int, ...]:
        """The rows that lie on the ways from an entry back to STARTEX, latest first. A step of the rules ends a way."""
        if n not in self._ways:
            entry = self._entries[n]
            causes = () if entry.kind == "step" else {entry.cause, *entry.detail.get("entries", ())} - {ROOT, n}
            found: set[int] = set()
            for cause in causes:
                found.update(({cause} & self._shown) | set(self._before(cause)))
            self._ways[n] = tuple(sorted(found, reverse=True))
        return self._ways[n]

    def _row(self, entry: Entry) -> Row:
        card = self._game.cards.get(entry.n)
        lines = card.lines if card else self._moved(entry) if entry.kind == "step" else ()
        title, written = entry.detail.get("enclosed", ("", ()))
        enclosed = (f"Enclosed: {title}.", *written) if written else ()
        return Row(
            n=entry.n,
            at=entry.at,
            clock=self._game.times.moment(entry.at),
            kind=KINDS.get(entry.kind, entry.kind),
            who=self._who(entry),
            title=self.title(entry.n),
            lines=(*(lines[1:] if entry.kind in TAKEN else lines), *enclosed),
            chain=self.chain(entry.n),
            hidden_from=tuple(self._game.shorts[s] for s in self._game.seats if not self._told(entry, s)),
            by_hand=str(entry.detail.get("reason", "")),
        )

    def _note(self, line: NoteLine) -> Row:
        who = self._game.shorts.get(line.seat, "Facilitator")
        return Row(None, line.at, self._game.times.moment(line.at), "note", who, line.text)

    def _who(self, entry: Entry) -> str:
        if entry.kind in TAKEN:
            return self._game.shorts[entry.detail["seat"]]
        if "reason" in entry.detail:
            return "Facilitator"
        return str(self._game.program.injects[entry.what].inject.sender) if entry.kind == "inject" else ""

    def _moved(self, entry: Entry) -> tuple[str, ...]:
        """What the rules of a day moved most, as a share of each quantity's range."""
        quantities = self._game.program.layout.quantities
        known = [(change, quantities[change.quantity]) for change in entry.changes if change.quantity in quantities]
        known.sort(key=lambda item: -abs(item[0].after - item[0].before) / (item[1].high - item[1].low))
        told = []
        for change, quantity in known[:_MOST_MOVED]:
            before, after = shown(change.before, quantity), shown(change.after, quantity)
            rules = ", ".join(dict.fromkeys(relation for relation, _ in change.parts))
            told.append(f"{quantity.label} {before} → {after}" + (f" ({rules})" if rules else ""))
        return ("Moved: " + "; ".join(told) + ".",) if told else ()

    def _told(self, entry: Entry, seat: str) -> bool:
        if entry.kind in TAKEN:
            return entry.n in self._known[seat]
        if entry.kind == "inject":
            return knows(entry, seat)
        return (
            entry.kind in ("step", "end", "override") or entry.n in self._seen[seat] or entry.n not in self._game.cards
        )

    @cached_property
    def _known(self) -> dict[str, frozenset[int]]:
        """The entries of the decisions that each reported seat has heard of."""
        found = {}
        for seat in self._game.seats:
            heard = [view.n for view in taken(self._game.sim, seat)]
            found[seat] = frozenset(entry.n for n, entry in self._game.entry_of.items() if n in heard)
        return found

    @cached_property
    def _seen(self) -> dict[str, frozenset[int]]:
        return {seat: frozenset(card.n for card in cards(self._game.sim, seat, 0)) for seat in self._game.seats}
