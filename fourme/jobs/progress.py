"""Show how far a run is, and hear whether to go on."""

from typing import Any

from django.db.models import QuerySet

from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.heartbeat import Heartbeat
from fourme.jobs.models import Run


class Progress(Heartbeat):
    """A heartbeat that carries line and type, for `with Progress(run) as progress`.

    What it learns from the row (superseded, canceled) is raised by the next `report`.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        self._reported: dict[str, Any] = {}
        self._told: Exception | None = None

    def report(self, line: int, type: str = "") -> None:  # noqa: A002 - the word of the API
        """Note how many lines are done, and of which type. Raises Superseded or Canceled."""
        if self._told is not None:
            raise self._told
        self._reported = {"line": line, "type": type} if type else {"line": line}
        self._news.set()

    def _fields(self) -> dict[str, Any]:
        return self._reported

    def _wrote(self, mine: "QuerySet[Any]", ours: bool) -> None:
        if not ours:
            self._told = Superseded(str(self._run))
        elif mine.exclude(cancel_requested_at=None).exists():
            self._told = Canceled(str(self._run))
