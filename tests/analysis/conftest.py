"""A scenario so small that every value in a review of it can be worked out by hand; the quay, and ensembles made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tabletop.analysis.ensemble import Ensemble, Plan, Playout
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.record.codec import read_record
from tabletop.record.record import Record
from tabletop.scenario.definition import Scenario
from tabletop.scenario.load import load
from tabletop.session import Session

GOOD, SIGN_IF_GOOD, SIGN_IF_BAD, STAKE, PRIZE, FINE = 0.6, 0.8, 0.3, 20.0, 10.0, 6.0

TEXT = """
format: 1
id: toy
version: '1'
title: A toy
summary: Two decisions and a hidden fact
disclaimer: Nothing here is real
startex: {{date: '2026-08-10', zone: KST}}
endex: {{at: 8, latest: 10d}}
endings: [{{id: over, title: Over}}]
seats:
  - {{id: blue, label: Blue, short: B, brief: b}}
  - {{id: red, label: Red, short: R, brief: r, player: doctrine}}
gauges:
  - {{id: g, label: G, start: 50, max: 1000, min: -1000}}
  - {{id: sign, label: A sign, start: 0}}
flags: [{{id: bold, label: Red is bold}}]
latents:
  - id: world
    label: The world
    states: [{{id: good, odds: {good}}}, {{id: bad, odds: {bad}}}]
    visible: {{others: hidden}}
injects:
  - id: scout
    at: 1d
    from: Scout
    to: [blue]
    channel: intel
    subject: Something was seen
    body: Or not
    objectives: [LO1]
    effects:
      - chance: {{id: seen, odds: "{if_good} if world == 'good' else {if_bad}", then: [{{add: {{sign: 1}}}}]}}
  - id: rain
    hazard: {{rate: {rain}, bound: 1}}
    from: Weather
    to: [blue, red]
    channel: news
    subject: Rain
    body: Rain
    objectives: [LO1]
    effects: [{{add: {{g: -1}}}}]
decisions:
  - id: bet
    seat: blue
    title: Bet on the world?
    brief: b
    opens: {{at: 2d}}
    window: 1d
    default: keep
    objectives: [LO1]
    options:
      - {{id: keep, label: Keep, brief: b}}
      - id: bet
        label: Bet
        brief: b
        effects: [{{after: 1d, do: [{{add: {{g: "{stake} if world == 'good' else -{stake}"}}}}]}}]
  - id: push
    seat: red
    title: Push?
    brief: b
    opens: {{at: 4d}}
    window: 1d
    default: rest
    objectives: [LO1]
    options:
      - {{id: rest, label: Rest, brief: b}}
      - {{id: push, label: Push, brief: b, effects: [{{add: {{g: -8}}}}]}}
  - id: gamble
    seat: blue
    title: Gamble?
    brief: b
    opens: {{at: 6d}}
    window: 1d
    default: pass
    objectives: [LO1]
    options:
      - {{id: pass, label: Pass, brief: b}}
      - id: gamble
        label: Gamble
        brief: b
        effects:
          - chance: {{id: dice, odds: 0.5, then: [{{add: {{g: {prize}}}}}], else: [{{add: {{g: -{fine}}}}}]}}
objectives:
  - id: o
    seat: blue
    title: Points
    weight: 100
    measures: [{{mode: terminal, of: g, zero: 0, hundred: 100}}]
  - id: p
    seat: red
    title: Points
    weight: 100
    measures: [{{mode: terminal, of: g, zero: 100, hundred: 0}}]
learning_objectives: [{{id: LO1, text: Understand, bloom: understand}}]
"""


class Toys:
    """The toy with its numbers, and games of it."""

    good, if_good, if_bad, stake, prize, fine = GOOD, SIGN_IF_GOOD, SIGN_IF_BAD, STAKE, PRIZE, FINE

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plain = self.program()

    def program(self, rain: float = 0.0, **other: float) -> Program:
        """The toy, with other numbers if wanted; `rain` falls so often a day."""
        numbers = {
            "good": GOOD, "if_good": SIGN_IF_GOOD, "if_bad": SIGN_IF_BAD, "stake": STAKE, "prize": PRIZE, "fine": FINE,
            "rain": rain,
        } | other  # fmt: skip
        path = self.folder / "toy" / "scenario.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(**numbers, bad=round(1 - numbers["good"], 6)), encoding="utf-8")
        return compile_program(load(path))

    def played(self, seed: int, answers: Sequence[str], toy: Program | None = None, red: str = "uniform") -> Record:
        """A record of the toy in which blue answers so, one after the other; '' lets a deadline pass."""
        toy = toy or self.plain
        path = self.folder / "game.jsonl"
        path.unlink(missing_ok=True)
        session = Session.start(toy.loaded, toy, Setup(seed), {"blue": "human", "red": red}, path)
        left = list(answers)
        while not session.ended:
            session.advance()
            for waiting in session.waiting():
                choice = left.pop(0)
                if choice:
                    session.submit(waiting.seat, waiting.decision, [choice])
        session.close()
        return read_record(path)


@pytest.fixture(scope="session")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Toys:
    """The toy, ready to be played."""
    return Toys(tmp_path_factory.mktemp("toys"))


@pytest.fixture(scope="session")
def quay(checkout: Path) -> Program:
    return compile_program(load(checkout / "tests" / "plain" / "quay"))


@pytest.fixture(scope="session")
def scenario(quay: Program) -> Scenario:
    return quay.scenario


@pytest.fixture(scope="session")
def made() -> Callable[..., Ensemble]:
    """Makes an ensemble in which the town has these totals, by number of the replicate; the objectives follow them."""

    def make(totals: Sequence[float | None], plan: Plan | None = None) -> Ensemble:
        playouts = tuple(_playout(number, total) for number, total in enumerate(totals) if total is not None)
        return Ensemble(
            plan or Plan(Path(), 1, len(totals), {"town": "uniform"}, "usual"), playouts, 1.0, partial=False
        )

    return make


def _playout(replicate: int, total: float) -> Playout:
    objectives = {"town": {"t_quay": total / 2, **({"t_trust": total} if total > 0 else {})}}
    return Playout(replicate, {"town": total}, {"town": "S"}, "open", 17280, 100, (), {}, objectives)
