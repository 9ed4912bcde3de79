"""What a campaign tells people, in paragraphs: its stages, what is carried over, words and deeds, scores, the linchpin.

Screens, lines and reports lay the same paragraphs out. Nothing that is hidden from a seat stands in them before the
last stage has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tabletop.campaign.carrying import CampaignSetup, Carried, values
from tabletop.campaign.course import StagePlayed
from tabletop.campaign.definition import Message, Stage
from tabletop.campaign.ends import StageEnd
from tabletop.campaign.linchpin import lowest
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.score import CampaignScore, SentenceTold
from tabletop.engine.telling import documents
from tabletop.engine.views import view

Paper = tuple[str, tuple[str, ...]]
"""(title, its paragraphs)."""

RATINGS = {"P": "performed", "S": "some difficulty", "M": "major difficulty", "U": "unable"}


def head(loaded: LoadedCampaign) -> Paper:
    """Title, disclaimer, what the campaign is about."""
    campaign = loaded.campaign
    facts = f"Facts as of {campaign.facts_as_of}. Everything later is fiction." if campaign.facts_as_of else ""
    about = (campaign.disclaimer, facts, campaign.premise or campaign.summary, campaign.dilemma)
    return str(campaign.title), tuple(str(text) for text in about if text)


def rows(loaded: LoadedCampaign, ends: Mapping[str, StageEnd], stage: Stage, seats: Iterable[str]) -> list[str]:
    """A line for each stage: its number, title and date, and how far it is.

    Scores are told of those of `seats` that are the campaign's, of all the campaign's if none is.
    """
    own = [str(each.id) for each in loaded.campaign.seats]
    told, scored = [], [seat for seat in seats if seat in own] or own
    for number, each in enumerate(loaded.campaign.stages, 1):
        end = ends.get(str(each.id))
        if end is not None:
            scores = ", ".join(f"{seat} {end.numbers[f'score_{seat}']:.0f}" for seat in scored)
            state = f"ended: {scores}"
        else:
            state = "on the table" if each.id == stage.id else "to come"
        date = f" ({each.date})" if each.date else ""
        told.append(f"{number}. {each.title}{date}: {state}")
    return told


def messages(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd], told: Sequence[Message]
) -> list[Paper]:
    """The campaign's own messages that are due, each with its sender."""
    known = values(loaded, setup, ends)
    due = [message for message in told if known.holds(message.when)]
    return [(str(each.subject), (f"From: {each.sender}", known.fill(each.body))) for each in due]


def carry_over(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd], stage: Stage
) -> list[tuple[str, str]]:
    """The carry-over card of a stage: (what it is about, what it now does), the first line of each title that holds."""
    known = values(loaded, setup, ends)
    told: dict[str, str] = {}
    for line in stage.card:
        if line.title not in told and known.holds(line.when):
            told[str(line.title)] = known.fill(line.text)
    return list(told.items())


def starts(carried: Sequence[Carried], seen: Iterable[str]) -> list[str]:
    """What a stage starts with, of the quantities in `seen`: 'Cohesion 70 instead of 66'."""
    shown = set(seen)
    return [
        f"{each.label} {each.told[1]} instead of {each.told[0]}"
        for each in carried
        if each.to in shown and each.told[0] != each.told[1]
    ]


def papers(played: Sequence[StagePlayed]) -> list[Paper]:
    """The documents that the stages have written, such as a joint statement, for those who read them later."""
    return [(f"{title} ({p.stage.title})", text) for p in played for title, text in documents(p.replayed.simulation)]


def hidden(played: Sequence[StagePlayed]) -> list[str]:
    """The hidden facts of the stages, for the time after the last one: 'Temperament of Pyongyang: tester of answers'.

    What was drawn once and carried on is told once.
    """
    told: dict[str, str] = {}
    for each in played:
        for reading in view(each.replayed.simulation, None).readings:
            if reading.kind == "latent":
                told.setdefault(f"{reading.label}: {reading.text}", str(each.stage.title))
    return [f"{fact} ({stage})" for fact, stage in told.items()]


def words(told: Sequence[SentenceTold], labels: Mapping[str, str]) -> list[Paper]:
    """Words and deeds: each sentence as it reads, and what each seat did about it, with its points."""
    papers = []
    for sentence in told:
        done = [f"{labels.get(seat, seat)}: {deed.text} ({signed(deed.points)})" for seat, deed in sentence.deeds]
        papers.append((sentence.title, (sentence.signed, *(done or ["Nothing was done about it that counts."]))))
    return papers


def score_lines(score: CampaignScore) -> list[str]:
    """The stages side by side, then words kept, a cap, and the whole; each at most 76 columns wide."""
    lines = [
        f"{line.title[:44]:<44} {'--' if line.score is None else round(line.score):>4} {line.rating or ' '}"
        f"  weight {100 * line.share:.0f} %"
        for line in score.lines
    ]
    lines.append(f"{'Words kept':<44} {signed(score.words):>4}")
    if score.capped_by:
        lines.append(f"Held down by a cap: {score.capped_by}")
    name = "The campaign" if score.complete else "The campaign so far"
    lines.append(f"{name:<44} {round(score.total):>4} {score.rating}  {RATINGS[score.rating]}")
    return lines


def linchpin_line(loaded: LoadedCampaign, played: Sequence[StagePlayed]) -> str:
    """The lowest point of the linchpin over all stages, and the event that brought it there; '' without one."""
    name = loaded.campaign.linchpin
    low = lowest(str(name), [(p.stage, p.replayed.simulation) for p in played]) if name else None
    if low is None:
        return ""
    return f"{low.label} was lowest in “{low.stage}”, {low.clock}: {low.value:.0f}. {low.why}".strip()


def posture_line(loaded: LoadedCampaign, ends: Mapping[str, StageEnd]) -> str:
    """How the posture stood at the end of each stage; '' without one."""
    name = loaded.campaign.posture
    if not name:
        return ""
    stages = [stage for stage in loaded.campaign.stages if stage.id in ends]
    told = ", ".join(f"{ends[str(stage.id)].numbers[str(name)]:.0f} ({stage.title})" for stage in stages)
    return f"{_label(loaded, str(name))} at the end of each stage: {told}."


def signed(points: float) -> str:
    """'+3', '-5', and '0' without a sign."""
    return f"{points:+.0f}" if round(points) else "0"


def labels(loaded: LoadedCampaign) -> dict[str, str]:
    """The short names of the campaign's seats."""
    return {str(seat.id): str(seat.short) for seat in loaded.campaign.seats}


def _label(loaded: LoadedCampaign, name: str) -> str:
    program = loaded.program(str(loaded.campaign.stages[0].id))
    return program.layout.quantities[name].label if name in program.layout.quantities else name
