"""Playing a campaign: a stage ends, the next begins where it has left the world, at any point one may stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign import telling
from tabletop.campaign.carrying import CampaignSetup
from tabletop.campaign.course import CampaignCourse, perform, replay_campaign
from tabletop.campaign.game import CampaignGame
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.script import read_campaign_script
from tabletop.errors import IllegalDecision
from tabletop.record.codec import read_records


def play(game: CampaignGame, **answers: str) -> None:
    """Play the stage on the table; what is not answered lapses."""
    session = game.session
    while not session.ended:
        for waiting in session.waiting():
            if waiting.decision in answers:
                session.submit(waiting.seat, waiting.decision, [answers[waiting.decision]])
        session.advance()


def test_the_next_stage_begins_where_the_first_has_ended(game: CampaignGame) -> None:
    play(game, sign="ask")
    session = game.go_on()
    assert game.number == 2
    readings = {reading.id: reading for reading in session.view("east").readings}
    assert readings["trust"].value == 75
    assert game.carried


def test_a_stage_that_has_not_ended_is_not_left(game: CampaignGame) -> None:
    with pytest.raises(IllegalDecision, match="no stage to go on to"):
        game.go_on()


def test_after_the_last_stage_there_is_none(game: CampaignGame) -> None:
    play(game)
    game.go_on()
    play(game)
    assert game.ended
    with pytest.raises(IllegalDecision):
        game.go_on()


def test_resuming_comes_back_to_the_same_point(game: CampaignGame, quays: LoadedCampaign) -> None:
    play(game, sign="ask")
    game.go_on()
    game.session.advance()
    game.session.submit("west", "shelter", ["go"])
    digest, path = game.session.digest(), game.record_path
    game.close()
    again = CampaignGame.resume(path, quays)
    assert (again.number, again.session.digest()) == (2, digest)
    play(again)
    assert again.scores()["west"].words == -5
    again.close()
    assert replay_campaign(read_records(path), quays).complete


def test_one_set_of_decisions_gives_one_digest_in_play_and_in_a_script(
    quays: LoadedCampaign, course: CampaignCourse, tmp_path: Path
) -> None:
    game = CampaignGame.start(quays, CampaignSetup(5), tmp_path / "again.jsonl")
    play(game, sign="ask", toast="long")
    game.go_on()
    play(game, shelter="ask", answer="thanks")
    game.close()
    assert replay_campaign(read_records(game.record_path), quays).digest == course.digest


def test_nothing_hidden_is_told_before_the_end(game: CampaignGame) -> None:
    play(game, sign="ask")
    assert game.session.goes_on
    game.go_on()
    seen = {r.id for seat in game.session.humans for r in game.session.view(seat).readings if r.exact}
    assert "tide" not in " ".join(telling.starts(game.carried, seen)).lower()
    assert not game.session.goes_on


def test_a_player_unknown_to_a_later_stage_is_refused_at_the_start(quays: LoadedCampaign, tmp_path: Path) -> None:
    with pytest.raises(IllegalDecision, match="west in stage spring"):
        CampaignGame.start(quays, CampaignSetup(5, seats={"west": "persona:hawk"}), tmp_path / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


def test_seats_named_at_the_start_hold_in_every_stage_and_after_resuming(quays: LoadedCampaign, tmp_path: Path) -> None:
    game = CampaignGame.start(quays, CampaignSetup(5, seats={"west": "uniform"}), tmp_path / "x.jsonl")
    play(game)
    game.close()
    again = CampaignGame.resume(tmp_path / "x.jsonl", quays)
    assert again.go_on().seats["west"] == "uniform"
    again.close()


def test_notes_after_a_stage_stay_in_the_record(game: CampaignGame) -> None:
    play(game)
    game.session.note("east", "What we promised: to ask")
    game.go_on()
    game.close()
    assert "to ask" in str(read_records(game.record_path)[0].lines[-1])


def test_a_script_can_be_gone_on_with(quays: LoadedCampaign, folder: Path, tmp_path: Path) -> None:
    from tabletop.record.branch import write_records

    script = read_campaign_script(folder / "scripts" / "held.yaml")
    write_records(perform(script, quays, make_chooser, "spring").records, tmp_path / "from.jsonl")
    game = CampaignGame.resume(tmp_path / "from.jsonl", quays)
    assert (game.number, game.session.ended) == (1, True)
    assert game.go_on().view("east").readings
    game.close()


def test_a_decision_of_a_stage_is_taken_back_in_a_campaign_of_its_own(
    game: CampaignGame, quays: LoadedCampaign, tmp_path: Path
) -> None:
    play(game, sign="ask")
    session = game.go_on()
    session.advance()
    session.submit("west", "shelter", ["go"])
    child = session.rewind(1, tmp_path / "child.jsonl")
    assert [waiting.decision for waiting in child.waiting()] == ["shelter"]
    child.close()
    again = CampaignGame.resume(tmp_path / "child.jsonl", quays)
    assert again.number == 2
    play(again, shelter="ask")
    assert again.scores()["west"].words == 3
    again.close()
    game.close()
