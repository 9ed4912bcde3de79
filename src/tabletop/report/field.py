"""The field that a game is seen in: how bots end with the same setup, and what its assumptions do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tabletop.analysis.crew import crew
from tabletop.analysis.ensemble import Ensemble, run_together
from tabletop.analysis.plan import Plan
from tabletop.analysis.variations import Variation, each_in_turn
from tabletop.report.game import Game
from tabletop.report.wording import plain, signed

PLAYOUTS = 200
PAIRS = 60
MOST = 5
PLAYER = "doctrine"
Heard = Callable[[int, int], None]


def quiet(done: int, total: int) -> None:
    """Nobody wants to hear of progress."""


@dataclass(frozen=True)
class Field:
    """Final totals of games by bots by seat id, and what the strongest assumptions do to them, in words, by id."""

    totals: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    effects: Mapping[str, str] = field(default_factory=dict)


def field_of(game: Game, jobs: int = 1, *, assumptions: bool = True, report: Heard = quiet) -> Field:
    """200 games by bots with the setup of this game and dice of their own.

    With `assumptions`, 60 pairs of games for each end of each assumption's range as well. `report` hears (playouts
    done, of all). Raises CannotRun, and KeyboardInterrupt when it was interrupted.
    """
    plan = _plan(game)
    ends = _ends(game, plan) if assumptions else []
    few = [replace(one, runs=PAIRS) for one in (plan, *(end.plan for end in ends))] if ends else []
    total = PLAYOUTS + PAIRS * len(few)
    with crew(game.program, jobs, PLAYOUTS) as hands:
        alone = run_together([plan], hands, report=lambda done: report(done, total))[0]
        varied = run_together(few, hands, report=lambda done: report(PLAYOUTS + done, total)) if few else ()
    if any(ensemble.partial for ensemble in (alone, *varied)):
        raise KeyboardInterrupt  # an ensemble keeps what there is; half a field would be told as a whole one
    totals = {seat: tuple(playout.totals[seat] for playout in alone.playouts) for seat in game.seats}
    return Field(totals, dict(_effects(game, ends, varied)) if varied else {})


def _plan(game: Game) -> Plan:
    header, setup = game.record.header, game.sim.setup
    seats = {str(seat.id): PLAYER for seat in game.scenario.seats}
    path = game.program.loaded.path
    texts, assumptions = header.texts, header.assumptions
    return Plan(path, setup.seed, PLAYOUTS, seats, setup.preset, setup.length, texts, assumptions)


def _ends(game: Game, plan: Plan) -> list[Variation]:
    free = [a for a in game.scenario.assumptions if a.id not in plan.assumptions and a.low < a.high]
    return each_in_turn(plan, game.scenario) if free else []


def _effects(game: Game, ends: Sequence[Variation], varied: Sequence[Ensemble]) -> Iterator[tuple[str, str]]:
    """The assumptions with the largest swing that is beyond chance for a reported seat, the largest first."""
    from tabletop.analysis.sweep import tornado  # NumPy comes after the workers, which may then fork

    rows = tornado(varied[0], list(zip(ends, varied[1:], strict=True)), game.scenario)
    by_name: dict[str, dict[str, Any]] = {}
    for seat in game.seats:
        for row in rows.get(seat, ()):
            if row["clear"]:
                by_name.setdefault(row["assumption"], {})[seat] = row
    largest = sorted(by_name, key=lambda name: (-max(row["swing"] for row in by_name[name].values()), name))
    for name in largest[:MOST]:
        told = (_end(game, by_name[name], end) for end in ("low", "high"))
        yield name, f"Games by bots: {'; '.join(filter(None, told))}."


def _end(game: Game, rows: Mapping[str, Mapping[str, Any]], end: str) -> str:
    changes = [f"{game.shorts[seat]} {signed(row[end]['change'])}" for seat, row in rows.items() if row[end]]
    value = next((row[end]["value"] for row in rows.values() if row[end]), None)
    return f"at {plain(value)} {', '.join(changes)}" if value is not None else ""
