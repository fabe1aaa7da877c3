"""The clock that schedules go by, which a tick can be given for a trial."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_SET: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Return the moment that the clock shows: the present, unless it is set."""
    return _SET.get() or timezone.now()


@contextmanager
def showing(moment: datetime | None) -> Iterator[None]:
    """Let the clock stand at a moment; None leaves it alone."""
    token = _SET.set(moment)
    try:
        yield
    finally:
        _SET.reset(token)
