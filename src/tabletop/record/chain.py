"""The chain of digests: each decision's digest covers the one before it, the choice, and the state it was taken in.

Two games with equal digests had the same setup, the same decisions in the same order and the same states in between.
Defaults taken at a deadline are no links of their own: the states after them show them. The state is the one just
before the decision, so that a line can be on the disk before what it says happens.
BLAKE2b over canonical JSON: keys sorted, no spaces, UTF-8, numbers as Python prints them (shortest exact form).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from math import isfinite
from typing import Any, Protocol

from tabletop.errors import IllegalDecision

DIGITS = 32


class Setting(Protocol):
    """What a game is set up from; headers and the engine's setups both fit."""

    @property
    def seed(self) -> int:
        """The root seed."""

    @property
    def preset(self) -> str:
        """The preset's id, or ''."""

    @property
    def length(self) -> str:
        """The session length's id, or ''."""

    @property
    def texts(self) -> Mapping[str, str]:
        """Starting values of input texts."""

    @property
    def assumptions(self) -> Mapping[str, float]:
        """Assumptions set from outside."""

    @property
    def latents(self) -> Mapping[str, str | float]:
        """Hidden facts set from outside."""

    @property
    def starts(self) -> Mapping[str, str | float]:
        """Starting values carried in."""


class Choice(Protocol):
    """A decision as it was taken; record lines and the engine's `Taken` both fit."""

    @property
    def at(self) -> int:
        """Minutes since STARTEX."""

    @property
    def seat(self) -> str:
        """Who decided."""

    @property
    def decision(self) -> str:
        """The decision point's id."""

    @property
    def choice(self) -> Sequence[str]:
        """The chosen options' ids."""


def canonical(value: Any) -> bytes:
    """One line of JSON that depends on nothing but the value. Raises ValueError for a number that is not finite."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def start(scenario: str, setting: Setting) -> str:
    """The digest before the first decision: which scenario, and which setup with its defaults filled in.

    The hash of the scenario's files is not part of it: a corrected misprint does not change what was played. Starting
    values count only where some are carried in, so that games without keep their digests. Raises IllegalDecision for a
    number that is not finite.
    """
    numbers = {name: _finite(name, value) for name, value in setting.assumptions.items()}
    hidden, starts = _mixed(setting.latents), _mixed(setting.starts)
    begun = ["start", scenario, setting.seed, setting.preset, setting.length, dict(setting.texts), numbers, hidden]
    return _digest([*begun, starts] if starts else begun)


def chain(previous: str, taken: Choice, state_digest: str) -> str:
    """The digest at a decision. `state_digest` is the simulation's just before the decision is given to it.

    That is where the engine calls `on_decision`; decisions by default are left out. The order in which the options of
    one answer are named does not matter.
    """
    return _digest(["decision", previous, taken.at, taken.seat, taken.decision, sorted(taken.choice), state_digest])


def close(previous: str, at: int, ending: str, state_digest: str) -> str:
    """The digest of a finished game: when it ended (minutes), with which ending, in which state."""
    return _digest(["end", previous, at, ending, state_digest])


def _mixed(values: Mapping[str, str | float]) -> dict[str, str | float]:
    return {name: value if isinstance(value, str) else _finite(name, value) for name, value in values.items()}


def _finite(name: str, value: float) -> float:
    if not isfinite(value):
        raise IllegalDecision(f"{name} cannot be set to {value}", "give a finite number")
    return float(value)


def _digest(value: Any) -> str:
    return blake2b(canonical(value), digest_size=DIGITS // 2).hexdigest()
