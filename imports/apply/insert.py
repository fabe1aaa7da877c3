"""New records: reserved ids, then one COPY into the table itself.

No staging table: which rows are new is known, their references are resolved, so nothing is left
to join. References within the batch hold because the ids are known before.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection, models
from psycopg import sql

from fourme.accounts.models import Account
from imports import tables
from imports.headers import Layout
from imports.rows import Entry
from records.kinds import Kind

_PLAIN = Kind.adapt


def reserve(entries: Sequence[Entry], model: type[models.Model]) -> None:
    """Give each new entry the id that its record will have."""
    new = [entry for entry in entries if entry.new]
    if not new:
        return
    # The name is looked up once, thanks to OFFSET 0.
    sequence = sql.SQL(
        "SELECT nextval(name) FROM generate_series(1, %s), "
        "(SELECT pg_get_serial_sequence({}, 'id')::regclass AS name OFFSET 0) AS sequence"
    ).format(sql.Literal(connection.ops.quote_name(model._meta.db_table)))
    for entry, (pk,) in zip(new, tables.rows(sequence, [len(new)]), strict=True):
        entry.id = pk


def insert(
    entries: Sequence[Entry],
    layout: Layout,
    account: Account,
    number: int,
    meanwhile: Callable[[], None],
) -> None:
    """Store the records of new entries; `number` is that of the import.

    Calls `meanwhile` when all was sent: until then another thread would only keep the database
    waiting for the rows.
    """
    if not entries:
        return
    model = layout.record_type.model
    fields, line = _lines(layout, {"account": account.id, "import_number": number})
    tables.copy(
        tables.table(model),
        [tables.identifier(each) for each in fields],
        _then(map(line, entries), meanwhile),
    )


def _then(lines: Iterable[Any], act: Callable[[], None]) -> Iterator[Any]:
    yield from lines
    act()


def _lines(
    layout: Layout, given: Mapping[str, Any]
) -> tuple[list["models.Field[Any, Any]"], Callable[[Entry], Any]]:
    """Return the fields to fill and the function that makes their values of an entry.

    Columns that the file has not get what is `given`, or their defaults.
    """
    places = {
        column.name: place
        for place, column in enumerate(layout.columns)
        if column.field is not None and not column.relation and not column.many
    }
    fields: list[models.Field[Any, Any]] = []
    constants: list[Any] = []
    picks: list[int] = []
    dated: list[int] = []
    offset = 1 + len(layout.columns)  # id, values, constants
    for stored in layout.record_type.model._meta.concrete_fields:
        if stored.primary_key:
            picks.append(0)
        elif stored.name in places and stored.name not in given:
            picks.append(1 + places[stored.name])
            if stored.has_db_default():
                dated.append(places[stored.name])
        elif stored.has_db_default():
            continue
        else:
            picks.append(offset + len(constants))
            constants.append(given.get(stored.name, _default(stored)))
        fields.append(stored)
    pick = itemgetter(*picks)
    adapted = [*adapters(layout), *((place, _or_now) for place in dated)]

    def line(entry: Entry) -> Any:
        values = adapt(entry.values, adapted) if adapted else entry.values
        return pick([entry.id, *values, *constants])

    return fields, line


def adapters(layout: Layout) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return the columns whose values psycopg does not take as they are: place, adapter."""
    return [
        (place, column.kind.adapt)
        for place, column in enumerate(layout.columns)
        if type(column.kind).adapt is not _PLAIN
    ]


def adapt(values: list[Any], adapted: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    """Return the values as psycopg takes them."""
    values = values.copy()
    for place, change in adapted:
        values[place] = change(values[place])
    return values


def _or_now(moment: dt.datetime | None) -> dt.datetime:
    """Return the moment of a cell, now when it is blank: COPY knows no defaults."""
    return moment or dt.datetime.now(dt.UTC)


def _default(stored: "models.Field[Any, Any]") -> Any:
    default = stored.get_default()
    return None if stored.null and default == "" else default
