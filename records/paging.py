"""Pages of a list in an order that an index serves: keysets, no OFFSET, at any size."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q, QuerySet, UniqueConstraint

from records import search
from records.conditions import InvalidFilter
from records.models.indexes import is_text
from records.models.record import Record
from records.types import RecordType

SIZE = 50
#: Up to here records are counted; beyond, the planner's statistics say how many there are.
COUNTED = 10_000
_SIGNIFICANT = 2
_ACCOUNT_AND_VALUE = 2
_BIGINT_DIGITS = 18
#: How cursors hold the values of orders other than text.
_VALUES: dict[str, Callable[[str], Any]] = {"id": int, "updated_at": dt.datetime.fromisoformat}


@dataclass(frozen=True)
class Order:
    """An order by an indexed expression, then by ID unless its values are unique."""

    name: str
    descending: bool = False
    folded: bool = False
    unique: bool = False

    @property
    def key(self) -> Any:
        """The expression of the index."""
        return search.folded(self.name) if self.folded else F(self.name)

    @property
    def recent(self) -> bool:
        """Whether the order is one of time, whose pages are newer and older."""
        return self.name in ("id", "updated_at")

    def sorting(self, *, backward: bool = False) -> list[str]:
        """Return what to sort by, with the expression as `order_key`."""
        sign = "-" if self.descending != backward else ""
        return [f"{sign}order_key", *([] if self.unique else [f"{sign}pk"])]


def orders(record_type: RecordType) -> dict[str, Order]:
    """Return the orders offered: those with an index that begins with the account.

    Types that are views have none; they are ordered by number and time all the same.
    """
    meta = record_type.model._meta
    fields = {field.name: field for field in meta.concrete_fields}
    unique = [
        constraint.fields[1]
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint)
        and constraint.condition is None
        and constraint.fields[:1] == ("account",)
        and len(constraint.fields) == _ACCOUNT_AND_VALUE
    ]
    found = {name: Order(name, unique=True) for name in unique if is_text(fields.get(name))}
    first = next(iter(record_type.list_columns), "")
    if is_text(fields.get(first)) and not record_type.view:
        found[first] = Order(first, folded=True)
    return found | {name: Order(name, descending=True) for name in ("id", "updated_at")}


def order_of(record_type: RecordType, sort: str) -> Order:
    """Return the order of a list's address, the usual one for "". Raises InvalidFilter.

    Records that people know by their numbers come with the newest first, others by their names.
    """
    offered = orders(record_type)
    if not sort:
        first = "id" if record_type.key.number else next(iter(record_type.list_columns), "")
        return offered.get(first, offered["id"])
    name = sort.removeprefix("-")
    if name not in offered:
        raise InvalidFilter(f"{record_type.label} cannot be sorted by “{name}”.", "sort")
    return replace(offered[name], descending=sort.startswith("-"))


@dataclass(frozen=True)
class Page:
    """The IDs of a page in their order, and the cursors of its neighbours ("" when none)."""

    ids: list[int]
    before: str
    after: str


def page(records: QuerySet[Record], order: Order, *, after: str = "", before: str = "") -> Page:
    """Return the page behind `after` or before `before`, the first without both.

    Raises InvalidFilter when a cursor is none of this order.
    """
    backward = bool(before) and not after
    cursor = _read(order, after or before)
    rows = _rows(records, order, cursor, backward=backward)
    if backward and len(rows) <= SIZE:  # the beginning is reached: show a whole first page
        backward, cursor = False, None
        rows = _rows(records, order, None, backward=False)
    more, rows = len(rows) > SIZE, rows[:SIZE]
    rows = rows[::-1] if backward else rows
    earlier = more if backward else cursor is not None
    later = True if backward else more
    return Page(
        [pk for pk, _ in rows],
        before=_write(rows[0]) if rows and earlier else "",
        after=_write(rows[-1]) if rows and later else "",
    )


def _rows(
    records: QuerySet[Record], order: Order, cursor: tuple[int, Any] | None, *, backward: bool
) -> list[tuple[int, Any]]:
    down = order.descending != backward
    records = records.annotate(order_key=order.key)
    if cursor is not None:
        pk, value = cursor
        beyond = "lt" if down else "gt"
        behind = Q(**{f"order_key__{beyond}": value})
        if not order.unique:
            behind = Q(**{f"order_key__{beyond}e": value}) & (behind | Q(**{f"pk__{beyond}": pk}))
        records = records.filter(behind)
    sorting = order.sorting(backward=backward)
    return list(records.order_by(*sorting).values_list("pk", "order_key")[: SIZE + 1])


def _write(row: tuple[int, Any]) -> str:
    pk, value = row
    return f"{pk}.{value.isoformat() if isinstance(value, dt.datetime) else value}"


def _read(order: Order, cursor: str) -> tuple[int, Any] | None:
    if not cursor:
        return None
    pk, separator, text = cursor.partition(".")
    if not separator or not pk.isdecimal() or len(pk) > _BIGINT_DIGITS or "\0" in text:
        raise InvalidFilter("The address of this page is not complete.", "after")
    try:
        return int(pk), _VALUES.get(order.name, str)(text)
    except ValueError as error:
        raise InvalidFilter("The address of this page is not complete.", "after") from error


@dataclass(frozen=True)
class Count:
    """How many records there are, exactly or about."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        if self.exact:
            return f"{self.number:,}"
        # Right after a big import the planner may not know yet: then only the bound is certain.
        return f"{'about' if self.number > COUNTED else 'more than'} {self.number:,}"


def count(records: QuerySet[Record]) -> Count:
    """Count the records exactly up to `COUNTED`, else tell what the planner expects."""
    number = records.order_by()[: COUNTED + 1].count()
    if number <= COUNTED:
        return Count(number)
    plan = json.loads(records.order_by().values("pk").explain(format="json"))
    expected = max(int(plan[0]["Plan"]["Plan Rows"]), COUNTED)
    step = 10 ** (len(str(expected)) - _SIGNIFICANT)
    return Count(round(expected / step) * step, exact=False)
