"""The student papers: the situation, the rules, the probability card, and for each seat its role and its data sheet.

Nothing is in them that a player could not see on the first screen of the seat. Readings and forces come through the
engine's view of the seat; decisions, options, injects, doctrine, presets and odds of hidden facts are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tabletop.engine.chance import derived_seed
from tabletop.engine.odds import BANDS
from tabletop.engine.program import Program
from tabletop.engine.readings import Reading
from tabletop.engine.setup import Setup
from tabletop.engine.sight import BANDS as SIGHTS
from tabletop.engine.sight import sight
from tabletop.engine.simulation import Simulation
from tabletop.engine.views import View, view
from tabletop.report.agenda import Agenda, Kind
from tabletop.report.paper import Block, Bullets, Grid, Heading, Paper, Text
from tabletop.report.prose import own_text, read, without_title
from tabletop.report.wording import MODES, plain
from tabletop.scenario.definition import Measure, Objective, Scenario, Seat
from tabletop.scenario.expression.nodes import Name, atoms
from tabletop.simtime import format_duration

FOLDER = "students"
_ALL = "everybody"
_OFTEN_ENOUGH = 3
_INDEX = "0–100"
_CITED = re.compile(r"\[([A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*)\]")
_SESSION: dict[Kind, str] = {
    "brief": "briefing", "weights": "your own weights for the objectives", "play": "play", "break": "break",
    "debrief": "debrief", "other": "other",
}  # fmt: skip


def student_papers(program: Program, timed: Agenda | None, preset: str = "", length: str = "") -> tuple[Paper, ...]:
    """All papers for students, those for everybody first. The preset shows only in what a seat sees at the start."""
    seats = program.scenario.seats
    views = [_views(program, str(seat.id), preset, length) for seat in seats]
    common = (_situation(program, timed), _rules(), _card())
    roles = (_role(program, seat) for seat in seats)
    sheets = (_data(program, seat, seen) for seat, seen in zip(seats, views, strict=True))
    return (*common, *(paper for pair in zip(roles, sheets, strict=True) for paper in pair))


def read_by(papers: Iterable[Paper], seat: str) -> tuple[Paper, ...]:
    """The papers that a student in this seat reads."""
    own = {f"role-{seat}", f"data-{seat}"}
    return tuple(paper for paper in papers if paper.folder == FOLDER and (paper.whom == _ALL or paper.name in own))


def _situation(program: Program, timed: Agenda | None) -> Paper:
    scenario = program.scenario
    blocks: list[Block] = [Text(f"*{scenario.disclaimer}*")]
    if scenario.facts_as_of:
        blocks.append(Text(f"Facts as of {scenario.facts_as_of}. Everything later is fiction."))
    blocks += _section("What has happened", [Text(scenario.premise or scenario.summary)])
    blocks += _section("The dilemma", [Text(scenario.dilemma)] if scenario.dilemma else [])
    blocks += _section("Who is played", [Bullets(tuple(map(_player, scenario.seats)))])
    blocks += _section("Dates that everybody knows", list(_dates(scenario)))
    goals = tuple(objective.text for objective in scenario.learning_objectives)
    blocks += _section("What you should be able to do afterwards", [Bullets(goals, numbered=True)] if goals else [])
    blocks += _section("The session", [Text(_session(timed))] if timed else [])
    care = "Everybody plays an office, nobody plays a living person. You may step out of your role or change seats at"
    blocks += _section("Care", [Text(f"{care} any time, without giving a reason: tell the instructor.")])
    blocks += _section("Sources named here", list(_sources(scenario, [scenario.premise, scenario.dilemma])))
    return Paper(FOLDER, "situation", scenario.title, _ALL, tuple(blocks))


def _section(title: str, blocks: list[Block]) -> list[Block]:
    return [Heading(2, title), *blocks] if blocks else []


def _player(seat: Seat) -> str:
    how = "played by students" if seat.player == "human" else "played by the program, unless a student takes it"
    return f"{seat.label}: {how}"


def _dates(scenario: Scenario) -> Iterator[Block]:
    times, known = scenario.times, sorted(scenario.calendar.items())
    if known and times.dates:
        yield Grid(("Date", "What"), tuple((times.date(at), words) for at, words in known), (30, 70))
    elif known:
        dates = ((times.day(at), times.date(at), words) for at, words in known)
        yield Grid(("Day", "Date", "What"), tuple(dates), (10, 25, 65))


def _session(timed: Agenda) -> str:
    parts = [f"{_SESSION[slot.kind]} {slot.minutes}" for slot in timed.slots]
    return f"{timed.minutes} minutes: {', '.join(parts)}."


def _sources(scenario: Scenario, texts: Iterable[str]) -> Iterator[Block]:
    """What these texts cite in brackets, in the order of the scenario's list."""
    cited = {name.strip() for text in texts for group in _CITED.findall(text) for name in group.split(",")}
    found = [source for source in scenario.sources if source.id in cited]
    if found:
        yield Bullets(tuple(f"[{s.id}] {s.title}" + (f", {s.date}" if s.date else "") for s in found))


