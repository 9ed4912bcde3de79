"""Child records: the first part of a game in a new file, from where it may take another way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tabletop import __version__
from tabletop.errors import IllegalDecision
from tabletop.record import chain
from tabletop.record.codec import Writer
from tabletop.record.record import DecisionLine, EndLine, Header, Line, Parent, Record
from tabletop.record.texts import harmless


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


def branch(record: Record, decisions: int, path: Path) -> Record:
    """Write a child of `record` that stands just before decision number `decisions` to a new file.

    The parent's file stays as it is; the child's header points to it. Raises IllegalDecision when there is no such
    decision, CannotRead when the file exists or cannot be written.
    """
    lines = prefix(record, decisions)
    return write_child(record, lines, lines, path)


def write_child(record: Record, shared: tuple[Line, ...], lines: tuple[Line, ...], path: Path) -> Record:
    """Write `lines` to a new file as a child of `record`, with which it has the lines `shared` in common.

    Raises CannotRead when the file exists or cannot be written.
    """
    header = replace(record.header, parent=_parent(record, shared, path), engine=__version__)
    with Writer(path, header) as writer:
        for line in lines:
            writer.append(line)
    return Record(header, lines, path)


def _parent(record: Record, lines: tuple[Line, ...], path: Path) -> Parent:
    last = next((line for line in reversed(lines) if isinstance(line, DecisionLine)), None)
    file = record.path.name if record.path.parent.resolve() == path.parent.resolve() else str(record.path)
    return Parent(harmless(file), last.digest if last else _start(record.header), last.n if last else 0)


def _start(header: Header) -> str:
    return chain.start(header.scenario, header)
