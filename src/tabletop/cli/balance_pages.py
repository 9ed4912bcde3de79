"""How a balance is told, in lines of 80 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tabletop.cli.ensemble_pages import paragraph, shown_as
from tabletop.cli.output import say
from tabletop.plain.text import one_line, pad, wrap
from tabletop.scenario.definition import Scenario

_PLAY = {
    "drawn": "human seats at random, drawn worlds",
    "base": "human seats at random, base assumptions",
    "everybody": "all seats at random, drawn worlds",
    "inaction": "human seats take every default, drawn worlds",
}
_HANGING = 11
_PARTS = {"own": 5, "by_world": 6, "others": 8, "worlds": 7, "luck": 7}


def tell_balance(told: Mapping[str, Any], scenario: Scenario) -> None:
    """Scores, where they come from, each decision, what is never reached, the verdict at the end."""
    setup = [f"seed {told['seed']}", f"preset {told['preset'] or 'none'}"]
    setup += [f"length {told['length']}"] if told["length"] else []
    paragraph(
        f"{one_line(scenario.title)}: {told['playouts']} playouts, {told['games']} in each of {told['worlds']} worlds, "
        f"{', '.join(setup)}"
    )
    say("A world is one draw of every assumption and hidden fact.")
    _scores(told["seats"])
    _shares(told["seats"])
    _decisions(told["decisions"])
    _reached(told)
    _cost(told["cost"])
    _verdict(told["acceptance"])


def _scores(seats: Mapping[str, Any]) -> None:
    for play, words in _PLAY.items():
        say()
        say(f"Scores, {words}")
        say("seat          mean    sd    p5   p50   p95  span    P   S   M   U  (%)")
        for seat, each in seats.items():
            found = each["scores"][play]
            numbers = "".join(f"{found[name]:6.1f}" for name in ("mean", "sd", "p5", "p50", "p95", "span"))
            say(pad(seat, 12) + numbers + " " + "".join(f"{100 * share:4.0f}" for share in found["ratings"].values()))


def _shares(seats: Mapping[str, Any]) -> None:
    say()
    say("Where the differences come from (% of the variance of the score)")
    say("            drawn worlds                       base assumptions")
    say("seat        own   (by  others worlds   luck    own   (by  others  facts   luck")
    say("                world)                           facts)")
    for seat, each in seats.items():
        drawn, base = (
            "".join(f"{100 * each['shares'][play][part]:{width}.0f}" for part, width in _PARTS.items())
            for play in ("drawn", "base")
        )
        say(pad(seat, 10) + drawn + "  " + base)
    paragraph(
        "own, others: choices, by regression on one indicator an option less its odds, adjusted for their number; by "
        "world: the part of own that an option does in some worlds only; facts: hidden facts; luck: dice, and what "
        "choices do only together."
    )


def _decisions(decisions: Sequence[Mapping[str, Any]]) -> None:
    say()
    paragraph(
        "Decisions in drawn worlds. effect: points against the mean of the question's options, ± standard error; "
        "best: share of the worlds in which it was open where it is the best for its seat, noise taken out; "
        "persona: who takes it most. d marks the default."
    )
    for row in decisions:
        say()
        asked = "" if row["asked"] > 0.995 else f", asked in {100 * row['asked']:.0f} %"
        head = f"{row['seat']} {row['decision']} {one_line(row['title'])}"
        spread = f"{row['spread']:.1f} ± {row['error']:.1f} (within a world {row['spread_in_a_world']:.1f})"
        paragraph(f"{head}: spread {spread}{asked}")
        say("  option                          open %   taken  effect       best %  persona")
        for option in row["options"]:
            say(_option(option))


def _option(option: Mapping[str, Any]) -> str:
    name = pad(f"{'d' if option['default'] else ' '} {option['option']}", 33)
    effect = "-" if option["effect"] is None else f"{shown_as(option['effect'])} ± {option['error']:.1f}"
    best = "-" if option["best"] is None else f"{100 * option['best']:.0f}"
    persona = f"{option['persona']} {100 * option['persona_share']:.0f} %" if option["persona"] else "none"
    numbers = f"{100 * option['open']:6.0f}{option['taken']:9}  {pad(effect, 12)}{best:>6}"
    return f"{name}{numbers}  {pad(persona, 15)}".rstrip()


def _reached(told: Mapping[str, Any]) -> None:
    say()
    say("Injects (% of all games)")
    cells = [f"{name} {_percent(share)}" for name, share in told["injects"].items()]
    paragraph(", ".join(cells), 2)
    paragraph(f"options that nobody took: {', '.join(told['never']) or 'none'}", 2)
    say()
    say("Objectives and the decision that moves each most (points of the objective)")
    for row in told["objectives"]:
        name = pad(f"{row['seat']}: {row['objective']}", 34)
        moved = f"{row['decision']:20} {row['spread']:5.1f} ± {row['error']:.1f}" if row["moved"] else "nothing"
        say(f"  {name}{moved}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}" if share >= 0.01 or not share else f"{100 * share:.2g}"


def _cost(cost: Mapping[str, float]) -> None:
    say()
    paragraph(
        f"Cost: {cost['events']:.0f} events and {cost['milliseconds']:.1f} ms a playout, "
        f"{cost['microseconds_an_event']:.0f} µs an event; loading and compiling {cost['loading_seconds']:.2f} s"
    )


def _verdict(lines: Sequence[Mapping[str, Any]]) -> None:
    say()
    missed = sum(not line["met"] for line in lines)
    say("What is asked of a scenario: " + ("all met" if not missed else f"{missed} of {len(lines)} not met"))
    for line in lines:
        first, *rest = wrap(f"{line['asked']}: {line['figure']}", indent=_HANGING, hanging=2)
        say(f"  {'met' if line['met'] else 'NOT MET'}".ljust(_HANGING) + first[_HANGING:])
        for more in rest:
            say(more)
