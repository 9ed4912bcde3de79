"""Two islands and a strait: the smallest scenario in which a gate can be reached in every way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scenario.load import load

SCENARIO = """
format: 1
id: islands
version: 1
title: Two islands
summary: s
disclaimer: d
startex: {date: 2026-08-10}
endex: {at: 10, latest: 20d}
endings: [{id: calm, title: Calm}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: north, label: North, short: N, brief: b}
  - {id: south, label: South, short: S, brief: b}
  - {id: watcher, label: Watcher, short: W, brief: b}
gauges:
  - {id: trust, label: Trust, start: 50, better: up}
  - {id: tension, label: Tension, start: 20, better: down}
  - {id: mood, label: Mood, start: 50, better: up}
flags:
  - {id: war, label: War}
relations:
  - {id: M1, title: Habit, says: Tension rises by habit., grade: C, does: [{add: {tension: 1}}]}
injects:
  - id: storm
    when: tension >= 60
    from: a
    to: [north]
    channel: news
    subject: s
    body: b
    objectives: [LO1]
    effects: [{set: {war: 1}}]
decisions:
  - id: n1
    seat: north
    title: t
    brief: b
    opens: {at: 1d 8h}
    window: 12h
    default: wait
    options:
      - {id: wait, label: Wait, brief: b}
      - {id: talk, label: Talk, brief: b, effects: [{add: {trust: 30, mood: 5}}]}
      - {id: strike, label: Strike, brief: b, effects: [{add: {tension: 60}}]}
      - id: gamble
        label: Gamble
        brief: b
        effects: [{chance: {id: lost, odds: 1, then: [{set: {war: 1}}]}}]
  - id: s1
    seat: south
    title: t
    brief: b
    opens: {at: 2d 8h}
    window: 12h
    default: wait
    options:
      - {id: wait, label: Wait, brief: b}
      - {id: insult, label: Insult, brief: b, effects: [{add: {trust: -20}}]}
      - {id: strike, label: Strike, brief: b, effects: [{set: {war: 1}}]}
objectives:
  - id: peace
    seat: north
    title: Peace
    weight: 60
    watches: [trust, tension]
    measures:
      - {share: 75, mode: terminal, of: trust, zero: 0, hundred: 100, label: trust at the end}
      - {share: 25, mode: mean, of: tension, zero: 80, hundred: 0, label: tension}
  - id: morale
    seat: north
    title: Morale
    weight: 40
    watches: [mood, war]
    measures: [{mode: minimum, of: 50, zero: 0, hundred: 100}]
  - id: distance
    seat: south
    title: Distance
    weight: 1
    watches: [trust]
    measures: [{mode: terminal, of: trust, zero: 100, hundred: 0}]
gates:
  - {id: major-war, label: Major war, when: war, seats: [north, south], cap: 24}
  - {id: alarm, label: Alarm, when: tension >= 25, seats: [north], cap: 49}
"""

Play = Callable[..., Simulation]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The islands, compiled."""
    return compiled(tmp_path_factory.mktemp("islands"), SCENARIO)


def compiled(folder: Path, text: str) -> Program:
    """Any scenario text, compiled."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return compile_program(load(path))


@pytest.fixture
def play(program: Program) -> Play:
    """Plays the islands with these answers, to the end or to minute `until`; what is not answered lapses."""

    def run(answers: Mapping[str, str], until: int | None = None, *, entries: bool = True) -> Simulation:
        sim = Simulation(program, Setup(1), entries=entries)
        while not sim.ended and (until is None or sim.now < until):
            sim.advance(until)
            for open_point in sim.open_points():
                if open_point.decision in answers and open_point.outside:
                    sim.decide(open_point.seat, open_point.decision, [answers[open_point.decision]])
        return sim

    return run


@pytest.fixture
def variant(tmp_path: Path) -> Callable[[str, str], Program]:
    """The islands with some words replaced, compiled."""
    return lambda old, new: compiled(tmp_path, SCENARIO.replace(old, new))
