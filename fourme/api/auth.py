"""The door of the API: who calls, in which account, and what a failure looks like."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

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
from fourme.accounts.backends import LoginBackend
from fourme.accounts.middleware import set_actor
from fourme.accounts.models import AccessToken
from fourme.accounts.request import AccountRequest
from fourme.api import headers
from fourme.api.errors import ApiError, refusal

P = ParamSpec("P")
Call = Callable[Concatenate[AccountRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

log = logging.getLogger(__name__)


def endpoint(*methods: str, public: bool = False) -> Callable[[Call[P]], View[P]]:
    """Decorate a view of the API that answers the methods (HEAD goes with GET).

    The view gets `request.user`, `.account` and `.actor` as a page does, and ends with
    `errors.answer(data)` or by raising ApiError; every other failure is answered in JSON too.
    A path may end in `.json`. What is `public` is answered without a token, and gets nobody.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: Call[P]) -> View[P]:
        @wraps(view)
        def call(
            request: HttpRequest, /, *arguments: P.args, **named: P.kwargs
        ) -> HttpResponseBase:
            try:
                _check(request, allowed)
                if not public:
                    _enter(request)
                _drop_suffix(request, named)
                return view(cast("AccountRequest", request), *arguments, **named)
            except Exception as problem:  # noqa: BLE001 -- a client of the API never gets HTML
                return refusal(_as_error(problem, request))

        call.csrf_exempt = True  # type: ignore[attr-defined]  # as django's csrf_exempt does
        return call

    return decorate


def _check(request: HttpRequest, allowed: tuple[str, ...]) -> None:
    """Raise ApiError 405 or 406 for a call that cannot be answered."""
    if request.method not in allowed:
        raise ApiError(405, headers={"Allow": ", ".join(allowed)})
    if not headers.takes_json(request):
        raise ApiError(406)


def _enter(request: HttpRequest) -> None:
    """Put the caller on the request. Raises ApiError: 401, 403."""
    secret = headers.bearer(request)
    token = AccessToken.find(secret) if secret else None
    if token is None or not LoginBackend().user_can_authenticate(token.user):
        raise ApiError(401, headers={"WWW-Authenticate": "Bearer"})
    request.user = token.user
    actors = rights.actors(token.user)
    wanted = headers.told(request, "Account").lower() or _home(token)
    set_actor(request, [one for one in actors if one.account.id == wanted], wanted)
    if cast("AccountRequest", request).actor is None:
        raise ApiError(403)


def _home(token: AccessToken) -> str:
    person = getattr(token.user, "person", None)
    return str(person.account_id) if person else ""


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
