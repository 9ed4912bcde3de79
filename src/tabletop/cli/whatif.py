"""`whatif`: every open option of one decision, in this very world and in many futures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.cli.review import MOST_FUTURES, Line, recorded
from tabletop.errors import IllegalDecision
from tabletop.plain.text import one_line, pad, wrap
from tabletop.simtime import format_moment

if TYPE_CHECKING:
    from tabletop.engine.program import Program

WIDTH = 80


@click.command("whatif")
@click.argument("file", metavar="RECORD", type=click.Path())
@click.option("--at", "n", metavar="N", type=click.IntRange(1), required=True, help="The decision's number in RECORD.")
@click.option(
    "--futures", metavar="N", type=click.IntRange(0, MOST_FUTURES), default=100, show_default=True,
    help="Futures for what each option was worth beforehand; 0 leaves them out.",
)  # fmt: skip
@click.option("--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@setups.JSON
def whatif_command(file: str, n: int, futures: int, jobs: int, scenario: str | None, as_json: bool) -> int:
    """Play every option that was open at decision N of RECORD: in this very world, and in many futures.

    In this world all else is as recorded, dice included, wherever it still fits. `tabletop replay RECORD` numbers the
    decisions.
    """
    from tabletop.analysis.whatif import told, ways

    if futures == 1:
        raise click.UsageError("--futures takes 0, or 2 and more")
    record, program = recorded(file, scenario)
    line, found = ways(record, program, n)
    expected = _expected(record, program, n, futures, jobs) if futures else None
    comparison = {
        **schema_head("whatif"), "scenario": str(program.scenario.id), "sha256": program.sha256,
        "seed": record.header.seed, **told(program, line, found), "futures": futures, "expected": expected,
    }  # fmt: skip
    if as_json:
        say_json(comparison)
    else:
        _tell(comparison, program)
    return 0


def _expected(record: Any, program: Program, n: int, futures: int, jobs: int) -> dict[str, Any] | None:
    from tabletop.analysis.review import judge

    progress = Line()
    try:
        return judge(record, program, n, futures=futures, jobs=jobs, report=progress)
    except IllegalDecision as refused:
        tell(f"note: no futures for this decision: {refused}")
        return None
    finally:
        progress.clear()


def _tell(told: Mapping[str, Any], program: Program) -> None:
    labels = {str(seat.id): seat.label for seat in program.scenario.seats}
    say(f"Decision {told['n']}, {format_moment(told['at'])}: {one_line(told['title'])}")
    say(f"{one_line(labels[told['seat']])}")
    say()
    seats = [told["seat"], *(seat for seat in told["here"][0]["scores"] if seat != told["seat"])]
    say("In this very world, everything else as it was (final scores)")
    say(pad("  option", 46) + "".join(f"{seat[:5]:>6}" for seat in seats[:5]))
    for way in told["here"]:
        mark = "*" if way["recorded"] else " "
        first, *rest = wrap(one_line(way["label"]), width=42)
        say(f"{mark} {pad(first, 44)}" + "".join(f"{way['scores'][seat]['total']:6.0f}" for seat in seats[:5]))
        for line in rest:
            say("    " + line)
    say("  * as recorded")
    for way in told["here"]:
        if not way["recorded"]:
            _parting(way)
    if told["expected"] is not None:
        _expectation(told)


def _parting(way: Mapping[str, Any]) -> None:
    say()
    say(f"{one_line(way['label'])}")
    _paragraph(f"Ends {format_moment(way['ended'])}: {one_line(way['ending'])}.")
    parts = way["parts"]
    if parts is None:
        _paragraph("Nothing else differs from the recorded game.")
    else:
        words = " ".join(parts["lines"][:2])
        own = parts["title"] in parts["because"]
        why = f" It follows from {parts['because']}." if parts["because"] and not own else ""
        _paragraph(f"First parts on {format_moment(parts['at'])}: {one_line(parts['title'])}. {one_line(words)}{why}")
    for line in way["dropped"]:
        _paragraph(f"Did not fit any more: {one_line(line)}")


def _expectation(told: Mapping[str, Any]) -> None:
    say()
    say(f"What could be known then: expected final score of {told['seat']} in {told['futures']} futures")
    say(pad("  option", 47) + "worth  95 % interval")
    for option in told["expected"]["options"]:
        low, high = option["interval"]
        mark = "*" if option["choice"] == told["choice"] else " "
        first, *rest = wrap(one_line(option["label"]), width=42)
        say(f"{mark} {pad(first, 45)}{option['value']:5.1f}  {low:5.1f} to {high:5.1f}")
        for line in rest:
            say("    " + line)
    say()
    _paragraph(
        "The two may disagree: this world is hindsight, with the dice as they fell; the futures are what nobody could "
        "know at the time. Judge the decision by the second."
    )


def _paragraph(text: str) -> None:
    for line in wrap(text, indent=4, width=WIDTH):
        say(line)
