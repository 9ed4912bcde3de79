"""Campaigns from the command line: played, stopped, gone on with, told again; and what is told of mistakes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner

from tabletop.cli.main import commands

Run = Callable[..., "CompletedProcess[str]"]

SPRING = """
format: 1
id: {id}
version: "1"
title: The {id} talks
summary: s
disclaimer: d
startex: {{date: 2026-03-02}}
endex: {{at: 2, latest: 4d}}
endings: [{{id: over, title: Over}}]
lengths: [{{id: "50"}}]
learning_objectives: [{{id: LO1, text: t, bloom: apply}}]
seats: [{{id: east, label: The east city, short: East, brief: b}}]
gauges: [{{id: trust, label: Trust, start: 50}}]
decisions:
  - id: sign_{id}
    seat: east
    title: What to sign
    brief: b
    opens: {{at: 12h}}
    window: 12h
    default: nothing
    options:
      - {{id: nothing, label: Nothing, brief: b}}
      - {{id: ask, label: Ask first, brief: b, effects: [{{add: {{trust: 20}}}}]}}
objectives:
  - {{id: o, seat: east, title: Trust, weight: 1, measures: [{{mode: terminal, of: trust, zero: 0, hundred: 100}}]}}
"""

CAMPAIGN = """
format: 1
id: quay
version: "1"
title: The long quay
summary: Two talks in a row.
disclaimer: Teaching model.
seats: [{id: east, label: The east city, short: East, brief: You remember.}]
weights: [{id: usual, stages: {first: 1, second: 1}}, {id: late, stages: {second: 1}}]
formats: [{id: short, lengths: {first: "50", second: "50"}, agenda: [{minutes: 50, what: Everything}]}]
assumptions: [{id: k, label: Memory, low: 0, base: 1, high: 2, grade: C}]
saves: [{id: A, title: Asked first, script: scripts/asked.yaml}]
linchpin: trust
stages:
  - {id: first, title: The first talks, scenario: stages/first}
  - id: second
    title: The second talks
    scenario: stages/second
    carry: [{to: trust, shift: k * (first_trust - 50) / 2}]
    card: [{title: Trust, text: "It ended at {first_trust:.0f}."}]
"""

SCRIPT = """
campaign: quay
seed: 4
stages:
  first: {decisions: [{decision: sign_first, choose: ask, rationale: They remember.}]}
  second: {decisions: [{decision: sign_second, choose: ask}]}