def _rules() -> Paper:
    return Paper(FOLDER, "rules", "How to play", _ALL, own_text("rules.md"))


def _card() -> Paper:
    floors = [0.0, *(ceiling for ceiling, _, _ in BANDS)]
    rows = tuple(
        (word, numbers, _in_twenty(low, high)) for low, (high, word, numbers) in zip(floors, BANDS, strict=False)
    )
    first, *rest = own_text("probability.md")
    table = Grid(("In words", "Chance", "Of 20 such cases it happens in"), rows, (40, 25, 35))
    return Paper(FOLDER, "probability", "How likely is it?", _ALL, (first, table, *rest))


def _in_twenty(low: float, high: float) -> str:
    least, most = round(20 * low), round(20 * high)
    return f"{most} at most" if least == 0 else f"{least} or more" if most >= 20 else f"{least} to {most}"


def _role(program: Program, seat: Seat) -> Paper:
    brief = program.loaded.briefs.get(seat.id, seat.brief)
    blocks: list[Block] = list(read(without_title(brief)))
    blocks += _section("You control", [Text(_sentence(seat.controls))] if seat.controls else [])
    blocks += _section("You are judged on", list(_objectives(program, str(seat.id))))
    blocks.append(Text("Loads, readings and points are on your data sheet."))
    return Paper(FOLDER, f"role-{seat.id}", seat.label, f"seat {seat.id}", tuple(blocks))


def _sentence(parts: Iterable[str]) -> str:
    text = "; ".join(part.strip().rstrip(".") for part in parts)
    return text[:1].upper() + text[1:] + "."


def _objectives(program: Program, seat: str) -> Iterator[Block]:
    scenario = program.scenario
    mine = [objective for objective in scenario.objectives if objective.seat == seat]
    whole = sum(objective.weight for objective in mine) or 1.0
    if mine:
        rows = ((o.title, f"{100 * o.weight / whole:.0f} %", _measured(program, o, seat)) for o in mine)
        yield Grid(("Objective", "Weight", "Measured by"), tuple(rows), (30, 10, 60))
    caps = [f"{gate.label} {gate.cap:g}" for gate in scenario.gates if seat in gate.seats]
    if caps:
        yield Text(f"Caps on your total: {'; '.join(caps)}.")


def _measured(program: Program, objective: Objective, seat: str) -> str:
    return "; ".join(_named(program, measure, seat) for measure in objective.measures)


def _named(program: Program, measure: Measure, seat: str) -> str:
    """The author's words for a measure; without them those of what it reads, as far as the seat sees it."""
    if measure.label:
        return measure.label
    quantities = program.layout.quantities
    read_here = [
        quantities[a.id] for a in atoms(program.code.node(measure.of)) if isinstance(a, Name) and a.id in quantities
    ]
    seen = [quantity.label for quantity in read_here if sight(quantity.visible, seat) != "hidden"]
    return f"{', '.join(seen) or 'what the program keeps'} {MODES[measure.mode]}"


