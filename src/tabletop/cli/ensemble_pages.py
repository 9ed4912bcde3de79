"""How an ensemble and a comparison are told, in lines of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tabletop.cli.output import say
from tabletop.plain.text import one_line, pad, wrap
from tabletop.scenario.definition import Scenario

_SHOWN = ("p5", "p25", "p50", "p75", "p95")
_COLUMN = 38


def heading(told: Mapping[str, Any], scenario: Scenario, what: str = "") -> None:
    """Title, number of playouts, seed, preset, length, speed."""
    setup = [f"seed {told['seed']}", f"preset {told['preset'] or 'none'}"]
    setup += [f"length {told['length']}"] if told["length"] else []
    paragraph(f"{one_line(scenario.title)}: {told['runs']} playouts{what}, {', '.join(setup)}")
    say(f"{told['playouts_per_second']:g} playouts a second. A teaching model, not a forecast.")


def tell_ensemble(told: Mapping[str, Any], scenario: Scenario) -> None:
    """Scores by seat and objective, endings, what was chosen, what occurred."""
    heading(told, scenario)
    if not told["seats"]:
        return
    _seats(told["seats"])
    say(f"Every seat at S or better: {_share(told['all_sound']).strip()} of playouts")
    _objectives(told["seats"])
    _influences(told["influences"])
    _endings(told["ending_shares"], scenario)
    _options(told["option_shares"])
    _injects(told["injects"])


def tell_against(told: Mapping[str, Any], scenario: Scenario) -> None:
    """Both sides, the difference with its interval, and what pairing was worth."""
    other = told["against"]
    heading(told, scenario, " on each side")
    if not other["comparison"]["seats"]:
        return
    say()
    paragraph(f"first:  {', '.join(_side(told))}")
    paragraph(f"second: {', '.join(part for part in _side(other) if part not in _side(told)) or 'the same'}")
    _differences(other["comparison"]["seats"])
    _objective_differences(other["comparison"]["seats"], scenario)
    _ending_changes(told["ending_shares"], other["ending_shares"], scenario)


def shown_as(value: float) -> str:
    """A change in points with its sign: '+3.1'."""
    return f"{round(value, 1) + 0.0:+.1f}"


def paragraph(text: str, indent: int = 0) -> None:
    """Running text, wrapped."""
    for line in wrap(text, indent=indent, hanging=2):
        say(line)


def _seats(seats: Mapping[str, Any]) -> None:
    say()
    say("Score by seat (0 to 100), 95 % interval of the mean, quantiles, ratings in %")
    names = "".join(f"{name:>5}" for name in _SHOWN)
    say(f"seat   player              mean       {names}    P  S  M  U")
    for seat, told in seats.items():
        if told["mean"] is not None:
            number = sum(told["ratings"].values())
            ratings = "".join(f"{100 * count / number:3.0f}" for count in told["ratings"].values())
            say(pad(seat, 7) + pad(told["player"], 18) + _mean(told) + _quantiles(told, _SHOWN) + "  " + ratings)


def _objectives(seats: Mapping[str, Any]) -> None:
    say()
    say("By objective" + " " * 28 + "weight  mean         p5  p50  p95")
    for seat, told in seats.items():
        for objective in told.get("objectives", {}).values():
            if objective["mean"] is not None:
                title = pad(f"{seat}: {one_line(objective['title'])}", 40)
                numbers = _mean(objective) + _quantiles(objective, ("p5", "p50", "p95"))
                say(f"{title} {objective['weight']:5g}{numbers}")


def _mean(told: Mapping[str, Any]) -> str:
    low, high = told["interval"]
    return f"{told['mean']:6.1f} " + pad(f"± {(high - low) / 2:.1f}", 6)


def _quantiles(told: Mapping[str, Any], names: Iterable[str]) -> str:
    return "".join(f"{told['quantiles'][name]:5.0f}" for name in names)


def _influences(influences: Mapping[str, Any]) -> None:
    if not influences:
        return
    say()
    say("What the scores rest on (rank correlation with what was drawn, beyond chance)")
    for seat, rows in influences.items():
        clear = [f"{row['assumption']} {row['rank_correlation']:+.2f}" for row in rows if row["clear"]]
        paragraph(f"{seat}: {', '.join(clear) or 'nothing stands out'}", 2)


def _endings(shares: Mapping[str, Any], scenario: Scenario) -> None:
    titles = {str(ending.id): one_line(ending.title) for ending in scenario.endings}
    say()
    say("Endings (share of playouts, 95 % interval)")
    for ending, told in shares.items():
        say(f"  {pad(titles[ending], 48)} {_share(told)}")


def _share(told: Mapping[str, Any]) -> str:
    low, high = (100 * end for end in told["interval"])
    return f"{100 * told['share']:5.1f} %  ({low:.0f} to {high:.0f} %)"


def _options(shares: Mapping[str, Any]) -> None:
    say()
    say("Choices (share of playouts)")
    for decision, options in shares.items():
        if any(options.values()):
            chosen = ", ".join(f"{option} {100 * share:.0f} %" for option, share in options.items())
            for line in wrap(f"{decision}: {chosen}", indent=2, hanging=4):
                say(line)
    never = [decision for decision, options in shares.items() if not any(options.values())]
    if never:
        paragraph(f"never answered: {', '.join(never)}", 2)


def _injects(injects: Mapping[str, Any]) -> None:
    say()
    say("Injects (share of playouts; × how often, where it comes more than once)")
    cells = [_inject(name, told) for name, told in injects.items()]
    for left, right in zip(cells[::2], [*cells[1::2], ""], strict=False):
        say(f"  {left}  {right}")


def _inject(name: str, told: Mapping[str, Any]) -> str:
    times = told["mean"] / told["share"] if told["share"] else 1.0
    often = f" ×{times:.1f}" if times >= 1.05 else ""
    return pad(pad(name, 23) + f"{100 * told['share']:4.0f} %{often}", _COLUMN)


def _side(told: Mapping[str, Any]) -> list[str]:
    """Everything that may set one side apart from the other."""
    script = told["script"]
    parts = [f"{seat} {figures['player']}" for seat, figures in told["seats"].items()]
    parts += [f"preset {told['preset'] or 'none'}", f"script {one_line(script['file']) if script else 'none'}"]
    return [*parts, *map(one_line, told.get("set", ()))]


def _differences(seats: Mapping[str, Any]) -> None:
    say()
    say("Second minus first, the same chance on both sides")
    say("seat     first second  change  95 % interval    the second is  better in  worth")
    for seat, told in seats.items():
        low, high = told["interval"]
        number = told["better"] + told["same"] + told["worse"]
        numbers = f"{told['first']:6.1f} {told['second']:6.1f} {shown_as(told['difference']):>7}  "
        span = pad(f"{shown_as(low)} to {shown_as(high)}", 17)
        worth = f"×{told['worth']:.1f}" if told["worth"] else "-"
        say(pad(seat, 8) + numbers + span + f"{_verdict(told):13}   {100 * told['better'] / number:5.0f} % {worth:>6}")
    paragraph(
        "'worth': what the common chance gained; so many times as many playouts with chance of their own would be "
        "needed for the same interval."
    )


def _verdict(told: Mapping[str, Any]) -> str:
    if told["worth"] is None:
        return "the same"
    if not told["clear"]:
        return "too close"
    return "better" if told["difference"] > 0 else "worse"


def _objective_differences(seats: Mapping[str, Any], scenario: Scenario) -> None:
    titles = {str(objective.id): one_line(objective.title) for objective in scenario.objectives}
    rows = [
        (seat, titles[id_], found) for seat, told in seats.items() for id_, found in told["objectives"].items() if found
    ]
    clear = [row for row in rows if row[2]["clear"]]
    say()
    say("Objectives with a clear change            first second  change  95 % interval")
    for seat, title, found in clear:
        low, high = found["interval"]
        numbers = f"{found['first']:6.1f} {found['second']:6.1f} {shown_as(found['difference']):>7}  "
        say(pad(f"{seat}: {title}", 41) + numbers + f"{shown_as(low)} to {shown_as(high)}")
    if not clear:
        say("  none")


def _ending_changes(first: Mapping[str, Any], second: Mapping[str, Any], scenario: Scenario) -> None:
    titles = {str(ending.id): one_line(ending.title) for ending in scenario.endings}
    say()
    say("Endings (share of playouts)" + " " * 24 + "first   second")
    for ending, told in first.items():
        say(f"  {pad(titles[ending], 46)} {100 * told['share']:5.1f} %  {100 * second[ending]['share']:5.1f} %")
