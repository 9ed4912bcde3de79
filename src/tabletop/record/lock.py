"""An advisory lock on an open file. The system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR_OUT = 0x7FFF_FFF0

    def acquire(descriptor: int) -> bool:
        """Take the lock; False when somebody else holds it. OSError where the file system knows no locks."""
        # A byte far behind the end of the file, since Windows keeps others from reading what is locked.
        os.lseek(descriptor, _FAR_OUT, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def release(descriptor: int) -> None:
        """Let go of the lock before the file is closed."""
        os.lseek(descriptor, _FAR_OUT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def acquire(descriptor: int) -> bool:
        """Take the lock; False when somebody else holds it. OSError where the file system knows no locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(descriptor: int) -> None:
        """Let go of the lock before the file is closed."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
