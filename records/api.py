"""What the API tells everybody: how the rows of files are made."""

from django.http import Http404, HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.api.auth import endpoint
from fourme.api.caching import lasting
from fourme.api.operations import TEXT, Answer, Operation, Parameter, shape
from records import registry
from records.schema import enumerations, schema

TAG = "Records"


SCHEMA = Operation(
    "getSchema",
    "Read how a row of a type is made",
    {200: Answer("A JSON Schema of the row.", shape()), 404: Answer("There is no such type.")},
    path=(Parameter("name", "The record type: people.", TEXT, required=True),),
    tag=TAG,
)
ENUMS = Operation(
    "getEnums",
    "Read the values of all lists",
    {200: Answer("The values by type and column.", shape())},
    tag=TAG,
)


@endpoint("GET", public=True, operation=SCHEMA)
def schema_of(_request: AccountRequest, name: str) -> HttpResponseBase:
    """Answer the JSON Schema of a row of the type with the slug or alias."""
    try:
        record_type = registry.get(name)
    except KeyError:
        raise Http404 from None
    return lasting(schema(record_type))


@endpoint("GET", public=True, operation=ENUMS)
def enums(_request: AccountRequest) -> HttpResponseBase:
    """Answer the values of all lists, by type and column."""
    return lasting(enumerations())
