"""A POST that a client repeats with the same Idempotency-Key is done once.

Within a day the same key with the same body gets the token of the first call, and with another body
an error: then the client has mixed up its keys.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from fourme.accounts.request import AccountRequest
from fourme.api.errors import ApiError
from fourme.api.models import KeyedCall

LIFETIME = timedelta(hours=24)
_LONGEST = 80


def once(
    request: AccountRequest, body: Callable[[], Iterable[bytes]], start: Callable[[], str | None]
) -> str | None:
    """Return what `start` returns, or returned for the first call with the same key and body.

    `body` yields what is compared. `start` returns a token, None when nothing was started: that is
    not remembered. Raises ApiError: 400 for a key that is too long, 422 for another body.
    """
    key = request.headers.get("Idempotency-Key", "").strip().replace("\0", "")
    if not key:
        return start()
    if len(key) > _LONGEST:
        raise ApiError(400, f"Idempotency-Key is longer than {_LONGEST} characters")
    fingerprint = _digest(body())
    named = {
        "user": request.user,
        "account": request.account,
        "path": request.path_info.removesuffix("/").removesuffix(".json"),
        "key": key,
    }
    with transaction.atomic():
        KeyedCall.objects.filter(**named, created_at__lt=Now() - LIFETIME).delete()
        call, new = KeyedCall.objects.get_or_create(**named, defaults={"fingerprint": fingerprint})
        if new:
            return _first(call, start())
    if call.fingerprint != fingerprint:
        raise ApiError(
            422,
            errors=[("Idempotency-Key", "Idempotency-Key was used with another body before")],
        )
    return call.token


def sweep() -> None:
    """Forget the calls whose time is over; a step of the tick."""
    KeyedCall.objects.filter(created_at__lt=Now() - LIFETIME).delete()


def _first(call: KeyedCall, token: str | None) -> str | None:
    if token is None:
        call.delete()
    else:
        call.token = token
        call.save(update_fields=["token"])
    return token


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()
