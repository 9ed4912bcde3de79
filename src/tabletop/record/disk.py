"""The file under a record: opened exclusively or again, locked, written whole, and every failure in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tabletop.errors import CannotRead, printable
from tabletop.record import lock

LARGEST_FILE = 32 * 1024 * 1024

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_ELSEWHERE = "give another file name, or move the old file away"
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the disk gives no more room",
    errno.EDQUOT: "the quota of this user is used up",
    errno.EEXIST: "a file stands where a folder is needed",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.ENOENT: "no such file or folder",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.ENOLCK: "the file system knows no locks; use a folder on a local disk",
    errno.EOPNOTSUPP: "the file system knows no locks; use a folder on a local disk",
}


def create(path: Path) -> int:
    """Open a new file, its folder too if need be. Raises CannotRead, also when there is a file of this name already."""
    with explained(path, "write"):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY, 0o644)
    except FileExistsError:
        raise CannotRead(f"{shown(path)}: exists already, and a record is never overwritten", _ELSEWHERE) from None
    except OSError as error:
        raise CannotRead(
            f"{shown(path)}: nothing was written: {reason(error)}", "choose a folder that you may write to"
        ) from None


def reopen(path: Path) -> int:
    """Open an existing file for reading and appending. Raises CannotRead."""
    with explained(path, "write"):
        regular(path)
        return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)


def regular(path: Path) -> None:
    """Only plain files: a pipe would wait for ever, a device would never end. Raises CannotRead and OSError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise CannotRead(f"{shown(path)}: not a plain file, so not a record")
    if found.st_size > LARGEST_FILE:
        raise CannotRead(f"{shown(path)}: {found.st_size:,} bytes; the limit is {LARGEST_FILE:,}")


def take(descriptor: int, path: Path) -> None:
    """Lock the open file for this process. Raises CannotRead when somebody else has it."""
    with explained(path, "lock"):
        free = lock.acquire(descriptor)
    if not free:
        raise CannotRead(
            f"{shown(path)}: another game is writing this record", "close the other game, or branch into a new file"
        )


def all_of(descriptor: int) -> bytes:
    """Everything in the open file. Raises OSError."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def write(descriptor: int, data: bytes) -> None:
    """Append all of `data`, in several goes if the system takes it so. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def settle(folder: Path) -> None:
    """Bring a new file's name to the disk too, where folders can be synchronised (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def explained(path: Path, verb: str) -> Iterator[None]:
    """Turns the system's refusals into CannotRead: which file, what could not be done, why."""
    try:
        yield
    except OSError as error:
        raise CannotRead(f"{shown(path)}: cannot {verb}: {reason(error)}") from None
    except ValueError as error:
        raise CannotRead(f"{shown(path)}: cannot {verb}: {error}") from None


def reason(error: OSError) -> str:
    """Why the system refused, in words that do not depend on its language where we know the case."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


def shown(path: Path) -> str:
    """The path for use in a message: nothing in it can steer a terminal."""
    return printable(str(path))
