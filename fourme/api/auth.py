"""The door of the API: who calls, in which account, and what a failure looks like."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.multipartparser import MultiPartParserError

from fourme.accounts import rights
from fourme.accounts.middleware import set_actor
from fourme.accounts.request import AccountRequest
from fourme.api import bearers, headers, rate_limit
from fourme.api.bearers import Bearer
from fourme.api.caching import remembered
from fourme.api.errors import ApiError, refusal
from fourme.api.operations import Operation
from fourme.api.stream import open_body

P = ParamSpec("P")
Call = Callable[Concatenate[AccountRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

log = logging.getLogger(__name__)


def endpoint(
    *methods: str,
    public: bool = False,
    free: bool = False,
    operation: Operation | None = None,
    refuse: Callable[[ApiError], HttpResponseBase] = refusal,
) -> Callable[[Call[P]], View[P]]:
    """Decorate a view of the API that answers the methods (HEAD goes with GET).

    The view gets `request.user`, `.account` and `.actor` as a page does, and ends with
    `errors.answer(data)` or by raising ApiError; every other failure is answered in JSON too.
    A path may end in `.json`. What is `public` is answered without a token, and gets nobody; what
    is `free` does not count as a call. A GET whose answer the client has already is answered 304.
    The `operation` stands in the OpenAPI document; `refuse` makes the answer of a failure.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: Call[P]) -> View[P]:
        @wraps(view)
        def call(
            request: HttpRequest, /, *arguments: P.args, **named: P.kwargs
        ) -> HttpResponseBase:
            try:
                bearer = _identify(request, public=public, free=free)
                _check(request, allowed)
                if bearer is not None:
                    open_body(request)
                    _choose_account(request, bearer)
                _drop_suffix(request, named)
                response = view(cast("AccountRequest", request), *arguments, **named)
                response = remembered(request, response)
            except Exception as problem:  # noqa: BLE001 -- a client of the API never gets HTML
                response = refuse(_as_error(problem, request))
            return rate_limit.tell(request, response)

        call.csrf_exempt = True  # type: ignore[attr-defined]  # as django's csrf_exempt does
        # What the OpenAPI document reads.
        call.operation = operation  # type: ignore[attr-defined]
        call.methods = methods  # type: ignore[attr-defined]
        call.public = public  # type: ignore[attr-defined]
        return call

    return decorate


def by_method(**views: View[...]) -> View[...]:
    """Return the view of an address at which each method has an endpoint of its own."""
    allowed = (*views, "HEAD") if "GET" in views else tuple(views)

    def choose(request: HttpRequest, /, *arguments: Any, **named: Any) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" else request.method or ""
        view = views.get(method) or next(iter(views.values()))  # which answers 405
        response = view(request, *arguments, **named)
        if "Allow" in response:
            response["Allow"] = ", ".join(allowed)
        return response

    choose.csrf_exempt = True  # type: ignore[attr-defined] # as django's csrf_exempt does
    choose.views = views  # type: ignore[attr-defined] # for the OpenAPI document
    return choose


def _check(request: HttpRequest, allowed: tuple[str, ...]) -> None:
    """Raise ApiError 404, 405 or 406 for a call that cannot be answered."""
    if "\0" in request.path_info:
        raise ApiError(404)  # no database column takes it
    if request.method not in allowed:
        raise ApiError(405, headers={"Allow": ", ".join(allowed)})
    if not headers.takes_json(request):
        raise ApiError(406)


def _identify(request: HttpRequest, *, public: bool, free: bool) -> Bearer | None:
    """Put the caller on the request and count the call; None when it is public.

    Raises ApiError: 401, 429.
    """
    secret = "" if public else headers.bearer(request)
    bearer = bearers.find(secret) if secret else None
    request.user = bearer.user if bearer else AnonymousUser()
    rate_limit.charge(request, free=free)
    if bearer is None and not public:
        raise ApiError(401, _why(request), headers={"WWW-Authenticate": "Bearer"})
    return bearer


def _choose_account(request: HttpRequest, bearer: Bearer) -> None:
    """Put the actor in the account that the call names on the request. Raises ApiError 403."""
    actors = rights.actors(bearer.user)
    wanted = headers.told(request, "Account").lower() or bearer.account_id
    set_actor(request, [one for one in actors if one.account.id == wanted], wanted)
    if cast("AccountRequest", request).actor is None:
        raise ApiError(403)


def _why(request: HttpRequest) -> str:
    """Say more than "Unauthorized" to a client that logs in as was once allowed."""
    basic = request.headers.get("Authorization", "").lower().startswith("basic ")
    return "Basic authentication has ended: send Authorization: Bearer TOKEN." if basic else ""


def _drop_suffix(request: HttpRequest, named: dict[str, object]) -> None:
    """Take `.json` from the argument that the path ends with."""
    if request.path_info.endswith(".json"):
        for name, value in named.items():
            if isinstance(value, str) and request.path_info.endswith(f"/{value}"):
                named[name] = value.removesuffix(".json")


def _as_error(problem: Exception, request: HttpRequest) -> ApiError:
    match problem:
        case ApiError():
            return problem
        case Http404():
            return ApiError(404)
        case PermissionDenied():
            return ApiError(403)
        case RequestDataTooBig():
            return ApiError(413)
        case MultiPartParserError() | SuspiciousOperation() | BadRequest():
            return ApiError(400, str(problem))
    log.error("%s %s failed", request.method, request.path, exc_info=problem)
    got_request_exception.send(sender=endpoint, request=request)
    return ApiError(500)
