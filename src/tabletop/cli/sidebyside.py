"""What `whatif` has found, as lines of 80 columns: options, scores, and where each course leaves the recorded one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tabletop.cli.recorded import beside
from tabletop.plain.text import one_line, pad, wrap
from tabletop.scenario.definition import Scenario
from tabletop.simtime import Clock

Told = Mapping[str, Any]

MOST_TURNS = 3
MOST_CAUSES = 4
_LABEL = 48
_NAME = 38
_A_BLOCK = 6
_WAYS = {"cautious": "cautiously", "firm": "firmly"}
_RULE = {
    "as recorded": "the same world and the same chances; later answers as recorded, wherever they still fit",
    "answer anew": "the same world and the same chances; people's later answers as recorded, wherever they still fit; "
    "the program's players answer anew",
}
_HINDSIGHT = (
    "Why the two may disagree: this game is hindsight, the one world that was drawn with its secrets and its luck; "
    "many futures are what could be known at the time, with secrets and luck drawn anew."
)


def lines_of(told: Told, scenario: Scenario) -> Iterator[str]:
    """The whole page."""
    yield from _head(told, scenario)
    yield ""
    yield from _options(told)
    yield from _judged(told)
    yield ""
    yield from _scores(told, scenario)
    yield ""
    yield from _endings(told["options"])
    for number, option in enumerate(told["options"], 1):
        if not option["recorded"]:
            yield ""
            yield from _course(number, option, scenario)
    yield from _by_hand(told["by_hand"])


def left_out_lines(left_out: Sequence[Told]) -> list[str]:
    """What was recorded and did not fit into another course, and what was done instead."""
    lines = ["Recorded, but not possible here:"] if left_out else []
    for one in left_out:
        number = f"decision {one['n']}, " if one["n"] is not None else ""
        how = " (the default)" if one["instead_by"] == "default" else ""
        instead = f"; instead: {one['instead']}{how}" if one["instead"] else ""
        lines += beside("- ", f"{number}{one['time']}, {one['what']}: {one['why']}{instead}")
    return lines


def _head(told: Told, scenario: Scenario) -> Iterator[str]:
    decision = told["decision"]
    number = f"decision {decision['n']}" if decision["n"] is not None else decision["name"]
    lapsed = "" if decision["n"] is not None else " (the default, since nobody answered)"
    yield from beside("", f"{scenario.title}: seed {told['seed']}, preset {told['preset'] or 'none'}")
    yield from beside("What if, ", f"at {number} ({decision['time']}, {decision['short']}): {decision['title']}")
    yield from beside("recorded: ", f"{decision['label']}{lapsed}")
    yield from beside("this game: ", _RULE[told["others"]])
    if not told["complete"]:
        yield from beside(
            "note: ", f"the record stops on {told['stops']}; from there people's seats take defaults, bots play on"
        )


# The options


def _options(told: Told) -> Iterator[str]:
    seat = told["decision"]["seat"]
    futures = "   many futures" if told["judged"] else ""
    title = f"Final score of {one_line(told['decision']['short'])} (0 to 100)"
    yield f"{pad(title, _LABEL + 5)} this game{futures}"
    for number, option in enumerate(told["options"], 1):
        first, *rest = wrap(one_line(option["label"]), width=_LABEL)
        mark = "*" if option["recorded"] else " "
        yield f"{mark}{number:>2}  {pad(first, _LABEL)}     {_points(option['scores'].get(seat))}{_expected(option)}"
        yield from (f"     {line}" for line in rest)
    yield "* as recorded"
    for locked in told["locked"]:
        yield from beside("  locked: ", f"{locked['label']}. {locked['why']}")
    if not told["all_answers"]:
        yield from beside("", "An answer may name several options. Shown are those one change away, 16 at the most.")


def _points(card: Told | None) -> str:
    return f"{round(card['total']):3d} {card['rating'] or '-'}" if card else "  -  "


def _expected(option: Told) -> str:
    expected = option["expected"]
    if expected is None:
        return ""
    low, high = expected["interval"]
    return f"   {round(expected['value']):3d} ({round(low)} to {round(high)})"


def _judged(told: Told) -> Iterator[str]:
    judged = told["judged"]
    if told.get("not_judged"):
        yield from beside("No many futures: ", f"{told['not_judged']}.")
    if judged:
        yield ""
        yield from beside(f"In {told['futures']} futures: ", _verdict(told, judged))
        yield from beside("", _HINDSIGHT)


def _verdict(told: Told, judged: Told) -> str:
    """The review's judgement in a sentence."""
    label = judged["label"]
    if judged["forced"]:
        return "nothing else was open."
    if not label:
        return "nothing that was open was worth more than the recorded answer."
    best = next((option["label"] for option in told["options"] if option["choice"] == judged["best"]), "")
    losses = " and ".join(f"{_size(loss['mean'])} if played on {_WAYS[name]}" for name, loss in judged["loss"].items())
    if label == "close call":
        return f"a close call. The best of the others gains {losses}, too little to call."
    article = "an" if label[0] in "aeiou" else "a"
    return f"{article} {label}. “{best}” was worth more: points lost, {losses}."


