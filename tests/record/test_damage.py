"""Whatever happens to a file, reading it ends in a record or in a plain refusal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.errors import CannotRead, InvalidScenario, RecordMismatch, TabletopError
from tabletop.record.codec import Writer, read_record
from tabletop.record.lines import encode
from tabletop.record.record import Record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import Answer, Script, read_script

VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=4), VALUES, max_size=3)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage") / "game.jsonl"


@pytest.fixture(scope="module")
def record(program: Program, choosers: Callable[[str], Chooser]) -> Record:
    answers = (Answer("north", "n1", ("talk",)), Answer("north", "n2", ("c", "a"), rationale="why [not]"))
    return replay_script(
        Script(Path("x"), "islands", otherwise="doctrine", decisions=answers), program, choosers
    ).record


@pytest.fixture(scope="module")
def whole(record: Record) -> bytes:
    return b"".join(map(encode, (record.header, *record.lines)))


def outcome(file: Path, program: Program) -> str:
    """'played' or the kind of refusal; anything else is a mistake of ours and escapes."""
    try:
        replay_record(read_record(file), program)
    except TabletopError as error:
        told = (type(error).__name__, str(error))
    else:
        return "played"
    assert told[1].replace("\n", "").isprintable()
    return told[0]


@given(st.binary(max_size=400))
def test_any_bytes(file: Path, program: Program, content: bytes) -> None:
    file.write_bytes(content)
    assert outcome(file, program) in ("CannotRead", "RecordMismatch")


@settings(max_examples=300)
@given(data=st.data())
def test_any_byte_changed(file: Path, program: Program, whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    file.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert outcome(file, program) in ("CannotRead", "RecordMismatch", "IllegalDecision", "played")


@settings(max_examples=300)
@given(data=st.data())
def test_any_value_changed(file: Path, program: Program, whole: bytes, data: st.DataObject) -> None:
    rows = [json.loads(row) for row in whole.splitlines()]
    row = data.draw(st.sampled_from(rows))
    key = data.draw(st.sampled_from(sorted(row)))
    row[key] = data.draw(JSON)
    file.write_bytes(b"\n".join(json.dumps(each).encode() for each in rows) + b"\n")
    assert outcome(file, program) in ("CannotRead", "RecordMismatch", "IllegalDecision", "played")


@settings(max_examples=150)
@given(data=st.data())
def test_lines_left_out_doubled_or_swapped_never_pass_for_the_game(
    file: Path, program: Program, record: Record, whole: bytes, data: st.DataObject
) -> None:
    rows = whole.splitlines(keepends=True)
    order = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=len(rows)))
    shuffled = [rows[n] for n in order]
    file.write_bytes(b"".join(shuffled))
    if outcome(file, program) == "played":
        assert shuffled == rows[: len(shuffled)] or shuffled == [*rows[: len(shuffled) - 1], rows[-1]]


@given(data=st.data())
def test_every_changed_choice_is_caught(file: Path, program: Program, whole: bytes, data: st.DataObject) -> None:
    rows = [json.loads(row) for row in whole.splitlines()]
    row = data.draw(st.sampled_from([row for row in rows if row["kind"] == "decision"]))
    point = program.points[row["decision"]].point
    other = data.draw(st.lists(st.sampled_from([str(o.id) for o in point.options]), unique=True, max_size=3))
    if sorted(other) == sorted(row["choice"]):
        return
    row["choice"] = other
    file.write_bytes(b"\n".join(json.dumps(each).encode() for each in rows) + b"\n")
    with pytest.raises(RecordMismatch):
        replay_record(read_record(file), program)


@given(content=st.binary(max_size=300))
def test_going_on_with_any_file_keeps_what_was_readable(file: Path, whole: bytes, content: bytes) -> None:
    file.write_bytes(whole + content)
    try:
        before = read_record(file)
        Writer(file).close()
    except (CannotRead, RecordMismatch):
        assert file.read_bytes() == whole + content
        return
    after = read_record(file)
    assert (after.header, after.lines, after.torn) == (before.header, before.lines, False)
    assert file.read_bytes().startswith(whole)


@settings(max_examples=200)
@given(
    content=st.one_of(st.text(max_size=200), JSON.map(lambda value: json.dumps({"scenario": "islands", "x": value})))
)
def test_any_text_as_a_script(file: Path, content: str) -> None:
    path = file.with_name("script.yaml")
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        read_script(path)
    except (CannotRead, InvalidScenario) as refused:
        told = str(refused)
    else:
        told = "read"
    assert told


@settings(max_examples=200)
@given(data=st.data())
def test_any_value_in_a_script(
    file: Path, program: Program, choosers: Callable[[str], Chooser], data: st.DataObject
) -> None:
    script: dict[str, Any] = {
        "scenario": "islands", "seed": 7, "length": "50", "texts": {"flex": "none"}, "assumptions": {"a_wind": 1},
        "latents": {"resolve": "firm"}, "seats": {"south": "uniform"}, "otherwise": "default",
        "decisions": [{"seat": "north", "decision": "n1", "choose": "talk", "at": "D+1 09:00", "if_open": True}],
        "notes": [{"at": "1d", "text": "x"}],
    }  # fmt: skip
    place = data.draw(st.sampled_from([script, script["decisions"][0], script["notes"][0]]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(JSON)
    path = file.with_name("script.json")
    path.write_text(json.dumps(script), encoding="utf-8")
    try:
        replayed = replay_script(read_script(path), program, choosers)
    except TabletopError as refused:
        told, complete = str(refused), True
    else:
        told, complete = "played", replayed.complete
    assert told
    assert complete
