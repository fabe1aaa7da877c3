"""The root of the API, and what no application answers below it."""

from dataclasses import asdict
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
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
USAGE = Operation(
    "getRateLimit",
    "Ask how many calls are left in this hour",
    {200: Answer("The usage.", shape(limit=NUMBER, remaining=NUMBER, reset=NUMBER))},
    about="Costs nothing; once a second.",
)


@endpoint("GET", operation=ROOT)
def root(_request: AccountRequest) -> HttpResponseBase:
    """Answer {}: a way to try a token."""
    return answer({})


@endpoint("GET", free=True, operation=USAGE)
def usage(request: AccountRequest) -> HttpResponseBase:
    """Answer how many calls are left in this hour; costs nothing, once a second."""
    rate_limit.asked(request)
    found = rate_limit.look(request)
    if found is None:
        return answer({})
    request.rate_limit = found  # type: ignore[attr-defined] # as `charge` does
    return answer(asdict(found))


@endpoint("GET", public=True)
def openapi(_request: AccountRequest) -> HttpResponseBase:
    """Answer the OpenAPI document."""
    return lasting(document())


def docs(request: HttpRequest) -> HttpResponseBase:
    """Show the OpenAPI document to people; no login is needed."""
    return render(request, "api/docs.html", {"sections": sections()})


@csrf_exempt
def unanswered(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer `/v1/x.json` and `/v1/x/` as `/v1/x`; everything else is unknown."""
    plain = path.removesuffix("/").removesuffix(".json")
    if plain == path:
        return refusal(ApiError(404))
    try:
        match = resolve(f"/v1/{plain}")
    except Resolver404:
        return refusal(ApiError(404))
    return cast("HttpResponseBase", match.func(request, *match.args, **match.kwargs))
