"""Pages for what fails before a view answers: JSON below /v1, else the friendly HTML page.

`fourme.urls` names them as handler400, handler403, handler404 and handler500.
"""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from fourme.api.errors import ApiError, refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _json(request, 400) or defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _json(request, 403) or defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _json(request, 404) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _json(request, 500) or defaults.server_error(request)


def _json(request: HttpRequest, status: int) -> HttpResponse | None:
    below = request.path_info == "/v1" or request.path_info.startswith("/v1/")
    return refusal(ApiError(status)) if below else None
