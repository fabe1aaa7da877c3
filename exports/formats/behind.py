"""Writing that goes on in a thread while what comes next is made.

Deflating and writing let other threads run, and take about as long as making the rows.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any, Protocol


class Target(Protocol):
    """Takes bytes, in their order."""

    def write(self, data: bytes) -> None:
        """Write behind what was written before. Raises what went wrong with that."""


@contextmanager
def behind(file: IO[bytes]) -> Iterator[Target]:
    """Give a target that writes to the file at most one call behind; all is written at the end."""
    with ThreadPoolExecutor(1, "behind") as thread:
        target = _Behind(file, thread)
        yield target
        target.settle()


class _Behind:
    def __init__(self, file: IO[bytes], thread: ThreadPoolExecutor) -> None:
        self._file = file
        self._thread = thread
        self._last: Future[Any] | None = None

    def write(self, data: bytes) -> None:
        self.settle()
        self._last = self._thread.submit(self._file.write, data)

    def settle(self) -> None:
        if self._last is not None:
            self._last.result()
