"""The campaign as written: ordinary scenarios in a row, what is carried from one to the next, how the whole is scored.

Expressions may name what stages before have ended with as `<stage>_<name>`: any gauge, stock, flag, text, hidden fact,
assumption, programme or formula of that stage's scenario, and `<stage>_score_<seat>` for the score of a seat; and the
campaign's own assumptions. Nothing here runs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tabletop.scenario.definition import Debrief, LearningObjective
from tabletop.scenario.elements import Assumption, Source
from tabletop.scenario.notation import AnyValue, Condition, Definition, Formula, Prose, Slug, Word

StageId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$", max_length=32)]


class CampaignSeat(Definition):
    """A seat that goes through all stages. Stages may have more seats; they are players of their own stage."""

    id: Slug
    label: Prose
    short: Prose
    brief: Prose = Field(description="text, or the path of a .md file in the campaign's folder")


class Carry(Definition):
    """What a stage starts with because of those before: a `shift` of its own start, or a `value` in its place.

    `to` is a gauge, stock, flag, text, hidden fact or assumption of the stage's scenario. `within` bounds a shift: one
    number for both directions, or the lowest and the highest.
    """

    to: Slug
    shift: Formula | None = None
    value: AnyValue | None = None
    within: Annotated[float, Field(ge=0)] | tuple[float, float] | None = None
    when: Condition | None = None
    why: Prose = ""

    @model_validator(mode="after")
    def _one_form(self) -> Carry:
        if (self.shift is None) == (self.value is None):
            raise ValueError("what is carried has either 'shift' or 'value'")
        if self.within is not None and self.shift is None:
            raise ValueError("'within' bounds a shift; a value needs none")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest shift."""
        if self.within is None:
            return (-1e9, 1e9)
        return self.within if isinstance(self.within, tuple) else (-self.within, self.within)


class Told(Definition):
    """A line of a card: of those with the same title the first whose condition holds. May hold {name} of a value."""

    title: Prose
    when: Condition | None = None
    text: Prose


class Message(Definition):
    """A message of the campaign, shown before a stage begins or after the last one."""

    id: Slug
    sender: Prose = Field(alias="from")
    subject: Prose
    when: Condition | None = None
    body: Prose


class Stage(Definition):
    """One scenario of the row. `scenario` is an id, or a folder inside the campaign's.

    `overlay` is a file of more sections, put behind the scenario as if it included them. `premise` and `startex` stand
    in the place of the scenario's own premise and date of D+0.
    """

    id: StageId
    title: Prose
    date: Prose = ""
    scenario: Prose
    overlay: Prose = ""
    premise: Prose = ""
    startex: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    carry: list[Carry] = []
    messages: list[Message] = Field([], description="shown before the stage")
    card: list[Told] = Field([], description="the carry-over card, shown before the stage")


class Deed(Definition):
    """What a seat has done about a sentence, and the points that it is worth."""

    seat: Slug
    when: Condition
    points: Formula
    text: Prose


class Sentence(Definition):
    """One sentence of what was signed: how it reads (the first of `signed` that holds), and what was done about it."""

    id: Slug
    title: Prose
    signed: list[Told] = Field(min_length=1)
    deeds: list[Deed] = []


class CampaignCap(Definition):
    """A cap on the campaign's score of some seats: `cap` in points, 100 where it does not bite."""

    id: Slug
    label: Prose
    seats: list[Slug] = Field(min_length=1)
    when: Condition | None = None
    cap: Formula


class WeightSet(Definition):
    """Shares of the stages in the campaign's score; only their proportions count."""

    id: Slug
    label: Prose = ""
    stages: dict[StageId, Annotated[float, Field(ge=0)]]

    @model_validator(mode="after")
    def _some_weight(self) -> WeightSet:
        if not sum(self.stages.values()) > 0:
            raise ValueError("at least one stage needs a weight above 0")
        return self


class Sitting(Definition):
    """A slice of the time of a class; `meeting` counts from 1, 0 is homework."""

    meeting: Annotated[int, Field(ge=0)] = 1
    minutes: Annotated[int, Field(ge=1)]
    what: Prose


class Format(Definition):
    """How a class plays the campaign: the session length of each stage, and what fills the time."""

    id: Slug
    label: Prose = ""
    lengths: dict[StageId, Word] = {}
    agenda: list[Sitting] = []


class CampaignPreset(Definition):
    """A named set of the campaign's assumptions and of presets of its stages."""

    id: Slug
    label: Prose
    lesson: Prose = ""
    assumptions: dict[Slug, float] = {}
    stages: dict[StageId, Slug] = {}


class Worth(Definition):
    """What the words were worth: the score of a stage with the text as carried, less the score with `against`."""

    stage: StageId
    text: Slug
    against: Slug
    replays: Annotated[int, Field(ge=2, le=10_000)] = 200


class Save(Definition):
    """A prepared save: a script whose first stages stand for a meeting that was missed."""

    id: Word
    title: Prose
    script: Prose


class Campaign(Definition):
    """A whole campaign. `linchpin` is the quantity whose lowest point over all stages is told at the end."""

    format: Literal[1]
    id: Slug
    version: Word
    title: Prose
    summary: Prose
    disclaimer: Prose
    facts_as_of: Word = ""
    premise: Prose = ""
    dilemma: Prose = ""
    seats: list[CampaignSeat] = Field(min_length=1)
    stages: list[Stage] = Field(min_length=1, max_length=20)
    weights: list[WeightSet] = Field(min_length=1)
    formats: list[Format] = []
    assumptions: list[Assumption] = []
    presets: list[CampaignPreset] = []
    sentences: list[Sentence] = []
    words_limit: Formula = Field(0, description="the most points that words kept can add, and broken ones take")
    caps: list[CampaignCap] = []
    linchpin: Slug | None = None
    posture: Slug | None = None
    worth: Worth | None = None
    saves: list[Save] = []
    messages: list[Message] = Field([], description="shown after the last stage")
    learning_objectives: list[LearningObjective] = []
    debrief: Debrief = Debrief()
    sources: list[Source] = []
