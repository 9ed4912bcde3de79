"""`compare` of whole campaigns: what each team signed, and the stage lines of each seat side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns
from tabletop.cli.output import say, say_json, schema_head
from tabletop.plain.text import one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.campaign.course import CampaignCourse


def compare(paths: Sequence[Path], scenario: str | None, *, mixed: bool, as_json: bool) -> int:
    """Put campaigns side by side, teams in the order of their names; the exit code.

    Raises click.UsageError for campaigns that were set up otherwise, unless `mixed`.
    """
    from tabletop.campaign.machine import as_object

    courses = {path.stem: campaigns.replayed(path, scenario, verify=True) for path in sorted(paths)}
    _agree(list(courses.values()), mixed=mixed)
    if as_json:
        teams = {name: as_object(course) for name, course in courses.items()}
        say_json({**schema_head("compare-campaigns"), "teams": teams})
    else:
        _tell(courses)
    return 0


def _agree(courses: Sequence[CampaignCourse], *, mixed: bool) -> None:
    """Scores compare only under one campaign, preset, format and set of weights."""
    settings: dict[str, list[Any]] = {
        "campaign": [course.loaded.sha256 for course in courses],
        "preset": [course.setup.preset for course in courses],
        "format": [course.setup.format for course in courses],
        "weights": [course.setup.weights for course in courses],
        "assumptions": [sorted(course.setup.assumptions.items()) for course in courses],
    }
    differing = [name for name, values in settings.items() if any(value != values[0] for value in values)]
    if "campaign" in differing or (differing and not mixed):
        way = "" if "campaign" in differing else "; --mixed shows them all the same"
        raise click.UsageError(f"these campaigns differ in {', '.join(differing)}, so that scores do not compare{way}")


def _tell(courses: dict[str, CampaignCourse]) -> None:
    from tabletop.campaign.score import campaign_scores, words_and_deeds

    first = next(iter(courses.values()))
    say(f"{one_line(first.loaded.campaign.title)}: {len(courses)} campaigns side by side")
    for seat in first.loaded.campaign.seats:
        say()
        say(one_line(seat.label))
        stages = [str(stage.id) for stage in first.loaded.campaign.stages]
        say("  " + pad("team", 24) + "".join(f"{stage[:8]:>9}" for stage in stages) + f"{'words':>7}{'whole':>7}")
        for name, course in courses.items():
            if not course.ends:
                say(f"  {pad(name[:23], 24)} no stage has ended")
                continue
            score = campaign_scores(course.loaded, course.setup, course.ends)[str(seat.id)]
            cells = ["--" if line.score is None else f"{line.score:.0f} {line.rating}" for line in score.lines]
            whole = f"{score.total:.0f} {score.rating}" + ("" if score.complete else "*")
            row = "".join(f"{cell:>9}" for cell in cells)
            say(f"  {pad(name[:23], 24)}{row}{score.words:>+7.0f}{whole:>7}")
    if not all(course.complete for course in courses.values()):
        say("  * as far as it was played")
    say()
    say("What was signed, and what was done about it")
    for name, course in courses.items():
        say(f"  {name}")
        for sentence in words_and_deeds(course.loaded, course.setup, course.ends):
            done = "; ".join(f"{seat} {deed.text}" for seat, deed in sentence.deeds)
            text = f"{one_line(sentence.title)}: {one_line(sentence.signed)} {done}".strip()
            say("\n".join(wrap(text, indent=4, hanging=2)))
