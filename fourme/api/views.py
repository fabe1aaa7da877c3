"""The root of the API, and what no application answers below it."""

from dataclasses import asdict
from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from fourme.accounts.request import AccountRequest
from fourme.api import rate_limit
from fourme.api.auth import endpoint
from fourme.api.caching import lasting
from fourme.api.errors import ApiError, answer, refusal
from fourme.api.openapi import document
from fourme.api.operations import NUMBER, Answer, Operation, shape
from fourme.api.reading import sections

ROOT = Operation("getRoot", "Try a token", {200: Answer("An empty object.", shape())})
_CALLS = shape(limit=NUMBER, remaining=NUMBER, reset=NUMBER)
_USAGE = shape(limit=NUMBER, remaining=NUMBER, reset=NUMBER, resources=shape(core=_CALLS))
USAGE = Operation(
    "getRateLimit",
    "Ask how many calls are left in this hour",
    {200: Answer("The usage.", _USAGE)},
    about="Costs nothing; once a second. Some clients look for the numbers in `resources`.",
)


@endpoint("GET", operation=ROOT)
def root(_request: AccountRequest) -> HttpResponseBase:
    """Answer {}: a way to try a token."""
    return answer({})


@endpoint("GET", free=True, operation=USAGE)
def usage(request: AccountRequest) -> HttpResponseBase:
    """Answer how many calls are left in this hour; costs nothing, once a second."""
    rate_limit.asked(request)
    found = rate_limit.usage(request)
    if found is None:
        return answer({})
    told = asdict(found)
    return answer(told | {"resources": {"core": told}})


@endpoint("GET", public=True)
def openapi(_request: AccountRequest) -> HttpResponseBase:
    """Answer the OpenAPI document."""
    return lasting(answer(document()))


@csrf_exempt
def docs(request: HttpRequest) -> HttpResponseBase:
    """Show the OpenAPI document to people; no login is needed."""
    if request.method not in ("GET", "HEAD"):
        return refusal(ApiError(405, headers={"Allow": "GET, HEAD"}))
    return render(request, "api/docs.html", {"sections": sections()})


@endpoint("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", public=True)
def unknown(_request: AccountRequest) -> HttpResponseBase:
    """Answer 404, with the same headers as elsewhere."""
    raise Http404


@csrf_exempt
def unanswered(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer `/v1/x.json` and `/v1/x/` as `/v1/x`; everything else is unknown."""
    plain = path.removesuffix("/").removesuffix(".json")
    match = resolve(f"/v1/{plain}")
    if plain == path or match.func is unanswered:
        return unknown(request)
    return cast("HttpResponseBase", match.func(request, *match.args, **match.kwargs))
