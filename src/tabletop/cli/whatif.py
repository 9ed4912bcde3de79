"""`whatif`: every option that was open at one decision, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tabletop.cli import given as setups
from tabletop.cli import recorded as records
from tabletop.cli.output import say, say_json, schema_head
from tabletop.cli.review import MOST_FUTURES, Line
from tabletop.cli.sidebyside import lines_of

if TYPE_CHECKING:
    from tabletop.engine.program import Program
    from tabletop.record.record import Record

FUTURES = 100


@click.command("whatif")
@records.RECORD
@records.AT
@click.option(
    "--futures", metavar="N", type=click.IntRange(0, MOST_FUTURES), default=FUTURES, show_default=True,
    help="In how many futures each option is played on as well; 0 leaves that part out.",
)  # fmt: skip
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes."
)
@records.REACT
@records.SCENARIO
@records.STAGE
@setups.JSON
def whatif_command(
    file: str, at: str | None, futures: int, jobs: int, react: bool, scenario: str | None, stage: str, as_json: bool
) -> int:
    """Play every option that was open at decision N of RECORD: in this very game, and in many futures.

    In this game the seed, every chance and everybody's later answers are as recorded, wherever those still fit. In
    many futures only what could be known at the time is held. Without --at: the decisions that there are.
    """
    from tabletop.analysis.whatif import whatif, with_futures

    if futures == 1:
        raise click.UsageError("--futures takes 0 (none) or at least 2, since one half is checked against the other")
    record, program = records.recorded(file, scenario, stage)
    if at is None:
        return _list(file, record, program, as_json=as_json)
    told = whatif(record, program, at, react=react)
    if futures:
        progress = Line()
        try:
            told = with_futures(told, record, program, futures=futures, jobs=jobs, report=progress)
        finally:
            progress.clear()
    if as_json:
        say_json({**schema_head("whatif"), **told})
    else:
        for line in lines_of(told, program.scenario):
            say(line)
    return 0


def _list(file: str, record: Record, program: Program, *, as_json: bool) -> int:
    """The decisions to choose from."""
    from tabletop.analysis.whatif import decisions

    found = decisions(record, program)
    if as_json:
        head = {"scenario": record.header.scenario, "sha256": program.sha256, "seed": record.header.seed}
        say_json({**schema_head("whatif"), **head, "decisions": found})
        return 0
    for line in records.listing(found) or ["No decision has been taken in it yet."]:
        say(line)
    say()
    say(f'To see what else one of them could have led to: tabletop whatif "{file}" --at N')
    return 0
