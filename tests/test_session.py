"""One live game: what is acknowledged is on disk, what is refused is not, and a resumed game is the same game."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.errors import CannotRead, CannotRun, IllegalDecision, RecordMismatch
from tabletop.record import disk
from tabletop.record.codec import read_record
from tabletop.record.record import ClockLine, DecisionLine, EndLine, NoteLine
from tabletop.record.replay import replay_record
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session, fresh_record, record_folder
from tabletop.simtime import DAY

Start = Callable[..., Session]


@pytest.fixture(scope="module")
def quay(checkout: Path) -> Loaded:
    return load(checkout / "tests" / "plain" / "quay")


@pytest.fixture(scope="module")
def program(quay: Loaded) -> Program:
    return compile_program(quay)


@pytest.fixture
def start(quay: Loaded, program: Program, tmp_path: Path) -> Iterator[Start]:
    """Starts games, by default seed 5 with two humans and a record; closes them all."""
    sessions = []

    def begin(seed: int = 5, name: str | None = "game.jsonl", **seats: str) -> Session:
        record = tmp_path / name if name else None
        sessions.append(Session.start(quay, program, Setup(seed), seats, record))
        return sessions[-1]

    yield begin
    for session in sessions:
        session.close()


def play_on(session: Session, taste: int = 0) -> None:
    """Answer everything with the option at the same place, forms and budgets by default, to the end."""
    while not session.ended:
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            options = [option.id for option in question.options if not option.locked]
            plain = question.pick is None and not question.items
            choice = (options[taste % len(options)],) if plain else question.default
            session.submit(waiting.seat, waiting.decision, choice)
        session.advance()


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_new_game_knows_its_seats_and_settled_setup(start: Start) -> None:
    session = start(line="doctrine")
    assert session.humans == ("town",)
    assert dict(session.seats) == {"town": "human", "line": "doctrine", "sea": "doctrine"}
    assert (session.setup.preset, session.setup.length) == ("usual", "long")
    assert (session.now, session.ended, session.outcome) == (0, False, None)


@pytest.mark.parametrize(
    ("setup", "seats", "word"),
    [
        (Setup(1, preset="usaul"), {}, "usaul"),
        (Setup(1, length="50"), {}, "50"),
        (Setup(1, texts={"contract": "tigth"}), {}, "tigth"),
        (Setup(1), {"twon": "human"}, "twon"),
        (Setup(1), {"sea": "doctor"}, "doctor"),
    ],
)
def test_what_the_scenario_does_not_have_is_refused_and_leaves_no_file(
    quay: Loaded, program: Program, tmp_path: Path, setup: Setup, seats: dict[str, str], word: str
) -> None:
    with pytest.raises(IllegalDecision, match=word):
        Session.start(quay, program, setup, seats, tmp_path / "game.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_time_runs_to_the_next_question(start: Start) -> None:
    session = start()
    session.advance()
    assert session.now == 2 * DAY + 8 * 60
    assert [(w.seat, w.decision) for w in session.waiting()] == [("town", "share_town"), ("line", "share_line")]
    assert session.waiting()[0].deadline == 4 * DAY + 8 * 60


def test_news_and_days_stop_earlier(start: Start) -> None:
    session = start()
    session.advance(pause="news")
    assert session.now == 6 * 60
    session.advance(pause="news")
    assert session.now == DAY + 9 * 60
    session.advance(pause="day")
    assert session.now == 2 * DAY + 8 * 60


def test_a_day_is_a_day_when_nothing_is_asked(start: Start) -> None:
    session = start(line="uniform", town="uniform")
    session.advance(pause="day")
    assert (session.now, session.humans, session.waiting()) == (DAY, (), ())


def test_time_that_runs_over_a_deadline_takes_the_default(start: Start) -> None:
    session = start()
    session.advance()
    session.advance(until=4 * DAY + 8 * 60, pause="news")
    assert [taken.by for taken in session.view(None).decisions if taken.seat == "town"] == ["default"]
    assert not [line for line in session.lines if isinstance(line, DecisionLine) and line.seat == "town"]


def test_a_question_that_opens_at_once_is_told_before_time_goes_on(start: Start) -> None:
    session = start()
    session.reach(2 * DAY + 8 * 60)
    session.advance()
    assert session.now == 2 * DAY + 8 * 60


def test_an_answer_is_on_disk_with_its_words(start: Start, tmp_path: Path) -> None:
    session = start()
    session.advance()
    session.submit(
        "town", "share_town", ["half"], rationale="It is\x1b[31m fair.", forecast=60, dissent="The treasurer",
        considered=["half", "nothing"],
    )  # fmt: skip
    last = lines_of(tmp_path / "game.jsonl")[-1]
    assert (last["seat"], last["choice"], last["by"], last["forecast"]) == ("town", ["half"], "human", 60)
    assert (last["rationale"], last["considered"]) == ("It is[31m fair.", ["half", "nothing"])


@pytest.mark.parametrize(
    ("seat", "decision", "choice", "extra"),
    [
        ("town", "share_town", ["hlaf"], {}),
        ("town", "share_town", ["decree"], {}),
        ("town", "share_town", ["half", "nothing"], {}),
        ("town", "share_town", [], {}),
        ("town", "share_line", ["half"], {}),
        ("town", "works", [], {}),
        ("town", "no_such", [], {}),
        ("nobody", "share_town", ["half"], {}),
        ("sea", "blow", ["calm"], {}),
        ("town", "share_town", ["half"], {"forecast": 100}),
        ("town", "share_town", ["half"], {"rationale": "x" * 4001}),
    ],
)
def test_what_is_refused_is_not_recorded(
    start: Start, tmp_path: Path, seat: str, decision: str, choice: list[str], extra: dict[str, object]
) -> None:
    session = start()
    session.advance()
    before, digest = (tmp_path / "game.jsonl").read_bytes(), session.digest()
    with pytest.raises(IllegalDecision):
        session.submit(seat, decision, choice, **extra)
    assert (tmp_path / "game.jsonl").read_bytes() == before
    assert (session.digest(), len(session.waiting())) == (digest, 2)
    session.submit("town", "share_town", ["half"])
    assert len(session.waiting()) == 1


def test_a_sealed_answer_shows_to_nobody_else(start: Start) -> None:
    session = start()
    session.advance()
    session.submit("town", "share_town", ["half"], rationale="hush")
    seen = session.view("line")
    assert seen.decisions == ()
    assert "hush" not in repr(seen)
    assert session.cards("line") == session.cards("line", 0)
    assert not any("Pay half" in line for card in session.cards("line") for line in card.lines)


def test_a_full_disk_undoes_the_decision(start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session = start()
    session.advance()
    digest = session.digest()

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write", no_space)
    with pytest.raises(CannotRead, match="disk is full"):
        session.submit("town", "share_town", ["half"])
    assert (session.digest(), len(session.waiting())) == (digest, 2)
    monkeypatch.undo()
    session.submit("town", "share_town", ["half"])
    play_on(session)
    session.close()
    assert Session.resume(tmp_path / "game.jsonl", session.loaded).digest() == session.digest()


def test_bots_whose_lines_could_not_be_written_are_written_later(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session = start(line="uniform")
    session.advance()
    session.submit("town", "share_town", ["half"])

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write", no_space)
    with pytest.raises(CannotRead):
        session.advance()
    monkeypatch.undo()
    play_on(session)
    session.close()
    record = read_record(tmp_path / "game.jsonl")
    assert [line.n for line in record.decisions] == list(range(1, len(record.decisions) + 1))
    assert replay_record(record, session.program).digest == session.digest()


def test_the_record_ends_when_the_game_ends(start: Start, tmp_path: Path) -> None:
    session = start()
    play_on(session, 1)
    assert session.outcome is not None
    assert isinstance(session.lines[-1], EndLine)
    assert session.lines[-1].digest == session.digest()
    assert {line["kind"] for line in lines_of(tmp_path / "game.jsonl")} == {"header", "clock", "decision", "end"}
    session.advance()
    session.note("", "a good game")
    assert isinstance(session.lines[-1], NoteLine)


@pytest.mark.parametrize("cut", range(1, 8))
def test_a_game_that_stops_anywhere_goes_on_as_if_it_had_not(
    quay: Loaded, start: Start, tmp_path: Path, cut: int
) -> None:
    whole = start(name="whole.jsonl", line="uniform")
    play_on(whole, 1)
    whole.close()
    part = tmp_path / "part.jsonl"
    kept = (tmp_path / "whole.jsonl").read_text("utf-8").splitlines(keepends=True)[: cut + 1]
    part.write_text("".join(kept), "utf-8")
    resumed = Session.resume(part, quay)
    play_on(resumed, 1)
    resumed.close()
    assert (resumed.digest(), resumed.outcome) == (whole.digest(), whole.outcome)
    assert replay_record(read_record(part), resumed.program).digest == whole.digest()


def test_a_torn_last_line_is_dropped(quay: Loaded, start: Start, tmp_path: Path) -> None:
    session = start()
    session.advance()
    session.submit("town", "share_town", ["half"])
    session.close()
    path = tmp_path / "game.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    resumed = Session.resume(path, quay)
    assert [w.decision for w in resumed.waiting()] == ["share_town", "share_line"]
    resumed.submit("town", "share_town", ["nothing"])
    resumed.close()
    assert [line.choice for line in read_record(path).decisions] == [("nothing",)]


def test_resuming_stands_where_the_game_stood(quay: Loaded, start: Start, tmp_path: Path) -> None:
    session = start()
    session.advance(pause="news")
    session.close()
    resumed = Session.resume(tmp_path / "game.jsonl", quay)
    assert (resumed.now, resumed.view("town")) == (session.now, session.view("town"))
    resumed.close()


def edited(path: Path, change: Callable[[dict[str, object]], None], kind: str = "decision") -> None:
    """Change the first line of a kind in a record by hand."""
    lines = lines_of(path)
    change(next(line for line in lines if line["kind"] == kind))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.mark.parametrize(
    ("kind", "changes", "word"),
    [
        ("decision", {"choice": ["nothing"]}, "digest"),
        ("decision", {"choice": ["decree"]}, "locked"),
        ("decision", {"choice": ["hlaf"]}, "hlaf"),
        ("decision", {"at": 3400}, "digest|time goes back"),
        ("decision", {"digest": "0" * 32}, "digest"),
        ("decision", {"seat": "line", "decision": "share_line"}, "digest"),
        ("end", {"outcome": "closed", "digest": "0" * 32}, "end"),
        ("header", {"seed": 6}, "digest|does not fit"),
        ("header", {"sha256": "0" * 64}, "changed"),
        ("header", {"scenario": "other"}, "other"),
        ("header", {"engine": "99.0"}, "version"),
    ],
)
def test_an_edited_record_is_refused_with_its_place(
    quay: Loaded, start: Start, tmp_path: Path, kind: str, changes: dict[str, object], word: str
) -> None:
    session = start()
    play_on(session, 1)
    session.close()
    path = tmp_path / "game.jsonl"
    edited(path, lambda line: line.update(changes), kind)
    with pytest.raises(RecordMismatch, match=word) as caught:
        Session.resume(path, quay)
    assert "game.jsonl" in str(caught.value)


def test_a_bot_that_was_edited_is_found_out(quay: Loaded, start: Start, tmp_path: Path) -> None:
    session = start(line="uniform", town="uniform", sea="uniform")
    play_on(session)
    session.close()
    path = tmp_path / "game.jsonl"

    def swap(line: dict[str, object]) -> None:
        line["choice"] = ["gale"] if line["choice"] == ["calm"] else ["calm"]

    lines = lines_of(path)
    swap(next(line for line in lines if line.get("decision") == "blow"))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(RecordMismatch, match="blow"):
        Session.resume(path, quay)


def test_two_games_cannot_write_one_record(quay: Loaded, start: Start, tmp_path: Path) -> None:
    start()
    with pytest.raises(CannotRead, match="exists already"):
        start()
    with pytest.raises(CannotRead, match="another game is writing"):
        Session.resume(tmp_path / "game.jsonl", quay)


def test_a_refused_resume_lets_go_of_the_file(quay: Loaded, start: Start, tmp_path: Path) -> None:
    session = start()
    play_on(session, 1)
    session.close()
    good = (tmp_path / "game.jsonl").read_bytes()
    edited(tmp_path / "game.jsonl", lambda line: line.update({"digest": "0" * 32}))
    with pytest.raises(RecordMismatch):
        Session.resume(tmp_path / "game.jsonl", quay)
    (tmp_path / "game.jsonl").write_bytes(good)
    Session.resume(tmp_path / "game.jsonl", quay).close()
    assert (tmp_path / "game.jsonl").read_bytes() == good


def test_rewinding_makes_a_child_just_before_a_decision(start: Start, tmp_path: Path) -> None:
    session = start(line="uniform")
    play_on(session, 1)
    mine = [line for line in session.lines if isinstance(line, DecisionLine) and line.seat == "town"]
    mainline = (tmp_path / "game.jsonl").read_bytes()
    child = session.rewind(mine[-1].n, tmp_path / "child.jsonl")
    assert (child.now, [w.decision for w in child.waiting()]) == (mine[-1].at, [mine[-1].decision])
    assert child.header.parent is not None
    assert child.header.parent.file == "game.jsonl"
    play_on(child, 1)
    assert child.digest() == session.digest()
    assert (tmp_path / "game.jsonl").read_bytes() == mainline
    child.close()
    with pytest.raises(IllegalDecision, match="no decision number 99"):
        session.rewind(99, tmp_path / "other.jsonl")


def test_a_game_without_a_record_can_be_played_but_not_taken_back(start: Start, tmp_path: Path) -> None:
    session = start(name=None)
    play_on(session)
    assert session.record_path is None
    with pytest.raises(CannotRead, match="not recorded"):
        session.rewind(1, tmp_path / "child.jsonl")


def test_one_seed_one_game(start: Start) -> None:
    games = [start(seed, f"{name}.jsonl") for name, seed in (("a", 5), ("b", 5), ("c", 6))]
    for session in games:
        play_on(session, 1)
    assert games[0].digest() == games[1].digest() != games[2].digest()


def test_clock_lines_say_how_far_time_was_let_pass(start: Start) -> None:
    session = start()
    session.advance(pause="news")
    session.advance(until=7 * 60)
    assert [line.at for line in session.lines if isinstance(line, ClockLine)] == [360, 420]


def test_the_view_of_a_seat_hides_what_the_seat_may_not_see(start: Start) -> None:
    session = start()
    session.advance()
    seen = {reading.id for reading in session.view("line").readings}
    assert {"money", "secret_fund", "rot"} & seen == set()
    assert {"money", "secret_fund", "rot"} <= {reading.id for reading in session.view(None).readings}
    assert set(session.scorecards()) == {"town", "line", "sea"}


def test_records_have_a_folder_and_names_of_their_own(
    start: Start, quay: Loaded, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLETOP_RECORDS", str(tmp_path / "records"))
    assert record_folder() == tmp_path / "records"
    games = [fresh_record("quay", 5, lambda path: Session.start(quay, program, Setup(5), {}, path)) for _ in range(2)]
    assert [game.record_path.name for game in games if game.record_path] == ["quay-5-1.jsonl", "quay-5-2.jsonl"]
    for game in games:
        game.close()
    monkeypatch.delenv("TABLETOP_RECORDS")
    assert record_folder().name == "records"


def test_a_record_that_is_full_refuses_and_the_game_stays_as_it_was(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start()
    session.advance()
    digest = session.digest()
    monkeypatch.setattr("tabletop.record.codec.MOST_LINES", 2)
    with pytest.raises(CannotRun, match="at most 2 lines"):
        session.submit("town", "share_town", ["half"])
    assert (session.digest(), len(session.waiting())) == (digest, 2)


def test_a_bot_with_a_memory_goes_on_as_if_it_had_not_been_interrupted(
    quay: Loaded, start: Start, tmp_path: Path
) -> None:
    whole = start(name="whole.jsonl", town="explorer", line="explorer", sea="explorer")
    play_on(whole)
    part = start(name="part.jsonl", town="explorer", line="explorer", sea="explorer")
    part.advance(until=5 * DAY)
    part.close()
    resumed = Session.resume(tmp_path / "part.jsonl", quay)
    play_on(resumed)
    resumed.close()
    assert resumed.digest() == whole.digest()
