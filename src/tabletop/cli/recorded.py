"""A recorded game named on the command line, with the scenario that it was played in; a script counts as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns, kinds
from tabletop.cli import given as setups
from tabletop.cli.kinds import is_script
from tabletop.cli.output import tell
from tabletop.errors import RecordMismatch
from tabletop.plain.text import WIDTH, one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.engine.program import Program
    from tabletop.record.record import Record

RECORD = click.argument("file", metavar="RECORD", type=click.Path())
SCENARIO = click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
AT = click.option(
    "--at", metavar="N", help="Which decision: its number in the record, or its id (then also one that lapsed)."
)
STAGE = click.option("--stage", default="", help="Of a campaign's record: the stage that is meant.")
REACT = click.option("--react", is_flag=True, help="Let the program's players answer anew what comes after it.")

_OTHER_VERSION = "it needs the program and the scenario's files of that time; name these with --scenario PATH"


def recorded(file: str, scenario: str | None, stage: str = "") -> tuple[Record, Program]:
    """The record in a file (or of a script played through) and its scenario, compiled; a torn end is told.

    Of a campaign the record of the stage.

    Raises what reading and loading raise, and RecordMismatch for a record of another version of the scenario.
    """
    from tabletop.record.codec import read_record
    from tabletop.record.fit import fitted
    from tabletop.session import record_folder

    path = setups.existing(file, record_folder())
    if kinds.file_is_campaign(path):
        return campaigns.stage_record(path, scenario, stage)
    if is_script(path):
        return _performed(path, scenario)
    record = read_record(path, stage)
    program = _program(scenario or record.header.scenario)
    try:
        fitted(record, program.scenario, program.sha256)
    except RecordMismatch as error:
        raise RecordMismatch(str(error), _OTHER_VERSION) from None
    if record.torn:
        tell("note: the end of the file was cut off; the last whole line counts")
    return record, program


def earlier(record: Record) -> tuple[Record, ...]:
    """The stages of a campaign before the one that a record is of; none for a single game."""
    from tabletop.record.codec import read_records

    said = record.header.campaign
    return read_records(record.path)[: said.number - 1] if said is not None else ()


def listing(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """The decisions of a game as lines of 80 columns: number, id, time, seat, question, and what was answered."""
    width = max((len(decision["name"]) for decision in found), default=2)
    clock = max([10, *(len(decision["time"]) for decision in found)])
    lines = []
    for decision in found:
        number = "-" if decision["n"] is None else str(decision["n"])
        lapsed = " (nobody answered)" if decision["n"] is None else ""
        told = f"{decision['short']}: {decision['title']} -- {decision['label']}{lapsed}"
        lines += beside(f"{number:>3}  {pad(decision['name'], width)}  {decision['time']:>{clock}}  ", told)
    return lines


def beside(head: str, text: str) -> list[str]:
    """The text on one side of a line of 80 columns, wrapped there, and `head` before its first line."""
    first, *rest = wrap(one_line(text), width=WIDTH - len(head)) or [""]
    return [(head + first).rstrip(), *(" " * len(head) + line for line in rest)]


def _performed(path: Path, scenario: str | None) -> tuple[Record, Program]:
    from tabletop.bots.players import make_chooser
    from tabletop.record.replay import replay_script
    from tabletop.record.script import read_script

    script = read_script(path)
    folder = path.resolve().parent.parent
    beside = str(folder) if folder.name == script.scenario and (folder / "scenario.yaml").is_file() else script.scenario
    program = _program(scenario or beside)
    return replay_script(script, program, lambda spec: make_chooser(spec, program)).record, program


def _program(reference: str) -> Program:
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    return compile_program(load(find(reference)))
