"""`report`."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.record.codec import read_record
from tabletop.report.forecasts import forecast_told
from tabletop.report.game import retell
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FEW = ("--futures", "4")


@pytest.fixture
def record(call: Run, quay: Path, answers: str, tmp_path: Path) -> Path:
    path = tmp_path / "game.jsonl"
    played = call("play", quay, "--plain", "--seed", "5", "--seat", "line=uniform", "--record", path, stdin=answers)
    assert played.returncode == 0, played.stderr
    return path


@pytest.fixture
def stopped(quay: Path, tmp_path: Path) -> Path:
    """The record of a game that nobody played to its end."""
    loaded = load(quay)
    session = Session.start(loaded, compile_program(loaded), Setup(5), {"line": "uniform"}, tmp_path / "stopped.jsonl")
    session.advance()
    session.submit("town", "share_town", ["half"], rationale="It is fair.")
    session.close()
    return tmp_path / "stopped.jsonl"


def test_markdown_to_stdout_and_to_a_file(call: Run, record: Path, quay: Path, tmp_path: Path) -> None:
    done = call("report", record, "--scenario", quay, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# The quay: after-action report\n")
    for words in (
        "It is fair.",
        "## Decision and luck",
        "in the same 4 futures",
        "A teaching model with invented numbers.",
    ):
        assert words in done.stdout
    file = tmp_path / "report.md"
    written = call("report", record, "--scenario", quay, *FEW, "-o", file)
    assert (written.returncode, written.stdout) == (0, "")
    assert "KiB" in written.stderr
    assert file.read_text("utf-8") == done.stdout


def test_the_same_bytes_whatever_the_hash_seed_and_the_jobs(
    tabletop: Run, record: Path, quay: Path, tmp_path: Path
) -> None:
    pages = []
    for turn, jobs in (("1", "1"), ("2", "2")):
        file = tmp_path / f"{turn}.html"
        common = ("report", record, "--scenario", quay, *FEW, "--jobs", jobs, "-o", file)
        done = tabletop(*common, PYTHONHASHSEED=turn, TZ=f"UTC{turn}", LC_ALL="C.UTF-8")
        assert done.returncode == 0, done.stderr
        pages.append(file.read_bytes())
    assert pages[0] == pages[1]
    assert pages[0].startswith(b"<!DOCTYPE html>")


def test_a_saved_review_gives_the_same_report(call: Run, record: Path, quay: Path, tmp_path: Path) -> None:
    saved = tmp_path / "review.json"
    saved.write_text(call("review", record, "--scenario", quay, *FEW, "--json").stdout, "utf-8")
    fresh = call("report", record, "--scenario", quay, *FEW)
    assert call("report", record, "--scenario", quay, "--review", saved).stdout == fresh.stdout


def test_a_review_of_another_game_is_refused(
    call: Run, record: Path, stopped: Path, quay: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "review.json"
    saved.write_text(call("review", record, "--scenario", quay, *FEW, "--json").stdout, "utf-8")
    other = call("report", stopped, "--scenario", quay, "--review", saved)
    assert other.returncode == 3
    assert "a review of another game" in other.stderr
    saved.write_text("[]", "utf-8")
    for text, code in (("[]", 4), ("{", 4), ('{"schema": "tabletop-review/1"}', 4), ("\x00", 4)):
        saved.write_text(text, "utf-8")
        wrong = call("report", record, "--scenario", quay, "--review", saved)
        assert (wrong.returncode, wrong.stdout) == (code, "")
        assert "Traceback" not in wrong.stderr
    assert call("report", record, "--scenario", quay, "--review", tmp_path / "none.json").returncode == 4


def test_without_a_review(call: Run, record: Path, quay: Path) -> None:
    done = call("report", record, "--scenario", quay, "--no-review")
    assert done.returncode == 0
    assert "cannot say what of the result was luck" in done.stdout
    assert "Judgement:" not in done.stdout
    assert "Beside games by bots" in done.stdout


def test_one_object_with_everything(call: Run, record: Path, quay: Path) -> None:
    done = call("report", record, "--scenario", quay, *FEW, "--json")
    told = json.loads(done.stdout)
    assert list(told)[:7] == ["schema", "engine", "scenario", "sha256", "seed", "preset", "length"]
    assert (told["schema"], told["seed"]) == ("tabletop-report/1", 5)
    assert told["decisions"][0]["rationale"] == "It is fair."
    assert sum(told["ledgers"][0]["shown"][:-1]) == told["ledgers"][0]["shown"][-1]


def test_an_unfinished_record_is_reported_as_it_stands(call: Run, stopped: Path, quay: Path) -> None:
    done = call("report", stopped, "--scenario", quay)
    assert done.returncode == 0
    assert "note: This game has not ended" in done.stderr
    assert "This game has not ended" in done.stdout
    assert "cannot say what of the result was luck" in done.stdout


def test_a_script_is_reported_as_a_game(call: Run, quay: Path, tmp_path: Path) -> None:
    script = tmp_path / "both-pay.yaml"
    half = "choose: half, rationale: It is fair., forecast: 70"
    decisions = f"[{{decision: share_town, {half}}}, {{decision: share_line, {half}}}]"
    script.write_text(f"scenario: quay\nseed: 3\ndecisions: {decisions}\n", "utf-8")
    done = call("report", script, "--scenario", quay, "--seat", "town", *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Why, as written then: “It is fair.”" in done.stdout
    assert "Judgement:" in done.stdout
    script.write_text("scenario: quay\nsede: 3\n", "utf-8")
    assert call("report", script, "--scenario", quay).returncode == 1


def test_the_hot_wash(call: Run, record: Path, stopped: Path, quay: Path, tmp_path: Path) -> None:
    done = call("report", record, "--scenario", quay, "--hotwash")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Three turning points" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "has not ended" in call("report", stopped, "--scenario", quay, "--hotwash").stdout
    for ending, begins in ((".md", "# Hot wash"), (".html", "<!DOCTYPE html>"), (".txt", "Hot wash")):
        file = tmp_path / f"sheet{ending}"
        assert call("report", record, "--scenario", quay, "--hotwash", "-o", file).returncode == 0
        assert file.read_text("utf-8").startswith(begins)


def test_what_cannot_be_is_refused_at_once(call: Run, record: Path, quay: Path, tmp_path: Path) -> None:
    file = tmp_path / "there.html"
    file.write_text("mine", "utf-8")
    cases: list[tuple[tuple[str | Path, ...], int, str]] = [
        (("-o", file), 4, "exists already"),
        (("-o", tmp_path / "x.pdf"), 2, ".md or .html"),
        (("-o", tmp_path / "x.txt"), 2, ".md or .html"),
        (("-o", tmp_path / "no" / "x.md", "--no-review"), 4, "choose a folder"),
        (("--review", file, "--no-review"), 2, "does not go with --no-review"),
        (("--review", file, "--hotwash"), 2, "does not go with --hotwash"),
        (("--json", "--hotwash"), 2, "does not go with --hotwash"),
        (("--json", "-o", tmp_path / "x.md"), 2, "does not go with -o"),
        (("--seat", "twon"), 2, 'did you mean "town"'),
        (("--futures", "1"), 2, "2<=x"),
    ]
    for arguments, code, words in cases:
        done = call("report", record, "--scenario", quay, *arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
        assert words in done.stderr
    assert file.read_text("utf-8") == "mine"


def test_files_that_are_no_records(call: Run, quay: Path, tmp_path: Path) -> None:
    for text in ("", "{}\n", "not a record\n", "\x00\x01"):
        file = tmp_path / "file.jsonl"
        file.write_text(text, "utf-8")
        done = call("report", file, "--scenario", quay)
        assert done.returncode in (3, 4)
        assert "error: " in done.stderr
    assert call("report", tmp_path / "none.jsonl").returncode == 4


# The flagship


@pytest.fixture(scope="module")
def flagship(checkout: Path) -> tuple[Loaded, Program]:
    loaded = load(checkout / "scenarios" / "regional-contingency")
    return loaded, compile_program(loaded)


@pytest.fixture(scope="module")
def crisis(flagship: tuple[Loaded, Program], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole game of both allies, all decisions taken, with reasons and forecasts."""
    path = tmp_path_factory.mktemp("crisis") / "crisis.jsonl"
    session = Session.start(*flagship, Setup(7, "", "180"), {}, path)
    while not session.ended:
        session.advance()
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            option = next(o for o in question.options if not o.locked)
            words = {"rationale": "The door stays open.", "dissent": "Wait.", "forecast": 35}
            session.submit(waiting.seat, waiting.decision, [option.id], **words)  # type: ignore[arg-type]
    session.close()
    return path


