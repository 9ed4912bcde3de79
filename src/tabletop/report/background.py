"""What stands beside the game: facts and sources, assumptions, limits, rules, and what is told of the years after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tabletop.engine.telling import documents, epilogue
from tabletop.report.aar import AssumptionTold, Background, SourceTold
from tabletop.report.game import Game
from tabletop.report.story import Row
from tabletop.report.wording import plain
from tabletop.scenario.definition import Limits
from tabletop.scenario.elements import Assumption

CONFIDENCE = {
    "H": "high: official, or two good outlets",
    "M": "medium: one good outlet",
    "L": "low: a weak outlet",
    "D": "derived by us",
    "B": "background knowledge",
}
GRADES = {
    "A": "public support for direction and rough size",
    "B": "public support for the direction only",
    "C": "judgement, or contested",
}


def background(game: Game, rows: tuple[Row, ...], effects: Mapping[str, str]) -> Background:
    """All of it. `effects` say in words what an assumption does to the result, by its id, where that was measured."""
    scenario, sim = game.scenario, game.sim
    debrief = scenario.debrief
    facts = tuple((fact.text, tuple(map(str, fact.sources))) for fact in debrief.what_happened)
    assumptions = assumptions_told(game, effects)
    cited = {source for _, sources in facts for source in sources}
    cited |= {str(source) for a in scenario.assumptions for source in a.sources if a.id in {x.id for x in assumptions}}
    return Background(
        facts=facts,
        sources=tuple(
            SourceTold(str(s.id), s.title, s.date, s.address, CONFIDENCE[s.confidence])
            for s in scenario.sources
            if s.id in cited
        ),
        assumptions=assumptions,
        epilogue=epilogue(sim) if sim.ended else (),
        papers=documents(sim) if sim.ended else (),
        limits=tuple(_limits(debrief.limits)) if debrief.limits else (),
        learned=tuple(objective.text for objective in scenario.learning_objectives),
        riders=tuple(debrief.riders),
        relations=tuple(_relations(game, rows)),
    )


def assumptions_told(game: Game, effects: Mapping[str, str]) -> tuple[AssumptionTold, ...]:
    """Those that matter most: as measured where that was done, otherwise as the scenario's author names them."""
    limits = game.scenario.debrief.limits
    known = {str(a.id): a for a in game.scenario.assumptions}
    named = dict.fromkeys([*effects, *(map(str, limits.influential) if limits else ())])
    return tuple(_assumption(game, known[id_], effects.get(id_, "")) for id_ in named if id_ in known)


def _assumption(game: Game, written: Assumption, effect: str) -> AssumptionTold:
    value = game.sim.world.values[game.program.layout.quantities[written.id].slot]
    return AssumptionTold(
        id=str(written.id),
        label=written.label,
        value=plain(value),
        low=plain(written.low),
        high=plain(written.high),
        unit=written.unit,
        grade=written.grade,
        why=written.why,
        effect=effect,
    )


def _limits(limits: Limits) -> Iterator[tuple[str, str]]:
    for label, text in (
        ("Purpose", limits.purpose),
        ("What is in the model", limits.modelled),
        ("What is left out", limits.left_out),
        ("Data", limits.data),
        ("Dispute this first", limits.dispute_first),
        ("What would change our mind", limits.change_mind),
    ):
        if text:
            yield label, text


def _relations(game: Game, rows: tuple[Row, ...]) -> Iterator[tuple[str, str, str, str]]:
    """(id, title, what it says, grade) of the rules that the timeline names."""
    named = " ".join(line for row in rows for line in row.lines)
    for relation in game.scenario.relations:
        if any(f"{relation.id}{end}" in named for end in (" (", ",", ")")):
            yield str(relation.id), relation.title, relation.says, relation.grade
