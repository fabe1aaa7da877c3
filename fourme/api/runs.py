"""What endpoints of imports and exports share: starting once, polling until shortly after."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from fourme.api.errors import ApiError

#: So long after its end a run can still be asked for.
KNOWN = timedelta(minutes=5)
_KEY_LENGTH = 80


def idempotency_key(request: HttpRequest) -> str:
    """Return the header `Idempotency-Key`, "" without one. Raises ApiError when it is too long."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > _KEY_LENGTH:
        raise ApiError(400, f"Idempotency-Key is longer than {_KEY_LENGTH} characters")
    return key


def forgotten(completed_at: datetime | None) -> bool:
    """Tell whether a run ended so long ago that polling it answers 404."""
    return completed_at is not None and completed_at < timezone.now() - KNOWN
