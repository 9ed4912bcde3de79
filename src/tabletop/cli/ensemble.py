"""`ensemble`: one scenario many times over, with bots in every seat."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.errors import CannotRead, IllegalDecision
from tabletop.plain.text import one_line, pad

if TYPE_CHECKING:
    from tabletop.analysis.ensemble import Plan, Playout
    from tabletop.record.script import Script
    from tabletop.scenario.definition import Scenario
    from tabletop.scenario.load import Loaded

MOST_RUNS = 1_000_000
INTERRUPTED = 130
_STEERS_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


@click.command("ensemble")
@setups.setup_options
@click.option(
    "--runs", metavar="N", type=click.IntRange(1, MOST_RUNS), default=200, show_default=True, help="Number of playouts."
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes."
)
@click.option("--script", type=click.Path(path_type=Path), help="A script whose decisions are made in every playout.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="A new file with one line a playout.")
@setups.JSON
def ensemble_command(runs: int, jobs: int, script: Path | None, table: Path | None, as_json: bool, **asked: Any) -> int:
    """Play SCENARIO many times with bots and tell what usually happens.

    Seats of humans are played by their doctrine unless --seat says otherwise; SEAT=default takes every stated default.
    The figures depend on the setup and the seed alone, not on --jobs.
    """
    from tabletop.analysis.ensemble import run
    from tabletop.analysis.progress import Progress
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    loaded = load(find(asked.pop("scenario")))
    plan = _plan(loaded, runs, script, asked)
    progress = Progress(runs, "playouts", sys.stderr)
    found = run(plan, compile_program(loaded), min(jobs, runs), progress)
    progress.clear()
    from tabletop.analysis.summary import summary  # NumPy comes after the workers, which may then fork

    told = {
        **schema_head("ensemble"), "scenario": str(loaded.scenario.id), "sha256": loaded.sha256, "seed": plan.seed,
        "preset": plan.preset, "length": plan.length, "runs": len(found.playouts), "partial": found.partial,
        **summary(found, loaded.scenario),
    }  # fmt: skip
    if table is not None:
        _write_table(table, found.playouts, list(plan.seats))
    if as_json:
        say_json(told)
    else:
        _tell(told, loaded.scenario)
    if found.partial:
        tell(f"interrupted; {len(found.playouts)} of {runs} playouts are counted")
    return INTERRUPTED if found.partial else 0


def _plan(loaded: Loaded, runs: int, path: Path | None, asked: dict[str, Any]) -> Plan:
    from tabletop.analysis.ensemble import Plan

    script = _script(path, loaded.scenario) if path is not None else None
    chosen = setups.given(loaded.scenario, **asked)
    named = dict(setups.pairs(asked["seats"], "--seat", "us=uniform"))
    held = chosen.seats if script is None else _held(script, loaded.scenario)
    seats = {seat: _player(seat, named, held[seat]) for seat in held}
    if script is None:
        return Plan(
            loaded.path, chosen.seed, runs, seats, chosen.preset, chosen.length, chosen.texts, chosen.assumptions
        )
    return Plan(
        loaded.path, chosen.seed, runs, seats, asked["preset"] or script.preset, asked["length"] or script.length,
        {**script.texts, **chosen.texts}, {**script.assumptions, **chosen.assumptions}, script,
    )  # fmt: skip


def _player(seat: str, named: Mapping[str, str], held: str) -> str:
    """Who plays a seat: as named on the command line, otherwise as it is held; a bot stands in for a human."""
    if named.get(seat) == "human":
        raise IllegalDecision(f"a human cannot sit in an ensemble ({seat})", f"such as --seat {seat}=doctrine")
    return named.get(seat) or ("doctrine" if held == "human" else held)


def _held(script: Script, scenario: Scenario) -> dict[str, str]:
    """Who decides what the script leaves open; where nobody does, stated defaults are taken."""
    from tabletop.record.prompting import players

    return {seat: "default" if spec == "human" else spec for seat, spec in players(script, scenario).items()}


def _script(path: Path, scenario: Scenario) -> Script:
    from tabletop.record.prompting import refuse_misfits
    from tabletop.record.script import read_script

    script = read_script(path)
    refuse_misfits(script, scenario)
    return script


def _tell(told: Mapping[str, Any], scenario: Scenario) -> None:
    say(f"{one_line(scenario.title)}: {told['runs']} playouts, seed {told['seed']}, preset {told['preset'] or 'none'}")
    say(f"{told['playouts_per_second']:g} playouts a second, {told['events_per_playout']:.0f} events in a playout")
    say()
    say(pad("seat", 8) + pad("player", 18) + "  mean    sd    p5   p25   p50   p75   p95     P    S    M    U")
    for seat, figures in told["seats"].items():
        if figures["mean"] is not None:
            numbers = [figures["mean"], figures["sd"], *figures["quantiles"].values()]
            ratings = "".join(f"{count:5d}" for count in figures["ratings"].values())
            say(pad(seat, 8) + pad(figures["player"], 18) + "".join(f"{n:6.1f}" for n in numbers) + " " + ratings)
    _tell_shares("endings", told["endings"], told["runs"])
    for decision, options in told["options"].items():
        if sum(options.values()):
            _tell_shares(decision, options, sum(options.values()))
    occurred = {inject: figures["share"] for inject, figures in told["injects"].items()}
    _tell_shares("injects (share of playouts)", occurred, 1)


def _tell_shares(title: str, counts: Mapping[str, float], total: float) -> None:
    say()
    say(f"{title}:")
    for name, count in counts.items():
        say(f"  {pad(name, 40)} {100 * count / max(total, 1):5.1f} %")


def _write_table(path: Path, playouts: Iterable[Playout], seats: list[str]) -> None:
    """One line a playout. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_inert(name) for name in ("replicate", "ending", "ended_at_minute", "events", *seats)])
            for playout in playouts:
                totals = [playout.totals.get(seat, "") for seat in seats]
                writer.writerow([playout.replicate, _inert(playout.ending), playout.ended, playout.events, *totals])
    except FileExistsError:
        raise CannotRead(f"{path}: exists already", "name a new file") from None
    except OSError as error:
        raise CannotRead(f"{path}: {os.strerror(error.errno or 0)}", "choose a folder that you may write to") from None


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_STEERS_A_SPREADSHEET) else text
