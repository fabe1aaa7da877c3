"""The records of a type as CSV rows, made by PostgreSQL and streamed with COPY.

One statement per type: each column is the text expression of its kind, guarded where a spreadsheet
could take it for a formula. Python only moves the bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection
from django.db.models import Expression
from django.db.models.expressions import RawSQL

from exports.select import Part
from records.kinds import guard_sql
from records.locale import LOCALE_SETTING
from records.types import Children, Column

Connection = psycopg.Connection[Any]
#: One record of a CSV file with its line end.
Row = bytes | bytearray | memoryview


@contextmanager
def snapshot(zone: ZoneInfo, locale: str = "") -> Iterator[Connection]:
    """Give a connection of its own in a transaction that sees the database as it is now.

    Moments are written in `zone`. Translations into `locale` count as missing even when the account
    has none yet. The connection cannot write.
    """
    own = connection.copy()
    own.connect()
    raw: Connection = own.connection
    try:
        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        with raw.transaction():
            raw.execute(
                "SELECT set_config('TimeZone', %s, true), set_config('jit', 'off', true), "
                "set_config(%s, %s, true)",
                [zone.key, LOCALE_SETTING, locale],
            )
            yield raw
    finally:
        own.close()


def count(within: Connection, part: Part) -> int:
    """Return how many rows the file of the part will have below its header."""
    ids = part.records.order_by().values_list("id", *_children(part))
    sql, params = ids.query.sql_with_params()
    with psycopg.ClientCursor(within) as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS rows", params)  # noqa: S608 - ORM's SQL
        return int(cursor.fetchall()[0][0])


def rows(within: Connection, part: Part) -> Iterator[Row]:
    """Yield each row as CSV with LF behind it; cells may hold line breaks."""
    sql, params = statement(part)
    with (
        psycopg.ClientCursor(within) as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy,
    ):
        yield from copy


def statement(part: Part) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of the rows and its parameters, to be bound by the client.

    The texts are made in a subquery that OFFSET 0 keeps from being merged, so that each is
    computed once, though the guard around it looks at it several times.
    """
    columns = part.record_type.columns
    texts = {f"text_{place}": column.text() for place, column in enumerate(columns)}
    query = (
        part.records.order_by("id", *_children(part)).annotate(**texts).values_list(*texts).query
    )
    sql, params = query.sql_with_params()
    compiler = query.get_compiler(connection=connection)
    cells = [
        compiler.compile(_cell(name, column).resolve_expression(query))
        for name, column in zip(texts, columns, strict=True)
    ]
    outer = ", ".join(cell for cell, _ in cells)
    bound = [value for _, values in cells for value in values]
    return f"SELECT {outer} FROM ({sql} OFFSET 0) AS texts", (*bound, *params)  # noqa: S608 - ORM's SQL


def _cell(name: str, column: Column) -> Expression:
    text = RawSQL(f'"{name}"', ())  # noqa: S611 - a name that we gave
    return guard_sql(text) if column.kind.guarded else text


def _children(part: Part) -> list[str]:
    merge = part.record_type.merge
    return [f"{merge.relation}__id"] if isinstance(merge, Children) else []
