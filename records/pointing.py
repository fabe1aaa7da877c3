"""Conditions on references: which records refer to a record, and which to none."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import IContains

from records.naming import naming, title_of
from records.references import RecordTarget
from records.types import Backward, Column, Links, NotesOf, Through


def refers(column: Column, pk: int, within: str = "") -> Q:
    """Return the condition that a record refers to the record `pk` by the column.

    `within` is its type, for a column that names records of several types by their IDs.
    """
    links = column.links
    if links is None:
        typed = {column.within: within} if within else {}
        return Q(**{column.name: pk}, **typed)
    return Q(Exists(_rows(links).filter(reduce(or_, _ends(links, pk)))))


def referring(links: Through | Backward, pk: int) -> "QuerySet[Any]":
    """Return the IDs of the records that refer to a record by a column with several values."""
    owner = links.owner if isinstance(links, Through) else links.field
    name = links.model._meta.get_field(owner).attname  # type: ignore[union-attr] # a reference
    rows = links.model._default_manager.order_by()
    # One statement for each end: an index serves each, but not the one or the other at once.
    first, *rest = (rows.filter(end).values_list(name, flat=True) for end in _ends(links, pk))
    return first.union(*rest) if rest else first


def called(column: Column, text: str) -> Q:
    """Return the condition that the record of a single reference has the text in its name.

    Its name is what lists call it; a record of the same account is also found by its title.
    """
    target = column.target
    assert isinstance(target, RecordTarget)  # noqa: S101 -- only those are single references
    prefix, record_type = f"{column.name}__", target.model.record_type()
    named = Q(IContains(naming(record_type, prefix, target.record_key), text))
    if title := title_of(record_type):
        own = {f"{prefix}account": F("account"), f"{prefix}{title}__icontains": text}
        named |= Q(**own)
    return named


def nothing(column: Column) -> Q:
    """Return the condition that a record refers to no record by the column."""
    if column.links is None:
        return Q(**{f"{column.name}__isnull": True})
    return ~Q(Exists(_rows(column.links)))


def _ends(links: Links, pk: int) -> list[Q]:
    """Return the conditions of which one holds when a row of the references names the record."""
    if not isinstance(links, Through):
        return [Q(pk=pk)]
    fields = links.model._meta
    return [Q(**{part: pk}) for part in links.parts if fields.get_field(part).is_relation]


def _rows(links: Links) -> "QuerySet[Any]":
    """Return the rows that hold the references of the record."""
    rows = links.model._default_manager.order_by()
    if isinstance(links, Through):
        return rows.filter(**{links.owner: OuterRef("pk")})
    if isinstance(links, Backward):
        return rows.filter(**{links.field: OuterRef("pk")})
    return rows.filter(**about(links), record_id=OuterRef("pk"))


def about(links: NotesOf) -> dict[str, Any]:
    """Return the conditions on the notes of a column, apart from the record."""
    return {"about": links.about, "internal": links.internal}
