"""What was decision and what was luck: each answer that was open, played on in many futures that the seat could expect.

`final − start = own decisions (signed regret) + luck + other seats + drift`, and the terms add up to the score: an
advantage sum (White and Bowling 2009; AIVAT, Burch and others 2018) with a value function that is fixed before the
game is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tabletop import __version__
from tabletop.analysis.crew import crew
from tabletop.analysis.futures import START
from tabletop.analysis.labels import THRESHOLDS
from tabletop.analysis.past import HUMAN, Past, past
from tabletop.analysis.provenance import Stroke, draws, strokes
from tabletop.analysis.references import described
from tabletop.analysis.survey import Found, Survey
from tabletop.engine.program import Program
from tabletop.errors import CannotRun, IllegalDecision, closest
from tabletop.record.course import Replayed
from tabletop.record.record import Record
from tabletop.record.replay import replay_record

Report = Callable[[int, int], None]

FUTURES = 400


def quiet(done: int, total: int) -> None:
    """Nobody wants to hear of progress."""


def review(
    record: Record, program: Program, *, futures: int = FUTURES, jobs: int = 1, seats: Iterable[str] | None = None,
    report: Report = quiet,
) -> dict[str, Any]:  # fmt: skip
    """The review of a game, ready for JSON; scores are 0 to 100, times minutes. `report` hears (playouts done, of all).

    `seats` are those of people unless named. Raises RecordMismatch for a record that takes another course, CannotRun
    for a game that has not ended, IllegalDecision for an unknown seat.
    """
    replayed = _replayed(record, program)
    pasts = [past(record, replayed, seat) for seat in _seats(record, program, seats)]
    with crew(program, jobs, futures) as workers:
        survey = Survey(program, workers, futures, report, [(one, None) for one in pasts])
        found = [survey.seat(one) for one in pasts]
    luck = strokes(record, replayed, program)
    return {
        "schema": "tabletop-review/1",
        "engine": __version__,
        "scenario": str(program.scenario.id),
        "sha256": program.sha256,
        "seed": record.header.seed,
        "preset": replayed.simulation.setup.preset,
        "length": replayed.simulation.setup.length,
        "digest": replayed.digest,
        "futures": futures,
        "references": described(program.scenario),
        "thresholds": dict(THRESHOLDS),
        "seats": {one.seat: _seat(program, one, one_found, luck) for one, one_found in zip(pasts, found, strict=True)},
    }


def judge(
    record: Record, program: Program, n: int, *, futures: int = FUTURES, jobs: int = 1,
    report: Report = quiet,
) -> dict[str, Any]:  # fmt: skip
    """What each answer to decision number `n` of the record was worth, as one of a review's `decisions`.

    Raises what `review` raises, and IllegalDecision when there is no such decision or it was not its seat's own.
    """
    replayed = _replayed(record, program)
    line = next((line for line in record.decisions if line.n == n), None)
    if line is None:
        raise IllegalDecision(f"no decision number {n}", f"give a number from 1 to {len(record.decisions)}")
    one = past(record, replayed, line.seat)
    number = next((number for number, moment in enumerate(one.moments) if moment.n == n), None)
    if number is None:
        raise IllegalDecision(f"decision {n} was taken by the program for {line.seat}", "choose another decision")
    with crew(program, jobs, futures) as workers:
        found = Survey(program, workers, futures, report, [(one, number)]).seat(one, number)
    from tabletop.analysis.judgement import judged, told  # NumPy comes after the workers, which may then fork

    return told(program, one, number, judged(one, number, found.values[number], found.posteriors[number]), found.fits)


def _replayed(record: Record, program: Program) -> Replayed:
    replayed = replay_record(record, program, verify=True)
    if not replayed.complete:
        raise CannotRun("this game has not ended yet, so there is no score to explain", "play it to its end first")
    return replayed


def _seats(record: Record, program: Program, asked: Iterable[str] | None) -> list[str]:
    known = [str(seat.id) for seat in program.scenario.seats]
    wanted = [seat for seat in known if record.header.seats.get(seat) == HUMAN] if asked is None else list(asked)
    for seat in wanted:
        if seat not in known:
            raise IllegalDecision(f'no seat "{seat}"', closest(seat, known) or f"the seats are {', '.join(known)}")
    return [seat for seat in known if seat in wanted]


def _seat(program: Program, one: Past, found: Found, luck: list[Stroke]) -> dict[str, Any]:
    from tabletop.analysis import account  # as in `judge`
    from tabletop.analysis.judgement import judged, told

    moments = [
        judged(one, number, found.values[number], found.posteriors[number]) for number in range(len(one.moments))
    ]
    book = account.ledger(one, found.values[START], moments)
    return {
        "ledger": book,
        "luck_removed": book["final"] - book["luck"],
        "decisions": [told(program, one, number, moment, found.fits) for number, moment in enumerate(moments)],
        "intervals": [
            account.told(part, draws(luck, one.seat, part.begins, part.ends))
            for part in account.stretches(one, found.values[START], moments)
        ],
    }
