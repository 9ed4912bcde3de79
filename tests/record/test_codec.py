from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.errors import CannotRead, CannotRun, RecordMismatch
from tabletop.record import codec, disk
from tabletop.record.codec import LONGEST_LINE, Writer, read_record
from tabletop.record.lines import encode
from tabletop.record.record import ClockLine, DecisionLine, EndLine, Header, Line, NoteLine, OverrideLine

HEADER = Header("islands", "1", "ab" * 32, 7, seats={"us": "human"})
D = "0" * 32
FIRST = DecisionLine(1, 60, "us", "us1", ("wait",), "human", D, rationale="so that")
SECOND = DecisionLine(2, 120, "us", "us2", ("go",), "human", D, forecast=40)
LINES: tuple[Line, ...] = (FIRST, ClockLine(90), SECOND, EndLine(200, "calm", D))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "game.jsonl"


def written(path: Path, lines: tuple[Line, ...] = LINES, head: Header = HEADER) -> Path:
    with Writer(path, head) as writer:
        for each in lines:
            writer.append(each)
    return path


def edited(path: Path, number: int, change: Callable[[dict[str, Any]], Any]) -> Path:
    """Change the JSON of line `number` (from 1) of a record."""
    rows = path.read_bytes().splitlines()
    data = json.loads(rows[number - 1])
    change(data)
    rows[number - 1] = json.dumps(data).encode()
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


class TestForm:
    def test_lines_end_with_a_line_feed_and_keys_are_sorted(self, path: Path) -> None:
        rows = written(path).read_bytes().split(b"\n")
        assert rows[2] == b'{"at":90,"kind":"clock"}'
        assert rows[-1] == b""
        assert b"\r" not in path.read_bytes()

    def test_text_is_written_as_utf_8_and_line_separators_inside_do_not_break_lines(self, path: Path) -> None:
        note = NoteLine(0, "", "유연성 \u2028 a\nb")
        assert read_record(written(path, (note,))).lines == (note,)
        assert "유연성".encode() in path.read_bytes()

    def test_decisions_completeness_and_places(self, path: Path) -> None:
        record = read_record(written(path))
        assert record.decisions == (FIRST, SECOND)
        assert record.complete
        assert record.where(0) == f"{path}:2"


class TestTornEnds:
    @given(st.integers(1, 400))
    def test_a_record_cut_anywhere_behind_its_header_keeps_its_whole_lines(
        self, tmp_path_factory: pytest.TempPathFactory, cut: int
    ) -> None:
        path = written(tmp_path_factory.mktemp("r") / "game.jsonl")
        whole = path.read_bytes()
        head = whole.index(b"\n") + 1
        left = whole[: max(head, len(whole) - cut)]
        path.write_bytes(left)
        record = read_record(path)
        assert record.lines == LINES[: len(record.lines)]
        assert len(record.lines) >= left.count(b"\n") - 1
        assert record.torn == (not left.endswith(b"\n"))

    def test_half_a_line_is_left_out_and_cut_off_on_going_on(self, path: Path) -> None:
        whole = written(path, LINES[:2]).read_bytes()
        path.write_bytes(whole + b'{"kind":"decis')
        record = read_record(path)
        assert record.torn
        assert record.lines == LINES[:2]
        with Writer(path) as writer:
            assert writer.record.torn
            assert path.read_bytes() == whole
            writer.append(SECOND)
        assert read_record(path).lines == LINES[:3]

    @pytest.mark.parametrize("tail", [b"\x00" * 300, b"\xff\xfe\n", b'{"kind":"clock","at":\n', b"{\n", b"null\n"])
    def test_rubbish_at_the_very_end_counts_as_torn(self, path: Path, tail: bytes) -> None:
        whole = written(path, LINES[:2]).read_bytes()
        path.write_bytes(whole + tail)
        record = read_record(path)
        assert record.torn
        assert record.lines == LINES[:2]

    def test_a_whole_line_without_its_line_end_is_kept_and_gets_one(self, path: Path) -> None:
        whole = written(path, LINES[:3]).read_bytes()
        path.write_bytes(whole.rstrip())
        record = read_record(path)
        assert record.torn
        assert record.lines == LINES[:3]
        Writer(path).close()
        assert path.read_bytes() == whole

    def test_empty_lines_at_the_end_are_no_damage(self, path: Path) -> None:
        whole = written(path, LINES[:2]).read_bytes()
        path.write_bytes(whole + b"\n  \r\n\n")
        assert not read_record(path).torn
        with Writer(path) as writer:
            writer.append(SECOND)
        assert read_record(path).lines == LINES[:3]

    def test_windows_line_ends_and_a_byte_order_mark_are_read(self, path: Path) -> None:
        whole = written(path).read_bytes()
        path.write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n"))
        assert read_record(path).lines == LINES

    def test_a_header_cut_off_leaves_nothing(self, path: Path) -> None:
        path.write_bytes(written(path).read_bytes()[:30])
        with pytest.raises(CannotRead, match="nothing can be recovered"):
            read_record(path)


