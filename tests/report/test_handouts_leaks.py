"""Nothing in a student paper belongs to another seat or to the facilitator.

Held in three ways: whatever a seat may not know can be changed without a letter of its papers changing; no text of the
facilitator and no label of a hidden thing stands in them; and the program itself looks for such labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.engine.sight import sight
from tabletop.report.agenda import own
from tabletop.report.briefs import read_by, student_papers
from tabletop.report.handouts import handouts, leaks
from tabletop.scenario.definition import Debrief, Scenario
from tabletop.scenario.load import Loaded, load

HIDDEN = "ZQX secret ZQX"
SCENARIOS = ("scenarios/regional-contingency", "tests/plain/quay")


@pytest.fixture(scope="module", params=SCENARIOS)
def program(request: Any, checkout: Path) -> Program:
    return compile_program(load(checkout / request.param))


def told(program: Program, seat: str) -> str:
    """All that a student in this seat reads."""
    length = str(program.scenario.default_length or "")
    papers = student_papers(program, own(program.scenario, length), "", length)
    return "\n".join(paper.markdown for paper in read_by(papers, seat))


def text_of(things: list[Any], *fields: str, keep: Any = lambda thing: False) -> list[Any]:
    """The things with these fields made secret, but for those to keep."""
    secret = {field: [HIDDEN] if field in ("controls", "observed_in", "words") else HIDDEN for field in fields}
    return [thing if keep(thing) else thing.model_copy(update=secret) for thing in things]


def otherwise(loaded: Loaded, seat: str) -> Loaded:
    """The same scenario in everything that this seat may know on its first screen, and another in all the rest."""
    s = loaded.scenario

    def seen(thing: Any) -> bool:
        return sight(thing.visible, seat) != "hidden"

    def mine(thing: Any) -> bool:
        return thing.seat == seat

    points = [
        point.model_copy(
            update={
                "title": HIDDEN, "brief": HIDDEN,
                "options": text_of(point.options, "label", "brief", "best_in", "why_locked", "dime"),
            }
        )
        for point in s.decisions
    ]  # fmt: skip
    changed: dict[str, Any] = {
        "decisions": points,
        "injects": text_of(s.injects, "subject", "body", "expected", "sender"),
        "gauges": text_of(s.gauges, "label", "about", "unit", keep=seen),
        "stocks": text_of(s.stocks, "label", "about", "unit", keep=seen),
        "flags": text_of(s.flags, "label", keep=seen),
        "texts": text_of(s.texts, "label", keep=seen),
        "latents": [
            each if seen(each) else each.model_copy(update={"label": HIDDEN, "states": [*reversed(each.states)]})
            for each in s.latents
        ],
        "packages": [
            each if seen(each) else each.model_copy(update={"label": HIDDEN, "loads": 9, "notice": 1.0})
            for each in s.packages
        ],
        "programmes": text_of(s.programmes, "label", "about", keep=seen),
        "relations": text_of(s.relations, "title", "says", "grade", "evidence"),
        "assumptions": text_of(s.assumptions, "label", "why"),
        "presets": text_of(s.presets, "label", "lesson"),
        "doctrines": [each.model_copy(update={"label": HIDDEN, "sharpness": 9.0}) for each in s.doctrines],
        "personas": text_of(s.personas, "label"),
        "objectives": [
            each if mine(each) else each.model_copy(
                update={"title": HIDDEN, "weight": 1.0, "measures": text_of(each.measures, "label", "unit")}
            )
            for each in s.objectives
        ],
        "gates": text_of(s.gates, "label", keep=lambda gate: seat in gate.seats),
        "learning_objectives": text_of(s.learning_objectives, "observed_in", "bloom"),
        "endings": text_of(s.endings, "title", "text"),
        "documents": text_of(s.documents, "title"),
        "debrief": Debrief(riders=[HIDDEN]),
        "seats": text_of(s.seats, "controls", keep=lambda each: each.id == seat),
    }  # fmt: skip
    briefs = {name: text if name == seat else HIDDEN for name, text in loaded.briefs.items()}
    return replace(loaded, scenario=s.model_copy(update=changed), briefs=briefs)


def test_what_a_seat_may_not_know_changes_nothing_in_its_papers(program: Program) -> None:
    for seat in (str(seat.id) for seat in program.scenario.seats):
        other = compile_program(otherwise(program.loaded, seat))
        assert told(other, seat) == told(program, seat)
        assert HIDDEN not in told(other, seat)


def test_but_the_change_would_show_elsewhere(program: Program) -> None:
    """The test before would pass over papers that are made of nothing."""
    first, *others = (str(seat.id) for seat in program.scenario.seats)
    changed = compile_program(otherwise(program.loaded, first))
    assert all(told(changed, seat) != told(program, seat) for seat in others)
    assert any(HIDDEN in paper.markdown for paper in handouts(changed).papers if paper.folder == "facilitator")


def facilitators(scenario: Scenario) -> Iterator[str]:
    """Every text that students do not get before play."""
    for inject in scenario.injects:
        yield from (inject.body, inject.expected, *(wording.body for wording in inject.wordings))
    for point in scenario.decisions:
        yield from (point.brief, point.title)
        for option in point.options:
            yield from (
                option.label,
                option.brief,
                option.best_in,
                option.says.cost,
                option.says.risk,
                option.says.odds,
            )
    yield from (text for preset in scenario.presets for text in (preset.label, preset.lesson, str(preset.id)))
    yield from (text for rule in scenario.relations for text in (rule.says, rule.evidence))
    yield from (text for assumption in scenario.assumptions for text in (assumption.label, assumption.why))
    yield from (doctrine.label for doctrine in (*scenario.doctrines, *scenario.personas))
    yield from (text for ending in scenario.endings for text in (ending.title, ending.text))
    yield from (question.text for question in scenario.debrief.questions)
    yield from (fact.text for fact in scenario.debrief.what_happened)
    yield from scenario.debrief.riders


def test_no_text_of_the_facilitator_is_in_a_student_paper(program: Program) -> None:
    everything = "\n".join(told(program, str(seat.id)) for seat in program.scenario.seats)
    caps = {gate.label for gate in program.scenario.gates}  # every seat is told its own
    long = [text for text in facilitators(program.scenario) if len(text.split()) >= 3 and text not in caps]
    assert len(long) > 10
    assert [text for text in long if " ".join(text.split()) in everything] == []


def test_no_brief_is_in_the_papers_of_another_seat(program: Program) -> None:
    for seat in program.scenario.seats:
        sentences = [line for line in program.loaded.briefs[seat.id].splitlines() if len(line.split()) > 6]
        others = "\n".join(told(program, str(other.id)) for other in program.scenario.seats if other.id != seat.id)
        shared = [line for line in sentences if line in others]
        assert [line for line in shared if sum(line in brief for brief in program.loaded.briefs.values()) == 1] == []


def test_no_label_of_a_hidden_thing_is_in_the_papers_of_a_seat(program: Program) -> None:
    s = program.scenario
    things: list[Any] = [*s.gauges, *s.stocks, *s.flags, *s.texts, *s.latents, *s.packages, *s.programmes]
    looked_at = 0
    for seat in (str(seat.id) for seat in s.seats):
        text = told(program, seat)
        for thing in things:
            if sight(thing.visible, seat) == "hidden":
                looked_at += 1
                assert f"| {thing.label} |" not in text, (seat, thing.id)
                assert len(thing.label.split()) < 3 or thing.label not in text, (seat, thing.id)
    assert looked_at > len(s.seats)


def test_the_program_itself_finds_a_brief_that_tells_too_much(checkout: Path) -> None:
    program = compile_program(load(checkout / "scenarios" / "regional-contingency"))
    assert handouts(program).warnings == ()
    loose = {**program.loaded.briefs, "us": "Watch the Hole in the southern defence, and prc_cost."}
    found = handouts(compile_program(replace(program.loaded, briefs=loose))).warnings
    assert found == (
        "role-us names “Hole in the southern defence”, which us does not see",
        "role-us names “prc_cost”, which us does not see",
    )
    assert leaks(program, student_papers(program, None)) == ()


def test_the_situation_manual_and_the_guide_are_two_builds(program: Program) -> None:
    """Of what the guide says about injects, options, worlds and the debrief, no line stands in a student paper."""
    papers = handouts(program).papers
    students = "\n".join(paper.markdown for paper in papers if paper.folder == "students")
    guide = next(paper.markdown for paper in papers if paper.name == "guide")
    own_part = guide.split("## What is hidden")[1]
    lines = [line for line in own_part.splitlines() if len(line.split()) > 3 and not line.startswith(("#", "| ---"))]
    assert len(lines) > 10
    assert [line for line in lines if line in students] == []
