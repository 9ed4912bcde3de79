"""`replay`: a record or a script, run again and told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns, kinds
from tabletop.cli import given as setups
from tabletop.cli.kinds import is_script
from tabletop.cli.output import page, say_json, schema_head, tell
from tabletop.errors import RecordMismatch

if TYPE_CHECKING:
    from tabletop.engine.program import Program
    from tabletop.record.course import Replayed
    from tabletop.scoring.measures import MeasureScore
    from tabletop.scoring.scorecard import Scorecard

DIVERGED = 3


@click.command("replay")
@click.argument("file", type=click.Path())
@click.option("--verify", is_flag=True, help="Say that every digest is as it was; a script is run twice for that.")
@click.option("--quiet", is_flag=True, help="The digest alone.")
@click.option("--lenient", is_flag=True, help="Map or drop what no longer fits the scenario, and tell it.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@click.option("--stage", default="", help="Of a campaign: this stage alone, told in full.")
@campaigns.WEIGHTS
@click.option("--ascii", "ascii_only", is_flag=True, help="Keep to plain ASCII characters.")
@setups.JSON
def replay_command(
    file: str, verify: bool, quiet: bool, lenient: bool, scenario: str | None, stage: str, weights: str,
    ascii_only: bool, as_json: bool,
) -> int:  # fmt: skip
    """Run FILE (a record or a script) again and tell the game. Exit code 3 if it takes another course."""
    path = _path(file)
    if kinds.file_is_campaign(path):
        if lenient:
            raise click.UsageError("--lenient is not offered for campaigns: play it with the files of that time")
        if not stage:
            how = {"verify": verify, "quiet": quiet, "ascii_only": ascii_only, "as_json": as_json}
            return campaigns.replay(path, scenario, weights, **how)
        return _tell_one(campaigns.one_stage(path, scenario, stage), quiet, ascii_only, as_json)
    campaigns.refuse_campaign_options({"stage": stage, "weights": weights})
    found = _replayed(file, scenario, lenient=lenient)
    if verify and is_script(found.record.path):
        _compare(found, _replayed(file, scenario, lenient=lenient))
    for line in (*found.mapped, *found.dropped):
        tell(f"note: {line}")
    if found.record.torn:
        tell("note: the end of the file was cut off; the last whole line counts")
    code = _tell_one(found, quiet, ascii_only, as_json)
    if verify and not code:
        tell(f"verified: {len(found.taken)} decisions, digest {found.digest}")
    return code


def _tell_one(found: Replayed, quiet: bool, ascii_only: bool, as_json: bool) -> int:
    if as_json:
        say_json(as_object(found))
    elif quiet:
        click.echo(found.digest)
    else:
        _tell(found, ascii_only=ascii_only)
    if found.divergence is not None:
        tell(f"error: {found.divergence}")
        return DIVERGED
    return 0


def _compare(found: Replayed, again: Replayed) -> None:
    if found.digest != again.digest:
        raise RecordMismatch(f"two runs gave {found.digest} and {again.digest}", "this is a mistake of the program")


def as_object(found: Replayed) -> dict[str, Any]:
    """The `--json` object of a replayed game; `value` of an objective is the raw value of its first measure."""
    from tabletop.scoring.scorecard import score

    sim = found.simulation
    outcome = sim.outcome
    return {
        **schema_head("replay"),
        "scenario": str(sim.program.scenario.id),
        "sha256": sim.program.sha256,
        "seed": sim.setup.seed,
        "preset": sim.setup.preset,
        "length": sim.setup.length,
        "digest": found.digest,
        "outcome": None
        if outcome is None
        else {
            "ending": outcome.ending,
            "title": outcome.title,
            "time": sim.program.times.moment(outcome.at),
            "at": outcome.at,
        },
        "decisions": _decisions(found),
        "scores": {seat: _score(card) for seat, card in score(sim).items()},
        "complete": found.complete,
        "divergence": None if found.divergence is None else vars(found.divergence),
        "mapped": list(found.mapped),
        "dropped": list(found.dropped),
    }


def _decisions(found: Replayed) -> list[dict[str, Any]]:
    """All decisions in order; `by` names the player, 'default' where the deadline passed."""
    times = found.simulation.program.times
    players = {(line.at, line.seat, line.decision): line.by for line in found.record.decisions}
    return [
        {
            "seat": taken.seat,
            "id": taken.decision,
            "choice": list(taken.choice),
            "time": times.moment(taken.at),
            "at": taken.at,
            "by": "default" if taken.by == "default" else players.get((taken.at, taken.seat, taken.decision), taken.by),
        }
        for taken in found.taken
    ]


def _score(card: Scorecard) -> dict[str, Any]:
    return {
        "total": card.total,
        "rating": card.rating,
        "coverage": card.coverage,
        "capped_by": card.capped_by,
        "objectives": {
            objective.id: {
                "value": objective.measures[0].raw,
                "score": objective.value,
                "weight": objective.weight,
                "rating": objective.rating,
                "observed": objective.observed,
                "measures": [_measure(measure) for measure in objective.measures],
            }
            for objective in card.objectives
        },
    }


def _measure(measure: MeasureScore) -> dict[str, Any]:
    names = ("label", "mode", "raw", "score", "zero", "hundred", "share", "unit")
    return {name: getattr(measure, name) for name in names}


def _tell(found: Replayed, *, ascii_only: bool) -> None:
    from tabletop.plain.playthrough import tell_playthrough

    console = page(ascii_only=ascii_only)
    tell_playthrough(console, found.simulation, found.record, found.digest)
    console.flush()


def _path(file: str) -> Path:
    from tabletop.session import record_folder

    return setups.existing(file, record_folder())


def _replayed(file: str, scenario: str | None, *, lenient: bool) -> Replayed:
    path = _path(file)
    return scripted(path, scenario, lenient=lenient) if is_script(path) else _record(path, scenario, lenient=lenient)


def _record(path: Path, scenario: str | None, *, lenient: bool) -> Replayed:
    from tabletop.record.codec import read_record
    from tabletop.record.replay import replay_record

    record = read_record(path)
    program = _program(scenario or record.header.scenario)
    return replay_record(record, program, verify=False, lenient=lenient)


def scripted(path: Path, scenario: str | None, *, lenient: bool = False) -> Replayed:
    """The game that a script makes. Raises InvalidScenario, CannotRead and, unless lenient, IllegalDecision."""
    from tabletop.bots.players import make_chooser
    from tabletop.record.replay import replay_script
    from tabletop.record.script import read_script

    script = read_script(path)
    program = _program(scenario or _beside(path, script.scenario))
    return replay_script(script, program, lambda spec: make_chooser(spec, program), verify=not lenient)


def _beside(path: Path, name: str) -> str:
    """The scenario that a script lies in (`<scenario>/scripts/x.yaml`), otherwise its name."""
    folder = path.resolve().parent.parent
    return str(folder) if folder.name == name and (folder / "scenario.yaml").is_file() else name


def _program(reference: str) -> Program:
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    return compile_program(load(find(reference)))
