"""Plans from what was given on the command line: who plays, what a script decides and how far, what is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.errors import IllegalDecision, closest

if TYPE_CHECKING:
    from tabletop.analysis.plan import Plan
    from tabletop.record.script import Script
    from tabletop.scenario.definition import Scenario
    from tabletop.scenario.load import Loaded


def plan(loaded: Loaded, asked: Mapping[str, Any], runs: int) -> Plan:
    """The plan that was asked for by SCENARIO's setup options, --script and --until."""
    from tabletop.analysis.plan import Plan

    scenario = loaded.scenario
    names = ("seed", "preset", "length", "seats", "settings")
    chosen = setups.given(scenario, **{name: asked[name] for name in names})
    script, until = _script(asked["script"], asked["until"], scenario)
    named = dict(setups.pairs(asked["seats"], "--seat", "us=uniform"))
    held = _held(script, scenario, cut=asked["until"] is not None)
    seats = {seat: _player(seat, named, held[seat]) for seat in held}
    if script is None:
        return Plan(
            loaded.path, chosen.seed, runs, seats, chosen.preset, chosen.length, chosen.texts, chosen.assumptions
        )
    return Plan(
        loaded.path, chosen.seed, runs, seats, asked["preset"] or script.preset or chosen.preset,
        asked["length"] or script.length or chosen.length, {**script.texts, **chosen.texts},
        {**script.assumptions, **chosen.assumptions}, replace(script, tree=None), until,
    )  # fmt: skip


def plans(loaded: Loaded, asked: Mapping[str, Any], runs: int) -> list[Plan]:
    """The plan, and, if anything is to be compared, the other one: the same seed and all else but what is named."""
    first = plan(loaded, asked, runs)
    preset, settings = asked.get("against_preset", ""), asked.get("against_set", ())
    if not (asked["against"] or asked["against_script"] or preset or settings):
        return [first]
    scenario = loaded.scenario
    for seat, _ in setups.pairs(asked["against"], "--against", "us=persona:hawk"):
        _known(seat, [str(each.id) for each in scenario.seats], "--against")
    _known(preset, [str(each.id) for each in scenario.presets], "--against-preset")
    seats, script = (*asked["seats"], *asked["against"]), asked["against_script"] or asked["script"]
    other = plan(loaded, {**asked, "seats": seats, "script": script, "settings": settings}, runs)
    chosen = setups.given(scenario, seed=first.seed, preset="", length="", seats=(), settings=settings)
    texts, assumptions = {**first.texts, **chosen.texts}, {**first.assumptions, **chosen.assumptions}
    return [
        first,
        replace(
            first, seats=other.seats, script=other.script, until=other.until, preset=preset or first.preset,
            texts=texts, assumptions=assumptions,
        ),
    ]  # fmt: skip


def script_told(plan: Plan) -> dict[str, Any] | None:
    """Which script a plan follows, how many of its decisions, and until which minute; None without one."""
    script = plan.script
    return (
        None if script is None else {"file": str(script.path), "decisions": len(script.decisions), "until": plan.until}
    )


def _known(word: str, words: list[str], option: str) -> None:
    if word and word not in words:
        listed = f"there are {', '.join(words) or 'none'}"
        raise click.UsageError(f'{option}: there is no "{word}"; {closest(word, words) or listed}')


def _player(seat: str, named: Mapping[str, str], held: str) -> str:
    """Who plays a seat: as named on the command line, otherwise as it is held; a bot stands in for a human."""
    if named.get(seat) == "human":
        raise IllegalDecision(f"a human cannot sit in an ensemble ({seat})", f"such as --seat {seat}=doctrine")
    return named.get(seat) or ("doctrine" if held == "human" else held)


def _held(script: Script | None, scenario: Scenario, *, cut: bool) -> dict[str, str]:
    """Who decides what no script decides: as the scenario has it, or as the script says of what it leaves open.

    After a script that is cut off, the seats that it spoke for are played as if there were none.
    """
    from tabletop.record.prompting import HUMAN, SCRIPT, players

    own = {str(seat.id): str(seat.player) for seat in scenario.seats}
    if script is None:
        return own
    if cut:
        named = {seat: script.seats.get(seat, SCRIPT) for seat in own}
        return {seat: own[seat] if spec in (HUMAN, SCRIPT) else spec for seat, spec in named.items()}
    return {seat: "default" if spec == HUMAN else spec for seat, spec in players(script, scenario).items()}


def _script(path: Path | None, until: str | None, scenario: Scenario) -> tuple[Script | None, int | None]:
    """The script as far as it is to be followed, and the minute from which on it is not."""
    from tabletop.record.prompting import refuse_misfits

    if path is None:
        if until is not None:
            raise click.UsageError("--until says how much of a --script is played; there is none")
        return None, None
    script = _read(path)
    refuse_misfits(script, scenario)
    if until is None:
        return script, None
    if until.strip().isdecimal():
        return _first(script, int(until)), None
    try:
        return script, scenario.times.read(until)
    except ValueError as error:
        raise click.UsageError(
            f'--until takes a number of decisions, or a moment such as "D+6 12:00": {error}'
        ) from None


def _first(script: Script, number: int) -> Script:
    if number > len(script.decisions):
        raise click.UsageError(f"--until {number}: {script.path} has {len(script.decisions)} decisions")
    return replace(script, decisions=script.decisions[:number])


def _read(path: Path) -> Script:
    from tabletop.cli.kinds import is_script
    from tabletop.record.script import read_script

    return read_script(path) if is_script(path) else _from_record(path)


def _from_record(path: Path) -> Script:
    """What the people in a recorded game decided, as a script; another seed may not even ask it."""
    from tabletop.record.codec import read_record
    from tabletop.record.prompting import HUMAN, SCRIPT
    from tabletop.record.script import Answer, Script

    record = read_record(path)
    header = record.header
    people = [seat for seat, player in header.seats.items() if player == HUMAN]
    return Script(
        path, header.scenario, preset=header.preset, length=header.length, texts=header.texts,
        assumptions=header.assumptions, seats={**header.seats, **dict.fromkeys(people, SCRIPT)},
        decisions=tuple(
            Answer(line.seat, line.decision, tuple(line.choice), if_open=True)
            for line in record.decisions if line.seat in people
        ),
    )  # fmt: skip
