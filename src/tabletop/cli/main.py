"""`tabletop`: the commands by name, each loaded when it is called, and what happens when one fails."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from tabletop import __version__
from tabletop.cli.output import Interrupted, tell
from tabletop.errors import TabletopError, closest

# name: (module, attribute, what `tabletop --help` says). Names resolve on call, so that `--version` loads nothing.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "list": ("tabletop.cli.library", "list_command", "The scenarios that can be played."),
    "play": ("tabletop.cli.play", "play_command", "Play a scenario, on the screen or in lines."),
    "resume": ("tabletop.cli.play", "resume_command", "Go on with a recorded game."),
    "replay": ("tabletop.cli.replay", "replay_command", "Run a record or a script again and tell it."),
    "ensemble": ("tabletop.cli.ensemble", "ensemble_command", "Play a scenario many times over with bots."),
    "sweep": ("tabletop.cli.sweep", "sweep_command", "What the scores rest on: assumptions and presets in turn."),
    "balance": ("tabletop.cli.balance", "balance_command", "Whether a scenario is in balance, line by line."),
    "branch": ("tabletop.cli.branch", "branch_command", "A child of a record in which one decision is another."),
    "whatif": ("tabletop.cli.whatif", "whatif_command", "Every open option of one decision, side by side."),
    "review": ("tabletop.cli.review", "review_command", "What was decision and what was luck."),
    "report": ("tabletop.cli.report", "report_command", "The after-action report of a game, or its hot wash."),
    "plan": ("tabletop.cli.plan", "plan_command", "Plan a class: groups, seats, agenda, what to type."),
    "handouts": ("tabletop.cli.handouts", "handouts_command", "Write the papers of a class, for students and for you."),
    "compare": ("tabletop.cli.compare", "compare_command", "Put the games of several teams side by side."),
    "check": ("tabletop.cli.library", "check_command", "All mistakes in a scenario, each with its place."),
    "schema": ("tabletop.cli.library", "schema_command", "The JSON Schema of the scenario language."),
    "where": ("tabletop.cli.machine", "where_command", "Where scenarios and records live."),
    "doctor": ("tabletop.cli.machine", "doctor_command", "What this terminal and this machine can do."),
}
INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a game's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a 'did you mean' for a name that does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = closest(args[0], COMMANDS)
            raise click.UsageError(f'there is no command "{args[0]}"' + (f"; {near}" if near else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run one command and leave with its exit code: 0, 1, 2, 3, 4 or 130 (see `tabletop --help`)."""
        extra["standalone_mode"] = False
        try:
            code = _guarded(lambda: super(LazyGroup, self).main(args, prog_name or "tabletop", **extra))
        except KeyboardInterrupt:
            code = INTERRUPTED
        sys.exit(code)


def _guarded(run: Any) -> int:
    """The exit code of `run()`; expected failures become one message and a code, never a traceback."""
    try:
        code = run()
        _flush()
        return int(code or 0)
    except TabletopError as error:
        _explain(str(error), error.hint)
        return error.exit_code
    except click.ClickException as error:
        _explain(error.format_message(), _usage_of(error))
        return error.exit_code
    except Interrupted as kept:
        tell(str(kept))
        return INTERRUPTED
    except (click.Abort, KeyboardInterrupt):
        tell("interrupted; nothing was left half done")
        return INTERRUPTED
    except OSError as error:
        return _system_refused(error)


def _explain(message: str, hint: str) -> None:
    text = message if message.startswith("error") or ": error " in message.split("\n", 1)[0] else f"error: {message}"
    tell(text)
    if hint:
        tell(f"  {hint}")


def _usage_of(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"try '{context.command_path} --help'" if context is not None else ""


def _flush() -> None:
    """Find out now, not while Python shuts down, that nobody reads our output or that the disk is full."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def _system_refused(error: OSError) -> int:
    """A reader that went away is no news; a full disk under stdout and the like are."""
    try:
        _flush()
    except OSError:
        _swallow_output()
    if error.errno == errno.EPIPE:
        return 1
    reason = os.strerror(error.errno) if error.errno else str(error)
    tell(f"error: {reason}" + (f": {error.filename}" if error.filename else ""))
    return 4


def _swallow_output() -> None:
    """Point stdout at nothing, so that its last flush at exit stays quiet."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tabletop")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw the library with plain ASCII characters.")
@click.pass_context
def commands(context: click.Context, ascii_only: bool) -> None:
    """A terminal simulator for policy wargames.

    Without a command: the library of scenarios, on the screen. Try `tabletop list`, then `tabletop play NAME`.

    Exit codes: 0 done; 1 the run or check failed; 2 usage, or not a terminal; 3 the replay diverged; 4 a file or a
    lock; 130 interrupted.
    """
    if context.invoked_subcommand is None:
        from tabletop.cli.play import open_library

        context.exit(open_library(ascii_only=ascii_only))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point: text in and out in whatever the terminal speaks, then the command."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    commands.main(arguments)
