"""A record on disk: JSON lines, each on the disk before it counts, one writer at a time.

The record of a campaign is one file too: the records of its stages, one behind the other, each with its own header.

What a killed process had acknowledged is there; what was cut off at the very end is left out; anything else that is
not as it was written is named with file and line. Nothing is ever overwritten.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from tabletop.errors import CannotRead, CannotRun, RecordMismatch, closest
from tabletop.record import disk, lock
from tabletop.record import lines as form
from tabletop.record.record import ClockLine, DecisionLine, EndLine, Header, Line, NoteLine, Record
from tabletop.simtime import format_moment

LONGEST_LINE = 64 * 1024
MOST_LINES = 100_000
_HAND = "the file was changed after it was written: restore it, or cut it off before this line and resume from there"
_MARK = b"\xef\xbb\xbf"


def read_record(path: Path, stage: str = "") -> Record:
    """The record in a file, or of one stage of a campaign. A torn end is left out and said so (`torn`).

    Raises CannotRead when the file cannot be read or is no record, or when it holds a campaign and no stage is named;
    RecordMismatch with file and line when a line is not as it was written.
    """
    return chosen(read_records(path), stage)


def read_records(path: Path) -> tuple[Record, ...]:
    """All that a file holds: one game, or the stages of a campaign as far as it was played. Raises as `read_record`."""
    with disk.explained(path, "read"):
        disk.regular(path)
        content = path.read_bytes()
    return _scan(path, content).records


def chosen(records: Sequence[Record], stage: str) -> Record:
    """The record of the stage, or the only one. CannotRead when that is not to be had."""
    first, path = records[0].header.campaign, disk.shown(records[0].path)
    stages = [record.header.campaign.stage for record in records if record.header.campaign is not None]
    if first is None:
        if stage:
            raise CannotRead(f"{path}: the record of a single game, which has no stages", "leave --stage out")
        return records[0]
    if not stage:
        listed = ", ".join(stages)
        raise CannotRead(
            f"{path}: a record of the campaign {form.show(first.id)}; this works on one of its stages",
            f"name one with --stage: it has {listed}",
        )
    if stage not in stages:
        near = closest(stage, stages) or f"it has {', '.join(stages)}"
        raise CannotRead(f"{path}: the campaign has not come to a stage {form.show(stage)}", near)
    return records[stages.index(stage)]


class Writer:
    """Appends to one record, alone. With a header: a new file. Without: goes on with the one that is there.

    `records` is what stood in the file at opening: one game, or the stages of a campaign, of which the last is written
    on. Raises CannotRead when the file exists already (or does not), is locked by another process, or cannot be
    written; and what `read_records` raises.
    """

    def __init__(self, path: Path, header: Header | None = None) -> None:
        self.path = path
        self._order = _Order()
        self._count = self.begins = 1
        self._descriptor = disk.create(path) if header else disk.reopen(path)
        try:
            self.records = (self._begin(header),) if header else self._go_on()
        except BaseException:
            os.close(self._descriptor)
            if header:
                path.unlink(missing_ok=True)
            raise

    @property
    def record(self) -> Record:
        """The game in the file, or the last stage of the campaign, as it was at opening."""
        return self.records[-1]

    def follow(self, header: Header) -> None:
        """Begin the next stage of a campaign behind the one that has ended. Raises as `append`."""
        if not self._order.ended:
            raise RecordMismatch(f"{disk.shown(self.path)}: a stage begins before the one before it has ended")
        self._put(self._within_limits(form.encode(header)))
        self._count += 1
        self.begins = self._count
        self._order = _Order()

    def append(self, line: Line) -> None:
        """Write a line; when this returns the line is on the disk.

        Raises CannotRead when the disk is full or the file has gone (what was written before stays), CannotRun at a
        limit, RecordMismatch when the line does not follow on the last one.
        """
        data = self._within_limits(form.encode(line))
        try:
            order = self._order.after(line)
        except form.Wrong as error:
            raise RecordMismatch(f"{disk.shown(self.path)}: {error}") from None
        self._put(data)
        self._order = order
        self._count += 1

    def close(self) -> None:
        """Let go of the file. Calling it again does nothing."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                lock.release(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _begin(self, header: Header) -> Record:
        disk.take(self._descriptor, self.path)
        self._size = 0
        self._put(self._within_limits(form.encode(header)))
        with disk.explained(self.path, "write"):
            disk.settle(self.path.parent)
        return Record(header, (), self.path)

    def _go_on(self) -> tuple[Record, ...]:
        disk.take(self._descriptor, self.path)
        with disk.explained(self.path, "read"):
            content = disk.all_of(self._descriptor)
        found = _scan(self.path, content)
        self._size = found.kept
        last = found.records[-1]
        self.begins = last.begins
        self._count = last.begins + len(last.lines)
        for line in last.lines:
            self._order = self._order.after(line)
        with disk.explained(self.path, "write"):
            self._cut_back()
        if found.unended:
            self._put(b"\n")
        return found.records

    def _put(self, data: bytes) -> None:
        try:
            if not os.path.samestat(os.fstat(self._descriptor), self.path.stat()):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            self._cut_back()
            disk.write(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._cut_back()
            self._not_written(error)
        self._size += len(data)

    def _cut_back(self) -> None:
        """Drop what stands behind the last whole line: a torn end, or half a line that met a full disk."""
        if os.fstat(self._descriptor).st_size > self._size:
            os.ftruncate(self._descriptor, self._size)

    def _not_written(self, error: OSError) -> NoReturn:
        kept = f"all {self._count} lines before it are kept" if self._size else "nothing was written"
        raise CannotRead(
            f"{disk.shown(self.path)}: {disk.reason(error)}; the last line was not written, {kept}",
            "make room or write permission, then try again",
        ) from None

    def _within_limits(self, data: bytes) -> bytes:
        if len(data) > LONGEST_LINE:
            raise CannotRun(f"{disk.shown(self.path)}: a line of {len(data):,} bytes; the limit is {LONGEST_LINE:,}")
        if self._count >= MOST_LINES:
            raise CannotRun(f"{disk.shown(self.path)}: a record holds at most {MOST_LINES:,} lines")
        if self._size + len(data) > disk.LARGEST_FILE:
            raise CannotRun(f"{disk.shown(self.path)}: a record holds at most {disk.LARGEST_FILE:,} bytes")
        return data


@dataclass(frozen=True)
class _Order:
    """What holds from line to line: decisions are counted, time does not go back, after the end only notes."""

    n: int = 0
    at: int = 0
    ended: bool = False

    def after(self, line: Line) -> _Order:
        if line.at < self.at:
            raise form.Wrong(f"time goes back from {_moment(self.at)} to {_moment(line.at)}")
        if self.ended and not isinstance(line, NoteLine | ClockLine):
            raise form.Wrong("a line after the end of the game, where only notes may stand")
        n = self.n
        if isinstance(line, DecisionLine):
            if line.n != n + 1:
                raise form.Wrong(f"decision number {line.n} where number {n + 1} belongs")
            n = line.n
        return _Order(n, line.at, self.ended or isinstance(line, EndLine))


@dataclass(frozen=True)
class _Scan:
    """What a file holds, how many of its bytes that takes, and whether its last line lacks the line end."""

    records: tuple[Record, ...]
    kept: int
    unended: bool


def _scan(path: Path, content: bytes) -> _Scan:
    if len(content) > disk.LARGEST_FILE:
        raise CannotRead(f"{disk.shown(path)}: larger than the limit of {disk.LARGEST_FILE:,} bytes")
    rows = _rows(content)
    _count_rows(path, rows)
    cut_off = not _is_json(rows[-1])
    unended = not content.endswith(b"\n") and not cut_off
    if cut_off:
        rows.pop()
    if not rows:
        raise CannotRead(f"{disk.shown(path)}: cut off within its first line, so that nothing can be recovered")
    records = tuple(_records(path, rows, torn=cut_off or unended))
    return _Scan(records, sum(len(row) + 1 for row in rows) - unended, unended)


def _rows(content: bytes) -> list[bytes]:
    """The lines; empty ones at the end, which editors leave, are not lines."""
    rows = content.split(b"\n")
    while rows and not rows[-1].strip():
        rows.pop()
    return rows


def _count_rows(path: Path, rows: list[bytes]) -> None:
    if not rows:
        raise CannotRead(f"{disk.shown(path)}: empty, not a record", "start a new game with another file name")
    if len(rows) > MOST_LINES:
        raise CannotRead(f"{disk.shown(path)}: more lines than the limit of {MOST_LINES:,}")
    for number, row in enumerate(rows, 1):
        if len(row) >= LONGEST_LINE:
            raise CannotRead(f"{disk.shown(path)}:{number}: longer than the limit of {LONGEST_LINE:,} bytes a line")


def _records(path: Path, rows: list[bytes], *, torn: bool) -> Iterator[Record]:
    """The game in these lines, or stage after stage; only the last can be torn."""
    header, begins = _header(path, rows[0]), 1
    while True:
        lines, following = _body(path, rows, begins)
        after = begins + len(lines) + 1
        yield Record(header, lines, path, torn and following is None, begins)
        if following is None:
            return
        try:
            _follows(header, lines, following)
        except form.Wrong as error:
            raise RecordMismatch(f"{disk.shown(path)}:{after}: {error}", _HAND) from None
        header, begins = following, after


def _follows(header: Header, lines: Sequence[Line], following: Header) -> None:
    """Raise Wrong for a header that does not begin the next stage of the same campaign."""
    here, there = header.campaign, following.campaign
    if here is None or there is None:
        raise form.Wrong("a header in the middle of the record of a single game")
    if replace(here, stage="", number=0) != replace(there, stage="", number=0):
        raise form.Wrong("this header is of another campaign, or of one that was set up otherwise")
    if there.number != here.number + 1 or there.stage == here.stage:
        raise form.Wrong(f"stage {there.number} ({form.show(there.stage)}) behind stage {here.number}")
    if not any(isinstance(line, EndLine) for line in lines):
        raise form.Wrong(f"stage {there.number} begins before stage {here.number} has ended")


def _header(path: Path, row: bytes) -> Header:
    try:
        return form.header(form.parse(row.removeprefix(_MARK)))
    except form.Wrong as error:
        raise CannotRead(f"{disk.shown(path)}:1: {error}") from None


def _body(path: Path, rows: list[bytes], begins: int) -> tuple[tuple[Line, ...], Header | None]:
    """The lines behind the header in line `begins`, up to the end or to the next header."""
    order = _Order()
    found: list[Line] = []
    for number, row in enumerate(rows[begins:], begins + 1):
        try:
            data = form.parse(row)
            if form.is_header(data):
                return tuple(found), form.header(data)
            line = form.line(data)
            order = order.after(line)
        except form.Wrong as error:
            raise RecordMismatch(f"{disk.shown(path)}:{number}: {error}", _HAND) from None
        found.append(line)
    return tuple(found), None


def _is_json(row: bytes) -> bool:
    try:
        form.parse(row.removeprefix(_MARK))
    except form.Wrong:
        return False
    return True


def _moment(minutes: int) -> str:
    return f"{format_moment(minutes)} ({minutes})"
