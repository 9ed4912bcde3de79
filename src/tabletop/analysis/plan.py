"""What is played many times: one setup, who sits where, and what is left open to be drawn anew in every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tabletop.engine.chance import derived_seed, triangular
from tabletop.engine.setup import Setup
from tabletop.record.script import Script

STATED_DEFAULT = "default"
_PURPOSE = "ensemble"
_GRAIN = 6


@dataclass(frozen=True)
class Plan:
    """What is played `runs` times. `path` is the scenario's; `seats` maps every seat to a player.

    The player "default" never answers, so that stated defaults are taken. The answers of a `script` are given wherever
    they are asked for and open, before minute `until` if there is one; the rest is up to the seat's player. Of its
    setup only the answers count. `drawn` are assumptions by (low, most likely, high), drawn from that triangle in every
    replicate, each independently of the others; what `assumptions` says of them does not count.
    """

    path: Path
    seed: int
    runs: int
    seats: Mapping[str, str]
    preset: str = ""
    length: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    script: Script | None = None
    until: int | None = None
    drawn: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)

    def setup(self, replicate: int) -> Setup:
        """The setup of one replicate, counted from 0.

        Seed and drawn assumptions depend on the plan's seed and the number alone: two plans with one seed meet the same
        chance in the same replicate (common random numbers), whatever else sets them apart.
        """
        seed = derived_seed(self.seed, _PURPOSE, replicate)
        return Setup(seed, self.preset, self.length, self.texts, {**self.assumptions, **self.draw(replicate)})

    def draw(self, replicate: int) -> dict[str, float]:
        """The drawn assumptions of one replicate, to a millionth, as the world keeps them."""
        return {
            id_: round(triangular(_unit(self.seed, id_, replicate), low, likely, high), _GRAIN)
            for id_, (low, likely, high) in self.drawn.items()
        }

    def scripted(self, script: Script, replicate: int) -> Script:
        """The script with this plan's seats and the setup of one replicate."""
        setup = self.setup(replicate)
        return replace(
            script, seed=setup.seed, preset=setup.preset, length=setup.length, texts=setup.texts,
            assumptions=setup.assumptions, latents={}, seats=self.seats, tree=None,
        )  # fmt: skip


def _unit(seed: int, assumption: str, replicate: int) -> float:
    """A uniform value strictly between 0 and 1, of 52 bits, one for each assumption and replicate."""
    return ((derived_seed(seed, f"{_PURPOSE}/{assumption}", replicate) >> 11) + 0.5) * 2.0**-52
