"""The records of a type as rows of a file, made by PostgreSQL and streamed with COPY.

One statement per type: each column is the text expression of its kind, guarded where a spreadsheet
could take it for a formula. Python only moves the bytes.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection
from django.db.models import Expression
from django.db.models.expressions import RawSQL
from psycopg import sql

from exports.copying import Connection, Row, copied
from exports.select import Part
from records.kinds import guard_sql
from records.locale import LOCALE_SETTING
from records.types import Children, Column, ReplaceGroup

#: Makes the cell of a column from its text.
Cell = Callable[[Expression, Column], Expression]


#: What makes the statements of an export faster. Compiling them costs more than it gains. One
#: process makes the rows: others have the processors for other types, and to deflate. A table in
#: which references are looked up is kept, though it is small or empty; the planner takes it to
#: cost nothing to read it again for each row, which took a seventh of the time.
_SETTINGS = {"jit": "off", "max_parallel_workers_per_gather": "0", "enable_seqscan": "off"}


@dataclass(frozen=True)
class Statement:
    """The SQL of the cells of a record, and of what they are taken from, with its parameters."""

    cells: tuple[str, ...]
    source: str
    params: tuple[Any, ...]

    def select(self, separator: str) -> str:
        """Return the SELECT of the cells with the SQL `separator` between them."""
        return f"SELECT {separator.join(self.cells)} FROM {self.source}"  # noqa: S608 - ORM's SQL


@contextmanager
def snapshot(zone: ZoneInfo, locale: str = "", shared: str = "") -> Iterator[Connection]:
    """Give a connection of its own in a transaction that sees the database as it is now.

    Or as it was for the connection that `share` was called with, which has returned `shared`.
    Moments are written in `zone`. Translations into `locale` count as missing even when the account
    has none yet. The connection cannot write. Its errors leave the block as those of Django, by
    which a worker knows what to try again.
    """
    own = connection.copy()
    try:
        own.connect()
        raw: Connection = own.connection
        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        with own.wrap_database_errors, raw.transaction():
            if shared:
                raw.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(shared))
            settings = _SETTINGS | {"TimeZone": zone.key, LOCALE_SETTING: locale}
            calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
            values = [each for setting in settings.items() for each in setting]
            raw.execute(f"SELECT {calls}", values)
            yield raw
    finally:
        own.close()


def share(within: Connection) -> str:
    """Return what lets other connections see the snapshot, as long as this one does."""
    row = within.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    return str(row[0])


def count(within: Connection, part: Part) -> int:
    """Return how many rows the file of the part will have below its header."""
    ids = part.records.order_by().values_list("id", *_children(part))
    query, params = ids.query.sql_with_params()
    with psycopg.ClientCursor(within) as cursor:
        cursor.execute(f"SELECT count(*) FROM ({query}) AS rows", params)  # noqa: S608 - ORM's SQL
        return int(cursor.fetchall()[0][0])


def rows(within: Connection, part: Part) -> Generator[Row]:
    """Yield each row as CSV with LF behind it; cells may hold line breaks."""
    found = statement(part)
    return copied(within, f"COPY ({found.select(', ')}) TO STDOUT (FORMAT csv)", found.params)


def guarded(text: Expression, column: Column) -> Expression:
    """Return the cell as CSV files have it: guarded where it could be taken for a formula."""
    return guard_sql(text) if column.kind.guarded else text


def statement(part: Part, cell: Cell = guarded) -> Statement:
    """Return the SQL of the rows; its parameters are to be bound by the client.

    The texts are made in a subquery that OFFSET 0 keeps from being merged, so that each is
    computed once, though the guard around it looks at it several times.
    """
    columns = part.record_type.columns
    texts = {f"text_{place}": column.text() for place, column in enumerate(columns)}
    query = part.records.order_by(*_order(part)).annotate(**texts).values_list(*texts).query
    texts_sql, params = query.sql_with_params()
    compiler = query.get_compiler(connection=connection)
    cells = []
    for name, column in zip(texts, columns, strict=True):
        text = RawSQL(f'"{name}"', ())  # noqa: S611 - a name that we gave
        cells.append(compiler.compile(cell(text, column).resolve_expression(query)))
    bound = [value for _, values in cells for value in values]
    return Statement(
        tuple(text for text, _ in cells), f"({texts_sql} OFFSET 0) AS texts", (*bound, *params)
    )


def _order(part: Part) -> list[str]:
    """Return the ID, after what an import wants to stand together, before the child rows."""
    merge = part.record_type.merge
    group = [f"{merge.by}_id"] if isinstance(merge, ReplaceGroup) else []
    return [*group, "id", *_children(part)]


def _children(part: Part) -> list[str]:
    merge = part.record_type.merge
    return [f"{merge.relation}__id"] if isinstance(merge, Children) else []
