"""The tables of record types as SQL: names and types of columns, and a cursor without a log."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, models
from psycopg import sql

from records.types import Column

_BETWEEN = "\x1f"  # hardly in any text; then the usual way is taken
_ROWS = "\x1e"
_ODD = re.compile(f"[{_BETWEEN}{_ROWS}]")
#: What the text format of COPY escapes, the backslash first.
_ESCAPED = (
    ("\\", r"\\"),
    ("\n", r"\n"),
    ("\r", r"\r"),
    ("\t", r"\t"),
    (_BETWEEN, "\t"),
    (_ROWS, "\n"),
)


@contextmanager
def cursor() -> Iterator[psycopg.Cursor[Any]]:
    """Give a psycopg cursor on Django's connection, whose errors are Django's.

    It keeps no log of queries, which are large here.
    """
    connection.ensure_connection()
    session: Any = connection.connection
    with connection.wrap_database_errors, session.cursor() as raw:
        yield raw


def rows(query: sql.SQL | sql.Composed, parameters: Sequence[Any] = ()) -> list[Any]:
    """Run a query and return its rows."""
    with cursor() as raw:
        return list(raw.execute(query, parameters))


def tune() -> None:
    """Set the transaction up for a batch.

    Foreign keys are checked with each statement, since at the end of a transaction that costs
    more; a few thousand rows are looked up by index rather than by reading a whole table;
    statements are not compiled, since each runs once; and nobody waits for the disk at the end: a
    server that crashes may lose the last batches, but with them the checkpoint behind them.
    """
    with cursor() as raw:
        raw.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL random_page_cost = 1.1; "
            "SET LOCAL jit = off; SET LOCAL synchronous_commit = off"
        )


def table(model: type[models.Model]) -> sql.Identifier:
    """Return the name of the table of a model."""
    return sql.Identifier(model._meta.db_table)


def field(column: Column) -> "models.Field[Any, Any]":
    """Return the model field of a column. Raises ValueError for one that is not stored."""
    if column.field is None:
        raise ValueError(f"The column {column.header} is not stored.")
    return column.field


def identifier(stored: "models.Field[Any, Any]") -> sql.Identifier:
    """Return the name of the database column of a field."""
    return sql.Identifier(str(stored.column))


def array_type(stored: "models.Field[Any, Any]") -> sql.SQL:
    """Return the type of an array of values of a field, without their length."""
    declared = stored.db_type(connection) or "text"
    return sql.SQL(declared.partition("(")[0] + "[]")


def array(values: Sequence[Any]) -> Any:
    """Return the values as an array for psycopg.

    Texts are put together here, many at a time; psycopg would take them one by one.
    """
    if values and all(each.__class__ is str for each in values):
        joined = _BETWEEN.join(values)
        if joined.count(_BETWEEN) == len(values) - 1:
            escaped = joined.replace("\\", r"\\").replace('"', r"\"")
            return '{"' + escaped.replace(_BETWEEN, '","') + '"}'
    return list(values)


def copy(name: sql.Identifier, columns: Sequence[sql.Identifier], lines: Iterable[Any]) -> None:
    """Put rows into a table by COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(name, sql.SQL(", ").join(columns))
    with cursor() as raw, raw.copy(statement) as stream:
        write = stream.write_row
        for line in lines:
            write(line)


def as_text(lines: Sequence[Sequence[str]]) -> bytes:
    """Return rows of texts in the text format of COPY; those with odd control characters are left.

    All texts are put together before what has to be escaped is, which is far faster than one by
    one.
    """
    joined = _ROWS.join(map(_BETWEEN.join, lines))
    wanted = sum(map(len, lines)) - len(lines)
    if joined.count(_BETWEEN) > wanted or joined.count(_ROWS) >= max(len(lines), 1):
        clear = [each for each in lines if not _ODD.search("".join(each))]
        return as_text(clear)
    for sign, escaped in _ESCAPED:
        joined = joined.replace(sign, escaped)
    return f"{joined}\n".encode() if lines else b""


def copy_text(name: sql.Identifier, columns: Sequence[sql.Identifier], lines: bytes) -> None:
    """Put rows in the text format of COPY into a table."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(name, sql.SQL(", ").join(columns))
    with cursor() as raw, raw.copy(statement) as stream:
        stream.write(lines)
