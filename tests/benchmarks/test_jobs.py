"""A thousand playouts on two processors against one: the same result, faster. A busy machine shows no gain."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from statistics import median
from subprocess import CompletedProcess
from typing import Any

import pytest

TARGET = 1.6
RUNS, ROUNDS = 1000, 3
RATES = ("playouts_per_second", "seconds", "jobs")


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
    busy = f"{os.getloadavg()[0]:.1f} of them busy on the average of the last minute, this test included"
    print(f"""
{RUNS:,} playouts of the flagship, workers' start included, {os.cpu_count()} processors, {busy}
  --jobs 1          {one:6.0f} playouts a second
  --jobs 2          {two:6.0f} playouts a second
  two jobs / one    {ratio:6.2f}    target ≥ {TARGET:g}: {"met" if ratio >= TARGET else "missed"}""")
    for first, second in rounds:
        assert {k: v for k, v in first.items() if k not in RATES} == {k: v for k, v in second.items() if k not in RATES}
