"""Small scenarios written in the test that needs them, played by the engine.

A test writes only what it is about. Sections that it leaves out are filled in from `REST`; the words in capitals of
`SHORT` stand for keys that the loader asks for and no rule reads. The test's own lines come first in the file, so that
the lines and columns that errors name are those of the test's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.question import Chooser
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.scenario.load import load

REST = {
    "format": "1",
    "id": "small",
    "version": "'1'",
    "title": "A small scenario",
    "summary": "For a test",
    "disclaimer": "Nothing here is real",
    "startex": "{date: '2026-08-10', zone: KST}",
    "endex": "{at: 10, latest: 60d}",
    "endings": "[{id: over, title: Over}]",
    "seats": "[{id: blue, label: Blue, short: B, brief: b}, {id: red, label: Red, short: R, brief: r}]",
    "gauges": "[{id: g, label: G, start: 50}]",
    "learning_objectives": "[{id: LO1, text: Understand, bloom: understand}]",
}

SHORT = {
    "NEWS": "from: Press, to: [blue, red], channel: news, subject: Subject, body: Body, objectives: [LO1]",
    "ASK": "title: Title, brief: Brief",
    "OPT": "label: Label, brief: Brief",
    "RULE": "title: Title, says: Because, grade: C, evidence: judgement",
    "POINT": "latitude: 30, longitude: 120",
}

Written = Callable[..., Path]
Compiled = Callable[..., Program]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a scenario folder from a test's own sections, in one text or several; gives its first file."""
    numbers = count()

    def write(*texts: str) -> Path:
        own = "\n".join(dedent(text).strip("\n") for text in texts)
        for word, keys in SHORT.items():
            own = re.sub(rf"\b{word}\b", keys, own)
        rest = [f"{key}: {value}" for key, value in REST.items() if not re.search(rf"^{key}:", own, re.MULTILINE)]
        path = tmp_path / str(next(numbers)) / "scenario.yaml"
        path.parent.mkdir()
        path.write_text("\n".join([own, *rest, ""]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def compiled(written: Written) -> Compiled:
    """Compiles a test's own sections to a program."""
    return lambda *texts: compile_program(load(written(*texts)))


@pytest.fixture
def game(compiled: Compiled) -> Callable[..., Simulation]:
    """Plays a test's own sections: to the first question of an outside seat, to minute `until`, or to the end."""

    def start(
        *texts: str,
        seed: int = 1,
        until: int | None = None,
        bots: Mapping[str, Chooser] | None = None,
        understudies: Mapping[str, Chooser] | None = None,
        entries: bool = True,
        **setup: Any,
    ) -> Simulation:
        sim = Simulation(
            compiled(*texts), Setup(seed, **setup), bots or {}, entries=entries, understudies=understudies or {}
        )
        sim.advance(until)
        return sim

    return start


@pytest.fixture
def value() -> Callable[..., float]:
    """Reads a quantity, or what a query reads: value(sim, 'g'), value(sim, 'strength', 'korea', 'guns')."""
    return lambda sim, *key: sim.world.values[sim.program.layout.slots[key]]
