"""How far an export is, for the page that shows it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from exports.models import ExportRun
from exports.names import label
from fourme.jobs.models import OPEN, State

#: Before so much time has passed, a speed says nothing.
_FIRST_SPEED = timedelta(seconds=2)


@dataclass(frozen=True)
class Status:
    """Records done and in all (None until they are counted), records a second, time left."""

    done: int
    total: int | None
    speed: float | None = None
    left: timedelta | None = None


def status(run: ExportRun) -> Status:
    """Return how far the run is."""
    if run.state == State.DONE:
        total = sum(run.records.values())
        return Status(total, total)
    if run.state != State.PROCESSING or not run.records:
        return Status(0, None)
    total, done = sum(run.records.values()), _earlier(run) + run.line
    return Status(done, total, *_speed(run, done, total))


def _earlier(run: ExportRun) -> int:
    """Return the records of the types that are written already."""
    if run.type not in run.types:
        return 0
    return sum(run.records.get(slug, 0) for slug in run.types[: run.types.index(run.type)])


def _speed(run: ExportRun, done: int, total: int) -> tuple[float | None, timedelta | None]:
    passed = timezone.now() - run.claimed_at if run.claimed_at else timedelta()
    if passed < _FIRST_SPEED or not done:
        return None, None
    speed = done / passed.total_seconds()
    return speed, timedelta(seconds=max(total - done, 0) / speed)


def is_open(run: ExportRun) -> bool:
    """Tell whether the run is not over."""
    return run.state in OPEN


def now_at(run: ExportRun) -> str:
    """Return the label of the type that is being written, "" before the first."""
    return label(run.type) if run.type else ""
