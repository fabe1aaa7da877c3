"""Walks along the order of a list that end after so many records, however few of them fit.

A list may be asked for what no index finds, and of a million records none may fit. So a page looks
at `WALKED` records in its order, shows those that fit, and offers to look further behind them.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Value,
)

#: How many records a page looks at: some fifty milliseconds.
WALKED = 10_000

#: Steps of the golden ratio spread evenly over any range.
_STEP = 0.6180339887498949
#: A record in an order: its ID, and the value by which it is ordered.
Place = tuple[int, Any]
_TABLES_WHOLE = ("seqscan", "sort", "incremental_sort", "hashjoin", "mergejoin", "material")
_ROW_BY_ROW = ("indexscan", "indexonlyscan")


@dataclass(frozen=True)
class Walk:
    """The first records that fit, and where the walk ended when there is more behind it."""

    found: list[Place]
    end: Place | None = None


@contextmanager
def along_indexes(*, bitmaps: bool = False) -> Iterator[Any]:
    """Give a cursor whose statements read tables by their indexes, row after row as asked for.

    The planner reads a table whole where its statistics promise that this pays; right after an
    import they promise what they like, and a walk is bounded only where nothing is sorted, hashed
    or collected before its first row. With `bitmaps` it is collected: GIN indexes know no rows.
    """
    off = (*_TABLES_WHOLE, *(_ROW_BY_ROW if bitmaps else ("bitmapscan",)))
    settings = [f"SET LOCAL enable_{way} = off" for way in off]
    # With so little memory no subquery is hashed, which reads a table of links whole.
    memory = ["work_mem = '64kB'", "hash_mem_multiplier = 1"]
    settings += [f"SET LOCAL {each}" for each in ("jit = off", *(() if bitmaps else memory))]
    with _set(settings) as cursor:
        yield cursor


@contextmanager
def as_written() -> Iterator[None]:
    """Let PostgreSQL join as a statement says, one record with what it names.

    To think about the orders of twenty joins takes it thirty times as long as to make them.
    """
    with _set(["SET LOCAL join_collapse_limit = 1"]):
        yield


@contextmanager
def _set(settings: Sequence[str]) -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(settings))
        yield cursor
        transaction.set_rollback(True)  # which takes the settings back, in a savepoint as well


def walk(
    parts: "Sequence[QuerySet[Any]]", fits: Q, sorting: Sequence[str], size: int, walked: int
) -> Walk:
    """Return the first `size` records that fit, of those that come first in the order.

    The records of each part are annotated with their `order_key`, and an index has them in the
    order; so each part is those of one account.
    """
    with along_indexes() as cursor:
        cursor.execute(*statement(parts, fits, sorting, size, walked))
        rows = cursor.fetchall()
    found = [(pk, value) for pk, value, fitting, _ in rows if fitting]
    ended = bool(rows) and rows[-1][3] == walked and len(found) < size
    return Walk(found, rows[-1][:2] if ended else None)


def statement(
    parts: "Sequence[QuerySet[Any]]", fits: Q, sorting: Sequence[str], size: int, walked: int
) -> tuple[str, list[Any]]:
    """Return the statement of a walk: the rows that fit, and the last one looked at."""
    sql, params = _looked(parts, fits, sorting, walked)
    return (
        "SELECT id, order_key, fits, place FROM (SELECT *, row_number() OVER () AS place "  # noqa: S608, ISC003 -- SQL of the ORM
        + f"FROM ({sql}) looked) walked WHERE fits OR place = {walked} LIMIT {size}",
        params,
    )


def first(parts: "Sequence[QuerySet[Any]]", fits: Q, walked: int) -> tuple[int, int]:
    """Return how many of the first records by number fit, and how many were looked at."""
    numbered = [part.annotate(order_key=F("pk")) for part in parts]
    sql, params = _looked(numbered, fits, ["order_key"], walked)
    with along_indexes() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE fits), count(*) FROM ({sql}) looked",  # noqa: S608 -- SQL of the ORM
            params,
        )
        fitting, number = cursor.fetchone()
    return fitting, number


def _looked(
    parts: "Sequence[QuerySet[Any]]", fits: Q, sorting: Sequence[str], walked: int
) -> tuple[str, list[Any]]:
    """Return the statement of the records looked at, with whether they fit."""
    mark = ExpressionWrapper(fits, BooleanField()) if fits else Value(True, BooleanField())
    statements, params = [], []
    for part in parts:
        marked = part.annotate(fits=mark).order_by(*sorting)
        rows = marked.values_list("pk", "order_key", "fits")[:walked]
        sql, values = rows.query.sql_with_params()
        statements.append(f"SELECT * FROM ({sql}) part (id, order_key, fits)")  # noqa: S608 -- SQL of the ORM
        params += values
    if len(statements) == 1:
        return statements[0], params
    order = ", ".join(
        f"{name.lstrip('-')}{' DESC' if name.startswith('-') else ''}" for name in sorting
    ).replace("pk", "id")
    return f"{' UNION ALL '.join(statements)} ORDER BY {order} LIMIT {walked}", params


def ids(rows: "QuerySet[Any]", most: int, *, bitmaps: bool = False) -> list[int]:
    """Return at most so many of the IDs that a query gives, by an index that serves it."""
    try:
        sql, params = rows.order_by()[:most].query.sql_with_params()
    except EmptyResultSet:
        return []
    with along_indexes(bitmaps=bitmaps) as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall() if pk is not None]


def among(ids: Collection[int]) -> Q:
    """Return the condition that a record has one of these IDs.

    They are bound as one array: each by itself takes longer than to find them all.
    """
    return Q(_Among(F("pk"), Value([*ids])))


class _Among(Func):
    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


def spread(low: int, high: int, number: int) -> set[int]:
    """Return at most so many IDs that are spread over a range."""
    return {low + int(place * _STEP % 1 * (high - low + 1)) for place in range(number)}
