"""The scorecards: points and ratings with their measures, the happenings cited, and the caps that hold."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.report.game import Game
from tabletop.report.standing import Cited, GateTold, MeasureTold, ObjectiveTold, ScoreTold
from tabletop.report.timeline import Timeline
from tabletop.report.wording import MODES, RATINGS, decimal, plain
from tabletop.scenario.definition import Measure, Objective
from tabletop.scoring.evidence import Evidence, evidence
from tabletop.scoring.gates import GateReached
from tabletop.scoring.measures import MeasureScore
from tabletop.scoring.objectives import ObjectiveScore
from tabletop.scoring.scorecard import Scorecard

HOW = {
    "decision": "by this seat's own decision",
    "chance": "by chance",
    "decision and chance": "by this seat's decision and by chance",
    "others": "by the decision of another seat",
    "rule": "by the rules of the model alone",
}
Evidences = dict[str, Evidence]


def all_evidence(game: Game) -> Evidences:
    """The evidence of each observed objective by its id, with sizes in points of the objective."""
    observed = {o.id for card in game.scorecards.values() for o in card.objectives if o.observed}
    return {str(o.id): evidence(game.sim, o) for o in game.scenario.objectives if o.id in observed}


def cited_entries(game: Game, found: Evidences) -> Iterator[int]:
    """Every entry that the scorecards of the reported seats cite."""
    for seat in game.seats:
        for objective in game.scorecards[seat].objectives:
            yield from found[objective.id].entries if objective.id in found else ()


def scores_told(game: Game, timeline: Timeline, found: Evidences) -> tuple[ScoreTold, ...]:
    """All scorecards, those of the reported seats first."""
    order = [*game.seats, *(seat for seat in game.scorecards if seat not in game.seats)]
    return tuple(_score(game, timeline, game.scorecards[seat], found) for seat in order)


def _score(game: Game, timeline: Timeline, card: Scorecard, found: Evidences) -> ScoreTold:
    objectives = {str(objective.id): objective for objective in game.scenario.objectives}
    whole = sum(objective.weight for objective in card.objectives) or 1.0
    return ScoreTold(
        seat=card.seat,
        short=game.shorts[card.seat],
        label=game.label(card.seat),
        asked=card.seat in game.seats,
        total=card.total,
        rating=card.rating,
        words=RATINGS[card.rating],
        coverage=card.coverage,
        uncapped=card.uncapped,
        capped_by=card.gates[0].label if card.capped_by else "",
        objectives=tuple(
            _objective(game, timeline, objectives[o.id], o, whole, found.get(o.id, Evidence())) for o in card.objectives
        ),
        gates=tuple(_gate(gate, timeline) for gate in card.gates),
    )


def _objective(
    game: Game, timeline: Timeline, written: Objective, score: ObjectiveScore, whole: float, found: Evidence
) -> ObjectiveTold:
    cited = [_cited(game, timeline, n, size) for n, size in found.sizes]
    return ObjectiveTold(
        id=score.id,
        title=score.title,
        about=written.about,
        points=score.value,
        rating=score.rating,
        words=RATINGS[score.rating],
        share=100 * score.weight / whole,
        coverage=score.coverage,
        observed=score.observed,
        measures=tuple(_measure(game, m, each) for m, each in zip(written.measures, score.measures, strict=True)),
        helped=tuple(each for each in cited if each.points > 0),
        hurt=tuple(each for each in cited if each.points < 0),
    )


def _cited(game: Game, timeline: Timeline, n: int, size: float) -> Cited:
    return Cited(n, game.times.moment(game.sim.entries[n].at), timeline.title(n), size)


def _name(game: Game, written: Measure) -> str:
    """What a measure without a label reads, if that is one quantity."""
    quantity = game.program.layout.quantities.get(str(written.of))
    return quantity.label if quantity else "What is measured"


def _measure(game: Game, written: Measure, measure: MeasureScore) -> MeasureTold:
    places = 0 if abs(measure.zero - measure.hundred) >= 20 else 1 if abs(measure.zero - measure.hundred) >= 2 else 2
    unit = f" {measure.unit}" if measure.unit else ""
    clipped = {"below": "worse than the worst anchor", "above": "better than the best anchor"}.get(measure.clipped, "")
    how, label = MODES[measure.mode], measure.label or _name(game, written)
    return MeasureTold(
        label=label,
        how="" if how.rsplit(" ", 1)[-1] in label.lower() else how,
        raw=decimal(measure.raw, places) + unit,
        points=measure.score,
        zero=plain(measure.zero),
        hundred=plain(measure.hundred),
        share=measure.share,
        clipped=clipped,
    )


def _gate(gate: GateReached, timeline: Timeline) -> GateTold:
    n = None if gate.entry is None else timeline.root(gate.entry)
    return GateTold(gate.label, gate.cap, HOW.get(gate.by, ""), n)
