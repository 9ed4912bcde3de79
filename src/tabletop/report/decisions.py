"""The decisions of a seat as they were made: what was open, what was written down, and what came of it."""

from __future__ import annotations

from collections import Counter

from tabletop.engine.asking import OptionView
from tabletop.engine.decisions import PointPlan
from tabletop.report.forecasts import forecast_told
from tabletop.report.game import Game, Made
from tabletop.report.story import DecisionTold, OptionTold, Verdict, Worth
from tabletop.report.timeline import Timeline
from tabletop.scenario.happenings import Option


def decisions_told(
    game: Game, timeline: Timeline, verdicts: dict[tuple[str, int, str], Verdict]
) -> tuple[DecisionTold, ...]:
    """All decisions of the reported seats in order; `verdicts` by (seat id, minute, decision id)."""
    counts: Counter[str] = Counter()
    told = []
    for made in game.made:
        counts[made.taken.seat] += 1
        key = (made.taken.seat, made.taken.at, made.taken.decision)
        told.append(_told(game, timeline, made, counts[made.taken.seat], verdicts.get(key)))
    return tuple(told)


def _told(game: Game, timeline: Timeline, made: Made, number: int, verdict: Verdict | None) -> DecisionTold:
    taken, line = made.taken, made.line
    plan = game.program.points[taken.decision]
    chosen = tuple(plan.point.options[plan.numbers[option]].label for option in taken.choice) or ("nothing",)
    return DecisionTold(
        number=number,
        n=made.entry.n if made.entry else None,
        at=taken.at,
        clock=game.times.moment(taken.at),
        seat=game.shorts[taken.seat],
        id=str(plan.point.id),
        title=made.asked.title if made.asked else str(plan.point.title),
        brief=made.asked.brief if made.asked else str(plan.point.brief),
        choice=chosen,
        lapsed=taken.by == "default",
        by=line.by if line else "default",
        options=_options(game, made, plan, verdict),
        rationale=line.rationale if line else "",
        dissent=line.dissent if line else "",
        forecast=forecast_told(game, made),
        followed=timeline.followed(made.entry.n) if made.entry else (),
        verdict=verdict,
    )


def _options(game: Game, made: Made, plan: PointPlan, verdict: Verdict | None) -> tuple[OptionTold, ...]:
    considered = made.line.considered if made.line else ()
    worths = {worth.choice[0]: worth for worth in verdict.options if len(worth.choice) == 1} if verdict else {}
    worths = worths if plan.single else {}
    if made.asked is not None:
        return tuple(_as_read(view, made, considered, worths.get(view.id)) for view in made.asked.options)
    before = game.states[made.entry.n - 1] if made.entry else game.sim.world.values
    is_open = plan.open_options(before)
    return tuple(
        _as_written(option, made, is_open[n], worths.get(option.id)) for n, option in enumerate(plan.point.options)
    )


def _as_read(view: OptionView, made: Made, considered: tuple[str, ...], worth: Worth | None) -> OptionTold:
    chances = [f"{what}: {odds}." for what, odds in view.chances]
    return OptionTold(
        id=view.id,
        label=view.label,
        says=" ".join(filter(None, (view.cost, view.risk))),
        odds=" ".join(filter(None, (view.odds, *chances))),
        locked=view.locked,
        why_locked=view.why_locked,
        chosen=view.id in made.taken.choice,
        considered=view.id in considered,
        worth=worth,
    )


def _as_written(option: Option, made: Made, is_open: bool, worth: Worth | None) -> OptionTold:
    """For a question that nobody answered: what the scenario says, since nobody was there to read the odds."""
    return OptionTold(
        id=str(option.id),
        label=option.label,
        says=" ".join(filter(None, (option.says.cost, option.says.risk))),
        odds=option.says.odds,
        locked=not is_open,
        why_locked="" if is_open else option.why_locked,
        chosen=option.id in made.taken.choice,
        considered=False,
        worth=worth,
    )
