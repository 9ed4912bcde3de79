"""What the commands that play many games have in common: how many, by whom, on which machines, by which plan."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli import planned
from tabletop.cli.output import schema_head, tell
from tabletop.errors import CannotRead

if TYPE_CHECKING:
    from tabletop.analysis.ensemble import Ensemble, Plan, Precision, Samples
    from tabletop.engine.program import Program
    from tabletop.scenario.definition import Scenario
    from tabletop.scenario.load import Loaded

MOST_RUNS = 1_000_000
RUNS, MOST = 200, 10_000
INTERRUPTED = 130

_COUNT = click.IntRange(1, MOST_RUNS)
_OPTIONS: tuple[setups.Decorator, ...] = (
    click.option("--runs", metavar="N", type=_COUNT, help=f"Number of playouts; {RUNS} if nothing else is said."),
    click.option(
        "--half-width", metavar="POINTS", type=click.FloatRange(0, 100, min_open=True),
        help="Instead: as many as it takes to know every mean to ± POINTS (95 %).",
    ),
    click.option("--most", metavar="N", type=_COUNT, help=f"No more than this with --half-width; {MOST} otherwise."),
    click.option(
        "--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes."
    ),
    click.option("--cluster", metavar="ADDRESS", help="Play on the Dask cluster there, such as tcp://10.0.0.5:8786."),
    click.option(
        "--script", metavar="FILE", type=click.Path(path_type=Path),
        help="A script, or a record (its human seats), whose decisions are made in every playout.",
    ),
    click.option(
        "--until", metavar="N|MOMENT", help="Of the script only the first N decisions, or those before MOMENT (D+6)."
    ),
    click.option(
        "--csv", "table", metavar="FILE", type=click.Path(path_type=Path), help="A new file with one line a playout."
    ),
    setups.JSON,
)  # fmt: skip

_AGAINST: tuple[setups.Decorator, ...] = (
    click.option(
        "--against", metavar="SEAT=PLAYER", multiple=True, help="Compare, pair by pair, with another player in a seat."
    ),
    click.option(
        "--against-script", metavar="FILE", type=click.Path(path_type=Path), help="Compare with a script's decisions."
    ),
)  # fmt: skip


def against_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Who plays in a second plan that is compared with the first."""
    for decorate in reversed(_AGAINST):
        command = decorate(command)
    return command


def many_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """SCENARIO, its setup, and everything that says how often and by whom it is played."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return setups.setup_options(command)


@dataclass(frozen=True)
class Amount:
    """How much is played and by whom: `runs` replicates, or as many as `precision` takes."""

    runs: int
    precision: Precision | None
    jobs: int
    cluster: str | None


def amount(asked: dict[str, Any]) -> Amount:
    """What was asked for, taken out of `asked`. Raises click.UsageError for what does not go together."""
    from tabletop.analysis.ensemble import Precision

    runs, half_width, most = (asked.pop(name) for name in ("runs", "half_width", "most"))
    jobs, cluster = asked.pop("jobs"), asked.pop("cluster")
    if half_width is None:
        if most is not None:
            raise click.UsageError("--most goes with --half-width; without it say --runs")
        return Amount(runs or RUNS, None, jobs, cluster)
    if runs is not None:
        raise click.UsageError("--half-width finds the number of playouts: leave out --runs, or say --most")
    return Amount(most or MOST, Precision(half_width, most or MOST), jobs, cluster)


def play(plans: Sequence[Plan], program: Program, amount: Amount, samples: Samples) -> tuple[Ensemble, ...]:
    """Play all plans side by side, with progress on stderr. Raises CannotRun and IllegalDecision."""
    from tabletop.analysis.ensemble import run_together
    from tabletop.analysis.progress import Progress

    progress = Progress(len(plans) * amount.runs, "playouts", sys.stderr)
    try:
        with _crew(program, amount, len(plans)) as hands:
            return run_together(
                plans, hands, report=progress, expect=progress.expect, precision=amount.precision, samples=samples
            )
    finally:
        progress.clear()


def head(command: str, loaded: Loaded, found: Sequence[Ensemble], amount: Amount, samples: Samples) -> dict[str, Any]:
    """The first keys of the `--json` object of a command that plays many games."""
    first = found[0]
    return {
        **schema_head(command), "scenario": str(loaded.scenario.id), "sha256": loaded.sha256, "seed": first.plan.seed,
        "preset": first.plan.preset, "length": first.plan.length, "runs": len(first.playouts), "partial": first.partial,
        "precision": _precision(amount.precision, found, samples),
        "script": planned.script_told(first.plan),
    }  # fmt: skip


def refuse_existing(path: Path | None) -> None:
    """Find out before the games, not after them, that a file is there already. Raises CannotRead."""
    if path is not None and path.exists():
        raise CannotRead(f"{path}: exists already", "name a new file")


def write_playouts(path: Path, variants: Sequence[tuple[str, Ensemble]], scenario: Scenario) -> None:
    """One line a playout: replicate, ending, totals by seat, scores by objective, drawn assumptions.

    Where there are several variants, the name of each stands first.
    """
    from tabletop.cli.tables import csv_text, put

    seats = [str(seat.id) for seat in scenario.seats]
    objectives = [(str(each.seat), str(each.id)) for each in scenario.objectives]
    drawn = list(variants[0][1].plan.drawn)
    columns = ["replicate", "ending", "ended_at_minute", "events", *seats]
    rows: list[list[object]] = [[*columns, *(f"{seat}:{id_}" for seat, id_ in objectives), *drawn]]
    for _, ensemble in variants:
        for each in ensemble.playouts:
            totals = [each.totals.get(seat, "") for seat in seats]
            scores = [each.objectives.get(seat, {}).get(id_, "") for seat, id_ in objectives]
            draws = ensemble.plan.draw(each.replicate)
            start = [each.replicate, each.ending, each.ended, each.events]
            rows.append([*start, *totals, *scores, *(draws[id_] for id_ in drawn)])
    if len(variants) > 1:
        names = ["variant", *(name for name, ensemble in variants for _ in ensemble.playouts)]
        rows = [[name, *row] for name, row in zip(names, rows, strict=True)]
    put(path, csv_text(rows))


def close(found: Sequence[Ensemble], amount: Amount, told: Mapping[str, Any]) -> int:
    """The exit code; says on stderr what was cut short or not reached."""
    precision = told["precision"]
    if told["partial"]:
        done = sum(len(ensemble.playouts) for ensemble in found)
        goal = sum(ensemble.plan.runs for ensemble in found)
        tell(f"interrupted; {done} of {goal} playouts are counted")
        return INTERRUPTED
    if precision is not None and not precision["met"]:
        tell(f"after {amount.runs} playouts the half-width is {precision['reached']:.2f}; allow more with --most")
    return 0


def _crew(program: Program, amount: Amount, plans: int) -> Any:
    if amount.cluster is not None:
        from tabletop.analysis.cluster import Cluster

        return Cluster(program, amount.cluster)
    from tabletop.analysis.crew import crew

    return crew(program, amount.jobs, plans * amount.runs)


def _precision(wanted: Precision | None, found: Sequence[Ensemble], samples: Samples) -> dict[str, Any] | None:
    from tabletop.analysis.intervals import figure, interval

    if wanted is None:
        return None
    reached = max((interval(sample).half_width for sample in samples(tuple(found)) if len(sample)), default=0.0)
    return {
        "half_width": wanted.half_width,
        "reached": figure(reached),
        "most": wanted.most,
        "met": reached <= wanted.half_width,
    }
