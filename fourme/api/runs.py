"""What endpoints of imports and exports share: polling until shortly after the end, moments."""

from datetime import datetime, timedelta

from django.utils import timezone

from fourme.accounts.models import User
from fourme.accounts.zones import zone_of

#: So long after its end a run can still be asked for.
KNOWN = timedelta(minutes=5)


def forgotten(completed_at: datetime | None) -> bool:
    """Tell whether a run ended so long ago that polling it answers 404."""
    return completed_at is not None and completed_at < timezone.now() - KNOWN


def local(moment: datetime | None, user: User) -> str | None:
    """Return a moment as the API writes it, in the time zone of the person; None stays."""
    return moment.astimezone(zone_of(user)).isoformat(timespec="seconds") if moment else None
