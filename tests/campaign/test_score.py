"""The campaign's score: stages by weight, words kept within their limit, caps; and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign import telling
from tabletop.campaign.course import CampaignCourse, perform
from tabletop.campaign.load import load
from tabletop.campaign.score import campaign_scores, words_and_deeds
from tabletop.campaign.script import read_campaign_script


def scores(course: CampaignCourse, **changes: str) -> dict[str, float]:
    setup = replace(course.setup, **changes)  # type: ignore[arg-type]
    return {seat: score.total for seat, score in campaign_scores(course.loaded, setup, course.ends).items()}


def stage_scores(course: CampaignCourse, seat: str) -> list[float]:
    return [float(end.numbers[f"score_{seat}"]) for end in course.ends.values()]


def test_the_stages_count_by_their_weights_and_words_are_added(course: CampaignCourse) -> None:
    first, second = stage_scores(course, "west")
    assert scores(course)["west"] == pytest.approx(0.25 * first + 0.75 * second + 3)
    assert scores(course, weights="even")["west"] == pytest.approx((first + second) / 2 + 3)
    first, second = stage_scores(course, "east")
    assert scores(course)["east"] == pytest.approx(0.25 * first + 0.75 * second)


def test_a_broken_word_costs(course: CampaignCourse, folder: Path) -> None:
    script = read_campaign_script(folder / "scripts" / "held.yaml")
    storm = script.parts["storm"]
    broken = replace(storm, decisions=(replace(storm.decisions[0], choose=("go",)),))
    found = perform(replace(script, parts={**script.parts, "storm": broken}), course.loaded, make_chooser)
    assert campaign_scores(found.loaded, found.setup, found.ends)["west"].words == -5
    told = words_and_deeds(found.loaded, found.setup, found.ends)
    assert told[0].signed == "The paper says: ask."
    assert [deed.text for _, deed in told[0].deeds] == ["went without a word"]


def changed(rewritten: Callable[..., Path], old: str, new: str) -> CampaignCourse:
    """The same script in a campaign that was changed."""
    folder = rewritten(old, new)
    return perform(read_campaign_script(folder / "scripts" / "held.yaml"), load(folder), make_chooser)


def test_words_are_held_to_their_limit(rewritten: Callable[..., Path]) -> None:
    found = changed(rewritten, "words_limit: 6", "words_limit: 2")
    assert campaign_scores(found.loaded, found.setup, found.ends)["west"].words == 2


def test_a_cap_holds_the_total_down_and_is_named(rewritten: Callable[..., Path]) -> None:
    found = changed(rewritten, "cap: 100", "cap: 'min(spring_score_west, 40)'")
    score = campaign_scores(found.loaded, found.setup, found.ends)["west"]
    assert score.total == 40
    assert score.uncapped > 40
    assert "weakest stage" in score.capped_by
    assert any("weakest stage" in line for line in telling.score_lines(score))


def test_half_a_campaign_has_a_score_so_far(course: CampaignCourse) -> None:
    ends = {"spring": course.ends["spring"]}
    score = campaign_scores(course.loaded, course.setup, ends)["west"]
    assert not score.complete
    assert score.total == pytest.approx(stage_scores(course, "west")[0])
    assert any("so far" in line for line in telling.score_lines(score))
    assert words_and_deeds(course.loaded, course.setup, ends)[0].deeds == ()


def test_the_linchpin_is_told_with_what_brought_it_low(course: CampaignCourse) -> None:
    line = telling.linchpin_line(course.loaded, course.stages)
    assert line.startswith("Trust was lowest in “The spring talks”")
    assert "50" in line


def test_the_card_tells_what_is_carried_in_words(course: CampaignCourse) -> None:
    storm = course.loaded.stage("storm")
    card = telling.carry_over(course.loaded, course.setup, course.ends, storm)
    assert card == [("Paper", "Signed: ask.")]
    told = telling.messages(course.loaded, course.setup, course.ends, storm.messages)
    assert told == [("The box", ("From: Archivist", "Trust was 70.0."))]


def test_a_fact_that_was_drawn_once_is_told_once(course: CampaignCourse) -> None:
    told = telling.hidden(course.stages)
    assert len(told) == 1
    assert told[0].startswith("Tide: ")
    assert told[0].endswith("(The spring talks)")
