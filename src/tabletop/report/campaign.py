"""The report of a campaign: the stages side by side, words and deeds, what the words were worth, handover notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tabletop.campaign import telling
from tabletop.campaign.course import CampaignCourse, StagePlayed
from tabletop.campaign.score import campaign_scores, words_and_deeds
from tabletop.campaign.worth import WordsWorth
from tabletop.record.record import NoteLine
from tabletop.report.paper import Block, Bullets, Grid, Heading, Paper, Text
from tabletop.scenario.definition import Limits
from tabletop.scoring.scorecard import rating

_TERMS = (
    ("own", "Expected at the stages' own starts"),
    ("carried", "What the carried state was worth"),
    ("decisions", "Own decisions, against the best that was open"),
    ("luck", "Luck: chance, and what came to light"),
    ("others", "What the other seats chose"),
    ("drift", "Room that the references leave to a better player"),
    ("words", "Words kept or broken"),
    ("held", "Taken by a cap, or by the ends of the scale"),
    ("final", "The campaign"),
)


def campaign_paper(
    course: CampaignCourse, worth: Sequence[WordsWorth] = (), review: Mapping[str, Any] | None = None
) -> Paper:
    """The report as a paper. `review` is that of the whole campaign, None where there is none."""
    blocks = [
        *_setup(course), *_scores(course), *_words(course), *_worth(course, worth), *_ledger(course, review),
        *_linchpin(course), *_stages(course), *_printed(course), *_hidden(course), *_notes(course), *_debrief(course),
    ]  # fmt: skip
    title = f"{course.loaded.campaign.title}: report of a campaign"
    return Paper("", "campaign", title, "all", tuple(blocks))


def _setup(course: CampaignCourse) -> Iterator[Block]:
    campaign, setup = course.loaded.campaign, course.setup
    yield Text(f"*{campaign.disclaimer}*")
    chosen = f"seed {setup.seed}, preset {setup.preset or 'none'}, format {setup.format or 'none'}"
    state = "" if course.complete else " It has not come to its end; what follows is how it stands."
    yield Text(f"{campaign.id} {campaign.version}, {chosen}, weights {setup.weights}.{state}")


def _scores(course: CampaignCourse) -> Iterator[Block]:
    """The stage lines of all seats, never only as a sum."""
    if not course.ends:
        yield Text("No stage has ended yet, so there is no score.")
        return
    scores = campaign_scores(course.loaded, course.setup, course.ends)
    names = telling.labels(course.loaded)
    yield Heading(2, "The stages side by side")
    head = ("Stage", "Weight", *(names[seat] for seat in scores))
    first = next(iter(scores.values()))
    rows = [
        (line.title, f"{100 * line.share:.0f} %", *(_stage_cell(score.lines[n].score) for score in scores.values()))
        for n, line in enumerate(first.lines)
    ]
    rows.append(("Words kept", "", *(telling.signed(score.words) for score in scores.values())))
    whole = "**The campaign**" if course.complete else "**The campaign so far**"
    rows.append((whole, "", *(f"**{round(score.total)} {score.rating}**" for score in scores.values())))
    yield Grid(head, tuple(rows))
    held = [
        f"{names[seat]} is held down by a cap: {score.capped_by}." for seat, score in scores.items() if score.capped_by
    ]
    if held:
        yield Bullets(tuple(held))
    yield Text("P performed, S some difficulty, M major difficulty, U unable. Weights belong to the teacher.")


def _stage_cell(score: float | None) -> str:
    return "not played" if score is None else f"{round(score)} {rating(score)}"


def _words(course: CampaignCourse) -> Iterator[Block]:
    told = words_and_deeds(course.loaded, course.setup, course.ends)
    if not told:
        return
    names = telling.labels(course.loaded)
    yield Heading(2, "Words and deeds")
    rows = []
    for sentence in told:
        done = [f"{names.get(seat, seat)} {deed.text} ({telling.signed(deed.points)})" for seat, deed in sentence.deeds]
        rows.append((sentence.title, sentence.signed, "; ".join(done) or "nothing that counts"))
    yield Grid(("Sentence", "As it reads", "What was done about it"), tuple(rows), (25, 30, 45))


def _worth(course: CampaignCourse, worth: Sequence[WordsWorth]) -> Iterator[Block]:
    if not worth:
        return
    names = telling.labels(course.loaded)
    asked = course.loaded.campaign.worth
    stage = course.loaded.stage(str(asked.stage)).title if asked else ""
    yield Heading(2, "What the words were worth")
    yield Text(
        f"“{stage}” was played again with everything held but one text; each pair of replays meets the same chance. "
        "The difference is in the score of that stage."
    )
    yield Bullets(tuple(each.words(names[each.seat]) for each in worth))


def _ledger(course: CampaignCourse, review: Mapping[str, Any] | None) -> Iterator[Block]:
    if review is None:
        return
    names = telling.labels(course.loaded)
    seats = list(review["seats"])
    yield Heading(2, "Where the points came from")
    rows = [(words, *(f"{review['seats'][seat]['ledger'][term]:.1f}" for seat in seats)) for term, words in _TERMS]
    yield Grid(("", *(names[seat] for seat in seats)), tuple(rows))
    yield Text(
        f"Each stage was reviewed in {review['futures']} futures; its terms count by its weight, and the terms add up "
        "to the score. `tabletop review` tells every decision."
    )


def _linchpin(course: CampaignCourse) -> Iterator[Block]:
    played = [each for each in course.stages if each.end is not None]
    lines = [telling.linchpin_line(course.loaded, played), telling.posture_line(course.loaded, course.ends)]
    if played and any(lines):
        yield Heading(2, "The linchpin")
        yield Bullets(tuple(line for line in lines if line))


def _stages(course: CampaignCourse) -> Iterator[Block]:
    yield Heading(2, "Stage by stage")
    ends: dict[str, Any] = {}
    for number, played in enumerate(course.stages, 1):
        yield Heading(3, f"Stage {number}: {played.stage.title}")
        card = telling.carry_over(course.loaded, course.setup, ends, played.stage)
        if card:
            yield Bullets(tuple(f"**{title}:** {text}" for title, text in card))
        yield Text(_outcome(played))
        if played.end is not None:
            ends[str(played.stage.id)] = played.end


def _outcome(played: StagePlayed) -> str:
    sim = played.replayed.simulation
    times = sim.program.scenario.times
    if sim.outcome is None:
        return f"It stands on {times.moment(sim.now)} and is not over."
    return f"**{sim.outcome.title}** ({times.moment(sim.outcome.at)}). {sim.outcome.text}"


def _hidden(course: CampaignCourse) -> Iterator[Block]:
    """What nobody saw, once it can no longer matter."""
    facts = telling.hidden(course.stages) if course.complete else []
    if facts:
        yield Heading(2, "What was hidden")
        yield Bullets(tuple(facts))


def _printed(course: CampaignCourse) -> Iterator[Block]:
    for title, paragraphs in telling.papers([each for each in course.stages if each.end is not None]):
        yield Heading(2, title)
        for paragraph in paragraphs:
            yield Text(paragraph)


def _notes(course: CampaignCourse) -> Iterator[Block]:
    """What people left for each other, stage by stage."""
    told = [
        f"After “{played.stage.title}”, {line.seat or 'facilitator'}: {line.text}"
        for played in course.stages
        for line in played.replayed.record.lines
        if isinstance(line, NoteLine)
    ]
    if told:
        yield Heading(2, "Handover notes")
        yield Bullets(tuple(told))


def _debrief(course: CampaignCourse) -> Iterator[Block]:
    campaign = course.loaded.campaign
    if campaign.debrief.questions:
        yield Heading(2, "To talk about")
        yield Bullets(tuple(question.text for question in campaign.debrief.questions), numbered=True)
    if campaign.debrief.what_happened:
        yield Heading(2, "What really happened")
        yield Bullets(tuple(f"{fact.text} [{', '.join(fact.sources)}]" for fact in campaign.debrief.what_happened))
    if campaign.debrief.limits is not None:
        yield Heading(2, "Limits of this model")
        yield Bullets(tuple(_limits(campaign.debrief.limits)))


def _limits(limits: Limits) -> Iterator[str]:
    for name, text in (
        ("Purpose", limits.purpose), ("In it", limits.modelled), ("Left out", limits.left_out),
        ("Rests most on", ", ".join(limits.influential)), ("Data", limits.data),
        ("What would change our mind", limits.change_mind),
    ):  # fmt: skip
        if text:
            yield f"**{name}:** {text}"
