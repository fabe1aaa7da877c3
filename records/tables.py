"""The table of a list: headers with their orders, rows with their cells, in two queries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records import cells, paging
from records.cells import Cell
from records.filters import Filter, can_be_disabled
from records.models.record import Record
from records.types import Column, RecordType

#: A search shows no more than so many of the records that it finds, sorted among themselves.
SEARCHED = 1000


@dataclass(frozen=True)
class Header:
    """A column of the table; `sort` is the query string that sorts by it, "" when nothing does."""

    label: str
    sort: str = ""
    direction: str = ""
    numeric: bool = False
    minor: bool = False


@dataclass(frozen=True)
class Row:
    """A record in the table; the first cell opens it."""

    url: str
    first: Cell
    cells: list[tuple[Header, Cell]]
    disabled: bool


@dataclass(frozen=True)
class Table:
    """A page of a list."""

    headers: list[Header]
    rows: list[Row]
    count: paging.Count
    order: paging.Order
    #: Query strings of the neighbouring pages, "" when there are none.
    previous: str
    following: str
    #: The search found more records than it shows.
    cut: bool = False

    @property
    def directions(self) -> tuple[str, str]:
        """The words for the pages before and behind."""
        if not self.order.recent:
            return "Previous", "Next"
        return ("Newer", "Older") if self.order.descending else ("Older", "Newer")


def shown_columns(record_type: RecordType) -> list[Column]:
    """Return the list columns; every record knows when it was changed."""
    updated = record_type.model._meta.get_field("updated_at").describe()
    known = {"updated_at": updated} | {column.name: column for column in record_type.columns}
    shown = [known[name] for name in record_type.list_columns]
    return [column for column in shown if cells.is_shown(column)]


def table(
    shown: Filter, actor: Actor, *, sort: str = "", after: str = "", before: str = ""
) -> Table:
    """Return a page of the list. Raises InvalidFilter."""
    record_type = shown.record_type
    order = paging.order_of(record_type, sort)
    records, found = _narrow(shown, shown.queryset(actor))
    page = paging.page(records, order, after=after, before=before)
    count = _count(records, page) if found is None else paging.Count(found)
    columns = shown_columns(record_type)
    headers = [_header(column, shown, order) for column in columns]
    place = [("sort", sort)] if sort else []
    return Table(
        headers=headers,
        rows=_rows(record_type, page.ids, columns, headers, actor.account.id),
        count=count,
        order=order,
        previous=_query(shown, [*place, ("before", page.before)]) if page.before else "",
        following=_query(shown, [*place, ("after", page.after)]) if page.after else "",
        cut=found is not None and found > SEARCHED,
    )


def _narrow(shown: Filter, records: QuerySet[Record]) -> tuple[QuerySet[Record], int | None]:
    """Find a few records once, instead of once for the page and once for the count.

    Returns the records to page through, and how many they are when that is known. Many records
    that fulfil conditions are left as they are; of many that a search finds, some are taken.
    """
    if not shown.search and not shown.conditions:
        return records, None
    ids = list(records.values_list("pk", flat=True)[: SEARCHED + 1])
    if len(ids) > SEARCHED and not shown.search:
        return records, None
    found = shown.record_type.model._default_manager.filter(pk__in=ids[:SEARCHED])
    return found, len(ids)


def _count(records: QuerySet[Record], page: paging.Page) -> paging.Count:
    alone = not page.before and not page.after
    return paging.Count(len(page.ids)) if alone else paging.count(records)


def _query(shown: Filter, place: list[tuple[str, str]]) -> str:
    return "?" + "&".join(part for part in (shown.query(), urlencode(place)) if part)


def _header(column: Column, shown: Filter, order: paging.Order) -> Header:
    offered = paging.orders(shown.record_type).get(column.name)
    label = "Updated" if column.name == "updated_at" else cells.label(column)
    minor = column.name == "updated_at"
    if offered is None:
        return Header(label, numeric=column.kind.numeric, minor=minor)
    current = order.name == column.name
    down = not order.descending if current else offered.descending
    wanted = f"-{column.name}" if down else column.name
    direction = "descending" if order.descending else "ascending"
    return Header(
        label,
        sort=_query(shown, [("sort", wanted)]),
        direction=direction if current else "",
        numeric=column.kind.numeric,
        minor=minor,
    )


def _rows(
    record_type: RecordType,
    ids: list[int],
    columns: list[Column],
    headers: list[Header],
    account: str,
) -> list[Row]:
    asked = {
        alias: expression
        for number, column in enumerate(columns)
        for alias, expression in cells.expressions(column, f"cell{number}", brief=True).items()
    }
    plain = ("pk", "disabled") if can_be_disabled(record_type) else ("pk",)
    records = record_type.model._default_manager.filter(pk__in=ids).order_by()
    found = {row["pk"]: row for row in records.values(*plain, **asked)}
    rows = []
    for pk in ids:
        row = found.get(pk)
        if row is None:  # removed between the two queries
            continue
        shown = [
            cells.cell(column, row, f"cell{number}", account)
            for number, column in enumerate(columns)
        ]
        rows.append(
            Row(
                url=cells.record_url(record_type.slug, pk),
                first=shown[0],
                cells=list(zip(headers[1:], shown[1:], strict=True)),
                disabled=row.get("disabled", False),
            )
        )
    return rows
