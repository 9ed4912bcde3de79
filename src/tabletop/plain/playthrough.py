"""A game told from outside, in lines: what came, what was decided and why, what followed, what it was worth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tabletop.engine.cards import DID_NOT, Card, cards
from tabletop.engine.entries import Entry
from tabletop.engine.simulation import Simulation
from tabletop.engine.telling import documents, epilogue
from tabletop.engine.views import Notice, view
from tabletop.plain.closing import rating_words
from tabletop.plain.console import Console
from tabletop.plain.text import one_line, pad
from tabletop.record.record import DecisionLine, Header, NoteLine, Record
from tabletop.scoring.objectives import ObjectiveScore
from tabletop.scoring.scorecard import Scorecard, score
from tabletop.simtime import DAY

WIDTH = 100
_INDENT = 4
_ONLY_A_RULE = re.compile(r"(Rule: [^.]*\.)?")
_GRADE = re.compile(r" \(grade [^)]*\)")
_CHANCE = re.compile(
    r"Odds beforehand: (?P<odds>[^.]*)\. Draw: (?P<needed>needed [a-z0-9 ]*) on 100; drew (?P<drew>[0-9]+): "
    r"(?P<result>[^.]*)\."
)
_TAKEN = ("decision", "default")


def tell_playthrough(console: Console, simulation: Simulation, record: Record, digest: str) -> None:
    """The whole game as the facilitator sees it. `record` holds its header and lines."""
    tell_header(console, simulation, record.header)
    _tell_course(console, simulation, record)
    tell_outcome(console, simulation)
    console.line()
    for card in score(simulation).values():
        _tell_card(console, simulation, card)
    _tell_later(console, simulation)
    console.line()
    console.line(f"Digest {digest}")


def tell_header(console: Console, simulation: Simulation, header: Header) -> None:
    """Scenario, seed and setup, who held which seat, what was hidden."""
    scenario = simulation.program.scenario
    console.line(f"{one_line(scenario.title)} ({header.scenario}, version {header.scenario_version})")
    console.line(f"Seed {header.seed}, preset {header.preset or 'none'}, length {header.length or 'full'}")
    changed = {**header.texts, **header.assumptions, **header.latents, **header.starts}
    for name, value in changed.items():
        console.line(f"Set: {name} = {value}")
    for seat in scenario.seats:
        console.line(f"  {pad(seat.id, 8)} {pad(header.seats.get(str(seat.id), ''), 18)} {one_line(seat.label)}")
    if header.parent is not None:
        console.say(f"Branched from {one_line(header.parent.file)} after decision {header.parent.at}", hanging=2)
    hidden = [reading for reading in view(simulation, None).readings if reading.kind == "latent"]
    if hidden:
        console.say("Hidden: " + "; ".join(f"{one_line(r.label)}: {one_line(r.text)}" for r in hidden), hanging=2)


def tell_outcome(console: Console, simulation: Simulation) -> None:
    """The ending, or that the record stops before it."""
    outcome = simulation.outcome
    console.line()
    if outcome is None:
        console.line(f"The record stops on {simulation.program.times.moment(simulation.now)}; the game is not over.")
        return
    console.line(f"END {simulation.program.times.moment(outcome.at)}: {one_line(outcome.title)}")
    console.say(outcome.text, indent=_INDENT)


def _tell_course(console: Console, simulation: Simulation, record: Record) -> None:
    """Injects and cards in the order of their entries, notes of the record where their time has come."""
    notices = {notice.n: notice for notice in view(simulation, None).notices}
    told = {card.n: card for card in cards(simulation, None, 0)}
    words = _words(record)
    notes = [line for line in record.lines if isinstance(line, NoteLine)]
    period, last = max(DAY, simulation.program.scenario.step), -1
    for n in sorted({*notices, *told}):
        entry = simulation.entries[n]
        while notes and notes[0].at < entry.at:
            _tell_note(console, simulation, notes.pop(0))
        if entry.at // period != last:
            last = entry.at // period
            console.line()
        if n in notices:
            _tell_inject(console, simulation, notices[n], entry)
        elif entry.kind in _TAKEN:
            _tell_decision(console, simulation, told[n], entry)
        else:
            console.say(f"{told[n].clock}  {one_line(told[n].title)}", hanging=_INDENT)
        followed = _followed(told[n], entry) if n in told else ""
        console.say(" ".join([followed, *_said(words, entry)]), indent=_INDENT)
    for note in notes:
        _tell_note(console, simulation, note)


def _followed(card: Card, entry: Entry) -> str:
    """A card in one paragraph, without what was chosen and without grades; of a chance only what came of it."""
    known = len(entry.detail["choices"]) if entry.kind == "resolved" else int(entry.kind in _TAKEN)
    lines = " ".join(card.lines[known:])
    if _ONLY_A_RULE.fullmatch(lines):
        return ""
    short = _GRADE.sub("", _CHANCE.sub(_shortened, lines))
    return short.replace("Because, since STARTEX: ", "Because: ").replace("Odds beforehand: ", "Odds: ")


def _shortened(chance: re.Match[str]) -> str:
    """'Odds beforehand: A: likely (…); B: unlikely (…). Draw: … drew 7: A.' with the odds of what came alone.

    What did not come about keeps its own odds: 'A: no, it was likely (…)'.
    """
    result, drew = chance["result"], f"drew {chance['drew']}, {chance['needed']}."
    if result.endswith(DID_NOT):
        label, _, told = chance["odds"].rpartition(": ")
        return f"{label}: no, it was {told}; {drew}"
    told = next((odds for odds in chance["odds"].split("; ") if odds.startswith(f"{result}: ")), "")
    return f"{result}, which was {told.removeprefix(f'{result}: ')}; {drew}"


def _tell_decision(console: Console, simulation: Simulation, card: Card, entry: Entry) -> None:
    point = simulation.program.points[entry.what].point
    seat = next(each.short for each in simulation.program.scenario.seats if each.id == point.seat)
    chosen = "; ".join(option.label for option in point.options if option.id in entry.detail["choice"])
    how = " (by default)" if entry.kind == "default" else ""
    console.say(f"{card.clock}  {seat}: {card.title} -- {chosen or 'nothing'}{how}", hanging=_INDENT)


def _tell_inject(console: Console, simulation: Simulation, notice: Notice, entry: Entry) -> None:
    told = simulation.program.injects[entry.what].inject.to
    to = "all" if len(told) == len(simulation.program.scenario.seats) else ", ".join(told)
    head = f"{notice.clock}  {one_line(notice.sender)} to {to} ({one_line(notice.channel)})"
    console.say(f"{head}: {one_line(notice.subject)}", hanging=_INDENT)
    title, written = notice.enclosed
    if written:
        console.say(f"Enclosed: {one_line(title)}", indent=_INDENT)
    for paragraph in written:
        console.say(one_line(paragraph), indent=2 * _INDENT)


def _words(record: Record) -> dict[tuple[str, str], list[DecisionLine]]:
    """What players said with their decisions, by seat and decision point, in order."""
    found: dict[tuple[str, str], list[DecisionLine]] = {}
    for line in record.lines:
        if isinstance(line, DecisionLine):
            found.setdefault((line.seat, line.decision), []).append(line)
    return found


def _said(words: Mapping[tuple[str, str], list[DecisionLine]], entry: Entry) -> Iterator[str]:
    """What the player said with a decision; each is used up once."""
    said = words.get((entry.detail["seat"], entry.what)) if entry.kind == "decision" else None
    return _spoken(said.pop(0)) if said else iter(())


def _spoken(line: DecisionLine) -> Iterator[str]:
    if line.rationale:
        yield f"Reason: {one_line(line.rationale)}"
    if line.forecast is not None:
        yield f"Forecast: {line.forecast} %."
    if line.dissent:
        yield f"Dissent: {one_line(line.dissent)}"


def _tell_note(console: Console, simulation: Simulation, note: NoteLine) -> None:
    console.line()
    clock = simulation.program.times.moment(note.at)
    console.say(f"{clock}  Note ({note.seat or 'facilitator'}): {one_line(note.text)}", hanging=_INDENT)


def _tell_card(console: Console, simulation: Simulation, card: Scorecard) -> None:
    label = next(one_line(s.label) for s in simulation.program.scenario.seats if s.id == card.seat)
    if not card.rating:
        console.line(f"SCORE {label}: nothing observed yet")
        return
    console.line(f"SCORE {label}: {card.points}, {rating_words(card.rating)}, coverage {100 * card.coverage:.0f} %")
    if card.capped_by:
        console.say(f"Capped: {one_line(card.capped_by)}", indent=_INDENT, hanging=2)
    console.say("; ".join(_worth(objective) for objective in card.objectives), indent=_INDENT)


def _tell_later(console: Console, simulation: Simulation) -> None:
    """The papers that were written and the years after, of a game that is over."""
    if simulation.outcome is None:
        return
    told = {notice.enclosed for notice in view(simulation, None).notices}
    for title, paragraphs in documents(simulation):
        console.line()
        if (title, paragraphs) in told:
            console.line(f"{one_line(title)}: as it was enclosed above")
            continue
        console.line(one_line(title))
        for paragraph in paragraphs:
            console.say(one_line(paragraph), indent=_INDENT)
    years = epilogue(simulation)
    if years:
        console.line()
    for title, text in years:
        console.say(f"{one_line(title)}: {one_line(text)}", hanging=_INDENT)


def _worth(objective: ObjectiveScore) -> str:
    worth = f"{objective.value:.1f} {objective.rating}" if objective.observed else "not observed"
    return f"{one_line(objective.title)} {worth}"
