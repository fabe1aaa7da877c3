"""Answers that a client has already are not sent again."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

_SECONDS = 3600
_OK = 200


def lasting(response: HttpResponse) -> HttpResponse:
    """Let clients keep an answer that changes with a release only."""
    response["Cache-Control"] = f"public, max-age={_SECONDS}"
    return response


def remembered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give the answer of a GET or HEAD an ETag; return 304 when the client has it already."""
    if request.method not in ("GET", "HEAD") or response.status_code != _OK or response.streaming:
        return response
    assert isinstance(response, HttpResponse)  # noqa: S101 - it does not stream
    if "Cache-Control" not in response:
        response["Cache-Control"] = "private, no-cache"
    set_response_etag(response)
    return get_conditional_response(request, response["ETag"], response=response) or response
