"""One record for a whole campaign: stage behind stage, torn ends, edited lines, two writers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.campaign.course import CampaignCourse, replay_campaign
from tabletop.campaign.game import CampaignGame
from tabletop.campaign.load import LoadedCampaign
from tabletop.errors import CannotRead, RecordMismatch
from tabletop.record.branch import write_records
from tabletop.record.codec import Writer, read_record, read_records
from tabletop.record.lines import encode
from tabletop.record.record import Header
from tabletop.session import Session


@pytest.fixture
def path(course: CampaignCourse, tmp_path: Path) -> Path:
    """The script's campaign as a record."""
    write_records(course.records, tmp_path / "held.jsonl")
    return tmp_path / "held.jsonl"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").splitlines()]


def edit(path: Path, number: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the JSON of line `number`, counted from 1."""
    found = rows(path)
    change(found[number - 1])
    path.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")


def second_header(path: Path) -> int:
    return [number for number, row in enumerate(rows(path), 1) if row["kind"] == "header"][1]


def test_each_stage_is_an_ordinary_record_that_names_its_campaign(path: Path) -> None:
    headers = [row for row in rows(path) if row["kind"] == "header"]
    assert [header["scenario"] for header in headers] == ["spring", "autumn"]
    assert [header["campaign"]["stage"] for header in headers] == ["spring", "storm"]
    assert headers[1]["starts"] == {"paper": "ask", "trust": 75.0, "warned": 1.0}
    assert {header["campaign"]["id"] for header in headers} == {"two-quays"}


def test_a_campaign_reads_back_as_it_was_written(path: Path, course: CampaignCourse) -> None:
    read = read_records(path)
    assert [record.header for record in read] == [record.header for record in course.records]
    assert [record.lines for record in read] == [record.lines for record in course.records]
    assert read[1].where(0) == f"{path}:{second_header(path) + 1}"


def test_the_record_of_a_single_game_holds_nothing_of_campaigns() -> None:
    written = encode(Header("islands", "1", "ab" * 32, 7))
    assert b"starts" not in written
    assert b"campaign" not in written


def test_one_stage_is_read_by_its_name(path: Path) -> None:
    assert read_record(path, "storm").header.scenario == "autumn"
    with pytest.raises(CannotRead, match="works on one of its stages") as caught:
        read_record(path)
    assert "spring, storm" in caught.value.hint
    with pytest.raises(CannotRead, match="not come to a stage") as caught:
        read_record(path, "strom")
    assert "storm" in caught.value.hint


def test_the_same_record_gives_the_same_campaign(path: Path, quays: LoadedCampaign, course: CampaignCourse) -> None:
    again = replay_campaign(read_records(path), quays)
    assert again.digest == course.digest
    assert again.complete


def test_a_torn_line_in_a_later_stage_is_left_out(path: Path, quays: LoadedCampaign) -> None:
    path.write_bytes(path.read_bytes()[:-20])
    read = read_records(path)
    assert read[-1].torn
    assert not read[-1].complete
    game = CampaignGame.resume(path, quays)
    assert (game.number, game.session.ended) == (2, False)
    game.close()


def test_a_torn_header_leaves_the_stage_before(path: Path, quays: LoadedCampaign) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    number = second_header(path)
    path.write_bytes(b"".join(lines[: number - 1]) + lines[number - 1][:50])
    game = CampaignGame.resume(path, quays)
    assert (game.number, game.session.ended, game.ended) == (1, True, False)
    game.go_on()
    game.close()
    assert [record.header.scenario for record in read_records(path)] == ["spring", "autumn"]


def test_two_cannot_write_one_campaign(path: Path) -> None:
    with Writer(path), pytest.raises(CannotRead, match="another game is writing"):
        Writer(path)


def test_an_edited_decision_is_named_with_its_line(path: Path, quays: LoadedCampaign) -> None:
    number = second_header(path) + 1
    edit(path, number, lambda row: row.update(choice=["go"]))
    with pytest.raises(RecordMismatch, match=f"held.jsonl:{number}"):
        CampaignGame.resume(path, quays)
    with pytest.raises(RecordMismatch, match=f"held.jsonl:{number}"):
        replay_campaign(read_records(path), quays)


def test_a_start_that_nobody_carried_is_refused(path: Path, quays: LoadedCampaign) -> None:
    number = second_header(path)
    edit(path, number, lambda row: row["starts"].update(trust=90.0))
    with pytest.raises(RecordMismatch, match=f"held.jsonl:{number}: stage storm does not begin"):
        replay_campaign(read_records(path), quays)


def test_an_unknown_start_is_refused(path: Path, quays: LoadedCampaign) -> None:
    edit(path, second_header(path), lambda row: row["starts"].update(turst=90.0))
    with pytest.raises(RecordMismatch):
        replay_campaign(read_records(path), quays)


CHANGES: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (lambda row: row["campaign"].update(number=3), "stage 3"),
    (lambda row: row["campaign"].update(seed=6), "set up otherwise"),
    (lambda row: row.update(campaign=None), "header in the middle"),
    (lambda row: row["campaign"].pop("stage"), "stage missing"),
    (lambda row: row["campaign"].update(stag="storm"), "unknown key"),
]


@pytest.mark.parametrize(("change", "message"), CHANGES)
def test_a_header_that_does_not_follow_is_named_with_its_line(
    path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    number = second_header(path)
    edit(path, number, change)
    with pytest.raises(RecordMismatch, match=f"held.jsonl:{number}: .*{message}"):
        read_records(path)


def test_a_stage_cannot_begin_before_the_one_before_has_ended(path: Path) -> None:
    found = [row for row in rows(path) if row["kind"] != "end"]
    path.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    with pytest.raises(RecordMismatch, match="before stage 1 has ended"):
        read_records(path)


def test_another_version_of_the_campaign_is_refused(path: Path, quays: LoadedCampaign) -> None:
    text = path.read_text("utf-8").replace(quays.sha256, "0" * 64)
    path.write_text(text, "utf-8")
    with pytest.raises(RecordMismatch, match="campaign's file has changed"):
        CampaignGame.resume(path, quays)


def test_a_stage_is_not_taken_back_into_a_single_game(path: Path) -> None:
    with pytest.raises((CannotRead, RecordMismatch)):
        Session.resume(path)


def test_a_record_that_was_cut_off_anywhere_is_gone_on_with(path: Path, quays: LoadedCampaign, tmp_path: Path) -> None:
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole), 97):
        part = tmp_path / f"cut-{cut}.jsonl"
        part.write_bytes(whole[:cut])
        game = CampaignGame.resume(part, quays)
        while not game.ended:
            while not game.session.ended:
                game.session.advance()
            if game.following is not None:
                game.go_on()
        game.close()
        assert replay_campaign(read_records(part), quays).complete


def test_a_record_that_was_cut_off_in_its_first_line_is_told(path: Path, tmp_path: Path) -> None:
    part = tmp_path / "cut.jsonl"
    part.write_bytes(path.read_bytes()[:100])
    with pytest.raises(CannotRead, match="within its first line"):
        read_records(part)


@pytest.mark.parametrize("number", [1, 2, 5, 6, 7])
def test_a_line_that_was_damaged_is_named(path: Path, quays: LoadedCampaign, number: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = lines[number - 1][:30] + b"\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises((CannotRead, RecordMismatch), match=f"held.jsonl:{number}: "):
        CampaignGame.resume(path, quays)
