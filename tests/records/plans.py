"""What PostgreSQL does to answer a statement, and whether that has a bound in a large table."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

#: What the planner believes: a million records on each page of a table; nothing of empty ones, even
#: when other tests have had rows there, and nothing of values, which other tests had analyzed.
_MANY = r"""
DO $$
DECLARE each regclass; filled boolean;
BEGIN
    FOR each IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relname ~ '^(records|logs)_' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', each) INTO filled;
        UPDATE pg_class SET
            reltuples = CASE WHEN filled THEN 1000000 ELSE -1 END,
            relpages = CASE WHEN filled THEN 1 ELSE 0 END
        WHERE oid = each;
        DELETE FROM pg_statistic WHERE starelid = each;
    END LOOP;
END $$
"""
#: The planner may read a table whole only where there is nothing else: some tables are empty.
_OFF = "SET LOCAL enable_seqscan = off"
#: So many rows fit into the memory that a walk has.
_HASHED = 3000
#: What asks for all rows before it gives the first one.
_COLLECTING = ("Sort", "Incremental Sort", "Hash", "Aggregate", "Bitmap Heap Scan", "Materialize")
_SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan")


@contextmanager
def unbounded_statements() -> Iterator[list[str]]:
    """Collect what the statements of the block read without a bound.

    The planner is told that tables with anything in them are large, until the transaction ends.
    """
    found: list[str] = []

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).startswith("SELECT") and "records_" in str(sql):
            found.extend(unbounded(str(sql), params))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute(_MANY)
        cursor.execute(_OFF)
    with connection.execute_wrapper(look):
        yield found


def unbounded(sql: str, params: Sequence[Any] | None) -> list[str]:
    """Return what a statement reads without a bound; the settings are those of the moment."""
    with connection.connection.cursor() as raw:  # not Django's: it would come back to `look`
        raw.execute(f"EXPLAIN (FORMAT JSON, VERBOSE) {sql}", params)
        (plans,) = raw.fetchone()
    plans = plans if isinstance(plans, list) else json.loads(plans)
    return [f"{each} -- {sql[:200]}" for plan in plans for each in _unbounded(plan["Plan"])]


def _unbounded(node: dict[str, Any], *, limited: bool = False) -> Iterator[str]:
    kind = node["Node Type"]
    if kind == "Limit":
        limited = True
    elif kind in _COLLECTING or "Join Filter" in node:
        limited = False
    if kind in _SCANS and not _small(node):
        walked = limited and _plain(node) and kind != "Seq Scan"
        if not walked and not _selective(node):
            condition = node.get("Index Cond", "no condition")
            yield f"{kind} of {node.get('Index Name', node.get('Relation Name'))}: {condition}"
    for child in node.get("Plans", ()):
        first = child["Parent Relationship"] in ("Outer", "Subquery", "Member")
        yield from _unbounded(child, limited=limited and first)


def _plain(node: dict[str, Any]) -> bool:
    """Tell whether a scan gives all it reads; texts that begin so are a range of the index."""
    begins = " ~~ " in node.get("Filter", "") and " >= " in node.get("Index Cond", "")
    return begins or "Filter" not in node


def _selective(node: dict[str, Any]) -> bool:
    """Tell whether the scan looks for more than the records of an account or behind a place."""
    parts = node.get("Index Cond", "").strip("()").split(" AND ")
    return any(" @@ " in part or (" = " in part and "account_id" not in part) for part in parts)


def _small(node: dict[str, Any]) -> bool:
    """Tell whether there are few rows: those of accounts, or of a table that is hashed if small."""
    hashed = node.get("Parent Relationship") == "SubPlan" and node["Plan Rows"] <= _HASHED
    name = str(node.get("Relation Name") or node["Index Name"])
    return hashed or name.startswith("accounts_")
