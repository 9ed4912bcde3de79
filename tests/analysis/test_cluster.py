"""A cluster of separate processes does the work of one, and says clearly when it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.analysis import cluster as module
from tabletop.analysis.cluster import Cluster, Parcel, do
from tabletop.analysis.crew import flow
from tabletop.analysis.ensemble import Plan, Precision, run, run_together
from tabletop.analysis.summary import samples
from tabletop.engine.program import Program, compile_program
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.script import read_script
from tabletop.scenario.load import load

SEATS = {"town": "uniform", "line": "explorer", "sea": "doctrine"}


@pytest.fixture(scope="module")
def program(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A scenario whose files are gone before anybody else could read them."""
    folder = tmp_path_factory.mktemp("gone") / "quay"
    shutil.copytree(checkout / "tests" / "plain" / "quay", folder)
    program = compile_program(load(folder))
    shutil.rmtree(folder)
    return program


@pytest.fixture(scope="module")
def plan(program: Program) -> Plan:
    return Plan(program.loaded.path, 11, 60, SEATS, drawn={"sea": (0, 1, 4)})


def asking() -> Callable[[Program, int], tuple[int, int, str]]:
    """Work that says who did it. It is made here, so that it travels whole: the workers do not have this file."""
    return lambda program, item: (item, os.getpid(), program.sha256)


def test_the_work_is_done_by_other_processes_that_do_not_share_our_files(cluster: str, program: Program) -> None:
    with Cluster(program, cluster) as hands:
        found = list(hands.each(asking(), range(40)))
    assert sorted(item for item, _, _ in found) == list(range(40))
    assert {sha for _, _, sha in found} == {program.sha256}
    workers = {process for _, process, _ in found}
    assert os.getpid() not in workers
    assert len(workers) == 2


def test_a_cluster_gives_what_one_process_gives(cluster: str, program: Program, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("scenario: quay\ndecisions: [{decision: share_town, choose: half}]\n", "utf-8")
    plans = [plan, replace(plan, script=read_script(path))]
    told: list[int] = []
    with Cluster(program, cluster) as hands:
        together = run_together(plans, hands, report=told.append)
        precise = run_together([plan], hands, precision=Precision(2.0, 500), samples=samples)
    assert [found.playouts for found in together] == [run(each, program).playouts for each in plans]
    assert (len(told), told[-1]) == (6, 120)
    assert precise[0].playouts == run(replace(plan, runs=precise[0].plan.runs), program).playouts


def test_a_mistake_is_told_as_by_one_process(cluster: str, program: Program, plan: Plan) -> None:
    with Cluster(program, cluster) as hands, pytest.raises(IllegalDecision, match="no preset 'usaul'") as caught:
        run_together([replace(plan, preset="usaul")], hands)
    assert "usual" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_gives_what_is_done_and_lets_the_cluster_go(cluster: str, program: Program, plan: Plan) -> None:
    def interrupt(done: int) -> None:
        if done >= 100:
            os.kill(os.getpid(), signal.SIGINT)

    with Cluster(program, cluster) as hands:
        found = run_together([replace(plan, runs=100_000)], hands, report=interrupt)[0]
    assert found.partial
    assert 100 <= len(found.playouts) < 100_000
    with Cluster(program, cluster) as hands:
        assert len(list(hands.each(asking(), range(3)))) == 3


@pytest.mark.parametrize("address", ["", "garbage", "http://127.0.0.1:8786", "tcp://127.0.0.1:x"])
def test_what_is_no_address_is_told_at_once(program: Program, address: str) -> None:
    with pytest.raises(CannotRun, match="an address has the form") as caught, Cluster(program, address):
        pass
    assert "dask scheduler" in caught.value.hint


def test_nobody_at_an_address_is_told_after_a_while(program: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CannotRun, match=r"nobody answered within 0\.3 seconds"), Cluster(program, address, 0.3):
            pass


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of something that answers like a web server."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(64))
                connection.recv(65536)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def test_somebody_else_at_an_address_is_told(program: Program, stranger: str) -> None:
    with pytest.raises(CannotRun, match="no Dask scheduler"), Cluster(program, stranger):
        pass


def test_without_the_extra_the_way_out_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CannotRun, match="not installed") as caught:
        Cluster(program, "tcp://127.0.0.1:8786")
    assert "tabletop[cluster]" in caught.value.hint


def test_another_version_refuses(cluster: str, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    parcel = Parcel("0.0.0", program.sha256, b"")
    with pytest.raises(CannotRun, match=r"here is 0\.0\.0"):
        do(parcel, asking(), 1)
    monkeypatch.setattr(module, "__version__", "9.9.9")
    refused = pytest.raises(CannotRun, match=r"the scheduler has tabletop .*, here is 9\.9\.9")
    with refused as caught, Cluster(program, cluster):
        pass
    assert "install tabletop" in caught.value.hint


def test_long_silence_is_looked_into() -> None:
    def give_up() -> None:
        raise CannotRun("nobody is left")

    waiting: Future[int] = Future()
    with pytest.raises(CannotRun, match="nobody is left"):
        list(flow(lambda _: waiting, [1], 2, 0.01, give_up))
    assert waiting.cancelled()
