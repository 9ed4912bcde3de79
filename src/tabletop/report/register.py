"""The register of what a scenario rests on: assumptions with their ranges, judgements, rules, hidden facts, sources."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.engine.odds import words
from tabletop.report.paper import Block, Grid, Heading, Text
from tabletop.report.wording import plain
from tabletop.scenario.definition import Scenario
from tabletop.scenario.elements import Latent, Preset

_MOST_CHANGES = 8
_FORMS = {
    "uniform": "from {0} to {1}, all alike",
    "triangular": "from {0} to {2}, most likely {1}",
    "exponential": "{0} on average, much shorter and much longer as well",
    "normal": "around {0}, two thirds within {1}",
    "lognormal": "half of it below {0}, with a long tail ({1})",
    "binomial": "how many of {0} come true at odds of {1}",
    "poisson": "a count, {0} on average",
    "whole": "a whole number from {0} to {1}, all alike",
}
_CONFIDENCE = "H official or two good outlets, M one good outlet, L weak, D derived, B background"


def register(scenario: Scenario, preset: str) -> tuple[Block, ...]:
    """Everything that carries a number or a claim, each with its grade and its source. `preset` is the one in play."""
    return tuple(_blocks(scenario, preset))


def hidden_facts(scenario: Scenario, preset: str) -> Grid:
    """The hidden facts: what each can be and how likely; what the preset pins is said."""
    pinned = next((each.latents for each in scenario.presets if each.id == preset), {})
    rows = []
    for latent in scenario.latents:
        said = f"{pinned[latent.id]} (set by the preset)" if latent.id in pinned else _ways(latent)
        seen = [seat for seat, sight in latent.visible.seats.items() if sight != "hidden"]
        rows.append((latent.label, said, ", ".join(seen) or "nobody"))
    return Grid(("Hidden fact", "What it can be", "Seen by"), tuple(rows), (35, 50, 15))


def presets(scenario: Scenario) -> Grid:
    """The worlds to choose from: what each changes, and what it teaches."""
    base = {str(assumption.id): assumption.base for assumption in scenario.assumptions}
    rows = tuple((str(each.id), each.label, each.lesson, _changes(each, base)) for each in scenario.presets)
    return Grid(("Preset", "World", "What it teaches", "What it changes"), rows, (20, 24, 31, 25))


def _ways(latent: Latent) -> str:
    if latent.states:
        return "; ".join(f"{state.label or state.id}: {words(state.odds)}" for state in latent.states)
    drawn = latent.value.model_dump(exclude_none=True) if latent.value is not None else {}
    return "; ".join(
        _FORMS[form].format(*(given if isinstance(given, list | tuple) else [given])) for form, given in drawn.items()
    )


def _changes(preset: Preset, base: dict[str, float]) -> str:
    parts = [
        f"{name} {plain(value)} (base {plain(base[name])})"
        for name, value in preset.assumptions.items()
        if value != base[name]
    ]
    parts += [
        f"{name}: {value}" for name, value in (*preset.latents.items(), *preset.texts.items(), *preset.places.items())
    ]
    if len(parts) > _MOST_CHANGES:
        parts = [f"{len(parts)} numbers"]
    return "; ".join([*parts, *(["changes to the start"] if preset.setup else [])]) or "nothing"


def _blocks(scenario: Scenario, preset: str) -> Iterator[Block]:
    yield Text(
        "Grades: A public support for sign and rough size, B for the sign only, C judgement or contested. Dispute C "
        "first."
    )
    if scenario.assumptions:
        yield Heading(2, "Assumptions")
        yield _assumptions(scenario, preset)
    if scenario.judgements:
        yield Heading(2, "Judgements that are no single number")
        rows = tuple(
            (
                str(j.id),
                j.label,
                _range(j.low, j.base, j.high, "" if j.unit and j.high.endswith(j.unit) else j.unit),
                str(j.grade),
                j.why,
            )
            for j in scenario.judgements
        )
        yield Grid(("Id", "What", "Low – base – high", "Grade", "Why"), rows, (8, 30, 25, 8, 29))
    if scenario.latents:
        yield Heading(2, "Hidden facts")
        yield hidden_facts(scenario, preset)
    if scenario.relations:
        yield Heading(2, "Rules")
        yield Grid(("Rule", "What it says", "Grade", "Where it comes from"), tuple(_rules(scenario)), (15, 50, 12, 23))
    if scenario.sources:
        yield Heading(2, "Sources")
        yield Text(f"Confidence: {_CONFIDENCE}.")
        rows = tuple((str(s.id), s.title, s.date, s.confidence, s.address) for s in scenario.sources)
        yield Grid(("Id", "Title", "Date", "Conf.", "Address"), rows, (6, 36, 14, 6, 38))


def _assumptions(scenario: Scenario, preset: str) -> Grid:
    changed = next((each.assumptions for each in scenario.presets if each.id == preset), {})
    rows = []
    for a in scenario.assumptions:
        here = plain(changed.get(a.id, a.base))
        support = f"{a.why} {_cited(a.sources)}".strip()
        rows.append(
            (str(a.id), a.label, _range(plain(a.low), plain(a.base), plain(a.high), a.unit), here, a.grade, support)
        )
    head = ("Id", "What", "Low – base – high", "In play", "Grade", "Why")
    return Grid(head, tuple(rows), (10, 28, 20, 8, 6, 28))


def _range(low: str, base: str, high: str, unit: str) -> str:
    return f"{low} – {base} – {high} {unit}".strip(" –")


def _rules(scenario: Scenario) -> Iterator[tuple[str, str, str, str]]:
    for rule in scenario.relations:
        yield f"{rule.id} {rule.title}", rule.says, str(rule.grade), f"{rule.evidence} {_cited(rule.sources)}".strip()


def _cited(sources: list[str]) -> str:
    return f"[{', '.join(sources)}]" if sources else ""
