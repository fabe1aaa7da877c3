"""Show that the worker of a job lives."""

import logging
import threading
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from fourme.jobs.models import Job

logger = logging.getLogger(__name__)

_WRITE_SECONDS = 1.0
_BEATS_PER_LIMIT = 6


class Heartbeat:
    """Beats for a job as long as the block lasts, from a thread with its own database connection.

    So it is seen while the work is in a transaction, and the work waits for nothing. The thread
    writes at most once a second and at least at a sixth of JOB_STALE_SECONDS. Without a connection
    it goes on trying.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._news = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heart of {job}", daemon=True)

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

    def _beat(self) -> None:
        pause = settings.JOB_STALE_SECONDS / _BEATS_PER_LIMIT
        try:
            while not self._over.is_set():
                self._news.clear()
                self._write()
                if not self._over.wait(min(_WRITE_SECONDS, pause)):
                    self._news.wait(pause)
            self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        mine = self._job.mine()
        try:
            self._wrote(mine, bool(mine.update(heartbeat_at=Now(), **self._fields())))
        except (OperationalError, InterfaceError) as error:
            logger.warning("A heartbeat of %s was lost: %s", self._job, error)
            connection.close()

    def _fields(self) -> dict[str, Any]:
        """Return what to write with the next beat."""
        return {}

    def _wrote(self, mine: "QuerySet[Any]", ours: bool) -> None:
        """Learn, in the thread, whether the job is still ours."""
