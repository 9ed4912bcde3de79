"""All papers of a class, for students and for the instructor, and what is wrong with them: too long, too telling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tabletop.engine.program import Program
from tabletop.engine.setup import Setup, settled
from tabletop.engine.sight import sight
from tabletop.report.agenda import own
from tabletop.report.briefs import read_by, student_papers
from tabletop.report.guide import facilitator_papers
from tabletop.report.msel import COLUMNS, msel
from tabletop.report.paper import Paper
from tabletop.report.rehearsal import rehearse

BASIC_READ_AHEAD = 2_500
ONE_PAGE = 480
_DISTINCT = 3


@dataclass(frozen=True)
class Handouts:
    """The papers of one class. `reading` is the number of words that a student of each seat reads beforehand.

    `msel` is the master list as rows of cells, the columns first; `warnings` say what an author should look at.
    """

    papers: tuple[Paper, ...]
    reading: dict[str, int]
    msel: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]


def handouts(program: Program, preset: str = "", length: str = "") -> Handouts:
    """The papers for a preset and a session length ('' for the scenario's own). Raises IllegalDecision, CannotRun."""
    setup = settled(program, Setup(0, preset, length))
    timed = own(program.scenario, setup.length)
    rehearsal = rehearse(program, setup.preset, setup.length)
    students = student_papers(program, timed, setup.preset, setup.length)
    mine = facilitator_papers(program, timed, setup.preset, setup.length, rehearsal, students)
    rows = msel(program, setup.length, rehearsal)
    seats = [str(seat.id) for seat in program.scenario.seats]
    reading = {seat: sum(paper.words for paper in read_by(students, seat)) for seat in seats}
    warnings = (*_long(students, reading), *leaks(program, students))
    return Handouts((*students, *mine), reading, (COLUMNS, *(row.cells for row in rows)), warnings)


def _long(students: Iterable[Paper], reading: dict[str, int]) -> Iterator[str]:
    for paper in students:
        if not paper.name.startswith(("data-", "situation")) and paper.words > ONE_PAGE:
            yield f"{paper.name} has {paper.words} words; a page holds about {ONE_PAGE}"
    for seat, words in reading.items():
        if words > BASIC_READ_AHEAD:
            yield f"the read-ahead of {seat} has {words:,} words; {BASIC_READ_AHEAD:,} are what a class reads"


def leaks(program: Program, students: Iterable[Paper]) -> tuple[str, ...]:
    """Student papers that name, in so many words, something that is hidden from a seat that reads them.

    Looked for are the ids and the labels (of three words and more: shorter ones are everyday language) of every gauge,
    stock, flag, text, programme and package that the seat does not see, and of every hidden fact.
    """
    papers = list(students)
    return tuple(
        f"{paper.name} names “{word}”, which {seat.id} does not see"
        for seat in program.scenario.seats
        for word in _hidden_words(program, str(seat.id))
        for paper in read_by(papers, str(seat.id))
        if word in paper.markdown
    )


def _hidden_words(program: Program, seat: str) -> Iterator[str]:
    s = program.scenario
    things: list[Any] = [*s.gauges, *s.stocks, *s.flags, *s.texts, *s.programmes, *s.packages, *s.latents]
    for thing in things:
        if sight(thing.visible, seat) == "hidden":
            yield from (word for word in (thing.label, str(thing.id)) if _is_distinct(word))


def _is_distinct(word: str) -> bool:
    return len(word.split()) >= _DISTINCT or "_" in word
