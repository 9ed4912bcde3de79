"""What the command line prints: data to stdout, narration to stderr, nothing that can steer a terminal."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from tabletop import __version__
from tabletop.plain.text import clean

if TYPE_CHECKING:
    from tabletop.plain.console import Console


class Interrupted(Exception):
    """Ctrl-C; the text says what is kept."""


def schema_head(command: str) -> dict[str, Any]:
    """The first keys of every `--json` object: `schema` (name and version of its layout) and `engine`."""
    return {"schema": f"tabletop-{command}/1", "engine": __version__}


def say(text: str = "") -> None:
    """Data: a line or lines to stdout."""
    click.echo(clean(text))


def tell(text: str) -> None:
    """Narration: a line or lines to stderr."""
    click.echo(clean(text), err=True)


def say_json(value: dict[str, Any]) -> None:
    """One JSON object to stdout, keys in the order given, ASCII with escapes."""
    click.echo(json.dumps(value, indent=2))


def on_terminal() -> bool:
    """True when stdin and stdout are terminals that can take a screen."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout) and not dumb()


def dumb() -> bool:
    """True when TERM says that the terminal cannot move its cursor."""
    import os

    return os.environ.get("TERM", "") == "dumb"


def is_terminal(stream: Any) -> bool:
    """True for an open stream that is a terminal; None and closed streams are not."""
    try:
        return bool(stream is not None and stream.isatty())
    except ValueError:
        return False


def page(*, ascii_only: bool) -> Console:
    """A console for a long tale: as wide as the terminal allows, up to the width of a playthrough."""
    from tabletop.plain.console import Console
    from tabletop.plain.playthrough import WIDTH

    columns = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else WIDTH
    return Console(sys.stdin, sys.stdout, ascii_only=ascii_only, width=min(WIDTH, max(40, columns)))
