"""Records that change with others: what a record shows of other rows moves its mark as well.

A link is a row of its own, a note too, and what points to a record is stored elsewhere. Without
these triggers an export of changes would leave out a record whose exported row is another one now.
What others are named is not followed: a new name is a change of the one that bears it.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from records import registry
from records.types import Children, Origin, RecordType

#: In the transaction that has written a record, its mark stands already.
_TOUCH = """
    IF ({old}) IS DISTINCT FROM ({new}) THEN
        UPDATE "{table}" SET id = id
        WHERE id = ANY(ARRAY({of_old} UNION {of_new}))
        AND changed_xid <> pg_current_xact_id()::text::bigint;
    END IF;
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION follow_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {touches}
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER follow_changes AFTER INSERT OR UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION follow_{table}()
"""


def statements(tables: set[str]) -> Iterator[str]:
    """Yield the SQL of the triggers on the tables that records follow, of those that are there."""
    touches: dict[str, list[str]] = {}
    for record_type in registry.types():
        for origin in dict.fromkeys(_origins(record_type)):
            source = _model(origin)
            if {source._meta.db_table, record_type.model._meta.db_table} <= tables:
                touch = _touch(record_type, origin, source)
                touches.setdefault(source._meta.db_table, []).append(touch)
    for table, each in touches.items():
        yield _FUNCTION.format(table=table, touches="".join(each))
        yield _TRIGGER.format(table=table)


def _origins(record_type: RecordType) -> Iterator[Origin]:
    for column in record_type.columns:
        yield from column.origins
        if column.links is not None:
            yield column.links.origin()
    if isinstance(record_type.merge, Children):
        yield record_type.merge.origin(record_type.model)


def _model(origin: Origin) -> type[models.Model]:
    named: Any = origin.model
    return apps.get_model("records", named) if isinstance(named, str) else named


def _touch(record_type: RecordType, origin: Origin, source: type[models.Model]) -> str:
    fields: Any = [source._meta.get_field(name) for name in origin.fields]
    values = {row: ", ".join(f'{row}."{each.column}"' for each in fields) for row in _ROWS}
    return _TOUCH.format(
        table=record_type.model._meta.db_table,
        old=values["OLD"],
        new=values["NEW"],
        of_old=origin.records.format(row="OLD"),
        of_new=origin.records.format(row="NEW"),
    )


_ROWS = ("OLD", "NEW")
