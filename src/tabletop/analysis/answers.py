"""The answers that could have been given to a question: all of them, or those one change away from the one given."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.engine.decisions import Choice, PointPlan, check_choice
from tabletop.errors import IllegalDecision

MOST = 16


def open_answers(plan: PointPlan, values: list[float], given: Choice) -> tuple[Choice, ...]:
    """Legal answers at these values of the world, in written order.

    One option is asked for: every open one. Several options or a form: the answer given, the default, and what differs
    from the answer given in one option, at most 16 in all. The answer given is always among them.
    """
    is_open = plan.open_options(values)
    found = dict.fromkeys(choice for choice in _candidates(plan, given) if _legal(plan, is_open, choice))
    if plan.single:
        return tuple(found) if given in found else (given, *found)
    return (given, *(choice for choice in found if choice != given))[:MOST]


def _legal(plan: PointPlan, is_open: tuple[bool, ...], choice: Choice) -> bool:
    try:
        check_choice(plan, is_open, choice)
    except IllegalDecision:
        return False
    return True


def _candidates(plan: PointPlan, given: Choice) -> Iterator[Choice]:
    options = [option.id for option in plan.point.options]
    if plan.single:
        yield from ((option,) for option in options)
        return
    yield plan.default
    left = [option for option in options if option not in given]
    yield from (_ordered(options, {*given, option}) for option in left)
    yield from (_ordered(options, {*given} - {option}) for option in given)
    yield from (_ordered(options, {*given} - {out} | {option}) for out in given for option in left)


def _ordered(options: list[str], chosen: set[str]) -> Choice:
    return tuple(option for option in options if option in chosen)
