"""`review` of a whole campaign: the ledger of the whole, what each stage gave to it, then every stage in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tabletop.cli.output import say
from tabletop.plain.text import one_line, pad

if TYPE_CHECKING:
    from tabletop.campaign.course import CampaignCourse
    from tabletop.engine.program import Program

    TellStage = Callable[[Mapping[str, Any], Program], None]

TERMS = {
    "own": "expected at the stages' own starts, as the references play",
    "carried": "what the carried state was worth",
    "decisions": "own decisions, against the best that was open",
    "luck": "luck: chance, and what came to light",
    "others": "what the other seats chose",
    "drift": "room that the references leave to a better player",
    "words": "words kept or broken",
    "held": "taken by a cap, or by the ends of the scale",
    "final": "the campaign",
}
_COLUMNS = ("own", "carried", "decisions", "luck", "others", "drift")


def review(
    course: CampaignCourse, *, futures: int, jobs: int, seats: tuple[str, ...], report: Callable[[int, int], None]
) -> dict[str, Any]:
    """The review of a campaign; `report` hears (playouts done, of all) of the stage that is being reviewed."""
    from tabletop.campaign.review import review_campaign

    return review_campaign(course, futures=futures, jobs=jobs, seats=seats or None, report=report)


def tell_campaign(course: CampaignCourse, found: Mapping[str, Any], tell_stage: TellStage) -> None:
    """A review in lines: the campaign's ledger for each seat, then each stage by `tell_stage`."""
    say(f"{one_line(course.loaded.campaign.title)}: a review of seed {found['seed']}, weights {found['weights']}")
    labels = {str(seat.id): one_line(seat.label) for seat in course.loaded.campaign.seats}
    for seat, told in found["seats"].items():
        say()
        say(f"{labels[seat]} ({seat})")
        _ledger(told["ledger"])
        _stages(told["stages"])
    for played in course.stages:
        say()
        say(f"=== {one_line(played.stage.title)}")
        tell_stage(found["stages"][str(played.stage.id)], played.replayed.simulation.program)


def _ledger(book: Mapping[str, float]) -> None:
    say()
    say("  Where the points of the campaign came from")
    for name, words in TERMS.items():
        value = book[name]
        say(f"    {value:6.1f}  {words}" if name in ("own", "final") else f"    {value:+6.1f}  {words}")


def _stages(stages: Mapping[str, Mapping[str, Any]]) -> None:
    """Each stage's own terms, before they are weighed."""
    say()
    heads = f"{'share':>5} {'own':>5} {'carried':>7} {'decided':>7} {'luck':>6} {'others':>6} {'drift':>6} {'score':>6}"
    say(f"  {pad('stage', 22)}{heads}")
    for told in stages.values():
        carried, decided, *rest = (told[term] for term in _COLUMNS[1:])
        numbers = f"{told['own']:5.1f} {carried:+7.1f} {decided:+7.1f} " + " ".join(f"{value:+6.1f}" for value in rest)
        share = f"{100 * told['share']:4.0f}%"
        say(f"  {pad(one_line(told['title'])[:21], 22)}{share} {numbers} {told['score']:6.1f}")
