"""How a sweep is told, in lines of 80 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tabletop.cli.ensemble_pages import heading, paragraph, shown_as
from tabletop.cli.output import say
from tabletop.plain.text import one_line, pad
from tabletop.scenario.definition import Scenario

SMALL = 0.5
"""Scores are shown as whole points: a swing below half of one cannot be seen in them."""


def tell_sweep(told: Mapping[str, Any], scenario: Scenario) -> None:
    """By seat: what each assumption or preset changes; with a second plan, where it would no longer be the better."""
    heading(told, scenario, " of each variation")
    if told["against"]:
        _advantages(told)
        return
    for seat, rows in (told["rests_on"] or told["presets"]).items():
        figures = told["seats"][seat]
        low, high = figures["interval"]
        say()
        say(f"{seat} ({figures['player']}): mean {figures['mean']:.1f} ± {(high - low) / 2:.1f}")
        if told["presets"]:
            _presets(rows, scenario)
        else:
            _tornado(rows, told["assumptions"])
    _legend(told)


def _tornado(rows: Sequence[Mapping[str, Any]], assumptions: Mapping[str, Any]) -> None:
    large = [row for row in rows if _is_large(row)]
    if large:
        say("  assumption     now     low        change    high        change   swing  grade")
    for row in large:
        about = assumptions[row["assumption"]]
        ends = _end(row["low"]) + _end(row["high"])
        name = pad(one_line(row["assumption"]), 12)
        say(f"  {name} {about['value']:6.4g} {ends} {row['swing']:7.1f}  {about['grade']}")
    small = [row["assumption"] for row in rows if row["clear"] and row not in large]
    none = [row["assumption"] for row in rows if not row["clear"]]
    for words, names in (("less than half a point", small), ("no change beyond chance", none)):
        if names:
            paragraph(f"{words}: {', '.join(names)}", 2)


def _is_large(row: Mapping[str, Any]) -> bool:
    return bool(row["clear"] and row["swing"] >= SMALL)


def _legend(told: Mapping[str, Any]) -> None:
    """What the names mean that stand in the tables."""
    shown = {row["assumption"] for rows in told["rests_on"].values() for row in rows if _is_large(row)}
    if not shown:
        return
    say()
    paragraph(
        "Each at its low and at its high, the rest as it is now. Grade A: public support for sign and size, B: for the "
        "sign, C: judgement."
    )
    for name, about in told["assumptions"].items():
        if name in shown:
            paragraph(f"{name}: {one_line(about['label'])}{_unit(about['unit'])}", 2)


def _unit(unit: str) -> str:
    return f" ({one_line(unit)})" if unit else ""


def _end(end: Mapping[str, Any] | None) -> str:
    if end is None:
        return f"{'-':>8}{'':14}"
    return f"{end['value']:8.4g} " + pad(f"{shown_as(end['change']):>6} ± {end['half_width']:.1f}", 13)


def _presets(rows: Sequence[Mapping[str, Any]], scenario: Scenario) -> None:
    labels = {str(preset.id): one_line(preset.label) for preset in scenario.presets}
    say(f"  {'preset':44}  mean  change  95 % interval")
    for row in rows:
        low, high = row["interval"]
        span = f"{shown_as(low)} to {shown_as(high)}"
        name = pad(labels[row["preset"]], 43)
        say(f"  {name} {row['mean']:6.1f} {shown_as(row['change']):>7}  {span}")


def _advantages(told: Mapping[str, Any]) -> None:
    against, script = told["against"], told["against"]["script"]
    players = {seat: figures["player"] for seat, figures in told["seats"].items()}
    changed = [f"{seat} {player}" for seat, player in against["seats"].items() if player != players.get(seat)]
    changed += [f"script {one_line(script['file'])}"] if script and script != told["script"] else []
    say()
    paragraph(f"The second plan ({', '.join(changed) or 'the same'}) against the first, in each variation")
    for seat, rows in against["advantages"].items():
        start, others = rows[0], rows[1:]
        say()
        say(f"{seat}: second minus first {_with_width(start)}{_call(start)}")
        for row in others:
            if row["turns"] or row["clear"] != start["clear"]:
                call = _call(row) or "  clear here"
                say(f"  {pad(one_line(row['variation']), 40)} {_with_width(row)}{call}")
        same = sum(not row["turns"] and row["clear"] == start["clear"] for row in others)
        say(f"  no other verdict in {same} of {len(others)} variations")


def _with_width(row: Mapping[str, Any]) -> str:
    return f"{shown_as(row['difference']):>6} ± {row['half_width']:.1f}"


def _call(row: Mapping[str, Any]) -> str:
    if row["turns"]:
        return "  turns"
    return "" if row["clear"] else "  too close to call"
