from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.errors import CannotRead
from tabletop.record.codec import Writer, read_record
from tabletop.record.record import ClockLine, Header

HEADER = Header("islands", "1", "ab", 7)

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from tabletop.record.codec import Writer
from tabletop.record.record import Header, NoteLine
writer = Writer(Path(sys.argv[1]), Header("islands", "1", "ab", 7))
for number in range(100_000):
    writer.append(NoteLine(number, "us", "x" * (number * 37 % 3000)))
    print(number, flush=True)
"""

HOLD = """
import sys
from pathlib import Path
from tabletop.record.codec import Writer
writer = Writer(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""

CROWDED = """
import resource, sys
from pathlib import Path
from tabletop.errors import CannotRead
from tabletop.record.codec import Writer, read_record
from tabletop.record.record import Header, NoteLine
path = Path(sys.argv[1])
writer = Writer(path, Header("islands", "1", "ab", 7))
writer.append(NoteLine(1, "us", "kept"))
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, resource.RLIM_INFINITY))
try:
    writer.append(NoteLine(2, "us", "x" * 500))
except CannotRead as error:
    print(error.exit_code, error)
assert path.stat().st_size == size
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.append(NoteLine(3, "us", "later"))
print([line.text for line in read_record(path).lines])
"""


def started(program: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_two_writers_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with Writer(path, HEADER), pytest.raises(CannotRead, match="another game is writing"):
        Writer(path)
    Writer(path).close()


def test_reading_does_not_break_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with Writer(path, HEADER) as writer:
        writer.append(ClockLine(5))
        assert read_record(path).lines == (ClockLine(5),)
        with pytest.raises(CannotRead, match="another game is writing"):
            Writer(path)


def test_another_process_is_kept_out_until_the_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    Writer(path, HEADER).close()
    holder = started(HOLD, path)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CannotRead, match="another game is writing") as caught:
            Writer(path)
        assert str(path) in str(caught.value)
        assert "close the other game" in caught.value.hint
    finally:
        ended(holder)
    with Writer(path) as writer:
        writer.append(ClockLine(5))


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_process_loses_nothing_that_it_had_acknowledged(tmp_path: Path, after: int) -> None:
    path = tmp_path / "game.jsonl"
    process = started(WRITE_FOR_EVER, path)
    assert process.stdout is not None
    for _ in range(after):
        process.stdout.readline()
    os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    acknowledged = after + len(process.stdout.read().split())
    process.communicate()
    found = read_record(path).lines
    assert acknowledged <= len(found) <= acknowledged + 1
    assert [line.at for line in found] == list(range(len(found)))
    with Writer(path) as writer:
        writer.append(ClockLine(len(found)))
    assert not read_record(path).torn


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
def test_a_disk_without_room_keeps_what_was_written_and_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CROWDED, str(tmp_path / "game.jsonl")], capture_output=True, check=True, text=True
    )
    said, kept = done.stdout.splitlines()
    assert said.startswith("4 ")
    assert "the last line was not written, all 2 lines before it are kept" in said
    assert kept == "['kept', 'later']"
