"""The kernel's file locks: one that ends with its process cannot be stale."""

import fcntl
import os
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open a lock file, which is created when absent; children do not inherit the descriptor."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def take(descriptor: int, *, exclusive: bool) -> None:
    """Take the lock, or change its kind; wait for it."""
    fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)


def try_take(descriptor: int, *, exclusive: bool) -> bool:
    """Take the lock, or change its kind, if that is possible now."""
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def drop(descriptor: int) -> None:
    """Let the lock go and keep the file open."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
