"""What is asked of every scenario that ships, whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.engine.telling import epilogue
from tabletop.report.handouts import handouts
from tabletop.scenario.load import Loaded, load

SHIPPED = sorted(path.parent for path in Path(__file__).parents[2].joinpath("scenarios").glob("*/scenario.yaml"))
AGREEMENTS = {"flex_text", "opcon_text", "ssn_text", "space_cyber_text"}
THESIS = "Garrison or quick-reaction force"
CHAPTERS = ("What it is", "For whom", "Seats", "Lengths", "What to watch", "Presets", "scripts", "Debrief",
            "Known weaknesses", "Sources and limits")  # fmt: skip
PERSONS = r"Hegseth|Ahn Gyu|Trump|Lee Jae|Yoon Suk|Jin Yong|Brunson|Caudle|Xi Jin|Kim Jong|Marcos|Takaichi|Ishiba"


@pytest.fixture(params=SHIPPED, ids=lambda folder: folder.name)
def loaded(request: pytest.FixtureRequest) -> Loaded:
    return _loaded(request.param)


@cache
def _loaded(folder: Path) -> Loaded:
    return load(folder)


@cache
def _program(folder: Path) -> Program:
    return compile_program(_loaded(folder))


def program_of(loaded: Loaded) -> Program:
    return _program(loaded.path.parent)


def played(loaded: Loaded, **setup: str) -> Simulation:
    """A game to its end: everybody draws among what is open."""
    program = program_of(loaded)
    sim = Simulation(
        program, Setup(5, **setup), {s.id: make_chooser("uniform", program) for s in program.scenario.seats}
    )
    sim.advance()
    return sim


def test_nothing_is_left_that_an_author_would_look_at(loaded: Loaded) -> None:
    """A default that may be locked is the exception: then the first open option is taken, as the paper says."""
    assert [str(warning) for warning in loaded.warnings if warning.code != "TT423"] == []


def test_it_is_played_to_an_end_in_every_length(loaded: Loaded) -> None:
    lengths = {str(length.id): sum(slot.minutes for slot in length.agenda) for length in loaded.scenario.lengths}
    assert {"50": 50, "75": 75, "180": 180}.items() <= lengths.items()
    asked = [len(played(loaded, length=length).taken) for length in ("50", "75", "180")]
    assert asked == sorted(asked)


def test_it_is_played_to_an_end_in_every_world(loaded: Loaded) -> None:
    assert {"base", "optimistic", "pessimistic"} <= {preset.id for preset in loaded.scenario.presets}
    for preset in loaded.scenario.presets:
        assert played(loaded, preset=preset.id).outcome is not None
        assert preset.lesson, preset.id


def test_some_world_says_that_a_lesson_fails_in_it(loaded: Loaded) -> None:
    assert any(re.search(r"\bfails?\b", preset.lesson) for preset in loaded.scenario.presets)


def test_the_thesis_is_told_as_a_number_at_the_end(loaded: Loaded) -> None:
    sim = played(loaded)
    [told] = [text for title, text in epilogue(sim) if title == THESIS]
    assert f"{program_of(loaded).code.remembered('posture')(sim.world.values):.0f}" in told
    posture = next(gauge for gauge in loaded.scenario.gauges if gauge.id == "posture")
    sights = posture.visible
    assert {sights.seats.get(seat.id, sights.others) for seat in loaded.scenario.seats if seat.player == "human"} == {
        "exact"
    }


def test_the_four_sentences_are_in_it(loaded: Loaded) -> None:
    values = {text.id: text.values for text in loaded.scenario.texts}
    flagship = {text.id: text.values for text in _loaded(SHIPPED[0].parent / "regional-contingency").scenario.texts}
    assert {id_: values.get(id_) for id_ in AGREEMENTS} == {id_: flagship[id_] for id_ in AGREEMENTS}


def test_a_review_has_two_ways_to_play_on(loaded: Loaded) -> None:
    assert [reference.id for reference in loaded.scenario.references] == ["cautious", "firm"]


def test_every_relation_tells_a_student_something_and_where_it_comes_from(loaded: Loaded) -> None:
    for relation in loaded.scenario.relations:
        assert len(relation.says.split()) >= 6, relation.id
        assert relation.sources or relation.evidence, relation.id


def test_every_source_is_used_and_every_record_has_one(loaded: Loaded) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(loaded.path.parent.glob("*.yaml")))
    assert [source.id for source in loaded.scenario.sources if len(re.findall(rf"\b{source.id}\b", text)) < 2] == []
    assert loaded.scenario.debrief.what_happened
    assert [fact.text for fact in loaded.scenario.debrief.what_happened if not fact.sources] == []


def test_living_persons_are_named_in_the_sourced_debrief_only(loaded: Loaded) -> None:
    scenario = loaded.scenario.model_dump(exclude={"debrief", "sources"})
    told = [*strings(scenario), *loaded.briefs.values()]
    assert [text for text in told if re.search(PERSONS, text)] == []


def strings(node: Any) -> Iterator[str]:
    """All texts in a tree of plain values."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def test_the_debrief_has_six_questions_and_a_limits_card(loaded: Loaded) -> None:
    assert len({question.pattern for question in loaded.scenario.debrief.questions}) >= 6
    assert loaded.scenario.debrief.limits is not None
    assert len(loaded.scenario.debrief.limits.influential) >= 3


def test_the_papers_of_a_class_have_nothing_to_complain_of(loaded: Loaded) -> None:
    assert handouts(program_of(loaded), "base", "180").warnings == ()


def test_the_instructor_finds_what_is_needed(loaded: Loaded) -> None:
    notes = (loaded.path.parent / "README.md").read_text("utf-8")
    headings = "\n".join(line for line in notes.splitlines() if line.startswith("#"))
    assert [chapter for chapter in CHAPTERS if chapter not in headings] == []
    assert "<!-- balance figures: begin -->" in notes
