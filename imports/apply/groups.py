"""Groups that replace: stored records with the flag that the group does not repeat are removed."""

from collections.abc import Sequence
from typing import Any

from psycopg import sql

from imports import tables
from imports.apply import removal
from imports.apply.history import Signature
from imports.headers import Layout
from imports.rows import Unit
from records.types import ReplaceGroup

#: The owner, and the value of the flag that its records share: True, or a source.
Group = tuple[int, Any]


def remove(units: Sequence[Unit], layout: Layout, signature: Signature) -> list[Group]:
    """Remove what the groups replace; return the group of each record that was removed.

    Rejected rows of a group protect the record that they name, too.
    """
    merge = layout.record_type.merge
    replaced = groups(units, layout)
    if not isinstance(merge, ReplaceGroup) or not replaced:
        return []
    place = layout.position("id")
    entries = [entry for unit in units for entry in unit]
    kept = [entry.id for entry in entries if entry.id]
    if place is not None:
        kept += [e.values[place] for e in entries if e.values and isinstance(e.values[place], int)]
    by, flag = (tables.field(layout.record_type.column(each)) for each in (merge.by, merge.flag))
    query = sql.SQL(
        "SELECT t.id, t.{by}, t.{flag} FROM unnest(%s::bigint[], %s::{type}) g(owner, flag) "
        "JOIN {table} t ON t.{by} = g.owner AND t.{flag} = g.flag "
        "WHERE t.account_id = %s AND t.id <> ALL(%s)"
    ).format(
        table=tables.table(layout.record_type.model),
        by=tables.identifier(by),
        flag=tables.identifier(flag),
        type=tables.array_type(flag),
    )
    owners, flags = [owner for owner, _ in replaced], [flag for _, flag in replaced]
    gone = {
        pk: (owner, flag)
        for pk, owner, flag in tables.rows(query, [owners, flags, signature.account, kept])
    }
    return [gone[pk] for pk in removal.delete(layout.record_type, sorted(gone), signature)]


def groups(units: Sequence[Unit], layout: Layout) -> list[Group]:
    """Return the groups of which an accepted row has the flag."""
    merge = layout.record_type.merge
    if not isinstance(merge, ReplaceGroup):
        return []
    by, flag = layout.position(merge.by), layout.position(merge.flag)
    if by is None or flag is None:
        return []
    accepted = (entry for unit in units for entry in unit if not entry.complaints)
    return sorted({(e.values[by], e.values[flag]) for e in accepted if e.values[flag]})
