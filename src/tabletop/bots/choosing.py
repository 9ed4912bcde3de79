"""How every bot turns its tastes into an answer: one draw an option, by inverse CDF, among what still fits.

A single question takes one option. A form takes one option an item, in the order of the items. A budget is spent on one
option after the other until nothing more fits; what is still needed (items not answered, the least number of options)
is kept affordable. Draw number k of an answer is slot k of the question's draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b
from math import exp, fsum, isnan

from tabletop.engine.chance import SLOTS, pick
from tabletop.engine.question import Question
from tabletop.scenario.happenings import DecisionPoint

Weigh = Callable[[list[int]], list[float]]

_HIGHEST = 1e6
_ROUNDING = 1e-9


def answer(question: Question, weigh: Weigh) -> tuple[str, ...]:
    """Option ids drawn in proportion to `weigh(numbers of the options that fit)`, weights not negative, not all 0.

    When no legal answer can be put together from what is open, the point's default.
    """
    point = question.point
    if _single(point):
        return _one(question, weigh)
    taken: list[int] = []
    draws = _draws(question)
    while candidates := _fitting(point, question.open, taken):
        taken.append(candidates[pick(next(draws), weigh(candidates))])
    if not _whole(point, taken):
        return default(point)
    return tuple(point.options[number].id for number in taken)


def by_scores(question: Question, scores: list[float]) -> tuple[str, ...]:
    """An answer with odds in proportion to exp(score); scores run along all options, locked ones included."""
    point = question.point
    if _single(point) and all(question.open):  # by far the most common, and asked thousands of times by analyses
        return (point.options[pick(question.draw(0), softmax(scores))].id,)
    return answer(question, partial(_weights, scores))


def odds(question: Question, scores: list[float]) -> tuple[float, ...] | None:
    """How likely `by_scores` is to take each option of a question that takes one, 0 for locked ones.

    None where an answer is made of several options, or where all are locked and nothing is drawn.
    """
    numbers = _open(question)
    if not numbers or not _single(question.point):
        return None
    weights = _weights(scores, numbers)
    whole = fsum(weights)
    found = dict(zip(numbers, (weight / whole for weight in weights), strict=True))
    return tuple(found.get(number, 0.0) for number in range(len(question.open)))


def default(point: DecisionPoint) -> tuple[str, ...]:
    """The point's stated default."""
    return (point.default,) if isinstance(point.default, str) else tuple(point.default)


def softmax(scores: list[float]) -> list[float]:
    """exp(score − highest score): weights between 0 and 1, the highest 1. What is not a number counts 0."""
    known = [score if -_HIGHEST <= score <= _HIGHEST else _tamed(score) for score in scores]
    highest = max(known)
    return [exp(score - highest) for score in known]


def _tamed(score: float) -> float:
    return 0.0 if isnan(score) else _HIGHEST if score > 0 else -_HIGHEST


def _single(point: DecisionPoint) -> bool:
    return point.pick is None and not point.items


def _open(question: Question) -> list[int]:
    return [number for number, is_open in enumerate(question.open) if is_open]


def _one(question: Question, weigh: Weigh) -> tuple[str, ...]:
    numbers = _open(question)
    if not numbers:
        return default(question.point)
    return (question.point.options[numbers[pick(question.draw(0), weigh(numbers))]].id,)


def _weights(scores: list[float], numbers: list[int]) -> list[float]:
    return softmax([scores[number] for number in numbers])


def _draws(question: Question) -> Iterator[float]:
    """The question's draws; long forms that need more than the slots there are go on from a hash of the last."""
    for slot in range(SLOTS):
        yield question.draw(slot)
    seed, number = repr(question.draw(SLOTS - 1)), 0
    while True:
        word = blake2b(f"{seed}/{number}".encode(), digest_size=8).digest()
        yield ((int.from_bytes(word, "big") >> 11) + 0.5) * 2.0**-53
        number += 1


def _fitting(point: DecisionPoint, open_: tuple[bool, ...], taken: list[int]) -> list[int]:
    """Options that may come next, so that a legal answer can still be reached."""
    free = [number for number, is_open in enumerate(open_) if is_open and number not in taken]
    if point.items:
        answered = [point.options[number].item for number in taken]
        item = next((item.id for item in point.items if item.id not in answered), None)
        free = [number for number in free if point.options[number].item == item] if item else []
    return [number for number in free if _affordable(point, open_, [*taken, number])]


def _affordable(point: DecisionPoint, open_: tuple[bool, ...], taken: list[int]) -> bool:
    if point.pick is None:
        return True
    if len(taken) > point.pick.max:
        return False
    if point.pick.budget is None:
        return True
    price = sum(point.options[number].price for number in taken)
    return price + _still_needed(point, open_, taken) <= point.pick.budget + _ROUNDING


def _still_needed(point: DecisionPoint, open_: tuple[bool, ...], taken: list[int]) -> float:
    """The least that must still be spent for a legal answer."""
    assert point.pick is not None
    rest = [option for number, option in enumerate(point.options) if open_[number] and number not in taken]
    if not point.items:
        return sum(sorted(option.price for option in rest)[: max(0, point.pick.min - len(taken))])
    answered = [point.options[number].item for number in taken]
    missing = [item.id for item in point.items if item.id not in answered]
    return sum(min((option.price for option in rest if option.item == item), default=0.0) for item in missing)


def _whole(point: DecisionPoint, taken: list[int]) -> bool:
    if point.items and len(taken) != len(point.items):
        return False
    if point.pick is not None:
        price = sum(point.options[number].price for number in taken)
        within = point.pick.budget is None or price <= point.pick.budget + _ROUNDING
        return point.pick.min <= len(taken) <= point.pick.max and within
    return bool(taken)
