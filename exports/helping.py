"""Idle workers help with an export of several types that another worker makes.

Nobody relies on them: the run's worker writes all that they do not. It begins with the first type,
a helper with the last. When something waits for a worker, a helper makes room after the type it is
at, and asks to be called again, behind what waits in its queue.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from exports import formats, rows
from exports.asked import request_of
from exports.copying import Connection
from exports.errors import Refused, Stopped
from exports.models import ExportRun
from exports.pieces import Pieces
from exports.plan import plan
from exports.workspace import folder_of
from fourme.jobs import idle
from fourme.jobs.models import State

logger = logging.getLogger(__name__)

_TASK = "exports.tasks.help_export"
#: Seconds between two looks whether the run goes on.
_PAUSE = 1.0


@dataclass(frozen=True)
class Call:
    """What a helper has to know: the attempt, its snapshot, and the names of the files by type."""

    token: str
    attempt: int
    shared: str
    names: Mapping[str, Sequence[str]]


def call(run: ExportRun, shared: str, names: Mapping[str, Sequence[str]], *, at_most: int) -> None:
    """Call idle workers, at most so many."""
    wanted = Call(run.token, run.attempt, shared, {slug: [*each] for slug, each in names.items()})
    idle.call(ExportRun.queue, _TASK, wanted, at_most=at_most)


def help_with(wanted: Call) -> list[str]:
    """Write types of the export as long as some are free and nothing waits for a worker.

    Returns their slugs. Raises what went wrong; the run's worker then writes the type itself.
    """
    run = ExportRun.objects.filter(
        token=wanted.token, attempt=wanted.attempt, state=State.PROCESSING
    ).first()
    if run is None or not folder_of(run).is_dir():  # another machine has another folder
        return []
    try:
        planned = plan(request_of(run))
    except Refused:  # since a moment ago
        return []
    pieces = Pieces(planned.parts, wanted.names, formats.of(run), folder_of(run))
    written: list[str] = []
    try:
        with rows.snapshot(planned.zone, run.locale, wanted.shared) as within:
            for slug in _written(within, run, pieces):
                written.append(slug)
                if idle.is_wanted() and not pieces.are_written():
                    idle.call_again(ExportRun.queue, _TASK, wanted)
                    break
    except Exception:
        # The folder last: it goes before the run is told to be over.
        if _goes_on(run).exists() and not pieces.are_written() and pieces.folder.is_dir():
            raise
        logger.info("%s ended while it was helped", run)  # and its snapshot, or its folder
    return written


def _written(within: Connection, run: ExportRun, pieces: Pieces) -> Iterator[str]:
    places = range(len(pieces.parts))
    while (place := pieces.take(within, reversed(places))) is not None:
        pieces.write(within, place, _Follower(run, pieces, place))
        yield pieces.parts[place].record_type.slug


def _goes_on(run: ExportRun) -> "QuerySet[ExportRun]":
    return run.mine().filter(cancel_requested_at=None)


class _Follower:
    """Tells how far the helper is, and hears whether the run goes on."""

    def __init__(self, run: ExportRun, pieces: Pieces, place: int) -> None:
        self._wanted = _goes_on(run)
        self._pieces, self._place = pieces, place
        self._next = time.monotonic() + _PAUSE

    def __call__(self, line: int, _slug: str) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        self._pieces.tell(self._place, line)
        if not self._wanted.exists():
            raise Stopped
