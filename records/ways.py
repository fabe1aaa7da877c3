"""Ways to the few records that a filter may let through, each by an index.

A way leads to all records that fulfil a condition, perhaps to others as well, and perhaps to too
many: then it is of no use. Which indexes there are is read from the models.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Index, Q, QuerySet, UniqueConstraint
from django.db.models.lookups import Exact, StartsWith

from records import pointing, search, searching
from records.conditions import EMPTY, OF_RECORD, Condition
from records.models.indexes import is_text
from records.models.record import Record
from records.types import Backward, Column, RecordType, Through

#: What an index finds; of texts only what is there exactly.
_ORDERED = frozenset({"exact", "gte", "lte", OF_RECORD})
_WORDED = frozenset({"exact", "istartswith"})


@dataclass(frozen=True)
class Way:
    """A query of IDs that an index serves; `words` says that it is the index of words."""

    ids: "QuerySet[Any]"
    words: bool = False


def ways(
    record_type: RecordType, asked: Mapping[Condition, Any], accounts: Collection[str]
) -> Iterator[Way]:
    """Yield the ways for conditions, given with the values that they ask for, the short ones first.

    A view has no indexes of its own.
    """
    if record_type.view:
        return
    known = sorted(asked, key=lambda each: each.column.name)
    found = [
        way
        for _, same in groupby(known, key=lambda each: each.column.name)
        for way in _of_column(record_type, {each: asked[each] for each in same}, accounts)
    ]
    yield from sorted(found, key=lambda way: way.words)


def disabled(record_type: RecordType, accounts: Collection[str]) -> Way:
    """Return the way to the disabled records, which have an index of their own."""
    return _way(record_type, Q(("disabled", True), account__in=accounts))


def _of_column(
    record_type: RecordType, asked: Mapping[Condition, Any], accounts: Collection[str]
) -> Iterator[Way]:
    column = next(iter(asked)).column
    if isinstance(column.links, Through | Backward):
        for condition, value in asked.items():
            if condition.lookup in (OF_RECORD, "exact"):
                yield Way(pointing.referring(column.links, value))
        return
    if column.field is None:
        return
    served = _served(record_type.model, column.name, accounts)
    if served is not None:
        ordered = [_q(column, each, value) for each, value in asked.items()]
        if known := [q for q in ordered if q is not None]:
            yield _way(record_type, Q(*known) & served)
    for condition, value in asked.items():
        if condition.lookup in _WORDED and isinstance(value, str) and value.isascii():
            yield from _by_text(record_type, condition, value, accounts)


def _q(column: Column, condition: Condition, value: Any) -> Q | None:
    if condition.lookup in _ORDERED:
        return Q(**{f"{column.name}__{condition.lookup or 'exact'}": value})
    if condition.lookup == EMPTY and column.target is not None:
        return Q(**{f"{column.name}__isnull": True})
    return None


def _by_text(
    record_type: RecordType, condition: Condition, value: str, accounts: Collection[str]
) -> Iterator[Way]:
    """Yield the ways by the beginning of the list's first column, and by the words of the search.

    For ASCII only: of other letters the database may know other small ones.
    """
    name = condition.column.name
    if name == next(iter(record_type.list_columns), "") and is_text(condition.column.field):
        lookup = Exact if condition.lookup == "exact" else StartsWith
        begins = lookup(search.folded(name), value.lower())
        yield _way(record_type, Q(begins) & Q(account__in=accounts))
    elif name in record_type.search_columns:
        found = searching.split(record_type, value, accounts)
        if found.words and found.found is not None:
            yield replace(_way(record_type, found.found), words=True)


def _way(record_type: RecordType, condition: Q) -> Way:
    return Way(record_type.model._default_manager.filter(condition).values_list("pk", flat=True))


def _served(model: type[Record], name: str, accounts: Collection[str]) -> Q | None:
    """Return what has to be asked with a field so that an index finds it, None when none does."""
    indexes = list(_indexes(model))
    if any(fields[:2] == ["account", name] for fields in indexes):
        return Q(account__in=accounts)
    field: Any = model._meta.get_field(name)
    if field.unique or field.db_index or any(fields[:1] == [name] for fields in indexes):
        return Q()
    return None


def _indexes(model: type[Record]) -> Iterator[list[str]]:
    """Yield the fields of each index that has all records."""
    declared: Sequence[Any] = [*model._meta.indexes, *model._meta.constraints]
    for each in declared:
        if isinstance(each, Index | UniqueConstraint) and each.condition is None:
            yield [name.lstrip("-") for name in each.fields]
