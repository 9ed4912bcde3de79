"""`sweep`: what the result rests on, one assumption or one preset at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import many, planned
from tabletop.cli.output import say_json
from tabletop.cli.sweep_pages import tell_sweep

if TYPE_CHECKING:
    from tabletop.analysis.ensemble import Ensemble, Plan
    from tabletop.analysis.variations import Variation
    from tabletop.scenario.definition import Scenario
    from tabletop.scenario.load import Loaded


@click.command("sweep")
@many.many_options
@click.option("--vary", "names", metavar="NAME", multiple=True, help="Vary only this assumption. May be repeated.")
@click.option("--presets", is_flag=True, help="Play each preset in turn instead of varying assumptions.")
@many.against_options
def sweep_command(table: Path | None, as_json: bool, names: tuple[str, ...], presets: bool, **asked: Any) -> int:
    """Play SCENARIO with each assumption at its low and at its high, and tell what moves the scores.

    The rest stays as it is; what --set gives is not varied. All variations meet the same chance, so that a change is
    the assumption's. For all assumptions drawn together see `tabletop ensemble --joint`.

    \b
    Examples:
      tabletop sweep regional-contingency --jobs 2
      tabletop sweep regional-contingency --presets --against us=persona:hawk
    """
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    amount = many.amount(asked)
    many.refuse_existing(table)
    if presets and names:
        raise click.UsageError("--vary names assumptions; --presets varies none")
    loaded = load(find(asked.pop("scenario")))
    plans = planned.plans(loaded, asked, amount.runs)
    variations = [_variations(plan, loaded.scenario, names, presets=presets) for plan in plans]
    every = [each for plan, some in zip(plans, variations, strict=True) for each in (plan, *(v.plan for v in some))]
    samples = _samples if len(plans) == 1 else _paired_samples
    found = many.play(every, compile_program(loaded), amount, samples)
    told = {**many.head("sweep", loaded, found, amount, samples), **_figures(found, variations[0], loaded)}
    if table is not None:
        labels = [f"{side}{label}" for side in ("", "against ")[: len(plans)] for label in _labels(variations[0])]
        many.write_playouts(table, list(zip(labels, found, strict=True)), loaded.scenario)
    if as_json:
        say_json(told)
    else:
        tell_sweep(told, loaded.scenario)
    return many.close(found, amount, told)


def _variations(plan: Plan, scenario: Scenario, names: tuple[str, ...], *, presets: bool) -> list[Variation]:
    from tabletop.analysis.variations import each_in_turn, each_preset

    return each_preset(plan, scenario) if presets else each_in_turn(plan, scenario, names)


def _samples(found: tuple[Ensemble, ...]) -> Any:
    from tabletop.analysis.sweep import samples  # NumPy comes after the workers, which may then fork

    return samples(found)


def _paired_samples(found: tuple[Ensemble, ...]) -> Any:
    from tabletop.analysis.sweep import paired_samples

    return paired_samples(found)


def _labels(variations: Sequence[Variation]) -> list[str]:
    return ["as it is", *(each.what if each.value is None else f"{each.what}={each.value:g}" for each in variations)]


def _figures(found: Sequence[Ensemble], variations: Sequence[Variation], loaded: Loaded) -> dict[str, Any]:
    """The seats' own figures, the assumptions varied, and by seat what each variation changes."""
    from tabletop.analysis.summary import rate, summary
    from tabletop.analysis.sweep import advantages, preset_changes, tornado
    from tabletop.analysis.variations import values

    scenario = loaded.scenario
    number = len(variations) + 1
    base, now = found[0], values(found[0].plan, scenario)
    pairs = list(zip(variations, found[1:number], strict=True))
    presets = not variations[0].end
    varied = {variation.what for variation in variations}
    return {
        "playouts_per_second": rate(sum(len(each.playouts) for each in found), base.seconds),
        "seats": summary(base, scenario)["seats"],
        "assumptions": {
            str(each.id): {"label": each.label, "grade": each.grade, "unit": each.unit, "value": now[each.id]}
            for each in scenario.assumptions
            if each.id in varied
        },
        "rests_on": {} if presets else tornado(base, pairs, scenario),
        "presets": preset_changes(base, pairs, scenario) if presets else {},
        "against": None
        if len(found) == number
        else {
            "seats": dict(found[number].plan.seats),
            "script": planned.script_told(found[number].plan),
            "advantages": advantages(_labels(variations), found[:number], found[number:], scenario),
        },
    }
