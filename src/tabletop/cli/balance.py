"""`balance`: whether a scenario is fit for a class, from many thousand games at random."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli.balance_pages import tell_balance
from tabletop.cli.output import say_json, schema_head

if TYPE_CHECKING:
    from tabletop.analysis.balance import Design
    from tabletop.engine.program import Program

WORLDS, GAMES = 60, 200


@click.command("balance")
@setups.SCENARIO
@setups.SEED
@setups.PRESET
@setups.LENGTH
@click.option(
    "--worlds", metavar="N", type=click.IntRange(4, 10_000), default=WORLDS, show_default=True, help="Worlds drawn."
)
@click.option(
    "--games", metavar="M", type=click.IntRange(20, 10_000), default=GAMES, show_default=True, help="Games in each."
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes."
)
@setups.JSON
def balance_command(worlds: int, games: int, jobs: int, as_json: bool, **asked: Any) -> int:
    """Play SCENARIO at random, many times in many worlds, and judge it as an exercise.

    Tells how widely scores spread, what they come from (own choices, others', worlds, luck), what each option is worth
    and in how many worlds it is the best, which options, injects and objectives are never reached, and what is asked of
    a scenario line by line. A world is one draw of every assumption and hidden fact. Human seats choose at random, the
    others by their doctrine.

    The figures depend on the scenario, the seed and the numbers of worlds and games, not on --jobs.

    \b
    Examples:
      tabletop balance regional-contingency --jobs 2
      tabletop balance my-scenario --length 50 --worlds 30 --games 100
    """
    from tabletop.analysis.balance import Design
    from tabletop.engine.program import compile_program
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load

    started = time.perf_counter()
    loaded = load(find(asked.pop("scenario")))
    program = compile_program(loaded)
    loading = time.perf_counter() - started
    chosen = setups.given(loaded.scenario, **asked, seats=(), settings=())
    design = Design(chosen.seed, worlds, games, chosen.preset, chosen.length)
    told = {
        **schema_head("balance"), "scenario": str(loaded.scenario.id), "sha256": loaded.sha256, "seed": design.seed,
        "preset": design.preset, "length": design.length, "worlds": worlds, "games": games,
        **_figures(design, program, jobs),
    }  # fmt: skip
    told["cost"]["loading_seconds"] = round(loading, 3)
    if as_json:
        say_json(told)
    else:
        tell_balance(told, loaded.scenario)
    return 0


def _figures(design: Design, program: Program, jobs: int) -> dict[str, Any]:
    """Play, with progress on stderr, then work out. NumPy comes after the workers, which may then fork."""
    from tabletop.analysis.crew import crew
    from tabletop.analysis.progress import Progress
    from tabletop.analysis.trials import played

    trials = design.trials(program)
    playouts = sum(trial.playouts for trial in trials)
    progress = Progress(playouts, "playouts", sys.stderr)
    try:
        with crew(program, jobs, playouts) as hands:
            games = played(trials, hands, progress)
    finally:
        progress.clear()
    from tabletop.analysis.acceptance import acceptance
    from tabletop.analysis.balance_figures import figures

    found = figures(trials, games, program.scenario)
    return {**found, "acceptance": acceptance(found)}