def test_the_hot_wash_of_the_flagship_is_there_at_once(tabletop: Run, crisis: Path) -> None:
    before = os.times()
    done = tabletop("report", crisis, "--hotwash")
    after = os.times()
    seconds = sum(after[2:4]) - sum(before[2:4])  # of the processor: others may be at work on this machine
    assert seconds < 2
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n1. ") == done.stdout.count("\n3. ") == 2


def test_forecasts_settle_as_the_game_went(flagship: tuple[Loaded, Program], crisis: Path) -> None:
    game = retell(read_record(crisis), flagship[1])
    acts = {"dprk2": ("artillery",), "dprk3": ("nll_fire", "jam_drones")}
    days = [e.at / 1440 for e in game.sim.entries if e.kind == "inject" and e.what == "inj_korea"]
    days += [
        e.at / 1440 for e in game.sim.entries if e.what in acts and set(e.detail.get("choice", ())) & {*acts[e.what]}
    ]
    expected = any(5.375 < day <= 26.375 for day in days)
    asked = next(made for made in game.made if made.taken.decision == "us2")
    told = forecast_told(game, asked)
    assert told is not None
    assert (told.percent, told.happened) == (35, expected)
    assert told.brier == pytest.approx((0.35 - expected) ** 2)
    standing = forecast_told(game, game.made[0])
    assert standing is not None
    assert standing.happened == (game.scorecards["us"].rating in ("P", "S"))


def test_the_page_of_the_flagship(call: Run, crisis: Path, tmp_path: Path) -> None:
    file = tmp_path / "crisis.html"
    assert call("report", crisis, "--no-review", "-o", file).returncode == 0
    page = file.read_text("utf-8")
    assert len(page) < 600_000
    for words in (
        "Where the forces were",
        "What really happened",
        "Dispute this first",
        "One year later",
        "source-S02",
    ):
        assert words in page
    assert "[your number]" not in page
