"""The root of the API, and what no application answers below it."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from fourme.accounts.request import AccountRequest
from fourme.api.auth import endpoint
from fourme.api.errors import ApiError, answer, refusal


@endpoint("GET")
def root(_request: AccountRequest) -> HttpResponseBase:
    """Answer {}: a way to try a token."""
    return answer({})


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
