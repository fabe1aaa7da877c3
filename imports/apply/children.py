"""Child rows of a record (hours of a calendar): replaced as a set when they differ."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from psycopg import sql

from imports import tables
from imports.apply.history import Changes
from imports.headers import Layout
from imports.rows import Unit
from records.types import Children

Child = tuple[Any, ...]


def replace(units: Sequence[Unit], layout: Layout) -> Changes:
    """Store the child rows of each unit; return what was changed of the existing records.

    A row whose child columns are all blank has no child. Without such columns nothing happens.
    """
    merge = layout.record_type.merge
    places = [place for place, column in enumerate(layout.columns) if column.relation]
    if not isinstance(merge, Children) or not places or not units:
        return {}
    relation: Any = layout.record_type.model._meta.get_field(merge.relation)
    table = tables.table(relation.related_model)
    owner = tables.identifier(relation.field)
    columns = [tables.identifier(tables.field(layout.columns[place])) for place in places]
    wanted = {unit[0].id: _children(unit, places, layout) for unit in units}
    stored = _stored(table, owner, columns, [u[0].id for u in units if not u[0].new])
    changed = [
        pk for pk, children in wanted.items() if Counter(children) != Counter(stored.get(pk, ()))
    ]
    with tables.cursor() as raw:
        raw.execute(sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(table, owner), [changed])
    lines = [(pk, *child) for pk in changed for child in wanted[pk]]
    tables.copy(table, [owner, *columns], lines)
    existing = {unit[0].id for unit in units if not unit[0].new}
    return {
        pk: {merge.relation: [stored.get(pk, []), wanted[pk]]} for pk in changed if pk in existing
    }


def _children(unit: Unit, places: list[int], layout: Layout) -> list[Child]:
    blank = tuple(layout.columns[place].kind.blank for place in places)
    children = (tuple(entry.values[place] for place in places) for entry in unit)
    return list(dict.fromkeys(child for child in children if child != blank))


def _stored(
    table: sql.Identifier, owner: sql.Identifier, columns: list[sql.Identifier], ids: list[int]
) -> dict[int, list[Child]]:
    query = sql.SQL("SELECT {}, {} FROM {} WHERE {} = ANY(%s) ORDER BY id").format(
        owner, sql.SQL(", ").join(columns), table, owner
    )
    found: dict[int, list[Child]] = {}
    for pk, *child in tables.rows(query, [ids]) if ids else ():
        found.setdefault(pk, []).append(tuple(child))
    return found
