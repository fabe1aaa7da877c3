"""The headers of the API in all their spellings."""

from django.http import HttpRequest

_SPELLINGS = ("X-Xurrent", "X-4me", "X-ITRP")


def told(request: HttpRequest, name: str) -> str:
    """Return the header `X-4me-<name>` in its current or an older spelling, "" if absent."""
    values = (request.headers.get(f"{prefix}-{name}", "").strip() for prefix in _SPELLINGS)
    return next((value for value in values if value), "")


def bearer(request: HttpRequest) -> str:
    """Return the token of `Authorization: Bearer …`, "" if there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def takes_json(request: HttpRequest) -> bool:
    """Tell whether the client accepts JSON, whatever its charset; a call without `Accept` does."""
    return any(
        each.main_type in ("application", "*") and each.sub_type in ("json", "*", "")
        for each in request.accepted_types
    )
