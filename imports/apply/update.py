"""Records that exist: COPY into a temporary table, compare and update there where they differ."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from psycopg import sql

from imports import tables
from imports.apply.insert import adapt, adapters
from imports.headers import Layout
from imports.rows import Entry

_STAGING = sql.Identifier("import_staging")


def update(entries: Sequence[Entry], layout: Layout) -> set[int]:
    """Store what is different and return the ids of the records that were changed."""
    columns = updated(layout)
    if not entries or not columns:
        return set()
    places = [place for place, _ in columns]
    names = [tables.identifier(stored) for _, stored in columns]
    _stage(entries, layout, places, names)
    query = sql.SQL(
        "UPDATE {table} t SET {assignments} FROM {staging} s "
        "WHERE t.id = s.id AND ({old}) IS DISTINCT FROM ({new}) RETURNING t.id"
    ).format(
        table=tables.table(layout.record_type.model),
        staging=_STAGING,
        assignments=sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(name) for name in names),
        old=sql.SQL(", ").join(sql.SQL("t.{}").format(name) for name in names),
        new=sql.SQL(", ").join(sql.SQL("s.{}").format(name) for name in names),
    )
    changed = {pk for (pk,) in tables.rows(query)}
    with tables.cursor() as raw:
        raw.execute(sql.SQL("DROP TABLE {}").format(_STAGING))
    return changed


def updated(layout: Layout) -> list[tuple[int, "models.Field[Any, Any]"]]:
    """Return the columns of the record itself that an update may change: place, field."""
    return [
        (place, tables.field(column))
        for place, column in enumerate(layout.columns)
        if column.field is not None
        and not column.relation
        and not column.many
        and not column.field.primary_key
        and column.name != "account"
    ]


def touch(ids: Sequence[int], layout: Layout) -> None:
    """Move the change mark of records whose other tables were changed."""
    query = sql.SQL("UPDATE {} SET id = id WHERE id = ANY(%s)")
    with tables.cursor() as raw:
        raw.execute(query.format(tables.table(layout.record_type.model)), [list(ids)])


def _stage(
    entries: Sequence[Entry], layout: Layout, places: list[int], names: list[sql.Identifier]
) -> None:
    """Fill a temporary table that has the types of the real one."""
    every = [sql.Identifier("id"), *names]
    with tables.cursor() as raw:
        raw.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
                _STAGING, sql.SQL(", ").join(every), tables.table(layout.record_type.model)
            )
        )
    adapted = adapters(layout)
    lines = []
    for entry in entries:
        values = adapt(entry.values, adapted) if adapted else entry.values
        lines.append((entry.id, *(values[place] for place in places)))
    tables.copy(_STAGING, every, lines)
    with tables.cursor() as raw:
        # Autovacuum never sees temporary tables, and without statistics nested loops are chosen.
        raw.execute(sql.SQL("ANALYZE {} (id)").format(_STAGING))
