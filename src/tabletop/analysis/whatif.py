"""What if it had been decided otherwise: every answer that was open, in this very game and in many futures.

In this game the world is the recorded one: the same hidden facts, the same draws for the same purposes, and everybody
else does what they did wherever that still fits. That is hindsight. What could be known when it was decided is asked of
the review, which plays on in many futures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tabletop import __version__
from tabletop.analysis.answers import open_answers
from tabletop.analysis.courses import by_hand, course_told, decision_told, left_out_told
from tabletop.analysis.parting import Courses
from tabletop.analysis.phrases import labels
from tabletop.bots.players import make_chooser
from tabletop.engine.decisions import PointPlan, check_choice
from tabletop.engine.program import Program
from tabletop.errors import IllegalDecision
from tabletop.record.askings import Asking, asked_at, askings
from tabletop.record.course import Replayed
from tabletop.record.otherwise import Otherwise, unplayable
from tabletop.record.record import Record
from tabletop.record.replay import replay_record

Report = Callable[[int, int], None]


def decisions(record: Record, program: Program) -> list[dict[str, Any]]:
    """Every question of a game that was put, answered or lapsed, in order: what `--at` can name.

    Raises RecordMismatch when the record does not fit or takes another course.
    """
    replayed = replay_record(record, program)
    known = askings(replayed)
    return [decision_told(replayed.simulation, asking, known) for asking in known if asking.put]


def whatif(record: Record, program: Program, at: str, *, react: bool = False) -> dict[str, Any]:
    """The game with each answer that was open at the decision `at` (its number, or its id), ready for JSON.

    `react` lets bots answer anew what comes after it. A record that stops before the end is played on: people's seats
    take defaults, bots decide. Raises IllegalDecision for a decision that is not there, RecordMismatch for a record
    that does not fit or takes another course, CannotRun.
    """
    replayed = replay_record(record, program)
    known = askings(replayed)
    target = asked_at(known, at)
    recorded = _played(replayed, program, target, None, react=react)
    if replayed.complete and recorded.closed() != replayed.digest:
        raise unplayable(record)
    return {
        "engine": __version__,
        "scenario": str(program.scenario.id),
        "sha256": program.sha256,
        "seed": record.header.seed,
        "preset": replayed.simulation.setup.preset,
        "length": replayed.simulation.setup.length,
        "digest": replayed.digest,
        "complete": replayed.complete,
        "stops": program.times.moment(replayed.simulation.now),
        "others": "answer anew" if react else "as recorded",
        "decision": decision_told(replayed.simulation, target, known),
        "recorded": course_told(recorded),
        "by_hand": list(by_hand(recorded, target.at)),
        "locked": _locked(recorded),
        "all_answers": program.points[target.decision].single,
        "options": _options(replayed, program, recorded, target, react),
        "futures": 0,
        "judged": None,
    }


def with_futures(
    told: dict[str, Any], record: Record, program: Program, *, futures: int, jobs: int = 1, report: Report | None = None
) -> dict[str, Any]:
    """What `whatif` has told, with the review's judgement of the decision; each option gets its `expected` part.

    Why there is none stands in `not_judged`. Raises what `review.judge` raises.
    """
    from tabletop.analysis.review import judge, quiet

    told = {**told, "not_judged": _not_judged(told)}
    if told["not_judged"]:
        return told
    number = told["decision"]["n"]
    judged = judge(record, program, number, futures=futures, jobs=jobs, report=report or quiet)
    values = {tuple(sorted(option["choice"])): option for option in judged["options"]}
    options = [{**option, "expected": values.get(tuple(sorted(option["choice"])))} for option in told["options"]]
    return {**told, "futures": futures, "judged": judged, "options": options}


def _not_judged(told: dict[str, Any]) -> str:
    if not told["complete"]:
        return "the game has not ended yet"
    if told["decision"]["n"] is None:
        return "nobody answered, and only answers that were given are judged"
    return ""


def _locked(recorded: Otherwise) -> list[dict[str, str]]:
    options = recorded.question.options if recorded.question else ()
    return [{"option": o.id, "label": o.label, "why": o.why_locked} for o in options if o.locked]


def _options(
    replayed: Replayed, program: Program, recorded: Otherwise, target: Asking, react: bool
) -> list[dict[str, Any]]:
    """Each answer that was open with its course, and where it parts from the recorded one.

    Where nobody answered, that is the course in which the default was answered in the last minute, so that the minute
    makes no difference.
    """
    plan = program.points[target.decision]
    courses: dict[tuple[str, ...], Otherwise] = {}
    same = recorded
    for choice in open_answers(plan, recorded.values_then, target.choice):
        is_same = sorted(choice) == sorted(target.choice)
        if is_same and (target.line is not None or not _is_legal(plan, recorded.values_then, choice)):
            courses[choice] = recorded
            continue
        courses[choice] = _played(replayed, program, target, choice, react=react)
        same = courses[choice] if is_same else same
    return [_option(choice, course, same, target) for choice, course in courses.items()]


def _is_legal(plan: PointPlan, values: list[float], choice: tuple[str, ...]) -> bool:
    """False for a default that was locked itself: it stands where nobody answers, and cannot be chosen."""
    try:
        check_choice(plan, plan.open_options(values), choice)
    except IllegalDecision:
        return False
    return True


def _played(
    replayed: Replayed, program: Program, target: Asking, choice: tuple[str, ...] | None, *, react: bool
) -> Otherwise:
    other = Otherwise(replayed, program, lambda spec: make_chooser(spec, program), target, choice, react=react)
    other.play()
    other.settle()
    return other


def _option(choice: tuple[str, ...], here: Otherwise, recorded: Otherwise, target: Asking) -> dict[str, Any]:
    courses = Courses(here, recorded, target.key)
    first = courses.first_difference()
    return {
        "choice": list(choice),
        "label": labels(here, target.decision, choice),
        "recorded": sorted(choice) == sorted(target.choice),
        **course_told(here),
        "first": None if first is None else asdict(first),
        "turns": [asdict(turn) for turn in courses.turning_points()],
        "left_out": left_out_told(here),
        "expected": None,
    }
