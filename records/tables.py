"""The table of a list: headers with their orders, rows with their cells, in two queries."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from fourme.accounts.rights import Actor
from records import cells, paging
from records.cells import Cell
from records.filters import Filter, can_be_disabled
from records.selection import Selection
from records.types import Column, RecordType


@dataclass(frozen=True)
class Header:
    """A column of the table; `sort` is the query string that sorts by it, "" when nothing does."""

    label: str
    sort: str = ""
    direction: str = ""
    numeric: bool = False
    minor: bool = False

    @cached_property
    def css(self) -> str:
        """The classes of the column's cells."""
        return " ".join(["number"] * self.numeric + ["minor"] * self.minor)


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
    #: The query string that looks further when the page ends before the list does, "" otherwise.
    further: str = ""
    #: How many records were looked through for this page and the empty ones before it.
    looked: int = 0

    @property
    def shown(self) -> paging.Count:
        """How many of the records that a search finds can be shown."""
        return paging.Count(self.count.number)

    @property
    def looked_through(self) -> paging.Count:
        """How many records were looked through."""
        return paging.Count(self.looked)

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
    shown: Filter,
    actor: Actor,
    *,
    sort: str = "",
    after: str = "",
    before: str = "",
    looked: int = 0,
) -> Table:
    """Return a page of the list. Raises InvalidFilter.

    `looked` tells how many records were looked through before without a match.
    """
    record_type = shown.record_type
    order = paging.order_of(record_type, sort)
    selection = shown.selection(actor)
    page = selection.page(order, after=after, before=before)
    columns = shown_columns(record_type)
    headers = [_header(column, shown, order) for column in columns]
    place = [("sort", sort)] if sort else []
    looked += selection.walked
    earlier, later = ("before", page.before), ("after", page.after)
    further = [earlier if before and page.before else later, ("looked", str(looked))]
    return Table(
        headers=headers,
        rows=_rows(record_type, page.ids, columns, headers, actor.account.id),
        count=_count(selection, page),
        order=order,
        previous=_query(shown, [*place, ("before", page.before)]) if page.before else "",
        following=_query(shown, [*place, ("after", page.after)]) if page.after else "",
        cut=selection.few is not None and selection.few.cut,
        further=_query(shown, [*place, *further]) if page.unfinished else "",
        looked=looked,
    )


def _count(selection: Selection, page: paging.Page) -> paging.Count:
    if page.ids and (page.before or page.after):
        return selection.count()
    return paging.Count(len(page.ids))


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
    found = {row["pk"]: row for row in _read(record_type).filter(pk__in=ids)}
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


@cache
def _read(record_type: RecordType) -> Any:
    """Return the query for the cells of a list's records: to compose it takes its time."""
    asked = {
        alias: expression
        for number, column in enumerate(shown_columns(record_type))
        for alias, expression in cells.expressions(column, f"cell{number}", brief=True).items()
    }
    plain = ("pk", "disabled") if can_be_disabled(record_type) else ("pk",)
    return record_type.model._default_manager.order_by().values(*plain, **asked)
