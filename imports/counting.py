"""Counts the rows of a file while they are imported, for the progress that people see."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from fourme.jobs.errors import Canceled, Superseded
from imports.models import ImportRun
from imports.read import Source, survey


@contextmanager
def counting(run: ImportRun, source: Source) -> Iterator[None]:
    """Store the number of rows of the run as soon as it is known, at the latest at the end.

    A thread with its own database connection counts: the import waits for the database most of
    the time. A run that is canceled is not counted to the end.
    """
    over = threading.Event()

    def count() -> None:
        try:
            counted = survey(source, over=over)
            if not over.is_set():
                run.mine().update(total=counted.rows)
                run.total = counted.rows
        finally:
            connection.close()

    thread = threading.Thread(target=count, name=f"count of {run}", daemon=True)
    if run.total is None:
        thread.start()
    try:
        yield
    except (Canceled, Superseded):
        over.set()
        raise
    finally:
        if thread.ident is not None:
            thread.join()
