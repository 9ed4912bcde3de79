"""What a stage starts with: shifts within bounds, values, facts drawn once, seeds of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.campaign.carrying import CampaignSetup, agreed, stage_seed, stage_setup
from tabletop.campaign.ends import StageEnd
from tabletop.campaign.load import LoadedCampaign, load
from tabletop.errors import CannotRun, IllegalDecision

END = StageEnd(
    {"trust": 60.0, "mood": 40.0, "warmth": 100.0, "calm": False, "tide": 1.0, "paper": 1.0},
    {"paper": "ask", "tide": "high"},
)


def carried(quays: LoadedCampaign, setup: CampaignSetup | None = None, **numbers: float) -> dict[str, float | str]:
    end = replace(END, numbers={**END.numbers, **numbers})
    made, _ = stage_setup(quays, agreed(quays, setup or CampaignSetup(5)), {"spring": end}, "storm")
    return {**made.starts, **made.latents, **made.assumptions}


def test_a_shift_moves_the_start_that_the_carried_text_gives(quays: LoadedCampaign) -> None:
    assert carried(quays)["trust"] == 60 + 5 + 0.5 * 10


def test_a_shift_stays_within_its_bounds(quays: LoadedCampaign) -> None:
    assert carried(quays, trust=100.0)["trust"] == 65 + 15
    assert carried(quays, trust=0.0)["trust"] == 65 - 15


def test_an_assumption_of_the_campaign_scales_what_is_remembered(quays: LoadedCampaign) -> None:
    assert carried(quays, CampaignSetup(5, preset="forgetful"))["trust"] == 65
    assert carried(quays, CampaignSetup(5, assumptions={"k_memory": 2}))["trust"] == 75


def test_texts_flags_facts_and_assumptions_are_carried(quays: LoadedCampaign) -> None:
    found = carried(quays, warmth=80.0, calm=True)
    assert (found["paper"], found["warned"], found["tide"], found["a_storm"]) == ("ask", 1.0, "high", 12.0)


def test_what_is_carried_under_a_condition_is_not_carried_otherwise(quays: LoadedCampaign) -> None:
    assert "a_storm" not in carried(quays)


def test_what_was_carried_is_told_beside_what_would_have_been(quays: LoadedCampaign) -> None:
    _, told = stage_setup(quays, agreed(quays, CampaignSetup(5)), {"spring": END}, "storm")
    trust = next(each for each in told if each.to == "trust")
    assert (trust.own, trust.start, trust.why, trust.told) == (60.0, 70.0, "Trust lasts.", ("60", "70"))


def test_each_stage_has_a_seed_of_its_own() -> None:
    seeds = {stage_seed("c", 5, stage) for stage in ("spring", "storm")} | {stage_seed("c", 6, "storm")}
    assert len(seeds) == 3


def test_another_scenario_in_one_stage_does_not_reshuffle_another(quays: LoadedCampaign) -> None:
    first, _ = stage_setup(quays, agreed(quays, CampaignSetup(5)), {}, "spring")
    other = replace(END, numbers={**END.numbers, "trust": 10.0})
    seeds = {
        stage_setup(quays, agreed(quays, CampaignSetup(5)), {"spring": end}, "storm")[0].seed for end in (END, other)
    }
    assert len(seeds) == 1
    assert first.seed not in seeds


def test_formats_and_presets_set_the_stages_up(quays: LoadedCampaign) -> None:
    setup = agreed(quays, CampaignSetup(5, preset="forgetful", format="short"))
    first, _ = stage_setup(quays, setup, {}, "spring")
    assert (first.length, first.preset) == ("50", "cold")


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": "forgetfull"}, {"format": "shorter"}, {"weights": "odd"}, {"assumptions": {"k_memry": 1.0}},
        {"seats": {"est": "human"}},
    ],
)  # fmt: skip
def test_names_that_the_campaign_does_not_have_are_refused(quays: LoadedCampaign, wrong: dict[str, str]) -> None:
    with pytest.raises(IllegalDecision) as caught:
        agreed(quays, replace(CampaignSetup(5), **wrong))  # type: ignore[arg-type]
    assert caught.value.hint


def test_an_expression_without_a_value_is_told(rewritten: Callable[..., Path]) -> None:
    folder = rewritten("(spring_trust - 50)", "(spring_trust / (spring_mood - 40))")
    with pytest.raises(CannotRun, match="division by zero"):
        carried(load(folder))
