"""Scripts of campaigns: what they play, and every mistake in them with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign.course import CampaignCourse, perform
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.script import is_campaign_script, read_campaign_script
from tabletop.errors import IllegalDecision, InvalidScenario

Written = Callable[..., Path]


def test_a_script_plays_the_stages_that_it_names(quays: LoadedCampaign, written: Written) -> None:
    folder = written(script="campaign: two-quays\nseed: 2\nstages:\n  spring: {otherwise: doctrine}\n")
    course = perform(read_campaign_script(folder / "scripts" / "held.yaml"), quays, make_chooser)
    assert (len(course.stages), course.complete) == (1, False)


def test_the_same_script_twice_gives_the_same_digest(
    quays: LoadedCampaign, folder: Path, course: CampaignCourse
) -> None:
    script = read_campaign_script(folder / "scripts" / "held.yaml")
    assert perform(script, quays, make_chooser).digest == course.digest


def test_a_part_may_borrow_the_decisions_of_the_scenario(quays: LoadedCampaign, written: Written, folder: Path) -> None:
    own = folder / "stages" / "spring" / "scripts" / "cheer.yaml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("scenario: spring\ndecisions: [{decision: sign, choose: free}, {decision: toast, choose: long}]\n")
    text = (
        "campaign: two-quays\nstages:\n  spring:\n    script: cheer\n"
        "    decisions: [{decision: toast, choose: short}]\n"
    )
    script = read_campaign_script(written(script=text) / "scripts" / "held.yaml")
    taken = {t.decision: t.choice for t in perform(script, quays, make_chooser).stages[0].replayed.taken}
    assert (taken["sign"], taken["toast"]) == (("free",), ("short",))


WRONG = [
    ("campaign: two-quays\nstages: [1]\n", "expected stages"),
    ("campaign: two-quays\nseed: soon\nstages: {spring: {}}\n", "whole number"),
    ("campaign: two-quays\nsede: 3\nstages: {spring: {}}\n", 'no key "sede"'),
    ("campaign: two-quays\nstages: {spring: 3}\n", "stage spring: expected keys"),
    ("campaign: two-quays\nstages:\n  spring: {decision: []}\n", 'no key "decision"'),
    ("campaign: two-quays\nstages:\n  spring:\n    decisions: [{choose: a}]\n", '"decision" is missing'),
    ("campaign: two-quays\nassumptions: {k_memory: much}\nstages: {spring: {}}\n", "names with numbers"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_mistake_of_form_is_told_with_its_place(written: Written, text: str, message: str) -> None:
    path = written(script=text) / "scripts" / "held.yaml"
    with pytest.raises(InvalidScenario) as caught:
        read_campaign_script(path)
    assert message in str(caught.value)
    assert "held.yaml:" in str(caught.value)


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ("{sprung: {}}", 'no stage "sprung"'),
        ("{storm: {}}", 'stage "spring" is left out'),
        ("{spring: {decisions: [{decision: sgn, choose: ask}]}}", "sgn"),
        ("{spring: {decisions: [{decision: sign, choose: askk}]}}", "askk"),
    ],
)
def test_a_name_that_a_stage_does_not_have_is_told_with_its_place(
    quays: LoadedCampaign, written: Written, stages: str, message: str
) -> None:
    path = written(script=f"campaign: two-quays\nstages: {stages}\n") / "scripts" / "held.yaml"
    with pytest.raises(InvalidScenario) as caught:
        perform(read_campaign_script(path), quays, make_chooser)
    assert message in str(caught.value)
    assert "held.yaml:" in str(caught.value)


def test_an_answer_that_is_not_open_is_told(quays: LoadedCampaign, written: Written) -> None:
    twice = "[{decision: sign, choose: ask}, {decision: sign, choose: free}]"
    text = f"campaign: two-quays\nstages: {{spring: {{decisions: {twice}}}}}\n"
    with pytest.raises(IllegalDecision, match="sign did not open"):
        perform(read_campaign_script(written(script=text) / "scripts" / "held.yaml"), quays, make_chooser)


def test_a_stage_that_the_script_does_not_come_to_is_told(quays: LoadedCampaign, folder: Path) -> None:
    with pytest.raises(IllegalDecision, match="does not play a stage 'winter'"):
        perform(read_campaign_script(folder / "scripts" / "held.yaml"), quays, make_chooser, "winter")


def test_a_script_of_a_single_game_is_not_one_of_a_campaign(folder: Path, tmp_path: Path) -> None:
    single = tmp_path / "one.yaml"
    single.write_text("scenario: spring\ndecisions: []\n")
    assert is_campaign_script(folder / "scripts" / "held.yaml")
    assert not is_campaign_script(single)
