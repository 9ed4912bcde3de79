"""A thousand playouts on two processors against one: the same result, faster. A busy machine shows no gain."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from statistics import median
from subprocess import CompletedProcess, Popen
from time import perf_counter
from typing import Any

import pytest

TARGET = 1.6
RUNS, ROUNDS = 1000, 3
RATES = ("playouts_per_second", "seconds", "jobs")
WORK = "x = 0\nfor i in range(12_000_000): x += i * i % 7"


def together(processes: int) -> float:
    """Seconds until so many processes that share nothing have done the same work."""
    start = perf_counter()
    for process in [Popen([sys.executable, "-c", WORK]) for _ in range(processes)]:
        process.wait()
    return perf_counter() - start


@pytest.mark.benchmark
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor")
def test_two_jobs_against_one(tabletop: Callable[..., CompletedProcess[str]]) -> None:
    def ensemble(jobs: int) -> dict[str, Any]:
        options = ("--runs", str(RUNS), "--jobs", str(jobs), "--seed", "1", "--json")
        done = tabletop("ensemble", "regional-contingency", *options)
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    rounds = [(ensemble(1), ensemble(2)) for _ in range(ROUNDS)]
    one, two = (median(found["playouts_per_second"] for found in column) for column in zip(*rounds, strict=True))
    ratio = median(second["playouts_per_second"] / first["playouts_per_second"] for first, second in rounds)
    machine = median(2 * together(1) / together(2) for _ in range(ROUNDS))
    print(f"""
{RUNS:,} playouts of the flagship, workers' start included
  --jobs 1          {one:6.0f} playouts a second
  --jobs 2          {two:6.0f} playouts a second
  two jobs / one    {ratio:6.2f}    target ≥ {TARGET:g}: {"met" if ratio >= TARGET else "missed"}
  two processes that share nothing {machine:.2f}    what the machine gives at this moment""")
    for first, second in rounds:
        assert {k: v for k, v in first.items() if k not in RATES} == {k: v for k, v in second.items() if k not in RATES}
