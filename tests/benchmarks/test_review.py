"""The review of a real game: how long it takes, and whether it finds the better player behind the luck."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tabletop.analysis.review import review
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.record.codec import read_record
from tabletop.record.record import Record
from tabletop.scenario.load import load
from tabletop.session import Session

pytestmark = pytest.mark.benchmark

PAIRS = 24
Order = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def program(checkout: Path) -> Program:
    return compile_program(load(checkout / "scenarios" / "regional-contingency"))


def played(program: Program, seed: int, order: Order, path: Path, place: int = 0) -> Record:
    """A game of 180 minutes in which Washington takes the option at `place` of the order, as far as it is open."""
    path.unlink(missing_ok=True)
    seats = {str(seat.id): "human" if seat.id == "us" else "doctrine" for seat in program.scenario.seats}
    session = Session.start(program.loaded, program, Setup(seed, length="180"), seats, path)
    while not session.ended:
        session.advance()
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            is_open = [option.id for option in question.options if not option.locked]
            wanted = [option for option in order.get(waiting.decision, ()) if option in is_open] or is_open
            session.submit(waiting.seat, waiting.decision, [wanted[min(place, len(wanted) - 1)]])
    session.close()
    return read_record(path)


def by_worth(program: Program, path: Path) -> Order:
    """The options of each decision, the best first, as the review of one game values them."""
    told = review(played(program, 5, {}, path), program, futures=400, jobs=2)["seats"]["us"]["decisions"]
    return {
        one["decision"]: [option["choice"][0] for option in sorted(one["options"], key=lambda o: -o["value"])]
        for one in told
    }


def test_a_review_takes_no_more_than_a_coffee(program: Program, tmp_path: Path) -> None:
    record = played(program, 5, {}, tmp_path / "game.jsonl")
    began = time.perf_counter()
    found = review(record, program, futures=400, jobs=2)
    seconds = time.perf_counter() - began
    decisions = found["seats"]["us"]["decisions"]
    assert len(decisions) >= 9
    print(f"\nreview of one seat, {len(decisions)} decisions, 400 futures, two processes: {seconds:.1f} s (target 20)")


def test_the_better_player_is_found_behind_the_luck(program: Program, tmp_path: Path) -> None:
    """The better takes what a review of another game valued most, the weaker its second or third; all seeds differ."""
    order = by_worth(program, tmp_path / "probe.jsonl")
    raw = removed = 0
    games: list[tuple[str, int, dict[str, Any]]] = []
    for pair in range(PAIRS):
        for place, seed in ((0, 1000 + 2 * pair), (2, 1001 + 2 * pair)):
            record = played(program, seed, order, tmp_path / "game.jsonl", place)
            told = review(record, program, futures=40, jobs=2)["seats"]["us"]
            games.append(("better" if place == 0 else "weaker", seed, told))
        (_, _, better), (_, _, weaker) = games[-2:]
        raw += better["ledger"]["final"] > weaker["ledger"]["final"]
        removed += better["luck_removed"] > weaker["luck_removed"]
    print(f"\nbetter player first in {raw} of {PAIRS} pairs by raw score, in {removed} with luck taken out")
    unlucky = min((game for game in games if game[0] == "better"), key=lambda game: game[2]["ledger"]["luck"])
    lucky = max((game for game in games if game[0] == "weaker"), key=lambda game: game[2]["ledger"]["luck"])
    for who, seed, told in (unlucky, lucky):
        ledger = ", ".join(f"{name} {value:+.1f}" for name, value in told["ledger"].items())
        print(f"{who} player, seed {seed}: {ledger}; luck taken out {told['luck_removed']:.1f}")
    assert removed >= raw
