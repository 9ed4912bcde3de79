"""`tabletop review` as a teacher meets it: on the command line, with a record of a short game."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.scenario.library import find
from tabletop.scenario.load import load
from tabletop.session import Session

Run = Callable[..., "subprocess.CompletedProcess[str]"]

TERMS = ("start", "decisions", "luck", "others", "drift")


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_program(load(find("regional-contingency")))


@pytest.fixture(scope="module")
def record(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of 50 minutes in which Washington takes the first open option each time."""
    path = tmp_path_factory.mktemp("review") / "game.jsonl"
    seats = {str(seat.id): "human" if seat.id == "us" else "doctrine" for seat in program.scenario.seats}
    session = Session.start(program.loaded, program, Setup(4, length="50"), seats, path)
    while not session.ended:
        session.advance()
        for waiting in session.waiting():
            (question,) = session.view(waiting.seat).questions
            first = next(option for option in question.options if not option.locked)
            session.submit(waiting.seat, waiting.decision, [first.id])
    session.close()
    return path


def test_the_review_reads_well_at_eighty_columns(call: Run, record: Path) -> None:
    done = call("review", str(record), "--futures", "8")
    assert done.returncode == 0
    assert "Where the points came from" in done.stdout
    assert "final score with luck taken out" in done.stdout
    assert "What do we ask of Seoul, and when?" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_json_holds_the_ledger_and_every_open_option(call: Run, record: Path) -> None:
    found = json.loads(call("review", str(record), "--futures", "8", "--json").stdout)
    assert (found["schema"], found["futures"], list(found["seats"])) == ("tabletop-review/1", 8, ["us"])
    told = found["seats"]["us"]
    assert sum(told["ledger"][term] for term in TERMS) == pytest.approx(told["ledger"]["final"], abs=1e-9)
    assert [decision["decision"] for decision in told["decisions"]][:2] == ["us1", "us6"]
    for decision in told["decisions"]:
        assert decision["choice"] in [option["choice"] for option in decision["options"]]
    assert len(told["intervals"]) == len(told["decisions"]) + 1
    assert set(told["decisions"][0]["posterior"]) == {"resolve", "dprk_type"}


def test_jobs_do_not_change_a_byte(call: Run, record: Path) -> None:
    one, two = (call("review", str(record), "--futures", "26", "--json", "--jobs", jobs).stdout for jobs in ("1", "2"))
    assert one == two


def test_a_seat_can_be_asked_for(call: Run, record: Path) -> None:
    found = json.loads(call("review", str(record), "--futures", "2", "--json", "--seat", "japan").stdout)
    assert list(found["seats"]) == ["japan"]
    wrong = call("review", str(record), "--seat", "jpan")
    assert wrong.returncode == 2
    assert "japan" in wrong.stderr


def test_choosing_nothing_of_several_is_told_as_nothing(call: Run, quay: Path, tmp_path: Path) -> None:
    path, loaded = tmp_path / "game.jsonl", load(quay)
    session = Session.start(loaded, compile_program(loaded), Setup(4), {"line": "doctrine"}, path)
    while not session.ended:
        session.advance()
        for waiting in session.waiting():
            session.submit(waiting.seat, waiting.decision, [] if waiting.decision == "works" else ["half"])
    assert [card.lines[0] for card in session.cards("town") if card.title == "Which works are done?"] == [
        "The town hall chose: nothing (by decision)."
    ]
    session.close()
    done = call("review", str(path), "--scenario", quay, "--futures", "4")
    assert (done.returncode, done.stderr) == (0, "")
    assert "   * nothing  " in done.stdout
    report = call("report", str(path), "--scenario", quay, "--futures", "4")
    assert "Which works are done?" in report.stdout
    assert "“”" not in report.stdout
    assert "nothing" in call("whatif", str(path), "--scenario", quay, "--at", "works").stdout


def test_a_game_that_is_not_over_is_refused_with_the_way_out(call: Run, record: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.jsonl"
    half.write_text("".join(record.read_text(encoding="utf-8").splitlines(keepends=True)[:4]), encoding="utf-8")
    done = call("review", str(half))
    assert done.returncode == 1
    assert "has not ended" in done.stderr


def test_no_record_and_no_file(call: Run, tmp_path: Path) -> None:
    assert call("review", str(tmp_path / "none.jsonl")).returncode == 4
    assert call("review", str(tmp_path / "none.jsonl"), "--futures", "1").returncode == 2
