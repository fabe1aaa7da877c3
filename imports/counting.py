"""Counts the rows of a file while they are imported, for the progress that people see."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from imports.models import ImportRun
from imports.read import Source

_BLOCK = 1024 * 1024


@contextmanager
def counting(run: ImportRun, source: Source) -> Iterator[None]:
    """Store about how many rows the file has, as soon as that is known.

    A thread with its own database connection counts. How many there are exactly is known when
    the last one was read (imports.phases).
    """
    over = threading.Event()
    counted: list[int] = []

    def count() -> None:
        try:
            total = estimate(source, over)
            if not over.is_set():
                run.mine().filter(phase=ImportRun.Phase.ROWS).update(total=total)
                counted.append(total)
        finally:
            connection.close()

    thread = threading.Thread(target=count, name=f"count of {run}", daemon=True)
    if run.total is None:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if thread.ident is not None:
            thread.join()
        if run.total is None and counted:
            run.total = counted[0]


def estimate(source: Source, over: threading.Event | None = None) -> int:
    """Return how many line ends below the header stand outside of quotes.

    That is the number of rows but for blank ones and for quotes within cells without quotes.
    """
    lines, quoted, last = 0, 0, "\n"
    with source.path.open(encoding=source.encoding.codec, errors="replace") as file:
        while not (over and over.is_set()) and (block := file.read(_BLOCK)):
            parts = block.split('"')
            lines += sum(part.count("\n") for part in parts[quoted::2])
            quoted ^= len(parts) % 2 == 0
            last = block[-1]
    return max(lines + (last != "\n") - 1, 0)
