"""A campaign with mistakes: each is told with its place, in the campaign, in a stage or in an overlay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.campaign.library import campaigns, found
from tabletop.campaign.load import LoadedCampaign, check, load
from tabletop.errors import CannotRead, InvalidScenario
from tabletop.scenario.library import find

Written = Callable[..., Path]


def test_a_sound_campaign_has_its_stages_with_their_overlays(quays: LoadedCampaign) -> None:
    assert [str(stage.id) for stage in quays.campaign.stages] == ["spring", "storm"]
    assert "did_ask" in quays.stages["storm"].scenario.formulas
    assert quays.briefs["east"] == "You remember."


MISTAKES = [
    ("spring_trust - 50", "spring_trst - 50", 'nothing is called "spring_trst"', "spring_trust"),
    ("spring_calm}", "storm_trust}", 'nothing is called "storm_trust"', "spring_trust"),
    ("{to: trust, shift", "{to: trusty, shift", 'no starting value in storm called "trusty"', "trust"),
    ("{to: paper, value: spring_paper}", "{to: paper, value: spring_trust}", "spring_trust", "none"),
    ("{to: paper, value: spring_paper}", "{to: paper, shift: 3}", "paper is no number", "value"),
    ("{to: warned, value: spring_calm}", "{to: trust, value: 3}", "carried twice", "keep one"),
    ("{to: warned, value: spring_calm}", "{to: warned}", "either 'shift' or 'value'", ""),
    ("stages: {spring: 25, storm: 75}", "stages: {sprung: 25, storm: 75}", 'no stage called "sprung"', "spring"),
    ('lengths: {spring: "50"', 'lengths: {spring: "55"', 'no length of spring called "55"', "50"),
    ("stages: {spring: cold}", "stages: {spring: warm}", 'no preset of spring called "warm"', "base"),
    ("seat: west, when", "seat: wets, when", 'no seat called "wets"', "west"),
    ("linchpin: trust", "linchpin: mood", 'stage storm has no quantity "mood"', "overlay"),
    ("Signed: {spring_paper}.", "Signed: {spring_papr}.", "{spring_papr} names nothing", "spring_paper"),
    ("scenario: stages/autumn", "scenario: stages/winter", "stage storm", ""),
    ("overlay: overlays/storm.yaml", "overlay: overlays/strom.yaml", "strom.yaml", ""),
    ("overlay: overlays/storm.yaml", "overlay: ../storm.yaml", "leads out of", ""),
    ("linchpin: trust", "linchpn: trust", 'unknown key "linchpn"', "linchpin"),
    ("linchpin: trust", "worth: {stage: storm, text: papr, against: none}", 'no text of storm called "papr"', "paper"),
    ("linchpin: trust", "worth: {stage: storm, text: paper, against: no}", 'no value of paper called "no"', "none"),
    ("linchpin: trust", "saves: [{id: A, title: t, script: x.yaml}]", "script of the save A is not there", "folder"),
    ("title: Two quays", "", '"title" is missing', "title"),
    ("weights:\n", "weights: []\nweighs:\n", "weights", ""),
    (
        "{id: west, label: The west city, short: West",
        "{id: sea, label: The sea, short: Sea",
        "sea is not played",
        "seats",
    ),
]


@pytest.mark.parametrize(("old", "new", "message", "hint"), MISTAKES)
def test_a_mistake_is_told_with_its_place(rewritten: Written, old: str, new: str, message: str, hint: str) -> None:
    folder = rewritten(old, new)
    told = [problem for problem in check(folder) if problem.severity == "error" and message in problem.message]
    assert told, [problem.message for problem in check(folder)]
    assert told[0].at is not None
    assert told[0].at.file.endswith("campaign.yaml")
    assert hint in told[0].hint
    with pytest.raises(InvalidScenario, match=r"campaign\.yaml:"):
        load(folder)


def test_a_mistake_in_an_overlay_is_told_there(written: Written) -> None:
    folder = written(overlay="formulas: {went: harbor > 3}\n")
    told = next(problem for problem in check(folder) if "harbor" in problem.message)
    assert told.at is not None
    assert told.at.file.endswith("storm.yaml")


def test_an_overlay_cannot_give_a_value_twice(written: Written) -> None:
    folder = written(overlay="title: Another title\n")
    assert any("given in two files" in problem.message for problem in check(folder))


def test_a_campaign_is_found_by_path_and_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLETOP_SCENARIOS", str(folder.parent))
    assert found("two-quays") == folder / "campaign.yaml"
    assert found(folder) == folder / "campaign.yaml"
    assert found(folder / "stages" / "spring") is None
    assert "two-quays" in [listed.id for listed in campaigns()]


def test_a_campaign_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no campaign"):
        load(tmp_path / "nowhere")


def test_a_broken_file_is_listed_as_such(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(campaign="id: [\n")
    monkeypatch.setenv("TABLETOP_SCENARIOS", str(folder.parent))
    assert any("cannot be read" in listed.title for listed in campaigns())


def test_what_takes_a_scenario_says_that_a_campaign_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLETOP_SCENARIOS", str(folder.parent))
    for name in ("two-quays", folder, folder / "campaign.yaml"):
        with pytest.raises(CannotRead, match="is a campaign") as caught:
            find(name)
        assert "stages" in caught.value.hint
    assert find(folder / "stages" / "spring") == folder / "stages" / "spring"


def test_a_stage_may_have_a_premise_and_a_date_of_its_own(rewritten: Written) -> None:
    stage = "title: The autumn storm"
    loaded = load(rewritten(stage, f'{stage}\n    premise: Two years later.\n    startex: "2031-10-02"'))
    scenario = loaded.stages["storm"].scenario
    assert (scenario.premise, scenario.startex.date) == ("Two years later.", "2031-10-02")
    assert scenario.times.date(0).endswith("2031")


def test_a_scenario_that_tells_dates_stays_where_it_is(written: Written) -> None:
    folder = written()
    path = folder / "stages" / "autumn" / "scenario.yaml"
    path.write_text(path.read_text("utf-8") + "clock: calendar\n", "utf-8")
    text = (folder / "campaign.yaml").read_text("utf-8")
    stage = "title: The autumn storm"
    (folder / "campaign.yaml").write_text(text.replace(stage, f'{stage}\n    startex: "2031-10-02"'), "utf-8")
    told = [problem for problem in check(folder) if problem.code == "TT805"]
    assert len(told) == 1
    assert told[0].at is not None
