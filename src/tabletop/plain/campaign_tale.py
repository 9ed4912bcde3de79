"""A campaign told from outside, in lines: each stage by its decisions and its end, then what the whole came to."""

from __future__ import annotations

from tabletop.campaign import telling
from tabletop.campaign.course import CampaignCourse, StagePlayed
from tabletop.campaign.score import campaign_scores, words_and_deeds
from tabletop.engine.cards import cards
from tabletop.plain.console import Console
from tabletop.plain.text import one_line
from tabletop.record.record import NoteLine
from tabletop.scoring.scorecard import score

_TAKEN = ("decision", "default")


def tell_course(console: Console, course: CampaignCourse) -> None:
    """The whole campaign as far as it was played, as the facilitator sees it."""
    _tell_head(console, course)
    for number, played in enumerate(course.stages, 1):
        _tell_stage(console, course, number, played)
    if course.ends:
        tell_whole(console, course)
    console.line()
    console.line(f"Digest {course.digest}")


def tell_whole(console: Console, course: CampaignCourse) -> None:
    """Scores with the stages side by side, words and deeds, the linchpin, the posture."""
    labels = {str(seat.id): one_line(seat.label) for seat in course.loaded.campaign.seats}
    for seat, found in campaign_scores(course.loaded, course.setup, course.ends).items():
        console.line()
        console.line(f"CAMPAIGN {labels[seat]}")
        for line in telling.score_lines(found):
            console.line(f"    {line}")
    told = words_and_deeds(course.loaded, course.setup, course.ends)
    if told:
        console.heading("Words and deeds")
    for title, paragraphs in telling.words(told, telling.labels(course.loaded)):
        console.say(f"{one_line(title)}: {' '.join(one_line(each) for each in paragraphs)}", hanging=4)
    console.line()
    played = [each for each in course.stages if each.end is not None]
    for line in (telling.linchpin_line(course.loaded, played), telling.posture_line(course.loaded, course.ends)):
        if line:
            console.say(line)


def _tell_head(console: Console, course: CampaignCourse) -> None:
    campaign, setup = course.loaded.campaign, course.setup
    console.line(f"{one_line(campaign.title)} ({campaign.id}, version {campaign.version})")
    chosen = f"format {setup.format or 'none'}, weights {setup.weights}"
    console.line(f"Seed {setup.seed}, preset {setup.preset or 'none'}, {chosen}")
    for name, value in setup.assumptions.items():
        console.line(f"Set: {name} = {value:g}")


def _tell_stage(console: Console, course: CampaignCourse, number: int, played: StagePlayed) -> None:
    sim = played.replayed.simulation
    console.heading(f"STAGE {number} of {len(course.loaded.campaign.stages)}: {one_line(played.stage.title)}")
    console.line(f"{one_line(sim.program.scenario.title)} ({sim.program.scenario.id}), stage seed {sim.setup.seed}")
    ends = {str(each.stage.id): each.end for each in course.stages[: number - 1] if each.end is not None}
    for title, text in telling.carry_over(course.loaded, course.setup, ends, played.stage):
        console.say(f"{one_line(title)}: {one_line(text)}", indent=2, hanging=2)
    starts = telling.starts(played.carried, [each.to for each in played.carried])
    if starts:
        console.say("Carried over: " + "; ".join(starts) + ".", indent=2, hanging=2)
    _tell_decisions(console, played)
    _tell_end(console, played)


def _tell_decisions(console: Console, played: StagePlayed) -> None:
    """What the seats that are scored in the campaign chose, and why they said they did."""
    sim = played.replayed.simulation
    seats = {str(seat.id): one_line(seat.short) for seat in sim.program.scenario.seats if seat.player == "human"}
    said = {(line.at, line.seat, line.decision): line for line in played.replayed.record.decisions}
    clocks = {card.n: card.clock for card in cards(sim, None, 0)}
    opened = {entry.what: entry.at for entry in sim.entries if entry.kind == "opened"}
    for entry in sim.entries:
        if entry.kind not in _TAKEN or entry.detail["seat"] not in seats or entry.n not in clocks:
            continue
        if entry.kind == "default" and entry.at == opened.get(entry.what):
            continue  # this length of session puts it to nobody
        point = sim.program.points[entry.what].point
        chosen = "; ".join(one_line(option.label) for option in point.options if option.id in entry.detail["choice"])
        how = " (by default)" if entry.kind == "default" else ""
        line = said.get((entry.at, entry.detail["seat"], entry.what))
        why = f" Reason: {one_line(line.rationale)}" if line is not None and line.rationale else ""
        seat = seats[entry.detail["seat"]]
        console.say(f"{clocks[entry.n]}  {seat}: {one_line(point.title)} -- {chosen or 'nothing'}{how}{why}", hanging=4)


def _tell_end(console: Console, played: StagePlayed) -> None:
    sim = played.replayed.simulation
    times = sim.program.scenario.times
    if sim.outcome is None:
        console.line(f"The record stops on {times.moment(sim.now)}; the stage is not over.")
        return
    console.line(f"END {times.moment(sim.outcome.at)}: {one_line(sim.outcome.title)}")
    scored = score(sim)
    labels = {str(seat.id): one_line(seat.short) for seat in sim.program.scenario.seats}
    console.line("SCORES " + ", ".join(f"{labels[seat]} {card.points} {card.rating}" for seat, card in scored.items()))
    for line in played.replayed.record.lines:
        if isinstance(line, NoteLine):
            console.say(f"Note ({line.seat or 'facilitator'}): {one_line(line.text)}", hanging=4)
