"""Groups that replace: stored details with the flag that the group does not repeat are removed."""

from collections.abc import Sequence

from psycopg import sql

from imports import tables
from imports.headers import Layout
from imports.rows import Unit
from records.types import ReplaceGroup


def remove(units: Sequence[Unit], layout: Layout) -> list[int]:
    """Remove what the groups replace; return the owner of each record that was removed.

    Rejected rows of a group protect the record that they name, too.
    """
    merge = layout.record_type.merge
    replaced = owners(units, layout)
    if not isinstance(merge, ReplaceGroup) or not replaced:
        return []
    place = layout.position("id")
    entries = [entry for unit in units for entry in unit]
    kept = [entry.id for entry in entries if entry.id]
    if place is not None:
        kept += [e.values[place] for e in entries if e.values and isinstance(e.values[place], int)]
    by = tables.field(layout.record_type.column(merge.by))
    query = sql.SQL(
        "DELETE FROM {table} WHERE {by} = ANY(%s) AND {flag} AND id <> ALL(%s) RETURNING {by}"
    ).format(
        table=tables.table(layout.record_type.model),
        by=tables.identifier(by),
        flag=tables.identifier(tables.field(layout.record_type.column(merge.flag))),
    )
    return [owner for (owner,) in tables.rows(query, [replaced, kept])]


def owners(units: Sequence[Unit], layout: Layout) -> list[int]:
    """Return the owners of the groups of which an accepted row has the flag."""
    merge = layout.record_type.merge
    if not isinstance(merge, ReplaceGroup):
        return []
    by, flag = layout.position(merge.by), layout.position(merge.flag)
    if by is None or flag is None:
        return []
    accepted = (entry for unit in units for entry in unit if not entry.complaints)
    return sorted({entry.values[by] for entry in accepted if entry.values[flag]})
