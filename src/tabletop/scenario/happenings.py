"""What happens and what is asked: injects, decision points, options, joint resolution, doctrine."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tabletop.scenario.effects import Effect
from tabletop.scenario.elements import SeatRef, SourceRef
from tabletop.scenario.notation import Condition, Definition, Duration, Formula, Moment, Prose, Refers, Slug, Word


class Hazard(Definition):
    """A state-dependent rate, per day, and a declared bound that it never exceeds (thinning needs it).

    The bound is worked out once, at STARTEX, so that it may follow assumptions and hidden facts but no choice; from 0
    (never in this world) to 48 a day. The closer it is to the rate, the cheaper the game.
    """

    rate: Formula
    bound: Formula
    most: Annotated[int, Field(ge=1)] | None = Field(None, description="how often at the most; no limit if left out")


class Wording(Definition):
    """Another subject or body, used when its condition holds; the first that holds is taken."""

    when: Condition
    subject: Prose | None = None
    body: Prose


class Inject(Definition):
    """A row of the MSEL: at a time, on a condition (once), by hazard, or only when an effect fires it.

    `at` with `when`: looked at once, at that time. Texts may hold {name} or {name:format} of declared quantities.
    """

    id: Slug
    at: Moment | None = None
    when: Condition | None = None
    hazard: Hazard | None = None
    sender: Prose = Field(alias="from")
    to: list[SeatRef]
    channel: Literal["news", "intel", "phone", "orders", "diplomatic note", "social", "letter"]
    subject: Prose
    body: Prose
    wordings: list[Wording] = []
    document: Annotated[str, Refers("document")] | None = Field(
        None, description="comes with the message, as it reads at that moment, before the effects of the inject"
    )
    effects: list[Effect] = []
    because: Annotated[str, Refers("relation")] | None = None
    expected: Prose = Field("", description="what the facilitator expects to see")
    objectives: list[Annotated[str, Refers("learning")]] = Field(min_length=1)
    sources: list[SourceRef] = []

    @model_validator(mode="after")
    def _one_start(self) -> Inject:
        if self.hazard is not None and (self.at is not None or self.when is not None):
            raise ValueError("a hazard stands alone: no 'at' and no 'when'")
        return self


class Opens(Definition):
    """When a decision point opens: at a time, or once when a condition first holds; neither: by effect `open`."""

    at: Moment | None = None
    when: Condition | None = None


class Says(Definition):
    """What the option's paper says of itself. The odds of named chances are added by the program."""

    cost: Prose = ""
    risk: Prose = ""
    odds: Prose = ""


class Pick(Definition):
    """Several options under a budget: at most `max`, whose `price` adds up to no more than `budget`."""

    max: Annotated[int, Field(ge=1)]
    min: Annotated[int, Field(ge=0)] = 0
    budget: float | None = None
    of: Prose = ""


class Option(Definition):
    """One open way to answer. `weight` is the doctrine weight; tags are what personas look at."""

    id: Slug
    label: Prose
    brief: Prose
    dime: Word = Field("", description="Diplomatic, Informational, Military, Economic letters")
    cameo: Word = ""
    tags: list[Slug] = []
    requires: Condition | None = None
    why_locked: Prose = ""
    says: Says = Says()
    effects: list[Effect] = []
    weight: Formula | None = None
    best_in: Prose = Field("", description="for control and the debrief, never for players")
    price: float = 0.0
    item: Slug | None = Field(None, description="the item of a form that this option answers")
    secret: bool = Field(False, description="other seats are not told that it was chosen")
    renamed_from: list[str] = []


class Item(Definition):
    """One line of a form: exactly one of the options that name it is picked."""

    id: Slug
    label: Prose


class Forecast(Definition):
    """A question with a checkable answer: will `happens` hold at any time within `within` of the opening?"""

    ask: Prose
    happens: Condition
    within: Duration


class DecisionPoint(Definition):
    """A question put to one seat, open for `window`, with a stated default."""

    id: Slug
    seat: SeatRef
    title: Prose
    brief: Prose
    wordings: list[Wording] = []
    opens: Opens = Opens()
    window: Duration
    default: list[str] | str
    lengths: list[Word] = Field([], description="lengths of session in which the seat is asked; empty: all")
    pick: Pick | None = None
    items: list[Item] = []
    forecast: Forecast | None = None
    options: list[Option] = Field(min_length=1)
    objectives: list[Annotated[str, Refers("learning")]] = []
    renamed_from: list[str] = []


class Row(Definition):
    """What is added when the sealed choices meet: by `choices` (decision to option) or by a condition."""

    choices: dict[Annotated[str, Refers("decision")], str] = {}
    when: Condition | None = None
    effects: list[Effect] = []


class Joint(Definition):
    """Decision points that are sealed and resolved together; the first row that fits is applied."""

    id: Slug
    label: Prose = ""
    decisions: list[Annotated[str, Refers("decision")]] = Field(min_length=2)
    rows: list[Row] = []


class Doctrine(Definition):
    """How a bot weighs the options of its seats: exp(sharpness × (option weight + sum of tag changes))."""

    id: Slug
    label: Prose = ""
    sharpness: float = 2.0
    tags: dict[Slug, float] = {}


class Persona(Definition):
    """A bot by taste: exp(sharpness × sum of tag weights); blind to the numbers."""

    id: Slug
    label: Prose = ""
    sharpness: float = 1.1
    tags: dict[Slug, float] = {}
