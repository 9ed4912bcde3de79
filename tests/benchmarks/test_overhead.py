"""What the language costs: one playout of a scenario file against the same model written by hand against SimPy."""

from __future__ import annotations

from collections.abc import Callable, Generator
from statistics import median
from time import process_time
from typing import Any

import pytest
from simpy import Environment

from tabletop.bots.uniform import uniform
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation

Numbers = dict[str, float | str]

ROUNDS, SEEDS = 31, range(20)
TARGET = 2.0


def play(program: Program, seed: int) -> Simulation:
    """One playout of the file, nothing written down."""
    sim = Simulation(program, Setup(seed), {"blue": uniform, "red": uniform}, entries=False)
    sim.advance()
    return sim


def final(sim: Simulation) -> Numbers:
    """The numbers that the model by hand gives, read from the engine's array."""
    slots, values = sim.program.layout.slots, sim.world.values
    measures = sim.trackers.read(values)
    assert sim.outcome is not None
    numbers: Numbers = {
        "calm": measures["quiet", 0],
        "south peak": measures["quiet", 1],
        "resolve low": measures["gain", 0],
        "ending": sim.outcome.ending,
        "waiting": values[slots["waiting", "air"]],
        "posture": sim.program.layout.quantities["posture"].name(values[slots["posture",]]),
    }
    amounts = ["tension_north", "tension_south", "cohesion", "readiness", "strain", "resolve", "cover"]
    amounts += ["money", "rounds", "consulted", "pact", "shelters"]
    numbers |= {id_: values[slots[id_,]] for id_ in amounts}
    for tag in ("fire", "eyes"):
        numbers |= {f"{tag} {theatre}": values[slots["strength", theatre, tag]] for theatre in ("north", "south")}
    injects = ("incident", "outrage", "raid", "sale", "summit", "audit", "alarm", "fatigue")
    numbers |= {f"fired {inject}": values[slots["fired", inject]] for inject in injects}
    return numbers | {f"chosen {taken.decision}": taken.choice[0] for taken in sim.taken}


@pytest.mark.parametrize("seed", range(50))
def test_file_and_hand_give_the_same_numbers(overhead: Program, by_hand: Callable[[int], Numbers], seed: int) -> None:
    ours, theirs = final(play(overhead, seed)), by_hand(seed)
    assert ours.pop("calm") == pytest.approx(theirs.pop("calm"), abs=2e-6)
    assert ours == theirs


def bare(events: int) -> None:
    """As many timeouts as a playout has happenings, and nothing else."""
    env = Environment()

    def tick() -> Generator[Any, Any, None]:
        for _ in range(events):
            yield env.timeout(1)

    env.process(tick())
    env.run()


def timed(work: Callable[[int], object]) -> float:
    """Processor seconds of one playout, over all seeds."""
    start = process_time()
    for seed in SEEDS:
        work(seed)
    return (process_time() - start) / len(SEEDS)


@pytest.mark.benchmark
def test_the_language_costs_at_most_twice_the_hand(overhead: Program, by_hand: Callable[[int], Numbers]) -> None:
    events = round(median(play(overhead, seed).events for seed in SEEDS))
    ways: list[Callable[[int], object]] = [lambda seed: play(overhead, seed), by_hand, lambda seed: bare(events)]
    rounds = [[timed(way) for way in ways] for _ in range(ROUNDS)]
    of_file, of_hand, of_loop = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(file / hand for file, hand, _ in rounds)
    print(f"""
one playout of 60 days, ten decisions, {events} simulation events of {of_file / events * 1e6:.1f} µs, entries off
  scenario file       {of_file * 1e3:6.2f} ms  {1 / of_file:6.0f} playouts a second
  by hand on SimPy    {of_hand * 1e3:6.2f} ms  {1 / of_hand:6.0f} playouts a second
  bare SimPy loop     {of_loop * 1e3:6.2f} ms  {events} timeouts and nothing else
  file / hand         {ratio:6.2f}     target ≤ {TARGET:g}: {"met" if ratio <= TARGET else "missed"}""")
    assert ratio < 2 * TARGET
