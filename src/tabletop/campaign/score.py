"""What a campaign was worth to each of its seats: the stages side by side, words kept, caps, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.campaign.carrying import CampaignSetup, values
from tabletop.campaign.definition import Deed, Sentence
from tabletop.campaign.ends import StageEnd, Values
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.names import score_name
from tabletop.scoring.objectives import Rating
from tabletop.scoring.scorecard import rating


@dataclass(frozen=True)
class StageLine:
    """One stage in a seat's campaign: its score (None before it has been played) and its share of the weights."""

    stage: str
    title: str
    score: float | None
    share: float

    @property
    def rating(self) -> Rating:
        """The rating of the stage, '' before it has been played."""
        return "" if self.score is None else rating(self.score)


@dataclass(frozen=True)
class DeedDone:
    """What a seat has done about a sentence, and its points before the limit."""

    sentence: str
    title: str
    text: str
    points: float


@dataclass(frozen=True)
class CampaignScore:
    """One seat's campaign. `weighted` is the sum over the stages, `words` what words kept add to it, `total` the score.

    `uncapped` is the total before caps, from 0 to 100; `capped_by` names the cap that lowered it, or is ''. Before the
    last stage has ended, the shares are those of the stages played and `complete` is False.
    """

    seat: str
    lines: tuple[StageLine, ...]
    deeds: tuple[DeedDone, ...]
    weighted: float
    words: float
    uncapped: float
    total: float
    capped_by: str
    complete: bool

    @property
    def rating(self) -> Rating:
        """The rating of the whole."""
        return rating(self.total)


@dataclass(frozen=True)
class SentenceTold:
    """How one sentence reads, and what each seat has done about it: (seat, deed)."""

    title: str
    signed: str
    deeds: tuple[tuple[str, DeedDone], ...]


def campaign_scores(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd]
) -> dict[str, CampaignScore]:
    """The scores of the campaign's seats as far as it has been played; at least one stage has ended."""
    known = values(loaded, setup, ends)
    return {str(seat.id): _score(loaded, setup, known, str(seat.id)) for seat in loaded.campaign.seats}


def weights_of(loaded: LoadedCampaign, setup: CampaignSetup) -> dict[str, float]:
    """The share of each stage under the chosen set of weights; together 1."""
    sets = loaded.campaign.weights
    chosen = next((each for each in sets if each.id == setup.weights), sets[0])
    whole = sum(chosen.stages.values())
    return {str(stage.id): chosen.stages.get(stage.id, 0.0) / whole for stage in loaded.campaign.stages}


def words_and_deeds(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd]
) -> tuple[SentenceTold, ...]:
    """Every sentence that reads somehow by now, with what was done about it."""
    known, told = values(loaded, setup, ends), []
    for sentence in loaded.campaign.sentences:
        reads = [line for line in sentence.signed if _can_read(known, line.when) and known.holds(line.when)]
        if reads and _can_read_text(known, reads[0].text):
            deeds = tuple((str(seat), deed) for seat, deed in _deeds_of(sentence, known))
            told.append(SentenceTold(str(sentence.title), known.fill(reads[0].text), deeds))
    return tuple(told)


def _score(loaded: LoadedCampaign, setup: CampaignSetup, known: Values, seat: str) -> CampaignScore:
    shares = weights_of(loaded, setup)
    lines = tuple(
        StageLine(str(stage.id), str(stage.title), _stage_score(known, str(stage.id), seat), shares[str(stage.id)])
        for stage in loaded.campaign.stages
    )
    played = sum(line.share for line in lines if line.score is not None)
    weighted = sum(line.share * line.score for line in lines if line.score is not None) / (played or 1.0)
    complete = all(line.score is not None for line in lines)
    deeds = tuple(deed for each in loaded.campaign.sentences for who, deed in _deeds_of(each, known) if who == seat)
    limit = known.number(loaded.campaign.words_limit) if _can_read(known, loaded.campaign.words_limit) else 0.0
    words = max(-limit, min(limit, sum(deed.points for deed in deeds)))
    uncapped = max(0.0, min(100.0, weighted + words))
    total, capped_by = _capped(loaded, known, seat, uncapped) if complete else (uncapped, "")
    return CampaignScore(seat, lines, deeds, weighted, words, uncapped, total, capped_by, complete)


def _stage_score(known: Values, stage: str, seat: str) -> float | None:
    return known.number(score_name(stage, seat)) if stage in known.ends else None


def _capped(loaded: LoadedCampaign, known: Values, seat: str, total: float) -> tuple[float, str]:
    """The total under the lowest cap that holds for the seat, and the label of that cap."""
    label = ""
    for cap in loaded.campaign.caps:
        if seat in cap.seats and known.holds(cap.when) and known.number(cap.cap) < total:
            total, label = known.number(cap.cap), str(cap.label)
    return total, label


def _deeds_of(sentence: Sentence, known: Values) -> list[tuple[str, DeedDone]]:
    """What was done about a sentence as far as stages that have ended tell."""
    return [
        (
            str(deed.seat),
            DeedDone(str(sentence.id), str(sentence.title), known.fill(deed.text), known.number(deed.points)),
        )
        for deed in sentence.deeds
        if _is_told(known, deed) and known.holds(deed.when)
    ]


def _is_told(known: Values, deed: Deed) -> bool:
    return _can_read(known, deed.when) and _can_read(known, deed.points) and _can_read_text(known, deed.text)


def _can_read(known: Values, text: object) -> bool:
    """Whether everything that an expression names is known by now."""
    return text is None or known.knows(text)


def _can_read_text(known: Values, text: str) -> bool:
    return all(known.knows(name) for name in known.places(text))
