"""What the world is made of: quantities, places, forces, programmes, hidden facts, assumptions, sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tabletop.scenario.effects import Effect
from tabletop.scenario.notation import (
    AnyValue,
    Condition,
    Definition,
    Distribution,
    Duration,
    Formula,
    Prose,
    Refers,
    Slug,
    Word,
)

SourceRef = Annotated[str, Refers("source")]
SeatRef = Annotated[str, Refers("seat")]
Sight = Literal["exact", "band", "hidden"]
Grade = Literal["A", "B", "C"]


class Visibility(Definition):
    """Who sees a quantity and how well. Seats not listed have `others`."""

    seats: dict[SeatRef, Sight] = {}
    others: Sight = "exact"


class Source(Definition):
    """A public source. Confidence: H two good outlets or official, M one, L weak, D derived, B background."""

    id: Annotated[str, Field(pattern=r"^[A-Z]+[0-9]+$")]
    title: Prose
    date: Word = ""
    address: Prose = ""
    confidence: Literal["H", "M", "L", "D", "B"]


class Drift(Definition):
    """Daily return to a level: by half-life, or by a `share` of the gap a step. `because` names the relation."""

    to: Formula
    half_life: Duration | None = None
    share: Formula | None = None
    because: Annotated[str, Refers("relation")] | None = None

    @model_validator(mode="after")
    def _one_speed(self) -> Drift:
        if (self.half_life is None) == (self.share is None):
            raise ValueError("a drift has either 'half_life' or 'share'")
        return self


class Gauge(Definition):
    """A bounded index. `start` may be an expression over texts, latents and assumptions."""

    id: Slug
    label: Prose
    unit: Prose = "0–100"
    min: float = 0.0
    max: float = 100.0
    start: Formula
    drift: Drift | None = None
    computed: Formula | None = Field(None, description="worked out anew at every step instead of drifting")
    visible: Visibility = Visibility()
    words: list[Prose] = Field([], description="a word for each whole number from min, such as rung words")
    about: Prose = ""
    better: Literal["up", "down", "neither"] = "neither"
    headline: bool = Field(False, description="stands first on the screen")
    auxiliary: bool = Field(False, description="a pulse of the machinery; shown on cards, not on the screen")
    sources: list[SourceRef] = []
    renamed_from: list[str] = []

    @model_validator(mode="after")
    def _drifts_or_computed(self) -> Gauge:
        if self.drift is not None and self.computed is not None:
            raise ValueError("a gauge either drifts or is computed")
        return self


class Stock(Definition):
    """An amount, not an index: counted units, never below `min`."""

    id: Slug
    label: Prose
    unit: Prose
    start: Formula
    min: float = 0.0
    max: float = 1e9
    visible: Visibility = Visibility()
    about: Prose = ""
    better: Literal["up", "down", "neither"] = "neither"
    auxiliary: bool = False
    sources: list[SourceRef] = []
    renamed_from: list[str] = []


class Flag(Definition):
    """Something that has happened or not."""

    id: Slug
    label: Prose
    start: bool = False
    visible: Visibility = Visibility()


class Text(Definition):
    """A state with named values, such as the wording of an agreement."""

    id: Slug
    label: Prose
    values: list[Slug] = Field(min_length=1)
    labels: dict[str, Prose] = {}
    start: Slug
    input: bool = Field(False, description="may be given another start from outside (a campaign, --set)")
    visible: Visibility = Visibility()


class State(Definition):
    """One way a hidden fact can be, its odds, and the number that it counts as in arithmetic."""

    id: Slug
    odds: Annotated[float, Field(ge=0, le=1)]
    value: float | None = None
    label: Prose = ""


class Latent(Definition):
    """A hidden fact drawn at STARTEX: named `states` with odds, or a number from `value`."""

    id: Slug
    label: Prose
    states: list[State] = []
    value: Distribution | None = None
    visible: Visibility = Visibility(others="hidden")

    @model_validator(mode="after")
    def _one_form(self) -> Latent:
        if bool(self.states) == (self.value is not None):
            raise ValueError("a latent has either 'states' or 'value'")
        if self.states and abs(sum(state.odds for state in self.states) - 1) > 1e-9:
            raise ValueError(f"the odds of the states add up to {sum(s.odds for s in self.states):g}, not 1")
        return self


class Assumption(Definition):
    """A judgement number with its range, grade and reason. A sweep draws it from a triangle low-base-high."""

    id: Slug
    label: Prose
    low: float
    base: float
    high: float
    unit: Prose = ""
    grade: Grade
    why: Prose = ""
    sources: list[SourceRef] = []

    @model_validator(mode="after")
    def _ordered(self) -> Assumption:
        if not self.low <= self.base <= self.high:
            raise ValueError(f"low, base and high must be in order, found {self.low:g}, {self.base:g}, {self.high:g}")
        return self


class Judgement(Definition):
    """A judgement that the file cannot hold in one number (a table, an odds range): stated, not swept."""

    id: Word
    label: Prose
    low: Word = ""
    base: Word = ""
    high: Word = ""
    unit: Prose = ""
    grade: Word
    why: Prose = ""


class Preset(Definition):
    """A named set of assumption values, hidden facts and starting changes; 'the world in which …'."""

    id: Slug
    label: Prose
    lesson: Prose = ""
    assumptions: dict[Annotated[str, Refers("assumption")], float] = {}
    latents: dict[Annotated[str, Refers("latent")], AnyValue] = {}
    texts: dict[Annotated[str, Refers("text")], Slug] = {}
    places: dict[Annotated[str, Refers("package")], Annotated[str, Refers("place")]] = {}
    setup: list[Effect] = []


class Theatre(Definition):
    """A region with its own escalation ladder."""

    id: Slug
    label: Prose
    rung: Annotated[str, Refers("gauge")] | None = None


class Place(Definition):
    """Where forces can be."""

    id: Slug
    label: Prose
    theatre: Annotated[str, Refers("theatre")]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Route(Definition):
    """A way between two places, both directions; `transit` is the time from the last load to arrival."""

    id: Slug
    label: Prose = ""
    ends: tuple[Annotated[str, Refers("place")], Annotated[str, Refers("place")]]
    transit: Duration
    lift: Annotated[str, Refers("lift")]
    distance: Prose = ""
    sources: list[SourceRef] = []


class Lift(Definition):
    """A queue that movements wait for: first come, first served; `capacity` in loads a step, read every step."""

    id: Slug
    label: Prose
    capacity: Formula


class Package(Definition):
    """A force package. `strengths` are named numbers summed by strength(theatre, tag); notice is in days."""

    id: Slug
    label: Prose
    place: Annotated[str, Refers("place")]
    loads: Annotated[int, Field(ge=1, le=10_000)]
    notice: Annotated[float, Field(ge=0)]
    strengths: dict[Slug, float] = {}
    about: Prose = ""
    visible: Visibility = Visibility()
    sources: list[SourceRef] = []
    renamed_from: list[str] = []


class Movement(Definition):
    """Rules for all movements. `notice` may use the name `notice` (days, after 'sooner'); result in days."""

    notice: Formula = "notice"
    arrives: list[Effect] = Field([], description="done at each arrival away from the starting place")


class Stage(Definition):
    """One stage of a programme: it lasts `lasts`, then waits until `gate` holds (looked at every `slot`)."""

    id: Slug
    label: Prose
    lasts: Duration | Distribution
    gate: Condition = True
    slot: Duration = 1440
    does: list[Effect] = []


class Programme(Definition):
    """A long undertaking in stages. Its value in expressions is the number of stages done."""

    id: Slug
    label: Prose
    stages: list[Stage] = Field(min_length=1)
    running: bool = Field(True, description="whether time alone carries it on; 'advance' does so in any case")
    visible: Visibility = Visibility()
    about: Prose = ""


class Relation(Definition):
    """A numbered causal rule, applied every `every` in the order written. Only add, set and scale."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9_]*$")]
    title: Prose
    says: Prose = Field(description="the explanation that students read")
    grade: Word
    sources: list[SourceRef] = []
    evidence: Prose = Field("", description="where the form comes from when no source gives it")
    every: Duration | None = None
    when: Condition | None = None
    does: list[Effect] = []
