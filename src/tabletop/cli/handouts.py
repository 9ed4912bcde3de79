"""`handouts`: the papers of a class, written into a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaign_class, campaigns
from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.cli.papers import files_of, write_all
from tabletop.plain.text import one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.report.handouts import Handouts
    from tabletop.scenario.load import Loaded


@click.command("handouts")
@setups.SCENARIO
@click.option(
    "-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path),
    help="Where the papers go; made if it is not there. Nothing in it is ever written over.",
)  # fmt: skip
@setups.LENGTH
@setups.PRESET
@click.option("--html", "as_html", is_flag=True, help="Also as pages to print: HTML, A4.")
@setups.JSON
def handouts_command(scenario: str, folder: Path, length: str, preset: str, as_html: bool, as_json: bool) -> int:
    """Write the papers for a class on SCENARIO, or on a campaign: for students, for the facilitator.

    DIR/students holds the situation, the rules, the probability card, and for each seat its role (one page) and its
    data sheet: give a seat its own papers only. DIR/facilitator holds the guide, the master list of events (also as
    CSV), the trace from objectives to decisions, the register of assumptions and sources, a sheet for observers.
    """
    from tabletop.engine.program import compile_program
    from tabletop.report.handouts import handouts
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    campaign = campaigns.campaign_at(scenario)
    if campaign is not None:
        return campaign_class.handouts(campaign, folder, length, preset, as_html=as_html, as_json=as_json)
    loaded = load(find(scenario))
    chosen = setups.given(loaded.scenario, seed=0, preset=preset, length=length, seats=(), settings=())
    made = handouts(compile_program(loaded), chosen.preset, chosen.length)
    files = dict(files_of(made, loaded, as_html=as_html))
    write_all(folder, files)
    if as_json:
        say_json(_as_object(made, loaded, chosen, folder, files))
    else:
        _tell(made, folder, files)
    for warning in made.warnings:
        tell(f"look at this: {warning}")
    return 0


def _tell(made: Handouts, folder: Path, files: Iterable[Path]) -> None:
    say(f"{folder}{os.sep}")
    say(pad("paper", 32) + pad("for", 30) + " words")
    for paper in made.papers:
        kinds = "+".join(
            path.suffix[1:] for path in files if path.parent.name == paper.folder and path.stem == paper.name
        )
        name = f"{paper.folder}/{paper.name}"
        say(pad(name, 32) + pad(one_line(paper.whom), 30) + f"{paper.words:6d}  {kinds}")
    reading = ", ".join(f"{seat} {words:,}" for seat, words in made.reading.items())
    say()
    say("\n".join(wrap(f"words to read before class, by seat: {reading}", hanging=2)))


def _as_object(
    made: Handouts, loaded: Loaded, chosen: setups.Given, folder: Path, files: Iterable[Path]
) -> dict[str, Any]:
    papers = [
        {"folder": p.folder, "name": p.name, "title": p.title, "for": p.whom, "words": p.words} for p in made.papers
    ]
    return {
        **schema_head("handouts"), "scenario": str(loaded.scenario.id), "sha256": loaded.sha256, "seed": None,
        "preset": chosen.preset, "length": chosen.length, "folder": str(folder), "papers": papers,
        "words_by_seat": made.reading, "files": [path.as_posix() for path in files], "warnings": list(made.warnings),
    }  # fmt: skip
