"""Pages of a list in an order that an index serves: keysets, no OFFSET, at any size."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Expression, F, Func, Q, QuerySet, TextField, UniqueConstraint, Value
from django.db.models.lookups import GreaterThan, LessThan

from records import search
from records.conditions import InvalidFilter
from records.models.indexes import is_text
from records.types import RecordType
from records.walking import Walk, walk

SIZE = 50
#: Up to here records are counted; beyond, the planner's statistics say how many there are.
COUNTED = 10_000
_SIGNIFICANT = 2
_ACCOUNT_AND_VALUE = 2
_BIGINT_DIGITS = 18


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


#: How cursors hold the values of orders other than text.
_VALUES: dict[str, Callable[[str], Any]] = {"id": int, "updated_at": _moment}


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

    Types that are views have none; they are ordered by number all the same.
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
    found["id"] = Order("id", descending=True, unique=True)
    if not record_type.view:
        found["updated_at"] = Order("updated_at", descending=True)
    return found


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
    #: The page ends where the walk did: more records may fit behind it, in its direction.
    unfinished: bool = False


#: Gives the records behind a place (the first without one), in either direction.
_Look = Callable[[tuple[int, Any] | None, bool], Walk]


def page(records: QuerySet[Any], order: Order, *, after: str = "", before: str = "") -> Page:
    """Return the page behind `after` or before `before`, the first without both.

    Raises InvalidFilter when a cursor is none of this order.
    """

    def look(place: tuple[int, Any] | None, backward: bool) -> Walk:
        rows = _behind(records, order, place, backward=backward)
        sorting = order.sorting(backward=backward)
        return Walk(list(rows.order_by(*sorting).values_list("pk", "order_key")[: SIZE + 1]))

    return _page(look, order, after, before)


def walked(
    parts: Sequence[QuerySet[Any]],
    order: Order,
    fits: Q,
    *,
    walked: int,
    after: str = "",
    before: str = "",
) -> Page:
    """Return such a page of those records that fit, having looked at so many of them at most.

    Each part has the records of one account.
    """

    def look(place: tuple[int, Any] | None, backward: bool) -> Walk:
        rows = [_behind(part, order, place, backward=backward) for part in parts]
        return walk(rows, fits, order.sorting(backward=backward), SIZE + 1, walked)

    return _page(look, order, after, before)


def _page(look: _Look, order: Order, after: str, before: str) -> Page:
    backward = bool(before) and not after
    cursor = _read(order, after or before)
    seen = look(cursor, backward)
    if backward and len(seen.found) <= SIZE and not seen.end:
        # the beginning is reached: show a whole first page
        backward, cursor = False, None
        seen = look(None, False)
    rows = seen.found[:SIZE]
    unfinished = seen.end is not None
    edge = seen.end or (rows[-1] if len(seen.found) > SIZE else None)
    near = rows[0] if rows else cursor
    ahead, behind = (written(each) if each else "" for each in (edge, near))
    if backward:
        return Page([pk for pk, _ in reversed(rows)], ahead, behind, unfinished)
    return Page([pk for pk, _ in rows], behind if cursor else "", ahead, unfinished)


def _behind(
    records: QuerySet[Any], order: Order, place: tuple[int, Any] | None, *, backward: bool
) -> QuerySet[Any]:
    records = records.annotate(order_key=order.key)
    if place is None:
        return records
    pk, value = place
    down = order.descending != backward
    if order.unique:
        return records.filter(**{f"order_key__{'lt' if down else 'gt'}": value})
    beyond = LessThan if down else GreaterThan
    return records.filter(beyond(_pair(F("order_key"), F("pk")), _pair(Value(value), Value(pk))))


def _pair(*parts: Any) -> Expression:
    """Return two values as one: an index compares them so even where many share the first."""
    return Func(*parts, function="ROW", output_field=TextField())


def written(row: tuple[int, Any]) -> str:
    """Return the cursor of a record, by its ID and the value of the order."""
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
    """How many records there are: exactly, about, more or fewer than so many."""

    number: int
    exact: bool = True
    more: bool = False
    fewer: bool = False

    def __str__(self) -> str:
        words = {"more than ": self.more, "fewer than ": self.fewer, "": self.exact}
        word = next((word for word, holds in words.items() if holds), "about ")
        return f"{word}{self.number:,}"


def count(records: QuerySet[Any]) -> Count:
    """Count the records exactly up to `COUNTED`, else tell what the planner expects."""
    number = records.order_by()[: COUNTED + 1].count()
    if number <= COUNTED:
        return Count(number)
    many = expected(records)
    # Right after a big import the planner may not know yet: then only the bound is certain.
    return about(many) if many > COUNTED else Count(COUNTED, exact=False, more=True)


def about(number: int) -> Count:
    """Return an estimate, with as many digits as it is worth."""
    step = 10 ** max(len(str(number)) - _SIGNIFICANT, 0)
    return Count(round(number / step) * step, exact=False)


def expected(records: QuerySet[Any]) -> int:
    """Return how many records the planner expects."""
    plan = json.loads(records.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])
