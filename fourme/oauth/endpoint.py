"""The address at which applications get their tokens."""

import base64
import binascii
from urllib.parse import unquote_plus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.debug import sensitive_variables

from fourme.accounts.request import AccountRequest
from fourme.api import body
from fourme.api.auth import endpoint
from fourme.api.errors import ApiError, answer
from fourme.api.stream import open_body
from fourme.oauth import grant

_FORMS = ("application/x-www-form-urlencoded", "application/json")
_NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_CODES = {401: "invalid_client", 429: "too_many_requests", 500: "server_error"}


def refusal(error: ApiError) -> JsonResponse:
    """Return the answer of an error as OAuth has it, not as the API has it."""
    code = _CODES.get(error.status, "invalid_request")
    data = {"error": code, "error_description": error.message}
    return answer(data, error.status, _NOT_STORED | (error.headers or {}))


@login_not_required
@endpoint("POST", public=True, refuse=refusal)
@sensitive_variables()
def token(request: AccountRequest) -> HttpResponseBase:
    """Answer a token of an hour for the ID and the secret of an application."""
    if request.content_type and request.content_type not in _FORMS:
        raise ApiError(415, f"Send the parameters as {' or '.join(_FORMS)}.")
    open_body(request)
    issued = grant.issue(body.in_body(request) | _basic(request))
    headers = dict(_NOT_STORED)
    if issued.status == 401:  # noqa: PLR2004 -- the status that asks for this header
        headers["WWW-Authenticate"] = 'Basic realm="fourme"'
    return answer(issued.data, issued.status, headers)


@sensitive_variables()
def _basic(request: HttpRequest) -> dict[str, str]:
    """Return the ID and the secret of `Authorization: Basic …`; nothing when there is none."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        text = base64.b64decode(told.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as problem:
        raise ApiError(400, "The Authorization header cannot be read.") from problem
    client, _, secret = (unquote_plus(part) for part in text.partition(":"))
    if "\0" in client + secret:
        raise ApiError(400, "The Authorization header holds a NUL character.")
    return {"client_id": client, "client_secret": secret}
