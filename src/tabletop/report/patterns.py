"""Questions for the debrief: six patterns, each filled from the game and asked only where the game gives cause.

The order is description, analysis, application: forecast check, choice and luck, fork, chain, two windows, the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tabletop.report.aar import AssumptionTold, QuestionTold
from tabletop.report.game import Game
from tabletop.report.judged import Between, Review
from tabletop.report.standing import ScoreTold
from tabletop.report.story import DecisionTold, Link, Row
from tabletop.report.timeline import Timeline
from tabletop.report.wording import listed, points
from tabletop.simtime import Clock

MOST = 6
WRONG_SIDE = 0.25
NOTICED = 3.0
WITHIN = 2.0
LONG = 3
_NO_END = ("end", "rules")


@dataclass(frozen=True)
class Material:
    """Everything that a question may be made from."""

    game: Game
    timeline: Timeline
    rows: tuple[Row, ...]
    decisions: tuple[DecisionTold, ...]
    scores: tuple[ScoreTold, ...]
    assumptions: tuple[AssumptionTold, ...]
    review: Review | None


def questions_told(material: Material) -> tuple[QuestionTold, ...]:
    """At most six questions, one a pattern, for the patterns that have a cause in this game."""
    asked = ((pattern, ask(material)) for pattern, ask in _PATTERNS)
    return tuple(QuestionTold(pattern, text) for pattern, text in asked if text)[:MOST]


def name(decision: DecisionTold) -> str:
    """'US decision 4, “Whose interceptors?”'."""
    return f"{decision.seat} decision {decision.number}, “{decision.title}”"


def _forecast(material: Material) -> str:
    """The forecast furthest from what came."""
    given = [(d, d.forecast, d.forecast.brier) for d in material.decisions if d.forecast]
    settled = [(d, forecast, brier) for d, forecast, brier in given if brier is not None]
    worst = max(settled, key=lambda item: item[2], default=None)
    if worst is None or worst[2] < WRONG_SIDE:
        return ""
    decision, forecast, _ = worst
    right = [d for d, _, brier in settled if brier < WRONG_SIDE]
    others = f" {len(right)} of {len(settled)} forecasts were on the right side of even." if len(settled) > 1 else ""
    return (
        f"At {name(decision)}, on {decision.clock} you put {forecast.percent} %, {forecast.words.split(' (')[0]}, on: "
        f"“{forecast.asks}” {forecast.settled}{others} Which sign did you trust too much, and which one did you have "
        f"in front of you and discount? Or were you right, and unlucky?"
    )


def _luck(material: Material) -> str:
    """A decision and the luck that followed, where the two point in opposite directions."""
    found = [case for case in _cases(material) if case[1].verdict is not None and not case[1].verdict.forced]
    good = [case for case in found if _is_good(case[1]) and case[2].luck <= -NOTICED]
    bad = [case for case in found if case[1].verdict and _is_fault(case[1]) and case[2].luck >= NOTICED]
    strongest = max([*good, *bad], key=lambda case: abs(case[2].luck), default=None)
    if strongest is None:
        return ""
    _, decision, after = strongest
    told = _stroke(material.game.times, after)
    if after.luck < 0:
        return (
            f"At {name(decision)}, you chose “{listed(decision.choice)}”, and nothing open was clearly better. Then "
            f"chance took about {points(after.luck)}{told}. Would you choose it again? Tell a minister why, in two "
            f"sentences."
        )
    return (
        f"At {name(decision)}, “{listed(decision.choice)}” was worth less than “{_best(decision)}”. Then chance gave "
        f"about {points(after.luck)}{told}. What would you have learned if it had gone the other way, and would that "
        f"be truer?"
    )


def _cases(material: Material) -> Iterator[tuple[str, DecisionTold, Between]]:
    """(seat, decision, what came between it and the next one)."""
    told = {(decision.seat, decision.at, decision.id): decision for decision in material.decisions}
    for seat, found in material.review.seats.items() if material.review else ():
        for between in found.intervals:
            judged = found.decisions[between.after] if 0 <= between.after < len(found.decisions) else None
            decision = told.get((material.game.shorts.get(seat, ""), judged.at, judged.decision)) if judged else None
            if decision is not None:
                yield seat, decision, between


def _stroke(times: Clock, after: Between) -> str:
    """The draw that did most of it, if one did."""
    way = 1 if after.luck > 0 else -1
    largest = max(after.draws, key=lambda draw: way * draw.points, default=None)
    if largest is None or way * largest.points < 1:
        return ""
    return f" (“{largest.what}”, on {times.moment(largest.at)})"


def _is_good(decision: DecisionTold) -> bool:
    return decision.verdict is not None and not _is_fault(decision) and decision.verdict.regret > -WITHIN


def _is_fault(decision: DecisionTold) -> bool:
    return decision.verdict is not None and decision.verdict.label not in ("", "close call")


def _best(decision: DecisionTold) -> str:
    return decision.verdict.best if decision.verdict else ""


def _fork(material: Material) -> str:
    """The decision that somebody spoke against, or else the clearest fault, with the widest difference."""
    clear = [d for d in material.decisions if d.verdict and d.verdict.losses and d.verdict.best not in d.choice]
    clear = [d for d in clear if d.verdict and min(low for _, _, low, _ in d.verdict.losses) > 0]
    clear = [d for d in clear if d.verdict and d.verdict.regret <= -NOTICED]
    dissented = [d for d in clear if d.dissent]
    fork = max(dissented or clear, key=lambda d: -(d.verdict.regret if d.verdict else 0.0), default=None)
    if fork is None or fork.verdict is None:
        return ""
    futures = f"{material.review.futures} futures" if material.review else "all futures"
    spoke = (
        f" One of you wrote: “{fork.dissent}”" if fork.dissent else " Nobody is on record as having spoken against it."
    )
    return (
        f"At {name(fork)}, you chose “{listed(fork.choice)}”. Played on in the same {futures}, “{fork.verdict.best}” "
        f"ended about {points(fork.verdict.regret)} higher.{spoke} What did you believe then that makes your choice "
        f"the better one, and what happened to that belief?"
    )


def _chain(material: Material) -> str:
    """The way with the most turns in time from a cause to something that moved, cited ones before others."""
    weighty = {c.n for s in material.scores if s.asked for o in s.objectives for c in (*o.helped, *o.hurt)}
    ways = [(row.n, row.at, row.chain) for row in material.rows if row.n is not None and row.kind not in _NO_END]
    longest = max(ways, key=lambda way: (len({link.at for link in way[2]} | {way[1]}), way[0] in weighty), default=None)
    if longest is None or len(longest[2]) + 1 < LONG:
        return ""
    n, at, links = longest
    end = Link(n, at, material.timeline.title(n), material.timeline.rules(n))
    steps = [listed([_step(link) for link in group]) for _, group in groupby((*reversed(links), end), lambda x: x.at)]
    return (
        "Trace it: " + ", then ".join(steps) + ". Where was it cheapest to cut, who could have cut it, and what would "
        "have told them in time?"
    )


def _step(link: Link) -> str:
    return f"[{link.n}] {link.title}" + (f" ({', '.join(link.rules)})" if link.rules else "")


def _windows(material: Material) -> str:
    """A choice that served one side, or one aim, and hurt another that was in the same boat."""
    asked = [score for score in material.scores if score.asked]
    own = {d.n: d for d in material.decisions if d.n is not None}
    found: list[tuple[float, str]] = []
    for score in asked:
        for objective in score.objectives:
            for cited in objective.hurt:
                if cited.n in own:
                    found += _seen_from(score, objective.title, -cited.points * objective.share, own[cited.n])
    return max(found, default=(0.0, ""), key=lambda item: item[0])[1]


def _seen_from(score: ScoreTold, objective: str, size: float, decision: DecisionTold) -> Iterator[tuple[float, str]]:
    chosen = f"“{listed(decision.choice)}” at {decision.seat} decision {decision.number}"
    if decision.seat != score.short:
        text = (
            f"{decision.seat} chose {chosen}. For {score.short} it is among what hurt “{objective}” most. What did "
            f"{decision.seat} mean by it, what did {score.short} see, and which sentence would have joined the two?"
        )
        yield size + 1e6, text  # another pair of eyes comes before a conflict of one's own aims
        return
    helped = [o.title for o in score.objectives if any(cited.n == decision.n for cited in o.helped)]
    if helped:
        text = (
            f"{chosen} helped “{helped[0]}” and hurt “{objective}”, both your own aims. Which one were you serving, "
            f"and is that the weight that you would put on it now?"
        )
        yield size, text


def _model(material: Material) -> str:
    """The assumption that the result rests on most."""
    if not material.assumptions:
        return ""
    first = next((a for a in material.assumptions if a.grade.startswith("C")), material.assumptions[0])
    preset = next((p for p in material.game.scenario.presets if _counters(p.assumptions, first.id)), None)
    world = f" A world to try it in is the preset {preset.id}: {preset.lesson or preset.label}" if preset else ""
    effect = f" {first.effect}" if first.effect else ""
    return (
        f"The result rests much on “{first.label}”: {first.value} here, anything from {first.low} to {first.high} is "
        f"defensible, and its grade is {first.grade}.{effect} What public evidence would move it, which way, and which "
        f"of your choices would then be wrong?{world}"
    )


def _counters(assumptions: dict[str, float], id_: str) -> bool:
    return id_ in assumptions and len(assumptions) <= LONG + 3


_PATTERNS: Sequence[tuple[str, Callable[[Material], str]]] = (
    ("Forecast check", _forecast),
    ("Choice and luck", _luck),
    ("Fork", _fork),
    ("Chain", _chain),
    ("Two windows", _windows),
    ("Challenge the model", _model),
)
