"""Forecasts: what was asked, what came, and how good a seat's forecasts were."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.engine.asking import STANDING_FORECAST
from tabletop.engine.odds import words
from tabletop.report.game import Game, Made
from tabletop.report.standing import CalibrationTold
from tabletop.report.story import DecisionTold, ForecastTold
from tabletop.report.wording import percent
from tabletop.scenario.happenings import Forecast

ENOUGH = 8
GOOD = ("P", "S")


def forecast_told(game: Game, made: Made) -> ForecastTold | None:
    """The forecast of one decision and what came of it; None where none was given."""
    if made.line is None or made.line.forecast is None:
        return None
    given = made.line.forecast
    asked = game.program.points[made.taken.decision].point.forecast
    happened, says = _standing(game, made.taken.seat) if asked is None else _settled(game, asked, _opened(made))
    return ForecastTold(
        asks=asked.ask if asked else STANDING_FORECAST,
        percent=given,
        words=words(given / 100),
        happened=happened,
        settled=says,
        brier=None if happened is None else (given / 100 - happened) ** 2,
    )


def _opened(made: Made) -> int:
    if made.asked is not None:
        return made.asked.opened
    return int(made.entry.detail["opened"]) if made.entry is not None else made.taken.at


def _standing(game: Game, seat: str) -> tuple[bool | None, str]:
    if not game.sim.ended:
        return None, "Not settled: the game has not ended."
    rating = game.scorecards[seat].rating
    if not rating:
        return None, "Not settled: there is no rating."
    return rating in GOOD, f"It {'came true' if rating in GOOD else 'did not come true'}: the rating was {rating}."


def _settled(game: Game, asked: Forecast, opened: int) -> tuple[bool | None, str]:
    """Whether the condition held at any time from the opening until its term was over."""
    holds = game.program.code.remembered(asked.happens)
    until = opened + asked.within
    for entry, values in zip(game.sim.entries, game.states, strict=True):
        following = game.sim.entries[entry.n + 1].at if entry.n + 1 < len(game.sim.entries) else until + 1
        if following > opened and entry.at <= until and holds(values):
            return True, f"It happened: on {game.times.moment(max(entry.at, opened))}."
    if game.sim.now < until:
        return None, f"Not settled: the game stopped before {game.times.moment(until)}."
    return False, f"It did not happen by {game.times.moment(until)}."


def asked_alike(decisions: Sequence[DecisionTold]) -> tuple[tuple[str, str, str, str], ...]:
    """(seat, question, forecasts by decision, what came): equal questions of a seat with equal answers stand once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for decision in decisions:
        if told := decision.forecast:
            key = (decision.seat, told.asks, told.settled)
            found.setdefault(key, []).append(f"{decision.number}: {told.percent} %")
    return tuple((seat, asks, ", ".join(given), settled) for (seat, asks, settled), given in found.items())


def calibration(game: Game, seat: str, decisions: Sequence[DecisionTold]) -> CalibrationTold:
    """The Brier score of a seat against a forecaster who gives the base rate every time, from eight forecasts on.

    Brier 1950: the mean of (forecast − outcome)², lower is better. The base rate is the share of this seat's own
    questions that came true, which nobody knew beforehand: a demanding yardstick.
    """
    short = game.shorts[seat]
    given = [decision.forecast for decision in decisions if decision.seat == short and decision.forecast]
    settled = [(f.percent / 100, float(f.happened)) for f in given if f.happened is not None]
    count, unsettled = len(settled), len(given) - len(settled)
    if count < ENOUGH:
        return CalibrationTold(short, count, unsettled, ENOUGH, None, None, None, _too_few(count, unsettled))
    base = sum(outcome for _, outcome in settled) / count
    brier = sum((forecast - outcome) ** 2 for forecast, outcome in settled) / count
    yardstick = base * (1 - base)
    return CalibrationTold(
        short, count, unsettled, ENOUGH, base, brier, yardstick, _compared(count, base, brier, yardstick)
    )


def _too_few(count: int, unsettled: int) -> str:
    open_ones = f" ({unsettled} more could not be settled)" if unsettled else ""
    have = "No forecast" if count == 0 else f"{count} forecast" + ("s" if count > 1 else "")
    return (
        f"{have} could be checked{open_ones}. From {ENOUGH} on there is a score, {ENOUGH - count} "
        f"{'are' if ENOUGH - count > 1 else 'is'} missing: fewer say more about luck than about judgement."
    )


def _compared(count: int, base: float, brier: float, yardstick: float) -> str:
    told = f"Over {count} forecasts the Brier score is {brier:.2f} (0 is perfect, always saying 50 % gives 0.25). "
    if yardstick == 0:
        came = "all" if base == 1 else "none"
        return f"{told}Here {came} of it came true, so that there is no base rate to compare with."
    better = "better" if brier < yardstick else "worse" if brier > yardstick else "the same"
    return (
        f"{told}Whoever had said {percent(base)} every time, the share that came true, would have {yardstick:.2f}: "
        f"these forecasts are {better}{'' if better == 'the same' else ' than that'}."
    )
