"""What the API tells everybody: how the rows of files are made."""

from django.http import Http404, HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.api.auth import endpoint
from fourme.api.caching import lasting
from records import registry
from records.schema import enumerations, schema


@endpoint("GET", public=True)
def schema_of(request: AccountRequest, name: str) -> HttpResponseBase:
    """Answer the JSON Schema of a row of the type with the slug or alias."""
    try:
        record_type = registry.get(name)
    except KeyError:
        raise Http404 from None
    return lasting(request, schema(record_type))


@endpoint("GET", public=True)
def enums(request: AccountRequest) -> HttpResponseBase:
    """Answer the values of all lists, by type and column."""
    return lasting(request, enumerations())