def _size(points: float) -> str:
    return str(round(points)) if round(points) > 0 else "less than 1"


# Scores and endings in this game


def _scores(told: Told, scenario: Scenario) -> Iterator[str]:
    numbered = list(enumerate(told["options"], 1))
    for start in range(0, len(numbered), _A_BLOCK):
        block = numbered[start : start + _A_BLOCK]
        heads = "".join(f"{('*' if option['recorded'] else '') + str(number):>6} " for number, option in block)
        yield (pad("This game, by objective (weight)", _NAME) + heads).rstrip()
        for seat in scenario.seats:
            whole = str(seat.id) == told["decision"]["seat"]
            yield from _seat(str(seat.id), seat.label, [option for _, option in block], whole=whole)
    yield from beside(
        "", "P performed, S some difficulty, M major difficulty, U unable. Of the other seats only those objectives "
        "are shown that do not come out the same in all.",
    )  # fmt: skip


def _seat(seat: str, label: str, options: Sequence[Told], *, whole: bool) -> Iterator[str]:
    """A seat's row and those of its objectives: all (`whole`), or those that do not come out the same."""
    cards = [option["scores"][seat] for option in options if seat in option["scores"]]
    if not cards:
        return
    yield pad(one_line(label), _NAME) + _row([(card["total"], card["rating"]) for card in cards])
    for name, objective in cards[0]["objectives"].items():
        found = [(one["score"], one["rating"]) for one in (card["objectives"][name] for card in cards)]
        if whole or len({(round(score), rating) for score, rating in found}) > 1:
            yield pad(f"  {one_line(objective['title'])} ({objective['weight']:g})", _NAME) + _row(found)


def _row(cells: Sequence[tuple[float, str]]) -> str:
    """'61 S' for each; what was not observed has no score."""
    return "".join(f"  {round(value):3d} {rating}" if rating else "      -" for value, rating in cells)


def _endings(options: Sequence[Told]) -> Iterator[str]:
    ends: dict[str, list[str]] = {}
    for number, option in enumerate(options, 1):
        outcome = option["outcome"]
        ends.setdefault(f"{outcome['time']}, {outcome['title']}", []).append(str(number))
    for end, numbers in ends.items():
        yield from beside(f"ends with {', '.join(numbers)}: ", end)


# Where courses part


def _course(number: int, option: Told, scenario: Scenario) -> Iterator[str]:
    yield from beside(f"Option {number}: ", option["label"])
    first = option["first"]
    if first is None:
        yield "  Nothing differs from the recorded course, to the end."
    else:
        yield from _parting("First difference", first, scenario)
    turns = [turn for turn in option["turns"] if turn != first]
    for turn in turns[:MOST_TURNS]:
        yield from _parting("Then", turn, scenario)
    if len(turns) > MOST_TURNS:
        yield f"  … and {len(turns) - MOST_TURNS} more of what happens otherwise (--json has it all)"
    yield from (f"  {line}" for line in left_out_lines(option["left_out"]))


def _parting(head: str, parting: Told, scenario: Scenario) -> Iterator[str]:
    at = parting["recorded_at"] if parting["here_at"] is None else parting["here_at"]
    yield from wrap(
        one_line(f"{head}, {scenario.times.moment(at)}: {_both(parting, scenario.times)}.").replace("….", "…"), 2, 2
    )
    for name, text in _why(parting, {str(each.id): each.title for each in scenario.relations}):
        yield from beside(f"      {name}: ", text)


def _both(parting: Told, times: Clock) -> str:
    here, recorded = parting["here"], parting["recorded"]
    if not recorded:
        return f"{here}; not so in the record"
    if not here:
        return f"not here: {recorded}"
    moved = parting["here_at"] != parting["recorded_at"]
    when = f" on {times.moment(parting['recorded_at'])}" if moved else ""
    return f"{here}; in the record{when}" + ("" if here == recorded else f": {recorded}")


def _why(parting: Told, rules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    causes = [
        cause["what"] if cause["at"] == parting["at"] else f"{cause['time']}, {cause['what']}"
        for cause in parting["because"]
    ]
    if causes:
        more = ["…"] if len(causes) > MOST_CAUSES else []
        yield "because", " ← ".join([*causes[:MOST_CAUSES], *more])
    if parting["draw"]:
        yield "chance", parting["draw"]
    if parting["turned_on"]:
        read = (f"{one['what']}: {one['here']} here, {one['recorded']} in the record" for one in parting["turned_on"])
        yield "it turned on", "; ".join(read)
    if parting["rules"]:
        yield "by rule", ", ".join(f"{rule} {rules[rule]}" for rule in parting["rules"])


def _by_hand(found: Sequence[Told]) -> Iterator[str]:
    if found:
        yield ""
        yield "By the facilitator's hand after the decision, as recorded:"
    for one in found:
        yield from beside("- ", f"{one['time']}, {one['what']}. Reason: {one['reason']}")
