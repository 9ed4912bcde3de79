"""`ensemble`: one scenario many times over, with bots in every seat, alone or against another plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaign_ensemble, campaigns, many, planned
from tabletop.cli.ensemble_pages import tell_against, tell_ensemble
from tabletop.cli.output import say_json

if TYPE_CHECKING:
    from tabletop.analysis.ensemble import Ensemble, Plan
    from tabletop.scenario.load import Loaded


@click.command("ensemble")
@many.many_options
@click.option("--joint", is_flag=True, help="Draw all assumptions anew in every playout, each from its range.")
@click.option(
    "--vary", "names", metavar="NAME", multiple=True, help="With --joint: draw only this one. May be repeated."
)
@many.against_options
@click.option("--against-preset", metavar="NAME", default="", help="Compare with another preset.")
@click.option("--against-set", metavar="NAME=VALUE", multiple=True, help="Compare with another text or assumption.")
def ensemble_command(table: Path | None, as_json: bool, joint: bool, names: tuple[str, ...], **asked: Any) -> int:
    """Play SCENARIO many times with bots and tell what usually happens.

    Seats of humans are played by their doctrine unless --seat says otherwise; SEAT=default takes every stated default.
    The figures depend on the setup and the seed alone, not on --jobs or --cluster.

    With --against two plans meet the same chance in each playout, so that the difference is what was changed.

    \b
    Examples:
      tabletop ensemble regional-contingency --seat us=persona:hawk --half-width 1
      tabletop ensemble regional-contingency --against us=persona:hawk --jobs 2
      tabletop ensemble regional-contingency --script my-game.jsonl --until 4
    """
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    campaign = campaigns.campaign_at(asked["scenario"])
    if campaign is not None:
        return campaign_ensemble.play(campaign, {**asked, "csv": table, "joint": joint, "vary": names}, as_json=as_json)
    amount = many.amount(asked)
    many.refuse_existing(table)
    loaded = load(find(asked.pop("scenario")))
    plans = planned.plans(loaded, asked, amount.runs)
    if joint:
        plans = [_drawn(plan, loaded, names) for plan in plans]
    elif names:
        raise click.UsageError("--vary goes with --joint")
    samples = _differences if len(plans) > 1 else _totals
    found = many.play(plans, compile_program(loaded), amount, samples)
    told = {**many.head("ensemble", loaded, found, amount, samples), **_figures(found, loaded, asked)}
    if table is not None:
        many.write_playouts(table, list(zip(("first", "second"), found, strict=False)), loaded.scenario)
    if as_json:
        say_json(told)
    elif len(plans) > 1:
        tell_against(told, loaded.scenario)
    else:
        tell_ensemble(told, loaded.scenario)
    return many.close(found, amount, told)


def _drawn(plan: Plan, loaded: Loaded, names: tuple[str, ...]) -> Plan:
    from tabletop.analysis.variations import drawn

    return drawn(plan, loaded.scenario, names)


def _totals(found: tuple[Ensemble, ...]) -> Any:
    from tabletop.analysis.summary import samples  # NumPy comes after the workers, which may then fork

    return samples(found)


def _differences(found: tuple[Ensemble, ...]) -> Any:
    from tabletop.analysis.pairs import samples

    return samples(found)


def _figures(found: Sequence[Ensemble], loaded: Loaded, asked: dict[str, Any]) -> dict[str, Any]:
    from tabletop.analysis.pairs import comparison
    from tabletop.analysis.summary import summary
    from tabletop.analysis.sweep import influences

    first, scenario = found[0], loaded.scenario
    return {
        **summary(first, scenario),
        "drawn": {name: list(ends) for name, ends in first.plan.drawn.items()},
        "influences": influences(first, scenario) if first.plan.drawn else {},
        "against": None
        if len(found) == 1
        else {
            "preset": found[1].plan.preset,
            "set": list(asked["against_set"]),
            "script": planned.script_told(found[1].plan),
            **summary(found[1], scenario),
            "comparison": comparison(first, found[1], scenario),
        },
    }
