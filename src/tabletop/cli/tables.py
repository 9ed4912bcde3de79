"""Files that a command writes: always new ones, and CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from tabletop.errors import CannotRead, printable

_STEERS_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def put(path: Path, text: str) -> None:
    """Write a new file. Raises CannotRead when it exists already or cannot be made; nothing is ever written over."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise CannotRead(f"{path}: exists already", "name a new file") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise CannotRead(f"{path}: {reason}", "choose a folder that you may write to") from None


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with CRLF ends. Numbers stay numbers, texts are made `inert`."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return sink.getvalue()


def inert(text: str) -> str:
    """A text on one line that a spreadsheet takes for text: an apostrophe goes before what would start a formula."""
    line = " ".join(printable(text).split())
    return f"'{line}" if line.startswith(_STEERS_A_SPREADSHEET) else line
