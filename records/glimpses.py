"""A glimpse of many sets of records: how many there are, and a few of each, in two statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Expression, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from records.filters import can_be_disabled
from records.types import RecordType

#: Records are counted up to here.
COUNTED = 1000
#: How many of each set are shown.
SHOWN = 5


@dataclass(frozen=True)
class Glimpse:
    """How many records a set has, `COUNTED` at most, and the IDs of the latest of those."""

    count: int = 0
    ids: tuple[int, ...] = ()
    more: bool = False

    @property
    def text(self) -> str:
        """The number for people: 12, or 1,000+."""
        return f"{self.count:,}+" if self.more else f"{self.count:,}"


class Named(NamedTuple):
    """What people call a record, and whether it is disabled."""

    label: str
    disabled: bool


def glimpses(sets: "Sequence[QuerySet[Any]]", counted: int = COUNTED) -> list[Glimpse]:
    """Count the records of each set up to a bound: one statement for all of them."""
    found = [Glimpse()] * len(sets)
    parts: list[str] = []
    parameters: list[Any] = []
    for number, records in enumerate(sets):
        try:
            inner, values = records.order_by().values("pk")[: counted + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(
            f"SELECT {number}, count(*), (array_agg(id ORDER BY id DESC))[1:{SHOWN}] "  # noqa: S608 -- numbers, and SQL of the ORM
            f"FROM ({inner}) glimpse(id)"
        )
        parameters += values
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for number, count, ids in cursor.fetchall():
                found[number] = Glimpse(min(count, counted), tuple(ids or ()), count > counted)
    return found


def names(
    wanted: Mapping[str, Collection[int]],
    types: Mapping[str, RecordType],
    label: Mapping[str, Expression],
) -> dict[tuple[str, int], Named]:
    """Return what records are called, by slug of their type and ID: one statement for all."""
    parts = [
        types[slug]
        .model._default_manager.order_by()
        .filter(pk__in=ids)
        .annotate(
            glimpse_type=Value(slug, output_field=CharField()),
            glimpse_label=label[slug],
            glimpse_disabled=_disabled(types[slug]),
        )
        .values_list("glimpse_type", "pk", "glimpse_label", "glimpse_disabled")
        for slug, ids in wanted.items()
        if ids
    ]
    if not parts:
        return {}
    first, *rest = parts
    rows = first.union(*rest, all=True) if rest else first
    return {(slug, pk): Named(str(text or ""), bool(disabled)) for slug, pk, text, disabled in rows}


def _disabled(record_type: RecordType) -> Expression:
    known = can_be_disabled(record_type)
    return Cast("disabled" if known else Value(0), IntegerField())
