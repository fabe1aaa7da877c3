"""The answers of the API: data, nothing, or what is not right."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse

_MESSAGES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    409: "Conflict",
    422: "Validation Failed",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
#: Where more is said about an error.
_EXPLAINED = {429: "/v1/docs#rate-limiting"}


class ApiError(Exception):
    """Ends a call with a status and `{"message": …}`; `errors` are pairs (parameter, text)."""

    def __init__(
        self,
        status: int,
        message: str = "",
        errors: Sequence[tuple[str, str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message or _MESSAGES[status])
        self.status = status
        self.message = str(self)
        self.errors = errors
        self.headers = headers


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> JsonResponse:
    """Return JSON, as the API documents it: `application/json; charset=utf-8`."""
    return JsonResponse(
        data,
        status=status,
        safe=False,
        headers=headers,
        content_type="application/json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def nothing() -> HttpResponse:
    """Return 204: there is no body, so it has no type either."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def refusal(error: ApiError) -> JsonResponse:
    """Return the answer of an error."""
    body: dict[str, Any] = {"message": error.message}
    if error.status in _EXPLAINED:
        body["documentation_url"] = settings.SITE_URL.rstrip("/") + _EXPLAINED[error.status]
    if error.errors is not None:
        body["errors"] = [list(pair) for pair in error.errors]
    return answer(body, error.status, error.headers)
