"""A review as it comes from the program or from a file, checked for its shape and for its game."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tabletop.errors import CannotRead, RecordMismatch, printable

SCHEMA = "tabletop-review/1"
LARGEST = 64 * 2**20
Interval = tuple[float, float]


class Part(BaseModel):
    """A part of a review. What a later version adds is not looked at."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Estimate(Part):
    """A mean expected final score with its 95 % interval, in points."""

    value: float
    interval: Interval


class Loss(Part):
    """What the choice lost against the best option in the same futures; 0 or more is a loss."""

    mean: float
    interval: Interval


class OptionValue(Part):
    """The worth of one open option, under both reference policies together and under each."""

    choice: tuple[str, ...]
    label: str
    value: float
    interval: Interval
    by_reference: dict[str, Estimate] = {}


class Judged(Part):
    """The judgement of one decision."""

    n: int | None
    at: int
    decision: str
    choice: tuple[str, ...]
    labels: tuple[str, ...]
    options: tuple[OptionValue, ...]
    best: tuple[str, ...]
    regret: float
    loss: dict[str, Loss]
    label: Literal["", "close call", "inaccuracy", "mistake", "blunder"]
    forced: bool
    posterior: dict[str, dict[str, float]] = {}


class Draw(Part):
    """A draw and about how many points it moved the expected score."""

    entry: int
    at: int
    what: str
    odds: float
    draw: float
    points: float


class Between(Part):
    """What moved the expected score after a decision (its index, −1 from STARTEX on) and before the next."""

    after: int
    luck: float
    others: float
    draws: tuple[Draw, ...] = ()


class Terms(Part):
    """The ledger: start + decisions + luck + others + drift = final, in points."""

    start: float
    decisions: float
    luck: float
    others: float
    drift: float
    final: float


class SeatReview(Part):
    """The review of one seat."""

    ledger: Terms
    luck_removed: float
    decisions: tuple[Judged, ...]
    intervals: tuple[Between, ...]


class Reference(Part):
    """A reference policy: how seats play on after the decision that is judged."""

    label: str
    says: str


class Review(Part):
    """A whole review."""

    digest: str
    futures: int
    references: dict[str, Reference]
    thresholds: dict[str, float]
    seats: dict[str, SeatReview]


def judged(found: Mapping[str, Any], digest: str, where: str = "the review") -> Review:
    """The review in `found`, which has to be of the game with this digest.

    Raises CannotRead when it has another shape, RecordMismatch when it is of another game.
    """
    if found.get("schema") != SCHEMA:
        raise CannotRead(f"{where}: not a review", "make one with `tabletop review RECORD --json`")
    try:
        review = Review.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CannotRead(f"{where}: {printable(place)}: {first['msg']}", "make the review anew") from None
    if review.digest != digest:
        raise RecordMismatch(
            f"{where}: a review of another game (digest {printable(review.digest[:40])}, this one has {digest})",
            "review this record, or leave --review away",
        )
    return review


def read_review(path: Path, digest: str) -> Review:
    """The review in a file that `tabletop review --json` made. Raises CannotRead and RecordMismatch as `judged`."""
    try:
        if path.stat().st_size > LARGEST:
            raise CannotRead(f"{path}: larger than {LARGEST // 2**20} MiB", "is this a review?")
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}", "name a file made by `tabletop review RECORD --json`") from None
    except (ValueError, RecursionError):
        raise CannotRead(f"{path}: not JSON text", "name a file made by `tabletop review RECORD --json`") from None
    return judged(found if isinstance(found, dict) else {}, digest, str(path))
