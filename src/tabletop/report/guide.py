"""The facilitator's papers: the guide, the master list of events, the trace, the register, the observer's sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabletop.engine.program import Program
from tabletop.report.agenda import Agenda
from tabletop.report.labels import Labels
from tabletop.report.msel import COLUMNS, Row, msel
from tabletop.report.paper import Block, Bullets, Grid, Heading, Paper, Text
from tabletop.report.prose import own_text
from tabletop.report.register import hidden_facts, presets, register
from tabletop.report.rehearsal import Rehearsal, is_listed, rounds
from tabletop.report.trace import Link, links, orphans
from tabletop.scenario.definition import Debrief, Limits, Scenario
from tabletop.scenario.happenings import DecisionPoint, Option
from tabletop.simtime import format_duration

FOLDER = "facilitator"
_WHOM = "you"
_MSEL_SHARES = (4, 11, 8, 6, 8, 5, 30, 11, 5, 12)


def facilitator_papers(
    program: Program, timed: Agenda | None, preset: str, length: str, rehearsal: Rehearsal, students: Sequence[Paper]
) -> tuple[Paper, ...]:
    """All papers for the instructor. `students` are the papers that the students get, listed in the guide."""
    scenario = program.scenario
    rows = msel(program, length, rehearsal)
    own = preset or scenario.preset_default or (str(scenario.presets[0].id) if scenario.presets else "")
    table = Grid(COLUMNS, tuple(row.cells for row in rows), _MSEL_SHARES)
    return (
        Paper(FOLDER, "guide", f"{scenario.title}: facilitator guide", _WHOM,
              tuple(_guide(program, timed, own, length, rehearsal, students)), dense=True),
        Paper(FOLDER, "msel", f"{scenario.title}: master list of events", _WHOM,
              (Text(_about_msel(rehearsal)), table), wide=True),
        Paper(FOLDER, "trace", f"{scenario.title}: from objective to decision", _WHOM,
              tuple(_trace(scenario, rows)), wide=True),
        Paper(FOLDER, "register", f"{scenario.title}: assumptions and sources", f"{_WHOM}; students after play",
              register(scenario, own), wide=True),
        Paper(FOLDER, "observer", f"{scenario.title}: observer's sheet", "observers, on the day",
              tuple(_observer(scenario))),
    )  # fmt: skip


def _about_msel(rehearsal: Rehearsal) -> str:
    return (
        "Rows with a time first, then what comes on a condition or by chance. What stands in square brackets is filled "
        f"in during play. The bots' games are {rehearsal.games} playouts with every seat on doctrine, in this length "
        "and preset: they show what may come, not what will. The program puts all rows in by itself."
    )


def _guide(
    program: Program, timed: Agenda | None, preset: str, length: str, rehearsal: Rehearsal, students: Sequence[Paper]
) -> Iterator[Block]:
    scenario = program.scenario
    yield Text("Not for students. Give nothing of this folder away before the debrief.")
    yield Text(f"*{scenario.disclaimer}* Preset {preset or 'none'}, length {length or 'full'}.")
    yield Heading(2, "What it is about")
    yield Text(scenario.dilemma or scenario.summary)
    if scenario.learning_objectives:
        goals = ((o.id, o.text, ", ".join(o.observed_in)) for o in scenario.learning_objectives)
        yield Grid(("Objective", "A student can then", "Watch for it in"), tuple(goals), (12, 60, 28))
    yield from own_text("facilitator.md")
    yield Heading(2, "Papers")
    papers = tuple((paper.name, paper.whom, str(paper.words)) for paper in students)
    yield Grid(("Paper", "For", "Words"), papers, (40, 40, 20))
    yield from _time(program, timed, length, rehearsal)
    yield from _worlds(scenario, preset)
    yield from _asked(program, length, rehearsal)
    yield from _debrief(scenario.debrief)


def _time(program: Program, timed: Agenda | None, length: str, rehearsal: Rehearsal) -> Iterator[Block]:
    scenario = program.scenario
    yield Heading(2, "Agenda")
    if timed is None:
        yield Text("This length has no times of its own: `tabletop plan` makes an agenda for any number of minutes.")
    else:
        rows = tuple((f"{s.start // 60}:{s.start % 60:02d}", f"{s.minutes} min", s.what) for s in timed.slots)
        yield Grid(("From", "For", "What"), rows, (15, 15, 70))
        yield from map(Text, timed.notes)
    people = [str(seat.id) for seat in scenario.seats if seat.player == "human"]
    told, rare = rounds(scenario, length, people, rehearsal)
    if told:
        yield Heading(2, "Rounds")
        asked = ((scenario.times.moment(each.at), "; ".join(f"{p.id} {p.title}" for p in each.points)) for each in told)
        yield Grid(("Time in the game", "Asked"), tuple(asked), (25, 75))
    if rare:
        yield Text(f"May be asked besides: {'; '.join(f'{p.id} {p.title}' for p in rare)}.")


def _worlds(scenario: Scenario, preset: str) -> Iterator[Block]:
    if scenario.latents:
        yield Heading(2, "What is hidden")
        yield hidden_facts(scenario, preset)
    if scenario.presets:
        yield Heading(2, "Presets")
        yield Text("The same questions in other worlds. Each lesson of the scenario should fail in one of them.")
        yield presets(scenario)
    bots = [seat for seat in scenario.seats if seat.player != "human"]
    if bots:
        yield Heading(2, "Seats of the program")
        yield Bullets(tuple(f"{seat.label} (`{seat.id}`){', optional' if seat.optional else ''}" for seat in bots))
    if scenario.doctrines:
        players = tuple(f"`doctrine:{d.id}` {d.label}" for d in scenario.doctrines)
        yield Text("Ways to play them, with `--seat SEAT=PLAYER`:")
        yield Bullets((*players, *(f"`persona:{p.id}` {p.label}" for p in scenario.personas)))


def _asked(program: Program, length: str, rehearsal: Rehearsal) -> Iterator[Block]:
    scenario, labels = program.scenario, Labels(program)
    yield Heading(2, "What is asked, and when each option is a good one")
    people = [str(seat.id) for seat in scenario.seats if seat.player == "human"]
    points = [point for point in scenario.decisions if is_listed(point, length)]
    for point in sorted(points, key=lambda point: point.seat not in people):
        yield Heading(3, f"{point.id}: {point.title}")
        yield Text(_opening(program, point, labels, rehearsal))
        yield Bullets(tuple(map(_option, point.options)))


def _opening(program: Program, point: DecisionPoint, labels: Labels, rehearsal: Rehearsal) -> str:
    games, median = rehearsal.asked.get(point.id, (0, 0))
    when = program.times.moment(point.opens.at) if point.opens.at is not None else ""
    if not when:
        when = (
            f"when {labels.condition(point.opens.when)}" if point.opens.when is not None else "when something calls it"
        )
        about = f", about {program.times.moment(median)}" if games else ""
        when += f" (in {games} of {rehearsal.games} games by bots{about})"
    default = [point.default] if isinstance(point.default, str) else point.default
    named = "; ".join(option.label for option in point.options if option.id in default) or "nothing"
    goals = f" {', '.join(point.objectives)}." if point.objectives else ""
    return f"Seat `{point.seat}`, opens {when}, {format_duration(point.window)}. Default: {named}.{goals}"


def _option(option: Option) -> str:
    fits = f"Good when: {option.best_in}" if option.best_in else option.brief
    return f"**{option.label}**{' (in secret)' if option.secret else ''}. {fits}"


def _debrief(debrief: Debrief) -> Iterator[Block]:
    yield Heading(2, "Debrief")
    if debrief.questions:
        yield Text("What stands in square brackets is filled in from the report of a game.")
        yield Bullets(tuple(f"**{q.pattern}.** {q.text}" for q in debrief.questions))
    if debrief.riders:
        yield Bullets(tuple(debrief.riders))
    if debrief.what_happened:
        yield Heading(3, "What really happened")
        yield Bullets(
            tuple(f.text + (f" [{', '.join(f.sources)}]" if f.sources else "") for f in debrief.what_happened)
        )
    for exercise in debrief.exercises:
        yield Heading(3, f"{exercise.title}, {exercise.minutes} minutes")
        yield Text(exercise.intro)
        yield Bullets(tuple(exercise.items), numbered=True)
        if exercise.close:
            yield Text(exercise.close)
    if debrief.limits is not None:
        yield from _limits(debrief.limits)


def _limits(limits: Limits) -> Iterator[Block]:
    yield Heading(3, "Limits of this model")
    told = (
        ("Purpose", limits.purpose), ("In it", limits.modelled), ("Left out", limits.left_out),
        ("Rests most on", ", ".join(limits.influential)), ("Data", limits.data),
        ("Dispute first", limits.dispute_first), ("What would change our mind", limits.change_mind),
    )  # fmt: skip
    yield Bullets(tuple(f"**{name}.** {text}" for name, text in told if text))


def _trace(scenario: Scenario, rows: Sequence[Row]) -> Iterator[Block]:
    yield Text(
        "Numbers are those of the master list. An inject leads to the next decision of its readers that serves the "
        "same objective, or, in brackets, to the next one that does not."
    )
    found = links(scenario, rows)
    for objective in scenario.learning_objectives:
        told = [link for link in found if link.objective == objective.id]
        yield Heading(2, f"{objective.id}: {objective.text}")
        yield Grid(("Inject", "When", "Leads to"), tuple(map(_link, told)), (35, 30, 35))
    left = orphans(scenario, rows)
    yield Heading(2, "Left over")
    nothing = "Nothing: every objective has an inject and a decision, and every inject leads to one."
    yield Bullets(left) if left else Text(nothing)


def _link(link: Link) -> tuple[str, str, str]:
    leads = ", ".join(map(_event, link.decisions)) or "none"
    return _event(link.inject), link.inject.time if link.inject else "", leads if link.same else f"({leads})"


def _event(row: Row | None) -> str:
    return f"{row.number} {row.id}" if row else "none"


def _observer(scenario: Scenario) -> Iterator[Block]:
    yield Text(
        "You sit in no seat. Write what you see and hear, with the time; do not help. You speak first in the debrief."
    )
    yield Text(
        "P performed, S with some difficulty, M with major difficulty, U unable. Leave open what you did not see."
    )
    rows = tuple((f"{o.id} {o.text}", "P  S  M  U", "") for o in scenario.learning_objectives)
    yield Grid(("Objective", "Rating", "Seen when, and what was said"), rows, (45, 12, 43))
    yield Heading(2, "For each decision")
    blank = tuple(("", "", "", "") for _ in range(6))
    yield Grid(
        ("Decision", "Who argued for what", "Dissent, and what became of it", "Signs that were named"),
        blank,
        (15, 30, 30, 25),
    )
