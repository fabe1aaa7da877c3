"""What endpoints of imports and exports share: polling until shortly after the end, moments."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from fourme.jobs.models import Run

R = TypeVar("R", bound=Run)

#: So long after its end a run can still be asked for.
KNOWN = timedelta(minutes=5)


def known(runs: QuerySet[R], token: str) -> R | None:
    """Return the run of a token; None when there is none, or when it ended too long ago.

    The clock is that of the database, which told the end as well.
    """
    polled = Q(completed_at=None) | Q(completed_at__gte=Now() - KNOWN)
    return runs.filter(polled, token=token).first()


def local(moment: datetime | None, user: User) -> str | None:
    """Return a moment as the API writes it, in the time zone of the person; None stays."""
    return moment.astimezone(zone_of(user)).isoformat(timespec="seconds") if moment else None
