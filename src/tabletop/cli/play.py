"""`play`, `resume`, and `tabletop` alone: a game on the screen or in lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import campaigns, kinds
from tabletop.cli import given as setups
from tabletop.cli.output import Interrupted, dumb, is_terminal, on_terminal, tell
from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from tabletop.session import Session

PLAIN = click.option("--plain", is_flag=True, help="Numbered lines instead of a screen.")
ASCII = click.option("--ascii", "ascii_only", is_flag=True, help="Keep to plain ASCII characters.")
NO_TERMINAL = 2


class NoTerminal(TabletopError):
    """There is neither a terminal nor anything on stdin."""

    exit_code = NO_TERMINAL


@click.command("play")
@setups.setup_options
@click.option("--record", type=click.Path(path_type=Path), help="Where the record is kept; a new file.")
@campaigns.WEIGHTS
@campaigns.FROM
@campaigns.AFTER
@PLAIN
@ASCII
def play_command(
    record: Path | None, plain: bool, ascii_only: bool, weights: str, source: str, after: str, **asked: Any
) -> int:
    """Play SCENARIO (a name or a path), or a campaign. Every answer is on disk at once; `tabletop resume` goes on."""
    plain = _in_lines(plain)
    campaign = campaigns.campaign_at(asked["scenario"])
    if campaign is not None:
        del asked["scenario"]
        game = campaigns.start(campaign, record, source, after, weights=weights, **asked)
        tell(f"seed {game.setup.seed}; record {game.record_path}")
        return campaigns.run(game, plain=plain, ascii_only=ascii_only, resumed=game.number > 1 or bool(source))
    campaigns.refuse_campaign_options({"weights": weights, "source": source, "after": after})
    session = _started(record, asked)
    tell(f"seed {session.setup.seed}; record {session.record_path}")
    return _run(session, plain=plain, ascii_only=ascii_only)


@click.command("resume")
@click.argument("record", type=click.Path())
@click.option("--scenario", help="The scenario (a name or a path), if it is not where it was.")
@PLAIN
@ASCII
def resume_command(record: str, scenario: str | None, plain: bool, ascii_only: bool) -> int:
    """Go on with RECORD where it stops, in the same file."""
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load
    from tabletop.session import Session, record_folder

    plain = _in_lines(plain)
    path = setups.existing(record, record_folder())
    if kinds.record_is_campaign(path):
        return campaigns.run(campaigns.resume(path, scenario), plain=plain, ascii_only=ascii_only, resumed=True)
    loaded = load(find(scenario)) if scenario else None
    session = Session.resume(path, loaded)
    return _run(session, plain=plain, ascii_only=ascii_only, resumed=True)


def open_library(*, ascii_only: bool = False) -> int:
    """The library on the screen; without a terminal a hint, and exit code 2."""
    if not on_terminal():
        tell("there is no terminal here that a screen could be drawn on")
        tell("  try 'tabletop list', 'tabletop play SCENARIO --plain', or 'tabletop --help'")
        return NO_TERMINAL
    from tabletop.tui.app import open_library as show

    return show(ascii_only=ascii_only)


def _in_lines(plain: bool) -> bool:
    """Whether to play in lines: asked for, or no screen can be drawn. Raises NoTerminal when nobody can answer."""
    if on_terminal():
        return plain
    at_hand = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    if at_hand and dumb():
        return True
    if not is_terminal(sys.stdin) and not _has_input():
        raise NoTerminal(
            "there is no terminal, and stdin is empty",
            "run it in a terminal, or feed answers: tabletop play SCENARIO --plain < answers.txt",
        )
    return True


def _has_input() -> bool:
    """Whether stdin holds at least one byte; waits for a pipe's first one."""
    try:
        buffer = getattr(sys.stdin, "buffer", None)
        return bool(buffer.peek(1)) if buffer is not None and hasattr(buffer, "peek") else sys.stdin is not None
    except (OSError, ValueError):
        return False


def _started(record: Path | None, asked: dict[str, Any]) -> Session:
    """A new session; without `record` the file is named after scenario and seed, in the folder of records."""
    from tabletop.engine.program import compile_program
    from tabletop.engine.setup import Setup
    from tabletop.scenario.library import find
    from tabletop.scenario.load import load
    from tabletop.session import Session, fresh_record

    loaded = load(find(asked.pop("scenario")))
    chosen = setups.given(loaded.scenario, **asked)
    setup = Setup(chosen.seed, chosen.preset, chosen.length, chosen.texts, chosen.assumptions)
    program = compile_program(loaded)
    start: Callable[[Path], Session] = lambda path: Session.start(loaded, program, setup, chosen.seats, path)  # noqa: E731
    return start(record) if record is not None else fresh_record(loaded.scenario.id, chosen.seed, start)


def _run(session: Session, *, plain: bool, ascii_only: bool, resumed: bool = False) -> int:
    with closing(session):
        try:
            code = _shown(session, plain=plain, ascii_only=ascii_only, resumed=resumed)
            _what_next(session)
            return code
        except KeyboardInterrupt:
            kept = f"what you confirmed is kept: {session.resume_command}"
            raise Interrupted(f"\ninterrupted; {kept}") from None


def _shown(session: Session, *, plain: bool, ascii_only: bool, resumed: bool) -> int:
    if plain:
        return _play_in_lines(session, ascii_only=ascii_only, resumed=resumed)
    from tabletop.tui.app import play as show

    return show(session, ascii_only=ascii_only)


def _what_next(session: Session) -> None:
    """After the end: which commands make something of the record."""
    if session.ended and session.record_path is not None:
        tell(f'skill or luck:  tabletop review "{session.record_path}"')
        tell(f'to talk about:  tabletop report "{session.record_path}" --hotwash')


def _play_in_lines(session: Session, *, ascii_only: bool, resumed: bool) -> int:
    from tabletop.plain.console import Console
    from tabletop.plain.game import play

    echo = not is_terminal(sys.stdin)
    play(session, Console(sys.stdin, sys.stdout, echo=echo, ascii_only=ascii_only), resumed=resumed)
    return 0
