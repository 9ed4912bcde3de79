"""What was given on the command line, checked and turned into a game's setup."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tabletop.errors import closest
from tabletop.scenario.definition import Scenario

LARGEST_SEED = 2**63 - 1
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

SCENARIO = click.argument("scenario", metavar="SCENARIO")
SEED = click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, LARGEST_SEED),
    help="Where chance starts; a fresh one is drawn and told.",
)
PRESET = click.option("--preset", default="", help="A named set of assumptions; see the scenario.")
LENGTH = click.option("--length", default="", help="Session length, such as 50, 75 or 180.")
SEAT = click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="SEAT=PLAYER",
    help="Who holds a seat: human, doctrine, uniform, explorer, persona:NAME. May be given several times.",
)
SET = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another start for an input text or an assumption."
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


def setup_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """SCENARIO and everything that a new game is set up from."""
    for decorate in (SET, SEAT, LENGTH, PRESET, SEED, SCENARIO):
        command = decorate(command)
    return command


@dataclass(frozen=True)
class Given:
    """A checked setup. `seats` names every seat's player; '' for preset or length means the scenario's default."""

    seed: int
    preset: str
    length: str
    seats: Mapping[str, str]
    texts: Mapping[str, str]
    assumptions: Mapping[str, float]


def given(
    scenario: Scenario, *, seed: int | None, preset: str, length: str, seats: Iterable[str], settings: Iterable[str]
) -> Given:
    """The setup that was asked for; raises click.UsageError for a name that the scenario does not have."""
    texts, assumptions = _settings(scenario, settings)
    return Given(
        fresh_seed() if seed is None else seed,
        _known(preset, [each.id for each in scenario.presets], "--preset") or scenario.preset_default or "",
        _known(length, [each.id for each in scenario.lengths], "--length") or scenario.default_length or "",
        players(scenario, seats),
        texts,
        assumptions,
    )


def fresh_seed() -> int:
    """A seed nobody has chosen, short enough to be read out in a classroom."""
    import secrets

    return 1 + secrets.randbelow(10**9)


def players(scenario: Scenario, named: Iterable[str]) -> dict[str, str]:
    """Who holds each seat: as the scenario says, changed by SEAT=PLAYER pairs. The player's name is checked later."""
    held = {seat.id: str(seat.player) for seat in scenario.seats}
    for seat, player in pairs(named, "--seat", "us=human"):
        held[_known(seat, list(held), "--seat")] = player
    return held


def _settings(scenario: Scenario, named: Iterable[str]) -> tuple[dict[str, str], dict[str, float]]:
    inputs = {text.id: list(text.values) for text in scenario.texts if text.input}
    assumed = {assumption.id for assumption in scenario.assumptions}
    texts: dict[str, str] = {}
    assumptions: dict[str, float] = {}
    for name, value in pairs(named, "--set", "flex_text=broad"):
        if name in assumed:
            assumptions[name] = number(name, value)
        else:
            _known(name, [*inputs, *sorted(assumed)], "--set")
            texts[name] = _known(value, inputs[name], f"--set {name}")
    return texts, assumptions


def number(name: str, value: str) -> float:
    """The number that --set gives to a name; raises click.UsageError for anything else."""
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise click.UsageError(f"--set {name} takes a number, such as --set {name}=1.5")
    return found


def pairs(given: Iterable[str], option: str, example: str) -> Iterable[tuple[str, str]]:
    """NAME=VALUE pairs taken apart; raises click.UsageError with an example."""
    for pair in given:
        name, sign, value = pair.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise click.UsageError(f'{option} takes NAME=VALUE, such as {option} {example}; found "{pair}"')
        yield name.strip(), value.strip()


def _known(word: str, words: list[str], option: str) -> str:
    if word and word not in words:
        listed = f"known are {', '.join(words)}" if words else "the scenario has none"
        raise click.UsageError(f'{option}: there is no "{word}"; {closest(word, words) or listed}')
    return word


def existing(path: str, folder: Path) -> Path:
    """The path as given, or, for a bare name that is not here, the file of that name in `folder`."""
    here = Path(path)
    if not here.exists() and here.name == path and (folder / path).exists():
        return folder / path
    return here
