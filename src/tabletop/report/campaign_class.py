"""A class that plays a campaign: its meetings, its groups, what to type, and the papers that belong to the whole."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabletop.campaign.definition import Format, Sitting
from tabletop.campaign.load import LoadedCampaign
from tabletop.errors import CannotRun
from tabletop.report.paper import Block, Bullets, Grid, Heading, Paper, Text
from tabletop.report.plan import Cell, cells
from tabletop.scenario.definition import Scenario

HOMEWORK = 0


@dataclass(frozen=True)
class CampaignPlan:
    """What an instructor needs to know before the first meeting.

    `meetings` are (number, its slices of time), homework (0) where it falls; `commands` are (what for, what to type).
    """

    format: Format
    students: int
    seed: int
    meetings: tuple[tuple[int, tuple[Sitting, ...]], ...]
    cells: tuple[Cell, ...]
    commands: tuple[tuple[str, str], ...]


def campaign_plan(
    loaded: LoadedCampaign, reference: str, minutes: int, students: int, seed: int, preset: str = ""
) -> CampaignPlan:
    """The plan of a class with meetings of so many minutes. Raises CannotRun when no format has such meetings."""
    chosen = next((each for each in loaded.campaign.formats if _meetings(each)[:1] == [minutes]), None)
    if chosen is None:
        listed = "; ".join(f"{each.id} {' + '.join(map(str, _meetings(each)))}" for each in loaded.campaign.formats)
        message = f"no format of {loaded.campaign.id} has a first meeting of {minutes} minutes"
        raise CannotRun(message, f"there are, in minutes: {listed}")
    placed = cells(_scenario(loaded), students)
    order = dict.fromkeys(slot.meeting for slot in chosen.agenda)
    meetings = tuple((number, tuple(slot for slot in chosen.agenda if slot.meeting == number)) for number in order)
    commands = tuple(_commands(loaded, chosen, reference, seed, preset, placed))
    return CampaignPlan(chosen, students, seed, meetings, placed, commands)


def _meetings(each: Format) -> list[int]:
    """The minutes of the meetings of a format, in their order."""
    numbers = dict.fromkeys(slot.meeting for slot in each.agenda if slot.meeting != HOMEWORK)
    return [sum(slot.minutes for slot in each.agenda if slot.meeting == number) for number in numbers]


def _scenario(loaded: LoadedCampaign) -> Scenario:
    """The first stage's scenario with the campaign's seats alone: people hold these and no others."""
    first = loaded.stages[str(loaded.campaign.stages[0].id)].scenario
    return first.model_copy(update={"seats": [seat for seat in first.seats if seat.id in loaded.briefs]})


def _commands(
    loaded: LoadedCampaign, chosen: Format, reference: str, seed: int, preset: str, placed: Sequence[Cell]
) -> Iterator[tuple[str, str]]:
    setup = ["--length", str(chosen.id), *(["--preset", preset] if preset else [])]
    elsewhere = "" if reference == loaded.campaign.id else f" --scenario {shlex.quote(reference)}"
    first, record = loaded.campaign.stages[0], placed[0].record
    yield "before: the machine", "tabletop doctor"
    yield "before: what to print", shlex.join(["tabletop", "handouts", reference, "-o", "handouts", *setup, "--html"])
    for cell in placed:
        seats = [word for seat, player in cell.changed.items() for word in ("--seat", f"{seat}={player}")]
        words = ["tabletop", "play", reference, *setup, "--seed", str(seed), *seats, "--record", cell.record]
        yield f"play: cell {cell.name}", shlex.join(words)
    yield "after any stage: go on, that day or another", f"tabletop resume {record}{elsewhere}"
    for save in loaded.campaign.saves:
        words = ["tabletop", "play", reference, *setup, "--from", str(save.id), "--record", record]
        yield f"a class that lost its first meeting: {save.title}", shlex.join(words)
    yield f"hot wash of {first.title}", f"tabletop report {record} --stage {first.id} --hotwash{elsewhere}"
    yield "debrief of the campaign", f"tabletop report {record} -o campaign.html{elsewhere}"


def campaign_papers(loaded: LoadedCampaign, chosen: str) -> tuple[Paper, ...]:
    """The papers of the whole: what it is about, a role for each seat, a chain sheet, the guide for the facilitator."""
    campaign = loaded.campaign
    roles = [
        Paper("students", f"role-{seat.id}", seat.label, str(seat.label), tuple(_brief(loaded.briefs[str(seat.id)])))
        for seat in campaign.seats
    ]
    return (
        Paper("students", "campaign", str(campaign.title), "all", tuple(_about(loaded))),
        *roles,
        Paper("students", "chain-sheet", "Chain sheet", "all", tuple(_chain(loaded))),
        Paper("facilitator", "guide", f"{campaign.title}: guide", "facilitator", tuple(_guide(loaded, chosen))),
    )


def _brief(text: str) -> Iterator[Block]:
    for part in text.split("\n\n"):
        if part.strip() and not part.startswith("#"):
            yield Text(" ".join(part.split()))


def _about(loaded: LoadedCampaign) -> Iterator[Block]:
    campaign = loaded.campaign
    yield Text(f"*{campaign.disclaimer}*")
    yield Text(campaign.premise or campaign.summary)
    if campaign.dilemma:
        yield Text(campaign.dilemma)
    yield Heading(2, "The stages")
    yield Bullets(tuple(f"**{each.title}**{f', {each.date}' if each.date else ''}" for each in campaign.stages), True)
    yield Heading(2, "How it is scored")
    yield Text("Each stage is scored as a game of its own, and the stages are always shown side by side.")
    rows = [
        (str(each.label or each.id), *(f"{each.stages.get(stage.id, 0):g}" for stage in campaign.stages))
        for each in campaign.weights
    ]
    yield Grid(("Weights", *(str(stage.title) for stage in campaign.stages)), tuple(rows))
    if campaign.sentences:
        names = ", ".join(str(each.title).lower() for each in campaign.sentences)
        yield Text(f"Words kept or broken are added. The program keeps account of {names}.")
    yield from (Text(f"Cap: {cap.label}.") for cap in {str(cap.label): cap for cap in campaign.caps}.values())


def _chain(loaded: LoadedCampaign) -> Iterator[Block]:
    yield Text("Take one sentence of what was printed and follow it through the stages. Cite the log by its times.")
    rows = tuple((str(stage.title), "", "") for stage in loaded.campaign.stages)
    yield Grid(("Stage", "What was done with the sentence, and when", "What followed from that"), rows, (25, 40, 35))
    for question in loaded.campaign.learning_objectives:
        yield Text(str(question.text))


def _guide(loaded: LoadedCampaign, chosen: str) -> Iterator[Block]:
    campaign = loaded.campaign
    yield Text(campaign.summary)
    for each in campaign.formats:
        mark = " (the one that was asked for)" if each.id == chosen else ""
        yield Heading(2, f"{each.label or each.id}{mark}")
        yield Grid(
            ("Meeting", "Minutes", "What"),
            tuple((str(slot.meeting or "homework"), str(slot.minutes), slot.what) for slot in each.agenda),
        )
    yield Heading(2, "Presets")
    yield Bullets(tuple(f"`{each.id}` {each.label}. {each.lesson}" for each in campaign.presets))
    yield Heading(2, "Assumptions of the campaign")
    yield Grid(
        ("Name", "What", "Low", "Base", "High", "Grade", "Why"),
        tuple(
            (f"`{a.id}`", a.label, f"{a.low:g}", f"{a.base:g}", f"{a.high:g}", a.grade, a.why)
            for a in campaign.assumptions
        ),
    )
    yield Heading(2, "Questions for the debrief")
    yield Bullets(tuple(f"*{q.pattern}* {q.text}" for q in campaign.debrief.questions), True)
    if campaign.debrief.limits is not None:
        yield Heading(2, "Limits")
        yield Text(f"{campaign.debrief.limits.modelled} Left out: {campaign.debrief.limits.left_out}")
