"""Child records: the first part of a game in a new file, from where it takes, or may take, another way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tabletop import __version__
from tabletop.errors import IllegalDecision
from tabletop.record import chain
from tabletop.record.codec import Writer
from tabletop.record.otherwise import Otherwise, unplayable
from tabletop.record.record import (
    ClockLine,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    OverrideLine,
    Parent,
    Record,
)
from tabletop.record.texts import harmless

_INPUTS = (DecisionLine, InjectLine, OverrideLine)
_NOTE_AND_DECISION = 2


def prefix(record: Record, decisions: int) -> tuple[Line, ...]:
    """The lines before decision number `decisions`; one more than there are: all but the end.

    Raises IllegalDecision when there is no such decision.
    """
    count = len(record.decisions)
    if not 1 <= decisions <= count + 1:
        raise IllegalDecision(
            f"no decision number {decisions} in this record of {count}", f"give a number from 1 to {count + 1}"
        )
    kept: list[Line] = []
    for line in record.lines:
        if isinstance(line, EndLine) or (isinstance(line, DecisionLine) and line.n >= decisions):
            break
        kept.append(line)
    return tuple(kept)


def branch(record: Record, decisions: int, path: Path, earlier: Sequence[Record] = ()) -> Record:
    """Write a child of `record` that stands just before decision number `decisions` to a new file.

    Of a stage of a campaign the child is a campaign that has come to this point: `earlier` are the stages before it, as
    they were. The parent's file stays as it is; the child's header points to it. Raises IllegalDecision when there is
    no such decision, CannotRead when the file exists or cannot be written.
    """
    return _write(record, prefix(record, decisions), (), path, earlier)


def branch_off(
    record: Record, other: Otherwise, path: Path, *, played_on: bool, earlier: Sequence[Record] = ()
) -> Record:
    """Write the child of `record` that `other` has played to a new file: up to the changed decision, or all of it.

    A child that is played on and not over stands at the minute that `other` has come to. `earlier` as for `branch`.
    Raises CannotRead when the file exists or cannot be written, CannotRun when `other` did not get to the change as the
    record did.
    """
    assert other.turned is not None
    given, after = other.lines[: other.turned], other.lines[other.turned :]
    if not played_on:
        after = after[:_NOTE_AND_DECISION]
    elif not other.ended:
        after = [*after, ClockLine(other.now)]
    before = tuple(_before(record, given, after[0].at))
    if _digests(before) != _digests(given):
        raise unplayable(record)
    return _write(record, before, after, path, earlier)


def _digests(lines: Sequence[Line]) -> list[str]:
    return [line.digest for line in lines if isinstance(line, DecisionLine)]


def _before(record: Record, given: Sequence[Line], at: int) -> Iterator[Line]:
    """The record's lines up to the change at minute `at`, before which as many inputs as in `given` had been given."""
    inputs = sum(isinstance(line, _INPUTS) for line in given)
    for line in record.lines:
        if isinstance(line, EndLine) or line.at > at or (isinstance(line, _INPUTS) and not inputs):
            return
        inputs -= isinstance(line, _INPUTS)
        yield line


def _write(
    record: Record, before: Sequence[Line], after: Sequence[Line], path: Path, earlier: Sequence[Record]
) -> Record:
    header = replace(record.header, parent=_parent(record, before, path), engine=__version__)
    child = Record(header, (*before, *after), path, begins=record.begins)
    write_records([*earlier, child], path)
    return child


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write a game, or the stages of a campaign, to one new file. Raises CannotRead when that cannot be."""
    with Writer(path, records[0].header) as writer:
        for number, record in enumerate(records):
            if number:
                writer.follow(record.header)
            for line in record.lines:
                writer.append(line)


def _parent(record: Record, lines: Sequence[Line], path: Path) -> Parent:
    last = next((line for line in reversed(lines) if isinstance(line, DecisionLine)), None)
    near = record.path.parent.resolve() == path.parent.resolve()
    file = record.path.name if near else str(record.path.resolve())
    return Parent(harmless(file), last.digest if last else _start(record.header), last.n if last else 0)


def _start(header: Header) -> str:
    return chain.start(header.scenario, header)
