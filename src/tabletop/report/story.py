"""What happened, as plain values: the head of a report, the timeline, the decisions as they were made.

Times are minutes since STARTEX with the words of the clock beside them; odds are words with numbers. `n` is the number
of an entry, as the timeline shows it. Seats are named by their short names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SeatTold:
    """A seat, who held it, and whether this report is about it."""

    id: str
    label: str
    short: str
    player: str
    asked: bool


@dataclass(frozen=True)
class Head:
    """What was played and how; `cautions` are things that a reader must know before anything else."""

    scenario: str
    title: str
    version: str
    sha256: str
    engine: str
    seed: int
    preset: str
    preset_label: str
    length: str
    length_label: str
    settings: tuple[tuple[str, str], ...]
    seats: tuple[SeatTold, ...]
    began: str
    disclaimer: str
    facts_as_of: str
    summary: str
    dilemma: str
    digest: str
    parent: str
    finished: bool
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class EndTold:
    """How and when it ended, or where it stands."""

    title: str
    text: str
    at: int
    clock: str
    date: str


@dataclass(frozen=True)
class Link:
    """One step of a cause chain: a row of the timeline, its title, and the rules by which it moved something."""

    n: int
    at: int
    title: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row of the timeline: what happened, what followed at once, and what it came from (nearest first).

    `kind` is a word such as 'message' or 'decision', `who` decided or sent it. `hidden_from` are the short names of
    reported seats that were not told. `by_hand` is the facilitator's reason. A note of a player has no number.
    """

    n: int | None
    at: int
    clock: str
    kind: str
    who: str
    title: str
    lines: tuple[str, ...] = ()
    chain: tuple[Link, ...] = ()
    hidden_from: tuple[str, ...] = ()
    by_hand: str = ""


@dataclass(frozen=True)
class ForecastTold:
    """A forecast in per cent, and what came: `happened` is None where the game does not tell.

    `brier` is (forecast − outcome)², from 0 (right and certain) to 1 (wrong and certain).
    """

    asks: str
    percent: int
    words: str
    happened: bool | None
    settled: str
    brier: float | None


@dataclass(frozen=True)
class Worth:
    """What a choice was worth on what could be known: mean expected final score and its 95 % interval."""

    choice: tuple[str, ...]
    label: str
    value: float
    low: float
    high: float
    by_reference: tuple[tuple[str, float, float, float], ...]
    chosen: bool
    best: bool


@dataclass(frozen=True)
class OptionTold:
    """An option as its seat read it when it decided: what its paper said, and the odds that were told, in words.

    `worth` is what the review makes of it, None where there is none or where options are chosen several at a time.
    """

    id: str
    label: str
    says: str
    odds: str
    locked: bool
    why_locked: str
    chosen: bool
    considered: bool
    worth: Worth | None


@dataclass(frozen=True)
class Verdict:
    """The review's judgement of one decision.

    `regret` is the value of the choice less that of the best option. `losses` are (reference policy, mean, low, high)
    of the paired loss. `label` is '' when nothing open was worth more. `beliefs` are (hidden fact, ((state, share in
    words), …)): what could be known of it then. `says` is the judgement in a sentence.
    """

    options: tuple[Worth, ...]
    best: str
    regret: float
    losses: tuple[tuple[str, float, float, float], ...]
    label: str
    forced: bool
    beliefs: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    says: str


@dataclass(frozen=True)
class DecisionTold:
    """One decision of a reported seat with the words that were written then.

    `number` counts the decisions of the seat from 1, `n` is its entry. `followed` are the rows that came of it.
    """

    number: int
    n: int | None
    at: int
    clock: str
    seat: str
    id: str
    title: str
    brief: str
    choice: tuple[str, ...]
    lapsed: bool
    by: str
    options: tuple[OptionTold, ...]
    rationale: str
    dissent: str
    forecast: ForecastTold | None
    followed: tuple[int, ...]
    verdict: Verdict | None
