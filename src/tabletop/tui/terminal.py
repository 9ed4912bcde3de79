"""Whether a screen can be opened here at all: asked before Textual starts, which would hang or paint into a pipe."""

from __future__ import annotations

import os
import sys

from tabletop.errors import TabletopError


class NoTerminal(TabletopError):
    """The screen was asked for where there is none."""

    exit_code = 2


def require_terminal() -> None:
    """Return when stdin and stdout are a terminal that can be painted on; else raise NoTerminal with the way out."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            "the screen needs a terminal on standard input and output",
            "play in lines with --plain, or run a script with 'tabletop replay FILE'",
        )
    if os.environ.get("TERM", "") in ("dumb", ""):
        raise NoTerminal(
            f"the screen cannot be painted on a terminal of type {os.environ.get('TERM', '') or '(unset)'}",
            "play in lines with --plain, or set TERM, for example TERM=xterm-256color",
        )
