"""Islands: a small scenario with everything that could make a re-run go another way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser
from tabletop.scenario.load import load

ISLANDS = """
format: 1
id: islands
version: "3"
title: Two islands
summary: s
disclaimer: d
startex: {date: 2026-08-10}
endex: {at: 8 + 4 * (resolve == 'firm'), latest: 20d}
endings:
  - {id: clash, title: Clash, when: war}
  - {id: calm, title: Calm}
lengths: [{id: "50"}, {id: "180"}]
presets: [{id: base, label: Base}, {id: rough, label: Rough, assumptions: {a_wind: 2}}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: north, label: North, short: N, brief: b, unlisted: doctrine}
  - {id: south, label: South, short: S, brief: b, player: doctrine, doctrine: bold}
doctrines: [{id: bold, sharpness: 1.0, tags: {loud: 0.5}}]
personas: [{id: hawk, tags: {loud: 2}}]
gauges:
  - {id: trust, label: Trust, start: 50, drift: {to: 50, half_life: 5d}, renamed_from: [faith]}
  - {id: tension, label: Tension, start: 20}
stocks: [{id: fuel, label: Fuel, unit: t, start: 9}]
flags: [{id: war, label: War}]
texts: [{id: flex, label: Flex, values: [none, consult], start: none, input: true}]
latents: [{id: resolve, label: Resolve, states: [{id: soft, odds: 0.5}, {id: firm, odds: 0.5}]}]
assumptions: [{id: a_wind, label: Wind, low: 0, base: 1, high: 3, grade: C}]
relations: [{id: M1, title: Wind, says: s, grade: C, does: [{add: {tension: a_wind}}]}]
injects:
  - id: shot
    hazard: {rate: tension / 200, bound: 1}
    from: a
    to: [north]
    channel: news
    subject: s
    body: b
    objectives: [LO1]
    effects: [{add: {tension: 5}}, {open: answer}]
  - id: rumour
    at: 6d
    from: a
    to: [north]
    channel: news
    subject: s
    body: b
    objectives: [LO1]
    effects: [{add: {trust: -4}}]
decisions:
  - id: first
    seat: south
    title: t
    brief: b
    opens: {at: 0}
    window: 12h
    default: wait
    options: [{id: wait, label: W, brief: b}, {id: talk, label: T, brief: b, effects: [{add: {trust: 3}}]}]
  - id: n1
    seat: north
    title: t
    brief: b
    opens: {at: 1d 8h}
    window: 12h
    default: wait
    renamed_from: [north_one]
    options:
      - {id: wait, label: W, brief: b, renamed_from: [stay]}
      - {id: talk, label: T, brief: b, effects: [{add: {trust: 9}}, {open: n2}]}
      - id: shout
        label: S
        brief: b
        tags: [loud]
        effects: [{add: {tension: 15}}, {after: 1d, do: [{add: {tension: -4}}]}]
      - {id: deal, label: D, brief: b, requires: trust >= 90}
  - id: s1
    seat: south
    title: t
    brief: b
    opens: {at: 1d 8h}
    window: 1d
    default: wait
    options:
      - {id: wait, label: W, brief: b, weight: 1}
      - {id: talk, label: T, brief: b, weight: trust / 50, effects: [{add: {trust: 5}}]}
      - id: strike
        label: S
        brief: b
        tags: [loud]
        effects: [{chance: {id: hit, odds: 0.5, then: [{set: {war: 1}}]}}]
  - id: n2
    seat: north
    title: t
    brief: b
    window: 6h
    default: [a]
    pick: {min: 1, max: 2, budget: 5}
    options:
      - {id: a, label: A, brief: b, price: 1, effects: [{spend: {fuel: 1}}]}
      - {id: b, label: B, brief: b, price: 3, effects: [{spend: {fuel: 3}}]}
      - {id: c, label: C, brief: b, price: 4, effects: [{spend: {fuel: 4}}]}
  - id: sealed-n
    seat: north
    title: t
    brief: b
    opens: {at: 4d}
    window: 1d
    default: hold
    options: [{id: hold, label: H, brief: b}, {id: go, label: G, brief: b}]
  - id: sealed-s
    seat: south
    title: t
    brief: b
    opens: {at: 4d}
    window: 1d
    default: hold
    options: [{id: hold, label: H, brief: b}, {id: go, label: G, brief: b}]
  - id: long
    seat: north
    title: t
    brief: b
    opens: {at: 5d}
    window: 1d
    default: hold
    lengths: ["180"]
    options: [{id: hold, label: H, brief: b}, {id: go, label: G, brief: b, effects: [{add: {trust: 1}}]}]
  - id: answer
    seat: north
    title: t
    brief: b
    window: 1h
    default: none
    options: [{id: none, label: N, brief: b}, {id: protest, label: P, brief: b, effects: [{add: {tension: -2}}]}]
joint:
  - id: meeting
    decisions: [sealed-n, sealed-s]
    rows: [{choices: {sealed-n: go, sealed-s: go}, effects: [{add: {trust: 20}}]}]
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the islands."""
    return compiled(tmp_path_factory.mktemp("islands"), ISLANDS).loaded.path.parent


@pytest.fixture(scope="session")
def program(folder: Path) -> Program:
    """The islands, compiled."""
    return compile_program(load(folder))


def compiled(folder: Path, text: str) -> Program:
    """Any scenario text, compiled."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return compile_program(load(path))


@pytest.fixture(scope="session")
def choosers(program: Program) -> Callable[[str], Chooser]:
    """Bots by name."""
    return lambda spec: make_chooser(spec, program)


@pytest.fixture(scope="session")
def compile_text() -> Callable[[Path, str], Program]:
    """Compiles any scenario text in a folder."""
    return compiled


@pytest.fixture(scope="session")
def islands() -> str:
    """The text of the scenario, to be changed."""
    return ISLANDS