"""
ONE = "2\n\n\n\n\n"  # the option, its reason, forecast, dissent and confirmation


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    """The campaign's folder, on a shelf of its own."""
    folder = tmp_path / "shelf" / "quay"
    for name in ("first", "second"):
        (folder / "stages" / name).mkdir(parents=True)
        (folder / "stages" / name / "scenario.yaml").write_text(SPRING.format(id=name), "utf-8")
    (folder / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
    (folder / "scripts").mkdir()
    (folder / "scripts" / "asked.yaml").write_text(SCRIPT, "utf-8")
    return folder


@pytest.fixture
def run(quay: Path, tmp_path: Path) -> Run:
    """The program in this process, with the campaign on its shelf and a folder of records of its own."""
    home = {"TABLETOP_SCENARIOS": str(quay.parent), "TABLETOP_RECORDS": str(tmp_path / "records")}

    def called(*arguments: str | Path, stdin: str = "") -> CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        done = CliRunner().invoke(commands, words, input=stdin, env=home)
        return CompletedProcess(words, done.exit_code, done.stdout, done.stderr)

    return called


class TestPlay:
    def test_a_campaign_is_played_to_its_end(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        done = run("play", "quay", "--plain", "--seed", "4", "--record", record, stdin=f"g\n{ONE}g\n\ng\n{ONE}g\ng\n")
        assert done.returncode == 0, done.stderr
        assert "STAGE 1 of 2: The first talks" in done.stdout
        assert "Trust: It ended at 70." in done.stdout
        assert "Carried over: Trust 60 instead of 50." in done.stdout
        assert "THE CAMPAIGN: The long quay" in done.stdout
        assert "tabletop report" in done.stderr
        again = run("replay", record, "--verify")
        assert again.returncode == 0, again.stderr
        assert "verified: 2 stages" in again.stderr

    def test_one_may_stop_after_a_stage_and_go_on(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        done = run("play", "quay", "--plain", "--seed", "4", "--record", record, stdin=f"g\n{ONE}g\nw\np\nc\nx\nq\n")
        assert "Saved in stage 1, The first talks (ended)" in done.stdout
        assert "The campaign so far" in done.stdout
        done = run("resume", record, "--plain", stdin="\ng\nq\n")
        assert "STAGE 2 of 2" in done.stdout
        done = run("resume", record, "--plain", stdin=f"{ONE}g\ng\n")
        assert "THE CAMPAIGN" in done.stdout, done.stdout

    def test_input_that_ends_in_the_middle_keeps_what_was_confirmed(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        done = run("play", "quay", "--plain", "--record", record, stdin=f"g\n{ONE}")
        assert done.returncode == 0
        assert "The input has ended." in done.stdout
        assert "resume" in done.stdout
        assert '"kind":"decision"' in record.read_text("utf-8")

    def test_a_note_for_the_next_holder_is_kept(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        stdin = f"g\n{ONE}g\nn\nto ask\n\nnever alone\nq\n"
        run("play", "quay", "--plain", "--seed", "4", "--record", record, stdin=stdin)
        assert "What we promised: to ask" in record.read_text("utf-8")

    def test_a_prepared_save_stands_behind_the_first_stage(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        done = run("play", "quay", "--plain", "--from", "A", "--record", record, stdin="q\n")
        assert "It ended at 70." in done.stdout, done.stderr
        assert "Go on with" in done.stdout
        done = run("play", "quay", "--plain", "--from", "A", "--after", "second", stdin="\n")
        assert "THE CAMPAIGN" in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--seat", "est=human"], "no seat 'est'"),
            (["--seat", "east=persona:hawk"], "east in stage first"),
            (["--preset", "odd"], "no preset 'odd'"),
            (["--length", "long"], "no format 'long'"),
            (["--weights", "odd"], "no weights 'odd'"),
            (["--set", "kk=3"], 'no assumption "kk"'),
            (["--set", "k=much"], "takes a number"),
            (["--from", "Z"], 'no script or prepared save "Z"'),
            (["--from", "A", "--after", "third"], "does not play a stage 'third'"),
            (["--after", "first"], "--after goes with --from"),
        ],
    )
    def test_wrong_names_are_refused_with_a_way_out(self, run: Run, arguments: list[str], message: str) -> None:
        done = run("play", "quay", "--plain", *arguments, stdin="q\n")
        assert done.returncode == 2
        assert message in done.stderr
        assert "Traceback" not in done.stderr

    def test_options_of_campaigns_are_refused_for_a_single_game(self, run: Run, quay: Path) -> None:
        done = run("play", quay / "stages" / "first", "--plain", "--weights", "late", stdin="q\n")
        assert done.returncode == 2
        assert "belongs to campaigns" in done.stderr

    def test_a_record_is_never_overwritten(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        record.write_text("mine")
        done = run("play", "quay", "--plain", "--record", record, stdin="q\n")
        assert done.returncode == 4
        assert record.read_text() == "mine"


class TestReplay:
    def test_a_script_is_told_stage_by_stage(self, run: Run, quay: Path) -> None:
        done = run("replay", quay / "scripts" / "asked.yaml")
        assert "East: What to sign -- Ask first Reason: They remember." in done.stdout
        assert "Carried over: Trust 60 instead of 50." in done.stdout
        assert "Trust was lowest" in done.stdout

    def test_the_object_for_programs_has_stages_and_scores(self, run: Run, quay: Path) -> None:
        found = json.loads(run("replay", quay / "scripts" / "asked.yaml", "--json").stdout)
        assert found["schema"] == "tabletop-replay-campaign/1"
        assert [stage["stage"] for stage in found["stages"]] == ["first", "second"]
        assert found["stages"][1]["carried"] == [{"to": "trust", "own": 50.0, "start": 60.0}]
        assert found["scores"]["east"]["total"] == pytest.approx((70 + 80) / 2)

    def test_one_stage_is_told_in_full(self, run: Run, quay: Path) -> None:
        script = quay / "scripts" / "asked.yaml"
        assert "SCORE The east city: 80" in run("replay", script, "--stage", "second").stdout
        done = run("replay", script, "--stage", "secnd")
        assert done.returncode == 2
        assert "second" in done.stderr

    def test_a_stage_of_a_single_game_is_refused(self, run: Run, quay: Path) -> None:
        script = quay / "one.yaml"
        script.write_text("scenario: first\ndecisions: []\n", "utf-8")
        done = run("replay", script, "--scenario", quay / "stages" / "first", "--stage", "x")
        assert done.returncode == 2

    def test_a_campaign_is_not_replayed_leniently(self, run: Run, quay: Path) -> None:
        done = run("replay", quay / "scripts" / "asked.yaml", "--lenient")
        assert done.returncode == 2
        assert "not offered for campaigns" in done.stderr

    def test_an_edited_record_diverges(self, run: Run, tmp_path: Path) -> None:
        record = tmp_path / "game.jsonl"
        run("play", "quay", "--plain", "--from", "A", "--record", record, stdin="q\n")
        record.write_text(record.read_text("utf-8").replace('"choice":["ask"]', '"choice":["nothing"]'), "utf-8")
        done = run("replay", record)
        assert done.returncode == 3
        assert f"{record}:" in done.stderr


class TestAfterwards:
    """What the record of a whole campaign is good for; one is made for all of them."""

    @pytest.fixture
    def record(self, quay: Path, tmp_path: Path) -> Path:
        from tabletop.bots.players import make_chooser
        from tabletop.campaign.course import perform
        from tabletop.campaign.load import load
        from tabletop.campaign.script import read_campaign_script
        from tabletop.record.branch import write_records

        course = perform(read_campaign_script(quay / "scripts" / "asked.yaml"), load(quay), make_chooser)
        write_records(course.records, tmp_path / "game.jsonl")
        return tmp_path / "game.jsonl"

    def test_the_report_is_of_the_whole_or_of_a_stage(self, run: Run, record: Path, tmp_path: Path) -> None:
        done = run("report", record, "--no-review")
        assert "## The stages side by side" in done.stdout, done.stderr
        page = tmp_path / "campaign.html"
        assert run("report", record, "--futures", "4", "-o", page).returncode == 0
        assert "Where the points came from" in page.read_text("utf-8")
        assert "The second talks" in run("report", record, "--stage", "second", "--hotwash").stdout
        assert "--stage" in run("report", record, "--hotwash").stderr

    def test_the_stages_may_be_counted_by_other_weights(self, run: Run, record: Path) -> None:
        done = run("report", record, "--no-review", "--weights", "late")
        assert "| The second talks | 100 % | 80 P |" in done.stdout, done.stderr
        found = json.loads(run("replay", record, "--weights", "late", "--json").stdout)
        assert found["scores"]["east"]["total"] == 80
        assert run("replay", record, "--weights", "lat").returncode == 2

    def test_a_saved_review_is_used_and_another_refused(self, run: Run, record: Path, tmp_path: Path) -> None:
        saved = tmp_path / "review.json"
        saved.write_text(run("review", record, "--futures", "4", "--json").stdout, "utf-8")
        assert "in 4 futures" in run("report", record, "--review", saved).stdout
        found = json.loads(saved.read_text("utf-8"))
        assert found["seats"]["east"]["stages"]["second"]["carried"] == pytest.approx(10)
        saved.write_text(json.dumps({**found, "digest": "0" * 32}), "utf-8")
        assert run("report", record, "--review", saved).returncode == 3
        saved.write_text("[]", "utf-8")
        assert run("report", record, "--review", saved).returncode == 4

    def test_the_review_tells_the_ledger_of_the_whole(self, run: Run, record: Path) -> None:
        done = run("review", record, "--futures", "4")
        assert "what the carried state was worth" in done.stdout
        assert "=== The second talks" in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80
        assert "=== " not in run("review", record, "--futures", "4", "--stage", "first").stdout

    def test_a_stage_is_branched_off_into_a_campaign(self, run: Run, record: Path, tmp_path: Path) -> None:
        child = tmp_path / "child.jsonl"
        words = ("--stage", "first", "--at", "sign_first", "--choose", "nothing", "-o", child)
        assert run("branch", record, *words).returncode == 0
        done = run("resume", child, "--plain", stdin="g\n\nq\n")
        assert "STAGE 2 of 2" in done.stdout, done.stderr
        done = run("whatif", record, "--at", "sign_first", "--futures", "0")
        assert done.returncode == 4
        assert "--stage" in done.stderr
        assert run("whatif", record, "--stage", "second", "--at", "sign_second", "--futures", "0").returncode == 0

    def test_campaigns_of_two_teams_stand_side_by_side(self, run: Run, record: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.jsonl"
        words = ("--stage", "first", "--at", "sign_first", "--choose", "nothing", "-o", other)
        run("branch", record, *words)
        done = run("compare", record, other)
        assert "2 campaigns side by side" in done.stdout, done.stderr
        assert "  game                         70 S     80 P" in done.stdout
        assert "as far as it was played" in done.stdout
        assert run("compare", record, other, "--stage", "first").returncode == 0
        assert run("compare", record, other, "--html", tmp_path / "x.html").returncode == 2


class TestClass:
    def test_an_ensemble_plays_whole_campaigns(self, run: Run) -> None:
        done = run("ensemble", "quay", "--runs", "5", "--seed", "1")
        assert "5 campaigns, seed 1" in done.stdout, done.stderr
        assert max(map(len, done.stdout.splitlines())) <= 80
        found = json.loads(run("ensemble", "quay", "--runs", "5", "--seed", "1", "--json").stdout)
        assert set(found["seats"]["east"]["stages"]) == {"first", "second"}
        assert run("ensemble", "quay", "--joint").returncode == 2
        assert "cannot sit" in run("ensemble", "quay", "--seat", "east=human").stderr

    def test_a_class_is_planned_by_the_length_of_its_first_meeting(self, run: Run) -> None:
        done = run("plan", "quay", "--minutes", "50", "--students", "4", "--seed", "3")
        assert "tabletop play quay --length short --seed 3 --record cell-a.jsonl" in done.stdout, done.stderr
        assert "--from A" in done.stdout
        done = run("plan", "quay", "--minutes", "60", "--students", "4")
        assert done.returncode == 1
        assert "short 50" in done.stderr
        found = json.loads(run("plan", "quay", "--minutes", "50", "--students", "4", "--json").stdout)
        assert found["format"] == "short"

    def test_the_papers_of_the_whole_and_of_every_stage_are_written(self, run: Run, tmp_path: Path) -> None:
        papers = tmp_path / "papers"
        assert run("handouts", "quay", "-o", papers, "--html").returncode == 0
        assert "You remember." in (papers / "students" / "role-east.md").read_text("utf-8")
        assert (papers / "students" / "campaign.html").is_file()
        assert (papers / "2-second" / "facilitator" / "msel.csv").is_file()
        assert run("handouts", "quay", "-o", papers).returncode == 4


class TestLibrary:
    def test_campaigns_are_listed_and_checked(self, run: Run, quay: Path) -> None:
        assert "The long quay (a campaign" in run("list").stdout
        assert "quay" in [each["id"] for each in json.loads(run("list", "--json").stdout)["campaigns"]]
        assert run("check", "quay").returncode == 0
        shutil.rmtree(quay / "stages" / "second")
        done = run("check", "quay")
        assert done.returncode == 1
        assert "campaign.yaml:" in done.stdout
