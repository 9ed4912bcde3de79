"""`report` of a whole campaign."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop import __version__
from tabletop.cli.output import say_json, schema_head
from tabletop.errors import CannotRead, RecordMismatch

if TYPE_CHECKING:
    from tabletop.campaign.course import CampaignCourse
    from tabletop.campaign.worth import WordsWorth


def report(
    course: CampaignCourse, output: Path | None, *, saved: Path | None, futures: int, jobs: int,
    seats: tuple[str, ...], as_json: bool,
) -> str:  # fmt: skip
    """The report as text for `output` or for stdout; with `as_json` it is said here, and '' comes back."""
    from tabletop.campaign.worth import words_worth
    from tabletop.report.campaign import campaign_paper

    review = _review(course, saved, futures, jobs, seats)
    worth = words_worth(course, 0 if futures else 20)
    if as_json:
        say_json(_as_object(course, worth, review))
        return ""
    paper = campaign_paper(course, worth, review)
    if output is not None and output.suffix.lower() == ".html":
        from tabletop.report.printing import page

        campaign = course.loaded.campaign
        return page(paper, f"{campaign.id} {campaign.version}, tabletop {__version__}. {campaign.disclaimer}")
    return paper.markdown


def _review(
    course: CampaignCourse, saved: Path | None, futures: int, jobs: int, seats: tuple[str, ...]
) -> Mapping[str, Any] | None:
    """The saved review, or a new one; none without futures, and none of a campaign that has not come to its end."""
    if saved is not None:
        return _read(saved, course.digest)
    if not futures or not course.complete:
        return None
    from tabletop.campaign.review import review_campaign
    from tabletop.cli.review import Line

    progress = Line()
    found = review_campaign(course, futures=futures, jobs=jobs, seats=seats or None, report=progress)
    progress.clear()
    return found


def _read(path: Path, digest: str) -> Mapping[str, Any]:
    """A review of this campaign that was saved. Raises CannotRead and RecordMismatch."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CannotRead(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise CannotRead(f"{path}: not JSON", "make it with `tabletop review RECORD --json`") from None
    if not isinstance(found, dict) or found.get("schema") != "tabletop-campaign-review/1":
        raise CannotRead(f"{path}: not the review of a campaign", "make it with `tabletop review RECORD --json`")
    if found.get("digest") != digest:
        raise RecordMismatch(f"{path}: a review of another course of the campaign", "review this record anew")
    return found


def refuse_hotwash() -> None:
    """A hot wash belongs to one stage."""
    raise click.UsageError("--hotwash is about one game: name the stage with --stage")


def _as_object(course: CampaignCourse, worth: list[WordsWorth], review: Mapping[str, Any] | None) -> dict[str, Any]:
    from tabletop.campaign.machine import as_object

    told = [{**vars(each), "called": each.called} for each in worth]
    return {**schema_head("report-campaign"), **as_object(course), "worth": told, "review": review}
