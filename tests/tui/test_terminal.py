"""No screen is opened where none can be painted."""

from __future__ import annotations

import sys

import pytest

from tabletop.errors import TabletopError
from tabletop.tui import app
from tabletop.tui.terminal import NoTerminal, require_terminal


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal on both sides."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


def test_a_terminal_is_enough(terminal: pytest.MonkeyPatch) -> None:
    assert require_terminal() is None


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_a_pipe_is_not(terminal: pytest.MonkeyPatch, stream: str) -> None:
    terminal.setattr(getattr(sys, stream), "isatty", lambda: False, raising=False)
    with pytest.raises(NoTerminal, match="needs a terminal") as refused:
        require_terminal()
    assert refused.value.exit_code == 2
    assert "--plain" in refused.value.hint


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_neither_is_a_dumb_one(terminal: pytest.MonkeyPatch, kind: str) -> None:
    terminal.setenv("TERM", kind)
    with pytest.raises(TabletopError, match="cannot be painted"):
        require_terminal()


def test_both_ways_in_ask_first(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("TERM", "dumb")
    with pytest.raises(NoTerminal):
        app.open_library()
    with pytest.raises(NoTerminal):
        app.play(None)  # type: ignore[arg-type]
