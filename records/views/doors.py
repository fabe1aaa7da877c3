"""The doors of record types: some are seen by fewer people than the others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records.types import RecordType

View = Callable[..., HttpResponseBase]


def seen(view: View) -> View:
    """Decorate a view of a record type: 403 for those who may not see its records."""

    @wraps(view)
    def guarded(request: AccountRequest, record_type: RecordType, **named: Any) -> HttpResponseBase:
        return requires(record_type.door)(view)(request, record_type, **named)

    return guarded


def changed(view: View) -> View:
    """Decorate a view that changes records by hand: 403 where there is nothing to change."""

    @wraps(view)
    def guarded(request: AccountRequest, record_type: RecordType, **named: Any) -> HttpResponseBase:
        if not record_type.importable:
            raise PermissionDenied(
                f"{record_type.label} show what is stored elsewhere; they cannot be changed here."
            )
        return requires(Door.EDIT)(view)(request, record_type, **named)

    return guarded
