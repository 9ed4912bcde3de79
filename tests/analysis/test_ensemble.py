"""Many playouts: the same whatever the number of jobs, each with a seed and players of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.analysis import crew
from tabletop.analysis.ensemble import Ensemble, Plan, run
from tabletop.analysis.playout import Player
from tabletop.engine.program import Program, compile_program
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.script import read_script
from tabletop.scenario.load import load

RUNS = 60


@pytest.fixture(scope="module")
def program(checkout: Path) -> Program:
    return compile_program(load(checkout / "tests" / "plain" / "quay"))


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
