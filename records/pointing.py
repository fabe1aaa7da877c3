"""Conditions on references: which records refer to a record, and which to none."""

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
    rows = _rows(links)
    if isinstance(links, Through):
        ends = Q()
        for part in links.parts:
            if links.model._meta.get_field(part).is_relation:
                ends |= Q(**{part: pk})
        return Q(Exists(rows.filter(ends)))
    return Q(Exists(rows.filter(pk=pk)))


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
