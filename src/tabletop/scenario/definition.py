"""The scenario as written: one frozen tree of definitions. Nothing here runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import (
    Assumption,
    Flag,
    Gauge,
    Judgement,
    Latent,
    Lift,
    Movement,
    Package,
    Place,
    Preset,
    Programme,
    Relation,
    Route,
    SeatRef,
    Source,
    SourceRef,
    Stock,
    Text,
    Theatre,
)
from tabletop.scenario.happenings import DecisionPoint, Doctrine, Inject, Joint, Persona
from tabletop.scenario.notation import (
    Condition,
    Days,
    Definition,
    Duration,
    Formula,
    Moment,
    MomentKey,
    Prose,
    Refers,
    Slug,
    Word,
)
from tabletop.simtime import Clock


class Startex(Definition):
    """Calendar date of D+0, whose midnight is minute 0, and the zone that times are told in."""

    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    zone: Prose = ""


class Endex(Definition):
    """The end: `at` days after STARTEX (an expression over latents and assumptions), never after `latest`.

    Both may be a date.
    """

    at: Days
    latest: Moment
    hidden: bool = True


class Ending(Definition):
    """A named end. At ENDEX the first whose condition holds gives the outcome; the last needs none."""

    id: Slug
    title: Prose
    when: Condition | None = None
    text: Prose = ""


class AgendaItem(Definition):
    """A slice of class time."""

    minutes: Annotated[int, Field(ge=1)]
    what: Prose


class Length(Definition):
    """A session length and its agenda; the minutes add up to the length."""

    id: Word
    label: Prose = ""
    agenda: list[AgendaItem] = []


class Seat(Definition):
    """Who is played. `unlisted` says what happens to its decision points outside the session's length."""

    id: Slug
    label: Prose
    short: Prose
    brief: Prose = Field(description="text, or the path of a .md file in the scenario's folder")
    controls: list[Prose] = []
    player: Literal["human", "doctrine"] = "human"
    optional: bool = False
    doctrine: Annotated[str, Refers("doctrine")] | None = None
    unlisted: Literal["default", "doctrine"] = "default"


class Measure(Definition):
    """A quantity judged: value `zero` scores 0, `hundred` scores 100, straight between, clipped."""

    share: Annotated[float, Field(gt=0, le=100)] = 100.0
    mode: Literal["mean", "terminal", "minimum", "maximum"]
    of: Formula
    zero: float
    hundred: float
    label: Prose = ""
    unit: Prose = ""


class Objective(Definition):
    """What a seat is judged on. `watches` names quantities whose entries are cited as evidence."""

    id: Slug
    seat: SeatRef
    title: Prose
    about: Prose = ""
    weight: Annotated[float, Field(gt=0)]
    measures: list[Measure] = Field(min_length=1)
    watches: list[Annotated[str, Refers("quantity")]] = []

    @model_validator(mode="after")
    def _whole(self) -> Objective:
        if abs(sum(m.share for m in self.measures) - 100) > 1e-9:
            raise ValueError(f"the shares of the measures add up to {sum(m.share for m in self.measures):g}, not 100")
        return self


class Gate(Definition):
    """A cap on the total of some seats once a condition has held at ENDEX."""

    id: Slug
    label: Prose
    when: Condition
    seats: list[SeatRef]
    cap: Annotated[float, Field(ge=0, le=100)]
    inject: Annotated[str, Refers("inject")] | None = None


class LearningObjective(Definition):
    """What a student can do afterwards."""

    id: Annotated[str, Field(pattern=r"^LO[0-9]+$")]
    text: Prose
    bloom: Prose
    observed_in: list[Prose] = []


class Question(Definition):
    """A debrief question after one of the six patterns."""

    pattern: Prose
    text: Prose


class Fact(Definition):
    """A sourced statement, read after play."""

    text: Prose
    sources: list[SourceRef] = []


class Exercise(Definition):
    """A paper exercise for the debrief."""

    title: Prose
    minutes: int
    intro: Prose
    items: list[Prose]
    close: Prose = ""


class Epilogue(Definition):
    """What is told of the years after. The first paragraph of each `when` group that holds is printed."""

    title: Prose
    when: Condition | None = None
    text: Prose


class Limits(Definition):
    """The limits card."""

    purpose: Prose
    modelled: Prose
    left_out: Prose
    influential: list[Annotated[str, Refers("assumption")]]
    data: Prose = ""
    change_mind: Prose
    dispute_first: Prose = ""


class Debrief(Definition):
    """Everything for the hour after."""

    questions: list[Question] = []
    riders: list[Prose] = []
    what_happened: list[Fact] = []
    exercises: list[Exercise] = []
    epilogue: list[Epilogue] = []
    limits: Limits | None = None


class Paragraph(Definition):
    """A paragraph of a document, printed when its condition holds."""

    when: Condition | None = None
    text: Prose


class Document(Definition):
    """A text that the game writes, such as a joint statement."""

    id: Slug
    title: Prose
    paragraphs: list[Paragraph]


class Scenario(Definition):
    """A whole scenario. Sections are concatenated over the files that `include` names."""

    format: Literal[1]
    id: Slug
    version: Word
    title: Prose
    summary: Prose
    disclaimer: Prose
    tutorial: bool = Field(False, description="whether a newcomer is told the first steps while playing")
    facts_as_of: Word = ""
    premise: Prose = ""
    dilemma: Prose = ""
    include: list[str] = []
    step: Duration = 1440
    startex: Startex
    endex: Endex
    endings: list[Ending] = Field(min_length=1)
    lengths: list[Length] = []
    default_length: Word | None = None
    clock: Literal["days", "calendar"] = Field("days", description="how people are told times: as D+… or as dates")
    calendar: dict[MomentKey, Prose] = Field({}, description="moment to words, such as 30d: Founding day")

    seats: list[Seat] = Field(min_length=1)
    gauges: list[Gauge] = []
    stocks: list[Stock] = []
    flags: list[Flag] = []
    texts: list[Text] = []
    latents: list[Latent] = []
    assumptions: list[Assumption] = []
    judgements: list[Judgement] = []
    presets: list[Preset] = []
    formulas: dict[Slug, Formula] = Field({}, description="named expressions, worked out where they are used")
    theatres: list[Theatre] = []
    places: list[Place] = []
    routes: list[Route] = []
    lifts: list[Lift] = []
    packages: list[Package] = []
    movement: Movement = Movement()
    programmes: list[Programme] = []
    setup: list[Effect] = Field([], description="done at STARTEX, after the latents are drawn")

    relations: list[Relation] = []
    injects: list[Inject] = []
    decisions: list[DecisionPoint] = []
    joint: list[Joint] = []
    doctrines: list[Doctrine] = []
    personas: list[Persona] = []
    references: list[Doctrine] = Field(
        [], description="the two policies that reviews play on by: a cautious one, then a firm one", max_length=2
    )

    objectives: list[Objective] = []
    gates: list[Gate] = []
    learning_objectives: list[LearningObjective] = []
    debrief: Debrief = Debrief()
    documents: list[Document] = []
    sources: list[Source] = []
    preset_default: Annotated[str, Refers("preset")] | None = None

    @model_validator(mode="after")
    def _two_references(self) -> Scenario:
        if len(self.references) == 1:
            raise ValueError("references are two: a cautious policy, then a firm one")
        return self

    @property
    def times(self) -> Clock:
        """How moments of this scenario are read and told."""
        return Clock(self.startex.date, self.clock == "calendar")
