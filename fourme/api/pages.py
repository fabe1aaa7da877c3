"""Lists of runs in pages, after the conventions of the API: cursors and a `Link` header."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from fourme.api.errors import ApiError
from fourme.jobs.models import Run

R = TypeVar("R", bound=Run)

_DEFAULT, _MOST = 20, 100
#: More entries are not counted.
COUNTED = 100_000
_NUMBER = re.compile(r"-?[0-9]{1,19}")  # of 64 bits


@dataclass(frozen=True)
class Page(Generic[R]):
    """The runs of a page, and the headers that lead on from it."""

    runs: list[R]
    headers: dict[str, str]


def page(request: HttpRequest, runs: QuerySet[R]) -> Page[R]:
    """Return the page that the query asks for, the newest runs first.

    `per_page` is 1 to 100; `search_after` and `search_before` are IDs. Raises ApiError 400.
    """
    size = _number(request, "per_page", _DEFAULT)
    if not 1 <= size <= _MOST:
        told = "less than 1" if size < 1 else f"greater than {_MOST}"
        raise ApiError(400, f"Parameter 'per_page' cannot be {told}")
    after, before = (_cursor(request, name) for name in ("search_after", "search_before"))
    if after and before:
        raise ApiError(400, "Parameters 'search_after' and 'search_before' exclude each other")
    if before:
        found = list(runs.filter(pk__gt=before).order_by("pk")[: size + 1])
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        rows = runs.filter(pk__lt=after) if after else runs
        found = list(rows.order_by("-pk")[: size + 1])
        more_before, more_after = bool(after), len(found) > size
        found = found[:size]
    links: dict[str, dict[str, int]] = {}
    if more_before:
        links["first"] = {}
        if found:
            links["prev"] = {"search_before": found[0].pk}
    if more_after and found:
        links["next"] = {"search_after": found[-1].pk}
    newer = runs.filter(pk__gt=found[0].pk if found else after) if after or before else runs.none()
    return Page(found, _counts(runs, newer, size) | _links(request, size, links))


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    if not _NUMBER.fullmatch(text):
        raise ApiError(400, f"Parameter '{name}' must be a number")
    return int(text)


def _cursor(request: HttpRequest, name: str) -> int:
    found = _number(request, name, 0)
    if found < 0:
        raise ApiError(400, f"Parameter '{name}' cannot be less than 0")
    return found


def _counts(runs: QuerySet[R], newer: QuerySet[R], size: int) -> dict[str, str]:
    total = _count(runs)
    counted = min(total, COUNTED)
    told = {
        "X-Pagination-Per-Page": str(size),
        "X-Pagination-Current-Page": str(_count(newer) // size + 1),
        "X-Pagination-Total-Pages": str(-(-counted // size)),
        "X-Pagination-Total-Entries": str(counted),
    }
    return told | ({"X-Pagination-Throttled": "true"} if total > COUNTED else {})


def _count(runs: QuerySet[R]) -> int:
    return runs.order_by()[: COUNTED + 1].count()


def _links(request: HttpRequest, size: int, links: dict[str, dict[str, int]]) -> dict[str, str]:
    """Return the `Link` header; clients split it at `,` and `;`, so no address has one."""
    start = settings.SITE_URL.rstrip("/") + request.path_info
    parts = [
        f'<{start}?{urlencode({"per_page": size} | cursor)}>; rel="{name}"'
        for name, cursor in links.items()
    ]
    return {"Link": ", ".join(parts)} if parts else {}
