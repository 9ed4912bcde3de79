"""`branch`: a child record in which one decision is another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.cli.review import recorded
from tabletop.errors import IllegalDecision

if TYPE_CHECKING:
    from tabletop.record.record import Record


@click.command("branch")
@click.argument("file", metavar="RECORD", type=click.Path())
@click.option("--at", "n", metavar="N", type=click.IntRange(1), required=True, help="The decision's number in RECORD.")
@click.option(
    "--choose", metavar="OPTION", multiple=True,
    help="What is decided instead, once for each option that is taken; without it the child stands before N.",
)  # fmt: skip
@click.option("--play-on", is_flag=True, help="Give the later recorded decisions too, wherever they still fit.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The child's file; beside the parent otherwise.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@setups.JSON
def branch_command(
    file: str, n: int, choose: tuple[str, ...], play_on: bool, output: Path | None, scenario: str | None, as_json: bool
) -> int:
    """Make a child of RECORD in which decision N is OPTION. RECORD stays as it is; the weather is the same.

    The child stands right after that decision: go on with `tabletop resume CHILD`. `tabletop replay RECORD` numbers the
    decisions.
    """
    from tabletop.record.branch import branch, prefix, write_child

    record, program = recorded(file, scenario)
    path = output or _beside(record, n, choose)
    dropped: tuple[str, ...] = ()
    if choose:
        from tabletop.bots.players import make_chooser
        from tabletop.record.changed import changed
        from tabletop.record.replay import replay_record

        replay_record(record, program, verify=True)
        course = changed(record, program, n, choose, lambda spec: make_chooser(spec, program), play_on=play_on)
        child, dropped = write_child(record, prefix(record, n), course.lines, path), course.dropped
    elif play_on:
        raise IllegalDecision("--play-on needs another answer to play on from", "add --choose OPTION")
    else:
        child = branch(record, n, path)
    for line in dropped:
        tell(f"note: {line}")
    if as_json:
        say_json({
            **schema_head("branch"), "scenario": str(program.scenario.id), "sha256": program.sha256,
            "seed": record.header.seed, "file": str(path), "parent": str(record.path), "at": n, "choice": list(choose),
            "decisions": len(child.decisions), "complete": child.complete, "dropped": list(dropped),
        })  # fmt: skip
    else:
        say(str(path))
        tell(_way_on(child, path))
    return 0


def _beside(record: Record, n: int, choose: tuple[str, ...]) -> Path:
    return record.path.with_name("-".join([record.path.stem, f"at{n}", *choose]) + ".jsonl")


def _way_on(child: Record, path: Path) -> str:
    if child.complete:
        return f'played to its end; see it with: tabletop replay "{path}"'
    return f'go on with: tabletop resume "{path}"'
