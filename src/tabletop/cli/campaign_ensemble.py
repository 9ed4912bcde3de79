"""`ensemble` of a campaign: whole campaigns by bots, the score of each seat in each stage and in the whole."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.plain.text import one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.campaign.load import LoadedCampaign

RUNS = 200
MOST_RUNS = 100_000
INTERRUPTED = 130
_TAKEN = ("scenario", "seed", "preset", "length", "seats", "settings", "runs")


def play(path: Path, asked: Mapping[str, Any], *, as_json: bool) -> int:
    """Play campaigns and tell what usually happens; the exit code. Raises click.UsageError for what is not offered."""
    from tabletop.analysis.progress import Progress
    from tabletop.campaign.load import load
    from tabletop.campaign.many import run, summary

    _refuse(asked)
    loaded = load(path)
    setup = campaigns.given(
        loaded.campaign, weights="", **{name: asked[name] for name in ("seed", "preset", "length", "seats", "settings")}
    )
    runs = asked["runs"] or RUNS
    progress = Progress(runs, "campaigns", sys.stderr)
    try:
        found, partial = run(loaded, setup, runs, progress)
    finally:
        progress.clear()
    if not found:
        tell("interrupted before the first campaign was over")
        return INTERRUPTED
    told = {
        **schema_head("ensemble-campaign"), "campaign": str(loaded.campaign.id), "sha256": loaded.sha256,
        "seed": setup.seed, "preset": setup.preset, "format": setup.format, "players": dict(setup.seats),
        "partial": partial, **summary(found, loaded),
    }  # fmt: skip
    if as_json:
        say_json(told)
    else:
        _tell(told, loaded)
    return INTERRUPTED if partial else 0


def _refuse(asked: Mapping[str, Any]) -> None:
    given = [name for name, value in asked.items() if name not in (*_TAKEN, "jobs") and value]
    given += ["jobs"] if asked.get("jobs", 1) != 1 else []
    if given:
        option = f"--{given[0].replace('_', '-')}"
        raise click.UsageError(
            f"{option} is not offered for a campaign: it is played whole, in one process; "
            "an ensemble of one of its stages is one of that scenario"
        )
    if asked["runs"] and asked["runs"] > MOST_RUNS:
        raise click.UsageError(f"--runs: at most {MOST_RUNS:,} campaigns")


def _tell(told: Mapping[str, Any], loaded: LoadedCampaign) -> None:
    campaign = loaded.campaign
    say(f"{one_line(campaign.title)}: {told['runs']} campaigns, seed {told['seed']}, preset {told['preset'] or 'base'}")
    labels = {str(seat.id): one_line(seat.label) for seat in campaign.seats}
    titles = {str(stage.id): one_line(stage.title) for stage in campaign.stages}
    for seat, found in told["seats"].items():
        say()
        say(f"{labels[seat]} ({seat})")
        say("  " + pad("", 34) + "  mean    sd    5 %   95 %  with the whole")
        for stage, spread in found["stages"].items():
            say(f"  {pad(titles[stage][:33], 34)}{_numbers(spread)}  {spread['with_whole']:+.2f}")
        say(f"  {pad('Words kept', 34)}{_numbers(found['words'])}")
        say(f"  {pad('The campaign', 34)}{_numbers(found)}")
        ratings = ", ".join(f"{letter} {100 * share:.0f} %" for letter, share in found["ratings"].items())
        say(f"  Ratings: {ratings}. Held down by a cap: {100 * found['capped']:.0f} %.")
    say()
    for stage, endings in told["endings"].items():
        listed = ", ".join(f"{name} {100 * count / told['runs']:.0f} %" for name, count in endings.items())
        for line in wrap(f"{titles[stage]}: {listed}", hanging=2):
            say(line)


def _numbers(spread: Mapping[str, float]) -> str:
    return f"{spread['mean']:6.1f}{spread['sd']:6.1f}{spread['p5']:7.1f}{spread['p95']:7.1f}"
