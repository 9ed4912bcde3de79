"""What an author may do to the world: the closed set of effects and their wrappers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

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
)

VERBS = (
    "add", "set", "scale", "spend", "receive", "move", "recall", "advance", "hold", "fire", "open", "end", "note",
    "after", "spread", "chance", "draw", "repeat", "when",
)  # fmt: skip
WRAPPERS = ("after", "spread", "draw", "repeat", "when")


class Move(Definition):
    """Order a force package to a place. It waits out its notice, queues for lift, loads, travels, arrives."""

    package: Annotated[str, Refers("package")]
    to: Annotated[str, Refers("place")]
    sooner: Duration = Field(0, description="how much of the notice is saved by this order")


class Spread(Definition):
    """Hand out the additions below in equal parts: one part every `every`, the last at `over`."""

    over: Duration
    every: Duration


class Repeat(Definition):
    """Do what stands below `times` times, `every` apart, the first time at once. At most 1,000 times."""

    times: Annotated[int, Field(ge=1, le=1000)]
    every: Duration


class Arm(Definition):
    """One named way a chance can go."""

    id: Slug
    odds: Formula
    label: Prose = ""
    do: list[Effect] = []


class Chance(Definition):
    """Explicit odds, drawn once. Two-way (`odds`, `then`, `else`) or several `arms`; arms may sum to less than 1."""

    id: Slug
    label: Prose = Field("", description="what the odds are the odds of, in words: 'Seoul consents'")
    odds: Formula | None = None
    then: list[Effect] = []
    otherwise: list[Effect] = Field([], alias="else")
    arms: list[Arm] = []

    @model_validator(mode="after")
    def _one_form(self) -> Chance:
        if (self.odds is None) == (not self.arms):
            raise ValueError("a chance has either 'odds' with 'then' and 'else', or 'arms'")
        return self


class Drawn(Definition):
    """Draw a value and give it a name that the effects below may use."""

    id: Slug
    value: Distribution


class Effect(Definition):
    """One verb and, for wrappers, what stands under `do`. `because` names the relation it follows from."""

    add: dict[Annotated[str, Refers("amount")], Formula] | None = None
    set: dict[Annotated[str, Refers("quantity")], AnyValue] | None = None
    scale: dict[Annotated[str, Refers("amount")], Formula] | None = None
    spend: dict[Annotated[str, Refers("stock")], Formula] | None = None
    receive: dict[Annotated[str, Refers("stock")], Formula] | None = None
    move: Move | None = None
    recall: Annotated[str, Refers("package")] | None = None
    advance: Annotated[str, Refers("programme")] | None = None
    hold: Annotated[str, Refers("package")] | None = Field(None, description="cancel an order not yet loading")
    fire: Annotated[str, Refers("inject")] | None = None
    open: Annotated[str, Refers("decision")] | None = None
    end: Annotated[str, Refers("ending")] | None = None
    note: Prose | None = None
    after: Duration | Distribution | None = None
    spread: Spread | None = None
    chance: Chance | None = None
    draw: Drawn | None = None
    repeat: Repeat | None = None
    when: Condition | None = None

    do: list[Effect] = []
    otherwise: list[Effect] = Field([], alias="else", description="only with 'when'")
    because: Annotated[str, Refers("relation")] | None = None
    label: Prose = Field("", description="how it reads in the list of pending things; only with 'after'")

    @property
    def verb(self) -> str:
        """The one verb of this effect."""
        return next(name for name in VERBS if getattr(self, name) is not None)

    @property
    def argument(self) -> Any:
        """What stands behind the verb."""
        return getattr(self, self.verb)

    @model_validator(mode="after")
    def _one_verb(self) -> Effect:
        named = [name for name in VERBS if getattr(self, name) is not None]
        if len(named) != 1:
            found = ", ".join(named) or "none"
            raise ValueError(f"an effect has exactly one verb, found {found}; the verbs are {', '.join(VERBS)}")
        if (named[0] in WRAPPERS) != bool(self.do):
            raise ValueError(f"'do' goes with the wrappers {', '.join(WRAPPERS)}, and only with them")
        if self.otherwise and self.when is None:
            raise ValueError("'else' goes with 'when' (a chance has its own 'else' inside)")
        return self
