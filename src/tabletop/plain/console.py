"""Where plain mode writes and reads: lines out, lines in, no cursor, no colour."""

from __future__ import annotations

from typing import TextIO

from tabletop.plain.text import WIDTH, clean, one_line, to_ascii, wrap

LONGEST_LINE = 4000
_CHUNK = 65536


class EndOfInput(Exception):
    """The input has ended; whoever plays saves and leaves."""


class Console:
    """Writes to `sink`, reads from `source`.

    `echo` repeats what was read, so that the log of a game that was fed from a file reads like the game;
    lines of such a file that begin with '#' are remarks. `ascii_only` keeps every line to ASCII. `width` in columns.
    """

    def __init__(
        self, source: TextIO, sink: TextIO, *, echo: bool = False, ascii_only: bool = False, width: int = WIDTH
    ) -> None:
        self.echo = echo
        self._source = source
        self._sink = sink
        self._ascii = ascii_only
        self._width = width

    def line(self, text: str = "") -> None:
        """One line as it is laid out; control characters never pass."""
        for part in wrap_nothing(text):
            self._sink.write((to_ascii(part) if self._ascii else part) + "\n")

    def say(self, text: str, indent: int = 0, hanging: int = 0) -> None:
        """Running text, wrapped to the page."""
        for part in wrap(text, indent, hanging, self._width):
            self.line(part)

    def heading(self, text: str) -> None:
        """A title with a blank line before and a rule of hyphens below."""
        title = one_line(text)
        self.line()
        self.line(title)
        self.line("-" * min(self._width, max(4, len(title))))

    def turn_page(self) -> None:
        """Push what was shown out of sight: a page of blank lines, a few only in a log."""
        for _ in range(3 if self.echo else 60):
            self.line()

    def ask(self, prompt: str) -> str:
        """One line from the player, stripped; raises EndOfInput when there is no more."""
        while True:
            self._sink.write(to_ascii(prompt) if self._ascii else prompt)
            self._sink.flush()
            answer = self._read()
            if self.echo:
                self.line(answer)
            if not (self.echo and answer.startswith("#")):
                return answer

    def flush(self) -> None:
        """Hand everything written to the reader."""
        self._sink.flush()

    def _read(self) -> str:
        raw = self._source.readline(_CHUNK)
        if not raw:
            self._sink.write("\n")
            raise EndOfInput
        tail = raw
        while tail and not tail.endswith("\n"):
            tail = self._source.readline(_CHUNK)
        return one_line(raw)[:LONGEST_LINE]


def wrap_nothing(text: str) -> list[str]:
    """The lines of a laid-out text, each made harmless but not wrapped."""
    return clean(text).split("\n")
