"""One open question in lines, and reading an answer to it."""

from __future__ import annotations

from dataclasses import dataclass

from tabletop.engine.asking import OptionView, QuestionView
from tabletop.errors import closest
from tabletop.plain.console import Console
from tabletop.plain.picture import time_left
from tabletop.plain.text import one_line

_YES = ("", "y", "yes")
_NO = ("n", "no")
_DIME = {"D": "diplomatic", "I": "informational", "M": "military", "E": "economic"}


@dataclass(frozen=True)
class Answer:
    """What a player gave to a question: option ids and the optional words. `forecast` in per cent, 1 to 99."""

    choice: tuple[str, ...]
    rationale: str = ""
    forecast: int | None = None
    dissent: str = ""


class NotAnAnswer(Exception):
    """The line is no answer to this question; the text says what is accepted."""


def tell_question(console: Console, question: QuestionView, now: int) -> None:
    """Title, brief, time left, every option with what it costs, risks and promises."""
    console.heading(f"Question: {question.title}")
    console.say(question.brief)
    console.line()
    console.say(f"Open until {question.closes}: {time_left(question.deadline - now)} left.")
    if question.sealed_with:
        others = ", ".join(one_line(label) for label in question.sealed_with)
        console.say(f"Sealed, and asked at the same time as: {others}. Nobody sees an answer before all are in.")
    _tell_how_many(console, question)
    item = ""
    for number, option in enumerate(question.options, 1):
        if option.item and option.item != item:
            item = option.item
            console.line()
            console.line(f"{_item_label(question, item)}:")
        tell_option(console, number, option, priced=question.pick is not None)
    console.line()
    console.say(f"If nobody answers in time: {default_words(question)}.")


def tell_option(console: Console, number: int, option: OptionView, *, priced: bool = False) -> None:
    """One option: label, brief, cost, risk, odds, why it is locked."""
    marks = [_dime(option.dime)] if option.dime else []
    if priced and option.price:
        marks.append(f"price {option.price:g}")
    tail = f"  [{', '.join(marks)}]" if marks else ""
    console.line()
    console.say(f"{number:>2}  {'LOCKED: ' if option.locked else ''}{one_line(option.label)}{tail}", hanging=4)
    if option.locked:
        console.say(f"Why locked: {option.why_locked or 'its condition does not hold'}", indent=4, hanging=2)
    console.say(option.brief, indent=4)
    for name, words in (("Cost", option.cost), ("Risk", option.risk), ("Odds", option.odds)):
        if words:
            console.say(f"{name}: {one_line(words)}", indent=4, hanging=2)
    for what, words in option.chances:
        console.say(f"{one_line(what) or 'It works'}: {one_line(words)}", indent=4, hanging=2)


def default_words(question: QuestionView) -> str:
    """The labels of the default choice."""
    labels = {option.id: one_line(option.label) for option in question.options}
    return "; ".join(labels.get(option, option) for option in question.default) or "nothing is chosen"


def labels_of(question: QuestionView, choice: tuple[str, ...]) -> str:
    """The chosen options by number and label."""
    named = [(number, option) for number, option in enumerate(question.options, 1) if option.id in choice]
    return "; ".join(f"{number} {one_line(option.label)}" for number, option in named) or "none of the options"


def read_choice(question: QuestionView, line: str) -> tuple[str, ...]:
    """Option ids from numbers (or ids) such as '2' or '1 4 5'; raises NotAnAnswer saying what is accepted."""
    if question.pick is not None and question.pick.min == 0 and line.strip() in {"0", "none"}:
        return ()
    words = line.replace(",", " ").split()
    choice = tuple(_option(question, word).id for word in words)
    if not choice:
        raise NotAnAnswer(accepted(question))
    for option in question.options:
        if option.id in choice and option.locked:
            raise NotAnAnswer(f"{one_line(option.label)} is locked: {one_line(option.why_locked)}")
    if question.pick is None and not question.items and len(choice) != 1:
        raise NotAnAnswer(f"one option only; {accepted(question)}")
    return choice


def number_of(question: QuestionView, word: str) -> int:
    """The number of the option that a word names, from 1; raises NotAnAnswer."""
    return question.options.index(_option(question, word)) + 1


def accepted(question: QuestionView) -> str:
    """What may be typed to answer this question."""
    last = len(question.options)
    if question.items:
        return f"give one number for each of the {len(question.items)} items, such as 1 3"
    if question.pick is not None:
        none = ", or 0 for none" if question.pick.min == 0 else ""
        return f"give {question.pick.min} to {question.pick.max} numbers from 1 to {last}, such as 1 2{none}"
    return f"give a number from 1 to {last}, or ? for help"


def ask_words(console: Console, question: QuestionView, choice: tuple[str, ...]) -> Answer | None:
    """The optional reason, forecast and dissent, then the confirmation; None when the player takes it back."""
    console.say(f"You choose: {labels_of(question, choice)}", hanging=4)
    rationale = console.ask("Reason in one sentence (Enter skips): ")
    forecast = _ask_forecast(console, question.forecast_asks)
    dissent = console.ask("Who disagrees, and why (Enter skips): ")
    if not confirm(console, "Confirm? Enter or y takes it, n goes back: "):
        return None
    return Answer(choice, rationale, forecast, dissent)


def confirm(console: Console, prompt: str, *, enter: bool = True) -> bool:
    """Yes or no; `enter` is what an empty line means."""
    while True:
        word = console.ask(prompt).lower()
        if word in _YES:
            return enter if not word else True
        if word in _NO:
            return False
        console.line("Please answer y or n.")


def _ask_forecast(console: Console, asks: str) -> int | None:
    if not asks:
        return None
    console.say(f"Forecast: {asks}", hanging=2)
    while True:
        word = console.ask("Your odds in per cent, 1 to 99 (Enter skips): ").removesuffix("%").strip()
        if not word:
            return None
        if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= 99:
            return int(word)
        console.line("A whole number from 1 to 99, such as 35, or Enter.")


def _option(question: QuestionView, word: str) -> OptionView:
    ids = [option.id for option in question.options]
    if word in ids:
        return question.options[ids.index(word)]
    if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= len(ids):
        return question.options[int(word) - 1]
    near = closest(word, ids) if not word.isdigit() else ""
    raise NotAnAnswer(f'"{word[:40]}" is none of the options; {near or accepted(question)}')


def _tell_how_many(console: Console, question: QuestionView) -> None:
    pick = question.pick
    if question.items:
        console.say(f"A form: {accepted(question)}.")
    elif pick is not None:
        budget = f", together within {pick.budget:g} {one_line(pick.of)}".rstrip() if pick.budget is not None else ""
        console.say(f"Choose {pick.min} to {pick.max} options{budget}.")


def _item_label(question: QuestionView, item: str) -> str:
    for each in question.items:
        if each.id == item:
            return one_line(each.label)
    return item


def _dime(letters: str) -> str:
    return "/".join(_DIME[letter] for letter in letters) if set(letters) <= set(_DIME) else one_line(letters)
