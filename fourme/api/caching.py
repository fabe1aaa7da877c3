"""Answers that change with a release only, so that clients may keep them."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from fourme.api.errors import answer

_SECONDS = 3600


def lasting(request: HttpRequest, data: Any) -> HttpResponseBase:
    """Return JSON with an ETag, 304 for a client that has it already."""
    response = answer(data, headers={"Cache-Control": f"public, max-age={_SECONDS}"})
    set_response_etag(response)
    return get_conditional_response(request, response["ETag"], response=response) or response
