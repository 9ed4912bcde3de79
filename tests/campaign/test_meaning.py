"""What a campaign means: the ledger that adds up, what the words were worth, campaigns by the hundred, the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign.carrying import CampaignSetup
from tabletop.campaign.course import CampaignCourse, perform, replay_campaign
from tabletop.campaign.load import LoadedCampaign, load
from tabletop.campaign.many import correlation, run, summary
from tabletop.campaign.review import STAGE_TERMS, review_campaign
from tabletop.campaign.score import campaign_scores
from tabletop.campaign.script import read_campaign_script
from tabletop.campaign.worth import words_worth
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.record.branch import write_records
from tabletop.record.codec import read_records
from tabletop.report.campaign import campaign_paper


@pytest.fixture
def recorded(course: CampaignCourse, tmp_path: Path) -> CampaignCourse:
    """The script's campaign as a record played again."""
    write_records(course.records, tmp_path / "held.jsonl")
    return replay_campaign(read_records(tmp_path / "held.jsonl"), course.loaded)


class TestReview:
    def test_the_ledger_adds_up_to_the_score(self, recorded: CampaignCourse) -> None:
        found = review_campaign(recorded, futures=8)
        scores = campaign_scores(recorded.loaded, recorded.setup, recorded.ends)
        for seat, told in found["seats"].items():
            book = told["ledger"]
            terms = [*STAGE_TERMS, "words", "held"]
            assert sum(book[term] for term in terms) == pytest.approx(book["final"], abs=1e-9)
            assert book["final"] == scores[seat].total
            assert book["words"] == scores[seat].words

    def test_what_was_carried_is_told_apart(self, recorded: CampaignCourse) -> None:
        stages = review_campaign(recorded, futures=8)["seats"]["east"]["stages"]
        assert stages["spring"]["carried"] == 0
        assert stages["storm"]["carried"] == pytest.approx(15)  # 60 without the paper and the trust, 75 with them
        assert stages["storm"]["own"] + stages["storm"]["carried"] == pytest.approx(stages["storm"]["start"])

    def test_it_does_not_depend_on_the_number_of_processes(self, recorded: CampaignCourse) -> None:
        alone, together = (review_campaign(recorded, futures=4, jobs=jobs) for jobs in (1, 2))
        assert alone["seats"] == together["seats"]

    def test_half_a_campaign_is_refused_with_a_way_out(self, quays: LoadedCampaign, folder: Path) -> None:
        script = read_campaign_script(folder / "scripts" / "held.yaml")
        with pytest.raises(CannotRun) as caught:
            review_campaign(perform(script, quays, make_chooser, "spring"), futures=4)
        assert "--stage" in caught.value.hint

    def test_an_unknown_seat_is_refused(self, recorded: CampaignCourse) -> None:
        with pytest.raises(IllegalDecision, match="wets"):
            review_campaign(recorded, futures=4, seats=["wets"])


@pytest.fixture
def asked(rewritten: Callable[..., Path]) -> CampaignCourse:
    """The script in a campaign that asks what its paper was worth."""
    folder = rewritten(
        "posture: trust", "posture: trust\nworth: {stage: storm, text: paper, against: none, replays: 6}"
    )
    return perform(read_campaign_script(folder / "scripts" / "held.yaml"), load(folder), make_chooser)


class TestWorth:
    def test_words_are_worth_the_paired_difference_in_the_stage(self, asked: CampaignCourse) -> None:
        east, west = words_worth(asked)
        assert (east.seat, east.mean, east.error, east.called) == ("east", 0.0, 0.0, False)
        assert east.carried == "ask"
        assert west.replays == 6
        assert "too close to call" in east.words("East")

    def test_a_word_that_changes_the_stage_is_told_with_its_points(self, asked: CampaignCourse) -> None:
        storm = asked.stages[1]
        header = storm.replayed.record.header
        bare = {name: value for name, value in header.starts.items() if name != "trust"}
        record = replace(storm.replayed.record, header=replace(header, starts=bare))
        stages = (asked.stages[0], replace(storm, replayed=replace(storm.replayed, record=record)))
        east, _ = words_worth(replace(asked, stages=stages))
        assert east.mean == pytest.approx(5)  # trust starts five higher under the word 'ask'
        assert east.called

    def test_nothing_is_told_where_the_campaign_does_not_ask(self, course: CampaignCourse) -> None:
        assert words_worth(course) == []


class TestMany:
    def test_the_same_seed_gives_the_same_figures(self, quays: LoadedCampaign) -> None:
        first, second = (summary(run(quays, CampaignSetup(3), 12)[0], quays) for _ in range(2))
        assert first == second
        assert first["runs"] == 12

    def test_each_seat_has_its_stages_and_the_whole(self, quays: LoadedCampaign) -> None:
        found = summary(run(quays, CampaignSetup(3, seats={"west": "default"}), 12)[0], quays)["seats"]["west"]
        low, high = found["p5"], found["p95"]
        assert low <= found["mean"] <= high
        assert set(found["stages"]) == {"spring", "storm"}
        assert sum(found["ratings"].values()) == pytest.approx(1)

    def test_people_cannot_sit_in_it(self, quays: LoadedCampaign) -> None:
        with pytest.raises(IllegalDecision, match="cannot sit"):
            run(quays, CampaignSetup(3, seats={"west": "human"}), 2)

    def test_correlation(self) -> None:
        assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
        assert correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
        assert correlation([1, 1, 1], [3, 2, 1]) == 0


class TestReport:
    def test_the_stages_stand_side_by_side(self, asked: CampaignCourse) -> None:
        text = campaign_paper(asked, words_worth(asked)).markdown
        assert "| The spring talks | 25 % | 70 S | 60 S |" in text
        assert "| Words kept |  | 0 | +3 |" in text
        assert "## What the words were worth" in text
        assert "West asked first (+3)" in text
        assert "Trust was lowest in" in text

    def test_handover_notes_and_the_ledger_are_in_it(self, recorded: CampaignCourse) -> None:
        from tabletop.record.record import NoteLine

        first = recorded.stages[0]
        note = NoteLine(first.replayed.record.lines[-1].at, "east", "What we promised: <b>to ask</b>")
        record = replace(first.replayed.record, lines=(*first.replayed.record.lines, note))
        stages = (replace(first, replayed=replace(first.replayed, record=record)), recorded.stages[1])
        text = campaign_paper(replace(recorded, stages=stages), (), review_campaign(recorded, futures=4)).markdown
        assert "## Where the points came from" in text
        assert "What we promised: \\<b>to ask" in text

    def test_half_a_campaign_says_so(self, quays: LoadedCampaign, folder: Path) -> None:
        script = read_campaign_script(folder / "scripts" / "held.yaml")
        text = campaign_paper(perform(script, quays, make_chooser, "spring")).markdown
        assert "has not come to its end" in text
        assert "not played" in text