BAD = [
    (2, lambda d: d.update(kind="decission"), r':2: unknown kind "decission"; did you mean "decision"\?'),
    (2, lambda d: d.update(kind=3), r":2: unknown kind 3; known are decision, clock, note"),
    (2, lambda d: d.pop("kind"), r":2: unknown kind null"),
    (2, lambda d: d.update(n=3), r":2: decision number 3 where number 1 belongs"),
    (4, lambda d: d.update(n=1), r":4: decision number 1 where number 2 belongs"),
    (4, lambda d: d.update(at=60), r":4: time goes back from D\+0 01:30 \(90\) to D\+0 01:00 \(60\)"),
    (2, lambda d: d.update(at="60"), r':2: "at": expected a whole number from 0 to \d+, found "60"'),
    (2, lambda d: d.update(at=True), r':2: "at": expected a whole number'),
    (2, lambda d: d.update(at=1.5), r":2: .*found 1.5"),
    (2, lambda d: d.update(at=10**12), r":2: .*found 1000000000000"),
    (2, lambda d: d.update(choice="wait"), r':2: "choice": expected a list of texts, found "wait"'),
    (2, lambda d: d.update(choice=[1]), r':2: "choice": expected a text, found 1'),
    (2, lambda d: d.update(digest="xyz"), r':2: "digest": expected a digest of 32 hexadecimal digits, found "xyz"'),
    (2, lambda d: d.update(forecast=100), r':2: "forecast": expected a whole number from 1 to 99, found 100'),
    (2, lambda d: d.update(rationale=None), r':2: "rationale": expected a text, found null'),
    (2, lambda d: d.update(rationale="x" * 5000), r":2: the rationale has 5,000 characters"),
    (2, lambda d: d.update(ratoinale="x"), r':2: unknown key "ratoinale"; did you mean "rationale"\?'),
    (2, lambda d: d.update(seat="u\x1bs"), r":2: .*none of them for control"),
    (2, lambda d: d.pop("seat"), r":2: seat missing"),
    (5, lambda d: d.update(at=1), r":5: time goes back"),
]


