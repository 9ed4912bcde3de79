"""A campaign as an object for programs: setup, stages, scores, words and deeds."""

from __future__ import annotations

from typing import Any

from tabletop.campaign import telling
from tabletop.campaign.course import CampaignCourse, StagePlayed
from tabletop.campaign.score import CampaignScore, campaign_scores, words_and_deeds


def as_object(course: CampaignCourse) -> dict[str, Any]:
    """A campaign that was played again, ready for JSON; times in minutes since the STARTEX of their stage."""
    campaign, setup, ends = course.loaded.campaign, course.setup, course.ends
    scores = campaign_scores(course.loaded, setup, ends) if ends else {}
    return {
        "campaign": str(campaign.id),
        "version": str(campaign.version),
        "sha256": course.loaded.sha256,
        "seed": setup.seed,
        "preset": setup.preset,
        "format": setup.format,
        "weights": setup.weights,
        "assumptions": dict(setup.assumptions),
        "complete": course.complete,
        "digest": course.digest,
        "stages": [_stage(played) for played in course.stages],
        "scores": {seat: score_object(score) for seat, score in scores.items()},
        "words": [
            {"title": told.title, "signed": told.signed, "deeds": [{"seat": seat, **vars(d)} for seat, d in told.deeds]}
            for told in words_and_deeds(course.loaded, setup, ends)
        ],
        "linchpin": telling.linchpin_line(course.loaded, [each for each in course.stages if each.end is not None]),
    }


def score_object(score: CampaignScore) -> dict[str, Any]:
    """One seat's campaign score."""
    return {
        "total": score.total,
        "rating": score.rating,
        "complete": score.complete,
        "weighted": score.weighted,
        "words": score.words,
        "capped_by": score.capped_by,
        "stages": {
            line.stage: {"score": line.score, "rating": line.rating, "share": line.share} for line in score.lines
        },
    }


def _stage(played: StagePlayed) -> dict[str, Any]:
    sim = played.replayed.simulation
    outcome = sim.outcome
    return {
        "stage": str(played.stage.id),
        "scenario": str(sim.program.scenario.id),
        "sha256": sim.program.sha256,
        "seed": sim.setup.seed,
        "preset": sim.setup.preset,
        "length": sim.setup.length,
        "carried": [{"to": each.to, "own": each.own, "start": each.start} for each in played.carried],
        "decisions": len(played.replayed.taken),
        "digest": played.replayed.digest,
        "outcome": None if outcome is None else {"ending": outcome.ending, "title": outcome.title, "at": outcome.at},
    }
