"""The type that an address of the import console asks for."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records import registry
from records.rights import import_refusal
from records.types import RecordType


def requested_type(request: AccountRequest, slug: str, *, console: bool = False) -> RecordType:
    """Return the type with the slug or alias, which the person may import, or an option of it.

    `console` asks for what the dialog takes. Else those who may import at all may read about any
    type. Raises Http404 and PermissionDenied.
    """
    try:
        record_type = registry.get(slug)
    except KeyError:
        raise Http404(f"There is no record type “{slug}”.") from None
    if not console and record_type.importable and request.actor.may(Door.IMPORT):
        return record_type
    options = registry.options(record_type)
    refusals = [import_refusal(request.actor, each, console=console) for each in options]
    if all(refusals):
        raise PermissionDenied(refusals[0])
    return record_type
