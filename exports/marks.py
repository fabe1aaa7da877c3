"""What an export had seen, so that the next one takes exactly what was changed since.

A record carries the transaction that wrote it last (`changed_xid`, set by a trigger); a run notes
the snapshot of the database that it reads. The next run takes what was written by transactions that
this snapshot does not show, however late they were committed: no change is missed, and no record
comes twice without one. Transactions have numbers within one cluster of PostgreSQL only; after a
restore elsewhere the times of changes are compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value

#: Longer than any transaction that writes records.
OVERLAP = timedelta(days=1)
_CLUSTER = "SELECT system_identifier::text FROM pg_control_system()"


@dataclass(frozen=True)
class Mark:
    """A snapshot of the database (`pg_snapshot` as text), of which cluster, and its time."""

    snapshot: str
    cluster: str
    taken_at: datetime


def take(within: "psycopg.Connection[Any]") -> Mark:
    """Return the mark of the snapshot that the connection reads."""
    row = within.execute(
        f"SELECT pg_current_snapshot()::text, ({_CLUSTER}), transaction_timestamp()"
    ).fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    return Mark(*row)


def stored(marks: Mapping[str, Mark]) -> dict[str, dict[str, str]]:
    """Return marks by type as `Export.marks` keeps them."""
    return {
        slug: asdict(mark) | {"taken_at": mark.taken_at.isoformat()} for slug, mark in marks.items()
    }


def restored(kept: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the marks that `stored` made."""
    return {
        slug: Mark(mark["snapshot"], mark["cluster"], datetime.fromisoformat(mark["taken_at"]))
        for slug, mark in kept.items()
    }


def changed_since(mark: Mark, columns: Sequence[str] = ("changed_xid",)) -> Q:
    """Return the condition that a record was written by what the snapshot does not show.

    `columns` have the numbers of the transactions that wrote what it shows.
    """
    lately = Q(updated_at__gte=mark.taken_at - OVERLAP)
    if mark.cluster != _cluster():
        return lately
    unseen = Q()
    for column in columns:
        # A number of the future was given in another cluster, before a restore.
        ours = Q(**{f"{column}__lt": _NEXT})
        unseen |= _unseen(mark.snapshot, column) & (ours | lately)
    return unseen


_NEXT = Func(
    template="pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
    output_field=BigIntegerField(),
)


def _unseen(snapshot: str, column: str) -> Q:
    shown = Func(
        F(column),
        Value(snapshot),
        template="pg_visible_in_snapshot(%(expressions)s::pg_snapshot)",
        arg_joiner="::text::xid8, ",
        output_field=BooleanField(),
    )
    oldest = int(snapshot.partition(":")[0])  # what came before is shown; an index finds the rest
    return Q(**{f"{column}__gte": oldest}) & ~Q(shown)


def _cluster() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTER)
        return str(cursor.fetchall()[0][0])
