"""`list`, `check`, `schema`: the scenarios and the language that they are written in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from tabletop.cli.given import JSON
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.errors import Problem, listing
from tabletop.plain.text import wrap


@click.command("list")
@JSON
def list_command(as_json: bool) -> None:
    """The scenarios that can be played: by name, with what each is about."""
    from tabletop.campaign.library import campaigns
    from tabletop.scenario.library import shipped

    found, chained = shipped(), campaigns()
    if as_json:
        rows = [{"id": o.id, "title": o.title, "summary": o.summary, "path": str(o.path)} for o in found]
        more = [{"id": o.id, "title": o.title, "summary": o.summary, "path": str(o.path)} for o in chained]
        say_json({**schema_head("list"), "scenarios": rows, "campaigns": more})
        return
    for offer in found:
        say(f"{offer.id}\n  {offer.title}")
        say("\n".join(wrap(offer.summary, indent=2)))
    for campaign in chained:
        say(f"{campaign.id}\n  {campaign.title} (a campaign: several scenarios in a row)")
        say("\n".join(wrap(campaign.summary, indent=2)))
    if not (found or chained):
        tell("no scenarios found; `tabletop where` names the folders that are searched")


@click.command("check")
@click.argument("path", metavar="PATH")
@JSON
def check_command(path: str, as_json: bool) -> int:
    """All mistakes in a scenario (a name, a folder or a file) or a campaign, each with its place.

    Exit code 1 if there are errors.
    """
    from tabletop.campaign.library import found
    from tabletop.campaign.load import check as check_campaign
    from tabletop.scenario.library import find
    from tabletop.scenario.load import check

    campaign = found(path)
    where = campaign or find(path)
    problems = check_campaign(where) if campaign else check(where)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        counts = {"errors": errors, "warnings": len(problems) - errors}
        say_json({**schema_head("check"), "path": str(where), **counts, "problems": _rows(problems)})
    else:
        say(listing(problems) if problems else f"{where}: no problems")
    return 1 if errors else 0


@click.command("schema")
@click.option("--part", is_flag=True, help="For files that another one includes, and overlays of campaigns.")
@click.option("--campaign", is_flag=True, help="For the campaign.yaml of a campaign.")
def schema_command(part: bool, campaign: bool) -> None:
    """The JSON Schema of the scenario language, for editors."""
    from tabletop.campaign.definition import Campaign
    from tabletop.scenario.schema import DRAFT, json_schema

    if campaign and part:
        raise click.UsageError("--part is about scenarios: a campaign is one file")
    if campaign:
        schema = {"$schema": DRAFT, **Campaign.model_json_schema(by_alias=True), "title": "tabletop campaign"}
    else:
        schema = json_schema(part=part)
    click.echo(json.dumps(schema, indent=2))


def _rows(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]
