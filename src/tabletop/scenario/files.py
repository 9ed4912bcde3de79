"""Reading text files that people hand in: bounded, UTF-8 only, never outside the scenario's folder."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from tabletop.errors import CannotRead, TabletopError

MOST_BYTES = 4 * 2**20


class Outside(TabletopError):
    """A path in a scenario that is absolute, or leads out of the scenario's folder."""


def read_text(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a UTF-8 file with its line ends as `\\n`.

    Raises CannotRead when it is missing, no plain file, not UTF-8, or larger than `most` bytes; it is then not read.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise CannotRead(f"{path}: this is not a file", "give the path of a text file")
        if state.st_size > most:
            raise CannotRead(
                f"{path}: the file has {size(state.st_size)}, the limit is {size(most)}", "split or shorten it"
            )
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise CannotRead(f"{path}: cannot be read: {reason}", "check the path and its permissions") from error
    return decode(content, str(path))


def decode(content: bytes, name: str) -> str:
    """UTF-8 bytes as text, a byte order mark dropped, line ends as `\\n`; CannotRead names the first bad byte."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        problem = "it is UTF-16" if wide else f"byte {content[error.start]:#04x} at offset {error.start} (line {line})"
        raise CannotRead(f"{name}: not UTF-8 text: {problem}", "save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def confined(folder: Path, name: str) -> Path:
    """The path of `name` in `folder`, links followed; Outside when it is absolute or leads out of the folder."""
    windows = PureWindowsPath(name)
    if PurePosixPath(name).is_absolute() or windows.drive or windows.root or "\0" in name:
        raise Outside(f'"{name}" is an absolute path', "write it relative to the scenario's folder")
    inside = folder.resolve()
    try:
        target = (inside / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Outside(f'"{name}" leads nowhere: a link points back to itself', "remove the link") from error
    if not target.is_relative_to(inside):
        raise Outside(f'"{name}" leads out of the scenario\'s folder', "move the file into the scenario's folder")
    return target


def size(count: int) -> str:
    """A number of bytes for people: '4 MiB', '300 bytes'."""
    return f"{count / 2**20:.4g} MiB" if count >= 2**20 else f"{count:,} bytes"
