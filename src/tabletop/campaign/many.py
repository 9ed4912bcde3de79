"""Whole campaigns by bots, many times over: how high each seat comes in each stage and in the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, pstdev, quantiles
from typing import Any

from tabletop.bots.players import make_chooser
from tabletop.campaign.carrying import CampaignSetup, agreed, stage_seats, stage_setup
from tabletop.campaign.ends import StageEnd, stage_end
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.score import CampaignScore, campaign_scores
from tabletop.engine.chance import derived_seed
from tabletop.engine.simulation import Simulation
from tabletop.errors import IllegalDecision
from tabletop.ledger import HUMAN, UNDERSTUDY

Report = Callable[[int], None]
STATED_DEFAULT = "default"


@dataclass(frozen=True)
class CampaignPlayout:
    """One campaign: its number from 0, the scores of the seats, the endings of the stages."""

    replicate: int
    scores: dict[str, CampaignScore]
    endings: dict[str, str]


def run(
    loaded: LoadedCampaign, setup: CampaignSetup, runs: int, report: Report = lambda _: None
) -> tuple[list[CampaignPlayout], bool]:
    """Play so many campaigns, people's seats by their doctrine unless named otherwise; whether it was interrupted.

    Replicate r has the seed that derives from (seed, r), so that its stages meet the same chance whoever plays. Raises
    IllegalDecision for a name or player that does not exist, and for people in a seat.
    """
    setup = agreed(loaded, setup)
    for seat, spec in setup.seats.items():
        if spec == HUMAN:
            raise IllegalDecision(f"a human cannot sit in an ensemble ({seat})", f"such as --seat {seat}=doctrine")
    found = []
    try:
        for replicate in range(runs):
            found.append(
                _play(loaded, replace(setup, seed=derived_seed(setup.seed, "campaigns", replicate)), replicate)
            )
            report(replicate + 1)
    except KeyboardInterrupt:
        return found, True
    return found, False


def _play(loaded: LoadedCampaign, setup: CampaignSetup, replicate: int) -> CampaignPlayout:
    ends: dict[str, StageEnd] = {}
    endings = {}
    for stage in loaded.campaign.stages:
        sim = _stage(loaded, setup, ends, str(stage.id))
        assert sim.outcome is not None
        ends[str(stage.id)], endings[str(stage.id)] = stage_end(sim), sim.outcome.ending
    return CampaignPlayout(replicate, campaign_scores(loaded, setup, ends), endings)


def _stage(loaded: LoadedCampaign, setup: CampaignSetup, ends: dict[str, StageEnd], stage: str) -> Simulation:
    begun, _ = stage_setup(loaded, setup, ends, stage)
    program = loaded.program(stage)
    held = {seat: UNDERSTUDY if spec == HUMAN else spec for seat, spec in stage_seats(loaded, setup, stage).items()}
    silent = [seat for seat, spec in held.items() if spec == STATED_DEFAULT]
    bots = {seat: make_chooser(spec, program) for seat, spec in held.items() if spec != STATED_DEFAULT}
    understudies = {seat: make_chooser(UNDERSTUDY, program) for seat in silent}
    sim = Simulation(program, begun, bots, entries=False, understudies=understudies)
    while not sim.ended:
        sim.advance()
    return sim


def summary(found: Sequence[CampaignPlayout], loaded: LoadedCampaign) -> dict[str, Any]:
    """By seat: mean, standard deviation, 5th and 95th percentile of the whole and of each stage, and the ratings."""
    seats = [str(seat.id) for seat in loaded.campaign.seats]
    stages = [str(stage.id) for stage in loaded.campaign.stages]
    return {
        "runs": len(found),
        "seats": {seat: _seat([playout.scores[seat] for playout in found], stages) for seat in seats},
        "endings": {
            stage: dict(Counter(playout.endings[stage] for playout in found).most_common()) for stage in stages
        },
    }


def _seat(scores: Sequence[CampaignScore], stages: Sequence[str]) -> dict[str, Any]:
    whole = [score.total for score in scores]
    by_stage = {stage: [_line(score, stage) for score in scores] for stage in stages}
    ratings = Counter(score.rating for score in scores)
    return {
        **_spread(whole),
        "ratings": {letter: ratings[letter] / len(scores) for letter in ("P", "S", "M", "U")},
        "capped": sum(bool(score.capped_by) for score in scores) / len(scores),
        "words": _spread([score.words for score in scores]),
        "stages": {
            stage: {**_spread(values), "with_whole": correlation(values, whole)} for stage, values in by_stage.items()
        },
    }


def _line(score: CampaignScore, stage: str) -> float:
    return next(line.score for line in score.lines if line.stage == stage and line.score is not None)


def _spread(values: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else [values[0]] * 19
    error = pstdev(values) / sqrt(max(1, len(values) - 1))
    return {"mean": fmean(values), "error": error, "sd": pstdev(values), "p5": cuts[0], "p95": cuts[-1]}


def correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Pearson's, 0 where one of them never moves."""
    spread = pstdev(first) * pstdev(second)
    if not spread:
        return 0.0
    return fmean((a - fmean(first)) * (b - fmean(second)) for a, b in zip(first, second, strict=True)) / spread
