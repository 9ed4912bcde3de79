"""The scenario that is measured, and the same model written by hand."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.scenario.load import load

HERE = Path(__file__).parent

Numbers = dict[str, float | str]


@pytest.fixture(scope="session")
def overhead() -> Program:
    """The small but complete scenario, compiled."""
    return compile_program(load(HERE / "overhead"))


@pytest.fixture(scope="session")
def by_hand() -> Callable[[int], Numbers]:
    """Plays the model that was written by hand, for one seed."""
    spec = spec_from_file_location("handwritten", HERE / "overhead" / "handwritten.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda seed: module.Straits(seed).run()
