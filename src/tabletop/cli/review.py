"""`review`: what was decision and what was luck."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns
from tabletop.cli import given as setups
from tabletop.cli.output import say, say_json
from tabletop.engine.numerals import numeral
from tabletop.plain.text import one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.analysis.progress import Progress
    from tabletop.engine.program import Program
    from tabletop.record.record import Record
    from tabletop.simtime import Clock

WIDTH = 80
MOST_FUTURES = 100_000
_TERMS = {
    "start": "expected at the start, playing as the references do",
    "decisions": "own decisions, against the best that was open",
    "luck": "luck: chance, and what came to light",
    "others": "what the other seats chose",
    "drift": "room that the references leave to a better player",
    "final": "final score",
}


@click.command("review")
@click.argument("file", metavar="RECORD", type=click.Path())
@click.option(
    "--futures", metavar="N", type=click.IntRange(2, MOST_FUTURES), default=400, show_default=True,
    help="Futures in which each open option is played on; half cautiously, half firmly.",
)  # fmt: skip
@click.option("--jobs", metavar="N", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--seat", "seats", metavar="SEAT", multiple=True, help="Only this seat; people's seats otherwise.")
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@click.option("--stage", default="", help="Of a campaign: this stage alone.")
@campaigns.WEIGHTS
@setups.JSON
def review_command(
    file: str, futures: int, jobs: int, seats: tuple[str, ...], scenario: str | None, stage: str, weights: str,
    as_json: bool,
) -> int:  # fmt: skip
    """What each open option of RECORD was worth on what was known then, which decisions mattered, and what was luck.

    Every option that was open is played on in the same futures. The result does not depend on --jobs. Of a campaign
    every stage is reviewed, and one ledger of the whole adds up.
    """
    from tabletop.analysis.review import review
    from tabletop.cli import campaign_review, kinds
    from tabletop.session import record_folder

    path = setups.existing(file, record_folder())
    if not stage and kinds.record_is_campaign(path):
        course = campaigns.weighed(campaigns.replayed(path, scenario, verify=True), weights)
        line = Line()
        reviewed = campaign_review.review(course, futures=futures, jobs=jobs, seats=seats, report=line)
        line.clear()
        if as_json:
            say_json(reviewed)
        else:
            campaign_review.tell_campaign(course, reviewed, tell_review)
        return 0
    record, program = recorded(file, scenario, stage)
    progress = Line()
    found = review(record, program, futures=futures, jobs=jobs, seats=seats or None, report=progress)
    progress.clear()
    if as_json:
        say_json(found)
    else:
        tell_review(found, program)
    return 0


def recorded(file: str, scenario: str | None, stage: str = "") -> tuple[Record, Program]:
    """A record by its path or its name in the folder of records, and its scenario compiled; of a campaign a stage."""
    from tabletop.cli import kinds
    from tabletop.engine.program import compile_program
    from tabletop.record.codec import read_record
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load
    from tabletop.session import record_folder

    path = setups.existing(file, record_folder())
    if kinds.file_is_campaign(path):
        return campaigns.stage_record(path, scenario, stage)
    record = read_record(path, stage)
    return record, compile_program(load(find(scenario or record.header.scenario)))


class Line:
    """The line of progress of a review: how many playouts it will take is known once it has begun."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        from tabletop.analysis.progress import Progress

        if self._progress is None:
            self._progress = Progress(total, "playouts", sys.stderr)
        self._progress(done)

    def clear(self) -> None:
        """Take the line away."""
        if self._progress is not None:
            self._progress.clear()


def tell_review(found: Mapping[str, Any], program: Program) -> None:
    """A review in lines."""
    labels = {str(seat.id): seat.label for seat in program.scenario.seats}
    say(f"{one_line(program.scenario.title)}: a review of seed {found['seed']}, preset {found['preset'] or 'none'}")
    _paragraph(
        f"Each option that was open was played on in {found['futures']} futures, the same for every option: in half "
        "of them cautiously, in half of them firmly. Scores are expected final scores (0 to 100) on what the seat "
        "could know. A teaching model, not a forecast."
    )
    for seat, told in found["seats"].items():
        say()
        say(f"{one_line(labels[seat])} ({seat})")
        _ledger(told)
        for number, decision in enumerate(told["decisions"], 1):
            _decision(number, decision)
        _luck(told, program.times)


def _ledger(told: Mapping[str, Any]) -> None:
    say()
    say("  Where the points came from")
    for name, words in _TERMS.items():
        value = told["ledger"][name]
        say(f"    {value:6.1f}  {words}" if name in ("start", "final") else f"    {numeral(value, '+6.1f')}  {words}")
    say(f"    {told['luck_removed']:6.1f}  final score with luck taken out")


def _decision(number: int, decision: Mapping[str, Any]) -> None:
    say()
    say(f"  {number}. {decision['time']}  {one_line(decision['title'])}")
    if decision["forced"]:
        say(f"     {one_line('; '.join(decision['labels']))}: nothing else was open")
        return
    _paragraph(_verdict(decision), "     ")
    say("     " + pad("option", 44) + " worth  95 % interval")
    for option in decision["options"]:
        low, high = option["interval"]
        mark = "*" if option["choice"] == decision["choice"] else " "
        first, *rest = wrap(one_line(option["label"]), width=44)
        say(f"   {mark} {pad(first, 45)} {option['value']:5.1f}  {low:5.1f} to {high:5.1f}")
        for line in rest:
            say(f"       {line}")


def _verdict(decision: Mapping[str, Any]) -> str:
    chosen = one_line("; ".join(decision["labels"]))
    who = f"{chosen} (the default, since nobody answered)" if decision["by"] == "default" else chosen
    if not decision["label"]:
        return f"{who}. Nothing that was open was better."
    losses = " and ".join(f"{_points(loss['mean'])} if played on {way}" for way, loss in _ways(decision))
    if decision["label"] == "close call":
        return f"{who}. A close call: the best of the others gains {losses}, too little to call."
    article = "An" if decision["label"][0] in "aeiou" else "A"
    return f"{who}. {article} {decision['label']}: it cost {losses}."


def _ways(decision: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    adverbs = {"cautious": "cautiously", "firm": "firmly"}
    return [(adverbs.get(name, name), loss) for name, loss in decision["loss"].items()]


def _points(value: float) -> str:
    return f"{value:.0f} point{'' if round(value) == 1 else 's'}"


def _luck(told: Mapping[str, Any], times: Clock) -> None:
    say()
    say("  Luck (chance, and what came to light) and what others chose, by stretch")
    width = 38 if times.dates else 24
    for part in told["intervals"]:
        luck, others = (numeral(part[name], "+5.1f") for name in ("luck", "others"))
        since, until = times.moment(part["from"]), times.moment(part["to"])
        say(f"    {pad(f'{since} to {until}', width)} luck {luck}   others {others}")
        for draw in part["draws"][:2]:
            if abs(draw["points"]) >= 1:
                odds = f"{100 * draw['odds']:.0f} in 100" + (" a day" if draw["by_rate"] else "")
                _paragraph(f"{one_line(draw['what'])} ({odds}): {draw['points']:+.0f} in this very game", "      ")


def _paragraph(text: str, indent: str = "") -> None:
    for line in wrap(text, indent=len(indent), width=WIDTH):
        say(line)
