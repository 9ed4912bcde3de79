"""What the words were worth: the last word's stage played again and again, with it and with another in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from tabletop.bots.players import make_chooser
from tabletop.campaign.course import CampaignCourse
from tabletop.campaign.definition import Worth
from tabletop.campaign.ends import word_label
from tabletop.engine.chance import derived_seed
from tabletop.engine.program import Program
from tabletop.record.prompting import HUMAN, SCRIPT, Performance
from tabletop.record.record import Record
from tabletop.record.script import Answer, Script
from tabletop.scoring.scorecard import totals

CERTAIN = 1.96
"""Half-width of a 95 % interval in standard errors (normal approximation; the replays are many)."""


@dataclass(frozen=True)
class WordsWorth:
    """The paired difference in a stage's score of one seat: as carried, less with the other word; 95 % interval.

    `carried` and `other` are the two words as people read them, `called` False when the interval holds 0.
    """

    seat: str
    carried: str
    other: str
    mean: float
    error: float
    replays: int

    @property
    def called(self) -> bool:
        """Whether the difference is more than chance would make."""
        return abs(self.mean) > CERTAIN * self.error

    def words(self, name: str) -> str:
        """'US: consult instead of look at was worth +3.1 points (standard error 0.8).'"""
        if self.carried == self.other:
            return f"{name}: the text was “{self.carried}”, with which it is compared."
        verdict = "" if self.called else "; too close to call"
        return (
            f"{name}: “{self.carried}” instead of “{self.other}” was worth {self.mean:+.1f} points "
            f"(standard error {self.error:.1f}, {self.replays} replays{verdict})."
        )


def words_worth(course: CampaignCourse, replays: int = 0) -> list[WordsWorth]:
    """For each seat of the campaign; nothing before the stage has ended, or where the campaign does not ask.

    What people decided in that stage is given wherever it is asked for and open, and everything else is held: the
    setup, hidden facts that were carried, and in each pair the same chance.
    """
    asked = course.loaded.campaign.worth
    played = next((each for each in course.stages if asked and each.stage.id == asked.stage and each.end), None)
    if asked is None or played is None:
        return []
    count = replays or asked.replays
    program = played.replayed.simulation.program
    script = _script(played.replayed.record)
    word = played.end.words[asked.text] if played.end else ""
    start = str(played.replayed.record.header.starts.get(asked.text, word))
    carried, other = (_scores(program, script, asked, value, count) for value in (start, str(asked.against)))
    names = [word_label(program.scenario, str(asked.text), value) for value in (start, str(asked.against))]
    return [
        _pair(str(seat.id), names, [a[str(seat.id)] - b[str(seat.id)] for a, b in zip(carried, other, strict=True)])
        for seat in course.loaded.campaign.seats
    ]


def _pair(seat: str, names: list[str], differences: list[float]) -> WordsWorth:
    error = stdev(differences) / sqrt(len(differences)) if len(differences) > 1 else 0.0
    return WordsWorth(seat, names[0], names[1], fmean(differences), error, len(differences))


def _scores(program: Program, script: Script, asked: Worth, value: str, count: int) -> list[dict[str, float]]:
    starts = {**script.starts, str(asked.text): value}
    return [_score(program, replace(script, starts=starts, seed=_seed(number))) for number in range(count)]


def _score(program: Program, script: Script) -> dict[str, float]:
    performance = Performance(script, program, lambda spec: make_chooser(spec, program), entries=False)
    performance.play()
    return totals(performance.simulation)


def _seed(number: int) -> int:
    return derived_seed(0, "words worth", number)


def _script(record: Record) -> Script:
    """What people decided in a stage, as a script with the stage's setup."""
    header = record.header
    people = [seat for seat, player in header.seats.items() if player == HUMAN]
    answers = tuple(
        Answer(line.seat, line.decision, tuple(line.choice), if_open=True)
        for line in record.decisions
        if line.seat in people
    )
    settings: dict[str, Any] = {
        name: getattr(header, name) for name in ("preset", "length", "texts", "assumptions", "latents", "starts")
    }
    seats = {**header.seats, **dict.fromkeys(people, SCRIPT)}
    return Script(record.path, header.scenario, seats=seats, decisions=answers, **settings)
