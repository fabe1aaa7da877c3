"""Pages of exports by key: each is found by the export before it."""

from typing import Any

from django.db.models import Q, QuerySet

from exports.models import Export
from fourme.logs.paging import SIZE, Page


def page(
    rows: QuerySet[Export], order: str, *, before: int | None, after: int | None
) -> Page[Export]:
    """Return a page in the order of a field that no row leaves blank, `-name` for descending.

    Exports with the same value follow their number. A key that is unknown means the first page.
    """
    name, descending = order.removeprefix("-"), order.startswith("-")
    pk = before if before is not None else after
    anchor = rows.filter(pk=pk).values_list(name, flat=True).first() if pk is not None else None
    backward = anchor is not None and before is not None
    down = descending != backward
    if anchor is not None:
        rows = rows.filter(_beyond(name, anchor, pk, down=down))
    sign = "-" if down else ""
    found = list(rows.order_by(f"{sign}{name}", f"{sign}pk")[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if backward:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_before = more if backward else anchor is not None
    has_after = more if not backward else True
    return Page(found, found[0].pk if has_before else None, found[-1].pk if has_after else None)


def _beyond(name: str, value: Any, pk: int | None, *, down: bool) -> Q:
    """Return the condition that a row comes after the one with these values."""
    to = "lt" if down else "gt"
    return Q(**{f"{name}__{to}": value}) | Q(**{name: value, f"pk__{to}": pk})