class TestEdits:
    @pytest.mark.parametrize(("number", "change", "says"), BAD)
    def test_a_changed_line_is_named(self, path: Path, number: int, change: Any, says: str) -> None:
        with pytest.raises(RecordMismatch, match=says) as caught:
            read_record(edited(written(path), number, change))
        assert str(caught.value).startswith(f"{path}:{number}: ")
        assert "restore it" in caught.value.hint
        assert caught.value.exit_code == 3

    @pytest.mark.parametrize(
        ("row", "says"),
        [
            (b"{not json}", "not JSON"),
            (b"", "not JSON"),
            (b"[]", r"expected an object in braces, found \[\]"),
            (b'{"kind":"clock","at":\xff}', "not UTF-8 text at byte 22"),
            (b'{"kind":"clock","at":NaN}', "NaN is not a number"),
            (b'{"kind":"clock","at":1,"at":2}', 'the key "at" stands there twice'),
            (b"[" * 60_000, "not JSON of ours: nested too deeply"),
            (b'{"kind":"clock","at":' + b"9" * 5000 + b"}", "not JSON of ours: a number with too many"),
        ],
        ids=["braces", "empty", "list", "bytes", "nan", "twice", "deep", "long number"],
    )
    def test_a_line_that_is_no_json_is_named(self, path: Path, row: bytes, says: str) -> None:
        rows = written(path).read_bytes().split(b"\n")
        path.write_bytes(b"\n".join([*rows[:2], row, *rows[3:]]))
        with pytest.raises(RecordMismatch, match=f":3: {says}"):
            read_record(path)

    def test_lines_after_the_end_may_only_be_notes(self, path: Path) -> None:
        note = NoteLine(200, "us", "what we would do differently")
        assert read_record(written(path, (*LINES, note))).lines[-1] == note
        with path.open("ab") as file:
            file.write(encode(OverrideLine(200, "cohesion", 3.0, "why")) + encode(note))
        with pytest.raises(RecordMismatch, match=r":7: a line after the end"):
            read_record(path)

    def test_words_in_a_file_edited_by_hand_are_made_harmless(self, path: Path) -> None:
        edited(written(path), 2, lambda d: d.update(rationale="\x1b]0;x\x07[red]", dissent="\x9b2J"))
        found = read_record(path).decisions[0]
        assert (found.rationale, found.dissent) == ("]0;x[red]", "2J")

    def test_messages_about_bad_values_do_not_steer_the_terminal(self, path: Path) -> None:
        edited(written(path), 2, lambda d: d.update(kind="\x1b[2J\x9b" + "x" * 500))
        with pytest.raises(RecordMismatch) as caught:
            read_record(path)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 400


class TestHeaders:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (lambda d: d.update(kind="clock"), 'begins with a line of kind "header"'),
            (lambda d: d.update(format="chess"), 'begins with a line of kind "header"'),
            (lambda d: d.update(version=99), "record version 99; this program reads versions 1 to 1"),
            (lambda d: d.update(version=0), "record version 0; this program reads"),
            (lambda d: d.update(version="1"), '"version": expected a whole number'),
            (lambda d: d.pop("seed"), "seed missing"),
            (lambda d: d.update(seed=1.5), '"seed": expected a whole number'),
            (lambda d: d.update(sede=1), 'unknown key "sede"; did you mean "seed"'),
            (lambda d: d.update(assumptions=[1]), '"assumptions": expected an object'),
            (lambda d: d.update(assumptions={"a": "b"}), '"assumptions": "a": expected a number'),
            (lambda d: d.update(parent={"file": "x"}), '"parent": digest, at missing'),
            (lambda d: d.update(parent=3), '"parent": expected an object in braces or null'),
        ],
    )
    def test_a_bad_header_is_named(self, path: Path, change: Any, says: str) -> None:
        with pytest.raises(CannotRead, match=says) as caught:
            read_record(edited(written(path), 1, change))
        assert str(caught.value).startswith(f"{path}:1: ")


