"""The query strings of the screens of the system log."""

from django.http import QueryDict


def keys(query: QueryDict) -> dict[str, int | None]:
    """Read the key of the page before or after from the address; nonsense means the first page."""
    return {
        name: int(text) if (text := query.get(name, "")).isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - digits of a 64-bit key
        for name in ("before", "after")
    }


def address(query: QueryDict, **values: object) -> str:
    """Return the address of this page with other values; a change of filter begins at page 1."""
    changed = query.copy()
    for name in ("before", "after", *values):
        changed.pop(name, None)
    for name, value in values.items():
        if value is not None:
            changed[name] = str(value)
    return "?" + changed.urlencode()
