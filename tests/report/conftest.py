"""Games on the quay with words and a facilitator's hand, made-up reviews of them, and the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.table import Taken
from tabletop.record.course import Chained, header_of
from tabletop.record.record import (
    DecisionLine,
    EndLine,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Parent,
    Record,
)
from tabletop.record.replay import replay_record
from tabletop.report.aar import Report
from tabletop.report.build import make_report
from tabletop.report.game import Game, retell
from tabletop.report.judged import Review, judged
from tabletop.scenario.load import load
from tabletop.scoring.scorecard import score

DAY = 1440
SEATS = {"town": "human", "line": "human", "sea": "doctrine"}
WORDS = {"rationale": "It is fair.", "dissent": "The treasurer would have waited.", "forecast": 60}
Step = tuple[int, str, Any]

SHARED: tuple[Step, ...] = (
    (2 * DAY + 480, "share_town", (["half"], WORDS | {"considered": ("nothing", "half")})),
    (2 * DAY + 480, "share_line", (["half"], {"rationale": "Half is half.", "forecast": 30})),
    (3 * DAY, "blow", (["gale"], {})),
    (5 * DAY + 480, "works", (["piles", "paint"], {"rationale": "Both, while there is money.", "forecast": 80})),
)


class Player:
    """Plays steps (minute, what, how) and writes them down: decisions, notes, injects and overrides by hand."""

    def __init__(self, program: Program, setup: Setup) -> None:
        self.lines: list[Line] = []
        self._digests: list[str] = []
        self.sim = Chained(program, setup, on_link=self._hear)

    def _hear(self, _: Taken, digest: str) -> None:
        self._digests.append(digest)

    def reach(self, at: int) -> None:
        while self.sim.now < at and not self.sim.ended:
            self.sim.advance(at)

    def step(self, at: int, what: str, how: Any) -> None:
        self.reach(at)
        if what == "note":
            self.lines.append(NoteLine(at, *how))
        elif what == "inject":
            self.sim.fire_by_hand(*how)
            self.lines.append(InjectLine(at, *how))
        elif what == "override":
            self.sim.override(*how)
            self.lines.append(OverrideLine(at, *how))
        else:
            self._decide(at, what, *how)

    def _decide(self, at: int, decision: str, choice: list[str], words: Mapping[str, Any]) -> None:
        seat = str(self.sim.program.points[decision].point.seat)
        self.sim.decide(seat, decision, choice)
        number = len([line for line in self.lines if isinstance(line, DecisionLine)]) + 1
        line = DecisionLine(number, at, seat, decision, tuple(choice), SEATS[seat], self._digests[-1], **words)
        self.lines.append(line)

    def end(self) -> None:
        while not self.sim.ended:
            self.sim.advance()
        outcome = self.sim.outcome
        assert outcome is not None
        self.lines.append(EndLine(outcome.at, outcome.ending, self.sim.closed()))


def recorded(
    program: Program, steps: Sequence[Step] = SHARED, *, seed: int = 3, end: bool = True, parent: Parent | None = None
) -> Record:
    """A record of the steps on the quay; without `end` it stops at the last of them."""
    setup = Setup(seed)
    player = Player(program, setup)
    for step in sorted(steps, key=lambda step: step[0]):
        player.step(*step)
    if end:
        player.end()
    header = header_of(program, player.sim.setup, SEATS, parent)
    return Record(header, tuple(player.lines), Path("quay.jsonl"))


def made_up(record: Record, program: Program, *, label: str = "mistake", luck: float = -4.0) -> dict[str, Any]:
    """A review of the shape that `tabletop review --json` has, with invented values that add up."""
    replayed = replay_record(record, program)
    cards = score(replayed.simulation)
    lines = {(line.at, line.seat, line.decision): line.n for line in record.decisions}
    seats = {
        seat: _seat(program, [t for t in replayed.taken if t.seat == seat], lines, cards[seat].total, label, luck)
        for seat in ("town", "line")
    }
    return {
        "schema": "tabletop-review/1", "engine": "0", "scenario": "quay", "sha256": program.sha256, "seed": 3,
        "preset": "usual", "length": "long", "digest": replayed.digest, "futures": 50,
        "references": {"cautious": {"label": "Cautious", "says": "waits"}, "firm": {"label": "Firm", "says": "acts"}},
        "thresholds": {"inaccuracy": 5.0, "mistake": 10.0, "blunder": 15.0}, "seats": seats,
    }  # fmt: skip


def _seat(
    program: Program, taken: Sequence[Taken], lines: Mapping[Any, int], final: float, label: str, luck: float
) -> dict[str, Any]:
    decisions = [_judged(program, one, lines.get((one.at, one.seat, one.decision)), label) for one in taken]
    regret = sum(decision["regret"] for decision in decisions)
    start = final - regret - luck - 1.5 - 2.25
    draw = {
        "entry": 20,
        "at": 3 * DAY,
        "what": "Not so: the quay is breached",
        "odds": 0.7,
        "draw": 0.9,
        "points": luck,
    }
    return {
        "ledger": {"start": start, "decisions": regret, "luck": luck, "others": 1.5, "drift": 2.25, "final": final},
        "luck_removed": final - luck,
        "decisions": decisions,
        "intervals": [{"from": 0, "to": 1, "after": 0, "luck": luck, "others": 1.5, "draws": [draw]}],
    }  # fmt: skip


def _judged(program: Program, taken: Taken, n: int | None, label: str) -> dict[str, Any]:
    point = program.points[taken.decision].point
    labels = [option.label for option in point.options if option.id in taken.choice]
    choices = [([str(option.id)], option.label) for option in point.options if option.requires is None]
    if point.pick is not None or point.items:
        choices = [(list(taken.choice), " and ".join(labels)), ([], "nothing")]
    values = {tuple(choice): 50.0 + 3 * number for number, (choice, _) in enumerate(choices)}
    best = max(values, key=lambda choice: values[choice])
    regret = values[tuple(taken.choice)] - values[best]
    loss = {"mean": -regret, "interval": [-regret - 1, -regret + 1]}
    return {
        "n": n, "at": taken.at, "time": "", "decision": taken.decision, "title": point.title,
        "choice": list(taken.choice), "labels": labels, "by": taken.by,
        "options": [
            {
                "choice": choice, "label": text, "value": values[tuple(choice)],
                "interval": [values[tuple(choice)] - 2, values[tuple(choice)] + 2],
                "by_reference": {"firm": {"value": values[tuple(choice)] + 1, "interval": [40.0, 60.0]}},
            }
            for choice, text in choices
        ],
        "best": list(best), "regret": regret, "loss": {"cautious": loss, "firm": loss},
        "label": label if regret else "", "forced": False, "drift": 0.5,
        "posterior": {"rot": {"sound": 0.25, "rotten": 0.75}}, "effective_futures": 40.0,
    }  # fmt: skip


@pytest.fixture(scope="session")
def port(checkout: Path) -> Program:
    return compile_program(load(checkout / "tests" / "plain" / "quay"))


@pytest.fixture(scope="session")
def recorded_game(port: Program) -> Callable[..., Record]:
    """Makes a record of steps on the quay."""
    return lambda *arguments, **settings: recorded(port, *arguments, **settings)


@pytest.fixture(scope="session")
def record_of() -> Callable[[Program], Record]:
    """Makes the record of a whole game of the quay by other files of the scenario."""
    return recorded


@pytest.fixture(scope="session")
def game(port: Program) -> Game:
    """A whole game in which both paid half."""
    return retell(recorded(port), port)


@pytest.fixture(scope="session")
def review_of(port: Program) -> Callable[..., dict[str, Any]]:
    """A made-up review of a game."""
    return lambda game, **settings: made_up(game.record, port, **settings)


@pytest.fixture(scope="session")
def review(game: Game, review_of: Callable[..., dict[str, Any]]) -> Review:
    return judged(review_of(game), game.replayed.digest)


@pytest.fixture(scope="session")
def report(game: Game, review: Review) -> Report:
    """The report of the game with everything that there can be."""
    totals = {"town": [20.0, 40.0, 55.0, 60.0, 90.0], "line": [30.0, 50.0]}
    return make_report(game, review, totals, {"sea": "Games by bots: at 0 Town +9."})
