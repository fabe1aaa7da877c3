"""Columns that hold several references: the links of a record are made what the row says."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import models
from psycopg import sql

from imports import tables
from imports.headers import Layout
from imports.rows import Entry
from records.types import Column


class _Through(NamedTuple):
    """The table of a many-to-many field, its column of the owner and of the other record."""

    table: sql.Identifier
    owner: sql.Identifier
    other: sql.Identifier


def link(entries: Sequence[Entry], layout: Layout) -> set[int]:
    """Add and remove links; return the ids of the existing records whose links were changed."""
    changed: set[int] = set()
    for place, column in enumerate(layout.columns):
        if column.many:
            changed |= _link(entries, place, _through(column))
    return changed


def _link(entries: Sequence[Entry], place: int, through: _Through) -> set[int]:
    new = [entry for entry in entries if entry.new]
    tables.copy(through.table, [through.owner, through.other], list(_pairs(new, place)))
    there = [entry for entry in entries if not entry.new]
    if not there:
        return set()
    names = {"table": through.table, "owner": through.owner, "other": through.other}
    pairs = list(_pairs(there, place))
    wanted = [[owner for owner, _ in pairs], [other for _, other in pairs]]
    removed = tables.rows(
        sql.SQL(
            "DELETE FROM {table} l WHERE l.{owner} = ANY(%s) AND (l.{owner}, l.{other}) NOT IN "
            "(SELECT * FROM unnest(%s::bigint[], %s::bigint[])) RETURNING l.{owner}"
        ).format(**names),
        [[entry.id for entry in there], *wanted],
    )
    added = tables.rows(
        sql.SQL(
            "INSERT INTO {table} ({owner}, {other}) SELECT * FROM "
            "(SELECT * FROM unnest(%s::bigint[], %s::bigint[]) "
            "EXCEPT SELECT {owner}, {other} FROM {table} WHERE {owner} = ANY(%s)) w "
            "RETURNING {owner}"
        ).format(**names),
        [*wanted, [entry.id for entry in there]],
    )
    return {owner for (owner,) in (*removed, *added)}


def _pairs(entries: Sequence[Entry], place: int) -> Iterable[tuple[int, Any]]:
    for entry in entries:
        for other in entry.values[place]:
            yield entry.id, other


def _through(column: Column) -> _Through:
    stored: Any = column.field  # a ManyToManyField: `Column.many`
    through: type[models.Model] = stored.remote_field.through
    return _Through(
        tables.table(through),
        sql.Identifier(stored.m2m_column_name()),
        sql.Identifier(stored.m2m_reverse_name()),
    )