class TestFiles:
    def test_an_existing_record_is_never_overwritten(self, path: Path) -> None:
        before = written(path).read_bytes()
        with pytest.raises(CannotRead, match="never overwritten") as caught:
            Writer(path, HEADER)
        assert path.read_bytes() == before
        assert "another file name" in caught.value.hint
        assert caught.value.exit_code == 4

    def test_missing_folders_are_made(self, tmp_path: Path) -> None:
        assert read_record(written(tmp_path / "a" / "b" / "game.jsonl")).complete

    def test_files_that_are_no_records(self, tmp_path: Path, path: Path) -> None:
        with pytest.raises(CannotRead, match="no such file"):
            read_record(path)
        with pytest.raises(CannotRead, match="no such file"):
            Writer(path)
        with pytest.raises(CannotRead, match="not a plain file"):
            read_record(tmp_path)
        path.write_bytes(b"")
        with pytest.raises(CannotRead, match="empty, not a record"):
            read_record(path)
        with pytest.raises(CannotRead, match="a file stands where a folder"):
            Writer(path / "game.jsonl", HEADER)
        with pytest.raises(CannotRead, match="null"):
            read_record(Path("a\x00b"))

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
    def test_a_pipe_is_refused_and_not_waited_for(self, path: Path) -> None:
        os.mkfifo(path)
        with pytest.raises(CannotRead, match="not a plain file"):
            read_record(path)

    def test_limits_on_reading_are_named(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = written(path).read_bytes()
        path.write_bytes(whole + b" " * LONGEST_LINE + b"x\n")
        with pytest.raises(CannotRead, match=r":6: longer than the limit of 65,536 bytes a line"):
            read_record(path)
        path.write_bytes(whole)
        monkeypatch.setattr(codec, "MOST_LINES", 4)
        with pytest.raises(CannotRead, match="more lines than the limit of 4"):
            read_record(path)
        monkeypatch.setattr(disk, "LARGEST_FILE", 100)
        with pytest.raises(CannotRead, match="the limit is 100"):
            read_record(path)

    def test_limits_on_writing_are_named_and_nothing_is_written(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Writer(path, HEADER) as writer:
            writer.append(FIRST)
            before = path.read_bytes()
            huge = replace(SECOND, considered=("x" * 900,) * 90)
            with pytest.raises(CannotRun, match=r"the limit is 65,536"):
                writer.append(huge)
            with monkeypatch.context() as patch:
                patch.setattr(codec, "MOST_LINES", 2)
                with pytest.raises(CannotRun, match="at most 2 lines"):
                    writer.append(SECOND)
            with monkeypatch.context() as patch:
                patch.setattr(disk, "LARGEST_FILE", len(before) + 10)
                with pytest.raises(CannotRun, match="bytes"):
                    writer.append(SECOND)
            assert path.read_bytes() == before
            writer.append(SECOND)

    def test_a_writer_never_writes_what_a_reader_refuses(self, path: Path) -> None:
        with Writer(path, HEADER) as writer:
            writer.append(FIRST)
            for bad in (replace(SECOND, n=1), replace(SECOND, at=1), ClockLine(59)):
                with pytest.raises(RecordMismatch):
                    writer.append(bad)
            writer.append(SECOND)
        assert read_record(path).lines == (FIRST, SECOND)

    @pytest.mark.parametrize(
        ("code", "says"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "permission")]
    )
    def test_a_failing_disk_keeps_what_was_there_and_the_writer_can_go_on(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
    ) -> None:
        real = os.write

        def half(descriptor: int, data: bytes) -> int:
            real(descriptor, bytes(data[:10]))
            raise OSError(code, "whatever")

        with Writer(path, HEADER) as writer:
            writer.append(FIRST)
            monkeypatch.setattr(os, "write", half)
            with pytest.raises(CannotRead, match=f"{says}.*all 2 lines before it are kept") as caught:
                writer.append(SECOND)
            assert caught.value.exit_code == 4
            assert read_record(path).lines == (FIRST,)
            monkeypatch.setattr(os, "write", real)
            writer.append(SECOND)
        assert read_record(path).lines == (FIRST, SECOND)

    def test_a_disk_that_fails_at_the_header_leaves_no_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(descriptor: int, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "whatever")

        monkeypatch.setattr(os, "write", full)
        with pytest.raises(CannotRead, match=r"the disk is full; .*nothing was written"):
            Writer(path, HEADER)
        assert not path.exists()

    def test_a_folder_without_permission_is_named(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*arguments: object) -> int:
            raise PermissionError(errno.EACCES, "whatever")

        monkeypatch.setattr(os, "open", refuse)
        with pytest.raises(CannotRead, match="no permission") as caught:
            Writer(path, HEADER)
        assert "folder that you may write to" in caught.value.hint

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows does not delete open files")
    def test_a_record_deleted_under_the_game_is_noticed(self, path: Path) -> None:
        with Writer(path, HEADER) as writer:
            path.unlink()
            with pytest.raises(CannotRead, match="no such file"):
                writer.append(FIRST)
            path.write_bytes(b"another file")
            with pytest.raises(CannotRead, match="no such file"):
                writer.append(FIRST)
        assert path.read_bytes() == b"another file"

    def test_going_on_appends(self, path: Path) -> None:
        written(path, LINES[:2])
        with Writer(path) as writer:
            assert writer.record.lines == LINES[:2]
            for each in LINES[2:]:
                writer.append(each)
            writer.close()
        assert read_record(path).lines == LINES
