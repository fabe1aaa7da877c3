"""Rows that wait, between batches and across crashes: stored in the transaction of their batch."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from imports import tables
from imports.apply import history
from imports.apply.history import Signature
from imports.headers import Layout
from imports.models import DeferredRow, ImportRun, PendingLink
from imports.naming import Naming
from imports.rows import Entry, Row
from records.references import Scope
from records.types import Column, Through

_CHUNK = 4000
#: A row for each key that a waiting row misses.
_NEEDS = sql.Identifier("import_needs")
UNLINKED = "The record was stored without this reference."
_PLACE = ("row", "first_line", "last_line", "cells")


def defer(run: ImportRun, entries: Sequence[Entry], layout: Layout, scope: Scope) -> None:
    """Store entries that wait."""
    naming = Naming.of(layout)
    if naming is None or not entries:
        return
    columns = ["run_id", *_PLACE, "keys", "brings", "needs", "lost"]
    tables.copy(
        tables.table(DeferredRow),
        [sql.Identifier(name) for name in columns],
        [
            (
                run.pk,
                *_stored(entry.row),
                list(entry.keys),
                naming.brings(entry, layout),
                [naming.name(key, scope) for keys in entry.waits.values() for key in keys],
                False,
            )
            for entry in entries
        ],
    )


def place(row: Row) -> dict[str, Any]:
    """Return where a row stands and what is in it, as columns of a table."""
    return {
        "row": row.number,
        "first_line": row.first_line,
        "last_line": row.last_line,
        "cells": row.cells,
    }


def _stored(row: Row) -> tuple[Any, ...]:
    """Return the same as psycopg takes it."""
    return row.number, row.first_line, row.last_line, Jsonb(row.cells)


def held_keys(run: ImportRun, entries: Iterable[Entry]) -> set[str]:
    """Return which of the keys that entries use belong to rows that wait."""
    keys = [entry.keys[0] for entry in entries if entry.keys]
    query = sql.SQL(
        "SELECT DISTINCT k FROM {} d, unnest(d.keys) k WHERE d.run_id = %s AND k = ANY(%s)"
    ).format(tables.table(DeferredRow))
    return {key for (key,) in tables.rows(query, [run.pk, keys])}


def settle_needs(run: ImportRun, layout: Layout, scope: Scope) -> None:
    """Tell the waiting rows that the file can help from those that are lost."""
    naming = Naming.of(layout)
    if naming is None:
        return
    deferred = tables.table(DeferredRow)
    with tables.cursor() as raw:
        raw.execute(sql.SQL("ANALYZE {}").format(deferred))
        raw.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT d.id, d.brings, n AS need "
                "FROM {} d, unnest(d.needs) n WHERE d.run_id = %s"
            ).format(_NEEDS, deferred),
            [run.pk],
        )
        raw.execute(sql.SQL("CREATE INDEX ON {} (need)").format(_NEEDS))
        raw.execute(sql.SQL("ANALYZE {}").format(_NEEDS))
        for needs in _needs():
            keys = {naming.key(name): name for name in needs}
            found = naming.target.find(keys, scope, suggest=False)
            there = [keys[key] for key, outcome in found.items() if isinstance(outcome, int)]
            raw.execute(sql.SQL("DELETE FROM {} WHERE need = ANY(%s)").format(_NEEDS), [there])
        # OFFSET 0 keeps it a search by index for each lost row: a chain may be as long as the file.
        query = sql.SQL(
            "WITH RECURSIVE lost(id, brings) AS ("
            "SELECT w.id, w.brings FROM {needs} w WHERE NOT EXISTS ("
            "SELECT FROM {table} p WHERE p.run_id = %(run)s AND p.brings = w.need) "
            "UNION SELECT w.id, w.brings FROM lost CROSS JOIN LATERAL ("
            "SELECT * FROM {needs} WHERE lost.brings <> '' AND need = lost.brings OFFSET 0) w) "
            "UPDATE {table} d SET lost = true FROM lost WHERE d.id = lost.id"
        ).format(table=deferred, needs=_NEEDS)
        raw.execute(query, {"run": run.pk})
        raw.execute(sql.SQL("DROP TABLE {}").format(_NEEDS))


def _needs() -> Iterator[list[str]]:
    """Yield the keys that rows wait for, in chunks."""
    last = ""
    query = sql.SQL("SELECT DISTINCT need FROM {} WHERE need > %s ORDER BY need LIMIT %s").format(
        _NEEDS
    )
    while chunk := [text for (text,) in tables.rows(query, [last, _CHUNK])]:
        yield chunk
        last = chunk[-1]


def waiting_rows(run: ImportRun, *, lost: bool) -> list[DeferredRow]:
    """Return the next rows that wait, in the order of the file."""
    rows = DeferredRow.objects.filter(run=run, lost=lost).order_by("row")
    return list(rows[:_CHUNK])


def remember_links(run: ImportRun, entries: Sequence[Entry], layout: Layout, scope: Scope) -> None:
    """Store the references that are to be filled in when all rows are stored."""
    naming = Naming.of(layout)
    if naming is None or not entries:
        return
    columns = ["run_id", *_PLACE, "record", "column", "key"]
    tables.copy(
        tables.table(PendingLink),
        [sql.Identifier(name) for name in columns],
        [
            (
                run.pk,
                *_stored(entry.row),
                entry.id,
                layout.columns[number].name,
                naming.name(key, scope),
            )
            for entry in entries
            for number, keys in entry.waits.items()
            for key in keys
        ],
    )


def fill_links(run: ImportRun, layout: Layout, scope: Scope) -> list[Entry] | None:
    """Fill in the next references; None when there are none left.

    Returns the rows whose reference came to nothing, because its record was rejected.
    """
    links = list(PendingLink.objects.filter(run=run).order_by("id")[:_CHUNK])
    naming = Naming.of(layout)
    if not links or naming is None:
        return None
    keys = {link.key: naming.key(link.key) for link in links}
    found = naming.target.find(keys.values(), scope)
    lost = []
    for name in sorted({link.column for link in links}):
        column = layout.record_type.column(name)
        pairs = []
        for link in links:
            outcome = found[keys[link.key]]
            if link.column != name:
                continue
            if isinstance(outcome, int):
                pairs.append((link.record, outcome))
                continue
            entry = Entry(Row(link.row, link.first_line, link.last_line, link.cells), [])
            reason = f"{UNLINKED} {getattr(outcome, 'reason', '')}"
            entry.complain(column.header, keys[link.key], reason, "Import the row again.")
            lost.append(entry)
        signature = Signature(run.account_id, run.user_id, run.pk)
        history.complete(layout.record_type, column, pairs, signature)
        _fill(layout, column, pairs)
    PendingLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    return lost


def _fill(layout: Layout, column: Column, pairs: Sequence[tuple[int, int]]) -> None:
    """Let the records, the first of each pair, refer to the others."""
    wanted = sql.SQL("unnest(%s::bigint[], %s::bigint[]) u(id, other)")
    if isinstance(column.links, Through):
        links: Any = column.links.model._meta
        names = column.links.owner, column.links.parts[0]
        owner, other = (tables.identifier(links.get_field(name)) for name in names)
        query = sql.SQL(
            "INSERT INTO {links} ({owner}, {other}) SELECT id, other FROM {wanted} "
            "ON CONFLICT DO NOTHING"
        ).format(links=tables.table(column.links.model), owner=owner, other=other, wanted=wanted)
    else:
        query = sql.SQL("UPDATE {} t SET {} = u.other FROM {} WHERE t.id = u.id").format(
            tables.table(layout.record_type.model), tables.identifier(tables.field(column)), wanted
        )
    with tables.cursor() as raw:
        raw.execute(query, [[pk for pk, _ in pairs], [other for _, other in pairs]])
