"""`compare`: the games of several teams on one scenario, side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop import __version__
from tabletop.cli import campaign_compare, campaigns, kinds
from tabletop.cli import given as setups
from tabletop.cli.compared import tell_comparison
from tabletop.cli.output import say_json, schema_head, tell
from tabletop.cli.tables import csv_text, put
from tabletop.errors import CannotRead, RecordMismatch

if TYPE_CHECKING:
    from tabletop.analysis.ensemble import Ensemble
    from tabletop.engine.program import Program
    from tabletop.record.record import Record
    from tabletop.report.spread import Band, Spread
    from tabletop.report.teams import Comparison, Team

MOST_RUNS = 100_000
INTERRUPTED = 130


@click.command("compare")
@click.argument("records", metavar="RECORD...", nargs=-1, required=True, type=click.Path())
@click.option("--csv", "table", metavar="FILE", type=click.Path(path_type=Path), help="A new file, one line a team.")
@click.option("--html", "sheet", metavar="FILE", type=click.Path(path_type=Path), help="A new page, to show or print.")
@click.option(
    "--runs", metavar="N", type=click.IntRange(0, MOST_RUNS), default=200, show_default=True,
    help="Games by bots that show how far scores spread; 0 for none.",
)  # fmt: skip
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes."
)
@click.option("--mixed", is_flag=True, help="Even where preset, length or settings differ; scores then do not compare.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@click.option("--stage", default="", help="Of campaigns: this stage, decision by decision.")
@setups.JSON
def compare_command(
    records: Sequence[str], table: Path | None, sheet: Path | None, runs: int, jobs: int, mixed: bool,
    scenario: str | None, stage: str, as_json: bool,
) -> int:  # fmt: skip
    """Put the games of several teams side by side: decision by decision, objective by objective.

    A team is called by the name of its file. Teams stand in the order of their names, not of their points: a scenario
    has no winner. Games of another scenario are refused, those with another preset, length or setting as well, unless
    --mixed says that they are to be shown all the same. Campaigns are put side by side stage by stage.
    """
    from tabletop.record.codec import read_record
    from tabletop.report.profiles import debrief_questions
    from tabletop.report.spread import spreads
    from tabletop.report.teams import compare

    _new(table, sheet)
    paths = _paths(records)
    if not stage and any(map(kinds.record_is_campaign, paths)):
        if table is not None or sheet is not None:
            raise click.UsageError("--csv and --html are about one game: name the stage with --stage")
        return campaign_compare.compare(paths, scenario, mixed=mixed, as_json=as_json)
    read = [read_record(path, stage) for path in paths]
    program = _program(read, scenario, stage, mixed=mixed)
    runs = 0 if any(record.header.starts for record in read) else runs  # bots would not start from what was carried
    comparison = compare(_replayed(read, program), mixed=mixed)
    bots = _play(comparison, program, runs, jobs) if runs and not comparison.mixed else None
    found, asked = spreads(comparison, bots), debrief_questions(comparison)
    if table is not None:
        put(table, csv_text(_rows(comparison)))
    if sheet is not None:
        put(sheet, _page(comparison, found, asked))
    if as_json:
        say_json(_as_object(comparison, found, asked, len(bots.playouts) if bots else 0))
    else:
        tell_comparison(comparison, found, asked)
    if bots is not None and bots.partial:
        tell(f"interrupted; {len(bots.playouts)} of {runs} games by bots are counted")
        return INTERRUPTED
    return 0


def _new(*paths: Path | None) -> None:
    """Say before the work that a file cannot be written, not after it."""
    for path in paths:
        if path is not None and path.exists():
            raise CannotRead(f"{path}: exists already", "name a new file")


def _paths(names: Sequence[str]) -> list[Path]:
    """The records. Raises click.UsageError for fewer than two, or for one that is named twice."""
    from tabletop.session import record_folder

    paths = [setups.existing(name, record_folder()) for name in names]
    if len(paths) < 2:
        raise click.UsageError("compare needs two records or more")
    known: set[Path] = set()
    for path in paths:
        if path.resolve() in known:
            raise click.UsageError(f"{path} is named twice")
        if path.suffix.lower() in (".yaml", ".yml"):
            raise click.UsageError(f"{path} is no record; compare takes the .jsonl files that `tabletop play` writes")
        known.add(path.resolve())
    return paths


def _program(read: Sequence[Record], scenario: str | None, stage: str, *, mixed: bool) -> Program:
    """The scenario of all records, once their headers say that they belong together."""
    from tabletop.engine.program import compile_program
    from tabletop.report.teams import refuse_mixtures
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    refuse_mixtures(read, mixed=mixed)
    if stage:
        return campaigns.stage_record(read[0].path, scenario, stage)[1]
    return compile_program(load(find(scenario or read[0].header.scenario)))


def _replayed(read: Iterable[Record], program: Program) -> list[Any]:
    from tabletop.record.replay import replay_record

    try:
        return [replay_record(record, program) for record in read]
    except RecordMismatch as error:
        raise RecordMismatch(str(error), "name the scenario as it was when they played, with --scenario PATH") from None


def _play(comparison: Comparison, program: Program, runs: int, jobs: int) -> Ensemble:
    from tabletop.analysis.ensemble import run
    from tabletop.analysis.progress import Progress
    from tabletop.report.spread import plan_of

    progress = Progress(runs, "games by bots", sys.stderr)
    plan = plan_of(comparison.teams[0].header, program.loaded.path, runs)
    bots = run(plan, program, min(jobs, runs), progress)
    progress.clear()
    return bots


def _page(comparison: Comparison, found: dict[str, Spread], asked: Sequence[str]) -> str:
    from tabletop.report.sheet import sheet

    return sheet(comparison, found, asked, f"tabletop {__version__}, {comparison.sha256[:12]}")


def _rows(comparison: Comparison) -> Iterable[Sequence[object]]:
    """A line a team: setup, ending, then totals and objectives by seat, then the decisions."""
    titles = ["team", "file", "seed", "preset", "length", "finished", "ending", "ended_at_minute"]
    objectives = {seat: [o for o in comparison.scenario.objectives if o.seat == seat] for seat in comparison.seats}
    for seat in comparison.seats:
        titles += [f"{seat} {what}" for what in ("held by", "total", "rating", "coverage")]
        titles += [f"{seat} {objective.id}" for objective in objectives[seat]]
    for question in comparison.questions:
        titles += [f"{question.id} {what}" for what in ("choice", "minute", "by", "forecast", "reason", "dissent")]
    yield titles
    for team in comparison.teams:
        yield [*_game(team), *_scores(comparison, team), *_answers(comparison, team)]


def _game(team: Team) -> list[object]:
    header = team.header
    finished = "yes" if team.finished else "no"
    return [team.name, team.file, header.seed, header.preset, header.length, finished, team.ending, team.at]


def _scores(comparison: Comparison, team: Team) -> list[object]:
    cells: list[object] = []
    for seat in comparison.seats:
        card = team.scores.get(seat)
        cells.append(team.held.get(seat, ""))
        cells += [round(card.total, 2), card.rating, round(card.coverage, 2)] if card else ["", "", ""]
        cells += [round(o.value, 2) if o.observed else "" for o in card.objectives] if card else []
    return cells


def _answers(comparison: Comparison, team: Team) -> list[object]:
    cells: list[object] = []
    for question in comparison.questions:
        answer = team.answers.get(question.id)
        if answer is None:
            cells += [""] * 6
        else:
            forecast = "" if answer.forecast is None else answer.forecast
            cells += [" ".join(answer.choice), answer.at, answer.by, forecast, answer.rationale, answer.dissent]
    return cells


def _as_object(comparison: Comparison, found: dict[str, Spread], asked: Sequence[str], runs: int) -> dict[str, Any]:
    header = comparison.teams[0].header
    return {
        **schema_head("compare"), "scenario": str(comparison.scenario.id), "sha256": comparison.sha256,
        "seed": header.seed if comparison.same_seed else None,
        "preset": header.preset if not comparison.mixed else None,
        "length": header.length if not comparison.mixed else None,
        "same_seed": comparison.same_seed, "mixed": list(comparison.mixed), "runs": runs,
        "seats": {seat: _seat(spread) for seat, spread in found.items()},
        "teams": [_team(comparison, team) for team in comparison.teams],
        "questions": [{"id": q.id, "seat": q.point.seat, "title": q.point.title} for q in comparison.questions],
        "debrief": list(asked),
    }  # fmt: skip


def _seat(spread: Spread) -> dict[str, Any]:
    return {
        "class": {"n": spread.count, "lowest": spread.lowest, "median": spread.middle, "highest": spread.highest},
        "bots": _band(spread.bots), "objectives": {name: _band(found) for name, found in spread.objectives.items()},
    }  # fmt: skip


def _band(band: Band | None) -> dict[str, Any] | None:
    return None if band is None else vars(band)


def _team(comparison: Comparison, team: Team) -> dict[str, Any]:
    header = team.header
    return {
        "name": team.name, "file": team.file, "seed": header.seed, "preset": header.preset, "length": header.length,
        "finished": team.finished, "ending": team.ending, "at": team.at, "digest": team.digest,
        "remarks": list(team.remarks),
        "seats": {seat: _card(team, seat) for seat in comparison.seats},
        "answers": {
            question.id: {**vars(answer), "choice": list(answer.choice), "labels": list(answer.labels)}
            for question in comparison.questions if (answer := team.answers.get(question.id))
        },
    }  # fmt: skip


def _card(team: Team, seat: str) -> dict[str, Any]:
    card = team.scores.get(seat)
    told = {"held_by": team.held.get(seat, ""), "counts": team.counts(seat)}
    if card is None:
        return told
    objectives = {o.id: {"score": o.value if o.observed else None, "rating": o.rating} for o in card.objectives}
    return {
        **told, "total": card.total, "rating": card.rating, "coverage": card.coverage, "capped_by": card.capped_by,
        "objectives": objectives,
    }  # fmt: skip
