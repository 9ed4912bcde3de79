"""Many playouts: the same whatever the number of jobs, each with a seed and players of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.analysis import crew
from tabletop.analysis.crew import Alone
from tabletop.analysis.ensemble import Ensemble, Plan, Playout, Precision, run, run_together
from tabletop.analysis.intervals import interval
from tabletop.analysis.playout import Player
from tabletop.analysis.summary import samples
from tabletop.engine.program import Program
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.script import read_script

RUNS = 60


@pytest.fixture(scope="module")
def program(quay: Program) -> Program:
    return quay


@pytest.fixture(scope="module")
def plan(program: Program) -> Plan:
    seats = {"town": "uniform", "line": "explorer", "sea": "doctrine"}
    return Plan(program.loaded.path, 11, RUNS, seats)


@pytest.fixture(scope="module")
def found(plan: Plan, program: Program) -> Ensemble:
    return run(plan, program)


def test_every_replicate_is_a_whole_game(found: Ensemble) -> None:
    assert [playout.replicate for playout in found.playouts] == list(range(RUNS))
    assert not found.partial
    first = found.playouts[0]
    assert set(first.totals) == set(first.ratings) == {"town", "line", "sea"}
    assert first.ended == 12 * 1440
    assert first.events > 20
    assert first.injects == {"opening_letter": 1, "town_only": 1}
    assert {option[:2] for option in first.options} >= {("town", "share_town"), ("sea", "blow")}
    assert set(first.objectives["town"]) == {"t_quay", "t_trust"}
    quay, trust = first.objectives["town"].values()
    assert first.totals["town"] in (pytest.approx(0.6 * quay + 0.4 * trust), 30)


def test_replicates_differ_and_the_same_seed_gives_the_same(found: Ensemble, plan: Plan, program: Program) -> None:
    assert len({playout.totals["town"] for playout in found.playouts}) > 5
    assert run(plan, program).playouts == found.playouts
    assert run(replace(plan, seed=12), program).playouts != found.playouts


@pytest.mark.parametrize("method", [None, "spawn"])
def test_the_number_of_jobs_changes_nothing(
    found: Ensemble, plan: Plan, program: Program, monkeypatch: pytest.MonkeyPatch, method: str | None
) -> None:
    if method:
        monkeypatch.setattr(crew, "_context", lambda: multiprocessing.get_context(method))
    assert run(plan, program, jobs=2).playouts == found.playouts


def test_how_the_work_is_cut_up_changes_nothing(
    found: Ensemble, plan: Plan, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew.Processes, "grain", 7)
    assert run(plan, program, jobs=3).playouts == found.playouts


def test_more_runs_begin_with_the_same_ones(found: Ensemble, plan: Plan, program: Program) -> None:
    assert run(replace(plan, runs=20), program).playouts == found.playouts[:20]


def test_a_playout_is_the_game_of_its_seed(found: Ensemble, plan: Plan, program: Program) -> None:
    player = Player(plan, program)
    assert player.play(17) == found.playouts[17]
    assert plan.setup(17).seed != plan.setup(18).seed


def test_a_seat_of_defaults_never_answers(plan: Plan, program: Program) -> None:
    silent = replace(plan, runs=3, seats={**plan.seats, "town": "default"})
    for playout in run(silent, program).playouts:
        assert [option for option in playout.options if option[0] == "town"] == [("town", "share_town", "nothing")]


def test_a_script_is_followed_in_every_playout(plan: Plan, program: Program, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("scenario: quay\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    scripted = replace(plan, runs=30, script=read_script(path))
    once, twice = run(scripted, program), run(scripted, program, jobs=2)
    assert once.playouts == twice.playouts
    assert all(("town", "share_town", "half") in playout.options for playout in once.playouts)
    assert len({playout.options for playout in once.playouts}) > 1


def shared(playouts: Sequence[Playout]) -> list[str]:
    """What the town offered in each playout."""
    return [next(option for seat, point, option in each.options if point == "share_town") for each in playouts]


@pytest.mark.parametrize("player", ["uniform", "default"])
def test_a_script_may_end_and_a_policy_go_on(plan: Plan, program: Program, tmp_path: Path, player: str) -> None:
    path = tmp_path / "s.yaml"
    answers = ["{decision: share_town, choose: half}", "{decision: works, choose: [paint], if_open: true}"]
    path.write_text(f"scenario: quay\ndecisions: [{', '.join(answers)}]\n", "utf-8")
    seats = {**plan.seats, "town": player}
    whole = replace(plan, runs=20, seats=seats, script=read_script(path))
    first = run(replace(whole, until=5 * 1440), program)
    assert set(shared(first.playouts)) == {"half"}
    works = [option for each in first.playouts for _, point, option in each.options if point == "works"]
    assert works != ["paint"] * 20
    none = run(replace(whole, until=0), program)
    alone = run(replace(whole, script=None), program)
    assert [each.options for each in none.playouts] == [each.options for each in alone.playouts]
    assert [each.totals for each in none.playouts] == [each.totals for each in alone.playouts]
    late = run(replace(whole, until=11 * 1440), program)
    assert [each.totals for each in late.playouts] == [each.totals for each in run(whole, program).playouts]


@pytest.mark.parametrize(("until", "followed"), [(2 * 1440 + 480, False), (2 * 1440 + 481, True)])
def test_a_script_is_silent_from_a_minute_on(
    plan: Plan, program: Program, tmp_path: Path, until: int, followed: bool
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("scenario: quay\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    for player in ("default", "persona:hawk"):
        seats = {**plan.seats, "town": player}
        cut = replace(plan, runs=12, seats=seats, script=read_script(path), until=until)
        assert (set(shared(run(cut, program).playouts)) == {"half"}) is followed


def test_plans_are_played_side_by_side_and_each_as_if_alone(plan: Plan, program: Program) -> None:
    plans = [plan, replace(plan, preset="storm"), replace(plan, drawn={"sea": (0, 1, 4)})]
    with Alone(program) as hands:
        together = run_together(plans, hands)
    assert [found.playouts for found in together] == [run(each, program).playouts for each in plans]
    assert together[0].playouts not in (together[1].playouts, together[2].playouts)
    assert not any(found.partial for found in together)


def test_an_interruption_leaves_pairs(plan: Plan, program: Program) -> None:
    def interrupt(done: int) -> None:
        if done == 13:
            raise KeyboardInterrupt

    with Alone(program) as hands:
        first, second = run_together([plan, replace(plan, preset="storm")], hands, report=interrupt)
    assert (len(first.playouts), len(second.playouts), first.partial) == (7, 6, True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_as_many_as_it_takes_whoever_plays(plan: Plan, program: Program, jobs: int) -> None:
    expected: list[int] = []
    with crew.crew(program, jobs, 1000) as hands:
        found = run_together([plan], hands, expect=expected.append, precision=Precision(4.5, 1000), samples=samples)[0]
    assert expected[0] == 100
    assert expected[-1] == len(found.playouts) == found.plan.runs == 200
    assert max(interval(sample).half_width for sample in samples((found,))) <= 4.5
    short = replace(found, playouts=found.playouts[:100])
    assert max(interval(sample).half_width for sample in samples((short,))) > 4.5
    assert found.playouts[:RUNS] == run(plan, program).playouts


def test_numpy_comes_after_the_workers_which_may_then_fork() -> None:
    modules = "cluster crew enough ensemble plan playout progress variations".split()
    script = f"import sys, {', '.join(f'tabletop.analysis.{name}' for name in modules)}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_progress_is_told(plan: Plan, program: Program) -> None:
    told: list[int] = []
    run(replace(plan, runs=5), program, report=told.append)
    assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("changes", [{"preset": "usaul"}, {"seats": {"town": "doctor"}}, {"length": "50"}])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_setup_that_cannot_be_is_refused(plan: Plan, program: Program, changes: dict[str, object], jobs: int) -> None:
    with pytest.raises(IllegalDecision):
        run(replace(plan, **changes), program, jobs=jobs)


def test_a_game_that_cannot_be_played_on_is_told(plan: Plan, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Simulation, *_: object) -> None:
        raise CannotRun("division by zero in M1", "look at M1")

    monkeypatch.setattr(Simulation, "advance", fail)
    with pytest.raises(CannotRun, match="division by zero in M1"):
        run(plan, program)


def test_ctrl_c_gives_what_is_done(plan: Plan, program: Program) -> None:
    def interrupt(done: int) -> None:
        if done == 12:
            raise KeyboardInterrupt

    found = run(plan, program, report=interrupt)
    assert (len(found.playouts), found.partial) == (12, True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are told apart from the parent by fork")
def test_a_worker_that_is_killed_is_told(plan: Plan, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def die(self: Player, replicate: int) -> None:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(crew, "_context", lambda: multiprocessing.get_context("fork"))
    monkeypatch.setattr(Player, "play", die)
    with pytest.raises(CannotRun, match="a worker process"):
        run(plan, program, jobs=2)
