"""What a decision point and each of its options say of themselves, as lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tabletop.simtime import format_duration
from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, TITLE, WARN
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, columns, labelled, wrapped

if TYPE_CHECKING:
    from tabletop.engine.asking import OptionView, QuestionView

DIME = {"D": "diplomatic", "I": "informational", "M": "military", "E": "economic"}


def question_head(question: QuestionView, now: int, place: str, names: Mapping[str, str], width: int) -> list[Content]:
    """Title, then how long it stays open and with whom the answer is sealed; `names` shortens seats' labels."""
    left = question.deadline - now
    closes = f"closes {question.closes}, in {format_duration(left)}"
    top = wrapped(question.title, width - len(place) - 1 if place else width, TITLE)
    if place:
        top[0] = columns(top[0], Content.styled(place, MUTED), width)
    return [*top, *wrapped(closes + _sealed(question, names), width, MUTED)]


def _sealed(question: QuestionView, names: Mapping[str, str]) -> str:
    others = [literal.line(names.get(label, label)) for label in question.sealed_with]
    return f" · sealed until {' and '.join(others)} has chosen too" if others else ""


def question_text(question: QuestionView, width: int) -> list[Content]:
    """The brief and what happens if nobody chooses."""
    labels = {option.id: option.label for option in question.options}
    default = ", ".join(labels.get(name, name) for name in question.default) or "nothing"
    lines = wrapped(question.brief, width, INK)
    lines += [BLANK, *labelled("Default", f"{default} (if nothing is chosen in time)", width, MUTED, MUTED, 9)]
    if question.pick is not None:
        lines += labelled("Choose", pick_rule(question), width, MUTED, MUTED, 9)
    return lines


def pick_rule(question: QuestionView) -> str:
    """How many options may be marked and what they may cost together."""
    pick = question.pick
    if pick is None:
        return ""
    least = f"{pick.min} to {pick.max}" if pick.min else f"up to {pick.max}"
    budget = "" if pick.budget is None else f", together at most {pick.budget:g} {literal.line(pick.of)}".rstrip()
    return f"{least} options{budget}"


def option_row(option: OptionView, number: int, width: int, mark: str, several: bool) -> Content:
    """One line: number, mark, label; at the right its means, its price, or that it is locked."""
    style = MUTED if option.locked else STRONG
    head = Content.assemble((f"{number:>2}  ", ACCENT if not option.locked else FAINT), (mark, ACCENT))
    left = head + literal.styled(option.label, style)
    right = _at_right(option, several)
    if left.cell_length + right.cell_length + 2 > width:
        right = Content.styled("locked", WARN) if option.locked else Content("")
    return columns(left, right, width)


def _at_right(option: OptionView, several: bool) -> Content:
    if option.locked:
        return Content.styled("locked", WARN)
    if several and option.price:
        return Content.styled(f"{option.price:g}", MUTED)
    return Content.styled(_means(option), MUTED)


def _means(option: OptionView) -> str:
    return ", ".join(DIME.get(letter, literal.line(letter)) for letter in option.dime if letter.isalpha())


def option_paper(option: OptionView, width: int) -> list[Content]:
    """All that is said of an option: what it is, cost, risk, odds, and why it is locked."""
    lines = [heading(literal.line(option.label), width), *wrapped(option.brief, width, INK), BLANK]
    if option.locked:
        why = option.why_locked or "Not open now."
        lines += labelled("Locked", why, width, f"{WARN} bold", WARN, 9)
    lines += labelled("Cost", option.cost, width, MUTED, INK, 9)
    if option.price:
        lines += labelled("Price", f"{option.price:g}", width, MUTED, INK, 9)
    lines += labelled("Risk", option.risk, width, MUTED, INK, 9)
    lines += labelled("Odds", option.odds, width, MUTED, INK, 9)
    for what, odds in option.chances:
        lines += labelled("Chance", f"{what}: {odds}", width, MUTED, INK, 9)
    return lines + labelled("Means", _means(option), width, MUTED, MUTED, 9)


def over_budget(question: QuestionView, marked: Collection[str]) -> str:
    """What is wrong with the marked options as a whole, in words; empty when they can be sealed."""
    pick = question.pick
    if question.items:
        return _items_left(question, marked)
    if pick is None:
        return "" if len(marked) == 1 else "Choose one option."
    if not pick.min <= len(marked) <= pick.max:
        return f"Mark {pick_rule(question)}; {len(marked)} marked."
    total = sum(option.price for option in question.options if option.id in marked)
    if pick.budget is not None and total > pick.budget:
        return f"{total:g} is more than the budget of {pick.budget:g} {literal.line(pick.of)}".rstrip() + "."
    return ""


def _items_left(question: QuestionView, marked: Collection[str]) -> str:
    done = {option.item for option in question.options if option.id in marked}
    left = [item.label for item in question.items if item.id not in done]
    return f"Still open: {', '.join(left)}." if left else ""
