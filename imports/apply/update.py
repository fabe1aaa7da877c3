"""Records that exist: COPY into a temporary table, compare and update there where they differ."""

import zlib
from collections.abc import Sequence
from typing import Any

from django.db import models
from psycopg import sql

from imports import tables
from imports.apply import history
from imports.apply.history import Changes, Signature
from imports.apply.insert import adapt, adapters
from imports.headers import Layout
from imports.rows import Entry
from records.columns import StoredColumn
from records.models import Change
from records.types import Column

#: So few rows are left in the table as dead ones: to make it new costs more than to pass them over.
_FEW = 100
#: What was changed beside the record itself, in the temporary table.
_BESIDE = sql.Identifier("import_beside")

Updated = tuple[int, Column, "models.Field[Any, Any]"]


def update(
    entries: Sequence[Entry], layout: Layout, beside: Changes, signature: Signature
) -> set[int]:
    """Store what is different, tell it, and return the ids of the records that were changed.

    `beside` are the changes of links and child rows, which are stored already: they count as a
    change of their record, move its mark, and stand in the same entry of its history.
    """
    columns = updated(layout)
    beside = {entry.id: beside[entry.id] for entry in entries if entry.id in beside}
    if not entries or not (columns or beside):
        return set()
    _stage(entries, layout, columns, beside)
    changed = {pk for (pk,) in tables.rows(_statement(layout, columns, signature))}
    with tables.cursor() as raw:
        empty = sql.SQL("DELETE FROM {}" if len(entries) < _FEW else "TRUNCATE {}")
        raw.execute(empty.format(_staging(layout, columns)))
    return changed


def _statement(layout: Layout, columns: Sequence[Updated], signature: Signature) -> sql.Composed:
    """Return the UPDATE that leaves alone what is equal, and the INSERT into the history.

    The record is joined a second time, as `o`, for its values before.
    """
    names = [tables.identifier(stored) for _, _, stored in columns]
    new = [_new(column, name) for (_, column, _), name in zip(columns, names, strict=True)]
    assignments: list[sql.Composable] = [
        sql.SQL("{} = {}").format(*pair) for pair in zip(names, new, strict=True)
    ]
    differs: list[sql.Composable] = [
        sql.SQL("t.{} IS DISTINCT FROM {}").format(*pair) for pair in zip(names, new, strict=True)
    ]
    return sql.SQL(
        "WITH changed AS (UPDATE {table} t SET {assignments} "
        "FROM {staging} s JOIN {table} o ON o.id = s.id "
        "WHERE t.id = s.id AND ({differs}) "
        "RETURNING t.id, {values} || coalesce(s.{beside}, '{{}}') AS values), "
        "told AS ({telling}) SELECT id FROM changed"
    ).format(
        table=tables.table(layout.record_type.model),
        staging=_staging(layout, columns),
        beside=_BESIDE,
        assignments=sql.SQL(", ").join(assignments or [sql.SQL("id = t.id")]),
        differs=sql.SQL(" OR ").join([*differs, sql.SQL("s.{} IS NOT NULL").format(_BESIDE)]),
        values=history.differences(_told(layout, columns), "o", "t"),
        telling=history.telling("changed", layout.record_type, Change.Kind.CHANGED, signature),
    )


def _new(column: Column, name: sql.Identifier) -> sql.Composable:
    """Return the new value; a blank cell leaves a value alone that the database fills in."""
    if not column.generated:
        return sql.SQL("s.{}").format(name)
    return sql.SQL("CASE WHEN s.{0}::text <> '' THEN s.{0} ELSE t.{0} END").format(name)


def _told(layout: Layout, columns: Sequence[Updated]) -> list[tuple[str, Any]]:
    """Return what the history tells: the columns of the file, and those that follow from them."""
    told: dict[str, Any] = {column.name: stored for _, column, stored in columns}
    for stored in layout.record_type.model._meta.concrete_fields:
        if isinstance(stored, StoredColumn) and stored.filled_by:
            told.setdefault(stored.name, stored)
    return list(told.items())


def updated(layout: Layout) -> list[Updated]:
    """Return the columns of the record itself that an update may change, with place and field."""
    return [
        (place, column, tables.field(column))
        for place, column in enumerate(layout.columns)
        if column.field is not None
        and not column.relation
        and not column.many
        and not column.create_only
        and not column.field.primary_key
        and column.name != "account"
    ]


def _staging(layout: Layout, columns: Sequence[Updated]) -> sql.Identifier:
    """Return the name of the temporary table, which no file with other columns has."""
    names = ",".join(str(stored.column) for _, _, stored in columns)
    return sql.Identifier(f"import_{layout.record_type.slug}_{zlib.crc32(names.encode()):x}")


def _stage(
    entries: Sequence[Entry], layout: Layout, columns: Sequence[Updated], beside: Changes
) -> None:
    """Fill a temporary table that has the types of the real one.

    A transaction makes it once: it stays locked to the end, and the server has only so many locks.
    """
    staging = _staging(layout, columns)
    every = [sql.Identifier("id"), *(tables.identifier(stored) for _, _, stored in columns)]
    with tables.cursor() as raw:
        raw.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DROP AS "
                "SELECT {}, NULL::jsonb AS {} FROM {} LIMIT 0"
            ).format(
                staging,
                sql.SQL(", ").join(every),
                _BESIDE,
                tables.table(layout.record_type.model),
            )
        )
    adapted = adapters(layout)
    places = [place for place, _, _ in columns]
    lines = []
    for entry in entries:
        values = adapt(entry.values, adapted) if adapted else entry.values
        more = history.as_json(beside[entry.id]) if entry.id in beside else None
        lines.append((entry.id, *[values[place] for place in places], more))
    tables.copy(staging, [*every, _BESIDE], lines)
    if len(lines) < _FEW:
        return
    with tables.cursor() as raw:
        # Autovacuum never sees temporary tables, and without statistics nested loops are chosen.
        raw.execute(sql.SQL("ANALYZE {} (id)").format(staging))
