"""What the API tells everybody: how the rows of files are made."""

import csv

from django.http import Http404, HttpResponse, HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.api.auth import endpoint
from fourme.api.caching import lasting
from fourme.api.errors import answer
from fourme.api.operations import TEXT, Answer, Operation, Parameter, shape
from records import registry
from records.kinds import Locale
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
    about="As a table at /v1/enums.csv; /v1/enums/fr is the same: values are not translated.",
    tag=TAG,
)


@endpoint("GET", public=True, operation=SCHEMA)
def schema_of(_request: AccountRequest, name: str) -> HttpResponseBase:
    """Answer the JSON Schema of a row of the type with the slug or alias."""
    try:
        record_type = registry.get(name)
    except KeyError:
        raise Http404 from None
    return lasting(answer(schema(record_type)))


@endpoint("GET", public=True, operation=ENUMS)
def enums(_request: AccountRequest) -> HttpResponseBase:
    """Answer the values of all lists, by type and column."""
    return lasting(answer(enumerations()))


@endpoint("GET", public=True)
def enums_in(_request: AccountRequest, language: str) -> HttpResponseBase:
    """Answer the values of all lists; they are the same in every language."""
    if language not in Locale.values:
        raise Http404
    return lasting(answer(enumerations()))


@endpoint("GET", public=True)
def enums_as_csv(_request: AccountRequest) -> HttpResponseBase:
    """Answer the values of all lists as a table."""
    table = HttpResponse(content_type="text/csv; charset=utf-8")
    rows = csv.writer(table)
    rows.writerow(["Type", "Column", "Value"])
    for slug, columns in enumerations().items():
        for header, values in columns.items():
            rows.writerows((slug, header, value) for value in values)
    return lasting(table)
