"""Domains of draws that never meet, and the draws of one possible future."""

from __future__ import annotations

from tabletop.engine.chance import Remembered

WORLD, ANALYSIS = "world", "analysis"
BOTS = {WORLD: "bots", ANALYSIS: "bots of the analysis"}


class Future:
    """The draws of one possible future, of the world and of the program's players, shared by the forks that meet it."""

    def __init__(self, seed: int, scenario: str) -> None:
        self.world = Remembered(seed, scenario, ANALYSIS)
        self.bots = Remembered(seed, scenario, BOTS[ANALYSIS])
