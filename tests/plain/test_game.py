"""A whole game in lines."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.engine.program import compile_program
from tabletop.engine.setup import Setup
from tabletop.errors import CannotRead
from tabletop.plain.console import Console
from tabletop.plain.game import play
from tabletop.plain.places import tell_places
from tabletop.plain.why import tell_why
from tabletop.record import disk
from tabletop.record.codec import read_record
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session

Begin = Callable[..., Session]
Page = Callable[..., tuple[Console, io.StringIO]]
Typing = Callable[..., tuple[Console, io.StringIO, object]]


def obliging(first: dict[str, str]) -> Callable[[str], str]:
    """Types the listed lines at the prompts that begin so, once each, and otherwise what carries the game on."""
    left = dict(first)

    def answer(prompt: str) -> str:
        for start in list(left):
            if prompt.startswith(start):
                return left.pop(start)
        if "Let the time run out" in prompt:
            return "y"
        if "1 to" in prompt:
            return "1" if "worded" not in prompt else "1 3"
        return ""

    return answer


def test_a_game_alone_from_title_to_debrief(begin: Begin, typing: Typing) -> None:
    session = begin(line="doctrine")
    console, page, _ = typing(obliging({"What do you offer": "2", "Reason": "Fair is fair."}), echo=True)
    play(session, console)
    text = page.getvalue()
    story = [
        "THE QUAY", "A teaching model", "Seed 5, preset usual, length long.", "The season opens",
        "Brief: The town hall", "You own the quay.", "- the budget", "A quay that holds: 60 % of your score",
        "(at the end): 80 scores 0", "Cap: The quay fell", "[D+0 06:00] Harbour master (letter)",
        "They stand at 40 now.", "For your ears only.", "Question: What do you offer the line?",
        "You choose: 2 Pay half", "Recorded.", "What followed", "The end, D+12 00:00", "Scorecard: The town hall",
        "Observed: 100 %", "points, where 80", "The other seats", "What was hidden", "Rot inside the piles",
        "To talk about", "Digest ", "Record: ",
    ]  # fmt: skip
    places = [text.find(piece) for piece in story]
    assert -1 not in places, [piece for piece, place in zip(story, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert all(len(line) <= 80 for line in text.splitlines() if "game.jsonl" not in line)
    assert read_record(session.record_path or Path()).complete


def test_lines_hold_no_boxes_and_no_escapes(begin: Begin, typing: Typing) -> None:
    console, page, _ = typing(obliging({}), ascii_only=True)
    play(begin(line="doctrine"), console)
    assert page.getvalue().isascii()
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", page.getvalue())


def test_every_page_can_be_called_for(begin: Begin, page: Page) -> None:
    commands = [
        "s",
        "f",
        "v",
        "i",
        "i 1",
        "p",
        "d",
        "o",
        "b",
        "c",
        "r",
        "h",
        "?",
        "i 9",
        "why 1",
        "why trust",
        "why nonsense",
        "huh",
        "n",
        "n",
        "n",
    ]
    at_question = ["why 3?", "why 9", "why", "l", "2 1", "zzz", "s", "q"]
    console, sink = page("\n".join([*commands, *at_question]) + "\n", echo=True)
    session = begin(line="doctrine")
    play(session, console)
    text = sink.getvalue()
    for expected in (
        "State on D+0 00:00", "None that you know of.", "This scenario has no places.",
        "Nothing that you know of.", "None yet.", "Objectives",
        "Brief:", "Rules", "Commands", "Messages are numbered from 1 to 0", "There is no question open.",
        "Nothing that you know of has moved it", 'You see no gauge "nonsense". s lists what you see.',
        '"huh" is no command here',
        "3 LOCKED: Order them by decree", "none of the options", "No other question is open", "one option only",
        "Saved on D+2 08:00",
    ):  # fmt: skip
        assert expected in text, expected
    assert (session.ended, len(session.waiting())) == (False, 1)


def test_why_tells_what_moved_a_gauge_and_by_which_rule(checkout: Path, page: Page) -> None:
    loaded = load(checkout / "scenarios" / "regional-contingency")
    session = Session.start(loaded, compile_program(loaded), Setup(3), {"us": "doctrine", "rok": "doctrine"}, None)
    session.advance(until=30 * 1440)
    console, sink = page("")
    for name in ("cohesion", "Alliance cohesion", "alliance"):
        tell_why(console, session, session.view(None), name)
    told = sink.getvalue()
    answer = session.why(None, "cohesion")
    assert told.count(f"Why? Alliance cohesion: {answer.began}, now {answer.stands}") == 3
    flat = " ".join(told.split())
    for share in answer.shares:
        assert f"{'up' if share.up else 'down'} {abs(share.amount or 0):.1f} {share.what}" in flat
    assert all(f"Rule {rule.id} (grade {rule.grade})" in flat for rule in answer.rules)


def test_the_map_in_words(checkout: Path, page: Page) -> None:
    loaded = load(checkout / "scenarios" / "regional-contingency")
    session = Session.start(loaded, compile_program(loaded), Setup(3), {"rok": "doctrine"}, None)
    while not session.waiting():
        session.advance()
    session.submit("us", "us1", ["order_now"])
    told = ""
    while "Under way:" not in told and not session.ended:
        session.advance(until=session.now + 120)
        console, sink = page("")
        tell_places(console, loaded.scenario, session.view("us"))
        told = " ".join(sink.getvalue().split())
    assert "Taiwan Strait, rung" in told
    assert "Osan (37° N, 127° E): " in told
    assert "bound for Southern Japanese islands)" in told
    assert "Gulf region (25° N, 52° E): no forces that you know of" in told
    assert re.search(r"Under way: [^.]+, from Osan to [^.]+, \d+% of the way, due D\+", told)


def test_a_newcomer_is_told_each_step_once(checkout: Path, page: Page, tmp_path: Path) -> None:
    """In a scenario that says it is for newcomers, and in no other."""
    text = (checkout / "tests" / "plain" / "quay" / "scenario.yaml").read_text("utf-8")
    told = []
    for number, head in enumerate(("format: 1\n", "format: 1\ntutorial: true\n")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "scenario.yaml").write_text(text.replace("format: 1\n", head), "utf-8")
        loaded = load(folder)
        console, sink = page("\n\n?\n1\ny\n\n\nq\n")
        play(Session.start(loaded, compile_program(loaded), Setup(5), {"line": "doctrine"}, None), console)
        told.append(re.findall(r"First steps: (\w+ \w+)", sink.getvalue()))
    assert told[0] == []
    assert told[1][0] == "Nothing has"
    assert {"That was", "A decision"} < set(told[1])
    assert len(set(told[1])) == len(told[1])


def test_messages_can_be_read_again(begin: Begin, page: Page) -> None:
    console, sink = page("n\ni\ni 1\nq\n", echo=True)
    play(begin(line="doctrine"), console)
    assert sink.getvalue().count("They stand at 40 now.") == 2
    assert "1 [D+0 06:00] Harbour master: The cracks have grown" in sink.getvalue()


def test_the_end_of_the_input_saves(begin: Begin, page: Page, quay: Loaded) -> None:
    console, sink = page("n\nn\n", echo=True)
    session = begin(line="doctrine")
    play(session, console)
    session.close()
    assert "The input has ended." in sink.getvalue()
    assert f'tabletop resume "{session.record_path}" --scenario' in sink.getvalue()
    again = Session.resume(session.record_path or Path(), quay)
    assert again.now == session.now
    again.close()


def test_a_resumed_game_does_not_read_everything_out_again(begin: Begin, page: Page, quay: Loaded) -> None:
    session = begin(line="doctrine")
    play(session, page("n\nn\nn\nq\n")[0])
    session.close()
    again = Session.resume(session.record_path or Path(), quay)
    console, sink = page("q\n")
    play(again, console, resumed=True)
    again.close()
    text = sink.getvalue()
    assert "Resumed on D+2 08:00." in text
    assert "Question: What do you offer the line?" in text
    assert "The cracks have grown" not in text
    assert "Brief:" not in text


def test_time_never_passes_a_deadline_unasked(begin: Begin, page: Page) -> None:
    session = begin(line="doctrine")
    console, sink = page("g\nn\nn\nn\n\nq\n", echo=True)
    play(session, console)
    text = sink.getvalue()
    assert "D+4 07:59" in text
    assert "1 min left" in text
    assert "Last call for Town: What do you offer the line?" in text
    assert len(session.waiting()) == 1


def test_a_deadline_that_is_let_pass_takes_the_default(begin: Begin, page: Page) -> None:
    session = begin(line="doctrine")
    play(session, page("g\nn\nn\ny\nd\nq\n")[0])
    assert [taken.by for taken in session.view("town").decisions if taken.seat == "town"] == ["default"]


def test_waiting_waits_a_day(begin: Begin, page: Page) -> None:
    session = begin(line="doctrine")
    play(session, page("g\nw\nq\n")[0])
    assert session.view("town").clock == "D+3 08:00"


def test_waiting_waits_a_step_and_all_is_told_by_the_calendar(checkout: Path, page: Page, tmp_path: Path) -> None:
    text = (checkout / "tests" / "plain" / "quay" / "scenario.yaml").read_text("utf-8")
    head = "format: 1\nclock: calendar\nstep: 2d\n"
    (tmp_path / "scenario.yaml").write_text(text.replace("format: 1\n", head, 1), "utf-8")
    loaded = load(tmp_path)
    console, sink = page("g\n?\nw\ns\nq\n", echo=True)
    session = Session.start(loaded, compile_program(loaded), Setup(5), {"line": "doctrine"}, None)
    play(session, console)
    told = sink.getvalue()
    assert session.view("town").clock == "5 Jun 2027 07:59"  # a last call before the deadline
    assert "8 Jun 2027 The season opens" in told
    assert "Open until 5 Jun 2027 08:00: 2 d 0 h left." in told
    assert "  w       wait 2 d                          n   on to what matters next" in told
    assert "State on 5 Jun 2027 07:59, Sat CET: The town hall" in told
    assert "since 3 Jun 2027  scale" in told
    assert not re.search(r"D\+\d", told)


def test_two_seats_share_a_keyboard_and_no_secret(begin: Begin, typing: Typing) -> None:
    session = begin()
    told: list[str] = []

    def answer(prompt: str) -> str | None:
        text = page.getvalue()
        told.append(text[text.rfind("pass the keyboard") :])
        if "Reason" in prompt:
            return f"secret of turn {text.count('pass the keyboard')}"
        return obliging({"What do you offer": "2"})(prompt)

    console, page, _ = typing(answer)
    play(session, console)
    text = page.getvalue()
    turns = re.findall(r"--- pass the keyboard to (\w+), press Enter ---", text)
    assert turns[:2] == ["Town", "Line"]
    town, line = text.split("pass the keyboard to ")[1:3]
    assert "Pay half" in town
    assert "Recorded." in town
    assert "secret of turn 1" not in line
    assert "Budget" not in line
    assert "For your ears only." in town
    assert "For your ears only." not in line
    assert text.count("\n" * 50) >= 2
    assert "Scorecard: The town hall" in text
    assert "Scorecard: The ferry line" in text


def test_a_choice_that_costs_too_much_is_refused_and_nothing_is_lost(begin: Begin, typing: Typing) -> None:
    session = begin(line="doctrine")
    console, page, _ = typing(obliging({"Which works": "1 3"}))
    play(session, console)
    assert "Not possible: the choice at works costs 13 of 12 million" in page.getvalue()
    assert session.ended


def test_a_choice_that_is_taken_back_is_not_recorded(begin: Begin, page: Page) -> None:
    session = begin(line="doctrine")
    console, sink = page("g\n2\n\n\n\nn\nq\n")
    play(session, console)
    assert "Taken back; nothing was decided." in sink.getvalue()
    assert [line for line in read_record(session.record_path or Path()).decisions if line.seat == "town"] == []


def test_options_that_were_looked_into_count_as_considered(begin: Begin, page: Page) -> None:
    session = begin(line="doctrine")
    play(session, page("g\nwhy 3\nwhy 1\nwhy 3\n2\n\n\n\n\nq\n")[0])
    made = next(line for line in read_record(session.record_path or Path()).decisions if line.seat == "town")
    assert (made.choice, made.considered) == (("half",), ("decree", "nothing"))


def test_a_full_disk_is_told_and_the_game_waits(begin: Begin, typing: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    session = begin(line="doctrine")
    write = disk.write
    failures = iter([True, False])

    def no_space(descriptor: int, data: bytes) -> None:
        if b'"town"' in data and b'"decision"' in data and next(failures, False):
            raise OSError(28, "No space left on device")
        write(descriptor, data)

    monkeypatch.setattr(disk, "write", no_space)
    console, page, _ = typing(obliging({"What do you offer": "2"}))
    play(session, console)
    assert "Not recorded, so not decided:" in page.getvalue()
    assert "the disk is full" in " ".join(page.getvalue().split())
    assert session.ended


def test_with_nobody_there_to_help_a_full_disk_ends_the_game(
    begin: Begin, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    session = begin(line="doctrine")
    session.advance()
    monkeypatch.setattr(disk, "write", no_space)
    with pytest.raises(CannotRead, match="disk is full"):
        play(session, page("2\n\n\n\n\n", echo=True)[0])


def test_a_game_of_bots_runs_through(begin: Begin, page: Page) -> None:
    session = begin(town="uniform", line="uniform")
    console, sink = page()
    play(session, console)
    assert session.ended
    assert "The other seats" in sink.getvalue()
