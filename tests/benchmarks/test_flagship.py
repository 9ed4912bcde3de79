"""One playout of the flagship, bots in every seat, nothing written down; loading and compiling apart."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scenario.load import load

LENGTH = "180"
PLAYOUTS = 200
LOADING, PLAYOUT = 0.3, 2.5e-3


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Processor seconds of some work at its best: what else the machine does only ever adds."""
    taken = []
    for _ in range(times):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


def play(program: Program, seed: int) -> Simulation:
    """One game of bots, from STARTEX to ENDEX."""
    seats = {seat.id: make_chooser("doctrine", program) for seat in program.scenario.seats}
    sim = Simulation(program, Setup(seed, length=LENGTH), seats, entries=False)
    sim.advance()
    return sim


def hot_spots(program: Program) -> str:
    """Where the time goes, as the profiler sees it: function, calls a playout, share of the whole."""
    profile = cProfile.Profile()
    profile.enable()
    for seed in range(PLAYOUTS):
        play(program, seed)
    profile.disable()
    stats = pstats.Stats(profile, stream=StringIO())
    rows = [(own, calls, place) for place, (_, calls, own, _, _) in stats.stats.items()]  # type: ignore[attr-defined]
    whole = sum(own for own, _, _ in rows)
    lines = []
    for own, calls, (file, line, name) in sorted(rows, reverse=True)[:15]:
        where = f"{Path(file).stem}:{line} {name}" if line else name
        lines.append(f"    {own / whole:5.1%}  {calls / PLAYOUTS:7.1f} calls  {where}")
    return "\n".join(lines)


@pytest.mark.benchmark
def test_one_playout_of_the_flagship(checkout: Path) -> None:
    folder = checkout / "scenarios" / "regional-contingency"
    loaded = load(folder)
    program = compile_program(loaded)
    loading, compiling = seconds(lambda: load(folder)), seconds(lambda: compile_program(loaded))
    beginning = seconds(lambda: Simulation(program, Setup(1, length=LENGTH), entries=False), PLAYOUTS)
    taken = sorted(seconds(lambda seed=seed: play(program, seed)) for seed in range(PLAYOUTS))  # type: ignore[misc]
    games = [play(program, seed) for seed in range(PLAYOUTS)]
    middle, best = median(taken), taken[PLAYOUTS // 20]
    events = sum(game.events for game in games) / PLAYOUTS
    decisions = sum(len(game.taken) for game in games) / PLAYOUTS
    print(f"""
flagship, length {LENGTH}, doctrine in every seat, entries off; the middle of {PLAYOUTS} seeds, each at its best of five
  loading           {loading * 1e3:7.1f} ms    target ≤ {LOADING * 1e3:g}: {"met" if loading <= LOADING else "missed"}
  compiling         {compiling * 1e3:7.1f} ms
  one playout       {middle * 1e3:7.2f} ms    target ≤ {PLAYOUT * 1e3:g}: {"met" if middle <= PLAYOUT else "missed"}
    of which setting up {beginning * 1e3:5.2f} ms; fastest twentieth of the seeds {best * 1e3:.2f} ms
  a playout has     {events:7.0f} simulation events, {decisions:.1f} decisions; {middle / events * 1e6:.1f} µs an event
  own time by function, under the profiler:
{hot_spots(program)}""")
    assert loading < 4 * LOADING
    assert middle < 4 * PLAYOUT
