"""The papers of a class: what is in them, how long they are, that they are made alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.engine import odds
from tabletop.engine.program import Program, compile_program
from tabletop.errors import IllegalDecision
from tabletop.report import briefs
from tabletop.report.handouts import BASIC_READ_AHEAD, ONE_PAGE, Handouts, handouts
from tabletop.report.paper import Paper
from tabletop.scenario.load import load


@pytest.fixture(scope="module")
def flagship(checkout: Path) -> Program:
    return compile_program(load(checkout / "scenarios" / "regional-contingency"))


@pytest.fixture(scope="module")
def quay(checkout: Path) -> Program:
    return compile_program(load(checkout / "tests" / "plain" / "quay"))


@pytest.fixture(scope="module")
def made(flagship: Program) -> Handouts:
    return handouts(flagship, length="50")


def paper(made: Handouts, name: str) -> Paper:
    return next(each for each in made.papers if each.name == name)


def test_what_is_made(made: Handouts) -> None:
    names = {
        folder: [each.name for each in made.papers if each.folder == folder] for folder in ("students", "facilitator")
    }
    assert names["students"][:5] == ["situation", "rules", "probability", "role-us", "data-us"]
    assert names["facilitator"] == ["guide", "msel", "trace", "register", "observer"]
    assert len(names["students"]) == 3 + 2 * 5


@pytest.mark.parametrize("length", ["50", "75", "180"])
def test_a_class_can_read_it(flagship: Program, length: str) -> None:
    found = handouts(flagship, length=length)
    assert found.warnings == ()
    assert max(found.reading.values()) <= BASIC_READ_AHEAD
    assert all(each.words <= ONE_PAGE for each in found.papers if each.name.startswith(("role-", "rules", "prob")))


def test_words_are_counted_with_tables(made: Handouts) -> None:
    common = sum(paper(made, name).words for name in ("situation", "rules", "probability"))
    assert made.reading["us"] == common + paper(made, "role-us").words + paper(made, "data-us").words
    assert Paper("f", "n", "Two words", "all", ()).words == 2


def test_a_role_has_the_brief_what_is_controlled_and_how_it_is_judged(made: Handouts) -> None:
    text = paper(made, "role-rok").markdown
    assert text.startswith("# The government of the Republic of Korea\n\n*1 to 4 students.")
    for words in (
        "You may refuse. You may also ask a price.",
        "The line; the watch and the alert;",
        "Korea's say | 30 %",
    ):
        assert words in text
    assert "Caps on your total: Open war in the Strait 49; Open war in Korea 49; Nuclear use 24." in text


def test_a_data_sheet_has_what_the_screen_shows_at_the_start(made: Handouts) -> None:
    text = paper(made, "data-us").markdown
    for row in (
        "| Taiwan rung | 3.2 (coercive signalling) on 0–9 |",
        "| ROK public support | middling |",
        "| Interceptors in the island chain | 60 units |",
        "| SCM wording on flexibility | something to look at |",
        "| Air-defence task force 1 | Osan | 36 | 8 |",
        "| Korea to the island chain | Airlift queue | 6 h |",
        "| Taiwan endures | Cargo on average | 60 % | 46 % of normal | 90 % of normal |",
    ):
        assert row in text
    assert "Forces" not in paper(made, "data-prc").markdown


def test_a_fact_that_differs_from_game_to_game_is_not_told(made: Handouts) -> None:
    assert "| How far Beijing is prepared to go | – |" in paper(made, "data-prc").markdown


def test_the_preset_shows_in_numbers_and_never_by_name(flagship: Program) -> None:
    drawn = handouts(flagship, "already_drawn", "50")
    text = "\n".join(each.markdown for each in drawn.papers if each.folder == "students")
    assert "| Air-defence task force 2 | Gulf region | 37 | 8 |" in text
    assert "already" not in text.replace("already in", "")
    assert "already_drawn" in paper(drawn, "guide").markdown


def test_the_situation_has_dates_seats_and_the_session(made: Handouts) -> None:
    text = paper(made, "situation").markdown
    for words in (
        "| D+8 | Tue 18 Aug 2026 | The summer exercise begins |",
        "The US national security team: played by students",
        "The Cabinet crisis cell in Tokyo: played by the program, unless a student takes it",
        "50 minutes: briefing 5, play 27, debrief 18.",
        "Facts as of 14 November 2025",
        "1. Calculate from a load table",
    ):
        assert words in text
    assert "D+66" not in text


def test_sources_are_those_that_the_paper_names(made: Handouts) -> None:
    assert "[S08] 19FortyFive" in paper(made, "data-us").markdown
    assert "[S08]" not in paper(made, "data-rok").markdown
    assert "[S09] US State" in paper(made, "data-rok").markdown


def test_the_probability_card_is_the_yardstick_of_the_engine(made: Handouts) -> None:
    text = paper(made, "probability").markdown
    for percent in range(1, 100):
        word, _, numbers = odds.words(percent / 100).partition(" (")
        assert f"| {word} | {numbers.rstrip(')')} |" in text
    assert "| very unlikely | 5–20 % | 1 to 4 |" in text


def test_another_yardstick_gives_another_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefs, "BANDS", ((0.5, "rather not", "1–50 %"), (1.01, "rather so", "50–99 %")))
    text = briefs._card().markdown
    assert "| rather not | 1–50 % | 10 at most |" in text
    assert "| rather so | 50–99 % | 10 or more |" in text
    assert "unlikely" not in text


def test_the_guide_has_what_a_facilitator_needs(made: Handouts) -> None:
    text = paper(made, "guide").markdown
    for words in (
        "| 0:05 | 27 min | Play: decisions 1, 6 and 8, and 10 if it opens |",
        "| D+27 09:00 | us6 The other theatre speaks; rok6 The answer at the boundary |",
        "May be asked besides: us10 The brink",
        "| How far Beijing is prepared to go | probing: unlikely (20–45 %);",
        "| Day on which the exercise ends | a whole number from 54 to 66, all alike | nobody |",
        "| quiet_peninsula | The world in which drawing on Korea costs almost nothing | The headline lesson fails",
        "**Order the move and inform Seoul**. Good when: Beijing is committed",
        "**Forecast check.**",
        "What really happened",
        "Dispute first",
    ):
        assert words in text
    assert "us2" not in text.split("## What is asked")[1].split("## Debrief")[0]


def test_the_register_has_every_assumption_and_source_with_its_grade(made: Handouts, flagship: Program) -> None:
    text = paper(made, "register").markdown
    for assumption in flagship.scenario.assumptions:
        assert f"| {assumption.id} | {assumption.label}" in text
    for source in flagship.scenario.sources:
        assert f"| {source.id} | {source.title.split(',')[0]}" in text
    assert "| a_lift | Airlift | 2 – 6 – 12 loads a day | 6 | B | 73 loads" in text
    changed = handouts(flagship, "slow_lift", "50")
    assert "| a_lift | Airlift | 2 – 6 – 12 loads a day | 2 | B |" in paper(changed, "register").markdown


def test_the_observer_has_room_to_write(made: Handouts) -> None:
    text = paper(made, "observer").markdown
    assert text.count("P  S  M  U") == 0
    assert text.count("P S M U") == 6


def test_papers_are_made_alike(flagship: Program, made: Handouts) -> None:
    assert handouts(flagship, length="50") == made


def test_a_scenario_without_lengths_or_agenda_gets_its_papers(quay: Program) -> None:
    bare = quay.scenario.model_copy(
        update={"lengths": [], "default_length": None, "calendar": {}, "learning_objectives": []}
    )
    program = compile_program(quay.loaded.__class__(bare, quay.loaded.path, quay.sha256, quay.loaded.briefs))
    found = handouts(program)
    assert "tabletop plan" in paper(found, "guide").markdown
    assert "The session" not in paper(found, "situation").markdown


def test_a_long_brief_is_pointed_out(quay: Program) -> None:
    loaded = quay.loaded
    long = loaded.__class__(loaded.scenario, loaded.path, loaded.sha256, {**loaded.briefs, "town": "word " * 2000})
    warnings = handouts(compile_program(long)).warnings
    assert any(each.startswith("role-town has 20") for each in warnings)
    assert any(each.startswith("the read-ahead of town has 2,9") for each in warnings)
    assert not any("line" in each for each in warnings)


def test_unknown_presets_and_lengths_are_refused(quay: Program) -> None:
    with pytest.raises(IllegalDecision):
        handouts(quay, "nowhere")
    with pytest.raises(IllegalDecision):
        handouts(quay, "", "90")