def _data(program: Program, seat: Seat, views: list[View]) -> Paper:
    scenario = program.scenario
    brief = program.loaded.briefs.get(seat.id, seat.brief)
    blocks = _section("What your screen shows at the start", list(_readings(views)))
    blocks += _section("Forces that you know of", list(_forces(program, views)))
    blocks += _section("How points are given", list(_anchors(program, str(seat.id))))
    blocks += _section("Sources named in your brief", list(_sources(scenario, [brief])))
    what = f"{scenario.title}. For this seat only: not for other eyes."
    return Paper(
        FOLDER, f"data-{seat.id}", f"{seat.short}: data sheet", f"seat {seat.id}", (Text(what), *blocks), dense=True
    )


def _anchors(program: Program, seat: str) -> Iterator[Block]:
    rows = []
    for objective in program.scenario.objectives:
        for measure in objective.measures if objective.seat == seat else ():
            unit = f" {measure.unit}" if measure.unit else ""
            share = f"{measure.share:g} %" if measure.share != 100 else "all"
            ends = (f"{plain(measure.zero)}{unit}", f"{plain(measure.hundred)}{unit}")
            rows.append((objective.title, _named(program, measure, seat), share, *ends))
    if rows:
        yield Grid(
            ("Objective", "Measure", "Share of it", "0 points at", "100 points at"), tuple(rows), (22, 40, 10, 14, 14)
        )


def _views(program: Program, seat: str, preset: str, length: str) -> list[View]:
    """What the seat sees as the game begins, in a few games."""
    setups = (Setup(derived_seed(0, "handouts", n), preset, length) for n in range(_OFTEN_ENOUGH))
    return [view(Simulation(program, setup, {}, entries=False), seat) for setup in setups]


def _readings(views: list[View]) -> Iterator[Block]:
    rows = []
    for same in zip(*(each.readings for each in views), strict=True):
        if same[0].kind != "flag":
            alike = len({each.text for each in same}) == 1
            rows.append((same[0].label, _value(same[0]) if alike else "–", same[0].about))
    if rows:
        yield _narrow(Grid(("Reading", "Now", "What it is"), tuple(rows), (27, 25, 48)))
        words = f"Indices run from 0 to 100. A word instead of a number is one of five: {', '.join(SIGHTS)}."
        yield Text(f"{words} “–” differs from game to game.")


def _narrow(table: Grid) -> Grid:
    """The table without its last column if there is nothing in it."""
    if any(row[-1] for row in table.rows):
        return table
    return Grid(table.head[:-1], tuple(row[:-1] for row in table.rows), (60, 40))


def _value(reading: Reading) -> str:
    """'72', '3.2 (coercive signalling) on 0–9', '60 units', 'middling'."""
    if not reading.exact or reading.unit in ("", _INDEX):
        return reading.text
    if reading.word and reading.word != reading.text:
        return f"{reading.text} ({reading.word}) on {reading.unit}"
    return f"{reading.text} {'on ' if '–' in reading.unit else ''}{reading.unit}"


def _forces(program: Program, views: list[View]) -> Iterator[Block]:
    packages = {str(package.id): package for package in program.scenario.packages}
    known = [(force, packages[force.id]) for force in views[0].forces]
    if known:
        rows = ((f.label, f.place, str(p.loads), f"{p.notice:g}") for f, p in known)
        yield Grid(("Force", "Where", "Loads", "Notice, days"), tuple(rows), (46, 24, 14, 16))
        ways = tuple(_ways(program.scenario))
        yield Grid(("Way", "Waits for", "From last load to arrival"), ways, (46, 24, 30))


def _ways(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    lifts = {str(lift.id): lift.label for lift in scenario.lifts}
    places = {str(place.id): place.label for place in scenario.places}
    for route in scenario.routes:
        ends = " – ".join(places[end] for end in route.ends)
        yield route.label or ends, lifts[route.lift], format_duration(route.transit)
