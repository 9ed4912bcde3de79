"""`report`: the after-action report of a recorded game, and the one page for straight after play."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaign_report, campaigns, kinds
from tabletop.cli import given as setups
from tabletop.cli.kinds import is_script
from tabletop.cli.output import say_json, schema_head, tell
from tabletop.cli.replay import scripted
from tabletop.cli.review import MOST_FUTURES, Line, recorded
from tabletop.errors import CannotRead

if TYPE_CHECKING:
    from tabletop.engine.program import Program
    from tabletop.record.record import Record
    from tabletop.report.aar import Report
    from tabletop.report.game import Game
    from tabletop.report.hotwash import HotWash
    from tabletop.report.judged import Review

_ENDINGS = (".md", ".html")


@click.command("report")
@click.argument("file", metavar="RECORD", type=click.Path())
@click.option("-o", "output", metavar="FILE", type=click.Path(path_type=Path), help="A new file, .md or .html.")
@click.option("--seat", "seats", metavar="SEAT", multiple=True, help="Only this seat; people's seats otherwise.")
@click.option(
    "--futures", metavar="N", type=click.IntRange(2, MOST_FUTURES), default=400, show_default=True,
    help="Futures in which each open option is played on.",
)  # fmt: skip
@click.option("--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--review", "saved", metavar="FILE", type=click.Path(path_type=Path),
    help="A review of this record that `tabletop review --json` made, instead of a new one.",
)  # fmt: skip
@click.option("--no-review", is_flag=True, help="Without a review: nothing on decision and luck, and at once.")
@click.option("--hotwash", is_flag=True, help="One page for straight after play: scores, turning points, questions.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@click.option("--stage", default="", help="Of a campaign: the report of this stage alone.")
@campaigns.WEIGHTS
@setups.JSON
def report_command(
    file: str, output: Path | None, seats: tuple[str, ...], futures: int, jobs: int, saved: Path | None,
    no_review: bool, hotwash: bool, scenario: str | None, stage: str, weights: str, as_json: bool,
) -> int:  # fmt: skip
    """The after-action report of RECORD: what happened, why, what it was worth, what was luck, what to talk about.

    Markdown on stdout, or a file by the ending of its name. A page (.html) has figures and needs nothing else. A script
    is reported as the game that it makes. Of a campaign the whole is reported, or one --stage.
    """
    from tabletop.session import record_folder

    _agree(output, saved, no_review=no_review, hotwash=hotwash, as_json=as_json)
    path = setups.existing(file, record_folder())
    if not stage and kinds.file_is_campaign(path):
        if hotwash:
            campaign_report.refuse_hotwash()
        course = campaigns.weighed(campaigns.replayed(path, scenario, verify=True), weights)
        told = 0 if no_review else futures
        text = campaign_report.report(
            course, output, saved=saved, futures=told, jobs=jobs, seats=seats, as_json=as_json
        )
        if text:
            _hand_out(text, output)
        return 0
    from tabletop.report.game import retell

    game = retell(*_played(path, scenario, stage), seats)
    for caution in () if hotwash else _cautions(game):
        tell(f"note: {caution}")
    if hotwash:
        _hand_out(_sheet(game, output), output)
        return 0
    report = _report(game, saved, futures=0 if no_review else futures, jobs=jobs)
    if as_json:
        say_json(_as_object(report))
    else:
        _hand_out(_told(report, output), output)
    return 0


def _agree(output: Path | None, saved: Path | None, *, no_review: bool, hotwash: bool, as_json: bool) -> None:
    """Refuse early what cannot be: nobody should wait for a review and then hear that the file exists."""
    endings = (*_ENDINGS, ".txt") if hotwash else _ENDINGS
    if saved is not None and (no_review or hotwash):
        raise click.UsageError(f"--review does not go with {'--hotwash' if hotwash else '--no-review'}")
    if as_json and (hotwash or output is not None):
        raise click.UsageError(f"--json does not go with {'--hotwash' if hotwash else '-o'}")
    if output is not None and output.suffix.lower() not in endings:
        raise click.UsageError(f"-o {output}: the name should end in {' or '.join(endings)}")
    if output is not None and output.exists():
        raise CannotRead(f"{output}: exists already", "name a new file")


def _played(path: Path, scenario: str | None, stage: str) -> tuple[Record, Program]:
    """A record, or the record that a script makes; what a script decides counts as decided by people."""
    from tabletop.record.prompting import HUMAN, SCRIPT
    from tabletop.record.record import DecisionLine

    if not is_script(path):
        return recorded(str(path), scenario, stage)
    if stage:
        record, program = campaigns.stage_record(path, scenario, stage)
    else:
        found = scripted(path, scenario)
        record, program = found.record, found.simulation.program
    lines = tuple(
        replace(line, by=HUMAN) if isinstance(line, DecisionLine) and line.by == SCRIPT else line
        for line in record.lines
    )
    return replace(record, lines=lines), program


def _cautions(game: Game) -> tuple[str, ...]:
    from tabletop.report.build import head

    return head(game).cautions


def _report(game: Game, saved: Path | None, *, futures: int, jobs: int) -> Report:
    from tabletop.report.build import make_report
    from tabletop.report.field import field_of

    review = _review(game, saved, futures, jobs)
    progress = Line()
    field = field_of(game, jobs, assumptions=review is not None, report=progress)
    progress.clear()
    return make_report(game, review, field.totals, field.effects)


def _review(game: Game, saved: Path | None, futures: int, jobs: int) -> Review | None:
    """The saved review, or a new one; none without futures, and none of a game that has not ended."""
    from tabletop.report.judged import judged, read_review

    if saved is not None:
        return read_review(saved, game.replayed.digest)
    if not futures or not game.sim.ended:
        return None
    from tabletop.analysis.review import review

    progress = Line()
    found = review(game.record, game.program, futures=futures, jobs=jobs, seats=game.seats, report=progress)
    progress.clear()
    return judged(found, game.replayed.digest)


def _told(report: Report, output: Path | None) -> str:
    if output is not None and output.suffix.lower() == ".html":
        from tabletop.report.html import html

        return html(report)
    from tabletop.report.markdown import markdown

    return markdown(report)


def _sheet(game: Game, output: Path | None) -> str:
    from tabletop.report import hotwash

    forms: dict[str, Callable[[HotWash], str]] = {".md": hotwash.as_markdown, ".html": hotwash.as_html}
    form = forms.get(output.suffix.lower(), hotwash.as_text) if output is not None else hotwash.as_text
    return form(hotwash.hot_wash(game))


def _as_object(report: Report) -> dict[str, Any]:
    head = report.head
    return {
        **schema_head("report"), "scenario": head.scenario, "sha256": head.sha256, "seed": head.seed,
        "preset": head.preset, "length": head.length, "digest": head.digest, **asdict(report),
    }  # fmt: skip


def _hand_out(text: str, output: Path | None) -> None:
    """To a new file, or to stdout. The text has been made harmless where it was put together."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CannotRead(f"{output}: exists already", "name a new file") from None
    except OSError as error:
        raise CannotRead(
            f"{output}: {os.strerror(error.errno or 0)}", "choose a folder that you may write to"
        ) from None
    tell(f"written: {output} ({len(text.encode()) / 1024:.0f} KiB)")
