"""Pages that a player can call for at any time: brief, objectives, rules, help."""

from __future__ import annotations

from tabletop.plain.console import Console
from tabletop.plain.text import one_line
from tabletop.scenario.definition import Measure, Scenario, Seat
from tabletop.session import Session
from tabletop.simtime import format_step

MODES = {
    "mean": "average",
    "terminal": "at the end",
    "minimum": "lowest",
    "maximum": "highest",
}

HELP = """
Answer a question with the number of an option; several numbers where several may be picked, such as 1 4 5.

  w       {wait:<34}n   on to what matters next: news, a question
  g       go straight on to the next question
  s       state                             f   forces
  v       the map in words                  p   pending
  i       list of messages                  i 3 read message 3 again
  d       decisions so far                  c   the last consequence cards
  o       objectives and how they score     b   your brief
  why 2   for and against option 2          why cohesion   what moved a gauge, and by which rule
  l       leave this question, next one     r   rules
  h or ?  this page                         q   save and quit

Time never passes a deadline unasked. Everything you confirm is on disk before the next line appears.
"""

RULES = """
You hold a seat in a crisis. Messages reach you; questions open, each with a deadline. If you do not answer in time,
the stated default is taken for you.

Every choice says what it costs, what it risks and how likely it is to work. Odds are given as a word and a range:
almost no chance (1–5 %), very unlikely (5–20 %), unlikely (20–45 %), roughly even (45–55 %), likely (55–80 %), very
likely (80–95 %), almost certain (95–99 %).

After a choice, cards tell what followed: the odds beforehand, what was drawn, what drove it, the numbered rule, what
moved. Some readings are exact, some come as one of five words, some are hidden from you.

Where two seats are asked at once, the answers are sealed: nobody sees the other's before both are in, or the time is
up.

There is no winner. Each seat is scored on its own objectives from 0 to 100, rated P (performed), S (some difficulty), M
(major difficulty) or U (unable). The end of the game is not announced.

Optional with each choice: one sentence of reason, a forecast in per cent where one is asked for, and a dissent. They do
not change the game; they are for the talk afterwards.
"""


def tell_title(console: Console, session: Session) -> None:
    """Title, disclaimer, what it is about."""
    scenario = session.loaded.scenario
    console.line(one_line(scenario.title).upper())
    console.say(scenario.disclaimer)
    if scenario.facts_as_of:
        console.line(f"Facts as of {one_line(scenario.facts_as_of)}. Everything later is fiction.")
    console.line()
    console.say(scenario.premise or scenario.summary)
    if scenario.dilemma:
        console.line()
        console.say(scenario.dilemma)


def tell_setup(console: Console, session: Session) -> None:
    """Seed, preset, length, and who sits where: what is needed to play this very game again."""
    setup = session.setup
    console.line()
    console.line(f"Seed {setup.seed}, preset {setup.preset or 'none'}, length {setup.length or 'full'}.")
    for seat in session.loaded.scenario.seats:
        console.line(f"  {one_line(seat.label)} ({seat.id}): {session.seats.get(seat.id, '')}")


def tell_brief(console: Console, session: Session, seat: str) -> None:
    """The seat's own brief and what it controls."""
    found = _seat(session.loaded.scenario, seat)
    console.heading(f"Brief: {one_line(found.label)}")
    console.say(session.loaded.briefs.get(seat, found.brief))
    if found.controls:
        console.line()
        console.line("You control:")
        for control in found.controls:
            console.say(f"- {one_line(control)}", 0, 2)


def tell_objectives(console: Console, session: Session, seat: str) -> None:
    """What the seat is scored on: weights, measures, the values that score 0 and 100."""
    scenario = session.loaded.scenario
    console.heading("Objectives")
    mine = [objective for objective in scenario.objectives if objective.seat == seat]
    total = sum(objective.weight for objective in mine) or 1.0
    for objective in mine:
        console.say(f"{one_line(objective.title)}: {100 * objective.weight / total:.0f} % of your score", hanging=2)
        if objective.about:
            console.say(objective.about, indent=4)
        for measure in objective.measures:
            console.say(_measure_line(measure), indent=4, hanging=2)
    for gate in scenario.gates:
        if seat in gate.seats:
            console.say(f"Cap: {one_line(gate.label)} holds your total at {gate.cap:g} at most.", hanging=2)


def tell_rules(console: Console) -> None:
    """The rules on one page."""
    console.heading("Rules")
    console.say(RULES.strip())


def tell_help(console: Console, session: Session) -> None:
    """The commands."""
    console.heading("Commands")
    wait = f"wait {format_step(session.loaded.scenario.step)}"
    for line in HELP.format(wait=wait).strip().splitlines():
        console.line(line)


def tell_calendar(console: Console, session: Session) -> None:
    """Dates that everybody knows beforehand."""
    scenario = session.loaded.scenario
    known = sorted(scenario.calendar.items())
    if known:
        console.line()
        console.line("Known dates:")
    for at, words in known:
        console.say(f"{scenario.times.moment(at)}  {one_line(words)}", 2, 4)


def _measure_line(measure: Measure) -> str:
    share = f"{measure.share:g} % " if measure.share != 100 else ""
    unit = f" {one_line(measure.unit)}" if measure.unit else ""
    name = one_line(measure.label or str(measure.of))
    anchors = f"{measure.zero:g}{unit} scores 0, {measure.hundred:g}{unit} scores 100"
    return f"- {share}{name} ({MODES[measure.mode]}): {anchors}"


def _seat(scenario: Scenario, seat: str) -> Seat:
    return next(each for each in scenario.seats if each.id == seat)
