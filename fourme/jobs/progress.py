"""Show how far a run is, and that its worker lives."""

import logging
import threading
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models.functions import Now

from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.models import Run

logger = logging.getLogger(__name__)

_WRITE_SECONDS = 1.0
_BEATS_PER_LIMIT = 6


class Progress:
    """Writes progress and heartbeats of a run, from a thread with its own database connection.

    So they are seen while the work is in a transaction, and the work waits for none of them. The
    thread writes at most once a second, and beats at a sixth of JOB_STALE_SECONDS. What it learns
    from the row (superseded, canceled) is raised by the next `report`.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._reported: dict[str, int | str] = {}
        self._told: Exception | None = None
        self._news = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"progress of {run}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._news.set()
        self._thread.join()

    def report(self, line: int, type: str = "") -> None:  # noqa: A002 - the word of the API
        """Note how many lines are done, and of which type. Raises Superseded or Canceled."""
        if self._told is not None:
            raise self._told
        self._reported = {"line": line, "type": type} if type else {"line": line}
        self._news.set()

    def _beat(self) -> None:
        beat = settings.JOB_STALE_SECONDS / _BEATS_PER_LIMIT
        try:
            while not self._over.is_set():
                self._news.clear()
                self._write()
                if not self._over.wait(min(_WRITE_SECONDS, beat)):
                    self._news.wait(beat)
            self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        mine = self._run.mine()
        try:
            if not mine.update(heartbeat_at=Now(), **self._reported):
                self._told = Superseded(str(self._run))
            elif mine.exclude(cancel_requested_at=None).exists():
                self._told = Canceled(str(self._run))
        except (OperationalError, InterfaceError) as error:
            logger.warning("A heartbeat of %s was lost: %s", self._run, error)
            connection.close()
