"""`plan` and `handouts` of a campaign."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tabletop import __version__
from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.cli.papers import files_of, write_all
from tabletop.plain.text import one_line, wrap

if TYPE_CHECKING:
    from tabletop.campaign.carrying import CampaignSetup
    from tabletop.campaign.load import LoadedCampaign
    from tabletop.report.campaign_class import CampaignPlan


def plan(
    path: Path, reference: str, minutes: int, students: int, preset: str, seed: int | None, *, as_json: bool
) -> int:
    """Plan the meetings of a class; the exit code."""
    from tabletop.campaign.carrying import CampaignSetup, agreed
    from tabletop.campaign.load import load
    from tabletop.report.campaign_class import campaign_plan

    loaded = load(path)
    chosen = setups.fresh_seed() if seed is None else seed
    agreed(loaded, CampaignSetup(chosen, preset))
    drawn = campaign_plan(loaded, reference, minutes, students, chosen, preset)
    if as_json:
        meetings = [{"meeting": n, "agenda": [slot.model_dump() for slot in slots]} for n, slots in drawn.meetings]
        cells = [{"cell": cell.name, "seats": dict(cell.seats), "observers": cell.observers} for cell in drawn.cells]
        commands = [{"for": what, "command": command} for what, command in drawn.commands]
        head = {"campaign": str(loaded.campaign.id), "seed": chosen, "format": str(drawn.format.id)}
        say_json({**schema_head("plan-campaign"), **head, "meetings": meetings, "cells": cells, "commands": commands})
    else:
        _tell(loaded, drawn)
    return 0


def _tell(loaded: LoadedCampaign, drawn: CampaignPlan) -> None:
    say(one_line(loaded.campaign.title))
    say(f"{drawn.format.label or drawn.format.id}: {drawn.students} students, seed {drawn.seed}")
    for number, slots in drawn.meetings:
        say()
        say(f"Meeting {number}, {sum(slot.minutes for slot in slots)} minutes" if number else "Homework")
        for slot in slots:
            say("\n".join(wrap(f"{slot.minutes:3d} min  {one_line(slot.what)}", indent=2, hanging=9)))
    say()
    say("Groups, each at a keyboard of its own" if len(drawn.cells) > 1 else "One group")
    for cell in drawn.cells:
        teams = [f"{seat}: {', '.join(map(str, team))}" for seat, team in cell.seats.items()]
        watching = [f"observers: {', '.join(map(str, cell.observers))}"] if cell.observers else []
        say("\n".join(wrap(f"cell {cell.name}: {'; '.join([*teams, *watching])}", indent=2, hanging=2)))
    say()
    say("Type this")
    for what, command in drawn.commands:
        say(f"  {what}")
        say(f"      {command}")


def handouts(path: Path, folder: Path, length: str, preset: str, *, as_html: bool, as_json: bool) -> int:
    """Write the papers of the campaign and of every stage, each in a folder of its own; the exit code."""
    from tabletop.campaign.carrying import CampaignSetup, agreed
    from tabletop.campaign.load import load

    loaded = load(path)
    setup = agreed(loaded, CampaignSetup(0, preset, length))
    files = dict(_campaign_files(loaded, setup.format, as_html=as_html))
    warnings: list[str] = []
    for number, stage in enumerate(loaded.campaign.stages, 1):
        inner = Path(f"{number}-{stage.id}")
        files |= {inner / name: text for name, text in _stage_files(loaded, setup, str(stage.id), as_html, warnings)}
    write_all(folder, files)
    if as_json:
        head = {"campaign": str(loaded.campaign.id), "preset": setup.preset, "format": setup.format}
        listed = {"folder": str(folder), "files": [name.as_posix() for name in files], "warnings": warnings}
        say_json({**schema_head("handouts-campaign"), **head, **listed})
        return 0
    say(f"{folder}{os.sep}")
    for name in sorted({file.parent for file in files}):
        papers = ", ".join(sorted({file.stem for file in files if file.parent == name}))
        say("\n".join(wrap(f"{name.as_posix()}{os.sep} {papers}", hanging=4)))
    say("Papers of a stage tell its own starting values; what is carried over is told on the card before the stage.")
    for warning in warnings:
        tell(f"look at this: {warning}")
    return 0


def _campaign_files(loaded: LoadedCampaign, chosen: str, *, as_html: bool) -> Iterator[tuple[Path, str]]:
    from tabletop.report.campaign_class import campaign_papers
    from tabletop.report.printing import page

    campaign = loaded.campaign
    source = f"{campaign.title} ({campaign.id} {campaign.version}, {loaded.sha256[:12]}), tabletop {__version__}"
    for paper in campaign_papers(loaded, chosen):
        yield Path(paper.folder, f"{paper.name}.md"), f"{paper.markdown}\n---\n\n{one_line(source)}\n"
        if as_html:
            yield Path(paper.folder, f"{paper.name}.html"), page(paper, f"{source}. {campaign.disclaimer}")


def _stage_files(
    loaded: LoadedCampaign, setup: CampaignSetup, stage: str, as_html: bool, warnings: list[str]
) -> Iterator[tuple[Path, str]]:
    from tabletop.campaign.carrying import bare_setup
    from tabletop.report.handouts import handouts as stage_handouts

    bare = bare_setup(loaded, setup, stage)
    made = stage_handouts(loaded.program(stage), bare.preset, bare.length)
    warnings += [f"{stage}: {warning}" for warning in made.warnings]
    yield from files_of(made, loaded.stages[stage], as_html=as_html)
